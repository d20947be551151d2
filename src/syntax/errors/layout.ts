// Mistakes of layout: indentation, blocks, brackets, line ends.

import type { Span } from "../../base/span.ts";
import type { Finding } from "../findings.ts";

export function tabIndent(span: Span, whole: Span, expanded: string): Finding {
  return {
    code: "WG120",
    span,
    message: "this line is indented with a tab",
    hint: "indent with spaces, four for each level",
    fix: { title: "replace the tabs by spaces", span: whole, text: expanded },
  };
}

export function unexpectedIndent(span: Span): Finding {
  return {
    code: "WG121",
    span,
    message: "this line is indented deeper than the line above, but no block begins there",
    hint: "take the extra spaces away, or end the line above with `:` if a block was meant",
  };
}

export function missingBlock(span: Span, header: string, headerSpan: Span): Finding {
  return {
    code: "WG122",
    span,
    message: `the block of \`${header}\` is missing: an indented line has to follow`,
    hint: "indent what belongs to it by four spaces, or write `pass` if nothing is to be done",
    label: { span: headerSpan, text: "the block begins here" },
  };
}

export function unevenDedent(span: Span, columns: readonly number[]): Finding {
  return {
    code: "WG123",
    span,
    message: "the indentation of this line fits no block above",
    hint: `the blocks that are open here are indented by ${columns.join(", ")} spaces`,
  };
}

export function missingColon(span: Span, header: string, at: number): Finding {
  return {
    code: "WG124",
    span,
    message: `this line begins a block, so it needs \`:\` at its end`,
    hint: `write the colon at the end of the \`${header}\` line`,
    fix: { title: "add `:`", span: { start: at, end: at }, text: ":" },
  };
}

export function unclosedBracket(span: Span, opener: string, closer: string, at: number): Finding {
  return {
    code: "WG125",
    span,
    message: `this \`${opener}\` is never closed`,
    hint: `write \`${closer}\` where it ends`,
    fix: { title: `close it with \`${closer}\``, span: { start: at, end: at }, text: closer },
  };
}

export function strayCloser(span: Span, closer: string, opener: string): Finding {
  return {
    code: "WG126",
    span,
    message: `this \`${closer}\` closes nothing: there is no open \`${opener}\` before it`,
    hint: `take it away, or write the missing \`${opener}\``,
    fix: { title: `take \`${closer}\` away`, span, text: "" },
  };
}

export function wrongCloser(span: Span, closer: string, opener: string, expected: string, openerSpan: Span): Finding {
  return {
    code: "WG127",
    span,
    message: `\`${opener}\` is closed by \`${closer}\` here; it needs \`${expected}\``,
    hint: `write \`${expected}\``,
    fix: { title: `write \`${expected}\``, span, text: expected },
    label: { span: openerSpan, text: `this \`${opener}\` is open` },
  };
}

export function badContinuation(span: Span): Finding {
  return {
    code: "WG129",
    span,
    message: "a backslash joins this line with the next one only if it is the very last character",
    hint: "put the long expression in parentheses and leave the backslash out",
  };
}

export function blocksTooDeep(span: Span, most: number): Finding {
  return {
    code: "WG114",
    span,
    message: `blocks are nested more than ${most} levels deep here`,
    hint: "move the inner part into a function of its own",
  };
}

export function braceBlock(span: Span): Finding {
  return {
    code: "WG182",
    span,
    message: "blocks are not put in braces here: they begin with `:` and are indented",
    hint: "write `:` for `{`, indent the lines of the block, and leave `}` out",
  };
}
