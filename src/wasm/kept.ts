// What is kept of a compiled module once it is compiled: no code of functions,
// no bytes, no expressions. A server holds thousands of plugins, and the code is
// many times larger than all the rest.

import { InternalError } from "../base/internalError.ts";
import type { SourceFile } from "../base/span.ts";
import type { IRFunction, IRModule, Site } from "../ir/ir.ts";
import type { CompiledModule } from "./compile.ts";

const nothing = new Uint8Array(0);

/** The same for instances; artifacts cannot be made of it. */
export function withoutCode(compiled: CompiledModule): CompiledModule {
  const { ir, sideTables } = compiled;
  const sites = packSites(sideTables.sites);
  const kept = withSites(withoutBodies(ir, sideTables.exported), sites, ir.sites.length);
  return { ...compiled, ir: kept, bytes: nothing, sideTables: withSites(sideTables, sites, sideTables.sites.length) };
}

function withoutBodies(ir: IRModule, exported: ReadonlySet<number>): IRModule {
  const hidden: IRFunction = {
    id: -1,
    name: "",
    parameterCount: 0,
    locals: [],
    result: null,
    body: [],
    mayRaise: false,
    depthWeight: 0,
    isLibrary: true,
  };
  const functions = ir.functions.map((one): IRFunction => {
    if (!exported.has(one.id)) return hidden;
    return { ...one, locals: one.locals.slice(0, one.parameterCount), body: [] };
  });
  return { ...ir, functions };
}

// ---------------------------------------------------------------------- sites

/** Numbers of one site: file, function, start, end, 1 for the library's, the call it was inlined by or -1. */
const siteNumbers = 6;

/** The first so many sites. Those of the module stand before their clones. */
type SiteReader = (count: number) => readonly Site[];

/** Places are asked for when something has gone wrong, and only then made again. */
function packSites(sites: readonly Site[]): SiteReader {
  const files = new Map<SourceFile, number>();
  const names = new Map<string, number>();
  const numbers = new Int32Array(siteNumbers * sites.length);
  let at = 0;
  for (const { place, function: name, isLibrary, calledFrom } of sites) {
    numbers[at] = numberOf(files, place.file);
    numbers[at + 1] = numberOf(names, name);
    numbers[at + 2] = place.span.start;
    numbers[at + 3] = place.span.end;
    numbers[at + 4] = isLibrary ? 1 : 0;
    numbers[at + 5] = calledFrom ?? -1;
    at += siteNumbers;
  }
  return siteReader(numbers, Array.from(files.keys(), keptFile), [...names.keys()]);
}

const keptFiles = new WeakMap<SourceFile, SourceFile>();

/** An object of its own for a file: what the checker remembers of the file it was given may be forgotten. */
export function keptFile(file: SourceFile): SourceFile {
  let kept = keptFiles.get(file);
  if (kept === undefined) {
    kept = { name: file.name, text: file.text };
    keptFiles.set(file, kept);
  }
  return kept;
}

function numberOf<Key>(numbers: Map<Key, number>, key: Key): number {
  const number = numbers.get(key) ?? numbers.size;
  numbers.set(key, number);
  return number;
}

/** Apart from `packSites`, so that it keeps nothing else alive. */
function siteReader(numbers: Int32Array, files: readonly SourceFile[], names: readonly string[]): SiteReader {
  const read = (_: unknown, index: number): Site => {
    const [file = 0, name = 0, start = 0, end = 0, isLibrary = 0, from = 0] = numbers.subarray(
      siteNumbers * index,
      siteNumbers * (index + 1),
    );
    const source = files[file];
    if (source === undefined) throw new InternalError("a site without a file");
    const place = { file: source, span: { start, end } };
    return { place, function: names[name] ?? "", isLibrary: isLibrary === 1, calledFrom: from < 0 ? null : from };
  };
  return (count) => Array.from({ length: count }, read);
}

/** A fault of a thousand frames asks for them thousands of times: they stay until the turn is over. */
function withSites<Holder extends { readonly sites: readonly Site[] }>(holder: Holder, read: SiteReader, count: number): Holder {
  let made: WeakRef<readonly Site[]> | null = null;
  const get = (): readonly Site[] => {
    const known = made?.deref();
    if (known !== undefined) return known;
    const sites = read(count);
    made = new WeakRef(sites);
    return sites;
  };
  return Object.defineProperty({ ...holder, sites: [] }, "sites", { get, enumerable: true });
}
