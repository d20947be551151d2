// A world as one zip: its document, the sources that it pins, and the real
// height map under it if there is one. What is read back is what was written,
// bit for bit, or an error: every source is compared with its hash, every file
// must be one that a bundle has, sizes are bounded before anything is unpacked.
// Nothing is ever written to a path that stands in a bundle.

import { strFromU8, strToU8, type UnzipFileInfo, unzipSync, zipSync } from "fflate";
import { pluginHash } from "../base/hashing.ts";
import { limits } from "../base/limits.ts";
import { engineVersion } from "../base/version.ts";
import type { HeightMap } from "../world/baseMap.ts";
import type { WorldDocument } from "../world/document.ts";
import { readDocument } from "../world/documentData.ts";

export interface Bundle {
  readonly document: WorldDocument;
  /** Hash to source text: of the plugins, and of all that they import. */
  readonly sources: ReadonlyMap<string, string>;
  /** What the imports of a source stand for: name to hash, by the hash of the source. Sources that import nothing are not in it. */
  readonly pins?: ReadonlyMap<string, ReadonlyMap<string, string>>;
  /** Hash to the plugin's name: what its `__name__` is. */
  readonly names: ReadonlyMap<string, string>;
  readonly base: HeightMap | null;
}

const worldFile = "world.json";
const baseFile = "base.f64";
const sourcePattern = /^plugins\/([0-9a-f]{64})\.wgen$/;

const namePattern = /^[^\p{C}/\\]{1,128}$/u;

/** Files in a bundle: the document, a height map, and plugins. */
const mostFiles = 400;
/** Of everything in it, unpacked; a height map stands apart. */
const mostUnpackedBytes = 64 * 2 ** 20;
const mostDocumentBytes = 4 * 2 ** 20;
/** A height map of 4096 x 4096. */
const mostBaseBytes = 8 * 4096 * 4096;
const mostBundleBytes = 160 * 2 ** 20;

/** The same bundle gives the same bytes: files in order of their names, and no clock in them. */
export function writeBundle({ document, sources, names, pins, base }: Bundle): Uint8Array {
  const described = base === null ? null : { width: base.width, height: base.height, spacingMetres: base.spacingMetres };
  const files: Record<string, Uint8Array> = Object.create(null);
  if (base !== null) files[baseFile] = bytesOfHeights(base.values);
  for (const [hash, text] of [...sources].toSorted(([left], [right]) => (left < right ? -1 : 1)))
    files[`plugins/${hash}.wgen`] = strToU8(text);
  const pinned = pins === undefined || pins.size === 0 ? {} : { pins: [...pins].map(([hash, own]) => [hash, [...own]]) };
  const data = { format: "wgen-world", base: described, names: [...names], ...pinned, world: document };
  files[worldFile] = strToU8(`${JSON.stringify(data, null, 2)}\n`);
  return zipSync(files, { level: 6, mtime: "1980-01-01T00:00:00" });
}

/** Throws `RangeError` for what is no bundle, or one that does not fit its own hashes. */
export function readBundle(bytes: Uint8Array): Bundle {
  const files = unpack(bytes);
  const text = files.get(worldFile);
  if (text === undefined) throw new RangeError(`bundle: there is no ${worldFile} in it`);
  const { document, names, pins, base } = readWorld(parseJSON(text));
  const sources = new Map<string, string>();
  for (const [name, content] of files) {
    const hash = sourcePattern.exec(name)?.[1];
    if (hash === undefined) continue;
    const source = textOf(content, name);
    if (pluginHash(source, pins.get(hash)) !== hash) throw new RangeError(`bundle: ${name} is not what its name says`);
    sources.set(hash, source);
  }
  const wanted = [...document.attachments.map(({ plugin }) => plugin), ...[...pins.values()].flatMap((own) => [...own.values()])];
  const missing = wanted.find((plugin) => !sources.has(plugin));
  if (missing !== undefined) throw new RangeError(`bundle: the plugin ${missing} is not in it`);
  const pinned = pins.size === 0 ? {} : { pins };
  return { document, sources, names, ...pinned, base: base === null ? null : readBase(files.get(baseFile), base) };
}

function unpack(bytes: Uint8Array): ReadonlyMap<string, Uint8Array> {
  if (bytes.length > mostBundleBytes) throw new RangeError(`bundle: larger than ${mostBundleBytes} bytes`);
  const sizes = new Map<string, number>();
  let unpacked = 0;
  const files = unzip(bytes, ({ name, originalSize }) => {
    if (sizes.has(name)) throw new RangeError("bundle: two files of one name");
    if (originalSize > mostBytesOf(name)) throw new RangeError("bundle: a file that is too large");
    sizes.set(name, originalSize);
    if (name !== baseFile) unpacked += originalSize;
    if (unpacked > mostUnpackedBytes) throw new RangeError("bundle: too large when unpacked");
    if (sizes.size > mostFiles) throw new RangeError(`bundle: more than ${mostFiles} files`);
    return true;
  });
  for (const [name, size] of sizes)
    if (files.get(name)?.length !== size) throw new RangeError("bundle: a file that is not as long as it says");
  return files;
}

