// All recognisers, in the order in which they are asked: the particular before
// the general. The last answer names the token that did not fit.

import { unexpected } from "../errors/lines.ts";
import * as t from "../tokens.ts";
import { giveUp, spanOf, type GivingUp, type Mending, type Slip, type Trouble } from "../trouble.ts";
import { definitionSlips } from "./definitions.ts";
import { headerSlips } from "./headers.ts";
import { operandSlips } from "./operands.ts";
import { operatorSlips } from "./operators.ts";
import { structureSlips } from "./structure.ts";
import { lateWordSlips, wordSlips } from "./words.ts";

const slips: readonly Slip[] = [
  ...structureSlips,
  ...wordSlips,
  ...headerSlips,
  ...definitionSlips,
  ...operatorSlips,
  ...lateWordSlips,
  ...operandSlips,
];

/** What is wrong at this place, and what to do about it. */
export function recognise(trouble: Trouble): Mending | GivingUp {
  for (const slip of slips) {
    const answer = slip(trouble);
    if (answer !== null) return answer;
  }
  const token = trouble.tokens[trouble.at] ?? trouble.tokens[trouble.tokens.length - 1]!;
  return giveUp(unexpected(spanOf(token), describeToken(token), expectation(trouble)));
}

/** How a token is called in a message. */
function describeToken(token: t.IToken): string {
  switch (token.tokenType) {
    case t.Newline:
      return "the end of the line";
    case t.EOF:
      return "the end of the file";
    case t.Indent:
    case t.Dedent:
      return "a change of indentation";
    case t.FormattedStart:
    case t.StringToken:
      return "a string";
    case t.FormattedText:
    case t.FieldOpen:
    case t.FieldClose:
    case t.FormattedEnd:
      return "the end of a value in braces";
    default:
      return `\`${token.image}\``;
  }
}

function expectation(trouble: Trouble): string | null {
  const { expected } = trouble;
  if (expected === null) return null;
  if (expected === t.Name) return "a name";
  if (expected === t.Newline) return "the end of the line";
  if (expected === t.Indent) return "an indented block";
  const label = expected.LABEL;
  return label !== undefined && label.startsWith('"') ? `\`${label.slice(1, -1)}\`` : null;
}
