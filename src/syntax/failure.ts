// What Chevrotain tells about a token that does not fit: it asks for a message,
// and we note where it stands and what was expected instead. `recovery.ts`
// makes the message, with the whole line in view.

import type { IParserErrorMessageProvider, IToken, TokenType } from "chevrotain";

export class FailureRecord implements IParserErrorMessageProvider {
  /** The one type that would have fitted; null where there were several. */
  expected: TokenType | null = null;
  rule = "";

  buildMismatchTokenMessage(options: { expected: TokenType; actual: IToken; previous: IToken; ruleName: string }): string {
    this.expected = options.expected;
    this.rule = options.ruleName;
    return "";
  }

  buildNotAllInputParsedMessage(options: { ruleName: string }): string {
    return this.note(options.ruleName);
  }

  buildNoViableAltMessage(options: { ruleName: string }): string {
    return this.note(options.ruleName);
  }

  buildEarlyExitMessage(options: { ruleName: string }): string {
    return this.note(options.ruleName);
  }

  private note(rule: string): string {
    this.expected = null;
    this.rule = rule;
    return "";
  }
}
