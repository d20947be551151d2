// Fault words inside runtime functions.

import { i32, op } from "../assembler.ts";
import type { Code } from "../assembler.ts";

/** The same site with another kind of fault. */
export function otherKind(word: Code, kind: number): Code {
  return op("i32.or", op("i32.and", word, i32(-64)), i32(kind));
}
