// Stores into attributes, items and slices: what stands behind a name.

import { isList } from "../../types/classes.ts";
import type { Call, Expression } from "../../syntax/ast.ts";
import { staysBehind } from "../assigned.ts";
import { showType } from "../../types/print.ts";
import type { InstanceType } from "../../types/join.ts";
import { BOOL, isSilent } from "../../types/primitives.ts";
import type { Type } from "../../types/type.ts";
import { boolLiteral, evaluate, intrinsic, isTrivial, keep, keepInOrder, noneLiteral, onlyOperands, sequence } from "../build.ts";
import { convert, flowInto } from "../convert.ts";
import type { ClassDeclaration } from "../declarations.ts";
import { declarationOf, findMethod } from "../declarations.ts";
import { frozenField, memberStays } from "../errors/classes.ts";
import { refuseFrozenStore } from "../contracts/frozen.ts";
import { frozenGlobal } from "../errors/contracts.ts";
import { cannotAssign, cannotHold, noItemAssignment, unknownAttribute, unsupported, wrongIndex } from "../errors/types.ts";
import { hasMethod } from "../expressions/objectOperators.ts";
import { arrayRank } from "../calls/elementwise.ts";
import { hasSlice, storeArrayItem } from "../expressions/arrayItems.ts";
import { assignArray } from "../expressions/arrayOperators.ts";
import { isHidden } from "../expressions/calling.ts";
import { withoutDots } from "../expressions/dots.ts";
import { asPlace, convertToInt } from "../expressions/numbers.ts";
import { factKey } from "../expressions/paths.ts";
import { boundsOf, isIndex, isSliceValue, listElement, sliceBounds, sliceObject, takesSlices } from "../expressions/subscript.ts";
import { attributeNames } from "../classes/attributes.ts";
import { asNamed } from "../classes/namedTuple.ts";
import { findField, setMark } from "../classes/fields.ts";
import type { Frame } from "../frame.ts";
import { typeOf } from "../frame.ts";
import { forgetAttribute } from "../narrowing.ts";
import { fieldAnnotation, orNone } from "../orNone.ts";
import { asType, isOptional, withAttribute } from "../present.ts";
import type { TypedExpression, TypedStatement } from "../program.ts";
import { allOf, exactClass } from "../synthesis/equality.ts";
import { setOnEach } from "./eachMember.ts";
import { setItemOnEach } from "./itemOfEach.ts";
import { raiseNamed } from "./raising.ts";
import { refuseReadOnly } from "./readOnly.ts";
import { learn, mismatch } from "./targets.ts";

// ----------------------------------------------------------------- attributes

export function storeAttribute(frame: Frame, target: Extract<Expression, { kind: "attribute" }>, value: TypedExpression): TypedStatement[] {
  const statements: TypedStatement[] = [];
  const kept = target.object.kind === "name" || staysBehind(value, [target.object]) ? value : keep(frame, value, statements);
  const object = frame.expression(target.object);
  return [...statements, ...setAttribute(frame, target, object, kept)];
}

/** `object.name = value` for an evaluated object. */
export function setAttribute(
  frame: Frame,
  target: Extract<Expression, { kind: "attribute" }>,
  object: TypedExpression,
  value: TypedExpression,
): TypedStatement[] {
  const type = typeOf(object);
  const name = target.name.name;
  if (isSilent(type)) return onlyOperands(value, object);
  if (type.kind === "instance" && refuseFrozenStore(frame, target.object, target.span)) return [];
  if (isOptional(type)) return setAttribute(frame, target, withAttribute(object, name), value);
  if (type.kind === "class") return storeClassAttribute(frame, target, type, value);
  if (type.kind === "union") return setOnEach(frame, name, object, value, (one, given) => setAttribute(frame, target, one, given));
  if (asNamed(type) !== null) {
    frame.report(target.span, cannotAssign(`an item of \`${showType(type)}\``, `make a new one: \`x._replace(${name}=...)\``));
    return [];
  }
  if (type.kind !== "instance" || isHidden(frame, type, name)) {
    frame.report(target.name.span, unknownAttribute(type, name, []));
    return [];
  }
  const setter = findMethod(declarationOf(type.class), `${name}=`);
  const hiding = setter === null ? hidingProperties(frame, type, name) : [];
  if (hiding.length > 0) return setByClass(frame, target, object, value, hiding);
  const locked = setter === null ? [] : frame.session.concreteTypes(type).filter((one) => isLocked(one, name));
  if (locked.length > 0) return setUnlessLocked(frame, target, object, value, locked);
  return setOwn(frame, target, object, type, value);
}

