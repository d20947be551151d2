// WG6xx: limits, at compile time and while running. No `except` and no
// `finally` ever sees one. The limits themselves stand in `base/limits.ts`.

import type { CodeHelp } from "../codes.ts";

export const limitCodes = {
  WG601: { title: "out of fuel", help: "" },
  WG602: { title: "out of memory", help: "" },
  WG603: { title: "calls nested too deep", help: "" },
  WG604: { title: "too much output", help: "" },
  WG605: { title: "a string too long", help: "" },
  WG606: { title: "too many host calls", help: "" },
  WG607: { title: "a result too large", help: "" },
} as const satisfies Record<string, CodeHelp>;

export type LimitCode = keyof typeof limitCodes;
