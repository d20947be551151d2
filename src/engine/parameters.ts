// Parameters of a plugin: what it declares with `param(...)`, as data, as
// JSON Schema, and the check of the values that a caller gives.

import type { ParameterFacts, ParameterSchema, ParameterValue } from "../check/program.ts";
import { suggest } from "../base/suggestion.ts";
import { showType } from "../types/print.ts";
import type { Type } from "../types/type.ts";
import { isTypedArray, ownValue } from "./ownData.ts";

/** One parameter as a form would show it. */
export interface Parameter extends ParameterFacts {
  readonly name: string;
  /** `float`, `int`, `bool`, `str`, `Color`, `list[tuple[float, float]]` ... */
  readonly type: string;
}

export function describeParameter(schema: ParameterSchema): Parameter {
  const { name, type, global: _global, span: _span, ...rest } = schema;
  const choices = rest.choices === undefined ? {} : { choices: rest.choices.map(plainValue) };
  return Object.freeze({ name, ...rest, type: showType(type), default: plainValue(rest.default), ...choices });
}

/** Ints as numbers where they are safe, as everywhere outside a plugin. */
function plainValue(value: ParameterValue): ParameterValue {
  if (typeof value === "bigint") return Number.isSafeInteger(Number(value)) ? Number(value) : value;
  return typeof value === "object" ? value.map(plainValue) : value;
}

/** Values by name for every parameter: the given ones where they are allowed, else the defaults. */
export function resolveParameters(schemas: readonly ParameterSchema[], given: unknown): ReadonlyMap<string, unknown> {
  const values = readGiven(given);
  for (const name of values.keys()) {
    if (schemas.some((schema) => schema.name === name)) continue;
    const near = suggest(
      name,
      schemas.map((schema) => schema.name),
    );
    throw new TypeError(`params.${name}: the plugin has no such parameter${near === null ? "" : `; did you mean ${near}?`}`);
  }
  return new Map(
    schemas.map((schema) => [schema.name, values.has(schema.name) ? allowed(schema, values.get(schema.name)) : schema.default]),
  );
}

/** A Map, or an object's own data properties. */
function readGiven(given: unknown): Map<string, unknown> {
  if (given === undefined || given === null) return new Map();
  if (given instanceof Map) return new Map(given as Map<string, unknown>);
  if (typeof given !== "object") throw new TypeError("params: expected an object or a Map");
  return new Map(Object.keys(given).map((name) => [name, ownValue(given, name)]));
}

function allowed(schema: ParameterSchema, value: unknown): unknown {
  const path = `params.${schema.name}`;
  const { min, max, maxLength, choices } = schema;
  if (typeof value === "number" || typeof value === "bigint") {
    if (Number.isNaN(value)) throw new RangeError(`${path}: not a number`);
    if (min !== undefined && value < min) throw new RangeError(`${path}: at least ${min}`);
    if (max !== undefined && value > max) throw new RangeError(`${path}: at most ${max}`);
  }
  if (maxLength !== undefined && (Array.isArray(value) || isTypedArray(value) || typeof value === "string") && value.length > maxLength) {
    throw new RangeError(`${path}: at most ${maxLength} items`);
  }
  if (choices !== undefined && !choices.some((choice) => plainValue(choice) === value)) {
    throw new RangeError(`${path}: expected one of ${choices.map((choice) => String(choice)).join(", ")}`);
  }
  return value;
}

/** `#rrggbb`, which stands for a record of r, g and b. */
export function expandColor(value: unknown, type: Type): unknown {
  if (typeof value !== "string" || type.kind !== "instance") return value;
  const match = /^#([0-9a-fA-F]{2})([0-9a-fA-F]{2})([0-9a-fA-F]{2})$/.exec(value);
  if (match === null) return value;
  const [r, g, b] = match.slice(1).map((digits) => Number.parseInt(digits, 16) / 255);
  return { r, g, b };
}

/** The parameters as JSON Schema (2020-12): an object whose properties all have defaults. */
export function parameterSchema(schemas: readonly ParameterSchema[], title: string): object {
  const properties: Record<string, object> = Object.create(null);
  for (const schema of schemas) properties[schema.name] = propertySchema(schema);
  return {
    $schema: "https://json-schema.org/draft/2020-12/schema",
    title,
    type: "object",
    properties,
    additionalProperties: false,
  };
}

function propertySchema(schema: ParameterSchema): object {
  const { min, max, step, maxLength, choices, label, help, unit, group, widget, log } = schema;
  const extras = { unit, group, widget, log, step };
  return {
    ...typeSchema(schema.type),
    default: jsonValue(schema.default),
    ...(label === undefined ? {} : { title: label }),
    ...(help === undefined ? {} : { description: help }),
    ...(min === undefined ? {} : { minimum: min }),
    ...(max === undefined ? {} : { maximum: max }),
    ...(maxLength === undefined ? {} : schema.type.kind === "str" ? { maxLength } : { maxItems: maxLength }),
    ...(choices === undefined ? {} : { enum: choices.map(jsonValue) }),
    ...Object.fromEntries(Object.entries(extras).flatMap(([name, value]) => (value === undefined ? [] : [[`x-${name}`, value]]))),
  };
}

function typeSchema(type: Type): object {
  switch (type.kind) {
    case "int":
    case "u64":
      return { type: "integer" };
    case "float":
      return { type: "number" };
    case "bool":
      return { type: "boolean" };
    case "str":
      return { type: "string" };
    case "tuple":
      return { type: "array", prefixItems: type.items.map(typeSchema), minItems: type.items.length, maxItems: type.items.length };
    case "variadic":
      return { type: "array", items: typeSchema(type.element) };
    case "instance":
      return instanceSchema(type.class.name, type.arguments);
    case "never":
    case "unknown":
    case "none":
    case "union":
    case "function":
    case "generator":
    case "storage":
    case "class":
    case "module":
    case "parameter":
    case "variable":
      return {};
  }
}

function instanceSchema(name: string, typeArguments: readonly Type[]): object {
  const [element] = typeArguments;
  if (name === "list" && element !== undefined) return { type: "array", items: typeSchema(element) };
  if (name === "Color") return { type: "string", pattern: "^#[0-9a-fA-F]{6}$", format: "color" };
  return { type: "object" };
}

/** Ints beyond 2^53 are decimal strings. */
function jsonValue(value: ParameterValue): unknown {
  const plain = plainValue(value);
  if (typeof plain === "bigint") return String(plain);
  return typeof plain === "object" ? plain.map(jsonValue) : plain;
}

/** A parameter as JSON takes it. */
export function parameterJSON(parameter: Parameter): object {
  const { choices } = parameter;
  return { ...parameter, default: jsonValue(parameter.default), ...(choices === undefined ? {} : { choices: choices.map(jsonValue) }) };
}