/** Has the class a property without a setter in front of a base's setter? */
function isLocked(type: InstanceType, name: string): boolean {
  for (let at: ClassDeclaration | null = declarationOf(type.class); at !== null; at = at.base) {
    if (at.methods.has(`${name}=`)) return false;
    if (at.methods.get(name)?.[0]?.isProperty === true) return true;
  }
  return false;
}

/** By the object's class: CPython's AttributeError, or the setter. */
function setUnlessLocked(
  frame: Frame,
  target: Extract<Expression, { kind: "attribute" }>,
  object: TypedExpression,
  value: TypedExpression,
  locked: readonly InstanceType[],
): TypedStatement[] {
  const { span } = target;
  const name = target.name.name;
  const statements: TypedStatement[] = [];
  const [one, given] = [keep(frame, object, statements), keep(frame, value, statements)];
  const raised = locked.map((own): TypedStatement => {
    const then = raiseNamed(frame, "AttributeError", `property '${name}' of '${own.class.name}' object has no setter`, span);
    const tests = exactClass(frame, one, own, span);
    const test = tests.length === 0 ? boolLiteral(true, span) : allOf(tests, span);
    return { kind: "if", test, then, else: [], span };
  });
  return [...statements, ...raised, ...setOwn(frame, target, one, typeOf(object) as InstanceType, given)];
}

/** Subclasses that have a property where this class has a field; what the library stores in fields of its own none hides. */
function hidingProperties(frame: Frame, type: InstanceType, name: string): InstanceType[] {
  if (frame.isLibrary) return [];
  return frame.session
    .concreteTypes(type)
    .filter((one) => one.class !== type.class && findMethod(declarationOf(one.class), name)?.[0]?.isProperty === true);
}

/** By the object's class: a setter of its own, else the field. Declared later is further down, so it is tested first. */
function setByClass(
  frame: Frame,
  target: Extract<Expression, { kind: "attribute" }>,
  object: TypedExpression,
  value: TypedExpression,
  hiding: readonly InstanceType[],
): TypedStatement[] {
  const statements: TypedStatement[] = [];
  const [one, given] = [keep(frame, object, statements), keep(frame, value, statements)];
  const type = typeOf(object) as InstanceType;
  let chain = setOwn(frame, target, one, type, given);
  for (const own of hiding) {
    const test: TypedExpression = { kind: "typeTest", value: one, types: [own], type: BOOL, span: target.span };
    chain = [{ kind: "if", test, then: setAttribute(frame, target, convert(one, own), given), else: chain, span: target.span }];
  }
  frame.facts = forgetAttribute(frame.facts, target.name.name);
  return [...statements, ...chain];
}

function setOwn(
  frame: Frame,
  target: Extract<Expression, { kind: "attribute" }>,
  object: TypedExpression,
  type: InstanceType,
  value: TypedExpression,
  pastFreezing = false,
): TypedStatement[] {
  const name = target.name.name;
  if (findMethod(declarationOf(type.class), `${name}=`) !== null) {
    return [
      evaluate(
        frame.session.passes.callMethod(frame, {
          receiver: object,
          name: `${name}=`,
          nameSpan: target.name.span,
          actuals: [{ kind: "positional", name: null, value, span: value.span }],
          site: target,
          span: target.span,
        }),
      ),
    ];
  }
  const field = findField(frame.session, type, name);
  if (field === null) {
    const isProperty = findMethod(declarationOf(type.class), name)?.[0]?.isProperty === true;
    frame.report(
      target.name.span,
      isProperty
        ? cannotAssign(
            `the property \`${name}\``,
            name === "args" ? "it is what the exception was made with: give the field another name" : undefined,
          )
        : unknownAttribute(type, name, attributeNames(frame.session, declarationOf(type.class))),
    );
    return [];
  }
  if (refuseReadOnly(frame, target, type)) return [];
  if (type.class.isFrozen && !pastFreezing && !frame.isLibrary) {
    frame.report(target.span, frozenField(type.class.name, name, frame.declaration?.name === "__post_init__"));
    return [];
  }
  if (type.class.isEnum && (name === "value" || name === "name")) {
    frame.report(target.span, memberStays(type.class.name, name));
    return [];
  }
  const given = typeOf(value);
  if (given.kind === "unknown") return [];
  const fitted = flowInto(frame.session, value, field.type);
  if (fitted === null) {
    frame.session.mixedFields.add(`${type.class.name}.${name}`);
    const annotation = fieldAnnotation(frame.session, declarationOf(type.class), name);
    frame.report(value.span, orNone(frame.session, mismatch(`\`${name}\` of ${type.class.name}`, field.type, given), given, annotation));
    return [];
  }
  frame.facts = forgetAttribute(frame.facts, name);
  const key = factKey(frame, target);
  if (key !== null) frame.facts = learn(frame.facts, key, field.type, given, frame);
  const isSet = findField(frame.session, type, setMark(name));
  if (isSet === null) return [{ kind: "setField", object, field: field.index, value: fitted, span: target.span }];
  const statements: TypedStatement[] = [];
  const one = isTrivial(object) ? object : keep(frame, object, statements);
  return [
    ...statements,
    { kind: "setField", object: one, field: field.index, value: fitted, span: target.span },
    { kind: "setField", object: one, field: isSet.index, value: boolLiteral(true, target.span), span: target.span },
  ];
}

