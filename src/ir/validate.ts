// A verifier of IR, for tests and debugging: representations fit, locals,
// labels, functions, globals, types and sites exist, what allocates or calls
// stands at statement level, owned references do not vanish. It returns what
// is wrong as text; a module that passes can be executed without surprises.

import type { Expression, Instruction, IRFunction, IRModule, LabelId, Representation } from "./ir.ts";
import { maxExpressionDepth } from "./ir.ts";
import { operandTypes } from "./operationTypes.ts";
import { representationOf } from "./representation.ts";

/** What is wrong with a module; empty where nothing is. */
export function validateModule(module: IRModule): readonly string[] {
  return module.functions.flatMap((each, index) => {
    const check = new FunctionCheck(module, each);
    if (each.id !== index) check.report(`id is ${each.id} at index ${index}`);
    check.body();
    return check.problems.map((problem) => `${each.name} #${each.id}: ${problem}`);
  });
}

const atStatementLevel: ReadonlySet<Expression["kind"]> = new Set<Expression["kind"]>([
  "call",
  "hostCall",
  "takePending",
  "newRecord",
  "newStorage",
  "newText",
  "appendText",
  "characterText",
]);

class FunctionCheck {
  readonly problems: string[] = [];
  private readonly module: IRModule;
  private readonly within: IRFunction;
  private readonly labels = new Set<LabelId>();
  private readonly seenLabels = new Set<LabelId>();

  constructor(module: IRModule, within: IRFunction) {
    this.module = module;
    this.within = within;
  }

  report(problem: string): void {
    if (this.problems.length < 20) this.problems.push(problem);
  }

  body(): void {
    this.list(this.within.body);
    if (this.within.result !== null && !endsRun(this.within.body)) this.report("falls off its end without a result");
  }

  private list(instructions: readonly Instruction[]): void {
    for (const instruction of instructions) this.instruction(instruction);
  }

  private instruction(x: Instruction): void {
    switch (x.kind) {
      case "charge":
        if (!(Number.isSafeInteger(x.amount) && x.amount >= 0)) this.report(`charge of ${x.amount}`);
        if (x.parts.reduce((sum, part) => sum + part.amount, 0) !== x.amount) this.report("parts of a charge do not add up");
        return this.site(x.site);
      case "spend":
        return this.expect(x.amount, "i64");
      case "chargeSize":
        this.expect(x.size, "i64");
        return this.site(x.site);
      case "setLocal":
        return this.expect(x.value, this.within.locals[x.local]?.representation ?? null, true);
      case "setGlobal":
        return this.expect(x.value, this.module.globals[x.global]?.representation ?? null);
      case "setSlot":
        this.expect(x.object, "ref");
        return this.expect(x.value, x.representation);
      case "setElement":
        this.expectAll([x.storage, "ref"], [x.index, "i32"]);
        return this.expect(x.value, x.representation);
      case "setCode":
        return this.expectAll([x.text, "ref"], [x.index, "i32"], [x.code, "i32"]);
      case "copyElements":
      case "copyCodes":
        return this.expectAll([x.to, "ref"], [x.at, "i32"], [x.from, "ref"], [x.start, "i32"], [x.count, "i32"]);
      case "fillElements":
        return this.expectAll([x.storage, "ref"], [x.start, "i32"], [x.count, "i32"], [x.value, x.representation]);
      case "retainRange":
      case "releaseRange":
        return this.expectAll([x.storage, "ref"], [x.start, "i32"], [x.count, "i32"]);
      case "retain":
      case "release":
        return this.expect(x.value, "ref");
      case "evaluate":
        return this.evaluated(x.value);
      case "if":
        this.expect(x.test, "i32");
        this.list(x.then);
        return this.list(x.else);
      case "block":
      case "loop":
        return this.labelled(x.label, x.body);
      case "branch":
        return this.label(x.label);
      case "branchTable":
        this.expect(x.index, "i32");
        for (const label of [...x.labels, x.otherwise]) this.label(label);
        return;
      case "return":
        return this.result(x.value);
      case "raise":
      case "uncaught":
        this.expect(x.value, "ref");
        return this.site(x.site);
      case "trap":
        for (const part of x.message) if (typeof part !== "string") this.nested(part, 0);
        return this.site(x.site);
      case "print":
        this.expect(x.text, "ref");
        return this.site(x.site);
      case "statement":
        return this.site(x.site);
    }
  }

  private labelled(label: LabelId, body: readonly Instruction[]): void {
    if (this.seenLabels.has(label)) this.report(`label ${label} stands twice`);
    this.seenLabels.add(label);
    this.labels.add(label);
    this.list(body);
    this.labels.delete(label);
  }

