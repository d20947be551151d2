// Generated programs against CPython: many modules in one python3 process, then
// call by call what was printed, returned and raised.

import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { plentyForCase } from "./batch.ts";
import type { Seen } from "./batch.ts";
import { batchesOf } from "./equality.ts";
import type { Tally } from "./equality.ts";
import type { GeneratedProgram } from "./program.ts";

interface Ran {
  readonly output: string;
  readonly value: string;
  readonly raised: { readonly name: string; readonly message: string } | null;
}

interface Asked {
  readonly program: GeneratedProgram;
  readonly seen: Seen;
  readonly text: string;
}

const script = fileURLToPath(new URL("./oracle.py", import.meta.url));

/** Where they differ, in words; empty where they are the same. */
export function differencesFromPython(batches: readonly (readonly GeneratedProgram[])[], tally: Tally): string[] {
  const modules = batches.flatMap((programs) => askedOf(programs, tally));
  const ran = runInPython(modules);
  return modules.flatMap((asked, index) => {
    const [body, ...calls] = ran[index] ?? [];
    return asked.flatMap((one, at) => differenceOf(one, (one.program.entry === null ? body : calls[at]) ?? null) ?? []);
  });
}

/** Runs in both tiers, which must agree. What a limit stopped is not asked of CPython: it may not end there. */
function askedOf(programs: readonly GeneratedProgram[], tally: Tally): Asked[][] {
  return batchesOf(programs, tally).map(({ batch, programs: taken }) =>
    taken.flatMap((program) => {
      const seen = batch.run(program, { ...plentyForCase, fuel: 1_000_000 });
      tally.add(seen);
      const isLimit = !seen.outcome.ok && seen.outcome.stop.code.startsWith("WG60");
      return isLimit ? [] : [{ program, seen, text: batch.text }];
    }),
  );
}

function runInPython(modules: readonly (readonly Asked[])[]): Ran[][] {
  const input = modules.map((asked) => ({
    text: asked[0]?.text ?? "",
    calls: asked.flatMap(({ program: { entry, arguments: given } }) => (entry === null ? [] : [callOf(entry, given)])),
  }));
  const result = spawnSync("python3", ["-I", script], { input: JSON.stringify(input), encoding: "utf8", maxBuffer: 1 << 28 });
  if (result.status !== 0) throw new Error(`python3 ended with ${result.status}: ${result.stderr}`);
  return JSON.parse(result.stdout) as Ran[][];
}

function callOf(name: string, [n, x, s]: GeneratedProgram["arguments"]): object {
  return { name, n: String(n), x: Object.is(x, -0) ? "-0.0" : String(x).replace("Infinity", "inf"), s };
}

function differenceOf({ program, seen, text }: Asked, ran: Ran | null): string | null {
  if (ran === null) return `${program.entry}: python3 did not answer`;
  const { outcome, output } = seen;
  if (ran.raised?.name === "TooSlow" || ran.raised?.name === "MemoryError") return null;
  const ours = outcome.ok ? seen.value : outcome.stop.message;
  const theirs = ran.raised === null ? ran.value : [ran.raised.name, ran.raised.message].filter((part) => part !== "").join(": ");
  // Ints beyond 64 bits, and a host function that throws: we stop, CPython goes on.
  const isCut = !outcome.ok && (outcome.stop.code.startsWith("WG52") || outcome.stop.message.startsWith("RuntimeError: host function"));
  if (
    isCut
      ? ran.output.startsWith(output)
      : ran.output === output && (ours === theirs || (program.entry === null && outcome.ok && ran.raised === null))
  )
    return null;
  return `${program.entry ?? "script"}(${program.arguments.join(", ")})\n${firstDifference(output, ran.output)}\nours   ${ours}\nCPython ${theirs}\n${text}`;
}

function firstDifference(ours: string, theirs: string): string {
  const [left, right] = [ours.split("\n"), theirs.split("\n")];
  const at = left.findIndex((one, index) => one !== right[index]);
  return at < 0
    ? "(the same output as far as ours goes)"
    : `line ${at + 1} of the output\nours    ${left[at]}\nCPython ${right[at] ?? "(nothing)"}`;
}