/**
 * `object.__setattr__(self, "x", value)`, by which a frozen dataclass sets its own fields; null where the call is another one.
 * Only where the object is set up: elsewhere what a test has found of a field would no longer hold.
 */
export function setPastFreezing(frame: Frame, node: Call): TypedExpression | null {
  const { callee, span } = node;
  if (callee.kind !== "attribute" || callee.name.name !== "__setattr__" || callee.object.kind !== "name") return null;
  if (callee.object.name !== "object" || (frame.scope.resolved.get(callee.object) ?? null) !== null) return null;
  const [self, field, given] = node.arguments.map((argument) => (argument.kind === "positional" ? argument.value : null));
  const written = frame.declaration?.node;
  const own = written?.kind === "function" && isSetup(frame) ? written.parameters[0]?.name.name : undefined;
  const refused = unsupported("`object.__setattr__` like this", 'write `object.__setattr__(self, "name", value)` in `__post_init__`');
  if (self?.kind !== "name" || self.name !== own || field?.kind !== "string" || !given || node.arguments.length !== 3)
    return frame.fail(span, refused);
  const object = frame.expression(self);
  const type = typeOf(object);
  if (type.kind !== "instance") return frame.fail(span, refused);
  const target = { kind: "attribute", object: self, name: { name: field.value, span: field.span }, span } as const;
  return sequence(setOwn(frame, target, object, type, frame.expression(given), true), noneLiteral(span));
}

/** In the methods that set an object up. */
export function isSetup({ declaration }: Frame): boolean {
  return declaration !== null && declaration.owner !== null && (declaration.name === "__init__" || declaration.name === "__post_init__");
}

function storeClassAttribute(
  frame: Frame,
  target: Extract<Expression, { kind: "attribute" }>,
  type: Extract<Type, { kind: "class" }>,
  value: TypedExpression,
): TypedStatement[] {
  const name = target.name.name;
  const declaration = declarationOf(type.class);
  if (type.class.isEnum && declaration.attributes.some((attribute) => attribute.name === name)) {
    frame.report(target.span, memberStays(type.class.name, name));
    return [];
  }
  if (!declaration.attributes.some((attribute) => attribute.name === name && attribute.value !== null) || type.class.isEnum) {
    frame.report(target.name.span, unknownAttribute(type, name, attributeNames(frame.session, declaration)));
    return [];
  }
  const state = frame.session.namedGlobal(declaration.file.info.name, `${declaration.info.name}.${name}`);
  if (frame.scope.kind === "function") {
    frame.session.writesModuleState = true;
    if (frame.session.host?.frozenState === true) frame.report(target.span, frozenGlobal(`${type.class.name}.${name}`));
  }
  const fitted = flowInto(frame.session, value, state.global.type);
  if (fitted === null) {
    frame.report(value.span, cannotHold(`\`${type.class.name}.${name}\``, state.global.type, typeOf(value)));
    return [];
  }
  return [{ kind: "setGlobal", global: state.global, value: fitted, span: target.span }];
}

// ---------------------------------------------------------------------- items

export function storeItem(frame: Frame, target: Extract<Expression, { kind: "subscript" }>, value: TypedExpression): TypedStatement[] {
  const statements: TypedStatement[] = [];
  const object = frame.expression(target.object);
  // An assignment of elements evaluates the value before the view by itself.
  const isView = arrayRank(object.type) > 0 && hasSlice(target.index);
  const kept = isView || staysBehind(value, [target.object, target.index]) ? value : keep(frame, value, statements);
  if (target.index.kind === "slice" && takesSlices(typeOf(object), "__setitem__"))
    return [...statements, ...setItem(frame, target, object, sliceObject(frame, target.index), kept)];
  if (target.index.kind === "slice") {
    const bounds = sliceBounds(frame, target.index);
    return [...statements, ...storeSlice(frame, target, object, bounds, kept)];
  }
  const dotted = withoutDots(target.index, object);
  if (dotted !== null) return [...statements, ...frame.session.passes.storeArray(frame, object, dotted, kept, target, target.span)];
  if (target.index.kind === "tuple" && target.index.items.some((item) => item.kind === "slice")) {
    return [...statements, ...frame.session.passes.storeArray(frame, object, target.index.items, kept, target, target.span)];
  }
  const given = frame.expression(target.index);
  const index = isList(typeOf(object)) ? asPlace(frame, given) : given;
  return [...statements, ...setItem(frame, target, object, index, kept)];
}

