// A source map (version 3) from offsets in the module to lines of the `.wgen`
// files. As engines want it for wasm, the whole module is one generated line
// whose columns are byte offsets. It travels inside the module as a data URL.
// https://tc39.es/ecma426/

import { locate } from "../base/lines.ts";
import type { SourceFile } from "../base/span.ts";
import type { Site, SiteId } from "../ir/ir.ts";
import { ByteWriter } from "./writer.ts";

/** An offset in the module and what stands there. */
export interface Mark {
  readonly offset: number;
  readonly site: SiteId;
}

export interface SourceMap {
  readonly version: 3;
  readonly sources: readonly string[];
  readonly sourcesContent: readonly string[];
  readonly names: readonly string[];
  readonly mappings: string;
}

const digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

function variableLength(value: number): string {
  let rest = value < 0 ? -value * 2 + 1 : value * 2;
  let text = "";
  do {
    const digit = rest & 31;
    rest >>>= 5;
    text += digits[digit + (rest > 0 ? 32 : 0)] ?? "";
  } while (rest > 0);
  return text;
}

/** `marks` by rising offset. */
export function sourceMapOf(marks: readonly Mark[], sites: readonly Site[]): SourceMap {
  const files = new Map<SourceFile, number>();
  const segments: string[] = [];
  let before = [0, 0, 0, 0];
  for (const mark of marks) {
    const place = sites[mark.site]?.place;
    if (place === undefined) continue;
    const file = files.get(place.file) ?? files.size;
    files.set(place.file, file);
    const { line, column } = locate(place.file, place.span.start);
    const now = [mark.offset, file, line - 1, column - 1];
    segments.push(now.map((value, index) => variableLength(value - (before[index] ?? 0))).join(""));
    before = now;
  }
  const sources = [...files.keys()];
  return {
    version: 3,
    sources: sources.map((file) => file.name),
    sourcesContent: sources.map((file) => file.text),
    names: [],
    mappings: segments.join(","),
  };
}

/** Content of the section `sourceMappingURL`. */
export function sourceMapSection(map: SourceMap): Uint8Array {
  const bytes = new TextEncoder().encode(JSON.stringify(map));
  let binary = "";
  for (const byte of bytes) binary += String.fromCharCode(byte);
  const out = new ByteWriter(binary.length * 2);
  out.name(`data:application/json;base64,${btoa(binary)}`);
  return out.written().slice();
}
