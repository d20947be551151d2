// Mistakes in formats.

import { showType } from "../../types/print.ts";
import type { Type } from "../../types/type.ts";
import { problem } from "./problem.ts";
import type { Problem } from "./problem.ts";

export function noFormat(type: Type): Problem {
  const text = showType(type);
  return problem(
    "WG316",
    `${text} takes no format behind \`:\``,
    text.startsWith("list") || text.startsWith("tuple") ? "format its items one by one" : "write `{str(x):...}` or leave the format out",
  );
}

export function badPlaceholder(what: string): Problem {
  return problem("WG316", `${what} in this format is not understood`, 'an f-string says the same: `f"{x:.2f}"`');
}

export function missingValue(field: string): Problem {
  return problem(
    "WG316",
    `\`{${field}}\` in this format is given no value`,
    "hand one value to `format` for each `{}`, or write an f-string",
  );
}

export function wrongPlaceholder(place: string, type: Type): Problem {
  const isFloat = type.kind === "float";
  return problem(
    "WG316",
    `\`${place}\` takes ${isFloat ? "an int" : "a number"}, but is given ${showType(type)}`,
    isFloat ? "write `int(x)`, or `%g` in the format" : "write `%s` in the format, which takes any value",
  );
}

export function placeholderCount(wanted: number, given: number): Problem {
  return problem(
    "WG316",
    `the format has ${wanted} place${wanted === 1 ? "" : "s"}, but ${given} value${given === 1 ? " is" : "s are"} given`,
    "give one value for each `%`, in parentheses; a percent sign itself is written `%%`",
  );
}
