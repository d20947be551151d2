// `==` and `!=`: by an author's methods, also where the other side is None, and
// between items of containers by identity first.

import type { Span } from "../../base/span.ts";
import { membersOf } from "../../types/join.ts";
import { typeKey } from "../../types/key.ts";
import { isSilent } from "../../types/primitives.ts";
import { BOOL } from "../../types/primitives.ts";
import { shallow } from "../../types/variables.ts";
import { intrinsic, keepInOrder, not, sequence } from "../build.ts";
import { mayDecline, unlessDeclined } from "../calls/declining.ts";
import { distribute } from "../calls/distribute.ts";
import { declarationOf, findMethod } from "../declarations.ts";
import type { Frame } from "../frame.ts";
import { typeOf } from "../frame.ts";
import { siteOf } from "../iteration/sources.ts";
import type { TypedExpression, TypedStatement } from "../program.ts";
import { equal, equalItems } from "../synthesis/equality.ts";
import { operateArrays } from "./arrayOperators.ts";
import { byMethods } from "./objectOperators.ts";

export function equals(
  frame: Frame,
  operator: "==" | "!=",
  left: TypedExpression,
  right: TypedExpression,
  site: object,
  span: Span,
): TypedExpression {
  if (operator === "!=") return notEqual(frame, left, right, site, span);
  return areItems(frame) ? equalItems(frame, left, right, site, span) : equal(frame, left, right, site, span);
}

/** Where the library compares values of any type, they are items of containers; only `operator` means `==` itself. */
function areItems(frame: Frame): boolean {
  return frame.isLibrary && frame.declaration?.file.info.name !== "operator";
}

function notEqual(frame: Frame, left: TypedExpression, right: TypedExpression, site: object, span: Span): TypedExpression {
  const [a, b] = [typeOf(left), typeOf(right)];
  if (a.kind === "float" && b.kind === "float") return intrinsic("float_ne", [left, right], BOOL, span);
  if (a.kind === "int" && b.kind === "int") return intrinsic("int_ne", [left, right], BOOL, span);
  const arrays = isSilent(a) || isSilent(b) ? null : operateArrays(frame, "!=", left, right, site, span);
  if (arrays !== null) return arrays;
  const asked = unequalByType(frame, left, right, site, span) ?? askUnequal(frame, left, right, site, span);
  if (asked !== null) return asked;
  const same = equals(frame, "==", left, right, site, span);
  return typeOf(same).kind === "bool" ? not(same) : same;
}

/** Values of several types of which one has `__ne__`: for each pair of types by itself. */
function unequalByType(frame: Frame, left: TypedExpression, right: TypedExpression, site: object, span: Span): TypedExpression | null {
  const { has } = byMethods(frame, span);
  const types = [typeOf(left), typeOf(right)];
  if (!types.some((type) => type.kind === "union" && membersOf(type).some((member) => has(shallow(member), "__ne__")))) return null;
  const statements: TypedStatement[] = [];
  const [x, y] = keepInOrder(frame, [left, right], statements) as [TypedExpression, TypedExpression];
  const pair = (one: TypedExpression, other: TypedExpression): TypedExpression =>
    notEqual(frame, one, other, siteOf(site, `${typeKey(typeOf(one))} ${typeKey(typeOf(other))}`), span);
  return sequence(
    statements,
    distribute(frame, x, (one) => distribute(frame, y, (other) => pair(one, other), span), span),
  );
}

/** By an author's `__ne__`; null where neither side has one that Python would ask. */
function askUnequal(frame: Frame, left: TypedExpression, right: TypedExpression, site: object, span: Span): TypedExpression | null {
  const { has, ask } = byMethods(frame, span);
  const [a, b] = [typeOf(left), typeOf(right)];
  const isOwn = has(a, "__ne__");
  if (!isOwn && (!has(b, "__ne__") || has(a, "__eq__"))) return null;
  const statements: TypedStatement[] = [];
  const [x, y] = keepInOrder(frame, [left, right], statements) as [TypedExpression, TypedExpression];
  const plain = (): TypedExpression => not(equal(frame, y, x, siteOf(site, "equal"), span));
  const reflected = (): TypedExpression =>
    has(b, "__ne__")
      ? unlessDeclined(frame, mayDecline(frame, b, "__ne__"), ask(y, "__ne__", x, siteOf(site, "reflected")), plain, span)
      : plain();
  const answer = isOwn ? unlessDeclined(frame, mayDecline(frame, a, "__ne__"), ask(x, "__ne__", y, site), reflected, span) : reflected();
  return sequence(statements, answer);
}

/** Has an author's class a say in what equals None? */
export function asksAboutNone(frame: Frame, value: TypedExpression): boolean {
  return membersOf(typeOf(value)).some((member) => {
    const type = shallow(member);
    if (type.kind !== "instance" || declarationOf(type.class).file.info.isLibrary) return false;
    const classes = frame.session.concreteTypes(type).map((one) => declarationOf(one.class));
    return classes.some((one) => findMethod(one, "__eq__") !== null || findMethod(one, "__ne__") !== null);
  });
}
