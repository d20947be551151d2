// WG1xx: text and syntax.

import type { CodeHelp } from "../codes.ts";
import { formCodes } from "./syntaxForms.ts";
import { textCodes } from "./syntaxText.ts";

export const syntaxCodes = { ...textCodes, ...formCodes } as const satisfies Record<string, CodeHelp>;
