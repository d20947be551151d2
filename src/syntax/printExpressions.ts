// Expressions to source text, with parentheses only where the tree needs them.
// Each kind has a level of binding; a part is parenthesised where its place
// asks for a tighter level than it has.

import { InternalError } from "../base/internalError.ts";
import type * as ast from "./ast.ts";
import { printFormatted, printString } from "./printStrings.ts";

/** Levels of binding, from loose to tight. */
const NAMED = 0;
export const ANY = 1;
const OR = 2;
const AND = 3;
const NOT = 4;
const COMPARISON = 5;
const BITS = 6;
const UNARY = 12;
const POWER = 13;
const PRIMARY = 14;

const binaryLevels: ReadonlyMap<ast.BinaryOperator, number> = new Map<ast.BinaryOperator, number>([
  ["|", 6],
  ["^", 7],
  ["&", 8],
  ["<<", 9],
  [">>", 9],
  ["+", 10],
  ["-", 10],
  ["*", 11],
  ["/", 11],
  ["//", 11],
  ["%", 11],
  ["@", 11],
  ["**", POWER],
]);

function levelOf(value: ast.Expression): number {
  switch (value.kind) {
    case "yield":
    case "yieldFrom":
    case "walrus":
      return NAMED;
    case "lambda":
    case "conditional":
      return ANY;
    case "boolean":
      return value.operator === "or" ? OR : AND;
    case "comparison":
      return COMPARISON;
    case "unary":
      return value.operator === "not" ? NOT : UNARY;
    case "binary":
      return binaryLevels.get(value.operators[0]!.operator)!;
    default:
      return PRIMARY;
  }
}

/** The source of an expression where at least `least` binding is needed. */
export function printExpression(value: ast.Expression, least: number = ANY): string {
  const text = printAt(value);
  return levelOf(value) < least ? `(${text})` : text;
}

function list(values: readonly ast.Expression[]): string {
  return values.map((value) => printExpression(value)).join(", ");
}

function printAt(value: ast.Expression): string {
  switch (value.kind) {
    case "none":
      return "None";
    case "bool":
      return value.value ? "True" : "False";
    case "int":
      return String(value.value);
    case "float":
      return printFloat(value.value);
    case "string":
      return printString(value.value);
    case "formatted":
      return printFormatted(value);
    case "ellipsis":
      return "...";
    case "name":
      return value.name;
    case "unary":
    case "binary":
    case "boolean":
    case "comparison":
      return printOperation(value);
    case "conditional":
      return `${printExpression(value.whenTrue, OR)} if ${printExpression(value.test, OR)} else ${printExpression(value.whenFalse)}`;
    case "walrus":
      return `${value.target.name} := ${printExpression(value.value)}`;
    case "lambda":
      return `lambda${value.parameters.length === 0 ? "" : ` ${printParameters(value.parameters)}`}: ${printExpression(value.body)}`;
    case "call":
      return `${printExpression(value.callee, PRIMARY)}(${printArguments(value.arguments)})`;
    case "attribute":
      return `${printObject(value.object)}.${value.name.name}`;
    case "subscript":
      return `${printExpression(value.object, PRIMARY)}[${printIndex(value.index)}]`;
    case "slice":
      return printSlice(value);
    case "starred":
      return `*${printExpression(value.value, BITS)}`;
    case "tuple":
      return value.items.length === 1 ? `(${list(value.items)},)` : `(${list(value.items)})`;
    case "list":
      return `[${list(value.items)}]`;
    case "set":
      return `{${list(value.items)}}`;
    case "dict":
      return `{${value.entries.map(printEntry).join(", ")}}`;
    case "comprehension":
      return printComprehension(value);
    case "dictComprehension":
      return `{${printExpression(value.key)}: ${printExpression(value.value)}${printClauses(value.clauses)}}`;
    case "yield":
      return value.value === null ? "yield" : `yield ${printBare(value.value)}`;
    case "yieldFrom":
      return `yield from ${printExpression(value.value)}`;
    case "error":
      throw new InternalError("a tree with errors has no source");
  }
}

/** As Python writes a float; what is too large for one is infinite and so is its literal. */
function printFloat(value: number): string {
  if (value === Infinity) return "1e999";
  const text = String(value);
  return /^\d+$/.test(text) ? `${text}.0` : text;
}

/** `1.real` would be read as a float. */
function printObject(value: ast.Expression): string {
  return value.kind === "int" || value.kind === "float" ? `(${printAt(value)})` : printExpression(value, PRIMARY);
}

