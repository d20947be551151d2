// A region is one chunk with its halo: what is taken from all of its cells, as
// their highest, is another value in the next chunk, and a step on the map
// where the two meet. Where a host says that an array is a part of something
// larger, reductions of it (and of what is computed from it item by item) are
// refused. Loops over all cells are not seen here; the seam check finds them.

import type { Diagnostic } from "../../base/diagnostic.ts";
import { wholeRegion } from "../errors/contracts.ts";
import type { HostContract } from "../host.ts";
import type { Program, TypedExpression, TypedFunction, Variable } from "../program.ts";
import { nodesOf } from "./typedNodes.ts";
import type { TypedNode } from "./typedNodes.ts";

/** What the library makes of a whole array: one value, or values that depend on all of it. */
const reductions: ReadonlySet<string> = new Set(
  [
    "max min mean sum std var ptp median average percentile quantile argmax argmin prod cumsum cumprod sort argsort unique histogram",
    "fill_depressions flood accumulate basins strahler lakes label",
  ].flatMap((words) => words.split(" ")),
);

/** Mistakes of the hooks that get a part of something larger. */
export function regionWide(program: Program, host: HostContract | null): Diagnostic[] {
  const search = new Search(program);
  for (const { name, parameters } of host?.hooks ?? []) {
    const entry = program.entries.find((each) => each.name === name);
    const regional = new Set(parameters.flatMap((parameter) => (parameter.isRegional === true ? [parameter.name] : [])));
    const code = entry === undefined ? undefined : program.functions[entry.function];
    if (code === undefined || regional.size === 0) continue;
    search.look(
      code,
      code.parameters.map((parameter) => regional.has(parameter.name)),
    );
  }
  return search.found.toSorted((a, b) => a.span.start - b.span.start);
}

class Search {
  readonly found: Diagnostic[] = [];
  private readonly program: Program;
  /** By function and which of its parameters are regional: is its result? */
  private readonly results = new Map<string, boolean>();

  constructor(program: Program) {
    this.program = program;
  }

  /** Is the result of the function a region too, where these parameters are? */
  look(code: TypedFunction, given: readonly boolean[]): boolean {
    const key = `${code.id} ${given.map(Number).join("")}`;
    const known = this.results.get(key);
    if (known !== undefined) return known;
    this.results.set(key, false);
    const nodes = nodesOf(code.body);
    const regional = new Set<Variable>(code.parameters.filter((_, index) => given[index] === true));
    for (let before = -1; before < regional.size;) {
      before = regional.size;
      this.results.set(key, this.mark(code, nodes, regional) || this.results.get(key) === true);
    }
    return this.results.get(key) === true;
  }

  /** One pass over the nodes, inner ones first; names that hold a region join `regional`. */
  private mark(code: TypedFunction, nodes: readonly TypedNode[], regional: Set<Variable>): boolean {
    const marked = new Set<TypedNode>();
    let returns = false;
    for (let index = nodes.length - 1; index >= 0; index--) {
      const node = nodes[index]!;
      if (this.isRegional(code, node, marked, regional)) marked.add(node);
      if (node.kind === "setVariable" && marked.has(node.value)) regional.add(node.variable);
      if (node.kind === "assignElements" && node.target.kind === "variable" && marked.has(node.value)) regional.add(node.target.variable);
      if (node.kind === "return" && node.value !== null && marked.has(node.value)) returns = true;
    }
    return returns;
  }

  private isRegional(code: TypedFunction, node: TypedNode, marked: ReadonlySet<TypedNode>, regional: ReadonlySet<Variable>): boolean {
    switch (node.kind) {
      case "variable":
        return regional.has(node.variable);
      case "elementwise":
        return node.operands.some((operand) => marked.has(operand));
      case "convert":
      case "sequence":
        return marked.has(node.value);
      case "conditional":
        return marked.has(node.then) || marked.has(node.else);
      case "intrinsic":
        return isArray(node) && node.arguments.some((argument) => marked.has(argument));
      case "call":
        return this.call(code, node, marked);
      default:
        return false;
    }
  }

  private call(code: TypedFunction, node: Extract<TypedExpression, { kind: "call" }>, marked: ReadonlySet<TypedNode>): boolean {
    const given = node.arguments.map((argument) => marked.has(argument));
    if (!given.includes(true)) return false;
    const called = this.program.functions[node.function]!;
    if (!called.isLibrary) return this.look(called, given);
    const name = called.name.slice(called.name.lastIndexOf(".") + 1);
    if (reductions.has(name)) {
      if (!code.isLibrary) this.report(code, node, name);
      return false;
    }
    const isPart = name.startsWith("_slice") && !node.arguments.slice(1).every(({ kind }) => kind === "literal");
    return isArray(node) && !isPart;
  }

  private report(code: TypedFunction, node: TypedExpression, name: string): void {
    if (this.found.some(({ span, file }) => span.start === node.span.start && file === code.file)) return;
    this.found.push({ ...wholeRegion(name), severity: "error", span: node.span, file: code.file, labels: [] });
  }
}

function isArray({ type }: TypedExpression): boolean {
  return type.kind === "instance" && type.class.name.startsWith("_Array");
}
