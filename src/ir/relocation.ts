// Instructions with other sites, texts, types and functions, as they are in
// another module. What names none of them is shared, so the copy costs what
// there is to change.

import type { Expression, Instruction, IRFunction } from "./ir.ts";
import { rewriteInstruction, rewriteParts } from "./rewriting.ts";

/** From numbers of one module to those of another. */
export interface Relocation {
  readonly site: (id: number) => number;
  readonly text: (id: number) => number;
  readonly type: (id: number) => number;
  readonly function: (id: number) => number;
}

export function relocateFunction(one: IRFunction, to: Relocation): IRFunction {
  return { ...one, id: to.function(one.id), body: relocateBody(one.body, to) };
}

function relocateBody(body: readonly Instruction[], to: Relocation): readonly Instruction[] {
  return body.map((x) => relocate(x, to));
}

function relocate(given: Instruction, to: Relocation): Instruction {
  const x = rewriteInstruction(given, (part) => expression(part, to));
  switch (x.kind) {
    case "charge": {
      const parts = x.parts.map(({ site, amount }) => ({ site: to.site(site), amount }));
      return { ...x, site: to.site(x.site), parts };
    }
    case "trap": {
      const message = x.message.map((part) => (typeof part === "string" ? part : expression(part, to)));
      return { ...x, message, site: to.site(x.site) };
    }
    case "chargeSize":
    case "raise":
    case "uncaught":
    case "print":
    case "statement":
      return { ...x, site: to.site(x.site) };
    case "if":
      return { ...x, then: relocateBody(x.then, to), else: relocateBody(x.else, to) };
    case "block":
    case "loop":
      return { ...x, body: relocateBody(x.body, to) };
    default:
      return x;
  }
}

function expression(given: Expression, to: Relocation): Expression {
  const x = rewriteParts(given, (part) => expression(part, to));
  switch (x.kind) {
    case "text":
      return { kind: "text", text: to.text(x.text) };
    case "checked":
    case "newText":
    case "appendText":
    case "characterText":
    case "hostCall":
      return { ...x, site: to.site(x.site) };
    case "newRecord":
    case "newStorage":
      return { ...x, type: to.type(x.type), site: to.site(x.site) };
    case "call":
      return { ...x, function: to.function(x.function), site: to.site(x.site) };
    case "sequence":
      return { ...x, body: relocateBody(x.body, to), value: expression(x.value, to) };
    default:
      return x;
  }
}
