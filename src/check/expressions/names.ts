// Reading names: locals, captures, module variables, functions and classes as
// values.

import type { Span } from "../../base/span.ts";
import type { Name } from "../../syntax/ast.ts";
import { NEVER, isSilent } from "../../types/primitives.ts";
import { find, shallow } from "../../types/variables.ts";
import type { Type } from "../../types/type.ts";
import { decline } from "../calls/declining.ts";
import { literalValue } from "../calls/defaults.ts";
import { convert } from "../convert.ts";
import type { Entity, VariableEntity } from "../declarations.ts";
import { unbound, unboundField, usedAbove } from "../errors/names.ts";
import type { Frame } from "../frame.ts";
import { unknownAt } from "../frame.ts";
import type { Instance } from "../instances.ts";
import type { FactKey } from "../narrowing.ts";
import { asTested } from "../present.ts";
import type { TypedExpression } from "../program.ts";
import type { GlobalState } from "../checkState.ts";
import type { Binding, Web } from "../scopes/scope.ts";
import { constantInt, intValue } from "./integers.ts";

export function checkName(frame: Frame, node: Name): TypedExpression {
  const binding = frame.scope.resolved.get(node) ?? null;
  if (binding === null || binding.scope.kind === "module") return moduleName(frame, node, binding);
  if (binding.scope !== frame.scope) return readCapture(frame, binding, node.span);
  const web = frame.webs.at.get(node);
  if (web === undefined) return unknownAt(node.span);
  if (frame.webs.unbound.has(node)) {
    const owner = ownerOf(frame, node.name);
    return frame.fail(node.span, owner === null ? unbound(node.name, outerName(frame, node.name)) : unboundField(node.name, owner));
  }
  return readWeb(frame, web, node.span);
}

/** The class of the method that is checked, where it has a field of that name. */
function ownerOf({ instance: { code } }: Frame, name: string): string | null {
  const owner = code.kind === "declared" ? code.declaration.owner : null;
  return owner?.attributes.some((attribute) => attribute.name === name) === true ? owner.info.name : null;
}

/** Is there a variable of that name at the top level of the file? */
function outerName(frame: Frame, name: string): "none" | "changing" | "frozen" {
  const kind = frame.session.lookup(frame.file, name)?.kind;
  if (kind !== "variable" && !frame.session.parameters.has(name)) return "none";
  return frame.session.host?.frozenState === true || frame.session.parameters.has(name) ? "frozen" : "changing";
}

/** A local variable of this function, as narrow as is known here. */
export function readWeb(frame: Frame, web: Web, span: Span): TypedExpression {
  const variable = frame.local(web);
  return narrowed(frame, web, { kind: "variable", variable, type: shallow(variable.type), span });
}

/** With what is known of it; proved, so unchecked, unless a closure may set it too. */
function narrowed(frame: Frame, key: FactKey, value: TypedExpression): TypedExpression {
  const fact = frame.facts.get(key);
  if (fact === undefined) return value;
  if (isSilent(fact)) return { ...value, type: NEVER };
  return typeof key !== "string" && key.binding.boxed ? asTested(value, fact) : convert(value, fact);
}

/** A variable of a function around this one. */
export function readCapture(frame: Frame, binding: Binding, span: Span): TypedExpression {
  const index = frame.scope.captures.indexOf(binding);
  const type = capturedType(frame.instance, binding);
  const value: TypedExpression = { kind: "capture", index, type: shallow(type), span };
  return binding.shared === null ? value : narrowed(frame, binding.shared, value);
}

/** The type of a captured variable: that of its owner's instance. */
export function capturedType(instance: Instance, binding: Binding): Type {
  for (let at: Instance | null = instance.environment; at !== null; at = at.environment) {
    if (at.code.kind !== "declared" || at.code.declaration.scope !== binding.scope) continue;
    const variable = binding.shared === null ? undefined : at.locals.get(binding.shared);
    return variable === undefined ? NEVER : { kind: "variable", variable: find(variable) };
  }
  return NEVER;
}

/** Of a class body, or of a comprehension at the top level: a local of the module body unless a function uses it. */
function hiddenName(frame: Frame, node: Name, binding: Binding): TypedExpression {
  const web = frame.webs.at.get(node);
  if (!binding.isGlobal && web !== undefined) return readWeb(frame, web, node.span);
  const state = hiddenGlobal(frame, binding);
  return { kind: "global", global: state.global, type: shallow(state.global.type), span: node.span };
}

