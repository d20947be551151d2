// Mistakes about what functions return.

import { showType } from "../../types/print.ts";
import type { Type } from "../../types/type.ts";
import { problem } from "./problem.ts";
import type { Problem } from "./problem.ts";

export function missingReturn(name: string, declared: Type): Problem {
  return problem(
    "WG306",
    `\`${name}\` may end without \`return\`, but must give ${showType(declared)}`,
    "add a `return` at the end, or one in every branch",
  );
}
