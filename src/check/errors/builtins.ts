// Mistakes in calls of builtins.

import { showType } from "../../types/print.ts";
import type { Type } from "../../types/type.ts";
import { problem } from "./problem.ts";
import type { Problem } from "./problem.ts";

export function noLength(type: Type): Problem {
  const text = showType(type);
  return problem(
    "WG302",
    `${text} has no length`,
    text === "int" || text === "float"
      ? "`len(str(x))` counts its digits"
      : text.startsWith("Iterator")
        ? "make a list of it first: `len(list(...))`"
        : undefined,
  );
}
