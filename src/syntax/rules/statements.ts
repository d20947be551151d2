// Statements: simple ones, several to a line with `;`, and those with blocks.
// Definitions (`def`, `class`) and `match`, `try`, `with` are in
// `definitions.ts` and `compound.ts`.

import type * as ast from "../ast.ts";
import { checkDeletable, checkSingleTarget, checkTarget } from "../checks/targets.ts";
import * as errors from "../errors/statements.ts";
import type { Finding } from "../findings.ts";
import * as t from "../tokens.ts";
import { spanOf, type Rule, type Alternatives, type Kept, type Action } from "./core.ts";
import { PatternRules } from "./patterns.ts";

export abstract class StatementRules extends PatternRules {
  abstract readonly compoundStatement: Rule<ast.Statement>;

  /** The block that is being read. */
  protected body: ast.Statement[] = [];
  protected readonly reporter = (finding: Finding): void => this.report(finding);

  readonly module: Rule<ast.Statement[] | null> = this.RULE<Action<ast.Statement[] | null>>(
    "module",
    (): ast.Statement[] | null => {
      this.body = [];
      this.MANY(() => this.SUBRULE(this.statement));
      this.CONSUME(t.EOF);
      return this.body;
    },
    { recoveryValueFunc: () => null },
  );

  readonly statement: Rule<void> = this.RULE<Action<void>>("statement", () => {
    this.OR([{ ALT: () => this.SUBRULE(this.simpleLine) }, { ALT: () => void this.body.push(this.SUBRULE(this.compoundStatement)) }]);
  });

  readonly block: Rule<ast.Statement[]> = this.RULE<Action<ast.Statement[]>>("block", () => {
    const outer = this.body;
    const body: ast.Statement[] = [];
    this.body = body;
    this.CONSUME(t.Colon);
    this.OR([
      { ALT: () => this.SUBRULE(this.simpleLine) },
      {
        ALT: () => {
          this.CONSUME(t.Newline);
          this.CONSUME(t.Indent);
          this.AT_LEAST_ONE(() => this.SUBRULE(this.statement));
          this.CONSUME(t.Dedent);
        },
      },
    ]);
    this.body = outer;
    return body;
  });

  readonly simpleLine: Rule<void> = this.RULE<Action<void>>("simpleLine", () => {
    this.body.push(this.SUBRULE(this.simpleStatement));
    this.MANY(() => {
      this.CONSUME(t.Semicolon);
      this.body.push(this.SUBRULE2(this.simpleStatement));
    });
    this.OPTION(() => this.CONSUME(t.TrailingSemicolon));
    this.CONSUME(t.Newline);
  });

  private simpleChoices: Kept<ast.Statement> | null = null;

  readonly simpleStatement: Rule<ast.Statement> = this.RULE<Action<ast.Statement>>("simpleStatement", () =>
    this.OR<Alternatives<ast.Statement>>(
      (this.simpleChoices ??= [
        { ALT: () => this.SUBRULE(this.expressionStatement) },
        { ALT: () => this.SUBRULE(this.returnStatement) },
        { ALT: () => ({ kind: "pass", span: spanOf(this.CONSUME(t.Pass)) }) },
        { ALT: () => this.SUBRULE(this.loopJump) },
        { ALT: () => this.SUBRULE(this.assertStatement) },
        { ALT: () => this.SUBRULE(this.raiseStatement) },
        { ALT: () => this.SUBRULE(this.deleteStatement) },
        { ALT: () => this.SUBRULE(this.scopeStatement) },
        { ALT: () => this.SUBRULE(this.importStatement) },
        { ALT: () => this.SUBRULE(this.fromImport) },
      ]),
    ),
  );

  // ------------------------------------------- expressions and assignments

  /** One or more values without brackets: `a`, `a, *b`, `a,`. */
  readonly expressions: Rule<ast.Expression> = this.RULE<Action<ast.Expression>>("expressions", () => {
    const { start } = this;
    const first = this.SUBRULE(this.plainItem);
    let list: ast.Expression[] | null = null;
    this.MANY(() => {
      list ??= [first];
      this.CONSUME(t.Comma);
      list.push(this.SUBRULE2(this.plainItem));
    });
    this.OPTION(() => {
      list ??= [first];
      this.CONSUME(t.TrailingComma);
    });
    return list === null ? first : { kind: "tuple", span: this.from(start), items: list };
  });

