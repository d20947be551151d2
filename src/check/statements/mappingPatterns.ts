// `case {"type": kind, **rest}` of a dict, or of what derives from one: every
// key is there, and its value matches. The rest is a plain dict of its own.

import type { Pattern } from "../../syntax/ast.ts";
import { isSubclass } from "../../types/classes.ts";
import type { InstanceType } from "../../types/heapTypes.ts";
import { membersOf } from "../../types/join.ts";
import { BOOL } from "../../types/primitives.ts";
import { shallow } from "../../types/variables.ts";
import { boolLiteral, keep, readVariable, setVariable } from "../build.ts";
import type { Frame } from "../frame.ts";
import { typeOf } from "../frame.ts";
import { siteOf } from "../iteration/sources.ts";
import type { TypedExpression, TypedStatement } from "../program.ts";
import { matchMembers } from "./alternatives.ts";
import type { Matched } from "./patterns.ts";

type MappingPattern = Extract<Pattern, { kind: "mapping" }>;
type MatchPattern = (frame: Frame, pattern: Pattern, subject: TypedExpression) => Matched;

export function matchMapping(frame: Frame, pattern: MappingPattern, subject: TypedExpression, matchPattern: MatchPattern): Matched {
  const { span } = pattern;
  const type = typeOf(subject);
  const { info } = frame.session.coreClass("dict");
  const dicts = membersOf(type)
    .map(shallow)
    .filter((one): one is InstanceType => one.kind === "instance" && isSubclass(one.class, info));
  const [dict] = dicts;
  if (dict === undefined) return { test: boolLiteral(false, span), bind: [], yes: type, no: type };
  if (type.kind === "union") return matchMembers(frame, subject, dicts, span, (one) => matchMapping(frame, pattern, one, matchPattern));
  const call = (name: string, value: TypedExpression, site: object): TypedExpression => {
    const actuals = [{ kind: "positional" as const, name: null, value, span }];
    return frame.session.passes.callMethod(frame, { receiver: subject, name, nameSpan: span, actuals, site, span });
  };
  const both = (left: TypedExpression, right: TypedExpression): TypedExpression => ({ kind: "and", left, right, type: BOOL, span });
  let test: TypedExpression = boolLiteral(true, span);
  const keys = pattern.keys.map((key) => frame.expression(key));
  for (const [index, key] of keys.entries()) test = both(test, call("__contains__", key, siteOf(pattern, `has ${index}`)));
  const bind: TypedStatement[] = [];
  for (const [index, value] of pattern.values.entries()) {
    const item = frame.temporary({ kind: "never" }, "value");
    const read = call("__getitem__", keys[index] as TypedExpression, siteOf(pattern, `item ${index}`));
    const kept = { ...item, type: read.type };
    frame.variables[item.id] = kept;
    const matched = matchPattern(frame, value, readVariable(kept, span));
    test = both(test, { kind: "sequence", statements: [setVariable(kept, read)], value: matched.test, type: BOOL, span });
    bind.push(...matched.bind);
  }
  if (pattern.rest !== null) bind.push(...bindRest(frame, pattern, keys, subject));
  return { test, bind, yes: dict, no: type };
}

/** `**rest`: a copy without the keys that were matched. */
function bindRest(frame: Frame, pattern: MappingPattern, keys: readonly TypedExpression[], dict: TypedExpression): TypedStatement[] {
  const { rest, span } = pattern;
  if (rest === null) return [];
  const statements: TypedStatement[] = [];
  const copy = keep(frame, plainCopy(frame, pattern, dict), statements, "rest");
  for (const [index, key] of keys.entries()) {
    const actuals = [{ kind: "positional" as const, name: null, value: key, span }];
    const site = siteOf(pattern, `without ${index}`);
    const removed = frame.session.passes.callMethod(frame, { receiver: copy, name: "__delitem__", nameSpan: span, actuals, site, span });
    statements.push({ kind: "evaluate", value: removed, span });
  }
  return [...statements, ...frame.session.passes.assign(frame, { kind: "name", name: rest.name, span: rest.span }, rest, copy)];
}

/** Also of a dict that has its own way with missing keys. */
function plainCopy(frame: Frame, pattern: MappingPattern, dict: TypedExpression): TypedExpression {
  const { span } = pattern;
  const plain = frame.session.coreClass("dict");
  const site = siteOf(pattern, "copy");
  const type = typeOf(dict);
  if (type.kind === "instance" && type.class !== plain.info)
    return frame.session.passes.construct(frame, plain, [{ kind: "positional", name: null, value: dict, span }], site, span);
  return frame.session.passes.callMethod(frame, { receiver: dict, name: "copy", nameSpan: span, actuals: [], site, span });
}
