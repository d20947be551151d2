// A codec carries values of one type over the border, both ways. Scalars go as
// machine values, everything else as objects in the instance's memory. Codecs
// are made once per type and program (`codecs.ts`) and used by all instances;
// each is a set of functions composed for its type, so that nothing of the type
// is looked at while values cross.

import type { Instance, MachineValue } from "../ir/instance.ts";
import type { Representation, TypeId } from "../types/layouts.ts";
import { deepestValue, MisfitError, OversizeError, type Value } from "./values.ts";

export interface Codec {
  readonly representation: Representation;
  /** As an author writes it: for messages. */
  readonly text: string;
  /** Reads a value; `machine` is borrowed. Throws `OversizeError`. */
  decode(machine: MachineValue, border: Border): Value;
  /** Makes a value; a reference is owned by the caller. Throws `MisfitError`, and `StopError` where memory ends. */
  encode(value: unknown, border: Border): MachineValue;
  /** The same of a value that stands in 8 bytes of memory: a slot of a record. */
  readonly read: ReadSlot;
  readonly write: WriteSlot;
  /** To what `JSON.stringify` takes, and back to what `encode` takes. */
  toJSON(value: Value): unknown;
  fromJSON(json: unknown): unknown;
  /** Of records and tuples: their slots in order, for columns and for results part by part. */
  readonly parts?: { readonly type: TypeId; readonly fields: () => readonly { readonly name: string; readonly codec: Codec }[] };
}

/** Of a record, a tuple, a list, a table: what each counts as beside its parts. */
export const containerBytes = 16;

export type ReadSlot = (border: Border, at: number) => Value;
export type WriteSlot = (border: Border, at: number, value: unknown) => void;

/** A codec of references: its slots hold an address. */
export function ofReference(codec: Omit<Codec, "representation" | "read" | "write">): Codec {
  const { decode, encode } = codec;
  return {
    ...codec,
    representation: "ref",
    read: (border, at) => decode(border.view.getUint32(at, true), border),
    write(border, at, value) {
      const address = encode(value, border);
      border.view.setUint32(at, Number(address), true);
    },
  };
}

/** What may cross in one go. */
export interface BorderLimits {
  /** Of everything that is decoded: 8 for a scalar, 16 for a container, 24 and 4 a character for a string. */
  readonly bytes: number;
  /** The option that raises it, for the message. */
  readonly bytesName: string;
  /** Of one string that is decoded, in characters. */
  readonly stringLength: number;
}

/** What goes in is bounded by the memory it needs there. */
const inward: BorderLimits = { bytes: Infinity, bytesName: "resultBytes", stringLength: Infinity };

/** One crossing: the memory, and the count of what went over. */
export class Border {
  readonly instance: Instance;
  private readonly limits: BorderLimits;
  private bytes = 0;
  private depth = 0;
  /** The memory as it is now. */
  view: DataView;

  constructor(instance: Instance, limits: BorderLimits = inward) {
    this.instance = instance;
    this.limits = limits;
    this.view = instance.view();
  }

  get bytesUsed(): number {
    return this.bytes;
  }

  /** After the plugin has run: its memory may have moved. */
  refresh(): void {
    this.view = this.instance.view();
  }

  /** Begins a new count, for the next value. */
  restart(): this {
    this.bytes = 0;
    this.depth = 0;
    this.refresh();
    return this;
  }

  /** `isOverwritten`: all elements or code points will be. */
  allocate(type: number, length = 0, isOverwritten = false): number {
    const address = this.instance.allocate(type, length, isOverwritten);
    this.view = this.instance.view();
    return address;
  }

  count(bytes: number): void {
    this.bytes += bytes;
    if (this.bytes > this.limits.bytes) this.refuse();
  }

  private refuse(): never {
    throw new OversizeError(
      `more than ${this.limits.bytes} bytes for the host; whoever runs this can raise it with the option \`limits.${this.limits.bytesName}\``,
    );
  }

  countString(length: number): void {
    if (length > this.limits.stringLength) {
      throw new OversizeError(
        `a string of ${length} characters where the host takes at most ${this.limits.stringLength}; whoever runs this can raise it with the option \`limits.resultStringLength\``,
      );
    }
    this.count(24 + 4 * length);
  }

  /** Before the parts of a decoded container. */
  goIn(): void {
    if (this.depth >= deepestValue) throw new OversizeError(`a value nested deeper than ${deepestValue} levels`);
    this.depth += 1;
  }

  /** Before the parts of an encoded container: a cycle ends here too. */
  goInto(): void {
    if (this.depth >= deepestValue) throw new MisfitError(`nested deeper than ${deepestValue} levels`);
    this.depth += 1;
  }

  /** Behind the parts, also where one of them was refused: an alternative of a union may follow. */
  goOut(): void {
    this.depth -= 1;
  }
}
