// What `prepare` gave is the same for all hooks and all cells: a write to it
// would pass from one cell to the next. Here every way is followed by which a
// hook's parameter of type `S` may be written to: names, parts, helper
// functions, methods of the library. Not followed are function values and what
// is first put into a container and taken out again.

import type { Diagnostic } from "../../base/diagnostic.ts";
import { isChangeable } from "../../types/changeable.ts";
import { preparedWrite } from "../errors/contracts.ts";
import type { HostContract } from "../host.ts";
import type { Program, TypedExpression, TypedFunction, Variable } from "../program.ts";
import { nodesOf } from "./typedNodes.ts";
import type { TypedNode } from "./typedNodes.ts";

/** 2: a part of what was prepared, or a view of one. 1: something new that holds such parts. */
type Level = 0 | 1 | 2;

const writing: ReadonlySet<string> = new Set(["list_set", "storage_set", "storage_clear", "storage_copy", "storage_fill"]);

interface Looked {
  readonly result: Level;
  /** Does it write to what it was given? Told at the author's call where it is the library's. */
  readonly writes: boolean;
  /** Of its parameters, when it is done: parts may have been put into them. */
  readonly parameters: readonly Level[];
}

export function preparedWrites(program: Program, host: HostContract | null): Diagnostic[] {
  const search = new Search(program);
  for (const { name, parameters } of host?.frozenState === true ? host.hooks : []) {
    const prepared = new Set(parameters.flatMap((parameter) => (parameter.type === "S" ? [parameter.name] : [])));
    const entry = program.entries.find((each) => each.name === name);
    const code = entry === undefined ? undefined : program.functions[entry.function];
    if (code === undefined || !code.parameters.some((parameter) => prepared.has(parameter.name))) continue;
    search.look(
      code,
      code.parameters.map((parameter) => (prepared.has(parameter.name) && isChangeable(parameter.type) ? 2 : 0)),
    );
  }
  return search.found.toSorted((a, b) => a.span.start - b.span.start);
}

class Search {
  readonly found: Diagnostic[] = [];
  private readonly program: Program;
  private readonly looked = new Map<string, Looked>();

  constructor(program: Program) {
    this.program = program;
  }

  look(code: TypedFunction, given: readonly Level[]): Looked {
    const key = `${code.id} ${given.join("")}`;
    const known = this.looked.get(key);
    if (known !== undefined) return known;
    this.looked.set(key, { result: 0, writes: false, parameters: given });
    const pass = new Pass(this, code, given);
    const looked = pass.run();
    this.looked.set(key, looked);
    return looked;
  }

  /** The function that a call of the program goes to. */
  functionAt(id: number): TypedFunction {
    return this.program.functions[id]!;
  }

  report(code: TypedFunction, { span }: TypedNode): void {
    if (this.found.some((each) => each.span.start === span.start && each.file === code.file)) return;
    this.found.push({ ...preparedWrite(), severity: "error", span, file: code.file, labels: [] });
  }
}

/** One function, with what is known of its parameters. */
class Pass {
  private readonly search: Search;
  private readonly code: TypedFunction;
  private readonly nodes: readonly TypedNode[];
  private readonly names = new Map<Variable, Level>();
  private levels = new Map<TypedNode, Level>();
  private result: Level = 0;
  private writes = false;

  constructor(search: Search, code: TypedFunction, given: readonly Level[]) {
    this.search = search;
    this.code = code;
    this.nodes = nodesOf(code.body);
    for (const [index, parameter] of code.parameters.entries()) this.names.set(parameter, given[index] ?? 0);
  }

  run(): Looked {
    for (let known = -1; known < this.known();) {
      known = this.known();
      this.levels = new Map();
      for (let index = this.nodes.length - 1; index >= 0; index--) this.visit(this.nodes[index]!);
    }
    return { result: this.result, writes: this.writes, parameters: this.code.parameters.map((each) => this.names.get(each) ?? 0) };
  }

