// The artifact: a compiled plugin as one file. It is the module as it runs,
// with three custom sections of JSON in which a runner finds hooks, types and
// parameters (`wgen.interface`), what faults and call offsets mean
// (`wgen.sites`), and where it comes from (`wgen.origin`). The page that
// describes it for other languages is grammar/abi.md.
//
// Reading trusts nothing: the digest must be the expected one, the bytes are
// walked instruction by instruction, the imports must be those the interface
// grants.

import { contentHash } from "../base/hashing.ts";
import { locate } from "../base/lines.ts";
import type { SourceFile } from "../base/span.ts";
import type { Representation, SiteId } from "../ir/ir.ts";
import type { HeapTypes } from "../types/heapTypes.ts";
import type { Type } from "../types/type.ts";
import { describeType, describeTypes } from "./borderTypes.ts";
import type { BorderType, TypeDescription } from "./borderTypes.ts";
import { hostModule } from "./compile.ts";
import type { CompiledModule } from "./compile.ts";
import { appendSections } from "./encoder.ts";
import { exportName } from "./exports.ts";
import type { TrapEntry } from "./plan.ts";
import { verifyModule } from "./verify.ts";
import { webAssembly } from "./webAssembly.ts";
import type { BinaryModule } from "./webAssembly.ts";

/** Rises whenever grammar/abi.md changes in a way that a runner must know. */
export const abiVersion = 1;

export interface ArtifactInterface {
  readonly abi: number;
  readonly imports: readonly {
    readonly name: string;
    readonly parameters: readonly Representation[];
    readonly result: Representation | null;
  }[];
  readonly hooks: readonly {
    readonly name: string;
    readonly export: string;
    readonly parameters: readonly { readonly name: string; readonly type: BorderType }[];
    readonly result: BorderType;
  }[];
  /** Export of the module body. */
  readonly initializer: string;
  readonly globals: readonly { readonly name: string; readonly representation: Representation; readonly address: number }[];
  readonly parameters: readonly unknown[];
  readonly types: readonly TypeDescription[];
  readonly writesModuleState: boolean;
  readonly frozenState: boolean;
  /** Logical bytes alive before anything runs, the module's name not counted. */
  readonly residentBytes: number;
}

export interface ArtifactSites {
  readonly files: readonly string[];
  /** File, line, column, function, is it library code, the site it was inlined at or null. */
  readonly sites: readonly (readonly [number, number, number, string, boolean, SiteId | null])[];
  /** Offset of a call instruction in the file, and its site. */
  readonly calls: readonly (readonly [number, SiteId])[];
  /** Indexes of the functions that have sites: from, to before. */
  readonly functions: readonly [number, number];
  readonly traps: readonly TrapEntry[];
  readonly checks: readonly { readonly operation: string; readonly site: SiteId }[];
}

/** What only the caller knows. */
export interface ArtifactOrigin {
  readonly sourceHash: string;
  readonly compiler: string;
  readonly host: string;
  readonly prices: number;
  readonly limits: Readonly<Record<string, number>>;
}

export interface ArtifactParts {
  readonly compiled: CompiledModule;
  readonly heapTypes: HeapTypes;
  readonly hooks: readonly {
    readonly name: string;
    readonly function: number;
    readonly parameters: readonly { readonly name: string; readonly type: Type }[];
    readonly result: Type;
  }[];
  /** As JSON: schema and index of the global that holds the value. */
  readonly parameters: readonly unknown[];
  readonly origin: ArtifactOrigin;
  /** What this library needs beside the rest to make a plugin of it again; other runners do not read it. */
  readonly library?: unknown;
}

export interface Artifact {
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** SHA-256 of the bytes; whoever loads them must know it from elsewhere. */
  readonly digest: string;
}

const sections = { interface: "wgen.interface", sites: "wgen.sites", origin: "wgen.origin", library: "wgen.library" } as const;

export function makeArtifact(parts: ArtifactParts): Artifact {
  const encode = (value: unknown): Uint8Array => new TextEncoder().encode(JSON.stringify(value));
  const bytes = appendSections(parts.compiled.bytes, [
    [sections.interface, encode(interfaceOf(parts))],
    [sections.sites, encode(sitesOf(parts.compiled))],
    [sections.origin, encode(parts.origin)],
    ...(parts.library === undefined ? [] : [[sections.library, encode(parts.library)] as const]),
  ]);
  return { bytes, digest: contentHash(bytes) };
}

