// WG2xx: names and imports.

import type { CodeHelp } from "../codes.ts";

export const nameCodes = {
  WG201: { title: "an unknown name", help: "" },
  WG202: { title: "an unknown module", help: "" },
  WG203: { title: "an unknown attribute", help: "" },
  WG204: { title: "a name without a value", help: "" },
  WG205: { title: "an unknown keyword argument", help: "" },
  WG206: { title: "a name that a module does not have", help: "" },
  WG207: { title: "a misplaced global or nonlocal", help: "" },
  WG208: { title: "a name defined twice", help: "" },
} as const satisfies Record<string, CodeHelp>;
