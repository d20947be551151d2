// Builtins that the checker spells out itself, because they depend on the
// structure of what they are given.

import { isList } from "../../types/classes.ts";
import { annotatedUnion } from "../../types/join.ts";
import type { Span } from "../../base/span.ts";
import type { ClassInfo, Type } from "../../types/type.ts";
import { BOOL, INT, isSilent } from "../../types/primitives.ts";
import {
  boolLiteral,
  evaluate,
  impossible,
  intLiteral,
  intrinsic,
  isTrivial,
  keep,
  not,
  readVariable,
  sequence,
  setVariable,
} from "../build.ts";
import { declarationOf, findMethod } from "../declarations.ts";
import { missingArgument, tooManyArguments, unknownKeyword, wrongArgument } from "../errors/calls.ts";
import { noLength } from "../errors/builtins.ts";
import { unsupported } from "../errors/types.ts";
import { formatValue } from "../expressions/formatted.ts";
import type { Actual, Frame } from "../frame.ts";
import { typeOf } from "../frame.ts";
import { siteOf } from "../iteration/sources.ts";
import { asType, isOptional, pythonName } from "../present.ts";
import type { MemberUse } from "../expressions/unions.ts";
import { onMembers } from "../expressions/unions.ts";
import { shallow, zonk } from "../../types/variables.ts";
import type { TypedExpression, TypedStatement } from "../program.ts";
import { hash } from "../synthesis/hash.ts";
import { textOf } from "../synthesis/text.ts";
import { typeAsValue } from "../expressions/typeOfObject.ts";
import { memberNames } from "../classes/enums.ts";
import { raiseStop } from "../classes/stopValue.ts";
import { fieldsAsDict, fieldsAsTuple } from "../classes/replacing.ts";
import { callCore } from "./core.ts";
import { deepCopy, shallowCopy } from "./copying.ts";
import { convertToInt } from "../expressions/numbers.ts";
import { distribute, withAblerClasses } from "./distribute.ts";
import { print } from "./printing.ts";
import { makePartial } from "./partial.ts";
import { afterCall } from "../settled.ts";

export function callBuiltin(frame: Frame, name: string, actuals: readonly Actual[], site: object, span: Span): TypedExpression {
  const values = actuals.map((actual) => actual.value);
  if (name !== "print" && values.some((value) => isSilent(typeOf(value)))) return impossible(values, span);
  if (name === "print") return print(frame, actuals, site, span);
  const [first, second] = values;
  if (first === undefined) return frame.fail(span, missingArgument(`\`${name}\``, ["x"]));
  const most = mostArguments.get(name) ?? actuals.length;
  const named = mostArguments.has(name) ? actuals.find((actual) => actual.kind === "keyword") : undefined;
  if (named !== undefined) return frame.fail(named.span, unknownKeyword(`\`${name}\``, named.name ?? "", []));
  if (actuals.length > most) return frame.fail(span, tooManyArguments(`\`${name}\``, most, actuals.length));
  switch (name) {
    case "len":
      return length(frame, first, site, span);
    case "repr":
      return textOf(frame, first, "repr", site, span);
    case "hash":
      return seenHash(frame, first, site, span);
    case "format":
      return formatValue(frame, first, null, second ?? null, site, span);
    case "next":
      return next(frame, first, second, site, span);
    case "callable":
      return canBeCalled(frame, first, span);
    case "type":
      return typeName(frame, first, span);
    case "partial":
      return makePartial(frame, actuals, site, span);
    case "copy":
      return shallowCopy(frame, first, site, span);
    case "deepcopy":
      return deepCopy(frame, first, site, span);
    case "asdict":
      return fieldsAsDict(frame, first, site, span);
    case "astuple":
      return fieldsAsTuple(frame, first, site, span);
    case "replace":
      return replace(frame, first, actuals.slice(1), site, span);
    default:
      return frame.fail(
        span,
        unsupported(`\`${name}\` used like this`, usageHints.get(name) ?? "call it with its arguments, in an `if` or an expression"),
      );
  }
}

/** Of those that take a fixed number. */
export const mostArguments: ReadonlyMap<string, number> = new Map([
  ["len", 1],
  ["repr", 1],
  ["hash", 1],
  ["callable", 1],
  ["type", 1],
  ["next", 2],
  ["format", 2],
  ["copy", 1],
  ["deepcopy", 1],
  ["asdict", 1],
  ["astuple", 1],
]);

