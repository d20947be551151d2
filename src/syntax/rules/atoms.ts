// Atoms: names, numbers, constants, and strings with the fields of f-strings.

import type * as ast from "../ast.ts";
import { parseNumber } from "../literals.ts";
import * as t from "../tokens.ts";
import { spanOf, type Rule, type Alternatives, type Kept, type Action } from "./core.ts";
import { LambdaRules } from "./lambdas.ts";

export abstract class AtomRules extends LambdaRules {
  abstract readonly expressions: Rule<ast.Expression>;
  protected abstract value(value: ast.Expression): ast.Expression;

  private atomChoices: Kept<ast.Expression> | null = null;

  readonly atom: Rule<ast.Expression> = this.RULE<Action<ast.Expression>>("atom", () =>
    this.OR<Alternatives<ast.Expression>>(
      (this.atomChoices ??= [
        { ALT: () => this.nameNode(this.CONSUME(t.Name)) },
        { ALT: () => this.numberNode(this.CONSUME(t.NumberLiteral)) },
        { ALT: () => this.SUBRULE(this.strings) },
        { ALT: () => this.SUBRULE(this.parenthesized) },
        { ALT: () => this.SUBRULE(this.listDisplay) },
        { ALT: () => this.SUBRULE(this.braceDisplay) },
        { ALT: () => ({ kind: "none", span: spanOf(this.CONSUME(t.None)) }) },
        { ALT: () => ({ kind: "bool", span: spanOf(this.CONSUME(t.True)), value: true }) },
        { ALT: () => ({ kind: "bool", span: spanOf(this.CONSUME(t.False)), value: false }) },
        { ALT: () => ({ kind: "ellipsis", span: spanOf(this.CONSUME(t.Ellipsis)) }) },
        { ALT: () => ({ kind: "error", span: spanOf(this.CONSUME(t.Broken)) }) },
      ]),
    ),
  );

  private nameNode(token: t.IToken): ast.Expression {
    return { kind: "name", span: spanOf(token), name: token.image };
  }

  protected numberNode(token: t.IToken): ast.Expression {
    const span = spanOf(token);
    if (this.RECORDING_PHASE) return { kind: "float", span, value: 0 };
    const number = parseNumber(token.image, span, this.findings);
    return number.kind === "int" ? { kind: "int", span, value: number.value } : { kind: "float", span, value: number.value };
  }

  /** One or more literals side by side, which are joined. */
  readonly strings: Rule<ast.Expression> = this.RULE<Action<ast.Expression>>("strings", () => {
    const { start } = this;
    const parts: ast.FormattedPart[] = [];
    let formatted = false;
    this.AT_LEAST_ONE(() =>
      this.OR([
        {
          ALT: () => {
            const token = this.CONSUME(t.StringToken);
            addText(parts, token.payload as string, spanOf(token));
          },
        },
        {
          ALT: () => {
            formatted = true;
            this.CONSUME(t.FormattedStart);
            this.SUBRULE(this.formattedParts, { ARGS: [parts] });
            this.CONSUME(t.FormattedEnd);
          },
        },
      ]),
    );
    const span = this.from(start);
    if (formatted) return { kind: "formatted", span, parts: parts.filter((part) => part.kind === "field" || part.value !== "") };
    return { kind: "string", span, value: parts[0]?.kind === "text" ? parts[0].value : "" };
  });

  readonly formattedParts: Rule<void, [ast.FormattedPart[]]> = this.RULE<Action<void, [ast.FormattedPart[]]>>(
    "formattedParts",
    (parts: ast.FormattedPart[]) => {
      this.MANY(() =>
        this.OR([
          {
            ALT: () => {
              const token = this.CONSUME(t.FormattedText);
              if (!this.RECORDING_PHASE) addText(parts, token.payload as string, spanOf(token));
            },
          },
          {
            ALT: () => {
              const field = this.SUBRULE(this.formattedField);
              if (!this.RECORDING_PHASE) parts.push(field);
            },
          },
        ]),
      );
    },
  );

  readonly formattedField: Rule<ast.FormattedField> = this.RULE<Action<ast.FormattedField>>("formattedField", () => {
    const { start } = this;
    this.enter();
    this.CONSUME(t.FieldOpen);
    const value = this.OR([{ ALT: () => this.SUBRULE(this.yieldExpression) }, { ALT: () => this.value(this.SUBRULE(this.expressions)) }]);
    const equal = this.OPTION(() => this.CONSUME(t.FieldEqual).image);
    const conversion = this.OPTION2(() => this.CONSUME(t.FieldConversion).image[1] as "s" | "r" | "a");
    let format: ast.FormattedPart[] | null = null;
    this.OPTION3(() => {
      this.CONSUME(t.FieldColon);
      format = [];
      this.SUBRULE(this.formattedParts, { ARGS: [format] });
    });
    this.CONSUME(t.FieldClose);
    this.leave();
    return {
      kind: "field",
      span: this.from(start),
      value,
      selfDocumenting: equal ?? null,
      conversion: conversion ?? null,
      format,
    };
  });
}

/** Adds text to the parts of a string, joined with text before it. */
function addText(parts: ast.FormattedPart[], value: string, span: ast.Expression["span"]): void {
  const last = parts[parts.length - 1];
  if (last?.kind !== "text") {
    parts.push({ kind: "text", value, span });
    return;
  }
  parts[parts.length - 1] = { kind: "text", value: last.value + value, span: { start: last.span.start, end: span.end } };
}
