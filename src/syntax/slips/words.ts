// Words at the wrong place: misspelled keywords, words of other languages,
// `print x`, keywords used as names.

import { suggest } from "../../base/suggestion.ts";
import { braceBlock } from "../errors/layout.ts";
import * as errors from "../errors/lines.ts";
import * as other from "../errors/otherPython.ts";
import { beginsValue, matchingDedent } from "../brokenLine.ts";
import * as t from "../tokens.ts";
import {
  behindGroup,
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
  type Mending,
  type Slip,
  type Trouble,
} from "../trouble.ts";

/** `// a comment`, `/* a comment`. */
const slashComment: Slip = (trouble) => {
  const { tokens, at, first, last } = trouble;
  for (let index = first; index <= at && index < last; index++) {
    const token = tokens[index]!;
    if (token.image !== "//") continue;
    const isComment = index === first || (index + 2 === at && isType(tokens[index + 1], t.Name) && !isType(tokens[at], t.Newline));
    if (!isComment) continue;
    const finding = errors.slashComment(spanOver(token, tokens[last - 1]!), token.startOffset);
    return index === first ? replace(finding, first, last + 1) : replace(finding, index, last);
  }
  return null;
};

/** `print x`. */
const printStatement: Slip = (trouble) => {
  const { tokens, at, first, last } = trouble;
  const start = statementStart(trouble);
  if (at !== start + 1 || !isType(tokens[start], t.Name)) return null;
  const word = tokens[start]!.image;
  if (word === "exec") return giveUp(other.execStatement(spanOf(tokens[start]!)));
  if (word !== "print" && word !== "input") return null;
  const end = endOfStatement(trouble);
  const whole = spanOver(tokens[start]!, tokens[end - 1]!);
  const finding = other.printStatement(spanOf(tokens[start]!), word, sourceOf(trouble, at, end - 1), whole);
  if (first > last) return giveUp(finding);
  const open = inserted(t.LeftParen, tokens[at]!.startOffset, "(");
  const close = inserted(t.RightParen, t.endOf(tokens[end - 1]!), ")");
  return replace(finding, at, end, open, ...tokens.slice(at, end), close);
};

/** Where the small statement of `at` begins: behind `;` or `:` in one line. */
function statementStart(trouble: Trouble): number {
  const { tokens, first } = trouble;
  for (let index = trouble.at - 1; index >= first; index--) {
    if (isType(tokens[index], t.Semicolon) || isType(tokens[index], t.Colon)) return index + 1;
  }
  return first;
}

function endOfStatement(trouble: Trouble): number {
  const { tokens, last } = trouble;
  let at = trouble.at;
  while (at < last && !isType(tokens[at], t.Semicolon) && !isType(tokens[at], t.TrailingSemicolon)) at++;
  return at;
}

const declarationWords = new Set(
  "let var const val auto final static public private protected int float double bool boolean string str char long number void dim my local mut global".split(
    " ",
  ),
);
const functionWords = new Set("function func fun fn define proc procedure sub method".split(" "));
const classWords = new Set("struct interface record object type".split(" "));
const elifWords = new Set("elseif elsif elif elsf elseIf".split(" "));

const wordMeanings = new Map([
  ["throw", "raise"],
  ["catch", "except"],
  ["delete", "del"],
  ["foreach", "for"],
  ["exception", "except"],
]);

/** The first token behind a row of names. */
function lastName({ tokens, last }: Trouble, from: number): t.IToken {
  let at = from;
  while (at < last && isType(tokens[at], t.Name)) at++;
  return tokens[at]!;
}

/** `public int f(x)`: the last of the names is a function's. */
function cFunction({ tokens, at, last }: Trouble, start: number): Mending {
  let end = at;
  while (end + 1 < last && isType(tokens[end + 1], t.Name)) end++;
  const span = spanOver(tokens[start]!, tokens[end]!);
  const name = tokens[end]!;
  return replace(errors.cFunction(span, name.image), start, end, t.makeToken(t.Def, span.start, name.startOffset, "def"));
}

