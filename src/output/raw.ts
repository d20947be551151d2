// Heights as bare numbers, little-endian, row by row from the north-west: r16
// (16 bits stretched over the range) and r32 (float32 metres). Unity reads rows
// from the south; `flipped` turns their order. The sidecar tells the meaning.

import { heightRange, stretchHeights, type HeightField } from "./heights.ts";

export type RawFormat = "r16" | "r32";

export function encodeRaw(field: HeightField, format: RawFormat, flipped = false): Uint8Array {
  const { columns, rows, metres } = field;
  const size = format === "r16" ? 2 : 4;
  const values = format === "r16" ? stretchHeights(metres, heightRange(metres)) : metres;
  const view = new DataView(new ArrayBuffer(columns * rows * size));
  for (let row = 0; row < rows; row++) {
    const from = (flipped ? rows - 1 - row : row) * columns;
    for (let column = 0; column < columns; column++) {
      const at = (row * columns + column) * size;
      if (format === "r16") view.setUint16(at, values[from + column]!, true);
      else view.setFloat32(at, values[from + column]!, true);
    }
  }
  return new Uint8Array(view.buffer);
}