  readonly plainItem: Rule<ast.Expression> = this.RULE<Action<ast.Expression>>("plainItem", () =>
    this.OR([{ ALT: () => this.SUBRULE(this.starred) }, { ALT: () => this.SUBRULE(this.expression) }]),
  );

  readonly yieldExpression: Rule<ast.Expression> = this.RULE<Action<ast.Expression>>("yieldExpression", () => {
    const { start } = this;
    const token = this.CONSUME(t.Yield);
    if (!this.insideFunction && !this.misindented) this.report(errors.yieldOutside(spanOf(token)));
    return (
      this.OPTION(() =>
        this.OR<Alternatives<ast.Expression>>([
          {
            ALT: () => {
              this.CONSUME(t.From);
              const value = this.SUBRULE(this.expression);
              return { kind: "yieldFrom", span: this.from(start), value };
            },
          },
          {
            ALT: () => {
              const value = this.value(this.SUBRULE(this.expressions));
              return { kind: "yield", span: this.from(start), value };
            },
          },
        ]),
      ) ?? { kind: "yield", span: this.from(start), value: null }
    );
  });

  readonly valueExpression: Rule<ast.Expression> = this.RULE<Action<ast.Expression>>("valueExpression", () =>
    this.OR([{ ALT: () => this.SUBRULE(this.yieldExpression) }, { ALT: () => this.SUBRULE(this.expressions) }]),
  );

  readonly expressionStatement: Rule<ast.Statement> = this.RULE<Action<ast.Statement>>("expressionStatement", () => {
    const { start } = this;
    const first = this.SUBRULE(this.valueExpression);
    return this.OR<Alternatives<ast.Statement>>([
      { ALT: () => this.SUBRULE(this.annotation, { ARGS: [first, start] }) },
      { ALT: () => this.SUBRULE(this.augmentation, { ARGS: [first, start] }) },
      { ALT: () => this.SUBRULE(this.assignment, { ARGS: [first, start] }) },
    ]);
  });

  readonly annotation: Rule<ast.Statement, [ast.Expression, number]> = this.RULE<Action<ast.Statement, [ast.Expression, number]>>(
    "annotation",
    (target: ast.Expression, start: number): ast.Statement => {
      this.CONSUME(t.Colon);
      const annotation = this.SUBRULE(this.expression);
      const value = this.OPTION(() => {
        this.CONSUME(t.Assign);
        return this.value(this.SUBRULE(this.valueExpression));
      });
      if (!this.RECORDING_PHASE) checkSingleTarget(target, ":", this.reporter);
      return { kind: "annotated", span: this.from(start), target, annotation, value: value ?? null };
    },
  );

  readonly augmentation: Rule<ast.Statement, [ast.Expression, number]> = this.RULE<Action<ast.Statement, [ast.Expression, number]>>(
    "augmentation",
    (target: ast.Expression, start: number): ast.Statement => {
      const token = this.CONSUME(t.AugmentedAssign);
      const value = this.value(this.SUBRULE(this.valueExpression));
      if (!this.RECORDING_PHASE) checkSingleTarget(target, token.image, this.reporter);
      const operator = token.image.slice(0, -1) as ast.BinaryOperator;
      return { kind: "augmented", span: this.from(start), target, operator, operatorSpan: spanOf(token), value };
    },
  );

  /** `a = b = value`; with no `=` at all it is a plain expression. */
  readonly assignment: Rule<ast.Statement, [ast.Expression, number]> = this.RULE<Action<ast.Statement, [ast.Expression, number]>>(
    "assignment",
    (first: ast.Expression, start: number): ast.Statement => {
      const targets: ast.Expression[] = [];
      let value = first;
      this.MANY(() => {
        this.CONSUME(t.Assign);
        targets.push(value);
        value = this.SUBRULE(this.valueExpression);
      });
      const span = this.from(start);
      if (this.RECORDING_PHASE) return { kind: "expression", span, value };
      if (targets.length > 0) {
        for (const target of targets) checkTarget(target, this.reporter);
        return { kind: "assignment", span, targets, value: this.value(value) };
      }
      if (value.kind === "error") return { kind: "error", span };
      this.refuseIncrement(value);
      return { kind: "expression", span, value: this.value(value) };
    },
  );