function printOperation(value: ast.Unary | ast.Binary | ast.BooleanChain | ast.Comparison): string {
  switch (value.kind) {
    case "unary":
      return value.operator === "not"
        ? `not ${printExpression(value.operand, NOT)}`
        : value.operator + printExpression(value.operand, UNARY);
    case "boolean": {
      const least = value.operator === "or" ? AND : NOT;
      return value.operands.map((operand) => printExpression(operand, least)).join(` ${value.operator} `);
    }
    case "comparison":
      return printChain(value, BITS, BITS);
    case "binary": {
      const level = levelOf(value);
      if (level === POWER) return printChain(value, PRIMARY, UNARY);
      return printChain(value, level + 1, level + 1);
    }
  }
}

function printChain(value: ast.Binary | ast.Comparison, first: number, others: number): string {
  return value.operands
    .map((operand, at) =>
      at === 0 ? printExpression(operand, first) : `${value.operators[at - 1]!.operator} ${printExpression(operand, others)}`,
    )
    .join(" ");
}

function printIndex(index: ast.Expression): string {
  if (index.kind !== "tuple" || index.items.length === 0) return printExpression(index);
  return index.items.length === 1 ? `${list(index.items)},` : list(index.items);
}

function printSlice({ lower, upper, step }: ast.Slice): string {
  const part = (value: ast.Expression | null): string => (value === null ? "" : printExpression(value));
  return `${part(lower)}:${part(upper)}${step === null ? "" : `:${part(step)}`}`;
}

function printEntry(entry: ast.DictEntry): string {
  if (entry.kind === "spread") return `**${printExpression(entry.value, BITS)}`;
  return `${printExpression(entry.key)}: ${printExpression(entry.value)}`;
}

function printComprehension({ result, element, clauses }: ast.Comprehension): string {
  const inner = printExpression(element) + printClauses(clauses);
  switch (result) {
    case "list":
      return `[${inner}]`;
    case "set":
      return `{${inner}}`;
    case "generator":
      return `(${inner})`;
  }
}

function printClauses(clauses: readonly ast.ComprehensionClause[]): string {
  return clauses
    .map(({ target, iterable, conditions }) => {
      const tests = conditions.map((condition) => ` if ${printExpression(condition, OR)}`).join("");
      return ` for ${printBare(target)} in ${printExpression(iterable, OR)}${tests}`;
    })
    .join("");
}

/** A value at the top of a statement: tuples and `yield` without parentheses. */
export function printBare(value: ast.Expression): string {
  if (value.kind === "tuple" && value.items.length > 0) return value.items.length === 1 ? `${list(value.items)},` : list(value.items);
  if (value.kind === "yield" || value.kind === "yieldFrom") return printAt(value);
  return printExpression(value);
}

/** A target among others: a tuple keeps its parentheses. */
export function printTarget(value: ast.Expression): string {
  return printExpression(value, PRIMARY);
}

export function printArguments(given: readonly ast.Argument[]): string {
  return given.map(printArgument).join(", ");
}

function printArgument(argument: ast.Argument): string {
  const value = printExpression(argument.value);
  switch (argument.kind) {
    case "positional":
      return value;
    case "keyword":
      return `${argument.name.name}=${value}`;
    case "star":
      return `*${value}`;
    case "doubleStar":
      return `**${value}`;
  }
}

/** A parameter list with its `/` and `*`. */
export function printParameters(parameters: ast.Parameters): string {
  const parts: string[] = [];
  parameters.forEach((parameter, at) => {
    const before = parameters[at - 1];
    if (parameter.kind !== "positionalOnly" && before?.kind === "positionalOnly") parts.push("/");
    if (parameter.kind === "keywordOnly" && before?.kind !== "keywordOnly" && before?.kind !== "star") parts.push("*");
    parts.push(printParameter(parameter));
  });
  if (parameters[parameters.length - 1]?.kind === "positionalOnly") parts.push("/");
  return parts.join(", ");
}

function printParameter({ kind, name, annotation, defaultValue }: ast.Parameter): string {
  const stars = kind === "star" ? "*" : kind === "doubleStar" ? "**" : "";
  const type = annotation === null ? "" : `: ${printExpression(annotation)}`;
  if (defaultValue === null) return `${stars}${name.name}${type}`;
  return `${name.name}${type}${annotation === null ? "=" : " = "}${printExpression(defaultValue)}`;
}
