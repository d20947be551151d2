// Whether a record in the memory holds what the one before it held, without
// reading it out: neighbouring cells of a map mostly give the same. Surely the
// same are equal bits of scalars and the same text where that one lives for
// ever, as all texts written in a program do; of anything else nothing is said.

import { heapOffsets, immortalCount, slotBytes } from "../ir/heap.ts";
import type { Codec } from "./codec.ts";
import { readTypeId, slotAddress } from "./memoryAccess.ts";

export class SameRecord {
  /** For each slot: may it hold the address of a text, of nothing else, or a scalar? */
  private readonly slots: readonly ("text" | "none" | "scalar")[];
  private readonly type: number;
  /** Where, behind the first slot, the words that say something stand. */
  private readonly words: readonly number[];
  /** The words of the record that was kept; null before the first, and where one has what may change. */
  private kept: Uint32Array | null = null;

  /** Null for codecs of other values. */
  static of({ parts }: Codec): SameRecord | null {
    return parts === undefined ? null : new SameRecord(parts.type, parts.fields());
  }

  private constructor(type: number, fields: readonly { readonly codec: Codec }[]) {
    this.type = type;
    this.slots = fields.map(({ codec }) => (codec.representation !== "ref" ? "scalar" : codec.text === "str" ? "text" : "none"));
    this.words = fields.flatMap(({ codec: { representation } }, slot) => {
      const isWide = representation === "f64" || representation === "i64";
      return isWide ? [slot * slotBytes, slot * slotBytes + 4] : [slot * slotBytes];
    });
  }

  isAsKept(view: DataView, record: number): boolean {
    const { kept, words } = this;
    if (kept === null || readTypeId(view, record) !== this.type) return false;
    const start = slotAddress(record, 0);
    for (let k = 0; k < words.length; k++) if (view.getUint32(start + words[k]!, true) !== kept[k]) return false;
    return true;
  }

  keep(view: DataView, record: number): void {
    this.kept = this.isLasting(view, record) ? this.read(view, record) : null;
  }

  private isLasting(view: DataView, record: number): boolean {
    if (readTypeId(view, record) !== this.type) return false;
    return this.slots.every((kind, slot) => {
      if (kind === "scalar") return true;
      const address = view.getUint32(slotAddress(record, slot), true);
      return address === 0 || (kind === "text" && view.getUint32(address + heapOffsets.count, true) >= immortalCount);
    });
  }

  private read(view: DataView, record: number): Uint32Array {
    const start = slotAddress(record, 0);
    return Uint32Array.from(this.words, (word) => view.getUint32(start + word, true));
  }
}
