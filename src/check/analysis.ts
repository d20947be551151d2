// One analysis of one instance: a fresh frame over its lasting variables, its
// statements checked in turn, a typed function as the result.

import { keyWork } from "../types/key.ts";
import type { Statement } from "../syntax/ast.ts";
import { freshVariable, zonk } from "../types/variables.ts";
import { NONE } from "../types/primitives.ts";
import { noneLiteral } from "./build.ts";
import { convert, flowInto } from "./convert.ts";
import type { FunctionDeclaration } from "./declarations.ts";
import { fileOf, isProtocol } from "./declarations.ts";
import { moduleWebs, scopeOf, websOf } from "./bodies.ts";
import { orNone } from "./orNone.ts";
import { missingReturn } from "./errors/results.ts";
import { hasDecorator } from "./indexing.ts";
import { raiseNamed } from "./statements/raising.ts";
import { loopClauses } from "./expressions/comprehension.ts";
import { yieldValue } from "./expressions/yielding.ts";
import { guardStops } from "./iteration/escaping.ts";
import { givesValue, optional, returnOf } from "./iteration/returned.ts";
import { sentType } from "./iteration/sending.ts";
import { faultUnclosed, raiseThrown } from "./iteration/throwing.ts";
import { Frame } from "./frame.ts";
import type { Instance } from "./instances.ts";
import { begin, end } from "./isolation.ts";
import type { LeafPrice, TypedStatement, Variable } from "./program.ts";
import type { Session } from "./session.ts";
import { CheckStopped, checkLimits } from "./checkState.ts";
import { endlessTypes, tooInvolved } from "./errors/limits.ts";
import { carriedDefaults } from "./calls/defaults.ts";
import { qualifiedName } from "./calls/closedInstance.ts";

/** Before that nobody waits. */
const manyInstances = 100;
/** So often a function calls itself, each time with another type. */
const mostNested = 24;

/** Is it called by itself, that one by itself, ... and each of other types? What ends does so sooner. */
function growsWithoutEnd(instance: Instance, declaration: FunctionDeclaration): boolean {
  if (declaration.file.info.isLibrary) return false;
  const seen = new Set<Instance>();
  let count = 0;
  for (let at: Instance | null = instance; at !== null && !seen.has(at); at = at.caller?.instance ?? null) {
    seen.add(at);
    if (at.code.kind === "declared" && at.code.declaration === declaration) count += 1;
    if (count > mostNested) return true;
  }
  return false;
}

export function analyse(session: Session, instance: Instance): void {
  const parts = keyWork.parts - session.partsBefore;
  if (session.steps > checkLimits.steps || parts > checkLimits.typeParts || session.instanceTotal > checkLimits.instances)
    throw new CheckStopped(tooInvolved(), instance.caller?.place ?? null);
  if (instance.code.kind === "synthesised") return instance.code.build(instance);
  if (session.instanceTotal > manyInstances && growsWithoutEnd(instance, instance.code.declaration))
    throw new CheckStopped(endlessTypes(instance.code.declaration.name), instance.caller?.place ?? null);
  const outer = begin(session, instance);
  analyseDeclared(session, instance, instance.code.declaration);
  end(session, instance, outer);
}

function analyseDeclared(session: Session, instance: Instance, declaration: FunctionDeclaration): void {
  const scope = scopeOf(declaration);
  const frame = new Frame(session, instance, { declaration, file: declaration.file, scope, webs: websOf(declaration) });
  if (scope.isGenerator && instance.generator === null) instance.generator = session.newGenerator(declaration.name, instance);
  const parameters = parameterVariables(frame, instance, declaration);
  const prologue = ownDefaults(frame, declaration);
  const body = [...prologue, ...checkBody(frame, declaration, parameters)];
  instance.typed = {
    id: instance.id,
    name: qualifiedName(declaration),
    file: fileOf(declaration),
    span: declaration.node.span,
    parameters,
    variables: frame.variables,
    closure: instance.closure,
    generator: instance.generator,
    result: instance.result,
    ...(instance.returned === null ? {} : { returned: optional(instance.returned) }),
    ...(instance.receives ? { receives: true as const } : {}),
    ...(sentType(instance) === null ? {} : { isSentTo: true as const }),
    body,
    isLibrary: declaration.file.info.isLibrary,
    leaf: leafPrice(declaration),
  };
}

/** A generator expression has one nameless parameter: its first iterable. */
function parameterVariables(frame: Frame, instance: Instance, declaration: FunctionDeclaration): Variable[] {
  const { node } = declaration;
  if (node.kind === "comprehension") return instance.parameters.map((type) => frame.temporary(type, "items"));
  const passed = node.parameters.filter((_, index) => !instance.ownDefaults.includes(index));
  return passed.map((parameter, index) => {
    const web = frame.webs.at.get(parameter);
    if (web === undefined) return frame.temporary(instance.parameters[index] ?? NONE, parameter.name.name);
    if (!instance.locals.has(web)) instance.locals.set(web, freshVariable(instance.parameters[index] ?? NONE));
    return frame.local(web);
  });
}