  /** After a slip of indentation nobody knows what is inside of what. */
  private get misindented(): boolean {
    const { findings } = this;
    return !this.RECORDING_PHASE && (findings.blockLost || findings.has("WG121") || findings.has("WG123") || findings.has("WG182"));
  }

  /** A value cannot be `*xs` alone. */
  protected value(value: ast.Expression): ast.Expression {
    if (value.kind === "starred") this.report(errors.loneStar(value.span));
    return value;
  }

  /** `++x` is valid Python that does nothing; nobody means it. */
  private refuseIncrement(value: ast.Expression): void {
    if (value.kind !== "unary" || value.operand.kind !== "unary" || value.operand.operator !== value.operator) return;
    const { operand } = value.operand;
    if (operand.kind !== "name" || value.operator === "not" || value.operator === "~") return;
    this.report(errors.increment(value.span, `${value.operator}${value.operator}`, operand.name));
  }

  // -------------------------------------------------------- small statements

  readonly returnStatement: Rule<ast.Statement> = this.RULE<Action<ast.Statement>>("returnStatement", () => {
    const token = this.CONSUME(t.Return);
    if (!this.insideFunction && !this.misindented) this.report(errors.returnOutside(spanOf(token)));
    const value = this.OPTION(() => this.value(this.SUBRULE(this.expressions)));
    return { kind: "return", span: this.from(token.startOffset), value: value ?? null };
  });

  readonly loopJump: Rule<ast.Statement> = this.RULE<Action<ast.Statement>>("loopJump", () => {
    const statement = this.OR<Alternatives<ast.Statement>>([
      { ALT: () => ({ kind: "break", span: spanOf(this.CONSUME(t.Break)) }) },
      { ALT: () => ({ kind: "continue", span: spanOf(this.CONSUME(t.Continue)) }) },
    ]);
    if (!this.insideLoop && !this.misindented) this.report(errors.outsideLoop(statement.span, statement.kind));
    return statement;
  });

  readonly assertStatement: Rule<ast.Statement> = this.RULE<Action<ast.Statement>>("assertStatement", () => {
    const { startOffset } = this.CONSUME(t.Assert);
    const test = this.SUBRULE(this.expression);
    const message = this.OPTION(() => {
      this.CONSUME(t.Comma);
      return this.SUBRULE2(this.expression);
    });
    return { kind: "assert", span: this.from(startOffset), test, message: message ?? null };
  });

  readonly raiseStatement: Rule<ast.Statement> = this.RULE<Action<ast.Statement>>("raiseStatement", () => {
    const { startOffset } = this.CONSUME(t.Raise);
    let exception: ast.Expression | null = null;
    let cause: ast.Expression | null = null;
    this.OPTION(() => {
      exception = this.SUBRULE(this.expression);
      this.OPTION2(() => {
        this.CONSUME(t.From);
        cause = this.SUBRULE2(this.expression);
      });
    });
    return { kind: "raise", span: this.from(startOffset), exception, cause };
  });

  readonly deleteStatement: Rule<ast.Statement> = this.RULE<Action<ast.Statement>>("deleteStatement", () => {
    const { startOffset } = this.CONSUME(t.Del);
    const value = this.SUBRULE(this.expressions);
    const bare = value.kind === "tuple" && value.items.length > 0 && value.span.start === value.items[0]!.span.start;
    const targets = bare ? value.items : [value];
    if (!this.RECORDING_PHASE) for (const target of targets) checkDeletable(target, this.reporter);
    return { kind: "delete", span: this.from(startOffset), targets };
  });

