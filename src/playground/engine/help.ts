// Completion and the pages that the editor shows over a name.

import type { Suggestion } from "./messages.ts";

export function suggestNames(_source: string, _before: string): readonly Suggestion[] {
  return [];
}

export function explainName(_name: string): { readonly signature: string; readonly text: string } | null {
  return null;
}
