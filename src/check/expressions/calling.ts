// Calls and attributes as written: what stands before the bracket decides.

import type { Call, Expression } from "../../syntax/ast.ts";
import { isSilent } from "../../types/primitives.ts";
import { shallow } from "../../types/variables.ts";
import type { ClassInfo, Type } from "../../types/type.ts";
import type { Span } from "../../base/span.ts";
import { readType } from "../annotations.ts";
import type { Problem } from "../errors/problem.ts";
import { sequence } from "../build.ts";
import { decoratorNames } from "../builtins.ts";
import { evaluateArguments } from "../calls/arguments.ts";
import { calledByName } from "../calls/declining.ts";
import { checkSuperAttribute, checkSuperCall } from "../calls/super.ts";
import { stringFormat } from "./formatCall.ts";
import { findField } from "../classes/fields.ts";
import { attributeNames, attributeUse, boundMethod, classAttribute, isPrivate } from "../classes/attributes.ts";
import { asNamed, makeOf, namedTupleMethods } from "../classes/namedTuple.ts";
import { declarationOf, findMethod } from "../declarations.ts";
import type { Entity } from "../declarations.ts";
import { knownNames } from "../../library/modules.ts";
import { notInModule } from "../errors/names.ts";
import { calledDecorator } from "../errors/forms.ts";
import { unknownAttribute } from "../errors/types.ts";
import type { Frame } from "../frame.ts";
import { typeOf, unknownAt } from "../frame.ts";
import { asTested, withAttribute } from "../present.ts";
import type { TypedExpression } from "../program.ts";
import { comprehensionInPlace, isModuleName } from "../scopes/scope.ts";
import { isSubclass } from "../../types/classes.ts";
import { readEntity } from "./names.ts";
import { refused } from "./refusing.ts";
import { factKey } from "./paths.ts";
import { attributeOfType, objectOfType } from "./typeOfObject.ts";
import { checkTypeTest } from "./tests.ts";
import { checkComprehension } from "./comprehension.ts";
import { anyOrAll } from "./quantifiers.ts";
import { refuseFrozenCall } from "../contracts/frozen.ts";
import { checkParameter } from "../contracts/parameter.ts";
import { setPastFreezing } from "../statements/stores.ts";

export function checkCall(frame: Frame, node: Call): TypedExpression {
  const { expected } = frame;
  frame.expected = null;
  const special =
    checkTypeTest(frame, node)?.test ??
    checkSuperCall(frame, node) ??
    stringFormat(frame, node) ??
    anyOrAll(frame, node) ??
    setPastFreezing(frame, node);
  if (special !== null) return special;
  if (node.callee.kind === "name") return callName(frame, node, node.callee, expected);
  if (node.callee.kind === "attribute" && node.callee.name.name !== "__class__") return callAttribute(frame, node, node.callee);
  const generic = callGeneric(frame, node, node.callee);
  if (generic !== null) return generic;
  const callee = frame.expression(node.callee);
  const { prelude, actuals } = evaluateWith(frame, node);
  return sequence(prelude, frame.session.passes.callValue(frame, callee, actuals, node, node.span));
}

/** Arguments; a generator expression whose items are all taken at once is a list. */
function evaluateWith(frame: Frame, node: Call): ReturnType<typeof evaluateArguments> {
  const inPlace = comprehensionInPlace(node, frame.scope);
  const [first, ...others] = node.arguments;
  if (inPlace === null || first === undefined) return evaluateArguments(frame, node.arguments);
  const value = checkComprehension(frame, inPlace, "list");
  const rest = evaluateArguments(frame, others);
  return { prelude: rest.prelude, actuals: [{ kind: "positional", name: null, value, span: first.span }, ...rest.actuals] };
}

/** The module-level thing that a name stands for; null where it is a variable. */
function entityOf(frame: Frame, node: Extract<Expression, { kind: "name" }>): Entity | null {
  const binding = frame.scope.resolved.get(node) ?? null;
  if (binding !== null && !isModuleName(binding)) return null;
  const entity = frame.session.lookup(frame.file, node.name);
  return entity === null || entity.kind === "variable" || entity.kind === "module" ? null : entity;
}

