// Values in a class inside a function are made anew by each call in CPython, and
// once where the class is lifted: defaults, values of the class and decorators
// must be such that nobody sees when, and how often, they are made.

import type { ClassDefinition, Expression, Statement } from "../../syntax/ast.ts";
import { walkTree } from "../../syntax/walk.ts";
import { decoratorName } from "../indexing.ts";
import { declareAll } from "../scopes/declare.ts";

export function isConstant(owner: ClassDefinition, statement: Statement, constants: ReadonlySet<string>): boolean {
  const isRecord = owner.decorators.some((decorator) => decoratorName(decorator) === "dataclass");
  const own = isEnum(owner) ? new Set([...constants, ...namesIn(owner)]) : constants;
  if (statement.kind === "assignment") return isLiteral(statement.value, own);
  if (statement.kind === "annotated")
    return statement.value === null || isLiteral(statement.value, own) || (isRecord && isField(statement.value));
  if (statement.kind !== "function") return true;
  const hasPlainDefaults = statement.parameters.every(({ defaultValue }) => defaultValue === null || isLiteral(defaultValue, constants));
  return hasPlainDefaults && statement.decorators.every((one) => isPlainDecorator(one, plainMethods));
}

export function constantOf(statement: Statement): readonly [string, Expression | null] {
  const [target, ...others] =
    statement.kind === "assignment" ? statement.targets : statement.kind === "annotated" ? [statement.target] : [];
  const value = statement.kind === "assignment" || statement.kind === "annotated" ? statement.value : null;
  return target?.kind === "name" && others.length === 0 ? [target.name, value] : ["", null];
}

/** Names of the module, once for each place that gives them a value, in functions by `global`. */
export function givenNames(body: readonly Statement[]): string[] {
  const names: string[] = [];
  const name = (one: string): void => void names.push(one);
  declareAll(body, { name, global: () => {}, nonlocal: () => {} });
  walkTree(body, (node) => {
    if (node.kind === "global") (node as Extract<Statement, { kind: "global" }>).names.forEach((one) => name(one.name));
    return true;
  });
  return names;
}

const none: ReadonlySet<string> = new Set();

/** Decorators that nobody sees at work. */
const plainMethods: ReadonlySet<string> = new Set(
  "property staticmethod classmethod abstractmethod cached_property override overload setter getter deleter".split(" "),
);
export const plainClasses: ReadonlySet<string> = new Set(["dataclass", "total_ordering", "unique", "runtime_checkable", "final"]);

export function isPlainDecorator(node: Expression, plain: ReadonlySet<string>): boolean {
  if (node.kind === "attribute") return plain.has(node.name.name);
  return plain.has(decoratorName(node));
}

function namesIn(owner: ClassDefinition): Set<string> {
  return new Set(
    owner.body.flatMap((one) =>
      one.kind === "assignment" ? one.targets.flatMap((target) => (target.kind === "name" ? [target.name] : [])) : [],
    ),
  );
}

export function isEnum(owner: ClassDefinition): boolean {
  return owner.bases.some(({ value }) => decoratorName(value).endsWith("Enum") || decoratorName(value).endsWith("Flag"));
}

/** `own`: names of members that stand before. */
export function isLiteral(node: Expression, own: ReadonlySet<string>): boolean {
  if (node.kind === "unary") return isLiteral(node.operand, own);
  if (node.kind === "tuple") return node.items.every((item) => isLiteral(item, own));
  if (node.kind === "binary") return node.operands.every((operand) => isLiteral(operand, own));
  if (node.kind === "name") return own.has(node.name);
  if (node.kind === "call") return decoratorName(node) === "auto" && node.arguments.length === 0;
  return ["int", "float", "string", "bool", "none"].includes(node.kind);
}

/** `field(default_factory=list)`: made with each object. */
function isField(node: Expression): boolean {
  if (node.kind !== "call" || decoratorName(node) !== "field") return false;
  return node.arguments.every(({ value }) => value.kind === "lambda" || value.kind === "name" || isLiteral(value, none));
}
