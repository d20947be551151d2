// Statements with blocks: `if`, loops, `try`, `with`, `match`, definitions.

import type * as ast from "../ast.ts";
import { checkParameters, makeParameter, type ParameterPiece } from "../checks/parameters.ts";
import { checkCases } from "../checks/patterns.ts";
import { checkTarget } from "../checks/targets.ts";
import * as errors from "../errors/statements.ts";
import * as t from "../tokens.ts";
import { spanOf, type Rule, type Alternatives, type Action } from "./core.ts";
import { StatementRules } from "./statements.ts";

type Branch = ast.If["branches"][number];
type WithItem = ast.With["items"][number];

export abstract class CompoundRules extends StatementRules {
  readonly compoundStatement: Rule<ast.Statement> = this.RULE<Action<ast.Statement>>("compoundStatement", () =>
    this.OR<Alternatives<ast.Statement>>([
      { ALT: () => this.SUBRULE(this.ifStatement) },
      { ALT: () => this.SUBRULE(this.forStatement) },
      { ALT: () => this.SUBRULE(this.whileStatement) },
      { ALT: () => this.SUBRULE(this.functionDefinition, { ARGS: [[], -1] }) },
      { ALT: () => this.SUBRULE(this.classDefinition, { ARGS: [[], -1] }) },
      { ALT: () => this.SUBRULE(this.decorated) },
      { ALT: () => this.SUBRULE(this.tryStatement) },
      { ALT: () => this.SUBRULE(this.withStatement) },
      { ALT: () => this.SUBRULE(this.matchStatement) },
    ]),
  );

  readonly ifStatement: Rule<ast.Statement> = this.RULE<Action<ast.Statement>>("ifStatement", () => {
    const { startOffset } = this.CONSUME(t.If);
    const test = this.SUBRULE(this.namedExpression);
    const body = this.SUBRULE(this.block);
    const branches: Branch[] = [];
    this.MANY(() => {
      const { start } = this;
      this.CONSUME(t.Elif);
      const condition = this.SUBRULE2(this.namedExpression);
      const branch = this.SUBRULE2(this.block);
      branches.push({ test: condition, body: branch, span: this.spanOfBlock(start, branch) });
    });
    const otherwise = this.SUBRULE(this.elseBlock);
    return {
      kind: "if",
      span: this.spanOfBlock(startOffset, otherwise, branches[branches.length - 1]?.body, body),
      test,
      body,
      branches,
      otherwise,
    };
  });

  readonly elseBlock: Rule<ast.Statement[]> = this.RULE<Action<ast.Statement[]>>(
    "elseBlock",
    () =>
      this.OPTION(() => {
        this.CONSUME(t.Else);
        return this.SUBRULE(this.block);
      }) ?? [],
  );

  readonly whileStatement: Rule<ast.Statement> = this.RULE<Action<ast.Statement>>("whileStatement", () => {
    const { startOffset } = this.CONSUME(t.While);
    const test = this.SUBRULE(this.namedExpression);
    const body = this.SUBRULE(this.loopBody);
    const otherwise = this.SUBRULE(this.elseBlock);
    return { kind: "while", span: this.spanOfBlock(startOffset, otherwise, body), test, body, otherwise };
  });

  readonly forStatement: Rule<ast.Statement> = this.RULE<Action<ast.Statement>>("forStatement", () => {
    const { startOffset } = this.CONSUME(t.For);
    const target = this.SUBRULE(this.targets);
    this.CONSUME(t.In);
    if (!this.RECORDING_PHASE) checkTarget(target, this.reporter);
    const iterable = this.value(this.SUBRULE(this.expressions));
    const body = this.SUBRULE(this.loopBody);
    const otherwise = this.SUBRULE(this.elseBlock);
    return { kind: "for", span: this.spanOfBlock(startOffset, otherwise, body), target, iterable, body, otherwise };
  });

