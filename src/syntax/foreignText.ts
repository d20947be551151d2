// Names the characters and signs that no wgen program contains outside its
// strings and comments, and puts in their place what was probably meant, so
// that the rest of the line can still be read.

import type { Layout } from "./layout.ts";
import * as text from "./errors/text.ts";
import * as t from "./tokens.ts";

type IToken = t.IToken;

export function placeForeign(layout: Layout, token: IToken): void {
  layout.findings.add(text.strayCharacter({ start: token.startOffset, end: t.endOf(token) }, token.image));
}
