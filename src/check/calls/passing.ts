// Passing one argument to one parameter as its annotation says; type
// parameters grow on the way. For closed and open signatures alike.

import { callCore } from "./core.ts";
import { BOOL, tupleOf } from "../../types/primitives.ts";
import { membersOf, occurs, unionOf } from "../../types/join.ts";
import { find, hasVariables, shallow, substitute } from "../../types/variables.ts";
import type { Type } from "../../types/type.ts";
import { convert, flowInto, flowType } from "../convert.ts";
import type { FunctionDeclaration, SignatureParameter } from "../declarations.ts";
import { declarationOf, findMethod } from "../declarations.ts";
import { siteOf } from "../iteration/sources.ts";
import { iteratesItself } from "./fits.ts";
import { wrongArgument } from "../errors/calls.ts";
import { notAnIterator, notIterable } from "../errors/iteration.ts";
import { selfContaining } from "../errors/types.ts";
import type { Frame } from "../frame.ts";
import { typeOf } from "../frame.ts";
import { elementOf } from "../iteration/element.ts";
import { orNone } from "../orNone.ts";
import { keywordsValue } from "./keywords.ts";
import { asType, isOptional, notIterableText, pythonName } from "../present.ts";
import { raiseNamed } from "../statements/raising.ts";
import { keep, sequence } from "../build.ts";
import type { TypedExpression, TypedStatement } from "../program.ts";
import type { Bound } from "./arguments.ts";
import { defaultValue } from "./defaults.ts";
import { starTuple } from "./starTuple.ts";

export interface Passing {
  readonly declaration: FunctionDeclaration;
  readonly site: object;
  readonly name: string;
  readonly span: TypedExpression["span"];
}

export function passArgument(
  frame: Frame,
  call: Passing,
  parameter: SignatureParameter,
  bound: Bound,
  typeArguments: readonly Type[],
): TypedExpression | null {
  if (bound.kind === "default") return passDefault(frame, call, parameter, typeArguments);
  if (bound.kind === "star") return passStar(frame, call, parameter, bound, typeArguments);
  if (bound.kind === "named") return keywordsValue(frame, call, bound.items);
  return passValue(frame, call, parameter, bound.actual.value, bound.actual.span, typeArguments);
}

function passDefault(frame: Frame, call: Passing, parameter: SignatureParameter, typeArguments: readonly Type[]): TypedExpression | null {
  const value = defaultValue(frame, call.declaration, parameter, call.span);
  return passValue(frame, call, parameter, value, call.span, typeArguments);
}

function passStar(
  frame: Frame,
  call: Passing,
  parameter: SignatureParameter,
  bound: Extract<Bound, { kind: "star" }>,
  typeArguments: readonly Type[],
): TypedExpression | null {
  if (bound.items.some((actual) => actual.kind === "star")) return passWhole(frame, call, parameter, bound, typeArguments);
  const values: TypedExpression[] = [];
  for (const actual of bound.items) {
    const passed = passValue(frame, call, parameter, actual.value, actual.span, typeArguments);
    if (passed === null) return null;
    values.push(passed);
  }
  if (parameter.accepts.kind !== "type")
    return { kind: "tuple", items: values, type: tupleOf(values.map((value) => value.type)), span: call.span };
  const element = substitute(parameter.accepts.type, typeArguments);
  return { kind: "list", items: values, type: { kind: "variadic", element }, span: call.span };
}

/** `f(*xs)` of any iterable, among others or alone: a tuple of all the items. */
function passWhole(
  frame: Frame,
  call: Passing,
  parameter: SignatureParameter,
  bound: Extract<Bound, { kind: "star" }>,
  typeArguments: readonly Type[],
): TypedExpression | null {
  const value = starTuple(frame, bound.items, siteOf(call.site, `star ${parameter.name}`), call.span);
  const type = typeOf(value);
  if (type.kind !== "variadic") return type.kind === "unknown" ? null : value;
  const wanted = parameter.accepts;
  const item = wanted.kind === "iterable" ? elementOf(frame.session, type.element) : type.element;
  const target = wanted.kind === "iterable" ? wanted.element : wanted.kind === "type" ? wanted.type : null;
  if (target === null || item === null) return value;
  const final = substitute(target, typeArguments);
  if (!flowType(frame.session, item, final)) {
    frame.report(
      bound.items.find((actual) => actual.kind === "star")?.span ?? call.span,
      wrongArgument(call.name, parameter.name, type.element, final),
    );
    return null;
  }
  return wanted.kind === "type" ? convert(value, { kind: "variadic", element: final }) : value;
}

const unhashable = new Set(["list", "dict", "set", "deque", "defaultdict", "Counter", "OrderedDict"]);

function isUnhashable(type: Type): boolean {
  return type.kind === "instance" && unhashable.has(type.class.name) && declarationOf(type.class).file.info.isLibrary;
}

/** A key of several types, of which some can be none: those raise, as in Python. */
function keyOf(frame: Frame, value: TypedExpression): TypedExpression {
  const type = typeOf(value);
  const members = type.kind === "union" ? membersOf(type).map(shallow) : [];
  const others = members.filter((member) => !isUnhashable(member));
  if (others.length === 0 || others.length === members.length) return value;
  const { span } = value;
  const statements: TypedStatement[] = [];
  const kept = keep(frame, value, statements, "key");
  for (const member of members.filter(isUnhashable)) {
    const test: TypedExpression = { kind: "typeTest", value: kept, types: [member], type: BOOL, span };
    const then = raiseNamed(frame, "TypeError", `unhashable type: '${pythonName(member)}'`, span);
    statements.push({ kind: "if", test, then, else: [], span });
  }
  return sequence(statements, { kind: "convert", value: kept, type: unionOf(others), orRaise: null, span });
}