  private known(): number {
    let sum: number = this.result;
    for (const level of this.names.values()) sum += level;
    return sum;
  }

  private of(node: TypedNode | null): Level {
    return node === null ? 0 : (this.levels.get(node) ?? 0);
  }

  private raise(name: Variable, level: Level): void {
    if (level > (this.names.get(name) ?? 0)) this.names.set(name, level);
  }

  private visit(node: TypedNode): void {
    switch (node.kind) {
      case "setVariable":
        return this.raise(node.variable, this.of(node.value));
      case "return":
        if (this.of(node.value) > this.result) this.result = this.of(node.value);
        return;
      case "setField":
        if (this.of(node.object) === 2 && !this.isMaking(node.object)) this.wrote(node);
        else this.put(node.object, node.value);
        return;
      case "assignElements":
        return this.of(node.target) === 2 ? this.wrote(node) : undefined;
      case "setArrayItem":
        return this.of(node.array) === 2 ? this.wrote(node) : undefined;
      default:
        if ("type" in node) this.levels.set(node, this.levelOf(node));
    }
  }

  /** `self` of an `__init__`: new, whatever is put into it. */
  private isMaking(object: TypedExpression): boolean {
    return this.code.name.endsWith("__init__") && object.kind === "variable" && object.variable === this.code.parameters[0];
  }

  /** Something new that gets a part; a buffer makes it a view. */
  private put(into: TypedExpression, value: TypedExpression): void {
    const level = this.of(value);
    if (level > 0 && into.kind === "variable") this.raise(into.variable, level === 2 && value.type.kind === "storage" ? 2 : 1);
  }

  private wrote(node: TypedNode): void {
    this.writes = true;
    if (!this.code.isLibrary) this.search.report(this.code, node);
  }

  private levelOf(node: TypedExpression): Level {
    if (node.kind === "intrinsic" && writing.has(node.name)) {
      const [into, , value] = node.arguments;
      if (this.of(into ?? null) === 2) this.wrote(node);
      else if (into !== undefined && value !== undefined) this.put(into, value);
    }
    if (node.kind === "call") return this.call(node, node.function, node.arguments);
    if (node.kind === "dispatch") {
      const all = [node.receiver, ...node.arguments];
      return Math.max(0, ...node.targets.map((target) => this.call(node, target.function, all))) as Level;
    }
    if (!isChangeable(node.type)) return 0;
    switch (node.kind) {
      case "variable":
        return this.names.get(node.variable) ?? 0;
      case "field":
        // The buffer of a new container is new too; what lies in it is not.
        return this.of(node.object) === 1 && node.type.kind === "storage" ? 1 : this.of(node.object) > 0 ? 2 : 0;
      case "tupleItem":
        return this.of(node.tuple) > 0 ? 2 : 0;
      case "intrinsic":
        return node.arguments.some((argument) => this.of(argument) > 0) ? 2 : 0;
      case "convert":
      case "sequence":
        return this.of(node.value);
      case "conditional":
        return Math.max(this.of(node.then), this.of(node.else)) as Level;
      case "construct":
        // A view of an array is a new object over the very buffer.
        if (node.fields.some((field) => field?.type.kind === "storage" && this.of(field) === 2)) return 2;
        return node.fields.some((field) => this.of(field) > 0) ? 1 : 0;
      case "tuple":
      case "list":
        return node.items.some((item) => this.of(item) > 0) ? 1 : 0;
      default:
        return 0;
    }
  }

  private call(node: TypedExpression, id: number, values: readonly TypedExpression[]): Level {
    const given = values.map((value) => this.of(value));
    if (given.every((level) => level === 0)) return 0;
    const called = this.search.functionAt(id);
    const { result, writes, parameters } = this.search.look(called, given);
    for (const [index, value] of values.entries()) if (value.kind === "variable") this.raise(value.variable, parameters[index] ?? 0);
    if (writes && called.isLibrary) this.wrote(node);
    return isChangeable(node.type) ? result : 0;
  }
}
