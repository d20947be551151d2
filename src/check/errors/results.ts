// Mistakes about what functions return.

import { showType } from "../../types/print.ts";
import type { Type } from "../../types/type.ts";
import { problem } from "./problem.ts";
import type { Problem } from "./problem.ts";

export function protocolResult(name: string, found: Type, wanted: Type): Problem {
  return problem(
    "WG306",
    `\`${name}\` gives ${showType(found)}, but Python takes ${wanted.kind === "none" ? "nothing" : `only ${showType(wanted)}`} from it`,
    wanted.kind === "none" ? "write `return` alone" : `give ${showType(wanted)}, or let a method of another name give this`,
  );
}

export function missingReturn(name: string, declared: Type): Problem {
  return problem(
    "WG306",
    `\`${name}\` may end without \`return\`, but must give ${showType(declared)}`,
    "add a `return` at the end, or one in every branch",
  );
}