/** `object[index] = value` for evaluated operands. */
export function setItem(
  frame: Frame,
  target: Extract<Expression, { kind: "subscript" }>,
  object: TypedExpression,
  index: TypedExpression,
  value: TypedExpression,
  site: object = target,
): TypedStatement[] {
  const type = typeOf(object);
  const by = typeOf(index);
  const given = typeOf(value);
  if (isSilent(type) || isSilent(by)) return onlyOperands(value, object, index);
  if (given.kind === "unknown" || refuseFrozenStore(frame, target.object, target.span)) return [];
  if (isOptional(type)) {
    const statements: TypedStatement[] = [];
    const at = isTrivial(index) ? index : keep(frame, index, statements);
    return [...statements, ...setItem(frame, target, asType(object, "'NoneType' object does not support item assignment"), at, value)];
  }
  if (isList(type) && isOptional(by)) {
    const words = "list indices must be integers or slices, not NoneType";
    return setItem(frame, target, object, asType(index, words), value);
  }
  if (isList(type) && isSliceValue(by)) {
    const statements: TypedStatement[] = [];
    const [held, slice, kept] = keepInOrder(frame, [object, index, value], statements) as [
      TypedExpression,
      TypedExpression,
      TypedExpression,
    ];
    const bounds = boundsOf(frame, slice, statements, target, target.span);
    return [...statements, ...storeSlice(frame, target, held, bounds, kept)];
  }
  if (isList(type)) {
    if (!isIndex(by)) {
      frame.report(target.index.span, wrongIndex(type, by));
      return [];
    }
    const fitted = flowInto(frame.session, value, listElement(type));
    if (fitted === null) frame.report(value.span, mismatch("this list", listElement(type), given));
    return fitted === null ? [] : [evaluate(intrinsic("list_set", [object, convertToInt(index), fitted], { kind: "none" }, target.span))];
  }
  const item = storeArrayItem(frame, object, index, value, target, target.span);
  const stored = item ?? setItemOnEach(frame, target, object, index, value, setItem);
  if (stored !== null) return stored;
  if (!hasMethod(type, "__setitem__")) {
    frame.report(target.object.span, noItemAssignment(type));
    return [];
  }
  const actuals = [index, value].map((one) => ({ kind: "positional" as const, name: null, value: one, span: one.span }));
  return [
    evaluate(
      frame.session.passes.callMethod(frame, {
        receiver: object,
        name: "__setitem__",
        nameSpan: target.span,
        actuals,
        site,
        span: target.span,
      }),
    ),
  ];
}

export function storeSlice(
  frame: Frame,
  target: Extract<Expression, { kind: "subscript" }>,
  object: TypedExpression,
  bounds: readonly TypedExpression[],
  value: TypedExpression,
): TypedStatement[] {
  const type = typeOf(object);
  if (isSilent(type)) return onlyOperands(value, object, ...bounds);
  if (arrayRank(type) > 0) return storeArraySlice(frame, target, object, bounds, value);
  if (!hasMethod(type, "_set_slice")) {
    frame.report(target.object.span, noItemAssignment(type));
    return [];
  }
  const actuals = [...bounds, value].map((one) => ({ kind: "positional" as const, name: null, value: one, span: one.span }));
  return [
    evaluate(
      frame.session.passes.callMethod(frame, {
        receiver: object,
        name: "_set_slice",
        nameSpan: target.span,
        actuals,
        site: target,
        span: target.span,
      }),
    ),
  ];
}

/** `a[y0:y1] = value`: into the view that the slice is. */
function storeArraySlice(
  frame: Frame,
  target: Extract<Expression, { kind: "subscript" }>,
  object: TypedExpression,
  bounds: readonly TypedExpression[],
  value: TypedExpression,
): TypedStatement[] {
  if (bounds.some((part) => isSilent(typeOf(part))) || isSilent(typeOf(value))) return onlyOperands(value, object, ...bounds);
  if (refuseFrozenStore(frame, target.object, target.span)) return [];
  const view = frame.session.passes.callMethod(frame, {
    receiver: object,
    name: "_get_slice",
    nameSpan: target.span,
    actuals: bounds.map((one) => ({ kind: "positional" as const, name: null, value: one, span: one.span })),
    site: target,
    span: target.span,
  });
  return assignArray(frame, view, value, target, target.span);
}
