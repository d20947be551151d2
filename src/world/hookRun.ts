// Running one attachment's hook over the cells of a patch: one map call, begun
// again behind every cell that faults. A faulting cell keeps what was before.

import type { MapColumns, MapOut, Plugin } from "../engine/plugin.ts";
import type { Attachment } from "./attachment.ts";
import { maskValue } from "./mask.ts";
import type { MaskedPlace } from "./mask.ts";
import type { Notices } from "./notice.ts";

/** What an attached plugin needs with every call. */
export interface PreparedAttachment extends Attachment<Plugin> {
  /** The `World` value with this attachment's seed. */
  readonly world: Readonly<Record<string, unknown>>;
  /** What `prepare` gave; undefined where the plugin has none, null where it faulted (the plugin is then passed over). */
  readonly prepared: unknown;
}

export interface CellRun {
  readonly attachment: PreparedAttachment;
  readonly hook: string;
  readonly count: number;
  readonly columns: MapColumns;
  readonly out: MapOut;
  readonly fuel: number;
  readonly notices: Notices;
  readonly x: Float64Array;
  readonly y: Float64Array;
}

/**
 * Faults of one hook in one run over a patch, more than a chunk has cells;
 * behind so many the plugin is passed over for the rest of the patch, or a
 * plugin that faults everywhere would cost minutes on an atlas.
 */
const mostFaults = 4500;

/** Fills `out` for every cell; gives 1 for each cell that faulted, or null where none did. */
export function runOverCells(run: CellRun): Uint8Array | null {
  const { attachment, hook, count } = run;
  let failed: Uint8Array | null = null;
  let from = 0;
  let faults = 0;
  let fuel = run.fuel;
  while (from < count) {
    const result = attachment.plugin.map(hook, run.columns, run.out, { params: attachment.params, limits: { fuel }, from });
    fuel = Math.max(0, fuel - result.fuelUsed);
    if (result.ok) break;
    failed ??= new Uint8Array(count);
    failed[result.at] = 1;
    run.notices.add({ plugin: attachment.plugin.name, hook, fault: result.fault, x: run.x[result.at]!, y: run.y[result.at]! });
    from = result.at + 1;
    faults += 1;
    if (fuel === 0 || faults === mostFaults) {
      failed.fill(1, from);
      break;
    }
  }
  return failed;
}

/** Weight of each cell: strength times mask, 0 where the hook faulted; null where it is `strength` everywhere. */
export function cellWeights(
  attachment: PreparedAttachment,
  count: number,
  placeOf: (k: number) => MaskedPlace,
  failed: Uint8Array | null,
): Float64Array | null {
  if (attachment.mask.kind === "everywhere" && failed === null) return null;
  const weights = new Float64Array(count);
  for (let k = 0; k < count; k++) {
    if (failed !== null && failed[k] === 1) continue;
    weights[k] = attachment.strength * maskValue(attachment.mask, placeOf(k));
  }
  return weights;
}
