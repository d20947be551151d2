// What is wrong with a line that does not fit the grammar, as the recognisers
// in `slips/` find it.

import type { Span } from "../../base/span.ts";
import type { Finding } from "../findings.ts";

function fixed(code: Finding["code"], span: Span, message: string, hint: string, text: string, title = `write \`${text}\``): Finding {
  return { code, span, message, hint, fix: { title, span, text } };
}

export function unexpected(span: Span, found: string, expected: string | null): Finding {
  return {
    code: "WG158",
    span,
    message: `${found} does not fit here`,
    hint: expected === null ? "look at what stands right before it: something is missing there, or too much" : `${expected} would fit here`,
  };
}

// ------------------------------------------------------------------- clauses

export function orphanClause(span: Span, word: string, owner: string, afterElse: boolean): Finding {
  if (afterElse)
    return {
      code: "WG128",
      span,
      message: `\`${word}\` stands behind an \`else\`, which is always the last`,
      hint: `move it before the \`else\``,
    };
  return {
    code: "WG128",
    span,
    message: `this \`${word}\` belongs to no ${owner}`,
    hint: `it has to stand right behind the block of its ${owner}, with the same indentation`,
  };
}

export function caseMissing(span: Span): Finding {
  return {
    code: "WG132",
    span,
    message: "the block of a `match` holds only `case` lines",
    hint: "write `case ...:` before it, and indent it below",
  };
}

export function decoratorAlone(span: Span, text: string): Finding {
  return {
    code: "WG131",
    span,
    message: `there is nothing below \`${text}\` that it could decorate`,
    hint: "the next line has to be a `def` or a `class`",
  };
}

export function elseIf(span: Span): Finding {
  return fixed("WG199", span, "`else if` is one word here: `elif`", "write `elif`", "elif");
}

export function elseCondition(span: Span, condition: string, word: Span): Finding {
  const hint = `write \`elif ${condition}:\`, or leave the condition out`;
  return { code: "WG128", span, message: "`else` takes no condition", hint, fix: { title: "write `elif`", span: word, text: "elif" } };
}

// ------------------------------------------------------------------- headers

export function cLoop(span: Span): Finding {
  return {
    code: "WG189",
    span,
    message: "a `for` goes through values; it does not count by itself",
    hint: "write `for i in range(10):`, or `range(start, stop, step)`",
  };
}

export function parenthesizedFor(span: Span, inner: string): Finding {
  return fixed("WG179", span, "`for` and `in` stand without parentheses", `write \`for ${inner}:\``, inner, "take the parentheses away");
}

export function inMissing(span: Span, word: string | null): Finding {
  if (word === null) return { code: "WG179", span, message: "`in` is missing in this `for`", hint: "write `for x in values:`" };
  return fixed("WG179", span, `behind the name of a \`for\` stands \`in\`, not \`${word}\``, "write `in`", "in");
}

export function targetMissing(span: Span): Finding {
  return { code: "WG179", span, message: "a name is missing between `for` and `in`", hint: "write `for x in values:`" };
}

export function decoratorLine(span: Span): Finding {
  return { code: "WG131", span, message: "a decorator stands on a line of its own", hint: "put the `def` or `class` into the next line" };
}

export function thenWord(span: Span, word: string): Finding {
  return fixed("WG183", span, `\`${word}\` does not exist here: a block begins with \`:\``, "write `:`", ":");
}

export function strayColon(span: Span): Finding {
  return {
    code: "WG124",
    span,
    message: "no block begins here, so there is nothing for this `:` to open",
    hint: "take it away; a block begins with `if`, `for`, `while`, `def`, `class` or the like",
  };
}

// --------------------------------------------------------------------- words

export function misspelledKeyword(span: Span, word: string, meant: string): Finding {
  return fixed("WG155", span, `\`${word}\`: did you mean \`${meant}\`?`, `write \`${meant}\``, meant);
}

export function foreignWord(span: Span, word: string, meant: string): Finding {
  return fixed("WG183", span, `\`${word}\` does not exist here; it is called \`${meant}\``, `write \`${meant}\``, meant);
}

export function declaration(span: Span, word: string, name: string): Finding {
  return {
    code: "WG183",
    span,
    message: `names are not declared, so \`${word}\` has no meaning here`,
    hint: `write \`${name} = ...\``,
    fix: { title: `leave \`${word}\` out`, span, text: name },
  };
}