/** Words of other languages before a name: `let x = 5`, `function f(x)`, `switch x`. */
const foreignWord: Slip = (trouble) => {
  const { tokens, at } = trouble;
  const start = statementStart(trouble);
  const word = tokens[start];
  const token = tokens[at];
  if (at !== start + 1 || word === undefined || token === undefined || !isType(word, t.Name)) return null;
  const { image } = word;
  const next = tokens[at + 1];
  if (image === "type" && isType(token, t.Name) && (isType(next, t.Assign) || isType(next, t.LeftBracket))) {
    return replace(other.typeAlias(spanOver(word, token), token.image), start, at);
  }
  if (elifWords.has(image)) return replace(errors.misspelledKeyword(spanOf(word), image, "elif"), start, at, changed(word, t.Elif, "elif"));
  if (!isType(token, t.Name)) return null;
  if (functionWords.has(image)) return replace(errors.foreignWord(spanOf(word), image, "def"), start, at, changed(word, t.Def, "def"));
  if (classWords.has(image) && !isType(next, t.Assign)) {
    return replace(errors.foreignWord(spanOf(word), image, "class"), start, at, changed(word, t.Class, "class"));
  }
  const meant = wordMeanings.get(image);
  if (meant !== undefined)
    return replace(errors.foreignWord(spanOf(word), image, meant), start, at, changed(word, t.keywords.get(meant)!, meant));
  if (declarationWords.has(image) && isType(lastName(trouble, at + 1), t.LeftParen)) return cFunction(trouble, start);
  if (declarationWords.has(image)) return replace(errors.declaration(spanOver(word, token), image, token.image), start, at);
  if (image === "switch") return switchStatement(trouble, start);
  if (image === "until" || image === "unless") {
    const instead = image === "until" ? t.While : t.If;
    const text = image === "until" ? "while not" : "if not";
    return replace(
      errors.foreignWord(spanOf(word), image, text),
      start,
      at,
      changed(word, instead, instead.LABEL!.slice(1, -1)),
      inserted(t.Not, t.endOf(word), "not"),
    );
  }
  return null;
};

/** `switch x:` with its `case` and `default` lines. */
function switchStatement({ tokens, at, last }: Trouble, start: number): Mending {
  const word = tokens[start]!;
  const end = isType(tokens[last + 1], t.Indent) ? matchingDedent(tokens, last + 1) : at;
  const mended = tokens.slice(at, end).flatMap((token, index) => {
    const before = tokens[at + index - 1];
    const isHead = isType(before, t.Newline) || isType(before, t.Indent) || isType(before, t.Dedent);
    if (!isHead || !isType(token, t.Name)) return [token];
    if (token.image === "default") return [changed(token, t.Case, "case"), changed(token, t.Name, "_")];
    return [token.image === "case" ? changed(token, t.Case, "case") : token];
  });
  return replace(errors.foreignWord(spanOf(word), word.image, "match"), start, end, changed(word, t.Match, "match"), ...mended);
}

const useWords = new Set(["include", "require", "using", "use"]);

/** `include math`, `import a from b`. */
const foreignImport: Slip = (trouble) => {
  const { tokens, at, first } = trouble;
  const head = tokens[first]!;
  if (at === first + 1 && isType(head, t.Name) && useWords.has(head.image) && isType(tokens[at], t.Name)) {
    return replace(errors.foreignWord(spanOf(head), head.image, "import"), first, at, changed(head, t.Import, "import"));
  }
  if (isType(head, t.Import) && isType(tokens[at], t.From) && isType(tokens[at + 1], t.Name)) {
    const what = sourceOf(trouble, first + 1, at - 1);
    const where = sourceOf(trouble, at + 1, trouble.last - 1);
    const whole = spanOver(head, tokens[trouble.last - 1]!);
    const mended = [
      changed(head, t.From, "from"),
      ...tokens.slice(at + 1, trouble.last),
      changed(tokens[at]!, t.Import, "import"),
      ...tokens.slice(first + 1, at),
    ];
    return replace(errors.importFrom(whole, what, where), first, trouble.last, ...mended);
  }
  return null;
};

/** `new Point(1, 2)`. */
const newWord: Slip = ({ tokens, at }) => {
  const word = tokens[at - 1];
  if (word === undefined || word.image !== "new" || !isType(word, t.Name) || !isType(tokens[at], t.Name)) return null;
  return replace(errors.newWord(spanOf(word), tokens[at]!.image), at - 1, at);
};

const lineWords = [...t.keywords.keys()].filter(
  (word) => !["and", "or", "not", "is", "in", "as", "True", "False", "None", "async", "await"].includes(word),
);
const callableWords = new Set(["while", "elif", "except"]);
const bareWords = new Set(["else", "try", "finally", "break", "continue", "pass", "return", "except"]);

