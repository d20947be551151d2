// Making objects: all fields zero, then `__init__`; a dataclass gets its
// fields straight from the arguments.

import type { Span } from "../../base/span.ts";
import { NONE, instanceOf } from "../../types/primitives.ts";
import type { Type } from "../../types/type.ts";
import { bindArguments, keepSourceOrder } from "../calls/arguments.ts";
import { evaluate, keep, keepActuals, noneLiteral, readVariable, sequence, setVariable } from "../build.ts";
import { spreadCall } from "../calls/spreading.ts";
import type { Called } from "../calls/wrongCount.ts";
import { flowInto } from "../convert.ts";
import type { ClassDeclaration, SignatureParameter } from "../declarations.ts";
import { findMethod } from "../declarations.ts";
import { keepArguments, leavesArguments } from "./raised.ts";
import { isStop, keepValue } from "./stopValue.ts";
import { tooManyArguments, wrongArgument } from "../errors/calls.ts";
import { cannotConstruct, isAbstract } from "../errors/classes.ts";
import { decoratorName, hasDecorator } from "../indexing.ts";
import type { Actual, Frame } from "../frame.ts";
import { typeOf, unknownAt } from "../frame.ts";
import { forgetAttribute } from "../narrowing.ts";
import { fieldAnnotation, orNone } from "../orNone.ts";
import { siteOf } from "../iteration/sources.ts";
import type { TypedExpression, TypedStatement } from "../program.ts";
import { dataclassFields, takenByInit } from "./dataclass.ts";
import type { DataclassField } from "./dataclass.ts";
import { ensureFields, findField } from "./fields.ts";
import { makeNamedTuple } from "./namedTuple.ts";

export function construct(
  frame: Frame,
  declaration: ClassDeclaration,
  actuals: readonly Actual[],
  site: object,
  span: Span,
): TypedExpression {
  const { session } = frame;
  ensureFields(session, declaration);
  const info = declaration.info;
  if (info.isEnum) return frame.fail(span, cannotConstruct(info.name));
  if (declaration.isNamedTuple) return makeNamedTuple(frame, declaration, actuals, site, span);
  const missing = abstractMethods(declaration);
  if (missing.length > 0) return frame.fail(span, isAbstract(info.name, missing));
  const typeArguments = frame.siteVariables(site, `type arguments of ${info.id}`, info.typeParameters.length);
  const type = instanceOf(info, typeArguments);
  if (type.kind === "instance") session.noteConstructed(declaration, type);
  const { expected } = frame;
  frame.expected = null;
  if (expected?.kind === "instance" && expected.class === info && info.typeParameters.length > 0) session.unify(type, expected);
  const init = findMethod(declaration, "__init__");
  const record = recordOf(declaration);
  if (record !== null && !hasOwnInit(declaration, record)) return constructRecord(frame, declaration, type, actuals, site, span);
  const object = frame.temporary(type, "new");
  const made: TypedExpression = { kind: "construct", fields: firstValues(frame, declaration, type, site, span), type, span };
  if (init === null) {
    if (actuals.length > 0) return frame.fail(span, tooManyArguments(info.name, 0, actuals.length));
    return made;
  }
  const receiver = readVariable(object, span);
  const before: TypedStatement[] = [];
  const leaves = leavesArguments(declaration);
  const given = leaves || isStop(session, info) ? keepActuals(frame, actuals, before) : actuals;
  const text = leaves ? keepArguments(frame, declaration, receiver, given, site, span) : [];
  const call = session.passes.callFunction(frame, {
    overloads: init,
    name: info.name,
    receiver,
    classArguments: typeArguments,
    actuals: given,
    site,
    span,
  });
  if (call.type.kind === "unknown") return { ...unknownAt(span), type };
  return sequence(
    [...before, setVariable(object, made), ...text, evaluate(call), ...keepValue(frame, declaration, receiver, given, span)],
    {
      ...receiver,
      span,
    },
  );
}

