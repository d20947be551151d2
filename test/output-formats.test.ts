// What the world is written as, read back by readers of others: the geotiff
// package, glTF Transform, MapLibre's own validator of styles; PNG by its
// definition over zlib.

import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { inflateSync } from "node:zlib";
import { validateStyleMin } from "@maplibre/maplibre-gl-style-spec";
import { WebIO } from "@gltf-transform/core";
import { describe, expect, test } from "vitest";
import { encodeGeoTIFF } from "../src/output/geotiff.ts";
import { GeoWriter } from "../src/output/geojson.ts";
import { encodeGLB } from "../src/output/glb.ts";
import { type HeightField, heightRange, heightSidecar, stretchHeights } from "../src/output/heights.ts";
import { outlineRegions, type Ring } from "../src/output/outlines.ts";
import { encodeHeights, encodePicture } from "../src/output/png.ts";
import { encodeRaw } from "../src/output/raw.ts";
import { packHeights } from "../src/output/tiles.ts";
import type { ReadTiff } from "./helpers/readGeotiff.ts";
import { triangulate } from "../src/output/triangles.ts";
import { mapStyle, tileJSON } from "../src/output/viewing.ts";

const made = { seed: "7", engine: 1, plugins: ["ab"] };

/** A hill with a bump, 33 x 33. */
function hill(columns = 33, rows = 33): HeightField {
  const metres = Float64Array.from({ length: columns * rows }, (_, k) => {
    const [x, y] = [(k % columns) - 16, Math.floor(k / columns) - 16];
    return 100 - 0.5 * (x * x + y * y) + (x === 4 && y === -3 ? 40 : 0);
  });
  return { columns, rows, metres, metresPerCell: 10, west: -165, north: -265 };
}

describe("heights as numbers", () => {
  const field = hill(33, 20);

  test("GeoTIFF: the geotiff package reads the very float32 values and the place", () => {
    const read = readTiff(encodeGeoTIFF(field, "a world | of seed ü"));
    expect(read).toMatchObject({ width: 33, height: 20, samples: 1, kind: "Float32Array", box: [-165, 65, 165, 265] });
    expect(read.values).toEqual([...Float32Array.from(field.metres)]);
    expect(read.origin.slice(0, 2)).toEqual([-165, 265]);
    expect(read.resolution.slice(0, 2)).toEqual([10, -10]);
    expect(read.keys).toMatchObject({
      GTModelTypeGeoKey: 1,
      ProjLinearUnitsGeoKey: 9001,
      GTCitationGeoKey: expect.stringContaining("a world ?"),
    });
  });

  test("GeoTIFF in many strips", () => {
    const metres = Float64Array.from({ length: 300 * 301 }, (_, k) => k / 3);
    expect(readTiff(encodeGeoTIFF({ ...field, columns: 300, rows: 301, metres }, "large")).values).toEqual([...Float32Array.from(metres)]);
  });

  test("r16 and r32, little-endian, in the order of rows that is asked for", () => {
    const view = (bytes: Uint8Array): DataView => new DataView(bytes.buffer, bytes.byteOffset);
    const r32 = encodeRaw(field, "r32");
    expect(r32.length).toBe(33 * 20 * 4);
    expect(view(r32).getFloat32(4 * 40, true)).toBe(Math.fround(field.metres[40]!));
    const flipped = encodeRaw(field, "r32", true);
    expect(view(flipped).getFloat32(4 * 2, true)).toBe(Math.fround(field.metres[19 * 33 + 2]!));
    const { minMetres, maxMetres } = heightRange(field.metres);
    const r16 = view(encodeRaw(field, "r16"));
    for (const k of [0, 17, 333]) {
      const metres = minMetres + (r16.getUint16(2 * k, true) / 65535) * (maxMetres - minMetres);
      expect(Math.abs(metres - field.metres[k]!)).toBeLessThanOrEqual((maxMetres - minMetres) / 65535);
    }
  });

  test("16-bit PNG and its sidecar give the heights back", () => {
    const picture = readPNG(encodeHeights(field.metres, 33, 20).bytes);
    expect(picture).toMatchObject({ width: 33, height: 20, depth: 16, colour: 0 });
    const sidecar = heightSidecar(field, made, "png16") as { minMetres: number; maxMetres: number; metresPerCell: number; seed: string };
    expect(sidecar).toMatchObject({ width: 33, height: 20, metresPerCell: 10, seed: "7", plugins: ["ab"], west: -165 });
    const values = Array.from({ length: 33 * 20 }, (_, k) => picture.bytes[2 * k]! * 256 + picture.bytes[2 * k + 1]!);
    expect(values).toEqual([...stretchHeights(field.metres, sidecar)]);
    const worst = values.map((value, k) =>
      Math.abs(sidecar.minMetres + (value / 65535) * (sidecar.maxMetres - sidecar.minMetres) - field.metres[k]!),
    );
    expect(Math.max(...worst)).toBeLessThan(0.01);
  });

  test("a flat field has heights too", () => {
    const flat = { ...field, metres: new Float64Array(33 * 20).fill(5) };
    expect([...stretchHeights(flat.metres, heightRange(flat.metres))].every((value) => value === 0)).toBe(true);
    expect(heightSidecar(flat, made, "r16")).toMatchObject({ minMetres: 5, maxMetres: 5 });
  });

  test("Terrarium: red * 256 + green + blue / 256 - 32768 is the height, to 2 mm", () => {
    const heights = Float64Array.of(0, -11_000.5, 8848.86, 0.25, Number.NaN, 123.456, -0.001, 40_000, 1);
    const { bytes } = readPNG(encodePicture({ width: 3, height: 3, rgb: packHeights(heights) }));
    const read = Array.from(heights, (_, k) => bytes[3 * k]! * 256 + bytes[3 * k + 1]! + bytes[3 * k + 2]! / 256 - 32768);
    const wanted = [0, -11_000.5, 8848.86, 0.25, 0, 123.456, -0.001, 32768 - 1 / 256, 1];
    for (const [k, metres] of read.entries()) expect(Math.abs(metres - wanted[k]!)).toBeLessThanOrEqual(0.002);
  });
});

