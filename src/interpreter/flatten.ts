// From the structured IR of one function to register code. Instructions are
// walked with a stack of our own, because blocks and chains of `else` may be
// nested deeper than the JavaScript stack; expressions recurse, since the IR
// bounds their depth.
//
// Registers: an expression at level n leaves its value in temporary n and uses
// only temporaries from n on. A local as an operand is read where it is. The
// arguments of a call stand in temporaries n, n + 1, ..., where the callee's
// frame begins.

import type { Expression, FunctionId, Instruction, IRFunction, LabelId, SiteId } from "../ir/ir.ts";
import { flattenBranch } from "./branches.ts";
import type { FunctionCode, ModuleCode } from "./code.ts";
import { loopConstants } from "./constants.ts";
import { flattenOperands } from "./expressions.ts";
import { flattenSimple } from "./instructions.ts";
import { control, handlerNumber, type HandlerName } from "./opcodes.ts";

/** Where a branch goes: known, or to be filled in at the jumps noted. */
export interface Label {
  target: number;
  readonly jumps: number[];
}

type Task = () => void;

/** The translation of one function under way. */
export class Flattening {
  readonly code: ModuleCode;
  readonly of: IRFunction;
  readonly constants: Int32Array;
  private readonly labels = new Map<LabelId, Label>();
  private readonly firstTemporary: number;
  private temporaries = 0;

  constructor(code: ModuleCode, of: IRFunction) {
    this.code = code;
    this.of = of;
    this.constants = loopConstants(of, code);
    this.firstTemporary = of.locals.length + this.constants.length;
  }

  temporary(level: number): number {
    if (level >= this.temporaries) this.temporaries = level + 1;
    return this.firstTemporary + level;
  }

  /** The register that holds a constant of the pool during the whole call, or -1. */
  constantRegister(index: number): number {
    const at = this.constants.indexOf(index);
    return at < 0 ? -1 : this.of.locals.length + at;
  }

  handler(name: HandlerName, d: number, x: number, y: number, site: SiteId = -1): void {
    this.code.emit(handlerNumber(name), d, x, y, site);
  }

  newLabel(): Label {
    return { target: -1, jumps: [] };
  }

  label(id: LabelId): Label {
    const label = this.labels.get(id);
    if (label === undefined) throw new Error(`a branch to label ${id} outside of it in ${this.of.name}`);
    return label;
  }

  /** A jump to `label` where `test` comes out as `wanted`. */
  branch(test: Expression, wanted: boolean, label: Label, level: number): void {
    flattenBranch(this, test, wanted, label, level);
  }

  /** A jump, conditional or not, whose target is filled in with the label. */
  jump(operation: number, label: Label, x: number, y: number): void {
    const at = this.code.emit(operation, label.target, x, y, -1);
    if (label.target < 0) label.jumps.push(at);
  }

  bind(label: Label): void {
    label.target = this.code.length;
    for (const at of label.jumps) this.code.patch(at, label.target);
  }

  /** Instructions whose temporaries begin at `level`. */
  body(instructions: readonly Instruction[], level: number): void {
    const tasks: Task[] = [];
    this.push(tasks, instructions, level);
    for (let task = tasks.pop(); task !== undefined; task = tasks.pop()) task();
  }

  finish(entry: number): FunctionCode {
    return {
      entry,
      parameterCount: this.of.parameterCount,
      localCount: this.of.locals.length,
      constants: this.constants,
      frameSize: this.firstTemporary + this.temporaries + 1,
      depthWeight: this.of.depthWeight,
    };
  }

  private push(tasks: Task[], instructions: readonly Instruction[], level: number): void {
    for (let i = instructions.length - 1; i >= 0; i--) {
      const instruction = instructions[i]!;
      tasks.push(() => this.instruction(tasks, instruction, level));
    }
  }

  private instruction(tasks: Task[], instruction: Instruction, level: number): void {
    switch (instruction.kind) {
      case "if":
        this.conditional(tasks, instruction, level);
        return;
      case "block":
      case "loop":
        this.labelled(tasks, instruction, level);
        return;
      case "branchTable":
        this.branchTable(instruction, level);
        return;
      case "branch":
        this.jump(control.jump, this.label(instruction.label), 0, 0);
        return;
      case "charge":
      case "chargeSize":
      case "spend":
      case "setLocal":
      case "setGlobal":
      case "setSlot":
      case "setElement":
      case "setCode":
      case "copyElements":
      case "fillElements":
      case "copyCodes":
      case "retain":
      case "retainRange":
      case "releaseRange":
      case "release":
      case "evaluate":
      case "return":
      case "raise":
      case "trap":
      case "uncaught":
      case "print":
      case "statement":
        flattenSimple(this, instruction, level);
    }
  }

  private conditional(tasks: Task[], instruction: Extract<Instruction, { kind: "if" }>, level: number): void {
    const [first] = instruction.then;
    if (first?.kind === "branch" && instruction.else.length === 0) {
      this.branch(instruction.test, true, this.label(first.label), level);
      return;
    }
    const otherwise = this.newLabel();
    const end = this.newLabel();
    this.branch(instruction.test, false, otherwise, level);
    tasks.push(() => this.bind(end));
    this.push(tasks, instruction.else, level);
    tasks.push(() => {
      if (instruction.else.length > 0) this.jump(control.jump, end, 0, 0);
      this.bind(otherwise);
    });
    this.push(tasks, instruction.then, level);
  }

  private labelled(tasks: Task[], instruction: Extract<Instruction, { kind: "block" | "loop" }>, level: number): void {
    const outer = this.labels.get(instruction.label);
    const label = this.newLabel();
    this.labels.set(instruction.label, label);
    if (instruction.kind === "loop") this.bind(label);
    tasks.push(() => {
      if (instruction.kind === "block") this.bind(label);
      if (outer === undefined) this.labels.delete(instruction.label);
      else this.labels.set(instruction.label, outer);
    });
    this.push(tasks, instruction.body, level);
  }

  private branchTable(instruction: Extract<Instruction, { kind: "branchTable" }>, level: number): void {
    const [index = 0] = flattenOperands(this, [instruction.index], level);
    this.code.emit(control.table, 0, index, instruction.labels.length + 1, -1);
    for (const id of [...instruction.labels, instruction.otherwise]) this.jump(control.jump, this.label(id), 0, 0);
  }
}

/** Translates a function and notes it in the module's code. */
export function flattenFunction(code: ModuleCode, id: FunctionId): FunctionCode {
  const entry = code.length;
  const flattening = new Flattening(code, code.module.functions[id]!);
  flattening.body(flattening.of.body, 0);
  code.emit(control.returnNothing, 0, 0, 0, -1);
  const made = flattening.finish(entry);
  code.setFunction(id, made);
  return made;
}
