// Which values a parameter takes: a share link, an older program's settings or
// a widget may hold anything, and only what fits its parameter is used.

import type { Parameter } from "../../engine/parameters.ts";

type Settings = readonly (readonly [name: string, value: unknown])[];

/** The settings that fit, once each, in the order of the parameters. */
export function acceptParameters(parameters: readonly Parameter[], given: Settings): Settings {
  const values = new Map(given);
  return parameters.flatMap((parameter) => {
    const value = values.get(parameter.name);
    return value !== undefined && fits(parameter, value) ? [[parameter.name, value] as const] : [];
  });
}

/** Does a value fit its parameter: type, range, choices, length? */
export function fits({ type, min, max, choices, maxLength }: Parameter, value: unknown): boolean {
  if (choices !== undefined && !choices.some((choice) => choice === value)) return false;
  switch (type) {
    case "bool":
      return typeof value === "boolean";
    case "int":
      return Number.isSafeInteger(value) && isWithin(value as number, min, max);
    case "float":
      return typeof value === "number" && Number.isFinite(value) && isWithin(value, min, max);
    case "str":
      return typeof value === "string" && value.length <= Math.min(maxLength ?? 256, 256);
    case "Color":
      return typeof value === "string" && /^#[0-9a-f]{6}$/i.test(value);
    case "list[tuple[float, float]]":
      return Array.isArray(value) && value.length <= Math.min(maxLength ?? 1000, 1000) && value.every(isPoint);
    default:
      return false;
  }
}

function isWithin(value: number, min: number | undefined, max: number | undefined): boolean {
  return value >= Number(min ?? -Infinity) && value <= Number(max ?? Infinity);
}

function isPoint(value: unknown): boolean {
  return Array.isArray(value) && value.length === 2 && value.every((each) => typeof each === "number" && Number.isFinite(each));
}
