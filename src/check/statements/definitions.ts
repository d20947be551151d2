// `def` and `class` as statements: functions inside functions become closures,
// defaults are evaluated now, class bodies fill class attributes and enums.

import type { ClassDefinition, Expression, FunctionDefinition } from "../../syntax/ast.ts";
import { instanceOf } from "../../types/primitives.ts";
import type { Type } from "../../types/type.ts";
import { evaluate, intLiteral, isTrivial, keep, stringLiteral } from "../build.ts";
import { enumMember, memberNames } from "../classes/enums.ts";
import { defaultGlobal, isComputedDefault } from "../calls/defaults.ts";
import { ensureFields } from "../classes/fields.ts";
import { flowInto } from "../convert.ts";
import type { ClassAttribute, ClassDeclaration, FunctionDeclaration } from "../declarations.ts";
import { cannotHold } from "../errors/types.ts";
import { scopeOf } from "../bodies.ts";
import { nestedFunction } from "../expressions/functions.ts";
import type { Frame } from "../frame.ts";
import { typeOf } from "../frame.ts";
import { decoratorName } from "../indexing.ts";
import { refuseCache } from "../contracts/randomness.ts";
import type { TypedExpression, TypedStatement } from "../program.ts";
import { signatureOf } from "../signatures.ts";
import { unsupported } from "../errors/types.ts";

export function checkFunction(frame: Frame, node: FunctionDefinition): TypedStatement[] {
  const entity = frame.scope.kind === "module" ? frame.file.info.entities.get(node.name.name) : undefined;
  const declared = entity?.kind === "function" ? entity.overloads.find((one) => one.node === node) : undefined;
  if (declared !== undefined) return storeDefaults(frame, declared);
  const value = decorated(frame, node, nestedFunction(frame, node));
  return frame.session.passes.assign(frame, { kind: "name", name: node.name.name, span: node.name.span }, node, value);
}

/** `@f` and `@f(...)`: what the decorator makes of the function, the lowest first. */
function decorated(frame: Frame, node: FunctionDefinition, made: TypedExpression): TypedExpression {
  let value = made;
  for (const decorator of [...node.decorators].reverse()) {
    const name = decoratorName(decorator);
    if (name === "overload" || name === "leaf") continue;
    if (["staticmethod", "classmethod", "property"].includes(name)) {
      frame.report(decorator.span, unsupported(`\`@${name}\` outside a class`, "leave it out"));
      continue;
    }
    const callee = frame.expression(decorator);
    refuseCache(frame, decorator);
    const actuals = [{ kind: "positional" as const, name: null, value, span: node.name.span }];
    value = frame.session.passes.callValue(frame, callee, actuals, decorator, decorator.span);
  }
  return value;
}

/** Defaults that are no literals are evaluated when the `def` runs and kept. */
export function storeDefaults(frame: Frame, declaration: FunctionDeclaration): TypedStatement[] {
  scopeOf(declaration);
  const signature = signatureOf(frame.session, declaration);
  return signature.parameters.flatMap((parameter): TypedStatement[] => {
    if (parameter.defaultValue === null || !isComputedDefault(parameter.defaultValue)) return [];
    const state = defaultGlobal(frame, declaration, parameter);
    const value = frame.expression(parameter.defaultValue);
    const fitted = flowInto(frame.session, value, state.global.type);
    return fitted === null ? [] : [{ kind: "setGlobal", global: state.global, value: fitted, span: parameter.span }];
  });
}

export function checkClass(frame: Frame, node: ClassDefinition): TypedStatement[] {
  const entity = frame.scope.kind === "module" ? frame.file.info.entities.get(node.name.name) : undefined;
  if (entity?.kind !== "class" || entity.class.node !== node) {
    return [];
  }
  const declaration = entity.class;
  ensureFields(frame.session, declaration);
  const methods = [...declaration.methods.values()].flat();
  if (declaration.info.isEnum) return [...methods.flatMap((method) => storeDefaults(frame, method)), ...enumMembers(frame, declaration)];
  return inOrder(methods, declaration.attributes).flatMap((one) =>
    "node" in one ? storeDefaults(frame, one) : classAttribute(frame, declaration, one),
  );
}

