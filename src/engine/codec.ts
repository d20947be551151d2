// A codec carries values of one type over the border, both ways. Scalars go as
// machine values, everything else as objects in the instance's memory. Codecs
// are made once per type and program (`codecs.ts`) and used by all instances.

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
  /** To what `JSON.stringify` takes, and back to what `encode` takes. */
  toJSON(value: Value): unknown;
  fromJSON(json: unknown): unknown;
  /** Of records and tuples: their slots in order, for columns and for results part by part. */
  readonly parts?: { readonly type: TypeId; readonly fields: () => readonly { readonly name: string; readonly codec: Codec }[] };
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

/** One crossing: the memory, and the count of what went over. */
export class Border {
  readonly instance: Instance;
  private readonly limits: BorderLimits;
  private bytes = 0;
  private depth = 0;
  private data: DataView;

  constructor(instance: Instance, limits: BorderLimits) {
    this.instance = instance;
    this.limits = limits;
    this.data = instance.view();
  }

  get bytesUsed(): number {
    return this.bytes;
  }

  /** The memory as it is now. */
  get view(): DataView {
    return this.data;
  }

  /** After the plugin has run: its memory may have moved. */
  refresh(): void {
    this.data = this.instance.view();
  }

  /** Begins a new count, for the next value. */
  restart(): this {
    this.bytes = 0;
    this.refresh();
    return this;
  }

  allocate(type: number, length = 0): number {
    const address = this.instance.allocate(type, length);
    this.data = this.instance.view();
    return address;
  }

  count(bytes: number): void {
    this.bytes += bytes;
    if (this.bytes > this.limits.bytes) {
      throw new OversizeError(
        `more than ${this.limits.bytes} bytes for the host; whoever runs this can raise it with the option \`limits.${this.limits.bytesName}\``,
      );
    }
  }

  countString(length: number): void {
    if (length > this.limits.stringLength) {
      throw new OversizeError(
        `a string of ${length} characters where the host takes at most ${this.limits.stringLength}; whoever runs this can raise it with the option \`limits.resultStringLength\``,
      );
    }
    this.count(24 + 4 * length);
  }

  /** Around the parts of a decoded container. */
  inside<Result>(work: () => Result): Result {
    if (this.depth >= deepestValue) throw new OversizeError(`a value nested deeper than ${deepestValue} levels`);
    this.depth += 1;
    try {
      return work();
    } finally {
      this.depth -= 1;
    }
  }

  /** Around the parts of an encoded container: a cycle ends here too. */
  entering<Result>(work: () => Result): Result {
    if (this.depth >= deepestValue) throw new MisfitError(`nested deeper than ${deepestValue} levels`);
    return this.inside(work);
  }
}
