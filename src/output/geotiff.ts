// Heights as GeoTIFF: one band of float32 metres, uncompressed, in strips, with
// a plane of the world's own metres as its reference (x east, y north; the
// world's y is south, so north is -y). Read by GDAL, QGIS and the like.
// Sources: "TIFF Revision 6.0", Adobe 1992; OGC 19-008r4, "GeoTIFF Standard".

import type { HeightField } from "./heights.ts";

const types = { ascii: 2, short: 3, long: 4, double: 12 } as const;
const sizes = { ascii: 1, short: 2, long: 4, double: 8 } as const;

interface Entry {
  readonly tag: number;
  readonly type: keyof typeof types;
  readonly values: readonly number[];
}

const headerBytes = 8;
/** About 64 KiB a strip, as readers like them. */
const stripBytes = 65_536;

export function encodeGeoTIFF(field: HeightField, citation: string): Uint8Array {
  const { columns, rows, metres } = field;
  const rowsPerStrip = Math.max(1, Math.min(rows, Math.floor(stripBytes / (4 * columns))));
  const strips = Math.ceil(rows / rowsPerStrip);
  const dataBytes = 4 * columns * rows;
  const lengths = Array.from({ length: strips }, (_, k) => 4 * columns * Math.min(rowsPerStrip, rows - k * rowsPerStrip));
  const offsets = lengths.map((_, k) => headerBytes + k * 4 * columns * rowsPerStrip);
  const entries = [...pictureEntries(columns, rows, rowsPerStrip, offsets, lengths), ...placeEntries(field, citation)];
  entries.sort((left, right) => left.tag - right.tag);
  const directory = writeDirectory(entries, headerBytes + dataBytes);
  const bytes = new Uint8Array(headerBytes + dataBytes + directory.length);
  const view = new DataView(bytes.buffer);
  bytes.set([0x49, 0x49, 42, 0]);
  view.setUint32(4, headerBytes + dataBytes, true);
  for (let k = 0; k < metres.length; k++) view.setFloat32(headerBytes + 4 * k, metres[k]!, true);
  bytes.set(directory, headerBytes + dataBytes);
  return bytes;
}

function pictureEntries(
  columns: number,
  rows: number,
  rowsPerStrip: number,
  offsets: readonly number[],
  lengths: readonly number[],
): Entry[] {
  return [
    { tag: 256, type: "long", values: [columns] },
    { tag: 257, type: "long", values: [rows] },
    { tag: 258, type: "short", values: [32] },
    { tag: 259, type: "short", values: [1] }, // not compressed
    { tag: 262, type: "short", values: [1] }, // larger is lighter
    { tag: 273, type: "long", values: offsets },
    { tag: 277, type: "short", values: [1] },
    { tag: 278, type: "long", values: [rowsPerStrip] },
    { tag: 279, type: "long", values: lengths },
    { tag: 339, type: "short", values: [3] }, // floating point
  ];
}

function placeEntries({ metresPerCell, west, north }: HeightField, citation: string): Entry[] {
  const text = `${citation.replace(/[^ -~]|\|/g, "?")}|`;
  const keys = [
    [1024, 0, 1, 1], // a projected plane
    [1025, 0, 1, 1], // a value is of its cell's area
    [1026, 34737, text.length, 0], // the citation
    [3072, 0, 1, 32767], // of our own
    [3076, 0, 1, 9001], // metres
  ];
  return [
    { tag: 33550, type: "double", values: [metresPerCell, metresPerCell, 0] },
    { tag: 33922, type: "double", values: [0, 0, 0, west, -north, 0] },
    { tag: 34735, type: "short", values: [1, 1, 0, keys.length, ...keys.flat()] },
    { tag: 34737, type: "ascii", values: [...text, "\0"].map((letter) => letter.charCodeAt(0)) },
  ];
}

/** The image file directory at `start`, with what does not fit into an entry behind it. */
function writeDirectory(entries: readonly Entry[], start: number): Uint8Array {
  const tableBytes = 2 + 12 * entries.length + 4;
  const wide = entries.map(({ type, values }) => sizes[type] * values.length);
  const total = wide.reduce((sum, bytes) => sum + (bytes > 4 ? bytes + (bytes % 2) : 0), tableBytes);
  const view = new DataView(new ArrayBuffer(total));
  view.setUint16(0, entries.length, true);
  let free = tableBytes;
  for (const [k, { tag, type, values }] of entries.entries()) {
    const at = 2 + 12 * k;
    view.setUint16(at, tag, true);
    view.setUint16(at + 2, types[type], true);
    view.setUint32(at + 4, values.length, true);
    const bytes = wide[k] ?? 0;
    const to = bytes > 4 ? free : at + 8;
    if (bytes > 4) view.setUint32(at + 8, start + free, true);
    writeValues(view, to, type, values);
    if (bytes > 4) free += bytes + (bytes % 2);
  }
  return new Uint8Array(view.buffer);
}

function writeValues(view: DataView, to: number, type: Entry["type"], values: readonly number[]): void {
  for (const [k, value] of values.entries()) {
    const at = to + k * sizes[type];
    if (type === "double") view.setFloat64(at, value, true);
    else if (type === "long") view.setUint32(at, value, true);
    else if (type === "short") view.setUint16(at, value, true);
    else view.setUint8(at, value);
  }
}