export function hiddenGlobal(frame: Frame, binding: Binding): GlobalState {
  return frame.session.namedGlobal(frame.file.info.name, binding.prefix + binding.name);
}

function moduleName(frame: Frame, node: Name, binding: Binding | null): TypedExpression {
  if (binding !== null && binding.prefix !== "") return hiddenName(frame, node, binding);
  if (node.name === "__name__" && binding === null && frame.session.plugins.includes(frame.file.info))
    return { kind: "literal", value: frame.file.info.name, type: { kind: "str" }, span: node.span };
  if (node.name === "__name__" && binding === null)
    return { kind: "intrinsic", name: "module_name", arguments: [], type: { kind: "str" }, span: node.span };
  const entity = frame.session.lookup(frame.file, node.name);
  if (entity === null && node.name === "NotImplemented") return decline(frame, node);
  if (entity === null) return unknownAt(node.span); // reported with all free names
  const isLocal = binding !== null && !binding.isGlobal && binding.scope === frame.scope;
  if (isLocal && entity.kind === "variable" && (entity.constant === null || constantValue(frame, entity, node.span) === null)) {
    const web = frame.webs.at.get(node);
    if (web === undefined) return unknownAt(node.span);
    if (frame.webs.unbound.has(node)) return frame.fail(node.span, unbound(node.name));
    return readWeb(frame, web, node.span);
  }
  if (binding !== null && binding.scope === frame.scope && frame.webs.unbound.has(node))
    return frame.fail(node.span, entity.kind === "variable" ? unbound(node.name) : usedAbove(node.name));
  return readEntity(frame, entity, node.name, node.span);
}

/** A module-level name as a value. */
export function readEntity(frame: Frame, entity: Entity, name: string, span: Span): TypedExpression {
  switch (entity.kind) {
    case "variable":
      return readGlobal(frame, entity, span);
    case "module":
      return { kind: "literal", value: null, type: { kind: "module", name: entity.name }, span };
    case "class":
      return { kind: "literal", value: null, type: { kind: "class", class: entity.class.info }, span };
    case "function":
    case "builtin":
    case "intrinsic":
    case "hostFunction":
      return functionValue(frame, entity, name, span);
    case "imported":
    case "unknown":
      return unknownAt(span);
  }
}

/** What stands for a name that is assigned once, a literal of its very type; null where it is read as a variable. */
function constantValue(frame: Frame, { constant, annotation }: VariableEntity, span: Span): TypedExpression | null {
  if (constant === null) return null;
  const value = constantInt(frame, constant);
  if (value !== null) return intValue(frame, value, span);
  const literal = literalValue(constant, span);
  if (literal === null || annotation === null) return literal;
  return annotation.kind === "name" && annotation.name === literal.type.kind ? literal : null;
}

export function readGlobal(frame: Frame, entity: VariableEntity, span: Span): TypedExpression {
  const isEarly = !entity.file.info.isLibrary && frame.session.usedEarly.has(entity.name);
  const constant = isEarly ? null : constantValue(frame, entity, span);
  if (constant !== null) return constant;
  if (entity.file.info.isLibrary) frame.session.useModule(entity.file.info);
  const state = frame.session.global(entity);
  const value: TypedExpression = { kind: "global", global: state.global, type: shallow({ kind: "variable", variable: state.type }), span };
  const fact = frame.facts.get(globalKey(entity));
  return fact === undefined ? value : asTested(value, fact);
}

export function globalKey(entity: { readonly file: { readonly info: { readonly name: string } }; readonly name: string }): FactKey {
  return `g${entity.file.info.name}:${entity.name}`;
}

/** A function named, not called: a closure without captures. */
function functionValue(frame: Frame, entity: Entity, name: string, span: Span): TypedExpression {
  const only = entity.kind === "function" && entity.overloads.length === 1 ? entity.overloads[0] : undefined;
  const closure =
    only !== undefined
      ? frame.session.closureOf(only, name, { kind: "declared", declaration: only, environment: null })
      : frame.session.closureOf(entityKey(entity), name, { kind: "entity", entity });
  return { kind: "closure", closure, captures: [], type: { kind: "function", closures: [closure] }, span };
}

const builtinKeys = new Map<string, object>();

/** Builtins have no object of their own that lasts. */
function entityKey(entity: Entity): object {
  if (entity.kind !== "builtin" && entity.kind !== "intrinsic") return entity;
  let key = builtinKeys.get(entity.name);
  if (key === undefined) builtinKeys.set(entity.name, (key = { name: entity.name }));
  return key;
}