/** `Stack[int]()`, `list[str]()`: the class made for these types. */
function callGeneric(frame: Frame, node: Call, callee: Expression): TypedExpression | null {
  if (callee.kind !== "subscript" || callee.object.kind !== "name") return null;
  const entity = entityOf(frame, callee.object);
  if (entity?.kind !== "class" || entity.class.info.typeParameters.length === 0) return null;
  const report = (span: Span, problem: Problem): void => frame.report(span, problem);
  const type = readType({ session: frame.session, file: frame.file, typeParameters: [], mayDeclare: false, report }, callee);
  const { prelude, actuals } = evaluateWith(frame, node);
  frame.expected = type;
  const value = frame.session.passes.callEntity(frame, entity, callee.object.name, actuals, node, node.span);
  frame.expected = null;
  return sequence(prelude, value);
}

function callName(frame: Frame, node: Call, callee: Extract<Expression, { kind: "name" }>, expected: Type | null): TypedExpression {
  const entity = entityOf(frame, callee);
  if (entity === null) {
    const value = frame.expression(callee);
    const { prelude, actuals } = evaluateWith(frame, node);
    const type = typeOf(value);
    if (type.kind === "class")
      return sequence(
        prelude,
        frame.session.passes.callEntity(
          frame,
          { kind: "class", name: type.class.name, class: declarationOf(type.class) },
          type.class.name,
          actuals,
          node,
          node.span,
        ),
      );
    if (type.kind === "unknown") return unknownAt(node.span);
    return sequence(prelude, frame.session.passes.callValue(frame, value, actuals, node, node.span));
  }
  if (frame.webs.unbound.has(callee)) return frame.expression(callee);
  if (entity.kind === "builtin" && entity.name === "param") return checkParameter(frame, node);
  if (entity.kind === "builtin" && decoratorNames.has(entity.name)) return frame.fail(node.span, calledDecorator(entity.name));
  const { prelude, actuals } = evaluateWith(frame, node);
  frame.expected = entity.kind === "class" ? expected : null;
  const value = frame.session.passes.callEntity(frame, entity, callee.name, actuals, node, node.span);
  frame.expected = null;
  return sequence(prelude, value);
}

function callAttribute(frame: Frame, node: Call, callee: Extract<Expression, { kind: "attribute" }>): TypedExpression {
  const name = callee.name.name;
  const object = withAttribute(objectOfType(frame, callee.object, name) ?? frame.expression(callee.object), name);
  const type = typeOf(object);
  if (type.kind === "module") {
    const entity = moduleEntity(frame, type.name, callee);
    if (entity === null) return unknownAt(node.span);
    const { prelude, actuals } = evaluateWith(frame, node);
    if (entity.kind === "variable")
      return sequence(prelude, frame.session.passes.callValue(frame, readEntity(frame, entity, name, node.span), actuals, node, node.span));
    return sequence(prelude, frame.session.passes.callEntity(frame, entity, name, actuals, node, node.span));
  }
  if (isSilent(type)) {
    evaluateWith(frame, node);
    return type.kind === "unknown" ? unknownAt(node.span) : { ...object, type, span: node.span };
  }
  if (isHidden(frame, type, name)) return frame.fail(callee.name.span, unknownAttribute(type, name, []));
  if (refuseFrozenCall(frame, callee.object, type, name, node.span)) return unknownAt(node.span);
  const { prelude, actuals } = evaluateWith(frame, node);
  if (type.kind === "class") return sequence(prelude, callOnClass(frame, node, type, callee, actuals));
  const fromIterable = type.kind === "function" && name === "from_iterable" ? chainFromIterable(frame, node, type, actuals) : null;
  if (fromIterable !== null) return sequence(prelude, fromIterable);
  if (type.kind === "instance" && findMethod(declarationOf(type.class), name) === null && findField(frame.session, type, name) !== null) {
    const held = narrowedPath(frame, callee, frame.session.passes.attribute(frame, object, name, callee.name.span, callee));
    return sequence(prelude, frame.session.passes.callValue(frame, held, actuals, node, node.span));
  }
  const call = { receiver: object, name, nameSpan: callee.name.span, actuals, site: node, span: node.span };
  return sequence(prelude, calledByName(frame, type, name, frame.session.passes.callMethod(frame, call), node));
}

