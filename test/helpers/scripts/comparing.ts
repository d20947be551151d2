// Scripts of one maker in both tiers and in CPython 3.11: the same output, the
// same exception, the same fuel. What a limit of ours ends is compared as far
// as it went.

import { createInterpreter } from "../../../src/interpreter/instance.ts";
import type { Program } from "../../../src/check/program.ts";
import { lowerProgram } from "../../../src/ir/lower.ts";
import { compileModule } from "../../../src/wasm/compile.ts";
import { createCompiled } from "../../../src/wasm/instance.ts";
import { runInPython } from "../../lang-harness/python.ts";
import type { PythonRun } from "../../lang-harness/python.ts";
import { isSameSeen, plentyForCase, Tier } from "../generator/batch.ts";
import { scriptOf } from "../generator/program.ts";
import type { Seen } from "../generator/batch.ts";
import { accept } from "./accepting.ts";
import type { Accepted } from "./accepting.ts";

/** Writes the script of a seed. */
export type Maker = (seed: number) => string;

interface Difference {
  readonly what: string;
  readonly script: string;
}

/** What a run of many came to. */
export class Report {
  scripts = 0;
  /** Refused as a whole: no line could give way. */
  lost = 0;
  /** Of which lines gave way. */
  trimmed = 0;
  readonly ends = new Map<string, number>();
  /** Refusals by their message. */
  readonly refusals = new Map<string, number>();
  readonly differences: Difference[] = [];

  summary(): string {
    const ends = [...this.ends].sort(([a], [b]) => (a < b ? -1 : 1)).map(([end, count]) => `${end} ${count}`);
    return `${this.scripts} scripts: ${ends.join(", ")}; lost ${this.lost}, trimmed ${this.trimmed}; differences ${this.differences.length}`;
  }

  /** The most frequent refusals. */
  refusalsShown(most: number): string[] {
    const sorted = [...this.refusals].sort(([, a], [, b]) => b - a);
    return sorted.slice(0, most).map(([text, count]) => `refused ${count} times: ${text}`);
  }
}

const budget = { ...plentyForCase, fuel: 2_000_000, memoryBytes: 2 ** 24, stringBytes: 2 ** 20 };

/** Adds to the report what `count` scripts from seed `first` on give. */
export async function compareScripts(make: Maker, first: number, count: number, report: Report): Promise<void> {
  const taken = Array.from({ length: count }, (_, index) => taking(make(first + index), report)).filter((one) => one !== null);
  const ran = await runInPython(taken.map(({ text }) => text));
  for (const [index, { text, program }] of taken.entries()) {
    const what = differenceOf(program, ran[index]!, report);
    if (what !== null) report.differences.push({ what, script: text });
  }
}

/** Does the script, where it is taken as it is, still differ, and not by what was taken out of it? */
export async function differs(text: string): Promise<boolean> {
  const { program } = accept(text, false);
  if (program === null) return false;
  const [python] = await runInPython([text]);
  if (/^(SyntaxError|IndentationError|NameError|UnboundLocalError)$/.test(python?.raised?.name ?? "")) return false;
  return !/ object at 0x/.test(python!.output) && differenceOf(program, python!, new Report()) !== null;
}

function taking(script: string, report: Report): (Accepted & { readonly program: Program }) | null {
  const accepted = accept(script);
  const { program } = accepted;
  report.scripts += 1;
  for (const refusal of accepted.refused) {
    const message = refusal.split(" | ")[0] ?? "";
    report.refusals.set(message, (report.refusals.get(message) ?? 0) + 1);
  }
  if (accepted.refused.length > 0) report.trimmed += 1;
  if (program !== null) return { ...accepted, program };
  report.lost += 1;
  return null;
}

function differenceOf(program: Program, python: PythonRun, report: Report): string | null {
  let tiers: readonly [Seen, Seen];
  try {
    tiers = runInTiers(program);
  } catch (error) {
    return `crash: ${error instanceof Error ? error.stack : String(error)}`;
  }
  const [interpreted, compiled] = tiers;
  const { outcome } = interpreted;
  const end = outcome.ok ? "ok" : outcome.stop.code;
  report.ends.set(end, (report.ends.get(end) ?? 0) + 1);
  if (!isSameSeen(interpreted, compiled))
    return `the tiers differ\n${show(interpreted)}\n${interpreted.log}\n--- compiled\n${show(compiled)}\n${compiled.log}`;
  return isAsInPython(interpreted, python) ? null : whatDiffers(interpreted, python);
}

function runInTiers(program: Program): readonly [Seen, Seen] {
  const { module } = lowerProgram(program);
  const compiled = compileModule(module);
  const script = scriptOf("");
  return [
    new Tier(module, (options) => createInterpreter(module, options)).run(script, budget),
    new Tier(module, (options) => createCompiled(compiled, options)).run(script, budget),
  ];
}

/** Limits (WG60x), ints beyond 64 bits and what nothing can catch (WG520 to WG529) cut a run short. */
function isAsInPython({ outcome, output }: Seen, { output: wanted, raised }: PythonRun): boolean {
  if (raised?.name === "TooSlow" || raised?.name === "MemoryError") return true;
  if (outcome.ok) return output === wanted && raised === null;
  const { code, message } = outcome.stop;
  if (code.startsWith("WG60") || code.startsWith("WG52")) return wanted.startsWith(output);
  return output === wanted && raised !== null && message === nameAndText(raised);
}

function nameAndText({ name, message }: { readonly name: string; readonly message: string }): string {
  return [name, message].filter((part) => part !== "").join(": ");
}

function whatDiffers(seen: Seen, { output, raised }: PythonRun): string {
  const [ours, theirs] = [seen.output.split("\n"), output.split("\n")];
  const at = Math.max(
    0,
    theirs.findIndex((line, index) => line !== ours[index]),
  );
  const end = raised === null ? "ended" : nameAndText(raised);
  return `line ${at + 1} of the output\nours    ${ours[at] ?? "(nothing)"}\nCPython ${theirs[at] ?? "(nothing)"}\nours    ${show(seen)}\nCPython ${end}`;
}

function show({ outcome }: Seen): string {
  const { fuel, peakBytes } = outcome.usage;
  const end = outcome.ok ? `ended` : `${outcome.stop.code} ${outcome.stop.message} at ${outcome.stop.chain.join()}`;
  return `${end}, fuel ${fuel}, peak ${peakBytes}`;
}
