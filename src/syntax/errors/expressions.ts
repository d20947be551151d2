// Mistakes inside expressions.

import type { Span } from "../../base/span.ts";
import type { Finding } from "../findings.ts";

export function tooDeep(span: Span, most: number): Finding {
  return {
    code: "WG113",
    span,
    message: `this expression is too deeply nested: more than ${most} levels`,
    hint: "give the inner part a name in a line of its own",
  };
}

export function chainTooLong(span: Span, most: number): Finding {
  return {
    code: "WG115",
    span,
    message: `more than ${most} calls, indexes and attributes hang one behind the other here`,
    hint: "give a part of the chain a name in a line of its own",
  };
}

export function misplacedNot(span: Span): Finding {
  return {
    code: "WG172",
    span,
    message: "`not` cannot stand behind this operator",
    hint: "put parentheses around the part that begins with `not`",
  };
}

export function positionalAfterKeyword(span: Span): Finding {
  return {
    code: "WG162",
    span,
    message: "an argument without a name stands behind one with a name",
    hint: "put the arguments without names first",
  };
}

export function repeatedKeyword(span: Span, name: string): Finding {
  return { code: "WG162", span, message: `the argument \`${name}\` is given twice`, hint: "take one of them away" };
}

export function keywordNotName(span: Span): Finding {
  return { code: "WG178", span, message: "before `=` in a call stands the name of a parameter", hint: "to compare write `==`" };
}

export function bareGenerator(span: Span): Finding {
  return {
    code: "WG163",
    span,
    message: "a generator beside other arguments needs parentheses of its own",
    hint: "write `f((x for x in xs), y)`",
  };
}

export function mixedDisplay(span: Span, isDict: boolean): Finding {
  return isDict
    ? { code: "WG174", span, message: "this entry of the dict has no value", hint: "write `key: value`" }
    : { code: "WG174", span, message: "`key: value` inside a set", hint: "either every entry has a value (a dict) or none has (a set)" };
}

export function misplacedStar(span: Span): Finding {
  return {
    code: "WG165",
    span,
    message: "`*` unpacks into a list, a tuple, a set or a call; it cannot stand here",
    hint: "for a tuple of its items write `(*xs,)`",
  };
}

export function tupleInComprehension(span: Span, text: string): Finding {
  const fix = { title: `write \`(${text})\``, span, text: `(${text})` };
  return {
    code: "WG164",
    span,
    message: "several values in a comprehension need parentheses",
    hint: `write \`(${text})\` before \`for\``,
    fix,
  };
}

export function tooManyArguments(span: Span, count: number, most: number): Finding {
  return {
    code: "WG112",
    span,
    message: `this call has ${count} arguments; the limit parameters is ${most}`,
    hint: "pass a list or an object that holds them",
  };
}

export function walrusTarget(span: Span): Finding {
  return {
    code: "WG171",
    span,
    message: "`:=` gives a value to a plain name only",
    hint: "write the assignment in a line of its own, with `=`",
  };
}

export function looselyUnpacked(span: Span): Finding {
  return { code: "WG165", span, message: "what is unpacked here needs parentheses", hint: "write `*(a or b)`" };
}

export function walrusNeedsParentheses(span: Span): Finding {
  return { code: "WG171", span, message: "`:=` needs parentheses here", hint: "write `(name := value)`" };
}

export function walrusIterated(span: Span): Finding {
  return {
    code: "WG171",
    span,
    message: "`:=` cannot stand in what a comprehension goes through",
    hint: "write the assignment in a line of its own, with `=`, before it",
  };
}

export function walrusRebinds(span: Span, name: string): Finding {
  return {
    code: "WG171",
    span,
    message: `\`:=\` cannot give another value to \`${name}\`, which the comprehension itself sets`,
    hint: "take another name",
  };
}

export function walrusInClass(span: Span): Finding {
  return {
    code: "WG171",
    span,
    message: "`:=` cannot stand in a comprehension in a class body",
    hint: "make the list above the class, or write the loop out",
  };
}

export function calledNumber(span: Span): Finding {
  return {
    code: "WG157",
    span,
    message: "a number is not called; an operator is missing before this parenthesis",
    hint: "for a product write `2 * (x + 1)`",
  };
}

export function calledValue(span: Span): Finding {
  return {
    code: "WG157",
    span,
    message: "a comma is missing between these two values",
    hint: "only functions are called, and only by their names",
  };
}
