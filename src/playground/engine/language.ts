// The checker and the formatter as the editor uses them: text in, messages
// with offsets out.

import type { Diagnostic } from "../../base/diagnostic.ts";
import { check } from "../../engine/compile.ts";
import { formatSource } from "../../syntax/format.ts";
import { worldHost } from "../../world/host.ts";
import type { Message } from "./messages.ts";

/** As messages name the source. */
export const fileName = "plugin.wgen";

export function checkPlugin(source: string): readonly Message[] {
  return check(source, { host: worldHost, fileName }).diagnostics.map(toMessage);
}

/** The source in its one form; null where it has mistakes. */
export function formatPlugin(source: string): string | null {
  const formatted = formatSource({ name: fileName, text: source });
  return formatted.diagnostics.length > 0 ? null : formatted.text;
}

export function toMessage({ severity, code, message, hint, span, fix }: Diagnostic): Message {
  return {
    severity,
    code,
    text: message,
    hint: hint ?? null,
    start: span.start,
    end: span.end,
    fix: fix === undefined ? null : { title: fix.title, start: fix.span.start, end: fix.span.end, text: fix.text },
  };
}
