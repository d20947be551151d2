// Expressions: ternaries, lambdas, the row of operators, and what hangs on an
// operand (attributes, calls, subscripts). Precedence is not in the grammar:
// an operation is one loop, and `assembling.ts` makes the tree.

import type * as ast from "../ast.ts";
import { assemble, type InfixOperator, type Operand, type PrefixOperator } from "../assembling.ts";
import * as errors from "../errors/expressions.ts";
import * as t from "../tokens.ts";
import { ParserCore, spanOf, type Rule, type Alternatives, type Kept, type Action } from "./core.ts";

/** What is a value for certain: `(1, 2)(3, 4)` lacks a comma. */
const neverCalled = new Set<ast.Expression["kind"]>([
  "tuple",
  "list",
  "set",
  "dict",
  "comprehension",
  "dictComprehension",
  "int",
  "float",
  "string",
  "formatted",
  "none",
  "bool",
]);

export abstract class ExpressionRules extends ParserCore {
  abstract readonly atom: Rule<ast.Expression>;
  abstract readonly lambda: Rule<ast.Expression>;
  abstract readonly callArguments: Rule<ast.Argument[]>;
  abstract readonly subscriptIndex: Rule<ast.Expression>;

  private expressionChoices: Kept<ast.Expression> | null = null;

  readonly expression: Rule<ast.Expression> = this.RULE<Action<ast.Expression>>("expression", () => {
    this.enter();
    const value = this.OR([{ ALT: () => this.SUBRULE(this.lambda) }, { ALT: () => this.SUBRULE(this.conditional) }]);
    this.leave();
    return value;
  });

  readonly conditional: Rule<ast.Expression> = this.RULE<Action<ast.Expression>>("conditional", () => {
    const { start } = this;
    let value = this.SUBRULE(this.operation);
    this.OPTION(() => {
      this.CONSUME(t.If);
      const test = this.SUBRULE2(this.operation);
      this.CONSUME(t.Else);
      const whenFalse = this.SUBRULE(this.expression);
      value = { kind: "conditional", span: this.from(start), test, whenTrue: value, whenFalse };
    });
    return value;
  });

  /** An expression, or `name := expression`. */
  readonly namedExpression: Rule<ast.Expression> = this.RULE<Action<ast.Expression>>("namedExpression", () => {
    const { start } = this;
    let value = this.SUBRULE(this.expression);
    this.OPTION(() => {
      this.CONSUME(t.ColonAssign);
      const bound = this.SUBRULE2(this.expression);
      value = this.walrus(value, bound, start);
    });
    return value;
  });

  /** `not a`, `a + b * -c < d and e`: operands and operators in one row. */
  readonly operation: Rule<ast.Expression> = this.RULE<Action<ast.Expression>>("operation", () => {
    let prefixes = this.SUBRULE(this.prefixes);
    let { start } = this;
    const first = this.SUBRULE(this.primary);
    let operands: Operand[] | null = null;
    const infixes: InfixOperator[] = [];
    let powers = 0;
    const firstStart = start;
    const firstEnd = this.end;
    this.MANY(() => {
      operands ??= [{ prefixes, value: first, span: { start: firstStart, end: firstEnd } }];
      const infix = this.SUBRULE(this.infix);
      infixes.push(infix);
      powers = infix.operator === "**" ? powers + 1 : 0;
      prefixes = this.SUBRULE2(this.prefixes);
      if (powers > 0) this.countUnary(powers + (prefixes === null ? 0 : prefixes.length));
      start = this.start;
      const value = this.SUBRULE2(this.primary);
      operands.push({ prefixes, value, span: this.from(start) });
    });
    if (operands === null) {
      if (prefixes === null) return first;
      operands = [{ prefixes, value: first, span: { start: firstStart, end: firstEnd } }];
    }
    if (this.RECORDING_PHASE) return first;
    return assemble(operands, infixes, (span) => this.report(errors.misplacedNot(span)));
  });

  readonly prefixes: Rule<PrefixOperator[] | null> = this.RULE<Action<PrefixOperator[] | null>>("prefixes", () => {
    let found: PrefixOperator[] | null = null;
    this.MANY(() => {
      const token = this.OR([
        { ALT: () => this.CONSUME(t.Minus) },
        { ALT: () => this.CONSUME(t.Plus) },
        { ALT: () => this.CONSUME(t.Tilde) },
        { ALT: () => this.CONSUME(t.Not) },
      ]);
      found ??= [];
      found.push({ operator: token.image as ast.UnaryOperator, span: spanOf(token) });
      this.countUnary(found.length);
    });
    return found;
  });