/** As they stand in the class: a default may name an attribute above it. */
function inOrder(
  methods: readonly FunctionDeclaration[],
  attributes: readonly ClassAttribute[],
): readonly (FunctionDeclaration | ClassAttribute)[] {
  const start = (one: FunctionDeclaration | ClassAttribute): number => ("node" in one ? one.node.span.start : one.span.start);
  return [...methods, ...attributes].sort((one, other) => start(one) - start(other));
}

function classAttribute(frame: Frame, declaration: ClassDeclaration, attribute: ClassAttribute): TypedStatement[] {
  if (attribute.value === null || isFieldCall(attribute.value)) return [];
  const state = frame.session.namedGlobal(declaration.file.info.name, `${declaration.info.name}.${attribute.name}`);
  const value = frame.expression(attribute.value);
  // The language asks classes for such methods, and this one would be overlooked.
  if (/^__\w+__$/.test(attribute.name) && typeOf(value).kind === "function") {
    frame.report(attribute.span, unsupported(`a value as the method \`${attribute.name}\``, "write it with `def` in the class"));
    return [];
  }
  const fitted = flowInto(frame.session, value, state.global.type);
  if (fitted === null) frame.report(attribute.value.span, cannotHold(`\`${attribute.name}\``, state.global.type, typeOf(value)));
  return fitted === null ? [] : [{ kind: "setGlobal", global: state.global, value: fitted, span: attribute.span }];
}

function isFieldCall(node: Expression): boolean {
  return node.kind === "call" && decoratorName(node.callee) === "field";
}

/** Each member is one object, made when the class body runs; an alias is that of the first with its value. */
function enumMembers(frame: Frame, declaration: ClassDeclaration): TypedStatement[] {
  const names = new Set(memberNames(declaration));
  let last = 0n;
  return declaration.attributes.flatMap((attribute): TypedStatement[] => {
    if (attribute.value === null) return [];
    const isAuto = attribute.value.kind === "call" && decoratorName(attribute.value.callee) === "auto";
    const value: TypedExpression = isAuto ? intLiteral(last + 1n, attribute.span) : frame.expression(attribute.value);
    if (value.kind === "literal" && typeof value.value === "bigint") last = value.value;
    return names.has(attribute.name) ? makeMember(frame, declaration, attribute, value) : [];
  });
}

function makeMember(frame: Frame, declaration: ClassDeclaration, attribute: ClassAttribute, value: TypedExpression): TypedStatement[] {
  const { span } = attribute;
  const type = instanceOf(declaration.info);
  const valueType = declaration.info.fields.find((field) => field.name === "value")?.type as Type;
  const before: TypedStatement[] = [];
  const kept = isTrivial(value) ? value : keep(frame, value, before, "value");
  const fitted = flowInto(frame.session, kept, valueType);
  if (fitted === null) {
    frame.report(attribute.value?.span ?? span, cannotHold(`the members of ${declaration.info.name}`, valueType, typeOf(value)));
    return [];
  }
  const state = frame.session.namedGlobal(declaration.file.info.name, `${declaration.info.name}.${attribute.name}`);
  frame.session.grow(state.type, type);
  const rest = declaration.info.fields.slice(2).map(() => null);
  const member: TypedExpression = { kind: "construct", fields: [stringLiteral(attribute.name, span), fitted, ...rest], type, span };
  return [...before, { kind: "setGlobal", global: state.global, value: member, span }, ...initialise(frame, declaration, attribute, kept)];
}

/** `def __init__(self, mass, radius)` of an enum gets the parts of the value. */
function initialise(frame: Frame, declaration: ClassDeclaration, attribute: ClassAttribute, value: TypedExpression): TypedStatement[] {
  const init = declaration.methods.get("__init__");
  if (init === undefined) return [];
  const { span } = attribute;
  const type = typeOf(value);
  const items =
    type.kind === "tuple"
      ? type.items.map((item, index): TypedExpression => ({ kind: "tupleItem", tuple: value, index, type: item, span }))
      : [value];
  const call = frame.session.passes.callFunction(frame, {
    overloads: init,
    name: declaration.info.name,
    receiver: enumMember(frame, declaration, attribute.name, span),
    classArguments: [],
    actuals: items.map((item) => ({ kind: "positional", name: null, value: item, span })),
    site: attribute,
    span,
  });
  return [evaluate(call)];
}
