// Frames on the pipe: four bytes of length, little-endian, then so many bytes
// of one value (`wire.ts`). The reader takes bytes as they come and gives whole
// frames; a length over the cap is refused before one byte of it is kept.

import { WireError } from "./wire.ts";

/** The longest frame that is ever sent to a child: sources of a world with all its plugins. */
export const longestRequestBytes = 64 * 1024 * 1024;

const headerBytes = 4;

/** A frame around the bytes of a value. */
export function frameOf(payload: Uint8Array): Uint8Array {
  const frame = new Uint8Array(headerBytes + payload.length);
  new DataView(frame.buffer).setUint32(0, payload.length, true);
  frame.set(payload, headerBytes);
  return frame;
}

/** Cuts a stream of bytes into the payloads of frames. */
export class FrameReader {
  private parts: Uint8Array[] = [];
  private have = 0;
  private need: number | null = null;
  /** Bytes that the next frame may have. */
  cap = 0;

  /** The payloads that are whole now. Throws `WireError` over the cap. */
  push(bytes: Uint8Array): Uint8Array[] {
    this.parts.push(bytes);
    this.have += bytes.length;
    const whole: Uint8Array[] = [];
    for (;;) {
      if (this.need === null) {
        if (this.have < headerBytes) return whole;
        const header = this.take(headerBytes);
        this.need = new DataView(header.buffer, header.byteOffset).getUint32(0, true);
        if (this.need > this.cap) throw new WireError(`a frame of ${this.need} bytes where ${this.cap} were allowed`);
      }
      if (this.have < this.need) return whole;
      whole.push(this.take(this.need));
      this.need = null;
    }
  }

  /** True where a frame has begun and not ended. */
  get isInside(): boolean {
    return this.have > 0 || this.need !== null;
  }

  private take(count: number): Uint8Array {
    const [first] = this.parts;
    if (first !== undefined && first.length >= count) {
      this.parts[0] = first.subarray(count);
      this.have -= count;
      if (first.length === count) this.parts.shift();
      return first.subarray(0, count);
    }
    const joined = new Uint8Array(this.have);
    let at = 0;
    for (const part of this.parts) {
      joined.set(part, at);
      at += part.length;
    }
    this.parts = [joined];
    return this.take(count);
  }
}
