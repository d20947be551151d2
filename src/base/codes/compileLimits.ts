// WG61x: limits of compiling. A program that meets one is refused before it
// runs; the limits themselves stand in `base/limits.ts`.

import type { CodeHelp } from "../codes.ts";

export const compileLimitCodes = {
  WG610: { title: "types that take too long to find out", help: "" },
  WG611: { title: "a type too large", help: "" },
  WG612: { title: "a program too large", help: "" },
} as const satisfies Record<string, CodeHelp>;
