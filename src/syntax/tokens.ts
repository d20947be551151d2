// The vocabulary of the grammar: every token type that the lexer, the layout
// pass or the f-string pass can make. Keywords are lexed as names and become
// keywords in the layout pass, by a table. Operators that behave alike share
// one type and are told apart by their text; what has a second use (`-`, `*`,
// `|`, `@`) has its own.

import { createToken, EOF, Lexer, type IToken, type TokenType } from "chevrotain";
import { matchString } from "./strings.ts";

export type { IToken, TokenType };
export { EOF };

const made: TokenType[] = [];

/** A type that only later passes make; the lexer never matches it. */
function virtual(name: string, label: string): TokenType {
  const type = createToken({ name, label, pattern: Lexer.NA });
  made.push(type);
  return type;
}

// What the layout pass makes.
export const Newline = virtual("Newline", "NEWLINE");
export const Indent = virtual("Indent", "INDENT");
export const Dedent = virtual("Dedent", "DEDENT");
/** A comma right before what closes a list: a type of its own, so that one token of lookahead is enough. */
export const TrailingComma = virtual("TrailingComma", '","');
export const TrailingSemicolon = virtual("TrailingSemicolon", '";"');
/** The `(` of `with (open() as a, open() as b):`. */
export const WithParen = virtual("WithParen", '"("');
/** Stands for what could not be read; its message is already out. */
export const Broken = virtual("Broken", "BROKEN");

// What the f-string pass makes of one string token.
export const FormattedStart = virtual("FormattedStart", "FSTRING_START");
export const FormattedText = virtual("FormattedText", "FSTRING_TEXT");
export const FieldOpen = virtual("FieldOpen", '"{"');
export const FieldEqual = virtual("FieldEqual", '"="');
export const FieldConversion = virtual("FieldConversion", "CONVERSION");
export const FieldColon = virtual("FieldColon", '":"');
export const FieldClose = virtual("FieldClose", '"}"');
export const FormattedEnd = virtual("FormattedEnd", "FSTRING_END");

// Keywords.
export const keywords = new Map<string, TokenType>();
function keyword(text: string): TokenType {
  const type = virtual(`Keyword_${text}`, `"${text}"`);
  keywords.set(text, type);
  return type;
}
export const And = keyword("and");
export const As = keyword("as");
export const Assert = keyword("assert");
export const Async = keyword("async");
export const Await = keyword("await");
export const Break = keyword("break");
export const Class = keyword("class");
export const Continue = keyword("continue");
export const Def = keyword("def");
export const Del = keyword("del");
export const Elif = keyword("elif");
export const Else = keyword("else");
export const Except = keyword("except");
export const False = keyword("False");
export const Finally = keyword("finally");
export const For = keyword("for");
export const From = keyword("from");
export const Global = keyword("global");
export const If = keyword("if");
export const Import = keyword("import");
export const In = keyword("in");
export const Is = keyword("is");
export const Lambda = keyword("lambda");
export const None = keyword("None");
export const Nonlocal = keyword("nonlocal");
export const Not = keyword("not");
export const Or = keyword("or");
export const Pass = keyword("pass");
export const Raise = keyword("raise");
export const Return = keyword("return");
export const True = keyword("True");
export const Try = keyword("try");
export const While = keyword("while");
export const With = keyword("with");
export const Yield = keyword("yield");
/** Soft keywords: names everywhere but at the head of a `match` statement. */
export const Match = virtual("Match", '"match"');
export const Case = virtual("Case", '"case"');

/** How other languages write the constants. They are names here, and may be used as such. */
export const foreignConstants: ReadonlyMap<string, string> = new Map([
  ["true", "True"],
  ["TRUE", "True"],
  ["false", "False"],
  ["FALSE", "False"],
  ["null", "None"],
  ["NULL", "None"],
  ["nil", "None"],
  ["none", "None"],
  ["undefined", "None"],
]);

