// A fault as people read it: the line where the program stopped, then the calls
// that led there, innermost first. The same call again and again, as recursion
// makes them, is shown once with its count.

import { renderPlace, visible } from "../base/rendering.ts";
import { type Fault, type FaultFrame, placesOf } from "../engine/fault.ts";

/** Calls that are shown at most on either end of a long chain. */
const shownCalls = 12;

/** `message`: in the place of the fault's own. */
export function faultText(fault: Fault, colour: boolean, message: string = fault.message): string {
  const title = colour ? `\u001b[1;31mfault[${fault.code}]\u001b[0m` : `fault[${fault.code}]`;
  const text = `${title}: ${visible(message)}`;
  const [place] = placesOf(fault);
  const head = place === undefined ? `${fault.file}:${fault.line}:${fault.column}: ${text}` : renderPlace(place, text, { colour });
  return [head, ...callLines(fault.chain)].join("\n");
}

/** Where each function of the chain was called; the first frame is the fault's own place. */
function callLines(chain: readonly FaultFrame[]): string[] {
  const lines: { text: string; count: number }[] = [];
  for (const [index, { file, line, column }] of chain.entries()) {
    const called = chain[index - 1]?.function;
    if (called === undefined) continue;
    const text = `in ${called}, called from ${file}:${line}:${column}`;
    const last = lines.at(-1);
    if (last?.text === text) last.count++;
    else lines.push({ text, count: 1 });
  }
  const written = lines.map(({ text, count }) => `  ${text}${count > 1 ? ` (${count} times)` : ""}`);
  if (written.length <= 2 * shownCalls) return written;
  const left = written.length - 2 * shownCalls;
  return [...written.slice(0, shownCalls), `  ... ${left} more calls ...`, ...written.slice(-shownCalls)];
}