  readonly loopBody: Rule<ast.Statement[]> = this.RULE<Action<ast.Statement[]>>("loopBody", () => {
    const outer = this.insideLoop;
    this.insideLoop = true;
    const body = this.SUBRULE(this.block);
    this.insideLoop = outer;
    return body;
  });

  // ------------------------------------------------------- try, with, match

  readonly tryStatement: Rule<ast.Statement> = this.RULE<Action<ast.Statement>>("tryStatement", () => {
    const token = this.CONSUME(t.Try);
    const body = this.SUBRULE(this.block);
    const handlers: ast.ExceptHandler[] = [];
    this.MANY(() => handlers.push(this.SUBRULE(this.exceptHandler)));
    const otherwise = this.SUBRULE(this.elseBlock);
    const finalizer =
      this.OPTION(() => {
        this.CONSUME(t.Finally);
        return this.SUBRULE2(this.block);
      }) ?? [];
    if (handlers.length === 0 && finalizer.length === 0) this.report(errors.tryAlone(spanOf(token)));
    if (handlers.length === 0 && otherwise.length > 0) this.report(errors.elseWithoutExcept(spanOf(token)));
    const bare = handlers.slice(0, -1).find((handler) => handler.exceptions === null);
    if (bare !== undefined) this.report(errors.bareExceptNotLast({ start: bare.span.start, end: bare.span.start + 6 }));
    const span = this.spanOfBlock(token.startOffset, finalizer, otherwise, handlers[handlers.length - 1]?.body, body);
    return { kind: "try", span, body, handlers, otherwise, finalizer };
  });

  readonly exceptHandler: Rule<ast.ExceptHandler> = this.RULE<Action<ast.ExceptHandler>>("exceptHandler", () => {
    const { startOffset } = this.CONSUME(t.Except);
    let exceptions: ast.Expression | null = null;
    let name: ast.Identifier | null = null;
    this.OPTION(() => {
      exceptions = this.SUBRULE(this.expression);
      this.OPTION2(() => {
        this.CONSUME(t.As);
        name = this.SUBRULE(this.identifier);
      });
    });
    const body = this.SUBRULE(this.block);
    return { span: this.spanOfBlock(startOffset, body), exceptions, name, body };
  });

  readonly withStatement: Rule<ast.Statement> = this.RULE<Action<ast.Statement>>("withStatement", () => {
    const { startOffset } = this.CONSUME(t.With);
    const items = this.OR([
      {
        ALT: () => {
          const list = this.SUBRULE(this.withItems);
          const last = this.LA(0);
          if (last.tokenTypeIdx === t.TrailingComma.tokenTypeIdx) this.report(errors.trailingComma(spanOf(last)));
          return list;
        },
      },
      {
        ALT: () => {
          this.CONSUME(t.WithParen);
          const list = this.SUBRULE2(this.withItems);
          this.CONSUME(t.RightParen);
          return list;
        },
      },
    ]);
    const body = this.SUBRULE(this.block);
    return { kind: "with", span: this.spanOfBlock(startOffset, body), items, body };
  });

  readonly withItems: Rule<WithItem[]> = this.RULE<Action<WithItem[]>>("withItems", () => {
    const items = [this.SUBRULE(this.withItem)];
    this.MANY(() => {
      this.CONSUME(t.Comma);
      items.push(this.SUBRULE2(this.withItem));
    });
    this.OPTION(() => this.CONSUME(t.TrailingComma));
    return items;
  });

  readonly withItem: Rule<WithItem> = this.RULE<Action<WithItem>>("withItem", () => {
    const context = this.SUBRULE(this.expression);
    const target = this.OPTION(() => {
      this.CONSUME(t.As);
      return this.SUBRULE(this.target);
    });
    if (target !== undefined && !this.RECORDING_PHASE) checkTarget(target, this.reporter);
    return { context, target: target ?? null };
  });

