// Mistakes in annotations.

import { didYouMean, problem } from "./problem.ts";
import type { Problem } from "./problem.ts";

/** What other languages, and `typing`, call our types. */
const foreignTypes = new Map([
  ["integer", "int"],
  ["long", "int"],
  ["number", "float"],
  ["double", "float"],
  ["string", "str"],
  ["String", "str"],
  ["char", "str"],
  ["boolean", "bool"],
  ["void", "None"],
  ["null", "None"],
  ["array", "list[...]"],
  ["vector", "list[...]"],
  ["map", "dict[..., ...]"],
]);

export function notAType(name?: string, candidates: readonly string[] = []): Problem {
  if (name === undefined)
    return problem("WG320", "this is not a type", "write a type such as `int`, `list[float]`, `tuple[int, str]` or a class name");
  return problem(
    "WG320",
    `there is no type named \`${name}\``,
    foreignTypes.has(name)
      ? `write \`${foreignTypes.get(name)}\``
      : (didYouMean(name, candidates) ??
          "types are `int`, `float`, `bool`, `str`, `list[...]`, `dict[..., ...]`, `set[...]`, `tuple[...]` and your classes"),
  );
}

export function wrongTypeArguments(name: string, count: number): Problem {
  const example = count === 0 ? name : `${name}[${Array.from({ length: count }, () => "int").join(", ")}]`;
  return problem(
    "WG321",
    `\`${name}\` takes ${count === 0 ? "no types" : count === 1 ? "one type" : `${count} types`} in brackets`,
    `write for example \`${example}\``,
  );
}
