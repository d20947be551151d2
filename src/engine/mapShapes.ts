// What the loop of a mapped hook looks like, by the types of the hook: see
// `ir/mapLoop.ts`. A record of scalars is taken apart; any other object comes
// out as a reference.

import { addMapLoops, mapEntryName, type MapParameter, type MapResult, type MapShape } from "../ir/mapLoop.ts";
import type { Instruction, IRModule } from "../ir/ir.ts";
import { anyBodyOf } from "../ir/placement.ts";
import type { HookContract } from "../check/host.ts";
import type { Codec } from "./codec.ts";
import type { EntryCodecs } from "./unit.ts";

/** A hook's loop: its function, and how its parameters and result stand in it. */
export interface MapLoop {
  readonly function: number;
  readonly shape: MapShape;
  /** Does it take and give floats, and nothing else? */
  readonly isFloats: boolean;
}

export interface MappedModule {
  readonly module: IRModule;
  readonly loops: ReadonlyMap<string, MapLoop>;
}

/** Adds a loop for each per-cell hook. A module that prints has none: its log names the cell of each line. */
export function mapHooks(module: IRModule, entries: ReadonlyMap<string, EntryCodecs>, contracts: readonly HookContract[]): MappedModule {
  const mapped = contracts.filter((contract) => contract.perCell && entries.has(contract.name));
  if (mapped.length === 0 || module.functions.some((each) => hasPrint(anyBodyOf(each)))) return { module, loops: new Map() };
  const shapes = mapped.map((contract) => shapeOf(contract, entries.get(contract.name)!));
  const made = addMapLoops(module, shapes);
  const loops = shapes.flatMap((shape) => {
    const id = made.entries.find((entry) => entry.name === mapEntryName(shape.entry))?.function;
    return id === undefined ? [] : [[shape.entry, { function: id, shape, isFloats: isFloats(shape) }] as const];
  });
  return { module: made, loops: new Map(loops) };
}

function shapeOf(contract: HookContract, entry: EntryCodecs): MapShape {
  const constants = new Set(contract.parameters.filter((each) => each.constant === true).map((each) => each.name));
  const parameters = entry.parameters.map(({ name, codec }): MapParameter => {
    if (constants.has(name)) return { kind: "whole", representation: codec.representation };
    if (codec.parts === undefined) return { kind: "column", representation: codec.representation };
    return { kind: "record", type: codec.parts.type, slots: slotsOf(codec) };
  });
  return { entry: contract.name, parameters, result: resultOf(entry.result) };
}

function isFloats({ parameters, result }: MapShape): boolean {
  return [...parameters, result].every((part) => part.kind === "column" && part.representation === "f64");
}

function resultOf(codec: Codec): MapResult {
  if (codec.text === "None") return { kind: "none" };
  const slots = codec.parts === undefined ? [] : slotsOf(codec);
  if (slots.length > 0 && !slots.includes("ref")) return { kind: "record", slots };
  return { kind: "column", representation: codec.representation };
}

function slotsOf(codec: Codec): readonly Codec["representation"][] {
  return codec.parts?.fields().map((field) => field.codec.representation) ?? [];
}

function hasPrint(body: readonly Instruction[]): boolean {
  return body.some((each) => {
    if (each.kind === "print") return true;
    if (each.kind === "if") return hasPrint(each.then) || hasPrint(each.else);
    return (each.kind === "block" || each.kind === "loop") && hasPrint(each.body);
  });
}
