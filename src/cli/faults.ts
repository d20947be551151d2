// A fault as people read it: the line where the program stopped, then the calls
// that led there, innermost first. The same call again and again, as recursion
// makes them, is shown once with its count.

import type { Place } from "../base/span.ts";
import { renderPlace, visible } from "../base/rendering.ts";
import { locate } from "../base/lines.ts";

export interface ProgramFault {
  readonly code: string;
  /** Begins with Python's name where it has one: `IndexError: list index out of range`. */
  readonly message: string;
  /** Innermost first. */
  readonly chain: readonly Place[];
}

/** Calls that are shown at most on either end of a long chain. */
const shownCalls = 12;

export function faultText(fault: ProgramFault, colour: boolean): string {
  const title = colour ? `\u001b[1;31mfault[${fault.code}]\u001b[0m` : `fault[${fault.code}]`;
  const text = `${title}: ${visible(fault.message)}`;
  const [first, ...calls] = fault.chain;
  if (first === undefined) return text;
  return [renderPlace(first, text, { colour }), ...callLines(calls)].join("\n");
}

function callLines(calls: readonly Place[]): string[] {
  const lines: { text: string; count: number }[] = [];
  for (const call of calls) {
    const { line, column } = locate(call.file, call.span.start);
    const text = `${call.file.name}:${line}:${column}`;
    const last = lines.at(-1);
    if (last?.text === text) last.count++;
    else lines.push({ text, count: 1 });
  }
  const written = lines.map(({ text, count }) => `  called from ${text}${count > 1 ? ` (${count} times)` : ""}`);
  if (written.length <= 2 * shownCalls) return written;
  const left = written.length - 2 * shownCalls;
  return [...written.slice(0, shownCalls), `  ... ${left} more calls ...`, ...written.slice(-shownCalls)];
}
