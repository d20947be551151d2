// `g.send(value)`: the value waits in the generator's record and is what its
// `yield` gives; None where the generator was asked by `next` or a loop.

import type { Span } from "../../base/span.ts";
import { BOOL, NEVER, isSilent } from "../../types/primitives.ts";
import type { Type } from "../../types/type.ts";
import { freshVariable, shallow } from "../../types/variables.ts";
import { evaluate, keep, noneLiteral, not, readVariable, sequence, setVariable } from "../build.ts";
import { raiseStop } from "../classes/stopValue.ts";
import { convert, flowInto } from "../convert.ts";
import { missingArgument, tooManyArguments } from "../errors/calls.ts";
import { cannotHold, unsupported } from "../errors/types.ts";
import type { Frame, MethodCall } from "../frame.ts";
import { typeOf, unknownAt } from "../frame.ts";
import type { Instance } from "../instances.ts";
import type { TypedExpression, TypedStatement } from "../program.ts";
import { optional } from "./returned.ts";
import { siteOf } from "./sources.ts";

/** What `yield` gives in that generator; null where that is always None. */
export function sentType({ sent }: Instance): Type | null {
  return sent === null || isSilent(shallow(sent)) || shallow(sent).kind === "none" ? null : optional(sent);
}

/** Behind a `yield`: takes what was sent, which is the value of the `yield`. */
export function takeSent(frame: Frame, span: Span): TypedExpression {
  frame.session.touch();
  const type = sentType(frame.instance);
  return type === null ? noneLiteral(span) : { kind: "thrown", isValue: true, generator: null, type, span };
}

interface Inner {
  /** Null where the items come from something else. */
  readonly generator: TypedExpression | null;
  readonly instances: readonly Instance[];
}

/** In `yield from`: the inner generator gets it. */
export function handOnSent(frame: Frame, { generator, instances }: Inner, span: Span): TypedStatement[] {
  const value = takeSent(frame, span);
  if (value.kind === "literal") return [];
  if (generator === null) {
    frame.report(span, unsupported("`send` through a `yield from` of what is no generator", "write a `for` loop with `yield`"));
    return [];
  }
  const kept = frame.temporary(value.type, "sent");
  const read = readVariable(kept, span);
  const waiting = setSent(frame, generator, instances, read, span);
  return waiting === null ? [] : [setVariable(kept, value), waiting];
}

/** Null, and reported, where the generators are sent something else already. */
function setSent(
  frame: Frame,
  generator: TypedExpression,
  instances: readonly Instance[],
  value: TypedExpression,
  span: Span,
): TypedStatement | null {
  const { session } = frame;
  const [first, ...others] = instances.map((instance) => sentTo(frame, instance));
  if (first === undefined) return evaluate(value);
  for (const other of others) session.unify(first, other);
  const fitted = flowInto(session, value, first);
  if (fitted === null) {
    frame.report(span, cannotHold("this generator is sent", first, typeOf(value)));
    return null;
  }
  if (isSilent(shallow(first)) || shallow(first).kind === "none") return evaluate(value);
  return { kind: "setThrown", isValue: true, generator, value: convert(fitted, optional(first)), span };
}

function sentTo({ session }: Frame, instance: Instance): Type {
  if (instance.sent === null) {
    instance.sent = { kind: "variable", variable: freshVariable(NEVER) };
    session.rise();
  }
  return instance.sent;
}

/** `g.send(value)` */
export function send(frame: Frame, call: MethodCall, element: Type, instances: readonly Instance[]): TypedExpression {
  const { span, site } = call;
  const [given, ...more] = call.actuals;
  if (given === undefined) return frame.fail(span, missingArgument("send", ["value"]));
  if (given.kind !== "positional" || more.length > 0) return frame.fail(span, tooManyArguments("send", 1, call.actuals.length));
  const statements: TypedStatement[] = [];
  const generator = keep(frame, call.receiver, statements, "generator");
  const value =
    typeOf(given.value).kind === "none" ? null : setSent(frame, generator, instances, keep(frame, given.value, statements), span);
  if (value === null && typeOf(given.value).kind !== "none") return unknownAt(span);
  const waiting = value === null ? evaluate(given.value) : value;
  const advance: TypedExpression = { kind: "advance", generator, type: BOOL, span };
  const ended = raiseStop(frame, generator, false, siteOf(site, "end"), span);
  return sequence([...statements, waiting, { kind: "if", test: not(advance), then: ended, else: [], span }], {
    kind: "yielded",
    generator,
    type: element,
    span,
  });
}