/** Of several types those that do not hold the place's own: `state["log"].append(state["n"])`, where both are of one dict. */
function withoutItself(frame: Frame, value: TypedExpression, target: Type): TypedExpression | null {
  const type = typeOf(value);
  if (type.kind !== "union" || target.kind !== "variable") return null;
  const root = find(target.variable);
  const others = membersOf(type).filter((member) => !occurs(root, member));
  if (others.length === 0 || others.length === type.members.length) return null;
  const orRaise = { fault: "WG531", message: "the value holds what it is to be put into, or could" } as const;
  return flowInto(frame.session, { kind: "convert", value, type: unionOf(others), orRaise, span: value.span }, target);
}

function passValue(
  frame: Frame,
  call: Passing,
  parameter: SignatureParameter,
  value: TypedExpression,
  span: TypedExpression["span"],
  typeArguments: readonly Type[],
): TypedExpression | null {
  const wanted = parameter.accepts;
  switch (wanted.kind) {
    case "inferred":
      return value;
    case "type": {
      const target = substitute(wanted.type, typeArguments);
      const key = wanted.type.kind === "parameter" && wanted.type.name === "K" ? keyOf(frame, value) : value;
      const fitted = flowInto(frame.session, key, target) ?? withoutItself(frame, key, target);
      if (fitted === null && wanted.type.kind === "parameter" && shallow(target).kind === "never")
        frame.report(span, selfContaining("this container"));
      else if (fitted === null)
        frame.report(
          span,
          orNone(
            frame.session,
            wrongArgument(
              call.name,
              parameter.name,
              typeOf(value),
              wanted.type.kind === "parameter" && shallow(target).kind === "never" ? wanted.type : target,
            ),
            typeOf(value),
            parameter.annotation,
          ),
        );
      return fitted;
    }
    case "iterable": {
      if (isOptional(value.type) && call.declaration.name === "join")
        return passValue(frame, call, parameter, asType(value, "can only join an iterable"), span, typeArguments);
      if (isOptional(value.type)) return passValue(frame, call, parameter, asType(value, notIterableText), span, typeArguments);
      if (iteratesItself(value.type)) return passIterator(frame, call, parameter, value, span, typeArguments);
      const element = elementOf(frame.session, value.type);
      if (element === null) frame.report(span, notIterable(typeOf(value)));
      else if (isUnfilled(element)) {
        // Reading nothing as ints, say, does not make it a list of ints.
        const target = substitute(wanted.element, typeArguments);
        if (!hasVariables(target) || frame.session.unify(element, target)) return value;
        return null;
      } else if (!flowType(frame.session, element, substitute(wanted.element, typeArguments))) {
        frame.report(
          span,
          wrongArgument(call.name, parameter.name, typeOf(value), {
            kind: "generator",
            element: substitute(wanted.element, typeArguments),
            sources: [],
          }),
        );
        return null;
      }
      return element === null ? null : value;
    }
    case "callable":
      return passCallable(frame, call, wanted, value, typeArguments);
  }
}

function passIterator(
  frame: Frame,
  call: Passing,
  parameter: SignatureParameter,
  value: TypedExpression,
  span: TypedExpression["span"],
  typeArguments: readonly Type[],
): TypedExpression | null {
  const items = iteratorOf(frame, value, siteOf(call.site, `iterator ${parameter.name}`), span);
  const { kind } = typeOf(items);
  if (kind === "unknown" || kind === "never") return kind === "never" ? items : null;
  return passValue(frame, call, parameter, items, span, typeArguments);
}

/** What an author's object gives item by item, each asked for when its turn comes. */
export function iteratorOf(frame: Frame, value: TypedExpression, site: object, span: TypedExpression["span"]): TypedExpression {
  const type = typeOf(value);
  if (type.kind === "instance" && findMethod(declarationOf(type.class), "__iter__") === null)
    return callCore(frame, "_one_by_one", [value], site, span);
  const iterator = frame.session.passes.callMethod(frame, { receiver: value, name: "__iter__", nameSpan: span, actuals: [], site, span });
  const made = typeOf(iterator);
  if (made.kind !== "instance") return iterator;
  if (findMethod(declarationOf(made.class), "__next__") === null) return frame.fail(span, notAnIterator(type, made));
  return callCore(frame, "_each", [iterator], siteOf(site, "each"), span);
}

/** What the function gives for the wanted arguments flows into the wanted result. */
function passCallable(
  frame: Frame,
  call: Passing,
  wanted: { readonly parameters: readonly Type[] | null; readonly result: Type },
  value: TypedExpression,
  typeArguments: readonly Type[],
): TypedExpression | null {
  const types = (wanted.parameters ?? []).map((type) => substitute(type, typeArguments));
  const actuals = types.map((type) => ({
    kind: "positional" as const,
    name: null,
    value: { kind: "literal" as const, value: null, type, span: value.span },
    span: value.span,
  }));
  const trial = frame.session.passes.callValue(frame, value, actuals, call.site, value.span);
  const result = substitute(wanted.result, typeArguments);
  if (!flowType(frame.session, trial.type, result)) {
    frame.report(value.span, wrongArgument(call.name, "function", trial.type, result));
    return null;
  }
  return value;
}

/** The items of a container that nothing has filled so far: an empty one is what is wanted. */
function isUnfilled(element: Type): boolean {
  return element.kind === "variable" && shallow(element).kind === "never";
}
