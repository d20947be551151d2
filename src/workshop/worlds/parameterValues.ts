// Values of a plugin's parameters against its JSON Schema. The schema was made
// from a stranger's source in a child, so only the few keywords that the engine
// writes are read here, each as data; `pattern` is never run.

import { suggest } from "../../base/suggestion.ts";
import { Problem } from "../problem.ts";

interface ValueSchema {
  readonly type?: string;
  readonly format?: string;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly maxLength?: number;
  readonly maxItems?: number;
  readonly minItems?: number;
  readonly enum?: readonly unknown[];
  readonly items?: ValueSchema;
  readonly prefixItems?: readonly ValueSchema[];
}

/** All values of one attachment together. */
const mostCharacters = 32_768;

/** Throws a `Problem` that names the first value that does not fit. */
export function checkParameters(schemaText: string, values: object): void {
  const { properties = {} } = JSON.parse(schemaText) as { readonly properties?: Readonly<Record<string, ValueSchema>> };
  const known = new Map(Object.entries(properties));
  if (JSON.stringify(values).length > mostCharacters) {
    throw new Problem("invalid", `the parameters are longer than ${mostCharacters} characters of JSON`, {
      members: { path: "/parameters" },
    });
  }
  for (const [name, value] of Object.entries(values)) {
    const schema = known.get(name);
    if (schema === undefined) throw unknownParameter(name, [...known.keys()]);
    const wrong = whatIsWrong(schema, value);
    if (wrong !== null)
      throw new Problem("invalid", `the parameter ${name} must be ${wrong}`, { members: { path: `/parameters/${name}` } });
  }
}

function unknownParameter(name: string, known: readonly string[]): Problem {
  const near = suggest(name, known);
  const hint = near !== null ? `did you mean ${near}?` : known.length === 0 ? "it has none" : `it has ${known.join(", ")}`;
  return new Problem("invalid", `the plugin has no parameter ${name}; ${hint}`, { members: { path: "/parameters" } });
}

/** "at most 3", or null where the value fits. */
function whatIsWrong(schema: ValueSchema, value: unknown): string | null {
  if (schema.enum !== undefined && !schema.enum.includes(value))
    return `one of ${schema.enum.map((each) => JSON.stringify(each)).join(", ")}`;
  switch (schema.type) {
    case "number":
    case "integer":
      return wrongNumber(schema, value);
    case "boolean":
      return typeof value === "boolean" ? null : "true or false";
    case "string":
      return wrongText(schema, value);
    case "array":
      return wrongList(schema, value);
    default:
      return "left out: it cannot be given as JSON";
  }
}

function wrongNumber({ type, minimum, maximum }: ValueSchema, value: unknown): string | null {
  if (typeof value !== "number" || !Number.isFinite(value)) return type === "integer" ? "a whole number" : "a number";
  if (type === "integer" && !Number.isSafeInteger(value)) return "a whole number";
  if (minimum !== undefined && value < minimum) return `at least ${minimum}`;
  if (maximum !== undefined && value > maximum) return `at most ${maximum}`;
  return null;
}

const longestText = 10_000;
const longestList = 10_000;

function wrongText({ format, maxLength = longestText }: ValueSchema, value: unknown): string | null {
  if (typeof value !== "string") return "a text";
  if (format === "color" && !/^#[0-9a-fA-F]{6}$/.test(value)) return "a colour like #336699";
  return [...value].length > maxLength ? `at most ${maxLength} characters long` : null;
}

function wrongList({ items, prefixItems, minItems = 0, maxItems = longestList }: ValueSchema, value: unknown): string | null {
  if (!Array.isArray(value)) return "a list";
  if (value.length > maxItems) return `at most ${maxItems} items long`;
  if (value.length < minItems) return `at least ${minItems} items long`;
  for (const [index, item] of value.entries()) {
    const schema = prefixItems?.[index] ?? items;
    const wrong = schema === undefined ? null : whatIsWrong(schema, item);
    if (wrong !== null) return `a list whose item ${index} is ${wrong}`;
  }
  return null;
}
