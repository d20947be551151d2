// Decorators of an author's own, and caches, above methods: behind the class
// stands what they make of a function that calls the method, which has another
// name now; the method calls what was made.

import type { Argument, ClassDefinition, Expression, FunctionDefinition, Module, Parameter, Statement } from "../../syntax/ast.ts";
import type { Span } from "../../base/span.ts";
import { decoratorName } from "../indexing.ts";
import { callOf, nameOf, positional } from "./written.ts";

/** Those the checker knows, or that change nothing. */
export const knownDecorators: ReadonlySet<string> = new Set([
  "property",
  "setter",
  "getter",
  "deleter",
  "staticmethod",
  "classmethod",
  "abstractmethod",
  "cached_property",
  "override",
  "final",
  "overload",
  "leaf",
  "elementwise",
  "contextmanager",
  "no_type_check",
]);

/** How the names begin of functions that hand a method to its decorators. */
export const makerName = "maker of ";

/** What a method that is decorated keeps of its decorators: they have to stand above the others. */
const kept: ReadonlySet<string> = new Set(["property", "staticmethod", "override", "final"]);

/** The same tree without such decorators of methods. */
export function writeOutDecoratedMethods(module: Module): Module {
  own = new Set(module.body.flatMap((one) => (one.kind === "function" ? [one.name.name] : [])));
  if (!module.body.some((one) => one.kind === "class" && one.body.some(isDecorated))) return module;
  return { ...module, body: module.body.flatMap((one) => (one.kind === "class" ? written(one) : [one])) };
}

/** Functions of the module, which hide what Python knows by the name. */
let own: ReadonlySet<string> = new Set();

function isKnown(decorator: Expression): boolean {
  const callee = decorator.kind === "call" ? decorator.callee : decorator;
  return knownDecorators.has(decoratorName(decorator)) && !(callee.kind === "name" && own.has(callee.name));
}

function isDecorated(statement: Statement): statement is FunctionDefinition {
  if (statement.kind !== "function") return false;
  const first = statement.decorators.findIndex((one) => !isKnown(one));
  const { name } = statement.name;
  if (first < 0 || (name.startsWith("__") && name.endsWith("__") && name !== "__call__")) return false;
  const [above, below] = [statement.decorators.slice(0, first), statement.decorators.slice(first)];
  return above.every((one) => kept.has(decoratorName(one))) && below.every((one) => !isKnown(one));
}

function written(node: ClassDefinition): Statement[] {
  const made: Statement[] = [];
  const body = node.body.flatMap((one) => (isDecorated(one) ? methodsOf(one, node.name.name, made) : [one]));
  return [{ ...node, body }, ...made];
}

/** The method under another name, and the one that calls what the decorators made. */
function methodsOf(node: FunctionDefinition, owner: string, made: Statement[]): Statement[] {
  const { span, name } = node.name;
  const plainName = `${name} of ${owner}`;
  const decorated = `decorated ${owner}.${name}`;
  const above = node.decorators.filter(isKnown);
  const below = node.decorators.filter((one) => !isKnown(one));
  const isStatic = above.some((one) => decoratorName(one) === "staticmethod");
  made.push(...maker(node, { decorated, below, target: isStatic ? nameOf(owner, span) : nameOf("self", span), own: plainName, isStatic }));
  const plain = {
    ...node,
    name: { name: plainName, span },
    decorators: above.filter((one) => decoratorName(one) === "staticmethod"),
  };
  const passing = passed(node, isStatic);
  const call: Statement = { kind: "return", value: callOf(nameOf(decorated, span), passing.given, span), span };
  return [plain, { ...node, decorators: above, parameters: passing.parameters, returns: null, body: [call] }];
}

interface Making {
  readonly decorated: string;
  readonly below: readonly Expression[];
  readonly target: Expression;
  readonly own: string;
  readonly isStatic: boolean;
}

/** `decorated = maker(first, second)`, which gives `first(second(method))`. */
function maker(node: FunctionDefinition, { decorated, below, target, own, isStatic }: Making): Statement[] {
  const { span, name } = node.name;
  const { parameters, given } = passed(node, isStatic);
  const callee: Expression = { kind: "attribute", object: target, name: { name: own, span }, span };
  const inner: FunctionDefinition = {
    ...node,
    decorators: [],
    parameters,
    returns: null,
    body: [{ kind: "return", value: callOf(callee, isStatic ? given : given.slice(1), span), span }],
  };
  const names = below.map((_, index) => `decorator ${index}`);
  const value = names.reduceRight((of, each) => callOf(nameOf(each, span), [positional(of)], span), nameOf(name, span));
  const outer: FunctionDefinition = {
    ...inner,
    name: { name: `${makerName}${decorated}`, span },
    parameters: names.map((each) => parameter("positional", each, span)),
    body: [inner, { kind: "return", value, span }],
  };
  const made = callOf(nameOf(outer.name.name, span), below.map(positional), span);
  return [outer, { kind: "assignment", targets: [nameOf(decorated, span)], value: made, span }];
}

/** Whatever comes. */
function passed(
  node: FunctionDefinition,
  isStatic: boolean,
): { readonly parameters: readonly Parameter[]; readonly given: readonly Argument[] } {
  const { span } = node.name;
  const self = isStatic ? [] : ["self"];
  const parameters = self.map((each) => parameter("positional", each, span));
  const given = self.map((each) => positional(nameOf(each, span)));
  if (node.decorators.some((one) => decoratorName(one) === "property")) return { parameters, given };
  return {
    parameters: [...parameters, parameter("star", "arguments", span), parameter("doubleStar", "named", span)],
    given: [...given, { kind: "star", value: nameOf("arguments", span), span }, { kind: "doubleStar", value: nameOf("named", span), span }],
  };
}

function parameter(kind: Parameter["kind"], name: string, span: Span): Parameter {
  return { kind, name: { name, span }, annotation: null, defaultValue: null, span };
}
