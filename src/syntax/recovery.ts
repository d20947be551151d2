// placeholder
import type * as ast from "./ast.ts";
import type { Findings } from "./findings.ts";
import type { Layout } from "./layout.ts";
import type { WgenParser } from "./parser.ts";
import type { ParserLimits } from "./rules/core.ts";

export function recover(parser: WgenParser, _layout: Layout, findings: Findings, _limits: ParserLimits): readonly ast.Statement[] {
  const error = parser.errors[0];
  const token = error?.token;
  const span = token ? { start: token.startOffset, end: token.endOffset! + 1 } : { start: 0, end: 0 };
  findings.add({ code: "WG158", span, message: `unexpected \`${token?.image}\`` });
  return [];
}