const tiffReader = fileURLToPath(new URL("./helpers/readGeotiff.ts", import.meta.url));

function readTiff(bytes: Uint8Array): ReadTiff {
  const { stdout, stderr, status } = spawnSync(process.execPath, [tiffReader], { input: bytes, encoding: "utf8", maxBuffer: 2 ** 28 });
  if (status !== 0) throw new Error(stderr);
  return JSON.parse(stdout) as ReadTiff;
}

describe("GLB", () => {
  const field = hill();
  const rgb = Uint8Array.from({ length: 33 * 33 * 3 }, (_, k) => (k % 3 === 0 ? 255 : k % 3 === 1 ? 128 : 0));

  test("glTF Transform reads the mesh: heights, colours, normals, triangles that look up", async () => {
    const document = await new WebIO().readBinary(encodeGLB(field, rgb, made, { mostMetres: 1, exaggeration: 2 }));
    const [primitive] = document.getRoot().listMeshes()[0]!.listPrimitives();
    const positions = primitive!.getAttribute("POSITION")!;
    const colours = primitive!.getAttribute("COLOR_0")!;
    const indices = primitive!.getIndices()!;
    expect(document.getRoot().getAsset()).toMatchObject({ version: "2.0", extras: { seed: "7", plugins: ["ab"] } });
    expect(positions.getCount()).toBeLessThan(33 * 33);
    expect(indices.getCount() % 3).toBe(0);
    for (let k = 0; k < positions.getCount(); k++) {
      const [x = 0, y = 0, z = 0] = positions.getElement(k, []);
      expect(y).toBeCloseTo(2 * field.metres[(z / 10 + 16) * 33 + x / 10 + 16]!, 3);
      expect(colours.getElement(k, [])[0]).toBeCloseTo(1, 4);
      expect(colours.getElement(k, [])[1]).toBeCloseTo(0.21586, 4);
      const [nx = 0, ny = 0, nz = 0] = primitive!.getAttribute("NORMAL")!.getElement(k, []);
      expect(Math.hypot(nx, ny, nz)).toBeCloseTo(1, 5);
    }
    const at = (k: number): number[] => positions.getElement(indices.getScalar(k), []);
    for (let k = 0; k < indices.getCount(); k += 3) {
      const [a, b, c] = [at(k), at(k + 1), at(k + 2)] as [number[], number[], number[]];
      const up = (b[2]! - a[2]!) * (c[0]! - a[0]!) - (b[0]! - a[0]!) * (c[2]! - a[2]!);
      expect(up).toBeGreaterThan(0);
    }
  });

  test("the triangles cover the square once, without cracks, and meet every height within the error", () => {
    for (const error of [0, 0.75, 5, 1e6]) {
      const triangles = triangulate(field.metres, 33, error);
      const covered = new Float64Array(33 * 33).fill(-1);
      let area = 0;
      for (let k = 0; k < triangles.length; k += 3) area += coverTriangle(field, triangles.subarray(k, k + 3), covered);
      expect(area).toBe(32 * 32);
      expect(Math.max(...covered)).toBeLessThanOrEqual(error + 1e-9);
      expect(Math.min(...covered)).toBeGreaterThanOrEqual(0);
      if (error === 1e6) expect(triangles.length).toBe(6);
    }
    expect(() => triangulate(new Float64Array(30 * 30), 30, 1)).toThrow(RangeError);
  });
});

