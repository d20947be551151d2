// Does what an artifact says of itself fit together? Functions that the host
// calls are there and take what their hooks do, globals hold what parameters
// are, the module imports what the hooks of the host are described as, objects
// have the slots of their classes.

import type { ParameterFacts, ParameterValue } from "../check/program.ts";
import type { Representation } from "../ir/ir.ts";
import { representationOf, type TypeId } from "../types/layouts.ts";
import type { Type } from "../types/type.ts";
import { ArtifactError, type ArtifactInterface, type LoadedArtifact } from "../wasm/artifact.ts";
import { exportName } from "../wasm/exports.ts";
import { webAssembly } from "../wasm/webAssembly.ts";
import type { ArtifactFace } from "./artifactFace.ts";
import type { BorderProgram } from "./unit.ts";

type HeapTypeOf = ArtifactInterface["types"][number];

function require(fits: boolean, what: string): void {
  if (!fits) throw new ArtifactError(`what the artifact says of itself does not fit together: ${what}`);
}

/** Throws where the parts contradict each other. */
export function requireFit(loaded: LoadedArtifact, face: ArtifactFace, program: BorderProgram): void {
  const exported = new Set(webAssembly.Module.exports(loaded.module).map(({ name }) => name));
  const functions = new Map(face.functions.map((each) => [each.id, each]));
  for (const id of functions.keys()) require(exported.has(exportName(id)), `function ${id}`);
  const takes = (id: number, parameters: readonly Representation[], result: Representation | null): boolean => {
    const found = functions.get(id);
    return found !== undefined && found.result === result && isSame(found.parameters, parameters);
  };
  require(takes(face.initializer, [], null), "the module body");
  for (const { name, function: id, parameters, result } of program.entries) {
    require(takes(
      id,
      parameters.map(({ type }) => representationOf(type)),
      resultOf(result),
    ), `hook ${name}`);
  }
  for (const [name, { function: id }] of face.loops)
    require(functions.has(id) && program.entries.some((each) => each.name === name), `loop ${name}`);
  requireImports(loaded, program);
  requireGlobals(loaded, program);
  const storages = Object.entries(face.storageTypes) as [Representation, TypeId][];
  for (const [element, id] of storages) requireType(loaded.interface.types[id], "storage", [element]);
}

function requireImports({ interface: { imports } }: LoadedArtifact, { hostFunctions }: BorderProgram): void {
  require(imports.length === hostFunctions.length, "host functions");
  for (const [index, { name, parameters, result }] of hostFunctions.entries()) {
    const found = imports[index];
    const same = found?.name === name && found.result === resultOf(result);
    require(same && isSame(found.parameters, parameters.map(representationOf)), `host function ${name}`);
  }
}

function requireGlobals({ interface: { globals } }: LoadedArtifact, program: BorderProgram): void {
  for (const parameter of program.parameters) {
    const { name, type, global } = parameter;
    require(globals[global]?.representation === representationOf(type) && stands(parameter, type), `parameter ${name}`);
  }
  for (const { name, id } of program.globals) require(globals[id]?.representation === "ref", name);
}

/** Is the default of the kind that the type says? What it is exactly is asked where it is set. */
function stands({ default: value }: ParameterFacts, type: Type): boolean {
  const kind = Array.isArray(value) ? "list" : typeof (value as ParameterValue | undefined);
  if (type.kind === "int" || type.kind === "float") return kind === "number" || kind === "bigint";
  if (type.kind === "bool") return kind === "boolean";
  return kind === "string" || kind === "list" || (kind === "number" && type.kind === "union");
}

/** Throws unless the module knows the type so. */
export function requireType(found: HeapTypeOf | undefined, kind: HeapTypeOf["kind"], slots: readonly Representation[]): void {
  require(found?.kind === kind && isSame(found.slots, slots), `type ${found?.name ?? "without a name"}`);
}

function resultOf(type: Type): Representation | null {
  return type.kind === "none" ? null : representationOf(type);
}

function isSame(one: readonly Representation[], other: readonly Representation[]): boolean {
  return one.length === other.length && one.every((each, index) => each === other[index]);
}