  readonly matchStatement: Rule<ast.Statement> = this.RULE<Action<ast.Statement>>("matchStatement", () => {
    const { startOffset } = this.CONSUME(t.Match);
    const subject = this.SUBRULE(this.matchSubject);
    const cases: ast.MatchCase[] = [];
    this.CONSUME(t.Colon);
    this.CONSUME(t.Newline);
    this.CONSUME(t.Indent);
    this.AT_LEAST_ONE(() => cases.push(this.SUBRULE(this.matchCase)));
    this.CONSUME(t.Dedent);
    if (!this.RECORDING_PHASE) checkCases(cases, this.reporter);
    return { kind: "match", span: this.spanOfBlock(startOffset, cases[cases.length - 1]?.body), subject, cases };
  });

  readonly matchSubject: Rule<ast.Expression> = this.RULE<Action<ast.Expression>>("matchSubject", () => {
    const { start } = this;
    const list = [this.SUBRULE(this.item)];
    let isTuple = false;
    this.MANY(() => {
      isTuple = true;
      this.CONSUME(t.Comma);
      list.push(this.SUBRULE2(this.item));
    });
    this.OPTION(() => {
      isTuple = true;
      this.CONSUME(t.TrailingComma);
    });
    return isTuple ? { kind: "tuple", span: this.from(start), items: list } : this.value(list[0]!);
  });

  readonly matchCase: Rule<ast.MatchCase> = this.RULE<Action<ast.MatchCase>>("matchCase", () => {
    const { startOffset } = this.CONSUME(t.Case);
    const pattern = this.SUBRULE(this.patterns);
    const guard = this.OPTION(() => {
      this.CONSUME(t.If);
      return this.SUBRULE(this.namedExpression);
    });
    const body = this.SUBRULE(this.block);
    return { span: this.spanOfBlock(startOffset, body), pattern, guard: guard ?? null, body };
  });

  // ------------------------------------------------------------ definitions

  readonly decorated: Rule<ast.Statement> = this.RULE<Action<ast.Statement>>("decorated", () => {
    const { start } = this;
    const decorators: ast.Expression[] = [];
    this.AT_LEAST_ONE(() => {
      this.CONSUME(t.At);
      decorators.push(this.SUBRULE(this.namedExpression));
      this.CONSUME(t.Newline);
    });
    return this.OR<Alternatives<ast.Statement>>([
      { ALT: () => this.SUBRULE(this.functionDefinition, { ARGS: [decorators, start] }) },
      { ALT: () => this.SUBRULE(this.classDefinition, { ARGS: [decorators, start] }) },
    ]);
  });

  readonly functionDefinition: Rule<ast.Statement, [ast.Expression[], number]> = this.RULE<
    Action<ast.Statement, [ast.Expression[], number]>
  >("functionDefinition", (decorators: ast.Expression[], start: number): ast.Statement => {
    const { startOffset } = this.CONSUME(t.Def);
    const name = this.SUBRULE(this.identifier);
    this.CONSUME(t.LeftParen);
    const parameters = this.SUBRULE(this.parameters);
    this.CONSUME(t.RightParen);
    const returns = this.OPTION(() => {
      this.CONSUME(t.Arrow);
      return this.SUBRULE(this.expression);
    });
    const outer = { insideFunction: this.insideFunction, insideLoop: this.insideLoop };
    this.insideFunction = true;
    this.insideLoop = false;
    const body = this.SUBRULE(this.block);
    this.insideFunction = outer.insideFunction;
    this.insideLoop = outer.insideLoop;
    const span = this.spanOfBlock(start < 0 ? startOffset : start, body);
    return { kind: "function", span, name, parameters, returns: returns ?? null, body, decorators, docstring: docstringOf(body) };
  });

