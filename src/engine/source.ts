// An author's source as text. Bytes must be UTF-8; where they are not, the
// first wrong one is a diagnostic with its place.

import type { Diagnostic } from "../base/diagnostic.ts";
import type { SourceFile } from "../base/span.ts";

export interface ReadSource {
  readonly file: SourceFile;
  readonly diagnostics: readonly Diagnostic[];
}

export function readSource(source: string | Uint8Array, fileName: string): ReadSource {
  if (typeof source === "string") return { file: { name: fileName, text: source }, diagnostics: [] };
  if (!(source instanceof Uint8Array)) throw new TypeError("source: expected a string or a Uint8Array");
  try {
    return { file: { name: fileName, text: new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(source) }, diagnostics: [] };
  } catch {
    return brokenSource(source, fileName);
  }
}

function brokenSource(bytes: Uint8Array, fileName: string): ReadSource {
  const text = new TextDecoder("utf-8", { ignoreBOM: true }).decode(bytes);
  const file = { name: fileName, text };
  const at = firstWrongOffset(bytes, text);
  const diagnostic: Diagnostic = {
    code: "WG107",
    severity: "error",
    file,
    span: { start: at, end: Math.min(at + 1, text.length) },
    message: "the file is not UTF-8 here",
    labels: [],
    hint: "save the file as plain text, encoded as UTF-8",
  };
  return { file, diagnostics: [diagnostic] };
}

/** A replacement character that the bytes do not spell stands for the first wrong byte. */
function firstWrongOffset(bytes: Uint8Array, text: string): number {
  const encoder = new TextEncoder();
  let position = 0;
  for (let at = text.indexOf("\uFFFD"), from = 0; at >= 0; at = text.indexOf("\uFFFD", from)) {
    position += encoder.encode(text.slice(from, at)).length;
    const isReal = bytes[position] === 0xef && bytes[position + 1] === 0xbf && bytes[position + 2] === 0xbd;
    if (!isReal) return at;
    position += 3;
    from = at + 1;
  }
  return 0;
}
