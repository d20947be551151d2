// Headers of functions, classes and lambdas: missing parentheses, parameters
// that are no names, types written as in C.

import * as errors from "../errors/lines.ts";
import * as t from "../tokens.ts";
import {
  behindGroup,
  changed,
  findOutside,
  giveUp,
  inserted,
  isType,
  openBracket,
  replace,
  sourceOf,
  spanOf,
  spanOver,
  typeSet,
  type Slip,
} from "../trouble.ts";

/** `def f:` and `def f x, y:`. */
const parenthesesMissing: Slip = (trouble) => {
  const { tokens, at, first } = trouble;
  if (!isType(tokens[first], t.Def) || at !== first + 2 || trouble.expected !== t.LeftParen || !isType(tokens[first + 1], t.Name))
    return null;
  const name = tokens[first + 1]!;
  const colon = findOutside(trouble, t.Colon);
  const end = colon < 0 ? trouble.last : colon;
  const inner = sourceIn(trouble.text, tokens.slice(at, end));
  const finding = errors.parenthesesMissing(spanOf(name), `${name.image}(${inner})`);
  const last = tokens[end - 1]!;
  return replace(
    finding,
    at,
    end,
    inserted(t.LeftParen, t.endOf(name), "("),
    ...tokens.slice(at, end),
    inserted(t.RightParen, t.endOf(last), ")"),
  );
};

function sourceIn(text: string, tokens: readonly t.IToken[]): string {
  const first = tokens[0];
  const last = tokens[tokens.length - 1];
  return first === undefined || last === undefined ? "" : text.slice(first.startOffset, t.endOf(last));
}

/** `def (x):`, `def 2d(x):`, `class:`. */
const nameMissing: Slip = ({ tokens, at, first }) => {
  const head = tokens[first];
  if (at !== first + 1 || !(isType(head, t.Def) || isType(head, t.Class)) || t.keywords.has(tokens[at]!.image)) return null;
  return giveUp(errors.definitionName(spanOf(tokens[at]!), head!.image));
};

/** `def f(int x)`: the type stands behind the name. */
const typeBeforeName: Slip = (trouble) => {
  const { tokens, at, first } = trouble;
  if (
    !isType(tokens[first], t.Def) ||
    openBracket(trouble)?.image !== "(" ||
    !isType(tokens[at], t.Name) ||
    !isType(tokens[at - 1], t.Name)
  )
    return null;
  if (!isType(tokens[at - 2], t.LeftParen) && !isType(tokens[at - 2], t.Comma)) return null;
  const type = tokens[at - 1]!;
  const name = tokens[at]!;
  if (!typeNames.has(type.image)) return null;
  const mended = [name, changed(name, t.Colon, ":"), type];
  return replace(errors.typeBeforeName(spanOver(type, name), type.image, name.image), at - 1, at + 1, ...mended);
};

const typeNames = new Set("int float double bool boolean string str char long list dict set tuple object var".split(" "));
const parameterRules = new Set(["parameter", "parameters", "lambdaParameter", "lambdaParameters", "parameterAnnotation"]);
const valueTypes = typeSet(
  t.NumberLiteral,
  t.StringToken,
  t.FormattedStart,
  t.True,
  t.False,
  t.None,
  t.LeftParen,
  t.LeftBracket,
  t.LeftBrace,
  t.Dot,
);

/** `def f(5)`, `def f(self.x)`, `def f((a, b))`. */
const parameterNotName: Slip = (trouble) => {
  const { tokens, at, first } = trouble;
  const token = tokens[at];
  if (token === undefined || !valueTypes.has(token.tokenTypeIdx)) return null;
  const inDefinition = isType(tokens[first], t.Def) && openBracket(trouble)?.image === "(" && at > first + 2;
  if (!inDefinition || !(parameterRules.has(trouble.rule) || trouble.rule === "functionDefinition")) return null;
  if (isType(token, t.Dot))
    return giveUp(errors.parameterNotName(spanOver(tokens[at - 1]!, tokens[at + 1] ?? token), sourceOf(trouble, at - 1, at + 1)));
  return giveUp(errors.parameterNotName(spanOf(token), token.image));
};

/** `lambda (x): x`. */
const lambdaParentheses: Slip = (trouble) => {
  const { tokens, at } = trouble;
  if (!isType(tokens[at], t.LeftParen) || !isType(tokens[at - 1], t.Lambda)) return null;
  const end = behindGroup(tokens, at, trouble.last);
  const inner = tokens.slice(at + 1, end - 1);
  return replace(errors.lambdaParentheses(spanOver(tokens[at]!, tokens[end - 1]!), sourceIn(trouble.text, inner)), at, end, ...inner);
};

/** `lambda x -> x + 1`, `lambda x = x + 1`, `lambda x: return x`. */
const lambdaForm: Slip = (trouble) => {
  const { tokens, at } = trouble;
  const token = tokens[at];
  if (isType(token, t.Return) && isType(tokens[at - 1], t.Colon)) return replace(errors.lambdaReturn(spanOf(token!)), at, at + 1);
  if (trouble.rule !== "lambda" || !isType(token, t.Arrow)) return null;
  return replace(errors.lambdaColon(spanOf(token!)), at, at + 1, changed(token!, t.Colon, ":"));
};

/** `def f(x) = x + 1`. */
const shortDefinition: Slip = ({ tokens, at, first }) => {
  if (!isType(tokens[first], t.Def) || !isType(tokens[at], t.Assign) || !isType(tokens[at - 1], t.RightParen)) return null;
  const place = tokens[at]!;
  return replace(
    errors.shortDefinition(spanOf(place)),
    at,
    at + 1,
    changed(place, t.Colon, ":"),
    inserted(t.Return, t.endOf(place), "return"),
  );
};

export const definitionSlips: readonly Slip[] = [
  parenthesesMissing,
  nameMissing,
  typeBeforeName,
  parameterNotName,
  lambdaParentheses,
  lambdaForm,
  shortDefinition,
];