/** What the fields hold before `__init__` runs: of a dataclass that has its own, the class's values. */
function firstValues(frame: Frame, declaration: ClassDeclaration, type: Type, site: object, span: Span): (TypedExpression | null)[] {
  const { fields } = declaration.info;
  if (recordOf(declaration) === null) return fields.map(() => null);
  const known = new Map(dataclassFields(frame, declaration).map((field) => [field.name, field]));
  return fields.map(({ name }) => {
    const field = known.get(name);
    const value = field?.hasDefault === true ? field.makeDefault(frame, site, span) : null;
    return value === null ? null : flowInto(frame.session, value, fieldType(frame, type, name));
  });
}

/** Methods that a class derived from ABC has only as `@abstractmethod`. */
function abstractMethods(declaration: ClassDeclaration): string[] {
  const isAbc = (at: ClassDeclaration): boolean =>
    at.node.bases.some(({ value }) => decoratorName(value) === "ABC" || decoratorName(value) === "ABCMeta");
  const chain: ClassDeclaration[] = [];
  for (let at: ClassDeclaration | null = declaration; at !== null; at = at.base) chain.push(at);
  if (!chain.some(isAbc)) return [];
  const names = new Set(chain.flatMap((at) => [...at.methods.keys()]));
  return [...names].filter((name) => {
    const method = findMethod(declaration, name)?.[0]?.node;
    return method?.kind === "function" && hasDecorator(method, "abstractmethod");
  });
}

/** The dataclass that this class is or derives from. */
function recordOf(declaration: ClassDeclaration): ClassDeclaration | null {
  for (let at: ClassDeclaration | null = declaration; at !== null; at = at.base) if (at.dataclass !== null) return at;
  return null;
}

function hasOwnInit(declaration: ClassDeclaration, record: ClassDeclaration): boolean {
  for (let at: ClassDeclaration | null = declaration; at !== null; at = at.base) {
    if (at.methods.has("__init__")) return true;
    if (at === record) return false;
  }
  return false;
}

/** What each field of a dataclass gets from these arguments; null where they do not fit. */
function recordValues(
  frame: Frame,
  declaration: ClassDeclaration,
  type: Type,
  actuals: readonly Actual[],
  site: object,
  span: Span,
): {
  readonly prelude: TypedStatement[];
  readonly values: ReadonlyMap<string, TypedExpression | null>;
  /** For `__post_init__`. */
  readonly passed: readonly Actual[];
} | null {
  const { session } = frame;
  const info = declaration.info;
  const fields = takenByInit(frame, declaration);
  const parameters = recordParameters(fields);
  const prelude: TypedStatement[] = [];
  const result = bindArguments(info.name, parameters, actuals);
  if (!("bound" in result)) {
    frame.report(result.span ?? span, result.problem);
    return null;
  }
  const bound = keepSourceOrder(frame, result.bound, actuals, prelude);
  const values = new Map<string, TypedExpression | null>();
  const passed: Actual[] = [];
  const passes = fields.some(({ isPassed }) => isPassed);
  for (const field of fields) {
    const one = field.inInit ? bound[parameters.findIndex((parameter) => parameter.name === field.name)] : undefined;
    const given = one?.kind === "value" ? one.actual.value : field.makeDefault(frame, site, span);
    const value = given === null || !passes ? given : keep(frame, given, prelude);
    if (field.isPassed) {
      if (value !== null) passed.push({ kind: "positional", name: null, value, span });
      continue;
    }
    const target = fieldType(frame, type, field.name);
    const fitted = value === null ? null : flowInto(session, value, target);
    if (value !== null && fitted === null)
      frame.report(
        one?.kind === "value" ? one.actual.span : span,
        orNone(
          frame.session,
          wrongArgument(info.name, field.name, typeOf(value), target),
          typeOf(value),
          fieldAnnotation(session, declaration, field.name),
        ),
      );
    values.set(field.name, fitted);
  }
  return { prelude, values, passed };
}

