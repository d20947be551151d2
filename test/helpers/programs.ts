// From the text of a program to IR, for tests that run whole programs in both
// tiers.

import { programHost } from "../../src/engine/compile.ts";
import { checkSource } from "../../src/engine/frontend.ts";
import { lowerProgram } from "../../src/ir/lower.ts";
import type { IRModule } from "../../src/ir/ir.ts";

/** The program's IR. Throws with the diagnostics where it is refused. */
export function moduleOfSource(name: string, text: string): IRModule {
  const { program, diagnostics } = checkSource({ name, text }, { host: programHost.contract, isLibrary: false });
  if (program !== null) return lowerProgram(program).module;
  const messages = diagnostics.map((each) => {
    const line = each.file.text.slice(0, each.span.start).split("\n").length;
    return `${each.file.name}:${line} ${each.code} ${each.message}`;
  });
  throw new Error(messages.join("\n"));
}
