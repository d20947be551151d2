// What stands in brackets: parentheses, tuples, lists, sets, dicts,
// comprehensions, the arguments of a call, the index of a subscript.

import type * as ast from "../ast.ts";
import * as errors from "../errors/expressions.ts";
import { checkArguments, isBareGenerator } from "../checks/calls.ts";
import { checkTarget } from "../checks/targets.ts";
import * as t from "../tokens.ts";
import { spanOf, type Action, type Alternatives, type Rule } from "./core.ts";
import { ExpressionRules } from "./expressions.ts";

/** Marks how an argument or item goes on. */
type BraceItem = { readonly spread: boolean; readonly key: ast.Expression; readonly value: ast.Expression | null };

export abstract class DisplayRules extends ExpressionRules {
  abstract readonly yieldExpression: Rule<ast.Expression>;

  // ------------------------------------------------------------- parentheses

  readonly parenthesized: Rule<ast.Expression> = this.RULE<Action<ast.Expression>>("parenthesized", () => {
    const { start } = this;
    this.CONSUME(t.LeftParen);
    const value = this.OR<Alternatives<ast.Expression | null>>([
      { ALT: () => this.SUBRULE(this.yieldExpression) },
      { ALT: () => this.SUBRULE(this.items, { ARGS: ["generator"] }) },
      { ALT: () => null },
    ]);
    this.CONSUME(t.RightParen);
    if (value === null) return { kind: "tuple", span: this.from(start), items: [] };
    // The parentheses belong to a tuple or a generator, but not to a value in them.
    if (value.kind === "tuple" && value.span.end < 0) return { ...value, span: this.from(start) };
    if (value.kind === "comprehension" && value.span.end < 0) return { ...value, span: this.from(start) };
    if (value.kind === "starred") this.report(errors.misplacedStar(value.span));
    return value;
  });

  readonly listDisplay: Rule<ast.Expression> = this.RULE<Action<ast.Expression>>("listDisplay", () => {
    const { start } = this;
    this.CONSUME(t.LeftBracket);
    const value = this.OPTION(() => this.SUBRULE(this.items, { ARGS: ["list"] }));
    this.CONSUME(t.RightBracket);
    const span = this.from(start);
    if (value === undefined) return { kind: "list", span, items: [] };
    return { ...value, span } as ast.Expression;
  });

  /**
   * What stands in `(...)` or `[...]`. What is made belongs to the brackets and
   * so has no end yet; a single value in parentheses is returned as it is.
   */
  readonly items: Rule<ast.Expression, ["list" | "generator"]> = this.RULE<Action<ast.Expression, ["list" | "generator"]>>(
    "items",
    (result: "list" | "generator") => {
      const { start } = this;
      const span = { start, end: -1 };
      const list: ast.Expression[] = [this.SUBRULE(this.item)];
      let value: ast.Expression | null = null;
      let isTuple = false;
      this.OR([
        {
          ALT: () => {
            const clauses = this.SUBRULE(this.comprehensionClauses);
            value = { kind: "comprehension", span, result, element: list[0]!, clauses };
          },
        },
        {
          ALT: () => {
            this.MANY(() => {
              isTuple = true;
              this.CONSUME(t.Comma);
              list.push(this.SUBRULE2(this.item));
            });
            this.OPTION(() => {
              isTuple = true;
              this.CONSUME(t.TrailingComma);
            });
          },
        },
      ]);
      if (value !== null) {
        if (list[0]!.kind === "starred") this.report(errors.misplacedStar(list[0]!.span));
        return value;
      }
      if (result === "list") return { kind: "list", span, items: list };
      return isTuple ? { kind: "tuple", span, items: list } : list[0]!;
    },
  );

  readonly item: Rule<ast.Expression> = this.RULE<Action<ast.Expression>>("item", () =>
    this.OR([{ ALT: () => this.SUBRULE(this.starred) }, { ALT: () => this.SUBRULE(this.namedExpression) }]),
  );

  readonly starred: Rule<ast.Expression> = this.RULE<Action<ast.Expression>>("starred", () => {
    const { start } = this;
    this.CONSUME(t.Star);
    const value = this.SUBRULE(this.unpacked);
    return { kind: "starred", span: this.from(start), value };
  });

  /** What stands behind a star: no comparison, `and`, `or` or `not` without parentheses. */
  readonly unpacked: Rule<ast.Expression> = this.RULE<Action<ast.Expression>>("unpacked", () => {
    const { start } = this;
    const value = this.SUBRULE(this.operation);
    const isLoose = value.kind === "comparison" || value.kind === "boolean" || (value.kind === "unary" && value.operator === "not");
    // In parentheses it would begin behind them.
    if (isLoose && value.span.start === start) this.report(errors.looselyUnpacked(value.span));
    return value;
  });

  /** `name := value` cannot stand before a colon without parentheses. */
  private refuseWalrus(value: ast.Expression, start: number): void {
    if (value.kind === "walrus" && value.span.start === start) this.report(errors.walrusNeedsParentheses(value.span));
  }

