// WG1xx: text and syntax.

import type { CodeHelp } from "../codes.ts";

export const syntaxCodes = {
} as const satisfies Record<string, CodeHelp>;