function unzip(bytes: Uint8Array, filter: (file: UnzipFileInfo) => boolean): ReadonlyMap<string, Uint8Array> {
  try {
    return new Map(Object.entries(unzipSync(bytes, { filter })));
  } catch (error) {
    if (error instanceof RangeError && error.message.startsWith("bundle:")) throw error;
    throw new RangeError("bundle: not a zip that can be read", { cause: error });
  }
}

/** 0 for names that no bundle has: they are refused whatever they hold. */
function mostBytesOf(name: string): number {
  if (name === worldFile) return mostDocumentBytes;
  if (name === baseFile) return mostBaseBytes;
  if (sourcePattern.test(name)) return limits.sourceBytes.hardMax;
  throw new RangeError("bundle: a file that no bundle has");
}

function textOf(bytes: Uint8Array, name: string): string {
  const text = strFromU8(bytes);
  const again = strToU8(text);
  if (again.length !== bytes.length || again.some((byte, k) => byte !== bytes[k]))
    throw new RangeError(`bundle: ${name} is not UTF-8 text`);
  return text;
}

function parseJSON(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(textOf(bytes, worldFile)) as unknown;
  } catch (error) {
    throw new RangeError(`bundle: ${worldFile} cannot be read`, { cause: error });
  }
}

interface BaseSize {
  readonly width: number;
  readonly height: number;
  readonly spacingMetres: number;
}

function readWorld(data: unknown): Required<Pick<Bundle, "document" | "names" | "pins">> & { readonly base: BaseSize | null } {
  const fields = new Map(typeof data === "object" && data !== null ? Object.entries(data) : []);
  if (fields.get("format") !== "wgen-world") throw new RangeError("bundle: its world.json is of another format");
  const document = readDocument(fields.get("world"));
  if (document.engine !== engineVersion) {
    throw new RangeError(`bundle: made for engine ${document.engine}; this is engine ${engineVersion}`);
  }
  const base = fields.get("base");
  const [names, pins] = [readNames(fields.get("names")), readPins(fields.get("pins"))];
  return { document, names, pins, base: base === null || base === undefined ? null : readBaseSize(base) };
}

function readPins(data: unknown): ReadonlyMap<string, ReadonlyMap<string, string>> {
  const pairsOf = (list: unknown): readonly (readonly unknown[])[] => {
    const items = Array.isArray(list) ? (list as unknown[]) : [];
    if (items.length > mostFiles || !items.every(Array.isArray)) throw new RangeError("bundle: imports that cannot be read");
    return items as (readonly unknown[])[];
  };
  const textOr = (value: unknown): string => {
    if (typeof value === "string" && value.length <= 256) return value;
    throw new RangeError("bundle: imports that cannot be read");
  };
  return new Map(
    pairsOf(data).map(
      ([hash, own]) => [textOr(hash), new Map(pairsOf(own).map(([name, pin]) => [textOr(name), textOr(pin)] as const))] as const,
    ),
  );
}

function readNames(data: unknown): ReadonlyMap<string, string> {
  const pairs = Array.isArray(data) ? (data as unknown[]).slice(0, mostFiles) : [];
  return new Map(
    pairs.map((pair) => {
      const [hash, name] = Array.isArray(pair) ? (pair as unknown[]) : [];
      if (typeof hash !== "string" || typeof name !== "string" || !namePattern.test(name))
        throw new RangeError("bundle: a plugin without a name");
      return [hash, name] as const;
    }),
  );
}

function readBaseSize(data: unknown): BaseSize {
  const fields = new Map(typeof data === "object" && data !== null ? Object.entries(data) : []);
  const [width, height, spacingMetres] = ["width", "height", "spacingMetres"].map((name) => Number(fields.get(name) ?? Number.NaN));
  const isSize = (side: number | undefined): side is number => Number.isInteger(side) && side! >= 2 && side! <= 16_384;
  if (!isSize(width) || !isSize(height) || !(spacingMetres! > 0 && spacingMetres! < 1e9))
    throw new RangeError("bundle: a height map of no size");
  return { width, height, spacingMetres: spacingMetres! };
}

function readBase(bytes: Uint8Array | undefined, size: BaseSize): HeightMap {
  const count = size.width * size.height;
  if (bytes?.length !== 8 * count) throw new RangeError("bundle: its height map is missing or of another size");
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const values = Float64Array.from({ length: count }, (_, k) => view.getFloat64(8 * k, true));
  if (!values.every(Number.isFinite)) throw new RangeError("bundle: a height that is no number");
  return { ...size, values };
}

function bytesOfHeights(values: Float64Array): Uint8Array {
  const view = new DataView(new ArrayBuffer(8 * values.length));
  for (const [k, value] of values.entries()) view.setFloat64(8 * k, value, true);
  return new Uint8Array(view.buffer);
}