/** `chain.from_iterable(rows)`; null where the function is another one. */
function chainFromIterable(
  frame: Frame,
  node: Call,
  type: Extract<Type, { kind: "function" }>,
  actuals: ReturnType<typeof evaluateArguments>["actuals"],
): TypedExpression | null {
  const [only] = type.closures;
  const code = only === undefined || type.closures.length > 1 ? undefined : frame.session.closures.get(only);
  const file = code?.kind === "entity" && code.entity.kind === "function" ? code.entity.overloads[0]?.file.info : undefined;
  const entity = file?.name === "itertools" && only?.name === "chain" ? file.entities.get("_chain_from_iterable") : undefined;
  return entity === undefined ? null : frame.session.passes.callEntity(frame, entity, "from_iterable", actuals, node, node.span);
}

/** Inner names of the library, and Python's own inner names, are not there for authors. */
export function isHidden(frame: Frame, type: Type, name: string): boolean {
  if (frame.isLibrary || !isPrivate(name)) return false;
  const found = shallow(type);
  const isNamed = asNamed(found) !== null || (found.kind === "class" && declarationOf(found.class).isNamedTuple);
  if (isNamed) return !namedTupleMethods.has(name) && name.startsWith("__");
  const info = found.kind === "instance" || found.kind === "class" ? found.class : null;
  if (info === null) return true;
  return (
    declarationOf(info).file.info.isLibrary &&
    !(name.startsWith("__") && name.endsWith("__") && found.kind === "class" && name === "__init__")
  );
}

/** `C.make(...)`: static and class methods, or a method with its object given first. */
function callOnClass(
  frame: Frame,
  node: Call,
  type: Extract<Type, { kind: "class" }>,
  callee: Extract<Expression, { kind: "attribute" }>,
  actuals: ReturnType<typeof evaluateArguments>["actuals"],
): TypedExpression {
  const name = callee.name.name;
  const overloads = findMethod(declarationOf(type.class), name);
  if (overloads === null && name === "_make" && declarationOf(type.class).isNamedTuple)
    return makeOf(frame, type.class, actuals, node, node.span);
  if (overloads === null) {
    const value = classAttribute(frame, type.class, name, callee.name.span);
    return typeOf(value).kind === "unknown" ? value : frame.session.passes.callValue(frame, value, actuals, node, node.span);
  }
  const first = overloads[0];
  const classArguments = frame.siteVariables(node, "class arguments", type.class.typeParameters.length);
  const request = { overloads, name, classArguments, site: node, span: node.span };
  if (first?.isClassMethod === true)
    return frame.session.passes.callFunction(frame, {
      ...request,
      receiver: { kind: "literal", value: null, type, span: callee.object.span },
      actuals,
    });
  if (first?.isStatic === true) return frame.session.passes.callFunction(frame, { ...request, receiver: null, actuals });
  const [self, ...others] = actuals;
  if (self === undefined || self.kind !== "positional")
    return frame.session.passes.callFunction(frame, { ...request, receiver: null, actuals });
  const own = typeOf(self.value);
  // The library's bodies take their object for what it is said to be: another one is an argument that does not fit.
  if (first?.file.info.isLibrary === true && !isObjectOf(type.class, own))
    return frame.session.passes.callFunction(frame, { ...request, receiver: null, actuals });
  return frame.session.passes.callFunction(frame, {
    ...request,
    classArguments: own.kind === "instance" ? own.arguments : [],
    receiver: self.value,
    actuals: others,
  });
}

function isObjectOf(info: ClassInfo, type: Type): boolean {
  if (type.kind === "instance") return isSubclass(type.class, info);
  const named = asNamed(type);
  if (named !== null && isSubclass(named.named, info)) return true;
  if (info.module !== "") return false;
  return info.name === "int" ? type.kind === "int" || type.kind === "bool" : info.name === type.kind;
}

