// Operations that CPython refuses when they are reached: its exception with its
// words, which name the class of the object itself, not the class that a static
// type names.

import type { Span } from "../../base/span.ts";
import { NEVER } from "../../types/primitives.ts";
import { intrinsic, sequence } from "../build.ts";
import { plainName } from "../declarations.ts";
import type { Frame } from "../frame.ts";
import { typeOf } from "../frame.ts";
import { pythonName } from "../present.ts";
import type { TypedExpression, TypedStatement } from "../program.ts";
import { raiseNamed } from "../statements/raising.ts";
import { allOf, exactClass } from "../synthesis/equality.ts";

interface Candidate {
  readonly name: string;
  /** That the value is of that class; none for the last one. */
  readonly tests: readonly TypedExpression[];
}

/** A value that never comes to be. The operands are read again: they have been evaluated. */
export function refused(
  frame: Frame,
  exception: "AttributeError" | "TypeError",
  [left, right]: readonly [TypedExpression, TypedExpression?],
  message: (left: string, right: string) => string,
  span: Span,
): TypedExpression {
  const statements: TypedStatement[] = [];
  const others = right === undefined ? [{ name: "", tests: [] }] : candidates(frame, right, span);
  for (const one of candidates(frame, left, span))
    for (const other of others) {
      const raise = raiseNamed(frame, exception, message(one.name, other.name), span);
      const tests = [...one.tests, ...other.tests];
      if (tests.length === 0) statements.push(...raise);
      else statements.push({ kind: "if", test: allOf(tests, span), then: raise, else: [], span });
    }
  return sequence(statements, intrinsic("unreachable", [], NEVER, span));
}

function candidates(frame: Frame, value: TypedExpression, span: Span): Candidate[] {
  const type = typeOf(value);
  if (type.kind !== "instance") return [{ name: pythonName(type), tests: [] }];
  const below = frame.session.concreteTypes(type).filter((one) => one.class !== type.class);
  return [
    ...below.map((one) => ({ name: plainName(one.class), tests: exactClass(frame, value, one, span) })),
    { name: plainName(type.class), tests: [] },
  ];
}
