// A plugin from an artifact, without its source. The digest must be the one
// that the caller knows from elsewhere; then all is checked again: the bytes
// instruction by instruction, the imports against the host, the versions.

import { engineVersion } from "../base/version.ts";
import type { ParameterFacts, ParameterValue, Program } from "../check/program.ts";
import type { IRFunction, IRModule } from "../ir/ir.ts";
import { priceVersion } from "../library/prices.ts";
import { ArtifactError, loadArtifact as readArtifact, type LoadedArtifact } from "../wasm/artifact.ts";
import type { CompiledModule } from "../wasm/compile.ts";
import type { CheckEntry } from "../wasm/plan.ts";
import type { SideTables } from "../wasm/sideTables.ts";
import { hostHashOf, readValue, type ArtifactFace } from "./artifactFace.ts";
import { requireFit } from "./artifactFit.ts";
import { requireForms } from "./artifactShape.ts";
import { BlankFiles } from "./artifactSites.ts";
import { ArtifactTypes } from "./artifactTypes.ts";
import { programHost } from "./compile.ts";
import type { Host } from "./host.ts";
import { assemblePlugin, type Plugin, type PluginFace } from "./plugin.ts";
import { resolveLimits, type RunLimits } from "./runLimits.ts";
import { makeCodecs, running, type BorderProgram, type Unit } from "./unit.ts";

export { ArtifactError };

export interface LoadOptions {
  /** SHA-256 of the bytes in hex, as `buildArtifact` gave it; never take it from where the bytes come from. */
  readonly digest: string;
  /** The host that the plugin was compiled for. Default: as of `compile`. */
  readonly host?: Host;
  /** As of `compile`. */
  readonly limits?: RunLimits;
}

/**
 * A plugin that does all that the one did which the artifact was built from. Throws `ArtifactError` for other bytes than
 * the digest names, another version, another host, or a module that holds what none of ours does.
 *
 * @example
 * const { bytes, digest } = buildArtifact(plugin);
 * const again = loadArtifact(bytes, { digest, host });
 */
export function loadArtifact(bytes: Uint8Array, { digest, host = programHost, limits }: LoadOptions): Plugin {
  resolveLimits("call", limits);
  if (typeof digest !== "string" || !/^[0-9a-f]{64}$/.test(digest)) throw new TypeError("digest: expected a SHA-256 in hex");
  try {
    // A copy: nobody can change the bytes between the check and the compiler.
    return pluginOf(readArtifact(new Uint8Array(bytes), digest), host, limits);
  } catch (error) {
    if (error instanceof ArtifactError) throw error;
    throw new ArtifactError("what the artifact says of itself does not fit together", { cause: error });
  }
}

function pluginOf(loaded: LoadedArtifact, host: Host, limits: RunLimits | undefined): Plugin {
  const face = faceOf(loaded, host);
  const types = new ArtifactTypes(face, loaded.interface.types);
  const program = programOf(face, types);
  requireFit(loaded, face, program);
  const blank = new BlankFiles(loaded.sites, face);
  const { parameters, hostFunctions } = program;
  const unit: Unit = {
    ...makeCodecs(program, types),
    ...running(moduleOf(loaded, face, blank)),
    tier: "compiled",
    program: { parameters, hostFunctions },
    mapLoops: new Map(face.loops),
    storageTypes: face.storageTypes,
  };
  return assemblePlugin(pluginFace(loaded, face, program, blank, host, limits), unit, refuseSource, false);
}

function faceOf(loaded: LoadedArtifact, host: Host): ArtifactFace {
  const { library, interface: all, origin } = loaded;
  if (library === null) throw new ArtifactError("the artifact was not built by this library");
  const face = library as ArtifactFace;
  const compiler = `wgen ${engineVersion}`;
  if (origin.compiler !== compiler) throw new ArtifactError(`the artifact was built by ${String(origin.compiler)}; this is ${compiler}`);
  if (origin.prices !== priceVersion) throw new ArtifactError("the artifact counts fuel by another schedule of prices");
  for (const { name } of all.imports) {
    if (!host.actions.has(name)) throw new ArtifactError(`the artifact imports ${name}, which the host ${host.name} does not declare`);
  }
  requireForms(loaded);
  if (face.hostHash !== hostHashOf(host)) throw new ArtifactError(`the artifact was built for another host than ${host.name} as it is now`);
  return face;
}

