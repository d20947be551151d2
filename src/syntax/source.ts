// Bytes to text. A program is UTF-8; what is not gets a diagnostic with its
// place, and the rest can still be shown.

import type { Diagnostic } from "../base/diagnostic.ts";
import type { SourceFile } from "../base/span.ts";
import { brokenEncoding } from "./errors/text.ts";
import { Findings } from "./findings.ts";

export interface DecodedSource {
  readonly file: SourceFile;
  readonly diagnostics: Diagnostic[];
}

/** Decodes a source file. With diagnostics, the text has U+FFFD where it could not be decoded. */
export function decodeSource(name: string, bytes: Uint8Array): DecodedSource {
  const isUtf16 = (bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff);
  const text = new TextDecoder("utf-8", { ignoreBOM: true }).decode(bytes);
  const file = { name, text };
  const findings = new Findings(file, 1);
  if (isUtf16) findings.add(brokenEncoding({ start: 0, end: 0 }, "the file is encoded as UTF-16"));
  else if (!isUtf8(bytes)) {
    const at = firstWrongOffset(bytes, text);
    findings.add(brokenEncoding({ start: at, end: at + 1 }, "here the file is not valid UTF-8"));
  }
  return { file, diagnostics: findings.diagnostics() };
}

function isUtf8(bytes: Uint8Array): boolean {
  try {
    new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    return true;
  } catch {
    return false;
  }
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
