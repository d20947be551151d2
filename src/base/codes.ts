// The one table of codes: WG1xx text and syntax, 2xx names and imports,
// 3xx types, 4xx contracts, 5xx faults while running, 6xx limits. A code is
// never reused. Each family has its own file; this one joins them.

import { compileLimitCodes } from "./codes/compileLimits.ts";
import { contractCodes } from "./codes/contracts.ts";
import { faultCodes } from "./codes/faults.ts";
import { limitCodes } from "./codes/limits.ts";
import { nameCodes } from "./codes/names.ts";
import { syntaxCodes } from "./codes/syntax.ts";
import { typeCodes } from "./codes/types.ts";

/** What `wgen explain` prints: a title, and a paragraph of help with an example. */
export interface CodeHelp {
  readonly title: string;
  readonly help: string;
}

export const codes = {
  ...syntaxCodes,
  ...nameCodes,
  ...typeCodes,
  ...contractCodes,
  ...faultCodes,
  ...limitCodes,
  ...compileLimitCodes,
} as const satisfies Record<string, CodeHelp>;

export type DiagnosticCode = keyof typeof codes;
