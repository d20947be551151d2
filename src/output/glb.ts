// A piece of the world as a GLB model: one mesh of few triangles with normals
// and vertex colours. Metres, y up, z to the south, the middle at the origin.
// Source: Khronos Group, "glTF 2.0 Specification", chapters 3 and 4.

import type { HeightField, Provenance } from "./heights.ts";
import { triangulate } from "./triangles.ts";

export interface MeshOptions {
  /** Most that heights may be off, metres. */
  readonly mostMetres: number;
  /** Heights are multiplied by it. Default 1. */
  readonly exaggeration?: number;
}

/** Heights on a square lattice of 2^k + 1 points, `rgb` the colour of each, three bytes. */
export function encodeGLB(
  field: HeightField,
  rgb: Uint8Array,
  made: Provenance,
  { mostMetres, exaggeration = 1 }: MeshOptions,
): Uint8Array {
  if (field.columns !== field.rows) throw new RangeError("the lattice must be square");
  const triangles = triangulate(field.metres, field.columns, mostMetres);
  const { indices, points } = useOnly(triangles);
  const positions = positionsOf(field, points, exaggeration);
  const parts = [bytesOf(indices), bytesOf(positions), bytesOf(normalsOf(field, points, exaggeration)), bytesOf(coloursOf(rgb, points))];
  return assemble(describe(parts, indices.length, points.length, positions, made), parts);
}

/** Points that triangles use, and the triangles in their numbers. */
function useOnly(triangles: Uint32Array): { indices: Uint32Array; points: number[] } {
  const numbers = new Map<number, number>();
  const indices = triangles.map((point) => {
    const known = numbers.get(point) ?? numbers.size;
    numbers.set(point, known);
    return known;
  });
  return { indices, points: [...numbers.keys()] };
}

function positionsOf({ columns, rows, metres, metresPerCell }: HeightField, points: readonly number[], exaggeration: number): Float32Array {
  return Float32Array.from(
    points.flatMap((point) => [
      ((point % columns) - (columns - 1) / 2) * metresPerCell,
      metres[point]! * exaggeration,
      (Math.floor(point / columns) - (rows - 1) / 2) * metresPerCell,
    ]),
  );
}

/** Of the full lattice, so that light shows also what the triangles leave out. */
function normalsOf({ columns, rows, metres, metresPerCell }: HeightField, points: readonly number[], exaggeration: number): Float32Array {
  const at = (column: number, row: number): number =>
    metres[Math.min(Math.max(row, 0), rows - 1) * columns + Math.min(Math.max(column, 0), columns - 1)]! * exaggeration;
  return Float32Array.from(
    points.flatMap((point) => {
      const [column, row] = [point % columns, Math.floor(point / columns)];
      const east = (at(column + 1, row) - at(column - 1, row)) / (2 * metresPerCell);
      const south = (at(column, row + 1) - at(column, row - 1)) / (2 * metresPerCell);
      const length = Math.sqrt(east * east + south * south + 1);
      return [-east / length, 1 / length, -south / length];
    }),
  );
}

/** Vertex colours are linear light in glTF; 16 bits keep dark ones apart. */
function coloursOf(rgb: Uint8Array, points: readonly number[]): Uint16Array {
  const linear = Uint16Array.from({ length: 256 }, (_, value) => Math.round(linearLight(value / 255) * 65535));
  return Uint16Array.from(points.flatMap((point) => [0, 1, 2].map((channel) => linear[rgb[3 * point + channel]!]!).concat(65535)));
}

/** sRGB to linear: ((c + 0.055) / 1.055) ^ 2.4, the power by a fifth root. Source: IEC 61966-2-1. */
function linearLight(value: number): number {
  if (value <= 0.04045) return value / 12.92;
  const base = (value + 0.055) / 1.055;
  const square = base * base;
  let root = 1;
  for (let turn = 0; turn < 40; turn++) root = (4 * root + square / (root * root * root * root)) / 5;
  return square * root;
}

function bytesOf(values: Uint32Array | Float32Array | Uint16Array): Uint8Array {
  const { BYTES_PER_ELEMENT: size } = values;
  const view = new DataView(new ArrayBuffer(values.length * size));
  for (const [k, value] of values.entries()) {
    if (values instanceof Float32Array) view.setFloat32(size * k, value, true);
    else if (size === 4) view.setUint32(size * k, value, true);
    else view.setUint16(size * k, value, true);
  }
  return new Uint8Array(view.buffer);
}

function describe(parts: readonly Uint8Array[], indexCount: number, count: number, positions: Float32Array, made: Provenance): object {
  let offset = 0;
  const bufferViews = parts.map((part, k) => {
    const view = { buffer: 0, byteOffset: offset, byteLength: part.length, target: k === 0 ? 34963 : 34962 };
    offset += part.length;
    return view;
  });
  const axis = (k: number): number[] => Array.from(positions).filter((_, at) => at % 3 === k);
  const extreme = (pick: (left: number, right: number) => number): number[] => [0, 1, 2].map((k) => axis(k).reduce((a, b) => pick(a, b)));
  return {
    asset: { version: "2.0", generator: "wgen", extras: { seed: made.seed, engine: made.engine, plugins: made.plugins } },
    scene: 0,
    scenes: [{ nodes: [0] }],
    nodes: [{ mesh: 0, name: "world" }],
    meshes: [{ primitives: [{ attributes: { POSITION: 1, NORMAL: 2, COLOR_0: 3 }, indices: 0, material: 0, mode: 4 }] }],
    materials: [{ pbrMetallicRoughness: { metallicFactor: 0, roughnessFactor: 1 } }],
    accessors: [
      { bufferView: 0, componentType: 5125, count: indexCount, type: "SCALAR" },
      { bufferView: 1, componentType: 5126, count, type: "VEC3", min: extreme(Math.min), max: extreme(Math.max) },
      { bufferView: 2, componentType: 5126, count, type: "VEC3" },
      { bufferView: 3, componentType: 5123, count, type: "VEC4", normalized: true },
    ],
    bufferViews,
    buffers: [{ byteLength: offset }],
  };
}

/** All parts are whole multiples of four bytes long. */
function assemble(json: object, parts: readonly Uint8Array[]): Uint8Array {
  const text = new TextEncoder().encode(JSON.stringify(json));
  const padded = new Uint8Array(text.length + ((4 - (text.length % 4)) % 4)).fill(0x20);
  padded.set(text);
  const binary = parts.reduce((sum, part) => sum + part.length, 0);
  const total = 12 + 8 + padded.length + 8 + binary;
  const bytes = new Uint8Array(total);
  const view = new DataView(bytes.buffer);
  const words = [0x46546c67, 2, total, padded.length, 0x4e4f534a];
  for (const [k, word] of words.entries()) view.setUint32(4 * k, word, true);
  bytes.set(padded, 20);
  view.setUint32(20 + padded.length, binary, true);
  view.setUint32(24 + padded.length, 0x004e4942, true);
  let at = 28 + padded.length;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}
