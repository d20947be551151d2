// What whole arrays cannot do.

import type { Problem } from "./problem.ts";
import { problem } from "./problem.ts";

/** `ints += floats`: numpy's UFuncTypeError, known before it runs. */
export function noArrayCast(operator: string, given: string, wanted: string): Problem {
  return problem(
    "WG313",
    `an array of ${wanted} cannot take the ${given} results of \`${operator}=\` in place`,
    `write \`a = a ${operator} ...\`, which makes a new array of ${given}`,
  );
}