/** `retrun x`, `whlie x:`, `esle:`, `Class A:`. */
const misspelled: Slip = (trouble) => {
  const { tokens, at } = trouble;
  const afterColon = isType(tokens[at], t.Newline) && isType(tokens[at - 1], t.Colon);
  const start = afterColon ? trouble.first : statementStart(trouble);
  const word = tokens[start];
  if (word === undefined || !isType(word, t.Name) || at <= start) return null;
  const colonLine = at === start + 2 && isType(tokens[start + 1], t.Colon) && isType(tokens[at], t.Newline);
  // `whille (x):` parses as a call until its colon.
  const callLine = isType(tokens[at], t.Newline) && isType(tokens[at - 1], t.Colon) && isType(tokens[start + 1], t.LeftParen);
  if (at !== start + 1 && !colonLine && !callLine) return null;
  const meant = suggest(word.image, lineWords);
  if (meant === null || (colonLine && !bareWords.has(meant)) || (callLine && !callableWords.has(meant))) return null;
  if (at === start + 1 && !beginsValue(tokens[at]) && !(meant === "from" || meant === "else")) return null;
  const type = t.keywords.get(meant)!;
  return replace(errors.misspelledKeyword(spanOf(word), word.image, meant), start, start + 1, changed(word, type, meant));
};

/** `class = 5`, `def for(x)`, `f(from=1)`, `x.in`. */
const keywordAsName: Slip = (trouble) => {
  const { tokens, at, first, expected } = trouble;
  const token = tokens[at];
  if (token === undefined) return null;
  const previous = tokens[at - 1];
  // `class = 5` fails at the `=`, with the keyword read as the beginning of a class.
  if (isType(token, t.Assign) && at === first + 1 && t.keywords.has(previous!.image) && !isType(previous, t.Name)) {
    if (notNames.has(previous!.tokenTypeIdx)) return null;
    return replace(errors.keywordAsName(spanOf(previous!), previous!.image), at - 1, at, changed(previous!, t.Name, `${previous!.image}_`));
  }
  if (!t.keywords.has(token.image) || isType(token, t.Name)) return null;
  const next = tokens[at + 1];
  if (isType(token, t.In) && isType(previous, t.For) && !isType(next, t.In)) {
    return replace(errors.targetMissing(spanOver(previous!, token)), at, at, inserted(t.Broken, token.startOffset, ""));
  }
  const asName = expected === t.Name || (isType(next, t.Assign) && trouble.rule !== "simpleStatement");
  const bound = asName || trouble.rule === "target" || trouble.rule === "parameter" || trouble.rule === "lambdaParameter";
  if (!bound || notNames.has(token.tokenTypeIdx)) return null;
  return replace(errors.keywordAsName(spanOf(token), token.image), at, at + 1, changed(token, t.Name, `${token.image}_`));
};

const notNames = typeSet(t.True, t.False, t.None, t.Not, t.Newline);

const statementWords = typeSet(
  t.If,
  t.For,
  t.While,
  t.Return,
  t.Def,
  t.Class,
  t.Try,
  t.Raise,
  t.Import,
  t.Break,
  t.Continue,
  t.Pass,
  t.With,
  t.Del,
  t.Assert,
);

/** `x = if a: b`, `print(return)`: a statement where a value belongs. */
const statementAsValue: Slip = (trouble) => {
  const { tokens, at, first } = trouble;
  const token = tokens[at];
  if (token === undefined || at === first || !statementWords.has(token.tokenTypeIdx)) return null;
  if (operandEnds.has(tokens[at - 1]!.tokenTypeIdx)) return null;
  // `def f(x): {` and a line break.
  const bracket = openBracket(trouble);
  if (bracket?.image === "{" && isType(tokens[tokens.indexOf(bracket) - 1], t.Colon) && headerTypes.has(tokens[first]!.tokenTypeIdx)) {
    return giveUp(braceBlock(spanOf(bracket)));
  }
  return giveUp(errors.statementAsValue(spanOf(token), token.image));
};

/** `def f[T](x)`, `class A[T]:`. */
const typeParameters: Slip = ({ tokens, at, first, last }) => {
  const head = tokens[first]!;
  if (at !== first + 2 || !isType(tokens[at], t.LeftBracket) || !(isType(head, t.Def) || isType(head, t.Class))) return null;
  const end = behindGroup(tokens, at, last);
  return replace(other.typeParameters(spanOver(tokens[at]!, tokens[end - 1]!), tokens[first + 1]!.image), at, end);
};

export const wordSlips: readonly Slip[] = [
  slashComment,
  printStatement,
  foreignWord,
  foreignImport,
  newWord,
  misspelled,
  typeParameters,
  keywordAsName,
];

/** Asked last: many a line has a better explanation. */
export const lateWordSlips: readonly Slip[] = [statementAsValue];
