// WG2xx: names and imports.

import type { CodeHelp } from "../codes.ts";

export const nameCodes = {
} as const satisfies Record<string, CodeHelp>;
