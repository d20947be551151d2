// WG4xx: contracts with the host.

import type { CodeHelp } from "../codes.ts";

export const contractCodes = {
} as const satisfies Record<string, CodeHelp>;