const usageHints: ReadonlyMap<string, string> = new Map([
  ["itemgetter", "write a lambda: `lambda item: item[i]`"],
  ["contextmanager", "write the `yield` of its own into the function, on a line of its own"],
  [
    "singledispatch",
    "register right behind the function, at the top level, with the same defaults, known classes only, or test with `isinstance`",
  ],
  ["attrgetter", "write a lambda: `lambda item: item.name`"],
]);

/** Known of each type: functions, classes, objects with `__call__`. */
function canBeCalled(frame: Frame, value: TypedExpression, span: Span): TypedExpression {
  const can = (type: Type): boolean =>
    type.kind === "instance" ? findMethod(declarationOf(type.class), "__call__") !== null : ["function", "class"].includes(type.kind);
  return distribute(
    frame,
    value,
    (member) => sequence(isTrivial(member) ? [] : [evaluate(member)], boolLiteral(can(typeOf(member)), span)),
    span,
    false,
    (member) => withAblerClasses(frame, member, (one, than) => can(one) !== can(than)),
  );
}

/** `__hash__` has wgen's own values, which differ from Python's; elsewhere one can be seen, so only those of ints are there. */
function seenHash(frame: Frame, value: TypedExpression, site: object, span: Span): TypedExpression {
  if (frame.isLibrary || frame.declaration?.name === "__hash__") return hash(frame, value, site, span);
  const { kind } = typeOf(value);
  if (kind === "int" || kind === "bool") return callCore(frame, "_int_seen_hash", [convertToInt(value)], site, span);
  return frame.fail(
    span,
    unsupported("`hash` of this outside `__hash__`", "use the value itself as the key of a dict, or compute a number from it"),
  );
}

function lengthUse(apply: (member: TypedExpression) => TypedExpression): MemberUse {
  return {
    exists: ({ type: given }) => {
      const type = shallow(given);
      if (type.kind === "instance") return findMethod(declarationOf(type.class), "__len__") !== null;
      return ["str", "tuple", "variadic", "class", "never", "unknown"].includes(type.kind);
    },
    apply,
    exception: "TypeError",
    refusal: (type) => `object of type '${type}' has no len()`,
  };
}

/** What an author's `__len__` gives must not be negative. */
export function checkedLength(frame: Frame, length: TypedExpression, type: { readonly class: ClassInfo }, site: object): TypedExpression {
  if (declarationOf(type.class).file.info.isLibrary || typeOf(length).kind !== "int") return length;
  return callCore(frame, "_checked_length", [length], siteOf(site, "length"), length.span);
}

function length(frame: Frame, value: TypedExpression, site: object, span: Span): TypedExpression {
  const type = typeOf(value);
  switch (type.kind) {
    case "str":
      return intrinsic("str_len", [value], INT, span);
    case "tuple":
      return sequence([evaluate(value)], intLiteral(type.items.length, span));
    case "variadic":
      return intrinsic("storage_len", [value], INT, span);
    case "union":
      if (isOptional(type)) return length(frame, asType(value, "object of type 'NoneType' has no len()"), site, span);
      return onMembers(
        frame,
        value,
        lengthUse((member) => length(frame, member, siteOf(site, pythonName(member.type)), span)),
        span,
      );
    case "instance":
      if (isList(type)) return intrinsic("list_len", [value], INT, span);
      if (findMethod(declarationOf(type.class), "__len__") !== null) {
        const call = { receiver: value, name: "__len__", nameSpan: span, actuals: [], site, span };
        return checkedLength(frame, frame.session.passes.callMethod(frame, call), type, site);
      }
      return frame.fail(value.span, noLength(type));
    case "class":
      if (type.class.isEnum) return intLiteral(memberNames(declarationOf(type.class)).length, span);
      return frame.fail(value.span, noLength(type));
    default:
      return frame.fail(value.span, noLength(type));
  }
}

