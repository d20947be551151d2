// Pixels to an 8-bit RGB PNG, with the compression done outside the event loop.
// The pixels come from a child and are taken as numbers only; every byte of the
// file's structure is written here.
// Source: W3C, "Portable Network Graphics (PNG) Specification", third edition.

import { promisify } from "node:util";
import { crc32, deflate } from "node:zlib";

const deflateAsync = promisify(deflate);
const signature = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a);

/** `rgb` holds three bytes a pixel, row-major. */
export async function encodePNG(rgb: Uint8Array, width: number, height: number): Promise<Buffer> {
  if (rgb.length !== width * height * 3) throw new RangeError("pixels and size do not fit together");
  const packed = await deflateAsync(filterRows(rgb, width, height), { level: 6 });
  return Buffer.concat([signature, chunk("IHDR", headerOf(width, height)), chunk("IDAT", packed), chunk("IEND", new Uint8Array(0))]);
}

function headerOf(width: number, height: number): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header[8] = 8; // bits a channel
  header[9] = 2; // red, green, blue
  return header;
}

/** Each row after its filter byte: "up", the difference to the row above, which suits maps and heights alike. */
function filterRows(rgb: Uint8Array, width: number, height: number): Buffer {
  const row = width * 3;
  const filtered = Buffer.alloc((row + 1) * height);
  for (let y = 0; y < height; y++) {
    const to = y * (row + 1);
    const from = y * row;
    filtered[to] = y === 0 ? 0 : 2;
    for (let k = 0; k < row; k++) filtered[to + 1 + k] = y === 0 ? rgb[from + k]! : rgb[from + k]! - rgb[from - row + k]!;
  }
  return filtered;
}

function chunk(type: string, data: Uint8Array): Buffer {
  const body = Buffer.concat([Buffer.from(type, "ascii"), data]);
  const framed = Buffer.alloc(body.length + 8);
  framed.writeUInt32BE(data.length, 0);
  body.copy(framed, 4);
  framed.writeUInt32BE(crc32(body), body.length + 4);
  return framed;
}
