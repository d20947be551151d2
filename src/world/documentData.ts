// A world document from data that anybody may have written: each field is read
// by name and checked, nothing else is kept. Throws `RangeError` that names the
// field. That plugins exist and take their parameters, opening will see.

import { combines } from "./composition.ts";
import type { AttachmentSettings, ParameterSetting, WorldDocument } from "./document.ts";
import { atlasLayers } from "./mask.ts";
import type { Mask } from "./mask.ts";

const mostAttachments = 64;
const mostText = 256;
const mostItems = 10_000;

type Fields = ReadonlyMap<string, unknown>;

export function readDocument(data: unknown): WorldDocument {
  const fields = fieldsOf(data, "the world");
  const attachments = listOf(fields.get("attachments"), "attachments", mostAttachments);
  return {
    engine: numberOf(fields.get("engine"), "engine"),
    seed: textOf(fields.get("seed"), "seed"),
    sizeMetres: fields.get("sizeMetres") === null ? null : positiveOf(fields.get("sizeMetres"), "sizeMetres"),
    cellSizeMetres: positiveOf(fields.get("cellSizeMetres"), "cellSizeMetres"),
    seaLevelMetres: numberOf(fields.get("seaLevelMetres"), "seaLevelMetres"),
    attachments: attachments.map((each, index) => readAttachment(each, `attachments[${index}]`)),
  };
}

function readAttachment(data: unknown, path: string): AttachmentSettings {
  const fields = fieldsOf(data, path);
  const combine = combines.find((each) => each === fields.get("combine"));
  const plugin = textOf(fields.get("plugin"), `${path}.plugin`);
  const { enabled, strength } = { enabled: fields.get("enabled"), strength: numberOf(fields.get("strength"), `${path}.strength`) };
  if (!/^[0-9a-f]{64}$/.test(plugin)) throw new RangeError(`${path}.plugin: expected a SHA-256 in hex`);
  if (combine === undefined) throw new RangeError(`${path}.combine: expected one of ${combines.join(", ")}`);
  if (typeof enabled !== "boolean") throw new RangeError(`${path}.enabled: expected true or false`);
  if (strength < 0 || strength > 1) throw new RangeError(`${path}.strength: expected 0 to 1`);
  return {
    plugin,
    enabled,
    strength,
    combine,
    mask: readMask(fields.get("mask"), `${path}.mask`),
    salt: textOf(fields.get("salt"), `${path}.salt`),
    parameters: listOf(fields.get("parameters"), `${path}.parameters`, mostItems).map((pair, index) => {
      const [name, value, ...rest] = listOf(pair, `${path}.parameters[${index}]`, 2);
      if (rest.length > 0) throw new RangeError(`${path}.parameters[${index}]: expected a name and a value`);
      return [textOf(name, `${path}.parameters[${index}]`), settingOf(value, `${path}.parameters[${index}]`, 0)] as const;
    }),
  };
}

/** Throws `RangeError` that names the field. */
export function readMask(data: unknown, path: string): Mask {
  const fields = fieldsOf(data, path);
  const kind = fields.get("kind");
  if (kind === "everywhere") return { kind };
  if (kind === "height" || kind === "slope" || kind === "layer") {
    const bounds = ["min", "max", "feather"].flatMap((name) => {
      const value = fields.get(name);
      return value === undefined ? [] : [[name, numberOf(value, `${path}.${name}`)] as const];
    });
    const range = Object.fromEntries(bounds);
    if (kind !== "layer") return { kind, ...range };
    const layer = atlasLayers.find((each) => each === fields.get("layer"));
    if (layer === undefined) throw new RangeError(`${path}.layer: expected one of ${atlasLayers.join(", ")}`);
    return { kind, layer, ...range };
  }
  if (kind === "biomes") return { kind, names: listOf(fields.get("names"), `${path}.names`, mostItems).map((each) => textOf(each, path)) };
  if (kind === "polygon") {
    const points = listOf(fields.get("points"), `${path}.points`, mostItems).map((point) => {
      const [x, y] = listOf(point, `${path}.points`, 2);
      return [numberOf(x, `${path}.points`), numberOf(y, `${path}.points`)] as const;
    });
    return { kind, points };
  }
  throw new RangeError(`${path}.kind: there is no such mask`);
}

/** Own fields of a plain object. */
function fieldsOf(data: unknown, path: string): Fields {
  if (typeof data !== "object" || data === null || Array.isArray(data)) throw new RangeError(`${path}: expected an object`);
  return new Map(Object.entries(data));
}

function listOf(data: unknown, path: string, most: number): readonly unknown[] {
  if (!Array.isArray(data) || data.length > most) throw new RangeError(`${path}: expected a list of at most ${most}`);
  return data as readonly unknown[];
}

function textOf(data: unknown, path: string): string {
  if (typeof data !== "string" || data.length > mostText)
    throw new RangeError(`${path}: expected a text of at most ${mostText} characters`);
  return data;
}

function numberOf(data: unknown, path: string): number {
  if (typeof data !== "number" || !Number.isFinite(data)) throw new RangeError(`${path}: expected a number`);
  return data;
}

function positiveOf(data: unknown, path: string): number {
  const value = numberOf(data, path);
  if (value <= 0) throw new RangeError(`${path}: expected a number above 0`);
  return value;
}

const deepestSetting = 4;

function settingOf(data: unknown, path: string, depth: number): ParameterSetting {
  if (typeof data === "boolean" || (typeof data === "number" && Number.isFinite(data))) return data;
  if (typeof data === "string") return textOf(data, path);
  if (depth >= deepestSetting) throw new RangeError(`${path}: lists are nested too deep`);
  return listOf(data, path, mostItems).map((each) => settingOf(each, path, depth + 1));
}