  private infixChoices: Kept<string> | null = null;

  readonly infix: Rule<InfixOperator> = this.RULE<Action<InfixOperator>>("infix", () => {
    const { start } = this;
    const operator = this.OR<Alternatives<string>>(
      (this.infixChoices ??= [
        { ALT: () => this.CONSUME(t.Plus).image },
        { ALT: () => this.CONSUME(t.Minus).image },
        { ALT: () => this.CONSUME(t.Star).image },
        { ALT: () => this.CONSUME(t.Slash).image },
        { ALT: () => this.CONSUME(t.DoubleStar).image },
        { ALT: () => this.CONSUME(t.At).image },
        { ALT: () => this.CONSUME(t.Bar).image },
        { ALT: () => this.CONSUME(t.Operator).image },
        { ALT: () => this.CONSUME(t.Compare).image },
        { ALT: () => this.CONSUME(t.And).image },
        { ALT: () => this.CONSUME(t.Or).image },
        { ALT: () => this.CONSUME(t.In).image },
        { ALT: () => this.notIn() },
        { ALT: () => this.isOrIsNot() },
      ]),
    );
    return { operator: operator as InfixOperator["operator"], span: this.from(start) };
  });

  private notIn(): string {
    this.CONSUME(t.Not);
    this.CONSUME2(t.In);
    return "not in";
  }

  private isOrIsNot(): string {
    this.CONSUME(t.Is);
    return this.OPTION(() => this.CONSUME2(t.Not)) === undefined ? "is" : "is not";
  }

  /** An atom and what hangs on it. */
  readonly primary: Rule<ast.Expression> = this.RULE<Action<ast.Expression>>("primary", () => {
    const { start } = this;
    const outer = this.height;
    this.height = 0;
    let value = this.SUBRULE(this.atom);
    let links = 1;
    this.MANY(() => {
      links++;
      value = this.SUBRULE(this.trailer, { ARGS: [value, start] });
    });
    const height = this.height + links;
    this.raise(height, () => this.from(start));
    this.height = height > outer ? height : outer;
    return value;
  });

  readonly trailer: Rule<ast.Expression, [ast.Expression, number]> = this.RULE<Action<ast.Expression, [ast.Expression, number]>>(
    "trailer",
    (object: ast.Expression, start: number) =>
      this.OR<Alternatives<ast.Expression>>([
        {
          ALT: () => {
            this.CONSUME(t.Dot);
            const name = this.SUBRULE(this.identifier);
            return { kind: "attribute", span: this.from(start), object, name };
          },
        },
        {
          ALT: () => {
            this.CONSUME(t.LeftParen);
            const list = this.SUBRULE(this.callArguments);
            this.CONSUME(t.RightParen);
            if (!this.RECORDING_PHASE && neverCalled.has(object.kind)) this.refuseCall(object, start);
            return { kind: "call", span: this.from(start), callee: object, arguments: list };
          },
        },
        {
          ALT: () => {
            this.CONSUME(t.LeftBracket);
            const index = this.SUBRULE(this.subscriptIndex);
            this.CONSUME(t.RightBracket);
            if (!this.RECORDING_PHASE && object.kind === "list" && index.kind === "tuple")
              this.report(errors.calledValue(this.from(start)));
            return { kind: "subscript", span: this.from(start), object, index };
          },
        },
      ]),
  );

  private refuseCall(object: ast.Expression, start: number): void {
    const isNumber = object.kind === "int" || object.kind === "float";
    this.report(isNumber ? errors.calledNumber(this.from(start)) : errors.calledValue(this.from(start)));
  }

  readonly identifier: Rule<ast.Identifier> = this.RULE<Action<ast.Identifier>>("identifier", () => {
    const token = this.CONSUME(t.Name);
    return { span: spanOf(token), name: token.image };
  });

  protected walrus(target: ast.Expression, value: ast.Expression, start: number): ast.Expression {
    const span = this.from(start);
    if (target.kind === "name") return { kind: "walrus", span, target: { span: target.span, name: target.name }, value };
    if (!this.RECORDING_PHASE && target.kind !== "error") this.report(errors.walrusTarget(target.span));
    return { kind: "error", span };
  }
}