  // ------------------------------------------------------------------ braces

  readonly braceDisplay: Rule<ast.Expression> = this.RULE<Action<ast.Expression>>("braceDisplay", () => {
    const { start } = this;
    const items: BraceItem[] = [];
    let clauses: ast.ComprehensionClause[] | null = null;
    this.CONSUME(t.LeftBrace);
    this.OPTION(() => {
      items.push(this.SUBRULE(this.braceItem));
      this.OR([
        {
          ALT: () => {
            clauses = this.SUBRULE(this.comprehensionClauses);
          },
        },
        {
          ALT: () => {
            this.MANY(() => {
              this.CONSUME(t.Comma);
              items.push(this.SUBRULE2(this.braceItem));
            });
            this.OPTION2(() => this.CONSUME(t.TrailingComma));
          },
        },
      ]);
    });
    this.CONSUME(t.RightBrace);
    if (this.RECORDING_PHASE) return { kind: "dict", span: this.from(start), entries: [] };
    return this.brace(items, clauses, start);
  });

  readonly braceItem: Rule<BraceItem> = this.RULE<Action<BraceItem>>("braceItem", () =>
    this.OR<Alternatives<BraceItem>>([
      {
        ALT: () => {
          this.CONSUME(t.DoubleStar);
          return { spread: true, key: this.SUBRULE(this.unpacked), value: null };
        },
      },
      {
        ALT: () => {
          const { start } = this;
          const key = this.SUBRULE(this.item);
          const value = this.OPTION(() => {
            this.refuseWalrus(key, start);
            this.CONSUME(t.Colon);
            return this.SUBRULE(this.expression);
          });
          return { spread: false, key, value: value ?? null };
        },
      },
    ]),
  );

  private brace(items: readonly BraceItem[], clauses: readonly ast.ComprehensionClause[] | null, start: number): ast.Expression {
    const span = this.from(start);
    const first = items[0];
    const isDict = first === undefined || first.spread || first.value !== null;
    if (clauses !== null && first !== undefined) {
      if (first.spread || first.key.kind === "starred") this.report(errors.misplacedStar(first.key.span));
      if (first.value !== null) return { kind: "dictComprehension", span, key: first.key, value: first.value, clauses };
      return { kind: "comprehension", span, result: "set", element: first.key, clauses };
    }
    if (!isDict) {
      for (const item of items) if (item.spread || item.value !== null) this.report(errors.mixedDisplay(item.key.span, false));
      return { kind: "set", span, items: items.map((item) => item.key) };
    }
    return { kind: "dict", span, entries: items.map((item) => this.dictEntry(item)) };
  }

  private dictEntry(item: BraceItem): ast.DictEntry {
    if (item.spread) return { kind: "spread", value: item.key, span: item.key.span };
    if (item.value !== null && item.key.kind !== "starred") return { kind: "pair", key: item.key, value: item.value };
    this.report(errors.mixedDisplay(item.key.span, true));
    return { kind: "pair", key: item.key, value: { kind: "error", span: item.key.span } };
  }

  // ---------------------------------------------------------- comprehensions

  readonly comprehensionClauses: Rule<ast.ComprehensionClause[]> = this.RULE<Action<ast.ComprehensionClause[]>>(
    "comprehensionClauses",
    () => {
      const clauses: ast.ComprehensionClause[] = [];
      this.AT_LEAST_ONE(() => {
        const { start } = this;
        const conditions: ast.Expression[] = [];
        this.CONSUME(t.For);
        const target = this.SUBRULE(this.targets);
        this.CONSUME(t.In);
        if (!this.RECORDING_PHASE) checkTarget(target, (finding) => this.report(finding));
        const iterable = this.SUBRULE(this.operation);
        this.MANY(() => {
          this.CONSUME(t.If);
          conditions.push(this.SUBRULE2(this.operation));
        });
        clauses.push({ span: this.from(start), target, iterable, conditions });
      });
      return clauses;
    },
  );

  /** What stands between `for` and `in`. */
  readonly targets: Rule<ast.Expression> = this.RULE<Action<ast.Expression>>("targets", () => {
    const { start } = this;
    const list = [this.SUBRULE(this.target)];
    let isTuple = false;
    this.MANY(() => {
      isTuple = true;
      this.CONSUME(t.Comma);
      list.push(this.SUBRULE2(this.target));
    });
    this.OPTION(() => {
      isTuple = true;
      this.CONSUME(t.TrailingComma);
    });
    return isTuple ? { kind: "tuple", span: this.from(start), items: list } : list[0]!;
  });

  readonly target: Rule<ast.Expression> = this.RULE<Action<ast.Expression>>("target", () => {
    const { start } = this;
    return this.OR<Alternatives<ast.Expression>>([
      {
        ALT: () => {
          this.CONSUME(t.Star);
          const value = this.SUBRULE(this.primary);
          return { kind: "starred", span: this.from(start), value };
        },
      },
      { ALT: () => this.SUBRULE2(this.primary) },
    ]);
  });

