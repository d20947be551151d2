// Lambdas and their parameters, which have no annotations.

import type * as ast from "../ast.ts";
import { checkParameters, makeParameter, type ParameterPiece } from "../checks/parameters.ts";
import * as t from "../tokens.ts";
import { type Action, type Alternatives, type Rule } from "./core.ts";
import { DisplayRules } from "./displays.ts";

export abstract class LambdaRules extends DisplayRules {
  readonly lambda: Rule<ast.Expression> = this.RULE<Action<ast.Expression>>("lambda", () => {
    const { start } = this;
    this.CONSUME(t.Lambda);
    const parameters = this.SUBRULE(this.lambdaParameters);
    this.CONSUME(t.Colon);
    const outer = this.insideFunction;
    this.insideFunction = true;
    const body = this.SUBRULE(this.expression);
    this.insideFunction = outer;
    return { kind: "lambda", span: this.from(start), parameters, body };
  });

  readonly lambdaParameters: Rule<ast.Parameters> = this.RULE<Action<ast.Parameters>>("lambdaParameters", () => {
    const list: ParameterPiece[] = [];
    this.OPTION(() => {
      list.push(this.SUBRULE(this.lambdaParameter));
      this.MANY(() => {
        this.CONSUME(t.Comma);
        list.push(this.SUBRULE2(this.lambdaParameter));
      });
      this.OPTION2(() => this.CONSUME(t.TrailingComma));
    });
    if (this.RECORDING_PHASE) return [];
    return list.length === 0 ? [] : checkParameters(list, this.LA_FAST(0), this.limits.parameters, (finding) => this.report(finding));
  });

  readonly lambdaParameter: Rule<ParameterPiece> = this.RULE<Action<ParameterPiece>>("lambdaParameter", () =>
    this.OR<Alternatives<ParameterPiece>>([
      {
        ALT: () => {
          const name = this.CONSUME(t.Name);
          const defaultValue = this.OPTION(() => {
            this.CONSUME(t.Assign);
            return this.SUBRULE(this.expression);
          });
          return makeParameter("positional", name, null, defaultValue ?? null, this.from(name.startOffset));
        },
      },
      {
        ALT: () => {
          const star = this.CONSUME(t.Star);
          const name = this.OPTION2(() => this.CONSUME2(t.Name));
          return name === undefined ? "*" : makeParameter("star", name, null, null, this.from(star.startOffset));
        },
      },
      {
        ALT: () => {
          const star = this.CONSUME(t.DoubleStar);
          const name = this.CONSUME3(t.Name);
          return makeParameter("doubleStar", name, null, null, this.from(star.startOffset));
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
}
