// Whether two turns at once are quicker (`pairedTurns.ts`): where the processor
// waits in one. Spectral norm waits for its divider, 4.2 cycles a turn: two
// quotients in lanes take as long as one (1.06 ns a turn -> 0.58), two scalar
// ones twice as long.

import { visitNodes } from "./nodes.ts";
import { varies } from "./pairedNest.ts";
import type { PairedNest } from "./pairedNest.ts";

const mostNodes = 160;
/** About in cycles. */
const slow = 6;

/** Where an inner turn waits: for a sum that it adds to, or for a divider; and ints, which are done one by one, are not most of it. */
export function pays({ before, inner, after, varying }: PairedNest): boolean {
  let [nodes, waits, ints] = [0, 0, 0];
  visitNodes([...before, ...after], () => void nodes++);
  for (const x of inner.work) {
    if (x.kind === "setLocal" && varying.has(x.local) && x.value.kind === "operation" && x.value.operation.startsWith("f64.")) {
      if (varies(x.value, new Set([x.local]))) waits += slow;
    }
    visitNodes([x], (part) => {
      nodes++;
      if (part.kind !== "operation" || !varies(part, varying)) return;
      if (part.operation === "f64.div" || part.operation === "f64.sqrt") waits += slow;
      else if (part.operation.startsWith("f64.")) waits++;
      else ints++;
    });
  }
  return nodes <= mostNodes && waits >= slow && ints <= 2 * waits;
}
