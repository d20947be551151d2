// Mistakes about iterating and unpacking.

import { showType } from "../../types/print.ts";
import type { Type } from "../../types/type.ts";
import { problem } from "./problem.ts";
import type { Problem } from "./problem.ts";

export function notIterable(type: Type): Problem {
  const text = showType(type);
  const hint =
    text === "int"
      ? "to count, write `for i in range(n)`"
      : text.endsWith("| None")
        ? "it may be None here: test `is not None` first"
        : undefined;
  return problem("WG307", `${text} cannot be iterated`, hint);
}

export function wrongUnpacking(wanted: string, found: number): Problem {
  return problem("WG312", `${wanted} to unpack into, but there ${found === 1 ? "is 1 value" : `are ${found} values`}`);
}
