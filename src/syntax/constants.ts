// `true`, `null` and the like: names in Python, but hardly ever meant as such.
// Where nothing in the file gives such a name a value, its uses are reported
// and read as the constant.

import { constantWord } from "./errors/foreign.ts";
import type { Findings } from "./findings.ts";
import type { Layout } from "./layout.ts";
import * as t from "./tokens.ts";
import { typeSet } from "./trouble.ts";

const binds = typeSet(t.Assign, t.ColonAssign, t.AugmentedAssign, t.In);
const bindsBefore = typeSet(t.Def, t.Class, t.As, t.Import, t.Global, t.Nonlocal, t.For, t.Lambda);
const bindingLines = typeSet(t.Def, t.From, t.Import, t.Case);
const lineEdges = typeSet(t.Newline, t.Indent, t.Dedent);

/** Reports and retypes the constants of other languages that the file does not define itself. */
export function mendConstants(layout: Layout, findings: Findings): void {
  const { out } = layout;
  const bound = new Set<string>();
  const uses: number[] = [];
  let lineHead: t.IToken | undefined;
  out.forEach((token, at) => {
    if (lineHead === undefined || lineEdges.has(token.tokenTypeIdx)) lineHead = undefined;
    lineHead ??= lineEdges.has(token.tokenTypeIdx) ? undefined : token;
    if (token.tokenTypeIdx !== t.Name.tokenTypeIdx || !t.foreignConstants.has(token.image)) return;
    const before = out[at - 1]?.tokenTypeIdx ?? -1;
    const next = out[at + 1]?.tokenTypeIdx ?? -1;
    if (before === t.Dot.tokenTypeIdx) return;
    if (binds.has(next) || bindsBefore.has(before) || bindingLines.has(lineHead!.tokenTypeIdx)) bound.add(token.image);
    else uses.push(at);
  });
  for (const at of uses) {
    const token = out[at]!;
    if (bound.has(token.image)) continue;
    const meant = t.foreignConstants.get(token.image)!;
    findings.add(constantWord({ start: token.startOffset, end: t.endOf(token) }, token.image, meant));
    out[at] = t.makeToken(t.keywords.get(meant)!, token.startOffset, t.endOf(token), meant);
  }
}