export function cFunction(span: Span, name: string): Finding {
  return fixed("WG183", span, "functions are made with `def`", `write \`def ${name}(...):\``, `def ${name}`);
}

export function choiceInComprehension(span: Span): Finding {
  return {
    code: "WG173",
    span,
    message: "the `if` behind `for` only picks values, and takes no `else`",
    hint: "a choice stands before `for`: `[a if x else b for x in xs]`",
  };
}

export function newWord(span: Span, name: string): Finding {
  return {
    code: "WG183",
    span,
    message: "objects are made without `new`",
    hint: `write \`${name}(...)\``,
    fix: { title: "leave `new` out", span, text: "" },
  };
}

export function importFrom(span: Span, what: string, where: string): Finding {
  return fixed("WG183", span, "the module comes first", `write \`from ${where} import ${what}\``, `from ${where} import ${what}`);
}

export function keywordAsName(span: Span, word: string): Finding {
  return fixed("WG154", span, `\`${word}\` is a word of the language and cannot be a name`, `choose another, as \`${word}_\``, `${word}_`);
}

export function statementAsValue(span: Span, word: string): Finding {
  const choice = word === "if" ? "a choice between two values is written `a if condition else b`" : "put it into a line of its own";
  return { code: "WG156", span, message: `a value is needed here, and \`${word}\` begins a statement`, hint: choice };
}

export function slashComment(span: Span, start: number): Finding {
  return {
    code: "WG184",
    span,
    message: "comments begin with `#`, not with `//`",
    hint: "write `#`",
    fix: { title: "write `#`", span: { start, end: start + 2 }, text: "#" },
  };
}

// --------------------------------------------------------------- definitions

export function parenthesesMissing(span: Span, text: string): Finding {
  return {
    code: "WG159",
    span,
    message: "a function has parentheses behind its name, even without parameters",
    hint: `write \`def ${text}:\``,
  };
}

export function definitionName(span: Span, word: string): Finding {
  return {
    code: "WG159",
    span,
    message: `a name has to follow \`${word}\``,
    hint: `write \`${word} name${word === "def" ? "()" : ""}:\`; names begin with a letter`,
  };
}

export function typeBeforeName(span: Span, type: string, name: string): Finding {
  const text = `${name}: ${type}`;
  return fixed("WG159", span, "the type stands behind the name", `write \`${text}\`, or only \`${name}\``, text);
}

export function parameterNotName(span: Span, text: string): Finding {
  return {
    code: "WG159",
    span,
    message: `a parameter is a plain name, and \`${text}\` is none`,
    hint: "write a name here; values are given where the function is called, or as a default: `x=5`",
  };
}

export function lambdaParentheses(span: Span, inner: string): Finding {
  return fixed(
    "WG177",
    span,
    "the parameters of a `lambda` stand without parentheses",
    `write \`lambda ${inner}: ...\``,
    inner,
    "take the parentheses away",
  );
}

export function lambdaReturn(span: Span): Finding {
  return fixed("WG177", span, "a `lambda` is one value and needs no `return`", "leave `return` out", "", "leave `return` out");
}

export function lambdaColon(span: Span): Finding {
  return fixed("WG177", span, "behind the parameters of a `lambda` stands `:`", "write `:`", ":");
}

export function shortDefinition(span: Span): Finding {
  return { code: "WG159", span, message: "the body of a function begins with `:`", hint: "write `: return ...`" };
}

// ----------------------------------------------------------------- operators

export function splitOperator(span: Span, text: string): Finding {
  return fixed("WG186", span, `\`${text}\` is written without a space`, `write \`${text}\``, text);
}

export function extraEquals(span: Span): Finding {
  return fixed("WG186", span, "there is one `=` too much here", "take it away", "", "take `=` away");
}

export function reversedOperator(span: Span, found: string, meant: string): Finding {
  return fixed("WG186", span, `\`${found}\` does not exist here`, `write \`${meant}\``, meant);
}

export function singleEquals(span: Span): Finding {
  return fixed("WG150", span, "`=` gives a name a value; to compare two values write `==`", "write `==`", "==");
}