  // ------------------------------------------------------ calls, subscripts

  readonly callArguments: Rule<ast.Argument[]> = this.RULE<Action<ast.Argument[]>>("callArguments", () => {
    const list: ast.Argument[] = [];
    this.OPTION(() => {
      list.push(this.SUBRULE(this.argument));
      this.MANY(() => {
        this.CONSUME(t.Comma);
        list.push(this.SUBRULE2(this.argument));
      });
      this.OPTION2(() => {
        const comma = this.CONSUME(t.TrailingComma);
        if (!this.RECORDING_PHASE && list.length === 1 && isBareGenerator(list[0]!)) this.report(errors.bareGenerator(spanOf(comma)));
      });
    });
    if (list.length > 1 && !this.RECORDING_PHASE) checkArguments(list, this.limits.parameters, (finding) => this.report(finding));
    return list;
  });

  readonly argument: Rule<ast.Argument> = this.RULE<Action<ast.Argument>>("argument", () => {
    const { start } = this;
    return this.OR<Alternatives<ast.Argument>>([
      {
        ALT: () => {
          this.CONSUME(t.Star);
          const value = this.SUBRULE(this.expression);
          return { kind: "star", value, span: this.from(start) };
        },
      },
      {
        ALT: () => {
          this.CONSUME(t.DoubleStar);
          const value = this.SUBRULE2(this.expression);
          return { kind: "doubleStar", value, span: this.from(start) };
        },
      },
      { ALT: () => this.SUBRULE(this.plainArgument) },
    ]);
  });

  readonly plainArgument: Rule<ast.Argument> = this.RULE<Action<ast.Argument>>("plainArgument", () => {
    const { start } = this;
    const value = this.SUBRULE(this.expression);
    const rest = this.OPTION(() =>
      this.OR<Alternatives<ast.Argument>>([
        {
          ALT: () => {
            this.CONSUME(t.Assign);
            return this.keywordArgument(value, this.SUBRULE2(this.expression), start);
          },
        },
        {
          ALT: () => {
            this.CONSUME(t.ColonAssign);
            const bound = this.walrus(value, this.SUBRULE3(this.expression), start);
            return { kind: "positional", value: bound, span: bound.span };
          },
        },
        {
          ALT: () => {
            const clauses = this.SUBRULE(this.comprehensionClauses);
            const span = this.from(start);
            return { kind: "positional", value: { kind: "comprehension", span, result: "generator", element: value, clauses }, span };
          },
        },
      ]),
    );
    return rest ?? { kind: "positional", value, span: this.from(start) };
  });

  private keywordArgument(name: ast.Expression, value: ast.Expression, start: number): ast.Argument {
    const span = this.from(start);
    if (name.kind === "name") return { kind: "keyword", name: { name: name.name, span: name.span }, value, span };
    if (!this.RECORDING_PHASE && name.kind !== "error") this.report(errors.keywordNotName(name.span));
    return { kind: "positional", value: { kind: "error", span }, span };
  }

  readonly subscriptIndex: Rule<ast.Expression> = this.RULE<Action<ast.Expression>>("subscriptIndex", () => {
    const { start } = this;
    const items = [this.SUBRULE(this.subscriptItem)];
    let isTuple = false;
    this.MANY(() => {
      isTuple = true;
      this.CONSUME(t.Comma);
      items.push(this.SUBRULE2(this.subscriptItem));
    });
    this.OPTION(() => {
      isTuple = true;
      this.CONSUME(t.TrailingComma);
    });
    return isTuple ? { kind: "tuple", span: this.from(start), items } : items[0]!;
  });

  readonly subscriptItem: Rule<ast.Expression> = this.RULE<Action<ast.Expression>>("subscriptItem", () => {
    const { start } = this;
    return this.OR<Alternatives<ast.Expression>>([
      { ALT: () => this.SUBRULE(this.starred) },
      { ALT: () => this.SUBRULE(this.sliceTail, { ARGS: [null, start] }) },
      {
        ALT: () => {
          const value = this.SUBRULE(this.namedExpression);
          return (
            this.OPTION(() => {
              this.refuseWalrus(value, start);
              return this.SUBRULE2(this.sliceTail, { ARGS: [value, start] });
            }) ?? value
          );
        },
      },
    ]);
  });

  readonly sliceTail: Rule<ast.Expression, [ast.Expression | null, number]> = this.RULE<
    Action<ast.Expression, [ast.Expression | null, number]>
  >("sliceTail", (lower: ast.Expression | null, start: number): ast.Expression => {
    this.CONSUME(t.Colon);
    const upper = this.OPTION(() => this.SUBRULE(this.expression)) ?? null;
    const step =
      this.OPTION2(() => {
        this.CONSUME2(t.Colon);
        return this.OPTION3(() => this.SUBRULE2(this.expression));
      }) ?? null;
    return { kind: "slice", span: this.from(start), lower, upper, step };
  });
}