  readonly parameters: Rule<ast.Parameters> = this.RULE<Action<ast.Parameters>>("parameters", () => {
    const list: ParameterPiece[] = [];
    this.OPTION(() => {
      list.push(this.SUBRULE(this.parameter));
      this.MANY(() => {
        this.CONSUME(t.Comma);
        list.push(this.SUBRULE2(this.parameter));
      });
      this.OPTION2(() => this.CONSUME(t.TrailingComma));
    });
    if (this.RECORDING_PHASE || list.length === 0) return [];
    return checkParameters(list, this.LA_FAST(0), this.limits.parameters, this.reporter);
  });

  readonly parameter: Rule<ParameterPiece> = this.RULE<Action<ParameterPiece>>("parameter", () =>
    this.OR<Alternatives<ParameterPiece>>([
      {
        ALT: () => {
          const name = this.CONSUME(t.Name);
          const annotation = this.SUBRULE(this.parameterAnnotation);
          const defaultValue = this.OPTION(() => {
            this.CONSUME(t.Assign);
            return this.SUBRULE(this.expression);
          });
          return makeParameter("positional", name, annotation, defaultValue ?? null, this.from(name.startOffset));
        },
      },
      {
        ALT: () => {
          const { startOffset } = this.CONSUME(t.Star);
          return (
            this.OPTION2(() => {
              const name = this.CONSUME2(t.Name);
              const annotation = this.SUBRULE2(this.parameterAnnotation);
              return makeParameter("star", name, annotation, null, this.from(startOffset));
            }) ?? "*"
          );
        },
      },
      {
        ALT: () => {
          const { startOffset } = this.CONSUME(t.DoubleStar);
          const name = this.CONSUME3(t.Name);
          const annotation = this.SUBRULE3(this.parameterAnnotation);
          return makeParameter("doubleStar", name, annotation, null, this.from(startOffset));
        },
      },
      {
        ALT: () => {
          this.CONSUME(t.Slash);
          return "/";
        },
      },
    ]),
  );

  readonly parameterAnnotation: Rule<ast.Expression | null> = this.RULE<Action<ast.Expression | null>>(
    "parameterAnnotation",
    () =>
      this.OPTION(() => {
        this.CONSUME(t.Colon);
        return this.SUBRULE(this.expression);
      }) ?? null,
  );

  readonly classDefinition: Rule<ast.Statement, [ast.Expression[], number]> = this.RULE<Action<ast.Statement, [ast.Expression[], number]>>(
    "classDefinition",
    (decorators: ast.Expression[], start: number): ast.Statement => {
      const { startOffset } = this.CONSUME(t.Class);
      const name = this.SUBRULE(this.identifier);
      const bases =
        this.OPTION(() => {
          this.CONSUME(t.LeftParen);
          const list = this.SUBRULE(this.callArguments);
          this.CONSUME(t.RightParen);
          return list;
        }) ?? [];
      if (!this.RECORDING_PHASE) {
        for (const base of bases) if (base.kind === "keyword") this.report(errors.classKeyword(base.span, base.name.name));
      }
      const outer = { insideFunction: this.insideFunction, insideLoop: this.insideLoop };
      this.insideFunction = false;
      this.insideLoop = false;
      const body = this.SUBRULE(this.block);
      this.insideFunction = outer.insideFunction;
      this.insideLoop = outer.insideLoop;
      const span = this.spanOfBlock(start < 0 ? startOffset : start, body);
      return { kind: "class", span, name, bases, body, decorators, docstring: docstringOf(body) };
    },
  );

  /** From `start` to the end of the last statement of the first block that is not empty. */
  private spanOfBlock(start: number, ...blocks: readonly (readonly ast.Statement[] | undefined)[]): ast.Expression["span"] {
    if (this.RECORDING_PHASE) return { start, end: start };
    const block = blocks.find((one) => one !== undefined && one.length > 0);
    const last = block?.[block.length - 1];
    return { start, end: last?.span.end ?? start };
  }
}

/** The text of the first statement where that is a plain string. */
export function docstringOf(body: readonly ast.Statement[]): string | null {
  const first = body[0];
  return first?.kind === "expression" && first.value.kind === "string" ? first.value.value : null;
}