  readonly scopeStatement: Rule<ast.Statement> = this.RULE<Action<ast.Statement>>("scopeStatement", () => {
    const names: ast.Identifier[] = [];
    const token = this.OR([{ ALT: () => this.CONSUME(t.Global) }, { ALT: () => this.CONSUME(t.Nonlocal) }]);
    names.push(this.SUBRULE(this.identifier));
    this.MANY(() => {
      this.CONSUME(t.Comma);
      names.push(this.SUBRULE2(this.identifier));
    });
    const isGlobal = token.image === "global";
    if (!isGlobal && !this.insideFunction) this.report(errors.nonlocalAtTop(spanOf(token)));
    return { kind: isGlobal ? "global" : "nonlocal", span: this.from(token.startOffset), names };
  });

  // ---------------------------------------------------------------- imports

  readonly importStatement: Rule<ast.Statement> = this.RULE<Action<ast.Statement>>("importStatement", () => {
    const { startOffset } = this.CONSUME(t.Import);
    const modules = [this.SUBRULE(this.moduleAlias)];
    this.MANY(() => {
      this.CONSUME(t.Comma);
      modules.push(this.SUBRULE2(this.moduleAlias));
    });
    return { kind: "import", span: this.from(startOffset), modules };
  });

  readonly modulePath: Rule<ast.Identifier[]> = this.RULE<Action<ast.Identifier[]>>("modulePath", () => {
    const path = [this.SUBRULE(this.identifier)];
    this.MANY(() => {
      this.CONSUME(t.Dot);
      path.push(this.SUBRULE2(this.identifier));
    });
    return path;
  });

  readonly moduleAlias: Rule<ast.ImportAlias> = this.RULE<Action<ast.ImportAlias>>("moduleAlias", () => {
    const { start } = this;
    const path = this.SUBRULE(this.modulePath);
    const alias = this.OPTION(() => {
      this.CONSUME(t.As);
      return this.SUBRULE(this.identifier);
    });
    return { span: this.from(start), path, alias: alias ?? null };
  });

  readonly nameAlias: Rule<ast.ImportAlias> = this.RULE<Action<ast.ImportAlias>>("nameAlias", () => {
    const { start } = this;
    const name = this.SUBRULE(this.identifier);
    const alias = this.OPTION(() => {
      this.CONSUME(t.As);
      return this.SUBRULE2(this.identifier);
    });
    return { span: this.from(start), path: [name], alias: alias ?? null };
  });

  readonly fromImport: Rule<ast.Statement> = this.RULE<Action<ast.Statement>>("fromImport", () => {
    const { startOffset } = this.CONSUME(t.From);
    let level = 0;
    this.MANY(() => {
      const dots = this.OR([{ ALT: () => this.CONSUME(t.Dot) }, { ALT: () => this.CONSUME(t.Ellipsis) }]);
      level += this.RECORDING_PHASE ? 0 : dots.image.length;
    });
    const path = this.OPTION(() => this.SUBRULE(this.modulePath)) ?? [];
    this.CONSUME(t.Import);
    const names = this.OR2<Alternatives<ast.ImportAlias[] | null>>([
      {
        ALT: () => {
          this.CONSUME(t.Star);
          return null;
        },
      },
      {
        ALT: () => {
          this.CONSUME(t.LeftParen);
          const list = this.SUBRULE(this.nameAliases);
          this.CONSUME(t.RightParen);
          return list;
        },
      },
      {
        ALT: () => {
          const list = this.SUBRULE2(this.nameAliases);
          const last = this.LA(0);
          if (last.tokenTypeIdx === t.TrailingComma.tokenTypeIdx) this.report(errors.trailingComma(spanOf(last)));
          return list;
        },
      },
    ]);
    if (path.length === 0 && level === 0) this.report(errors.fromNothing(this.from(startOffset)));
    return { kind: "fromImport", span: this.from(startOffset), path, names: names ?? [], star: names === null, level };
  });

  readonly nameAliases: Rule<ast.ImportAlias[]> = this.RULE<Action<ast.ImportAlias[]>>("nameAliases", () => {
    const names = [this.SUBRULE(this.nameAlias)];
    this.MANY(() => {
      this.CONSUME(t.Comma);
      names.push(this.SUBRULE2(this.nameAlias));
    });
    this.OPTION(() => this.CONSUME(t.TrailingComma));
    return names;
  });
}
