// WG3xx: types.

import type { CodeHelp } from "../codes.ts";

export const typeCodes = {
} as const satisfies Record<string, CodeHelp>;
