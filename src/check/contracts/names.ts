// Names that nobody defines, and `global`/`nonlocal` without a target: found
// by resolution alone, so they are told once, also in code that never runs.

import { libraryWords } from "../builtins.ts";
import { misplaced, unknownName } from "../errors/names.ts";
import type { Session } from "../session.ts";

const alwaysThere = new Set(["__name__", "NotImplemented"]);

export function checkNames(session: Session): void {
  for (const file of session.main.files) {
    const scopes = file.scopes;
    if (scopes === null) continue;
    for (const { name, span, visible } of scopes.free) {
      if (alwaysThere.has(name) || session.lookup(file, name) !== null) continue;
      session.report(file.module.file, span, unknownName(name, [...visible(), ...builtinNames(session)]));
    }
    for (const { kind, name, span } of scopes.misplaced) session.report(file.module.file, span, misplaced(kind, name));
  }
}

function builtinNames(session: Session): string[] {
  const core = [...session.library.core.entities.keys()].filter((name) => !name.startsWith("_"));
  return [...core, "print", "len", "isinstance", "repr", "super", "next"].filter((name) => !libraryWords.has(name));
}
