// The texts of `-p name=value` as values of the types that parameters declare.

import { suggest } from "../base/suggestion.ts";
import type { Parameter } from "../engine/parameters.ts";
import { UsageError } from "./exit.ts";

/** The values of `-p` for the parameters of one plugin, by their types. */
export function readParameters(declared: readonly Parameter[], given: ReadonlyMap<string, string>): Readonly<Record<string, unknown>> {
  const values = declared.flatMap(({ name, type }) => {
    const text = given.get(name);
    return text === undefined ? [] : [[name, readParameter(name, type, text)] as const];
  });
  return Object.fromEntries(values);
}

function readParameter(name: string, type: string, text: string): unknown {
  if (type === "str" || type === "Color") return text;
  if (type === "bool") {
    if (/^true$/i.test(text)) return true;
    if (/^false$/i.test(text)) return false;
    throw new UsageError(`-p ${name}: say true or false, not ${text}`);
  }
  const isNumber = type === "int" || type === "float";
  const value = isNumber ? (text.trim() === "" ? Number.NaN : Number(text)) : parseList(text);
  if (value === undefined || Number.isNaN(value) || (type === "int" && !Number.isSafeInteger(value))) {
    throw new UsageError(`-p ${name}: say a ${type}, as ${isNumber ? "3" : "[[0, 1], [2, 3]]"}, not ${text}`);
  }
  return value;
}

/** A list in JSON; undefined where it is none. */
function parseList(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text);
    return Array.isArray(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** Refuses a name that nothing declares. */
export function requireKnown(given: ReadonlyMap<string, string>, known: ReadonlySet<string>): void {
  for (const name of given.keys()) {
    if (known.has(name)) continue;
    const near = suggest(name, [...known]);
    const hint = near === null ? `there is ${[...known].join(", ") || "none"}` : `did you mean ${near}?`;
    throw new UsageError(`no plugin has a parameter ${name}; ${hint}`);
  }
}
