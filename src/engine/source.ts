// An author's source as text. Bytes must be UTF-8; where they are not, the
// first wrong one is a diagnostic with its place.

import { type DecodedSource, decodeSource } from "../syntax/source.ts";

export function readSource(source: string | Uint8Array, fileName: string): DecodedSource {
  if (typeof source === "string") return { file: { name: fileName, text: source }, diagnostics: [] };
  if (!(source instanceof Uint8Array)) throw new TypeError("source: expected a string or a Uint8Array");
  return decodeSource(fileName, source);
}
