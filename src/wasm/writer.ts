// Bytes, growing: LEB128 numbers, floats, names. All of the binary format that
// is not structure. One writer is reused for many functions, so that emission
// makes no garbage in proportion to its output.

const scratch = new DataView(new ArrayBuffer(8));
const names = new TextEncoder();

export class ByteWriter {
  #bytes: Uint8Array<ArrayBuffer>;
  length = 0;

  constructor(capacity = 1024) {
    this.#bytes = new Uint8Array(capacity);
  }

  /** What has been written; a view that the next write may make stale. */
  written(): Uint8Array<ArrayBuffer> {
    return this.#bytes.subarray(0, this.length);
  }

  clear(): void {
    this.length = 0;
  }

  #room(more: number): void {
    if (this.length + more <= this.#bytes.length) return;
    const larger = new Uint8Array(Math.max(this.#bytes.length * 2, this.length + more));
    larger.set(this.written());
    this.#bytes = larger;
  }

  byte(value: number): void {
    if (this.length === this.#bytes.length) this.#room(1);
    this.#bytes[this.length++] = value;
  }

  raw(bytes: Uint8Array): void {
    this.#room(bytes.length);
    this.#bytes.set(bytes, this.length);
    this.length += bytes.length;
  }

  /** Unsigned LEB128 of a u32. */
  u32(value: number): void {
    let rest = value;
    while (rest > 0x7f) {
      this.byte((rest & 0x7f) | 0x80);
      rest >>>= 7;
    }
    this.byte(rest);
  }

  /** Unsigned LEB128 in exactly five bytes, to be overwritten later. */
  u32Padded(value: number): void {
    for (let shift = 0; shift < 28; shift += 7) this.byte(((value >>> shift) & 0x7f) | 0x80);
    this.byte((value >>> 28) & 0x0f);
  }

  /** Signed LEB128 of an i32. */
  s32(value: number): void {
    let rest = value | 0;
    while (rest < -64 || rest > 63) {
      this.byte((rest & 0x7f) | 0x80);
      rest >>= 7;
    }
    this.byte(rest & 0x7f);
  }

  /** Signed LEB128 of an i64; any bigint, taken modulo 2^64. */
  s64(value: bigint): void {
    scratch.setBigInt64(0, BigInt.asIntN(64, value));
    let high = scratch.getInt32(0);
    let low = scratch.getInt32(4);
    while (high !== low >> 31 || low < -64 || low > 63) {
      this.byte((low & 0x7f) | 0x80);
      low = (low >>> 7) | (high << 25);
      high >>= 7;
    }
    this.byte(low & 0x7f);
  }

  f64(value: number): void {
    scratch.setFloat64(0, value, true);
    this.#room(8);
    for (let at = 0; at < 8; at++) this.#bytes[this.length++] = scratch.getUint8(at);
  }

  /** A length and UTF-8 bytes. */
  name(text: string): void {
    const bytes = names.encode(text);
    this.u32(bytes.length);
    this.raw(bytes);
  }
}
