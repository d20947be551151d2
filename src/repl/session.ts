// One live session: each input is checked against the names of those before it
// and runs after them. A program here is a pure function of its text and seed,
// so the session keeps its accepted inputs as one program and runs that again
// with the new input at its end; what it printed before is not shown again, and
// what it spent before is not counted. An input that is refused or faults
// leaves no trace.

import type { Diagnostic } from "../base/diagnostic.ts";
import type { Span } from "../base/span.ts";
import type { Type } from "../types/type.ts";
import { showType } from "../types/print.ts";
import { check } from "../engine/compile.ts";
import type { Fault } from "../engine/fault.ts";
import { runProgram } from "../engine/run.ts";
import type { RunLimits } from "../engine/runLimits.ts";
import { parse } from "../syntax/parse.ts";

export interface SessionOptions {
  readonly tier: "interpreter" | "compiled";
  readonly seed: string;
  /** Of one input. */
  readonly limits: RunLimits;
}

export interface Turn {
  /** Places are those of the session's program, with the input at its end. */
  readonly diagnostics: readonly Diagnostic[];
  /** What the input printed. */
  readonly output: string;
  /** Of an input that ends with an expression that is not None. */
  readonly value: { readonly text: string; readonly type: string } | null;
  readonly fault: Fault | null;
  readonly fuelUsed: number;
}

const nothing: Turn = { diagnostics: [], output: "", value: null, fault: null, fuelUsed: 0 };

/** Stands before the value in what is printed, so that it is told from the input's own output. */
const valueMark = "\u0001value ";

export class Session {
  readonly options: SessionOptions;
  private text = "";
  private outputLength = 0;
  private fuelUsed = 0;

  constructor(options: SessionOptions) {
    this.options = options;
    // What every program spends before its first line.
    const empty = this.execute("");
    if (empty.phase === "run") this.fuelUsed = empty.fuelUsed;
  }

  /** All accepted inputs, as one program. */
  get source(): string {
    return this.text;
  }

  /** Checks and runs one input. */
  evaluate(input: string): Turn {
    if (input.trim() === "") return nothing;
    const start = this.text.length;
    const plain = `${this.text}${input}\n`;
    const checked = check(plain, { fileName });
    const diagnostics = newDiagnostics(checked.diagnostics, start);
    if (diagnostics.some((each) => each.severity === "error")) return { ...nothing, diagnostics };
    const expression = lastExpression(plain, start);
    const type = expression === null || checked.program === null ? null : typeAt(checked.program, expression);
    if (expression === null || type === null || type.kind === "none") return this.run(plain, plain, null, diagnostics);
    const { start: from, end } = expression;
    const wrapped = `${plain.slice(0, from)}print("\\x01value " + repr(${plain.slice(from, end)}))${plain.slice(end)}`;
    return this.run(wrapped, plain, showType(type), diagnostics);
  }

  /** The type of an expression, which is not run; null with diagnostics where it has none. */
  typeOf(expression: string): { readonly type: string | null; readonly diagnostics: readonly Diagnostic[] } {
    const start = this.text.length;
    const text = `${this.text}${expression}\n`;
    const checked = check(text, { fileName });
    const diagnostics = newDiagnostics(checked.diagnostics, start);
    const place = lastExpression(text, start);
    const type = place === null || checked.program === null ? null : typeAt(checked.program, place);
    return { type: type === null ? null : showType(type), diagnostics };
  }

  private run(program: string, accepted: string, type: string | null, diagnostics: readonly Diagnostic[]): Turn {
    const result = this.execute(program);
    if (result.phase === "check") return { ...nothing, diagnostics: result.diagnostics };
    const shown = result.stdout.slice(this.outputLength);
    const before = this.fuelUsed;
    if (result.fault !== null) {
      // A fault shows the input as it was written, not wrapped.
      if (program !== accepted) return this.run(accepted, accepted, null, diagnostics);
      return { diagnostics, output: shown, value: null, fault: result.fault, fuelUsed: result.fuelUsed - before };
    }
    const at = type === null ? -1 : shown.lastIndexOf(valueMark);
    const output = at < 0 ? shown : shown.slice(0, at);
    const value = at < 0 || type === null ? null : { text: shown.slice(at + valueMark.length).replace(/\n$/, ""), type };
    // What showing the value cost is no part of the session.
    const plain = program === accepted ? result : this.execute(accepted);
    this.text = accepted;
    this.outputLength += output.length;
    this.fuelUsed = plain.phase === "run" ? plain.fuelUsed : before;
    return { diagnostics, output, value, fault: null, fuelUsed: this.fuelUsed - before };
  }

  /** A program under the limits of one input, on top of what the inputs before it spend. */
  private execute(program: string): ReturnType<typeof runProgram> {
    const { tier, seed, limits } = this.options;
    const fuel = this.fuelUsed + (limits.fuel ?? defaultFuel);
    return runProgram(program, { fileName, tier, seed, limits: { ...limits, fuel } });
  }
}

/** Warnings about earlier inputs were shown with them; errors in those the new input has caused. */
function newDiagnostics(found: readonly Diagnostic[], start: number): readonly Diagnostic[] {
  return found.filter((each) => each.severity === "error" || each.span.start >= start);
}

const fileName = "<session>";
const defaultFuel = 100_000_000;

/** The span of the expression that the text ends with, where it begins at or behind an offset. */
function lastExpression(text: string, start: number): Span | null {
  const { module } = parse({ name: fileName, text });
  const last = module.body.at(-1);
  return last?.kind === "expression" && last.span.start >= start ? last.span : null;
}

type CheckedProgram = NonNullable<ReturnType<typeof check>["program"]>;

/** The type of the statement that evaluates an expression at a place. */
function typeAt(program: CheckedProgram, span: Span): Type | null {
  const body = program.functions.find((each) => !each.isLibrary && each.name === "<module>")?.body ?? [];
  const found = body.findLast((each) => each.kind === "evaluate" && each.span.start === span.start);
  return found?.kind === "evaluate" ? found.value.type : null;
}