/** Notes by lattice point how far the triangle is off there; gives its area. Cracks would show as a larger error on a shared side. */
function coverTriangle({ metres }: HeightField, corners: Uint32Array, covered: Float64Array): number {
  const [a, b, c] = [...corners].map((point) => [point % 33, Math.floor(point / 33), metres[point]!]) as [number[], number[], number[]];
  const cross = (p: number[], q: number[], x: number, y: number): number => (q[0]! - p[0]!) * (y - p[1]!) - (q[1]! - p[1]!) * (x - p[0]!);
  const twice = cross(a, b, c[0]!, c[1]!);
  const span = (k: number): [number, number] => [Math.min(a[k]!, b[k]!, c[k]!), Math.max(a[k]!, b[k]!, c[k]!)];
  for (let y = span(1)[0]; y <= span(1)[1]; y++) {
    for (let x = span(0)[0]; x <= span(0)[1]; x++) {
      const [u, v, w] = [cross(b, c, x, y) / twice, cross(c, a, x, y) / twice, cross(a, b, x, y) / twice];
      if (u < 0 || v < 0 || w < 0) continue;
      const off = Math.abs(u * a[2]! + v * b[2]! + w * c[2]! - metres[y * 33 + x]!);
      covered[y * 33 + x] = Math.max(covered[y * 33 + x]!, off);
    }
  }
  return Math.abs(twice) / 2;
}

describe("for map viewers", () => {
  const world = { name: "isle", sizeMetres: 204_800, address: (layer: string) => `https://example.org/${layer}/{z}/{x}/{y}.png` };

  test("the style is valid to MapLibre's own validator", () => {
    expect(validateStyleMin(mapStyle(world) as Parameters<typeof validateStyleMin>[0])).toEqual([]);
    expect(validateStyleMin(mapStyle({ ...world, sizeMetres: null }) as Parameters<typeof validateStyleMin>[0])).toEqual([]);
  });

  test("TileJSON 3.0 has what it must, terrarium says its encoding", () => {
    const layer = tileJSON(world, "terrarium");
    expect(layer).toMatchObject({
      tilejson: "3.0.0",
      tiles: ["https://example.org/terrarium/{z}/{x}/{y}.png"],
      scheme: "xyz",
      encoding: "terrarium",
    });
    expect(layer.metres_per_pixel).toBe(800);
    expect("encoding" in tileJSON(world, "map")).toBe(false);
  });

  test("GeoJSON: places in degrees, lines, polygons that close and turn the right way", () => {
    const writer = new GeoWriter(204_800);
    const point = writer.site({ kind: "town", name: "Ahm", size: 2, x: 51_200, y: 0 });
    expect(point).toMatchObject({
      geometry: { type: "Point", coordinates: [90, 0] },
      properties: { layer: "sites", name: "Ahm", x: 51_200 },
    });
    const river = writer.river(
      {
        points: [
          [0, 0],
          [0, 51_200],
        ],
        widths: [3, 5],
        levels: [1, 0],
      },
      0,
    );
    expect(river.geometry.type).toBe("LineString");
    expect((river.geometry.coordinates[1] as number[])[1]).toBeCloseTo(-66.513_26, 4);
    const [polygon] = writer.biomes(["wood", "wood", "", "wood"], 2, 0, 0, 100);
    const [ring] = polygon!.geometry.coordinates as unknown as [number[][]];
    expect(ring[0]).toEqual(ring.at(-1));
    expect(area(ring)).toBeGreaterThan(0);
  });
});

