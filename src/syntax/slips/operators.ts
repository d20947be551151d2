// Operators: `=` for `==`, operators written apart, `++`, `:=` as a statement,
// a ternary without `else`, `is in`, `->`.

import * as errors from "../errors/lines.ts";
import { increment } from "../errors/statements.ts";
import * as t from "../tokens.ts";
import {
  changed,
  giveUp,
  headerTypes,
  inserted,
  isType,
  openBracket,
  operandEnds,
  replace,
  sourceOf,
  spanOf,
  spanOver,
  typeSet,
  type Slip,
  type Trouble,
} from "../trouble.ts";

function adjacent(left: t.IToken | undefined, right: t.IToken | undefined): boolean {
  return left !== undefined && right !== undefined && t.endOf(left) === right.startOffset;
}

const arithmetic = typeSet(t.Plus, t.Minus, t.Star, t.Slash, t.DoubleStar, t.Operator, t.Bar);

/** True where the `=` before `at` gives a name at the beginning of a line its value. */
function isStatementAssign(tokens: readonly t.IToken[], at: number): boolean {
  const before = tokens[at - 3];
  return before === undefined || isType(before, t.Newline) || isType(before, t.Indent) || isType(before, t.Dedent);
}

/** `a < = b`, `a = = b`, `a =< b`. */
const splitOperator: Slip = ({ tokens, at }) => {
  const left = tokens[at - 1];
  const right = tokens[at];
  if (left === undefined || right === undefined) return null;
  const text = left.image + right.image;
  const span = spanOver(left, right);
  const isDoubled = isType(right, t.Assign) && isType(left, t.Compare) && left.image.length === 2;
  if (
    isDoubled ||
    (isType(left, t.Assign) && isType(right, t.Assign) && !adjacent(left, right) && at - 1 > 0 && isStatementAssign(tokens, at))
  ) {
    return replace(errors.extraEquals(spanOf(right)), at, at + 1);
  }
  if (isType(right, t.Assign) && arithmetic.has(left.tokenTypeIdx) && isType(tokens[at - 2], t.Name) && isStatementAssign(tokens, at)) {
    return replace(errors.splitOperator(span, text), at - 1, at + 1, t.makeToken(t.AugmentedAssign, span.start, span.end, text));
  }
  const isSplit = isType(right, t.Assign) && (left.image === "<" || left.image === ">" || left.image === "=");
  if (isSplit) return replace(errors.splitOperator(span, text), at - 1, at + 1, t.makeToken(t.Compare, span.start, span.end, text));
  if (isType(left, t.Assign) && right.image === "==" && adjacent(left, right)) {
    return replace(errors.splitOperator(span, "=="), at - 1, at + 1, t.makeToken(t.Compare, span.start, span.end, "=="));
  }
  if (isType(left, t.Assign) && (right.image === "<" || right.image === ">") && adjacent(left, right)) {
    const meant = `${right.image}=`;
    return replace(errors.reversedOperator(span, text, meant), at - 1, at + 1, t.makeToken(t.Compare, span.start, span.end, meant));
  }
  return null;
};

const valueHeads = typeSet(t.If, t.Elif, t.While, t.Return, t.Assert, t.Match);

/** `=` where only `==` makes sense. */
const singleEquals: Slip = (trouble) => {
  const { tokens, at, first } = trouble;
  const token = tokens[at];
  if (!isType(token, t.Assign) || at === first) return null;
  const bracket = openBracket(trouble);
  const inDict = bracket?.image === "{" && isType(bracket, t.LeftBrace);
  if (inDict && (isType(tokens[at - 2], t.LeftBrace) || isType(tokens[at - 2], t.Comma))) {
    return replace(errors.equalsInDict(spanOf(token!)), at, at + 1, changed(token!, t.Colon, ":"));
  }
  const next = tokens[at + 1];
  if (adjacent(token, next) && isType(next, t.Compare) && next!.image.length === 1) {
    const meant = `${next!.image}=`;
    const span = spanOver(token!, next!);
    return replace(
      errors.reversedOperator(span, `=${next!.image}`, meant),
      at,
      at + 2,
      t.makeToken(t.Compare, span.start, span.end, meant),
    );
  }
  const compares = bracket !== null || valueHeads.has(tokens[first]!.tokenTypeIdx) || trouble.expected === t.Else;
  if (isType(tokens[first], t.Global) || isType(tokens[first], t.Nonlocal))
    return giveUp(errors.globalAssign(spanOf(token!), tokens[first]!.image));
  if (!compares) return null;
  // `if x = 1 or y = 2:` is one slip, made twice.
  const end = bracket === null ? trouble.last : at + 1;
  const mended = tokens.slice(at, end).map((one) => (isType(one, t.Assign) ? changed(one, t.Compare, "==") : one));
  return replace(errors.singleEquals(spanOf(token!)), at, end, ...mended);
};

