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
  WG209: { title: "a name that begins with two underscores", help: "Names such as `__init__` and `__proto__` belong to Python itself. A class may have methods that Python knows by such names; everything else needs a name of its own:\n\n    __height = 2     # refused\n    height = 2" },
} as const satisfies Record<string, CodeHelp>;
