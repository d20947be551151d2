// Mistakes about iterating and unpacking.

import { showType } from "../../types/print.ts";
import type { Type } from "../../types/type.ts";
import { conversionHint } from "./calls.ts";
import { problem } from "./problem.ts";
import type { Problem } from "./problem.ts";

/** What an author's `__iter__` gives must itself say what comes next, as Python asks. */
export function notAnIterator(type: Type, made: Type): Problem {
  return problem(
    "WG307",
    `\`__iter__\` of ${showType(type)} gives ${showType(made)}, which has no \`__next__\``,
    "write `return iter(...)` around what it gives, or `yield` each item",
  );
}

export function notIterable(type: Type): Problem {
  const text = showType(type);
  const hint =
    text === "int"
      ? "to count, write `for i in range(n)`"
      : text.endsWith("| None")
        ? "it may be None here: test `is not None` first"
        : text === "None"
          ? "a function without `return` gives None"
          : text.startsWith("class ") || type.kind === "instance"
            ? "give its class a method `__iter__`, or iterate over one of its fields"
            : "lists, tuples, texts, dicts, sets and `range(...)` can be iterated";
  return problem("WG307", `${text} cannot be iterated`, hint);
}

export function wrongUnpacking(wanted: string, found: number): Problem {
  return problem(
    "WG312",
    `${wanted} to unpack into, but there ${found === 1 ? "is 1 value" : `are ${found} values`}`,
    "write one name for each value; `*rest` takes what is left over",
  );
}

export function notUnpackable(type: Type, count: number): Problem {
  return problem(
    "WG307",
    `${showType(type)} is one value and cannot be unpacked into ${count} names`,
    "write as many values as names: `a, b = 1, 2`",
  );
}

/** `range(n / 2)`; `division` is what the author wrote where that is a division. */
export function notACount(type: Type, division: readonly [string, string] | null): Problem {
  const hint =
    division !== null
      ? `\`/\` gives a float; whole numbers are divided by \`//\`: \`${division[0]} // ${division[1]}\``
      : conversionHint(type, { kind: "int" });
  return problem("WG302", `\`range\` counts whole numbers: this must be int, not ${showType(type)}`, hint);
}
