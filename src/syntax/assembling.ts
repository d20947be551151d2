// Operator precedence. The grammar reads `a + b * -c < d` as one flat row of
// operands and operators, in a loop; here the row becomes a tree. Operators of
// one precedence make one chain node, so a sum of a thousand terms is a list
// and no deep tree. Recursion goes one level per precedence (12) and per prefix
// or `**`, which the parser has counted.

import type { Span } from "../base/span.ts";
import type { BinaryOperator, ComparisonOperator, Expression, UnaryOperator } from "./ast.ts";

export interface PrefixOperator {
  readonly operator: UnaryOperator;
  readonly span: Span;
}

export interface InfixOperator {
  readonly operator: BinaryOperator | ComparisonOperator | "and" | "or";
  readonly span: Span;
}

/** An operand with what stands before it, and its extent with parentheses. */
export interface Operand {
  readonly prefixes: readonly PrefixOperator[] | null;
  readonly value: Expression;
  readonly span: Span;
}

const OR = 1;
const AND = 2;
const NOT = 3;
const COMPARISON = 4;
const POWER = 12;

const levels = new Map<InfixOperator["operator"], number>([
  ["or", OR],
  ["and", AND],
  ["==", COMPARISON],
  ["!=", COMPARISON],
  ["<", COMPARISON],
  ["<=", COMPARISON],
  [">", COMPARISON],
  [">=", COMPARISON],
  ["in", COMPARISON],
  ["not in", COMPARISON],
  ["is", COMPARISON],
  ["is not", COMPARISON],
  ["|", 5],
  ["^", 6],
  ["&", 7],
  ["<<", 8],
  [">>", 8],
  ["+", 9],
  ["-", 9],
  ["*", 10],
  ["/", 10],
  ["//", 10],
  ["%", 10],
  ["@", 10],
  ["**", POWER],
]);

/** The tree of a row: `infixes[i]` stands between `operands[i]` and `operands[i + 1]`. */
export function assemble(operands: readonly Operand[], infixes: readonly InfixOperator[], misplacedNot: (span: Span) => void): Expression {
  return new Assembly(operands, infixes, misplacedNot).climb(OR).value;
}

interface Part {
  readonly value: Expression;
  readonly span: Span;
}

class Assembly {
  private readonly operands: readonly Operand[];
  private readonly infixes: readonly InfixOperator[];
  private readonly misplacedNot: (span: Span) => void;
  private at = 0;

  constructor(operands: readonly Operand[], infixes: readonly InfixOperator[], misplacedNot: (span: Span) => void) {
    this.operands = operands;
    this.infixes = infixes;
    this.misplacedNot = misplacedNot;
  }

  /** The expression at the present operand whose operators bind at least as strongly as `least`. */
  climb(least: number): Part {
    let left = this.prefixed(0, least);
    for (let level = this.nextLevel(); level >= least; level = this.nextLevel()) {
      left = level === POWER ? this.power(left) : this.chain(left, level);
    }
    return left;
  }

  private nextLevel(): number {
    const infix = this.infixes[this.at];
    return infix === undefined ? 0 : levels.get(infix.operator)!;
  }

  /** The present operand with its prefixes from `index` on. A prefix reaches as far as its precedence lets it. */
  private prefixed(index: number, least: number): Part {
    const { prefixes, value, span } = this.operands[this.at]!;
    const prefix = prefixes?.[index];
    if (prefix === undefined) return { value, span };
    const isNot = prefix.operator === "not";
    if (isNot && least > NOT) this.misplacedNot(prefix.span);
    const operand = this.continued(this.prefixed(index + 1, isNot ? NOT : POWER), isNot ? COMPARISON : POWER);
    const whole = { start: prefix.span.start, end: operand.span.end };
    return {
      value: { kind: "unary", span: whole, operator: prefix.operator, operatorSpan: prefix.span, operand: operand.value },
      span: whole,
    };
  }

  private continued(first: Part, least: number): Part {
    let left = first;
    for (let level = this.nextLevel(); level >= least; level = this.nextLevel()) {
      left = level === POWER ? this.power(left) : this.chain(left, level);
    }
    return left;
  }

  /** `a ** b` binds to the right, and its right side may begin with a sign. */
  private power(left: Part): Part {
    const infix = this.infixes[this.at++]!;
    const right = this.climb(POWER);
    const span = { start: left.span.start, end: right.span.end };
    return {
      value: { kind: "binary", span, operands: [left.value, right.value], operators: [{ operator: "**", span: infix.span }] },
      span,
    };
  }

  private chain(left: Part, level: number): Part {
    const operands = [left.value];
    const operators: InfixOperator[] = [];
    let end = left.span.end;
    while (this.nextLevel() === level) {
      operators.push(this.infixes[this.at++]!);
      const right = this.climb(level + 1);
      operands.push(right.value);
      end = right.span.end;
    }
    const span = { start: left.span.start, end };
    return { value: chainNode(level, span, operands, operators), span };
  }
}

function chainNode(level: number, span: Span, operands: readonly Expression[], operators: readonly InfixOperator[]): Expression {
  if (level === OR) return { kind: "boolean", span, operator: "or", operands };
  if (level === AND) return { kind: "boolean", span, operator: "and", operands };
  if (level === COMPARISON) {
    return { kind: "comparison", span, operands, operators: operators as readonly { operator: ComparisonOperator; span: Span }[] };
  }
  return { kind: "binary", span, operands, operators: operators as readonly { operator: BinaryOperator; span: Span }[] };
}