/** `next(x, otherwise)` of an object with `__next__`: where that raises StopIteration, the other value. */
function nextOr(frame: Frame, value: TypedExpression, otherwise: TypedExpression, site: object, span: Span): TypedExpression {
  const statements: TypedStatement[] = [];
  const receiver = keep(frame, value, statements, "iterator");
  const other = keep(frame, otherwise, statements, "otherwise");
  const item = frame.session.passes.callMethod(frame, { receiver, name: "__next__", nameSpan: span, actuals: [], site, span });
  const joined = itemOr(frame, item.type, other.type);
  if (joined === null) return frame.fail(span, wrongArgument("`next`", "default", typeOf(other), item.type));
  const result = frame.temporary(joined, "next");
  const stop = frame.session.coreClass("StopIteration").info;
  statements.push({
    kind: "try",
    body: [setVariable(result, frame.session.passes.convert(item, joined))],
    handlers: [{ classes: [stop], variable: null, body: [setVariable(result, frame.session.passes.convert(other, joined))] }],
    otherwise: [],
    finalizer: [],
    span,
  });
  return sequence(statements, readVariable(result, span));
}

/** An item or the default: a bool beside numbers stays a bool. */
function itemOr({ session }: Frame, item: Type, otherwise: Type): Type | null {
  return session.join(item, otherwise) ?? annotatedUnion(session, [zonk(item), zonk(otherwise)]);
}

/** `next(generator)`, with a default or StopIteration at its end. */
function next(frame: Frame, value: TypedExpression, otherwise: TypedExpression | undefined, site: object, span: Span): TypedExpression {
  const type = typeOf(value);
  if (type.kind === "instance" && findMethod(declarationOf(type.class), "__next__") !== null && otherwise === undefined) {
    return frame.session.passes.callMethod(frame, { receiver: value, name: "__next__", nameSpan: span, actuals: [], site, span });
  }
  if (type.kind === "instance" && findMethod(declarationOf(type.class), "__next__") !== null && otherwise !== undefined)
    return nextOr(frame, value, otherwise, site, span);
  if (type.kind !== "generator")
    return frame.fail(
      value.span,
      wrongArgument("`next`", "iterator", type, { kind: "generator", element: { kind: "never" }, sources: [] }),
    );
  afterCall(frame);
  const generator = frame.temporary(value.type, "generator");
  const read = readVariable(generator, span);
  const advance: TypedExpression = { kind: "advance", generator: read, type: BOOL, span };
  const item: TypedExpression = { kind: "yielded", generator: read, type: type.element, span };
  if (otherwise === undefined) {
    const stop = raiseStop(frame, read, value.kind === "generator", site, span);
    return sequence([setVariable(generator, value), { kind: "if", test: not(advance), then: stop, else: [], span }], item);
  }
  const joined = itemOr(frame, type.element, otherwise.type);
  if (joined === null) return frame.fail(span, wrongArgument("`next`", "default", typeOf(otherwise), type.element));
  // The default is evaluated before the generator goes on, whether it is needed or not.
  const spare = frame.temporary(joined, "default");
  const chosen: TypedExpression = {
    kind: "conditional",
    test: advance,
    then: frame.session.passes.convert(item, joined),
    else: readVariable(spare, span),
    type: joined,
    span,
  };
  const kept = setVariable(spare, frame.session.passes.convert(otherwise, joined));
  return sequence([setVariable(generator, value), kept], chosen);
}

/** `type(x)`, of which `.__name__` can be read and which compares with `is`. */
function typeName(frame: Frame, value: TypedExpression, span: Span): TypedExpression {
  const type = typeOf(value);
  if (type.kind === "instance" && frame.session.hasSubclasses(type)) return typeAsValue(frame, value, type, span);
  if (type.kind === "instance") {
    return {
      kind: "sequence",
      statements: [evaluate(value)],
      value: { kind: "literal", value: null, type: { kind: "class", class: type.class }, span },
      type: { kind: "class", class: type.class },
      span,
    };
  }
  const name = type.kind === "tuple" || type.kind === "variadic" ? "tuple" : type.kind === "u64" ? "int" : type.kind;
  if (!["int", "float", "bool", "str", "tuple"].includes(name))
    return frame.fail(span, unsupported("`type(...)` of this", "use `isinstance`"));
  const info = frame.session.coreClass(name).info;
  return {
    kind: "sequence",
    statements: [evaluate(value)],
    value: { kind: "literal", value: null, type: { kind: "class", class: info }, span },
    type: { kind: "class", class: info },
    span,
  };
}

/** `dataclasses.replace(x, field=...)`. */
function replace(frame: Frame, value: TypedExpression, changes: readonly Actual[], site: object, span: Span): TypedExpression {
  return frame.session.passes.replaceFields(frame, value, changes, site, span);
}