export function equalsInDict(span: Span): Finding {
  return fixed("WG150", span, "in a dict a `:` stands between key and value", "write `:`", ":");
}

export function globalAssign(span: Span, word: string): Finding {
  return {
    code: "WG169",
    span,
    message: `\`${word}\` only names what is used; it gives no value`,
    hint: "write the assignment in the next line",
  };
}

export function walrusStatement(span: Span): Finding {
  return fixed("WG171", span, "`:=` stands only inside an expression, in parentheses", "write `=`", "=");
}

export function augmentedInside(span: Span, operator: string): Finding {
  return {
    code: "WG156",
    span,
    message: `\`${operator}\` is a statement of its own and no value`,
    hint: `write it in a line of its own, or \`${operator.slice(0, -1)}\` if only the value was meant`,
  };
}

export function elseMissing(span: Span): Finding {
  return {
    code: "WG173",
    span,
    message: "an `if` inside an expression needs an `else`",
    hint: "write `a if condition else b`; without an `else` make it a statement: `if condition:`",
  };
}

export function ifAsValue(span: Span): Finding {
  return {
    code: "WG173",
    span,
    message: "an `if` behind a value is a choice between two values and takes no `:`",
    hint: "write `a if condition else b`, or put `if condition:` before it",
  };
}

export function isIn(span: Span): Finding {
  return fixed("WG172", span, "`is in` is only `in`", "write `in`", "in");
}

export function isNotIn(span: Span): Finding {
  return fixed("WG172", span, "`is not in` is only `not in`", "write `not in`", "not in");
}

export function inNot(span: Span): Finding {
  return fixed("WG172", span, "the words stand the other way round: `not in`", "write `not in`", "not in");
}

export function looseNot(span: Span): Finding {
  return { code: "WG172", span, message: "`not` cannot stand between two values", hint: "write `!=`, `not in` or `and not`" };
}

export function arrowAttribute(span: Span): Finding {
  return fixed("WG186", span, "what belongs to an object is reached with a dot", "write `.`", ".");
}

export function rangeDots(span: Span, from: string, to: string): Finding {
  return { code: "WG186", span, message: "`..` does not exist here", hint: `for a range of numbers write \`range(${from}, ${to})\`` };
}

// ------------------------------------------------------------------ operands

export function operandMissing(span: Span, before: string, next: string | null): Finding {
  const message =
    next === null ? `something is missing behind \`${before}\`` : `something is missing between \`${before}\` and \`${next}\``;
  return { code: "WG156", span, message, hint: "write a value there" };
}

export function nameMissing(span: Span): Finding {
  return { code: "WG156", span, message: "a name is missing behind the dot", hint: "write what is meant of the object: `x.name`" };
}

export function extraComma(span: Span): Finding {
  return fixed("WG156", span, "a value is missing before this comma", "write a value, or take the comma away", "", "take the comma away");
}

export function commaMissing(span: Span, before: string, behind: string, at: number): Finding {
  return {
    code: "WG157",
    span,
    message: `a comma is missing between \`${before}\` and \`${behind}\``,
    hint: "write `,` between them",
    fix: { title: "write `,` between them", span: { start: at, end: at }, text: "," },
  };
}

export function colonInDict(span: Span, key: string, value: string, at: number): Finding {
  return {
    code: "WG157",
    span,
    message: `a \`:\` is missing between \`${key}\` and \`${value}\``,
    hint: "in a dict it stands between key and value",
    fix: { title: "write `:` between them", span: { start: at, end: at }, text: ":" },
  };
}

export function sideBySide(span: Span, before: string, behind: string, call: boolean): Finding {
  return {
    code: "WG133",
    span,
    message: `\`${before}\` and \`${behind}\` stand side by side with nothing between them`,
    hint: call
      ? `to call a function write \`${before}(${behind})\`; to join values put an operator between them`
      : "put an operator between them, or begin a new line",
  };
}

export function quoteInside(span: Span): Finding {
  return {
    code: "WG135",
    span,
    message: "the string ends here, right before a word",
    hint: 'if the quote belongs to the text, put the text into the other kind of quotes: `"it\'s"`',
  };
}

export function notAnExpression(span: Span): Finding {
  return {
    code: "WG158",
    span,
    message: "the text in these quotes is no type",
    hint: "write a type as it would stand without quotes: `list[int]`",
  };
}