/** Parameters the call leaves out begin with the default that the closure carries. */
function ownDefaults(frame: Frame, declaration: FunctionDeclaration): TypedStatement[] {
  const { node } = declaration;
  const { instance } = frame;
  if (node.kind === "comprehension" || instance.ownDefaults.length === 0) return [];
  const carried = carriedDefaults(declaration);
  return instance.ownDefaults.flatMap((position): TypedStatement[] => {
    const parameter = node.parameters[position];
    const web = parameter === undefined ? undefined : frame.webs.at.get(parameter);
    const index = frame.scope.captures.length + carried.indexOf(position);
    const type = instance.closure?.captures[index]?.type;
    if (web === undefined || type === undefined) return [];
    frame.session.grow(frame.localType(web), type);
    const value = { kind: "capture", index, type, span: node.span } as const;
    return [{ kind: "setVariable", variable: frame.local(web), value: convert(value, frame.local(web).type), span: node.span }];
  });
}

function checkBody(frame: Frame, declaration: FunctionDeclaration, parameters: readonly Variable[]): TypedStatement[] {
  const { node } = declaration;
  if (node.kind === "lambda") {
    const value = frame.expression(node.body);
    const fitted = flowInto(frame.session, value, frame.instance.result);
    return fitted === null ? [] : [{ kind: "return", value: fitted, span: node.span }];
  }
  if (node.kind === "comprehension") {
    const [first] = parameters;
    const items = first === undefined ? null : ({ kind: "variable", variable: first, type: first.type, span: node.span } as const);
    const made = loopClauses(frame, node, node.clauses, 0, () => yieldValue(frame, frame.expression(node.element), node.element), items);
    const inner = node.clauses.flatMap(({ iterable, conditions }, index) => (index === 0 ? conditions : [iterable, ...conditions]));
    return guardStops(frame, [node.element, ...inner], [...raiseThrown(frame, node.span), ...made], node.span);
  }
  const body = frame.block(node.body);
  if (frame.reachable && frame.instance.returned !== null) body.push(...returnOf(frame, noneLiteral(node.span)));
  if (frame.reachable && frame.instance.generator === null) body.push(...fallOff(frame, node));
  return guardStops(frame, node.body, [...raiseThrown(frame, node.name.span), ...body], node.name.span);
}

/** At the end without `return`: None. */
function fallOff(frame: Frame, node: Extract<FunctionDeclaration["node"], { kind: "function" }>): TypedStatement[] {
  const { session, instance } = frame;
  const owner = frame.declaration?.owner ?? null;
  if (node.returns !== null && (isAbstract(node) || (owner !== null && isProtocol(owner))))
    return raiseNamed(frame, "NotImplementedError", node.name.name, node.name.span);
  const end = { start: node.name.span.start, end: node.name.span.end };
  const value = noneLiteral(end);
  const fitted = flowInto(session, value, instance.result);
  if (fitted === null) {
    // One that never gives a value has its `return` forgotten.
    const annotation = givesValue(node.body) ? node.returns : null;
    if (!hasOnlyErrors(instance))
      frame.report(end, orNone(session, missingReturn(node.name.name, zonk(instance.result)), NONE, annotation));
    return [];
  }
  return zonk(instance.result).kind === "none" ? [] : [{ kind: "return", value: convert(value, instance.result), span: end }];
}

/** Only there to be overridden: its body is never run. */
function isAbstract(node: Extract<FunctionDeclaration["node"], { kind: "function" }>): boolean {
  return hasDecorator(node, "abstractmethod");
}

function hasOnlyErrors(instance: Instance): boolean {
  return instance.diagnostics.length > 0;
}

function leafPrice(declaration: FunctionDeclaration): LeafPrice | null {
  const { leaf, node } = declaration;
  if (leaf === null || node.kind !== "function") return null;
  const terms = [...leaf.each].map(([name, each]) => ({
    each,
    parameter: node.parameters.findIndex((parameter) => parameter.name.name === name),
  }));
  return { base: leaf.base, terms: terms.filter((term) => term.parameter >= 0) };
}

/** The instance that is a module's body. */
export function moduleInstance(session: Session, file: import("./declarations.ts").FileInfo): Instance {
  const name = "<module>";
  const instance = session.instance(
    `module ${file.info.name} ${file.module.file.name}`,
    name,
    { kind: "synthesised", name, build: (made) => analyseModule(session, made, file) },
    () => ({ result: NONE }),
  );
  return instance;
}

function analyseModule(session: Session, instance: Instance, file: import("./declarations.ts").FileInfo): void {
  const scope = file.scopes?.module;
  if (scope === undefined) return;
  const outer = begin(session, instance);
  session.touch();
  const frame = new Frame(session, instance, { declaration: null, file, scope, webs: moduleWebs(file) });
  const statements: readonly Statement[] = file.module.body;
  const body = frame.block(statements);
  if (file.info === session.main) body.push(...faultUnclosed(session));
  end(session, instance, outer);
  instance.typed = {
    id: instance.id,
    name: "<module>",
    file: file.module.file,
    span: file.module.span,
    parameters: [],
    variables: frame.variables,
    closure: null,
    generator: null,
    result: NONE,
    body,
    isLibrary: file.info.isLibrary,
    leaf: null,
  };
}