export function moduleEntity(frame: Frame, moduleName: string, node: Extract<Expression, { kind: "attribute" }>): Entity | null {
  const module = frame.session.moduleOf(moduleName);
  const name = node.name.name;
  const hidden = name.startsWith("_") && !frame.isLibrary;
  const found = hidden ? undefined : module?.entities.get(name);
  const entity = found === undefined ? null : frame.session.follow(found);
  if (entity !== null) return entity;
  if (module === null) return null;
  const known = knownNames.get(moduleName) ?? [];
  if (known.includes(name)) return { kind: "builtin", name };
  frame.report(node.name.span, notInModule(moduleName, name, [...module.entities.keys(), ...known]));
  return null;
}

// ----------------------------------------------------------------- attributes

export function checkAttribute(frame: Frame, node: Extract<Expression, { kind: "attribute" }>): TypedExpression {
  const special = checkSuperAttribute(frame, node) ?? attributeOfType(frame, node);
  if (special !== null) return special;
  const name = node.name.name;
  const object = withAttribute(frame.expression(node.object), name);
  const type = typeOf(object);
  if (type.kind === "module") {
    const entity = moduleEntity(frame, type.name, node);
    return entity === null ? unknownAt(node.span) : readEntity(frame, entity, name, node.span);
  }
  if (name === "__name__" && type.kind === "class") return classAttribute(frame, type.class, name, node.span);
  if (lacksAttribute(frame, node.object, object, name)) return withoutAttribute(frame, object, name, node.name.span);
  if (handedOver.has(name) && !isSilent(type) && isHidden(frame, type, name) && hasMethod(frame, type, name))
    return boundMethod(frame, object, name, node.name.span, node);
  const isKnown = name === "__class__" || (name === "__name__" && type.kind === "function");
  if (!isSilent(type) && isHidden(frame, type, name) && !isKnown)
    return frame.fail(
      node.name.span,
      unknownAttribute(type, name, type.kind === "instance" ? attributeNames(frame.session, declarationOf(type.class)) : []),
    );
  const value = frame.session.passes.attribute(frame, object, name, node.name.span, node);
  return narrowedPath(frame, node, value);
}

/** `other.x` in an author's `__eq__`, which is asked about values of any type: where it has no x, that raises when it is reached. */
function lacksAttribute(frame: Frame, node: Expression, object: TypedExpression, name: string): boolean {
  const method = frame.declaration;
  if (frame.isLibrary || method === null || method.owner === null || node.kind !== "name") return false;
  if (method.node.kind !== "function" || (method.name !== "__eq__" && method.name !== "__ne__")) return false;
  const type = typeOf(object);
  if (type.kind === "union" || (type.kind === "instance" && isSubclass(type.class, method.owner.info))) return false;
  return method.node.parameters[1]?.name.name === node.name && !attributeUse(frame, name, (value) => value).exists(object);
}

function withoutAttribute(frame: Frame, object: TypedExpression, name: string, span: Span): TypedExpression {
  return refused(frame, "AttributeError", [object], attributeUse(frame, name, (value) => value).refusal, span);
}

/** Methods of the builtin types that are handed over by their inner names: `key=ranks.__getitem__`. */
const handedOver = new Set(["__getitem__", "__contains__"]);

function hasMethod(frame: Frame, type: Type, name: string): boolean {
  if (type.kind === "str") return findMethod(frame.session.coreClass("str"), name) !== null;
  return type.kind === "instance" && findMethod(declarationOf(type.class), name) !== null;
}

/** A field that a test has narrowed. The object may have changed since, so the reading is checked. */
export function narrowedPath(frame: Frame, node: Expression, value: TypedExpression): TypedExpression {
  if (frame.facts.size === 0 || typeOf(value).kind !== "union") return value;
  const key = factKey(frame, node);
  const fact = key === null ? undefined : frame.facts.get(key);
  if (fact === undefined || isSilent(shallow(fact))) return value;
  return asTested(value, fact);
}
