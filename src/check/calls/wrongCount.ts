// What CPython 3.11 says where a call has too few or too many arguments, of
// calls whose number of arguments only the run knows.

import { BOOL, INT, STR } from "../../types/primitives.ts";
import { intLiteral, intrinsic, keep, sequence, stringLiteral } from "../build.ts";
import type { SignatureParameter } from "../declarations.ts";
import type { Frame } from "../frame.ts";
import { siteOf } from "../iteration/sources.ts";
import type { TypedExpression, TypedStatement } from "../program.ts";
import { raiseNamed } from "../statements/raising.ts";
import { callCore } from "./core.ts";

/** How messages name what is called. */
export interface Called {
  /** `f`, `C.method`, `C.__init__`. */
  readonly qualifiedName: string;
  /** Counts the object of a method as an argument. */
  readonly hasSelf: boolean;
}

export function isPositional({ kind }: SignatureParameter): boolean {
  return kind === "positional" || kind === "positionalOnly";
}

/** "f() missing 2 required positional arguments: 'a' and 'b'" */
export function missingText({ qualifiedName }: Called, places: readonly SignatureParameter[]): string {
  const quoted = places.map((place) => `'${place.name}'`);
  const last = quoted.length > 2 ? `, and ${quoted.at(-1)}` : ` and ${quoted.at(-1)}`;
  const list = quoted.length === 1 ? quoted.join("") : quoted.slice(0, -1).join(", ") + last;
  return `${qualifiedName}() missing ${places.length} required positional argument${places.length === 1 ? "" : "s"}: ${list}`;
}

/** "f() takes from 1 to 2 positional arguments but 3 were given": raises it, where `items` is how many the spread list holds beside `others`. */
export function raiseTooMany(
  frame: Frame,
  called: Called,
  parameters: readonly SignatureParameter[],
  given: { readonly items: TypedExpression; readonly others: number; readonly namedOnly: number },
): TypedStatement[] {
  const { span } = given.items;
  const self = called.hasSelf ? 1 : 0;
  const places = parameters.filter(isPositional);
  const most = places.length + self;
  const least = places.filter((place) => place.defaultValue === null).length + self;
  const taken = least < most ? `from ${least} to ${most} positional arguments` : `${most} positional argument${most === 1 ? "" : "s"}`;
  const statements: TypedStatement[] = [];
  const sum = intrinsic("int_add", [given.items, intLiteral(given.others + self, span)], INT, span);
  const count = keep(frame, sum, statements, "given");
  const number = callCore(frame, "_int_text", [count], siteOf(frame.instance, "given"), span);
  const parts = [stringLiteral(`${called.qualifiedName}() takes ${taken} but `, span), number, ending(count, given.namedOnly)];
  const text = parts.reduce((all, part) => intrinsic("str_append", [all, part], STR, span));
  return [...statements, ...raiseNamed(frame, "TypeError", text, span)];
}

function ending(count: TypedExpression, namedOnly: number): TypedExpression {
  const { span } = count;
  if (namedOnly > 0) {
    const named = `keyword-only argument${namedOnly === 1 ? "" : "s"}`;
    const single = stringLiteral(` positional argument (and ${namedOnly} ${named}) were given`, span);
    return choose(count, single, stringLiteral(` positional arguments (and ${namedOnly} ${named}) were given`, span));
  }
  return choose(count, stringLiteral(" was given", span), stringLiteral(" were given", span));
}

function choose(count: TypedExpression, one: TypedExpression, several: TypedExpression): TypedExpression {
  const { span } = count;
  const test = intrinsic("int_eq", [count, intLiteral(1, span)], BOOL, span);
  return { kind: "conditional", test, then: one, else: several, type: STR, span };
}

/** An expression that only raises. */
export function raising(statements: readonly TypedStatement[], span: TypedExpression["span"]): TypedExpression {
  return sequence([...statements], intrinsic("unreachable", [], { kind: "never" }, span));
}
