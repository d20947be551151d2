// A generated program as a tree: statements over typed expressions, so that it
// can be printed and made smaller without ever being parsed.

import { textOf } from "./types.ts";
import type { Type } from "./types.ts";

export type Part = string | Expression;

export interface Expression {
  readonly kind: "expression";
  readonly type: Type;
  readonly parts: readonly Part[];
}

export interface Clause {
  readonly head: readonly Part[];
  /** Null: a statement of one line. */
  readonly body: readonly Statement[] | null;
}

/** One line, or a compound statement of clauses (`if`, `elif`, `else`). */
export interface Statement {
  readonly kind: "statement";
  readonly clauses: readonly Clause[];
  /** Of the later clauses the first is needed (`try` without any is none). */
  readonly needsSecond?: boolean;
}

type Hole = Expression | string | number;

function join(strings: readonly string[], holes: readonly Hole[]): Part[] {
  return strings.flatMap((text, index) => {
    const hole = holes[index];
    const parts: Part[] = text === "" ? [] : [text];
    if (hole !== undefined) parts.push(typeof hole === "number" ? String(hole) : hole);
    return parts;
  });
}

export type Template = (strings: readonly string[], ...holes: Hole[]) => Expression;

/** A template of an expression of that type: form(int)`(${a} + ${b})`. */
export function form(type: Type): Template {
  return (strings, ...holes) => ({ kind: "expression", type, parts: join(strings, holes) });
}

/** A statement of one line. */
export function line(strings: readonly string[], ...holes: Hole[]): Statement {
  return { kind: "statement", clauses: [{ head: join(strings, holes), body: null }] };
}

/** The head of a compound statement's clause, without its colon. */
export function head(strings: readonly string[], ...holes: Hole[]): Part[] {
  return join(strings, holes);
}

export function compound(...clauses: (readonly [readonly Part[], readonly Statement[]])[]): Statement {
  return { kind: "statement", clauses: clauses.map(([of, body]) => ({ head: of, body })) };
}

// ------------------------------------------------------------------ printing

export function textOfParts(parts: readonly Part[]): string {
  return parts.map((part) => (typeof part === "string" ? part : textOfParts(part.parts))).join("");
}

export function linesOf(statements: readonly Statement[], indent = ""): string[] {
  if (statements.length === 0) return [`${indent}pass`];
  return statements.flatMap(({ clauses }) =>
    clauses.flatMap(({ head: of, body }) => {
      const text = indent + textOfParts(of);
      return body === null ? [text] : [`${text}:`, ...linesOf(body, `${indent}    `)];
    }),
  );
}

export function countStatements(statements: readonly Statement[]): number {
  let count = 0;
  for (const { clauses } of statements) {
    count += 1;
    for (const { body } of clauses) if (body !== null) count += countStatements(body);
  }
  return count;
}

// ----------------------------------------------------------------- shrinking

const simplest = new Map<string, string>([
  ["int", "1"],
  ["float", "0.5"],
  ["bool", "True"],
  ["str", '"a"'],
  ["list[int]", "[1]"],
  ["list[float]", "[0.5]"],
  ["list[str]", '["a"]'],
]);

/** Smaller statements in the place of these, the boldest first. Not all of them are programs. */
export function* smallerBlocks(statements: readonly Statement[]): Generator<readonly Statement[]> {
  for (let size = statements.length >> 1; size >= 1; size >>= 1) {
    for (let at = 0; at + size <= statements.length; at += size) yield [...statements.slice(0, at), ...statements.slice(at + size)];
  }
  for (const [index, statement] of statements.entries()) {
    for (const part of inPlaceOf(statement)) yield [...statements.slice(0, index), ...part, ...statements.slice(index + 1)];
  }
}

function* inPlaceOf(statement: Statement): Generator<readonly Statement[]> {
  const { clauses } = statement;
  for (const { body } of clauses) if (body !== null && body.length > 0 && clauses.length > 0) yield body;
  const least = statement.needsSecond === true ? 2 : 1;
  for (let at = clauses.length - 1; at >= 1 && clauses.length > least; at--) {
    yield [{ ...statement, clauses: clauses.filter((_, index) => index !== at) }];
  }
  for (const [index, clause] of clauses.entries()) {
    const changed = (other: Clause): readonly Statement[] => [{ ...statement, clauses: clauses.with(index, other) }];
    if (clause.body !== null) for (const body of smallerBlocks(clause.body)) yield changed({ ...clause, body });
    for (const parts of smallerParts(clause.head)) yield changed({ ...clause, head: parts });
  }
}

function* smallerParts(parts: readonly Part[]): Generator<readonly Part[]> {
  for (const [index, part] of parts.entries()) {
    if (typeof part === "string") continue;
    for (const other of smallerExpressions(part)) yield parts.with(index, other);
  }
}

function* smallerExpressions(expression: Expression): Generator<Expression> {
  const { type, parts } = expression;
  const simple = simplest.get(textOf(type));
  const isPlain = parts.every((part) => typeof part === "string");
  if (simple !== undefined && textOfParts(parts) !== simple && !(isPlain && textOfParts(parts).length <= 3)) {
    yield { kind: "expression", type, parts: [simple] };
  }
  for (const part of parts) if (typeof part !== "string" && textOf(part.type) === textOf(type)) yield part;
  for (const smaller of smallerParts(parts)) yield { ...expression, parts: smaller };
}