/** `x++`, `x--`. */
const incrementOperator: Slip = ({ tokens, at, first }) => {
  const second = tokens[at - 1];
  const one = tokens[at - 2];
  if (one === undefined || second === undefined || !adjacent(one, second)) return null;
  const isPlus = isType(one, t.Plus) && isType(second, t.Plus);
  const isMinus = isType(one, t.Minus) && isType(second, t.Minus);
  const target = tokens[at - 3];
  if (!(isPlus || isMinus) || target === undefined || !operandEnds.has(target.tokenTypeIdx)) return null;
  const operator = isPlus ? "++" : "--";
  const name = isType(target, t.Name) ? target.image : "x";
  const whole = at - 3 === first ? spanOver(target, second) : spanOver(one, second);
  const finding = increment(whole, operator, name);
  if (at - 3 !== first || !isType(target, t.Name)) {
    const { fix: _, ...rest } = finding;
    return replace({ ...rest, hint: "add in a line of its own: `x += 1`" }, at - 2, at);
  }
  const place = spanOver(one, second);
  return replace(
    finding,
    at - 2,
    at,
    t.makeToken(t.AugmentedAssign, place.start, place.end, `${operator[0]}=`),
    inserted(t.NumberLiteral, place.end, "1"),
  );
};

/** `x := 5` as a statement. */
const walrusStatement: Slip = (trouble) => {
  const { tokens, at } = trouble;
  const token = tokens[at];
  if (!isType(token, t.ColonAssign) || openBracket(trouble) !== null) return null;
  return replace(errors.walrusStatement(spanOf(token!)), at, at + 1, changed(token!, t.Assign, "="));
};

/** `if x += 1:`, `y = x += 1`. */
const augmentedInside: Slip = ({ tokens, at }) => {
  const token = tokens[at];
  return isType(token, t.AugmentedAssign) ? giveUp(errors.augmentedInside(spanOf(token!), token!.image)) : null;
};

/** `x = a if b`. */
const elseMissing: Slip = (trouble) => {
  const { tokens, at } = trouble;
  if (trouble.expected !== t.Else || trouble.rule !== "conditional") return null;
  let from = at - 1;
  while (from > trouble.first && !isType(tokens[from], t.If)) from--;
  const place = tokens[at]!.startOffset;
  if (isType(tokens[at], t.Colon) && !headerTypes.has(tokens[trouble.first]!.tokenTypeIdx))
    return giveUp(errors.ifAsValue(spanOf(tokens[from]!)));
  const finding = errors.elseMissing(spanOver(tokens[from]!, tokens[at - 1]!));
  return replace(finding, at, at, inserted(t.Else, place, "else"), inserted(t.Broken, place, ""));
};

/** `[x for x in xs if x else y]`. */
const elseInComprehension: Slip = (trouble) => {
  const { tokens, at } = trouble;
  const bracket = openBracket(trouble);
  if (!isType(tokens[at], t.Else) || bracket === null) return null;
  const inner = tokens.slice(tokens.indexOf(bracket), at);
  if (!inner.some((token) => isType(token, t.For)) || !inner.some((token) => isType(token, t.If))) return null;
  return giveUp(errors.choiceInComprehension(spanOf(tokens[at]!)));
};

/** `x is in xs`, `x not xs`, `x not == y`. */
const wrongNot: Slip = (trouble) => {
  const { tokens, at } = trouble;
  const token = tokens[at];
  const previous = tokens[at - 1];
  if (token === undefined || previous === undefined) return null;
  if (isType(previous, t.Is) && isType(token, t.In)) return replace(errors.isIn(spanOver(previous, token)), at - 1, at);
  if (isType(previous, t.Not) && isType(tokens[at - 2], t.Is) && isType(token, t.In)) {
    return replace(errors.isNotIn(spanOver(tokens[at - 2]!, token)), at - 2, at + 1, changed(previous, t.Not, "not"), token);
  }
  if (isType(previous, t.In) && isType(token, t.Not)) return giveUp(errors.inNot(spanOver(previous, token)));
  if (trouble.expected === t.In && isType(previous, t.Not) && operandEnds.has(tokens[at - 2]?.tokenTypeIdx ?? -1)) {
    return giveUp(errors.looseNot(spanOf(previous)));
  }
  return null;
};

/** `a->b` of C, `1..10`. */
const foreignOperator: Slip = (trouble) => {
  const { tokens, at } = trouble;
  const token = tokens[at];
  const previous = tokens[at - 1];
  if (isType(token, t.Arrow) && isType(tokens[at + 1], t.Name) && operandEnds.has(previous?.tokenTypeIdx ?? -1)) {
    return replace(errors.arrowAttribute(spanOf(token!)), at, at + 1, changed(token!, t.Dot, "."));
  }
  const dots =
    isType(token, t.NumberLiteral) && isType(previous, t.NumberLiteral) && adjacent(previous, token) && token!.image.startsWith(".");
  if (dots) return giveUp(errors.rangeDots(spanOver(previous!, token!), previous!.image.replace(/\.$/, ""), token!.image.slice(1)));
  if (isType(token, t.Dot) && isType(previous, t.Dot))
    return giveUp(errors.rangeDots(spanOver(previous!, token!), textBefore(trouble), textBehind(trouble)));
  return null;
};

function textBefore(trouble: Trouble): string {
  return trouble.at >= 2 ? sourceOf(trouble, trouble.at - 2, trouble.at - 2) : "a";
}

function textBehind(trouble: Trouble): string {
  const next = trouble.tokens[trouble.at + 1];
  return next === undefined || isType(next, t.Newline) ? "b" : next.image;
}

export const operatorSlips: readonly Slip[] = [
  splitOperator,
  singleEquals,
  incrementOperator,
  walrusStatement,
  augmentedInside,
  elseMissing,
  elseInComprehension,
  wrongNot,
  foreignOperator,
];
