// The value of a generator: what its `return` gives to `yield from`, and to the
// StopIteration that `next` raises. A generator keeps it only where somebody in
// the program asks for it; it is there once, for whoever takes the last item.

import { walkTree } from "../../syntax/walk.ts";
import type { Statement } from "../../syntax/ast.ts";
import type { Span } from "../../base/span.ts";
import { NEVER, NONE, isSilent } from "../../types/primitives.ts";
import { annotatedUnion, membersOf, unionOf } from "../../types/join.ts";
import type { GeneratorInfo, Type } from "../../types/type.ts";
import { freshVariable, shallow, zonk } from "../../types/variables.ts";
import { noneLiteral } from "../build.ts";
import { convert, flowInto } from "../convert.ts";
import { doNotGoTogether, otherResult } from "../errors/types.ts";
import type { Frame } from "../frame.ts";
import { typeOf } from "../frame.ts";
import type { Instance } from "../instances.ts";
import { canBeNone } from "../narrowing.ts";
import type { TypedExpression, TypedStatement } from "../program.ts";
import type { Session } from "../session.ts";

type GeneratorType = Extract<Type, { kind: "generator" }>;

/** Does some `return` of its own give more than None? */
export function givesValue(body: readonly Statement[]): boolean {
  let found = false;
  walkTree(body, (node) => {
    const part = node as Statement;
    if (part.kind === "return" && part.value !== null && part.value.kind !== "none") found = true;
    return !found && part.kind !== "function" && part.kind !== "class";
  });
  return found;
}

/**
 * What a generator that the last `advance` ended gives back. It is sure to be
 * there where nobody else can have ended the generator before.
 */
export function returnedValue(frame: Frame, generator: TypedExpression, isFresh: boolean, span: Span): TypedExpression {
  const type = shallow(generator.type);
  const given = type.kind === "generator" ? returnedType(frame, type, span) : null;
  if (given === null) return noneLiteral(span);
  const value: TypedExpression = { kind: "returned", generator, type: optional(given), span };
  // As what it is, also where that is not known yet.
  return isFresh ? { kind: "convert", value, type: given, orRaise: null, span } : value;
}

/** With None among it: as it stands in the generator's record. */
export function optional(type: Type): Type {
  return isSilent(shallow(type)) || canBeNone(type) ? type : unionOf([NONE, ...membersOf(type)]);
}

/** `return value` in a generator whose value somebody asks for. */
export function returnOf(frame: Frame, value: TypedExpression): TypedStatement[] {
  const { returned, name } = frame.instance;
  const fitted = returned === null ? null : flowInto(frame.session, value, returned);
  if (returned !== null && fitted !== null) return [{ kind: "return", value: convert(fitted, optional(returned)), span: value.span }];
  frame.report(value.span, otherResult(name, typeOf(value), zonk(returned ?? NONE)));
  return [];
}

/** Null where nothing but None comes out of any of them. What several give stays apart: ints are no floats for that. */
function returnedType(frame: Frame, type: GeneratorType, span: Span): Type | null {
  const { session } = frame;
  session.touch();
  const giving = type.sources.flatMap((source) => givingInstance(session, source) ?? []);
  const all = giving.map((instance) => asked(session, instance));
  const types = all.filter((one) => !isSilent(shallow(one)));
  const [first, ...others] = types;
  if (first === undefined || others.length === 0) return first ?? all[0] ?? null;
  const apart = annotatedUnion(session, types);
  if (apart !== null) return apart;
  if (others.every((other) => session.unify(first, other))) return first;
  frame.report(span, doNotGoTogether(types));
  return null;
}

function givingInstance(session: Session, source: GeneratorInfo): Instance | null {
  const instance = session.generators.get(source);
  if (instance?.code.kind !== "declared") return null;
  const { node } = instance.code.declaration;
  return node.kind === "function" && givesValue(node.body) ? instance : null;
}

function asked(session: Session, instance: Instance): Type {
  if (instance.returned === null) {
    instance.returned = { kind: "variable", variable: freshVariable(NEVER) };
    // The library hands on what an author's iterator ended with.
    if (instance.code.kind === "declared" && instance.code.declaration.file.info.isLibrary) session.keepStopValue();
    session.rise();
  }
  return instance.returned;
}