  private label(label: LabelId): void {
    if (!this.labels.has(label)) this.report(`branch to ${label} from outside of it`);
  }

  private site(site: number): void {
    if (this.module.sites[site] === undefined) this.report(`no site ${site}`);
  }

  private result(value: Expression | null): void {
    const { result } = this.within;
    if (value === null) {
      if (result !== null) this.report("returns nothing");
    } else {
      this.expect(value, result);
    }
  }

  private evaluated(value: Expression): void {
    if (atStatementLevel.has(value.kind)) this.node(value, 0);
    else this.nested(value, 0);
    const made = representationOf(value, this.within, this.module);
    if (made === "ref" && atStatementLevel.has(value.kind)) this.report(`the reference of a ${value.kind} is lost`);
  }

  private expectAll(...pairs: readonly (readonly [Expression, Representation])[]): void {
    for (const [expression, wanted] of pairs) this.expect(expression, wanted);
  }

  private expect(expression: Expression, wanted: Representation | null, isStatement = false, depth = 0): void {
    if (isStatement && atStatementLevel.has(expression.kind)) this.node(expression, depth);
    else this.nested(expression, depth);
    const found = representationOf(expression, this.within, this.module);
    if (found === null || found !== wanted) this.report(`${expression.kind} gives ${found} where ${wanted} is needed`);
  }

  private nested(expression: Expression, depth: number): void {
    if (atStatementLevel.has(expression.kind)) this.report(`${expression.kind} inside an expression`);
    this.node(expression, depth);
  }

  private node(x: Expression, depth: number): void {
    if (depth > maxExpressionDepth) return this.report("an expression nested too deep");
    const expect = (part: Expression, wanted: Representation): void => this.expect(part, wanted, false, depth + 1);
    switch (x.kind) {
      case "operation":
      case "checked": {
        const wanted = operandTypes(x.operation);
        if (wanted.length !== x.operands.length) this.report(`${x.operation} of ${x.operands.length} operands`);
        x.operands.forEach((operand, index) => expect(operand, wanted[index] ?? "ref"));
        return;
      }
      case "slot":
      case "length":
      case "typeId":
      case "isResident":
        return expect(x.object, "ref");
      case "element":
        expect(x.storage, "ref");
        return expect(x.index, "i32");
      case "code":
        expect(x.text, "ref");
        return expect(x.index, "i32");
      case "newStorage":
      case "newText":
        return expect(x.length, "i32");
      case "newRecord":
        if (this.module.types[x.type]?.kind !== "record") this.report(`no record type ${x.type}`);
        return;
      case "appendText":
      case "textEqual":
      case "textCompare":
      case "equalWork":
      case "compareWork":
        expect(x.left, "ref");
        return expect(x.right, "ref");
      case "characterText":
        return expect(x.code, "i32");
      case "textHash":
        return expect(x.text, "ref");
      case "call":
        return this.call(x, depth);
      case "hostCall": {
        const parameters = this.module.hostFunctions[x.host]?.parameters ?? [];
        x.arguments.forEach((argument, index) => expect(argument, parameters[index] ?? "ref"));
        return;
      }
      case "sequence":
        this.list(x.body);
        return this.nested(x.value, depth + 1);
      case "choose":
        expect(x.test, "i32");
        expect(x.then, x.representation);
        return expect(x.else, x.representation);
      case "i64":
      case "f64":
      case "i32":
      case "text":
      case "null":
      case "local":
      case "global":
      case "takePending":
      case "fuelLeft":
      case "pending":
      case "runSeed":
      case "moduleName":
        return;
    }
  }

  private call(x: Expression & { readonly kind: "call" }, depth: number): void {
    const callee = this.module.functions[x.function];
    if (callee === undefined) return this.report(`no function ${x.function}`);
    if (callee.parameterCount !== x.arguments.length) {
      this.report(`${callee.name} takes ${callee.parameterCount} arguments, not ${x.arguments.length}`);
    }
    x.arguments.forEach((argument, index) => this.expect(argument, callee.locals[index]?.representation ?? null, false, depth + 1));
    if (callee.mayRaise && x.handler === null) this.report(`nobody looks whether ${callee.name} raised`);
    if (x.handler !== null) this.label(x.handler);
    this.site(x.site);
  }
}

/** Whether control surely does not fall off the end of a list. */
function endsRun(instructions: readonly Instruction[]): boolean {
  const last = instructions.at(-1);
  switch (last?.kind) {
    case "return":
    case "trap":
    case "uncaught":
    case "branch":
    case "branchTable":
    case "loop":
      return true;
    case "if":
      return endsRun(last.then) && endsRun(last.else);
    case "block":
      return endsRun(last.body);
    default:
      return false;
  }
}