function refuseSource(): never {
  throw new TypeError("a plugin from an artifact has no source: build artifacts of what `compile` gives");
}

// ------------------------------------------------------------------- the program

type LoadedProgram = BorderProgram & Pick<Program, "constants">;

function programOf(face: ArtifactFace, types: ArtifactTypes): LoadedProgram {
  return {
    entries: face.entries.map(({ name, function: id, parameters, result }) => ({
      name,
      function: id,
      parameters: parameters.map((each) => ({ name: each.name, type: types.read(each.type) })),
      result: types.read(result),
    })),
    hostFunctions: face.hostFunctions.map(({ name, parameters, result, price }) => ({
      name,
      parameters: parameters.map((type) => types.read(type)),
      result: types.read(result),
      price,
    })),
    parameters: face.parameters.map(({ name, type, global, facts }) => {
      return { ...(readValue(facts) as ParameterFacts), name, type: types.read(type), global, span: { start: 0, end: 0 } };
    }),
    constants: new Map(face.constants.map(([name, value]) => [name, readValue(value) as ParameterValue])),
    globals: types.enumMembers,
  };
}

function pluginFace(
  { origin }: LoadedArtifact,
  face: ArtifactFace,
  program: LoadedProgram,
  blank: BlankFiles,
  host: Host,
  limits: RunLimits | undefined,
): PluginFace {
  const definitions = new Map(face.entries.map(({ name, definition }) => [name, definition]));
  return {
    name: face.name,
    fileName: face.fileName,
    hash: origin.sourceHash,
    diagnostics: [],
    tier: "compiled",
    host,
    limits,
    entries: program.entries,
    constants: program.constants,
    parameters: program.parameters,
    definitionOf(hook) {
      const definition = definitions.get(hook) ?? null;
      return definition === null ? null : blank.placeOf(...definition);
    },
    parameterReads: new Map(face.entries.map(({ name, reads }) => [name, reads])),
  };
}

// -------------------------------------------------------------------- the module

function moduleOf({ module, interface: all, sites }: LoadedArtifact, face: ArtifactFace, blank: BlankFiles): CompiledModule {
  const withSites = <Holder>(holder: Holder): Holder & Pick<IRModule, "sites"> =>
    Object.defineProperty({ ...holder, sites: [] }, "sites", { get: () => blank.all, enumerable: true });
  const ir = withSites({
    functions: functionsOf(face),
    types: typesOf(all),
    globals: all.globals,
    texts: [],
    hostFunctions: all.imports,
    initializer: face.initializer,
    entries: face.entries.map(({ name, function: id }) => ({ name, function: id })),
    frozenState: all.frozenState,
    writesModuleState: all.writesModuleState,
  });
  const [firstFunction, endFunction] = sites.functions;
  const sideTables: SideTables = withSites({
    callSites: Uint32Array.from(sites.calls.flat()),
    firstFunction,
    endFunction,
    traps: sites.traps,
    checks: sites.checks.map((check, index) => ({ ...check, operandCount: face.operands[index] ?? 0 })) as CheckEntry[],
    statics: { globals: face.globals, counters: 0 },
    residentBytes: all.residentBytes,
    origins: [],
    exported: new Set(face.functions.map(({ id }) => id)),
  });
  return { ir, bytes: new Uint8Array(0), module, sideTables, options: {} };
}

function typesOf({ types }: LoadedArtifact["interface"]): IRModule["types"] {
  return types.map(({ kind, name, slots, bases }) => {
    if (kind === "record") return { kind, name, slots, bases };
    return kind === "storage" ? { kind, name, element: slots[0] ?? "ref" } : { kind, name };
  });
}

/** Signatures of what the host can call, at their places; the rest is empty. */
function functionsOf({ functions }: ArtifactFace): readonly IRFunction[] {
  const hidden = signature({ id: -1, parameters: [], result: null });
  const made = Array.from({ length: 1 + Math.max(...functions.map(({ id }) => id)) }, () => hidden);
  for (const each of functions) made[each.id] = signature(each);
  return made;
}

function signature({ id, parameters, result }: ArtifactFace["functions"][number]): IRFunction {
  const locals = parameters.map((representation) => ({ representation, name: null }));
  const flags = { mayRaise: false, depthWeight: 0, isLibrary: true };
  return { id, name: "", parameterCount: locals.length, locals, result, body: [], ...flags };
}