function recordParameters(fields: readonly DataclassField[]): SignatureParameter[] {
  // Those given by name only come last, as in the `__init__` that Python writes.
  return [...fields.filter((field) => !field.keywordOnly), ...fields.filter((field) => field.keywordOnly)]
    .filter((field) => field.inInit)
    .map((field): SignatureParameter => ({
      name: field.name,
      kind: field.keywordOnly ? "keywordOnly" : "positional",
      accepts: { kind: "inferred" },
      defaultValue: field.hasDefault ? field.node : null,
      span: field.span,
    }));
}

/** `super().__init__(...)` where the base is a dataclass with the `__init__` that `@dataclass` writes: its fields get their values, in order. */
export function initializeRecord(
  frame: Frame,
  base: ClassDeclaration,
  self: TypedExpression,
  actuals: readonly Actual[],
  site: object,
  span: Span,
): TypedExpression | null {
  const record = recordOf(base);
  if (record === null || hasOwnInit(base, record)) return null;
  ensureFields(frame.session, base);
  const type = typeOf(self);
  const spread = spreadCall(
    frame,
    { actuals, called: initOf(base.info.name), site, span },
    recordParameters(takenByInit(frame, base)),
    (given, at) => initializeRecord(frame, base, self, given, at, span) ?? unknownAt(span),
  );
  if (spread !== null) return spread;
  const given = recordValues(frame, base, type, actuals, site, span);
  if (given === null || type.kind !== "instance") return unknownAt(span);
  const statements = [...given.prelude];
  const kept = [...given.values].flatMap(([name, value]) => (value === null ? [] : [{ name, value: keep(frame, value, statements) }]));
  for (const { name, value } of kept) {
    const field = findField(frame.session, type, name);
    if (field !== null) statements.push({ kind: "setField", object: self, field: field.index, value, span });
    frame.facts = forgetAttribute(frame.facts, name);
  }
  if (findMethod(base, "__post_init__") === null) return sequence(statements, noneLiteral(span));
  const call = { receiver: self, name: "__post_init__", nameSpan: span, actuals: given.passed, site: siteOf(site, "after"), span };
  return sequence(statements, frame.session.passes.callMethod(frame, call));
}

function initOf(className: string): Called {
  return { qualifiedName: `${className}.__init__`, hasSelf: true };
}

function constructRecord(
  frame: Frame,
  declaration: ClassDeclaration,
  type: Type,
  actuals: readonly Actual[],
  site: object,
  span: Span,
): TypedExpression {
  const { session } = frame;
  const info = declaration.info;
  const parameters = recordParameters(takenByInit(frame, declaration));
  const spread = spreadCall(frame, { actuals, called: initOf(info.name), site, span }, parameters, (given, at) =>
    constructRecord(frame, declaration, type, given, at, span),
  );
  if (spread !== null) return spread;
  const given = recordValues(frame, declaration, type, actuals, site, span);
  if (given === null) return { ...unknownAt(span), type };
  const { prelude, values, passed } = given;
  const made: TypedExpression = { kind: "construct", fields: info.fields.map((field) => values.get(field.name) ?? null), type, span };
  const after = findMethod(declaration, "__post_init__");
  if (after === null) return sequence(prelude, made);
  const object = frame.temporary(type, "new");
  const call = session.passes.callFunction(frame, {
    overloads: after,
    name: "__post_init__",
    receiver: readVariable(object, span),
    classArguments: [],
    actuals: passed,
    site,
    span,
  });
  return sequence([...prelude, setVariable(object, made), evaluate(call)], readVariable(object, span));
}

function fieldType(frame: Frame, type: Type, name: string): Type {
  return type.kind === "instance" ? (findField(frame.session, type, name)?.type ?? NONE) : NONE;
}
