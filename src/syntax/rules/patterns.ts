// The patterns of `match`.

import type * as ast from "../ast.ts";
import * as errors from "../errors/patterns.ts";
import { checkPattern, isDottedName } from "../checks/patterns.ts";
import * as t from "../tokens.ts";
import { spanOf, type Rule, type Alternatives, type Action } from "./core.ts";
import { AtomRules } from "./atoms.ts";

type KeywordPattern = { readonly name: ast.Identifier; readonly pattern: ast.Pattern };
type MappingPart = { readonly key: ast.Expression; readonly value: ast.Pattern } | { readonly rest: ast.Identifier };

export abstract class PatternRules extends AtomRules {
  /** What stands behind `case`: patterns, which with a comma are a sequence. */
  readonly patterns: Rule<ast.Pattern> = this.RULE<Action<ast.Pattern>>("patterns", () => {
    const { start } = this;
    const list = [this.SUBRULE(this.maybeStarPattern)];
    let isSequence = false;
    this.MANY(() => {
      isSequence = true;
      this.CONSUME(t.Comma);
      list.push(this.SUBRULE2(this.maybeStarPattern));
    });
    this.OPTION(() => {
      isSequence = true;
      this.CONSUME(t.TrailingComma);
    });
    const pattern: ast.Pattern = isSequence ? { kind: "sequence", span: this.from(start), items: list } : list[0]!;
    if (!this.RECORDING_PHASE) checkPattern(pattern, (finding) => this.report(finding));
    return pattern;
  });

  readonly maybeStarPattern: Rule<ast.Pattern> = this.RULE<Action<ast.Pattern>>("maybeStarPattern", () => {
    const { start } = this;
    return this.OR<Alternatives<ast.Pattern>>([
      {
        ALT: () => {
          this.CONSUME(t.Star);
          const name = this.SUBRULE(this.identifier);
          return { kind: "star", span: this.from(start), name: name.name === "_" ? null : name };
        },
      },
      { ALT: () => this.SUBRULE(this.pattern) },
    ]);
  });

  readonly pattern: Rule<ast.Pattern> = this.RULE<Action<ast.Pattern>>("pattern", () => {
    const { start } = this;
    this.enter();
    const alternatives = [this.SUBRULE(this.closedPattern)];
    this.MANY(() => {
      this.CONSUME(t.Bar);
      alternatives.push(this.SUBRULE2(this.closedPattern));
    });
    let pattern: ast.Pattern = alternatives.length === 1 ? alternatives[0]! : { kind: "or", span: this.from(start), alternatives };
    this.OPTION(() => {
      this.CONSUME(t.As);
      const name = this.SUBRULE(this.identifier);
      pattern = { kind: "as", span: this.from(start), pattern, name };
    });
    this.leave();
    return pattern;
  });

  readonly closedPattern: Rule<ast.Pattern> = this.RULE<Action<ast.Pattern>>("closedPattern", () => {
    const { start } = this;
    return this.OR<Alternatives<ast.Pattern>>([
      { ALT: () => this.SUBRULE(this.namePattern) },
      {
        ALT: () => {
          const value = this.SUBRULE(this.literalPattern);
          return { kind: "value", span: value.span, value };
        },
      },
      { ALT: () => this.SUBRULE(this.groupPattern) },
      {
        ALT: () => {
          this.CONSUME(t.LeftBracket);
          const items = this.OPTION(() => this.SUBRULE(this.patternItems));
          this.CONSUME(t.RightBracket);
          return { kind: "sequence", span: this.from(start), items: items?.list ?? [] };
        },
      },
      { ALT: () => this.SUBRULE(this.mappingPattern) },
      {
        ALT: () => {
          this.CONSUME(t.Broken);
          return { kind: "wildcard", span: this.from(start) };
        },
      },
    ]);
  });

  readonly patternItems: Rule<{ readonly list: ast.Pattern[]; readonly commas: boolean }> = this.RULE<
    Action<{ readonly list: ast.Pattern[]; readonly commas: boolean }>
  >("patternItems", () => {
    const list = [this.SUBRULE(this.maybeStarPattern)];
    let commas = false;
    this.MANY(() => {
      commas = true;
      this.CONSUME(t.Comma);
      list.push(this.SUBRULE2(this.maybeStarPattern));
    });
    this.OPTION(() => {
      commas = true;
      this.CONSUME(t.TrailingComma);
    });
    return { list, commas };
  });

  readonly groupPattern: Rule<ast.Pattern> = this.RULE<Action<ast.Pattern>>("groupPattern", () => {
    const { start } = this;
    this.CONSUME(t.LeftParen);
    const items = this.OPTION(() => this.SUBRULE(this.patternItems));
    this.CONSUME(t.RightParen);
    const span = this.from(start);
    if (items === undefined || this.RECORDING_PHASE) return { kind: "sequence", span, items: [] };
    const only = items.list[0]!;
    return items.commas || only.kind === "star" ? { kind: "sequence", span, items: items.list } : only;
  });