/** Twice the area, positive where it goes counterclockwise with the second axis up. */
function area(ring: readonly (readonly number[])[]): number {
  return ring.slice(1).reduce((sum, [x = 0, y = 0], k) => sum + ring[k]![0]! * y - x * ring[k]![1]!, 0);
}

describe("outlines", () => {
  const outline = (rows: readonly string[]): { value: string; rings: readonly Ring[] }[] =>
    outlineRegions(
      [...rows.join("")].map((letter) => (letter === "." ? "" : letter)),
      rows[0]!.length,
    );

  test("a region with a hole and an island in it", () => {
    const regions = outline(["aaaaa", "a...a", "a.b.a", "a...a", "aaaaa"]);
    expect(regions.map(({ value, rings }) => [value, rings.length])).toEqual([
      ["a", 2],
      ["b", 1],
    ]);
    expect(regions[0]!.rings[0]).toEqual([
      [0, 0],
      [0, 5],
      [5, 5],
      [5, 0],
      [0, 0],
    ]);
    const [outer, hole] = regions[0]!.rings.map(area);
    // Rows grow to the south, so the sign is turned.
    expect([Math.sign(outer!), Math.sign(hole!)]).toEqual([-1, 1]);
  });

  test("areas of all rings of random grids are those of their cells", () => {
    let state = 12345;
    const next = (most: number): number => (state = (Math.imul(state, 1103515245) + 12345) >>> 1) % most;
    for (let round = 0; round < 60; round++) {
      const columns = 1 + next(7);
      const cells = Array.from({ length: columns * (1 + next(7)) }, () => ["a", "b", ""][next(3)]!);
      const totals = new Map<string, number>();
      for (const { value, rings } of outlineRegions(cells, columns)) {
        expect(area(rings[0]!)).toBeLessThan(0);
        for (const hole of rings.slice(1)) expect(area(hole)).toBeGreaterThan(0);
        totals.set(value, (totals.get(value) ?? 0) + rings.reduce((sum, ring) => sum - area(ring) / 2, 0));
      }
      for (const value of ["a", "b"]) expect(totals.get(value) ?? 0).toBe(cells.filter((cell) => cell === value).length);
    }
  });
});

/** PNG by its definition: chunks, zlib, the five filters. */
function readPNG(file: Uint8Array): { width: number; height: number; depth: number; colour: number; bytes: Uint8Array } {
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  const parts: Uint8Array[] = [];
  let head = new DataView(new ArrayBuffer(13));
  for (let at = 8; at < file.length; at += 12 + view.getUint32(at)) {
    const type = String.fromCharCode(...file.subarray(at + 4, at + 8));
    const data = file.slice(at + 8, at + 8 + view.getUint32(at));
    if (type === "IHDR") head = new DataView(data.buffer);
    if (type === "IDAT") parts.push(data);
  }
  const [width, height, depth, colour] = [head.getUint32(0), head.getUint32(4), head.getUint8(8), head.getUint8(9)];
  const pixel = ((colour === 2 ? 3 : 1) * depth) / 8;
  const packed = inflateSync(Buffer.concat(parts));
  const bytes = new Uint8Array(width * height * pixel);
  const row = width * pixel;
  for (let y = 0; y < height; y++) {
    const filter = packed[y * (row + 1)]!;
    for (let k = 0; k < row; k++) {
      const left = k < pixel ? 0 : bytes[y * row + k - pixel]!;
      const above = y === 0 ? 0 : bytes[(y - 1) * row + k]!;
      const corner = y === 0 || k < pixel ? 0 : bytes[(y - 1) * row + k - pixel]!;
      const guess = left + above - corner;
      const near = [left, above, corner].toSorted((p, q) => Math.abs(guess - p) - Math.abs(guess - q))[0]!;
      const add = [0, left, above, (left + above) >> 1, near][filter]!;
      bytes[y * row + k] = packed[y * (row + 1) + 1 + k]! + add;
    }
  }
  return { width, height, depth, colour, bytes };
}