// What the lexer makes.
function lexed(name: string, pattern: string | RegExp, label: string): TokenType {
  const type = createToken({ name, pattern, label });
  made.push(type);
  return type;
}
/** Without `\w*`-like tails that could match twice: every pattern here is linear. */
export const Name = lexed("Name", /[A-Za-z_][A-Za-z_0-9]*/, "NAME");
export const NumberLiteral = lexed(
  "Number",
  /(?:0[xX][\da-fA-F_]+|0[bB][01_]+|0[oO][0-7_]+|(?:\d[\d_]*(?:\.(?:\d[\d_]*)?)?|\.\d[\d_]*)(?:[eE][+-]?\d[\d_]*)?[jJ]?)/,
  "NUMBER",
);
export const StringToken = createToken({
  name: "String",
  label: "STRING",
  pattern: { exec: matchString },
  start_chars_hint: [..."'\"rRbBuUfFtT"],
  line_breaks: true,
});
made.push(StringToken);
/** Never valid in wgen: `&&`, `!`, `?`, `$`, a stray `\`, letters that are not ASCII. */
export const Foreign = lexed(
  "Foreign",
  // oxlint-disable-next-line no-control-regex -- they are named to the author
  /&&|\|\||===|!==|=>|<>|\/\*|\*\/|!(?!=)|[?$`\\]|[\x80-\uffff]+|[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]/,
  "FOREIGN",
);

export const Plus = lexed("Plus", "+", '"+"');
export const Minus = lexed("Minus", "-", '"-"');
export const Star = lexed("Star", "*", '"*"');
export const DoubleStar = lexed("DoubleStar", "**", '"**"');
export const At = lexed("At", "@", '"@"');
export const Bar = lexed("Bar", "|", '"|"');
export const Tilde = lexed("Tilde", "~", '"~"');
/** `/ // % << >> & ^` */
export const Slash = lexed("Slash", "/", '"/"');
export const Operator = lexed("Operator", /\/\/|<<|>>|[%&^]/, "OPERATOR");
/** `== != < <= > >=` */
export const Compare = lexed("Compare", /[=!<>]=|[<>]/, "COMPARE");
export const Assign = lexed("Assign", "=", '"="');
export const ColonAssign = lexed("ColonAssign", ":=", '":="');
export const AugmentedAssign = lexed("AugmentedAssign", /(?:\*\*|\/\/|<<|>>|[-+*/%&|^@])=/, "AUGMENTED");
export const Arrow = lexed("Arrow", "->", '"->"');
export const Dot = lexed("Dot", ".", '"."');
export const Ellipsis = lexed("Ellipsis", "...", '"..."');
export const Comma = lexed("Comma", ",", '","');
export const Colon = lexed("Colon", ":", '":"');
export const Semicolon = lexed("Semicolon", ";", '";"');
export const LeftParen = lexed("LeftParen", "(", '"("');
export const RightParen = lexed("RightParen", ")", '")"');
export const LeftBracket = lexed("LeftBracket", "[", '"["');
export const RightBracket = lexed("RightBracket", "]", '"]"');
export const LeftBrace = lexed("LeftBrace", "{", '"{"');
export const RightBrace = lexed("RightBrace", "}", '"}"');

// What the lexer makes and the layout pass takes away.
export const RawNewline = createToken({ name: "RawNewline", pattern: /\r\n|\r|\n/, line_breaks: true });
export const Comment = createToken({ name: "Comment", pattern: /#[^\r\n]*/, group: "comments" });
export const Whitespace = createToken({ name: "Whitespace", pattern: /[ \t]+/, group: Lexer.SKIPPED });
export const LineJoin = createToken({
  name: "LineJoin",
  pattern: /\\(?:\r\n|\r|\n)/,
  group: Lexer.SKIPPED,
  line_breaks: true,
});

/** Every token type that may stand in the grammar. */
export const vocabulary: TokenType[] = made;

/** The token types of plain signs, for the repair of look-alikes. */
export const signs: ReadonlyMap<string, TokenType> = new Map<string, TokenType>([
  ["+", Plus],
  ["-", Minus],
  ["*", Star],
  ["/", Slash],
  ["@", At],
  ["|", Bar],
  ["~", Tilde],
  ["%", Operator],
  ["&", Operator],
  ["^", Operator],
  ["<", Compare],
  [">", Compare],
  ["<=", Compare],
  [">=", Compare],
  ["!=", Compare],
  ["=", Assign],
  [".", Dot],
  [",", Comma],
  [":", Colon],
  [";", Semicolon],
  ["(", LeftParen],
  [")", RightParen],
  ["[", LeftBracket],
  ["]", RightBracket],
  ["{", LeftBrace],
  ["}", RightBrace],
]);

/** Makes a token that the lexer did not see. `end` is exclusive. */
export function makeToken(type: TokenType, start: number, end: number, image: string): IToken {
  return { image, startOffset: start, endOffset: end - 1, tokenTypeIdx: type.tokenTypeIdx!, tokenType: type };
}

/** Gives a lexed token another type, in place: the lexer's tokens belong to the layout pass. */
export function retype(token: IToken, type: TokenType): void {
  token.tokenType = type;
  token.tokenTypeIdx = type.tokenTypeIdx!;
}

/** The exclusive end of a token. */
export function endOf(token: IToken): number {
  return token.endOffset! + 1;
}