  /** A number with its sign, a string, `None`, `True`, `False`. */
  readonly literalPattern: Rule<ast.Expression> = this.RULE<Action<ast.Expression>>("literalPattern", () => {
    const { start } = this;
    return this.OR<Alternatives<ast.Expression>>([
      { ALT: () => this.numberNode(this.CONSUME(t.NumberLiteral)) },
      {
        ALT: () => {
          const minus = this.CONSUME(t.Minus);
          const operand = this.numberNode(this.CONSUME2(t.NumberLiteral));
          return { kind: "unary", span: this.from(start), operator: "-", operatorSpan: spanOf(minus), operand };
        },
      },
      {
        ALT: () => {
          const value = this.SUBRULE(this.strings);
          if (value.kind === "formatted") this.report(errors.formattedPattern(value.span));
          return value;
        },
      },
      { ALT: () => ({ kind: "none", span: spanOf(this.CONSUME(t.None)) }) },
      { ALT: () => ({ kind: "bool", span: spanOf(this.CONSUME(t.True)), value: true }) },
      { ALT: () => ({ kind: "bool", span: spanOf(this.CONSUME(t.False)), value: false }) },
    ]);
  });

  /** `_`, a name that is bound, `Color.RED`, or `Point(x=0)`. */
  readonly namePattern: Rule<ast.Pattern> = this.RULE<Action<ast.Pattern>>("namePattern", () => {
    const { start } = this;
    const value = this.SUBRULE(this.dottedName);
    const found = this.OPTION(() => this.SUBRULE(this.classPattern, { ARGS: [value, start] }));
    if (found !== undefined) return found;
    if (isDottedName(value)) return { kind: "value", span: value.span, value };
    const first = { span: value.span, name: value.kind === "name" ? value.name : "_" };
    return first.name === "_" ? { kind: "wildcard", span: first.span } : { kind: "capture", span: first.span, name: first };
  });

  readonly classPattern: Rule<ast.Pattern, [ast.Expression, number]> = this.RULE<Action<ast.Pattern, [ast.Expression, number]>>(
    "classPattern",
    (made: ast.Expression, start: number): ast.Pattern => {
      const positional: ast.Pattern[] = [];
      const keywords: KeywordPattern[] = [];
      const add = (argument: ast.Pattern | KeywordPattern): void => {
        if (this.RECORDING_PHASE) return;
        if (!("kind" in argument)) keywords.push(argument);
        else {
          if (keywords.length > 0) this.report(errors.positionalPatternLast(argument.span));
          positional.push(argument);
        }
      };
      this.CONSUME(t.LeftParen);
      this.OPTION(() => {
        add(this.SUBRULE(this.classArgument));
        this.MANY(() => {
          this.CONSUME(t.Comma);
          add(this.SUBRULE2(this.classArgument));
        });
        this.OPTION2(() => this.CONSUME(t.TrailingComma));
      });
      this.CONSUME(t.RightParen);
      return { kind: "class", span: this.from(start), class: made, positional, keywords };
    },
  );

  readonly classArgument: Rule<ast.Pattern | KeywordPattern> = this.RULE<Action<ast.Pattern | KeywordPattern>>("classArgument", () => {
    const pattern = this.SUBRULE(this.pattern);
    const value = this.OPTION(() => {
      this.CONSUME(t.Assign);
      return this.SUBRULE2(this.pattern);
    });
    if (value === undefined) return pattern;
    if (pattern.kind === "capture") return { name: pattern.name, pattern: value };
    if (pattern.kind === "wildcard") return { name: { span: pattern.span, name: "_" }, pattern: value };
    if (!this.RECORDING_PHASE) this.report(errors.fieldNotName(pattern.span));
    return value;
  });

  readonly mappingPattern: Rule<ast.Pattern> = this.RULE<Action<ast.Pattern>>("mappingPattern", () => {
    const { start } = this;
    const parts: MappingPart[] = [];
    this.CONSUME(t.LeftBrace);
    this.OPTION(() => {
      parts.push(this.SUBRULE(this.mappingPart));
      this.MANY(() => {
        this.CONSUME(t.Comma);
        parts.push(this.SUBRULE2(this.mappingPart));
      });
      this.OPTION2(() => this.CONSUME(t.TrailingComma));
    });
    this.CONSUME(t.RightBrace);
    if (this.RECORDING_PHASE) return { kind: "wildcard", span: this.from(start) };
    const pairs = parts.filter((part) => "key" in part);
    const rest = parts.find((part) => "rest" in part);
    if (rest !== undefined && parts.indexOf(rest) !== parts.length - 1) this.report(errors.restNotLast(rest.rest.span));
    return {
      kind: "mapping",
      span: this.from(start),
      keys: pairs.map((pair) => pair.key),
      values: pairs.map((pair) => pair.value),
      rest: rest?.rest ?? null,
    };
  });

  readonly mappingPart: Rule<MappingPart> = this.RULE<Action<MappingPart>>("mappingPart", () =>
    this.OR<Alternatives<MappingPart>>([
      {
        ALT: () => {
          this.CONSUME(t.DoubleStar);
          return { rest: this.SUBRULE(this.identifier) };
        },
      },
      {
        ALT: () => {
          const key = this.OR2([{ ALT: () => this.SUBRULE(this.literalPattern) }, { ALT: () => this.SUBRULE(this.dottedName) }]);
          this.CONSUME(t.Colon);
          return { key, value: this.SUBRULE(this.pattern) };
        },
      },
    ]),
  );

  readonly dottedName: Rule<ast.Expression> = this.RULE<Action<ast.Expression>>("dottedName", () => {
    const { start } = this;
    const first = this.SUBRULE(this.identifier);
    let value: ast.Expression = { kind: "name", span: first.span, name: first.name };
    let links = 1;
    this.MANY(() => {
      links++;
      this.CONSUME(t.Dot);
      const name = this.SUBRULE2(this.identifier);
      value = { kind: "attribute", span: this.from(start), object: value, name };
    });
    this.raise(links, () => this.from(start));
    return value;
  });
}