function interfaceOf({ compiled, heapTypes, hooks, parameters }: ArtifactParts): ArtifactInterface {
  const { ir, sideTables } = compiled;
  return {
    abi: abiVersion,
    imports: ir.hostFunctions,
    hooks: hooks.map((hook) => ({
      name: hook.name,
      export: exportName(hook.function),
      parameters: hook.parameters.map(({ name, type }) => ({ name, type: describeType(type, heapTypes) })),
      result: describeType(hook.result, heapTypes),
    })),
    initializer: exportName(ir.initializer),
    globals: ir.globals.map(({ name, representation }, id) => ({ name, representation, address: sideTables.statics.globals + 8 * id })),
    parameters,
    types: describeTypes(heapTypes, ir.types.length),
    writesModuleState: ir.writesModuleState,
    frozenState: ir.frozenState,
    residentBytes: sideTables.residentBytes,
  };
}

function sitesOf({ sideTables }: CompiledModule): ArtifactSites {
  const files = new Map<SourceFile, number>();
  const sites = sideTables.sites.map((site): ArtifactSites["sites"][number] => {
    const { file, span } = site.place;
    const index = files.get(file) ?? files.size;
    files.set(file, index);
    const { line, column } = locate(file, span.start);
    return [index, line, column, site.function, site.isLibrary, site.calledFrom];
  });
  return {
    files: [...files.keys()].map((file) => file.name),
    sites,
    calls: pairsOf(sideTables.callSites),
    functions: [sideTables.firstFunction, sideTables.endFunction],
    traps: sideTables.traps,
    checks: sideTables.checks.map(({ operation, site }) => ({ operation, site })),
  };
}

// -------------------------------------------------------------------- reading

export interface LoadedArtifact {
  readonly module: BinaryModule;
  readonly interface: ArtifactInterface;
  readonly sites: ArtifactSites;
  readonly origin: ArtifactOrigin;
  /** Null where it was made without. */
  readonly library: unknown;
}

/** Bytes that are no artifact of ours, or not the one that was asked for. */
export class ArtifactError extends Error {
  override readonly name = "ArtifactError";
}

export function loadArtifact(bytes: Uint8Array<ArrayBuffer>, digest: string): LoadedArtifact {
  if (contentHash(bytes) !== digest) throw new ArtifactError("the artifact's bytes are not those that were stored");
  const { imports } = checkBytes(bytes);
  const module = new webAssembly.Module(bytes);
  const loaded = {
    module,
    interface: readSection(module, sections.interface) as ArtifactInterface,
    sites: readSection(module, sections.sites) as ArtifactSites,
    origin: readSection(module, sections.origin) as ArtifactOrigin,
    library: webAssembly.Module.customSections(module, sections.library).length === 0 ? null : readSection(module, sections.library),
  };
  if (loaded.interface.abi !== abiVersion)
    throw new ArtifactError(`the artifact has version ${String(loaded.interface.abi)}, not ${abiVersion}`);
  const granted = loaded.interface.imports.map((one) => `${hostModule}.${one.name}`);
  if (granted.join("\n") !== imports.join("\n")) throw new ArtifactError("the artifact imports other functions than it is granted");
  return loaded;
}

function checkBytes(bytes: Uint8Array): ReturnType<typeof verifyModule> {
  try {
    return verifyModule(bytes);
  } catch (error) {
    throw new ArtifactError("the artifact is no module of this compiler", { cause: error });
  }
}

function readSection(module: BinaryModule, name: string): unknown {
  const [content, second] = webAssembly.Module.customSections(module, name);
  if (content === undefined || second !== undefined) throw new ArtifactError(`the artifact has not one section \`${name}\``);
  const value: unknown = JSON.parse(new TextDecoder().decode(content));
  if (typeof value !== "object" || value === null) throw new ArtifactError(`the section \`${name}\` holds no object`);
  return value;
}

function pairsOf(numbers: Uint32Array): [number, number][] {
  return Array.from({ length: numbers.length / 2 }, (_, index) => [numbers[2 * index] ?? 0, numbers[2 * index + 1] ?? 0]);
}
