// Prints the grammar that the parser really has, as EBNF: Chevrotain records
// it when the parser is built. `grammar/wgen.ebnf` is this text, and a test
// compares them. Left out is `BROKEN`, which only recovery makes.

import type { ISerializedGast } from "chevrotain";
import { sharedParser } from "./parser.ts";
import * as t from "./tokens.ts";

const head = `(* The grammar of wgen, printed from the parser. "..." stands for itself; words in capitals
   are tokens, below. Layout makes NEWLINE, INDENT and DEDENT as in Python. Precedence is not in
   the grammar: an operation is a row of operands, and its operators bind, from loose to tight:
   or, and, not, comparisons with in and is, |, ^, &, shifts, + and -, * and its kin, unary signs, **. *)
`;

const tokens = `
(* Tokens. *)

NAME = letter { letter | digit } ;  letter = "a" ... "z" | "A" ... "Z" | "_" ;
NUMBER = as in Python, without complex numbers ;
STRING = as in Python with the prefixes r and u, without bytes ;
FSTRING_START = ( "f" | "rf" | "fr" ) ( "'" | '"' | "'''" | '"""' ) ;  FSTRING_END = the same quotes ;
FSTRING_TEXT = characters, with "{{" and "}}" for braces ;
CONVERSION = "!r" | "!s" | "!a" ;
OPERATOR = "//" | "%" | "<<" | ">>" | "&" | "^" ;
COMPARE = "==" | "!=" | "<" | "<=" | ">" | ">=" ;
AUGMENTED = "+=" | "-=" | "*=" | "/=" | "//=" | "%=" | "**=" | "<<=" | ">>=" | "&=" | "|=" | "^=" | "@=" ;
`;

/** The whole grammar. */
export function printGrammar(): string {
  return (
    head +
    inReadingOrder()
      .map((rule) => `\n${printRule(rule)}\n`)
      .join("") +
    tokens
  );
}

/** The rules as a reader meets them: from `module` down. */
function inReadingOrder(): ISerializedGast[] {
  const rules = new Map(
    sharedParser()
      .getSerializedGastProductions()
      .map((rule) => [nameOf(rule), rule]),
  );
  const order = new Map<string, ISerializedGast>();
  const visit = (name: string): void => {
    const rule = rules.get(name);
    if (rule === undefined || order.has(name)) return;
    order.set(name, rule);
    for (const used of rulesIn(rule)) visit(used);
  };
  visit("module");
  return [...order.values()];
}

function nameOf(node: ISerializedGast): string {
  return (node as ISerializedGast & NamedPart).name;
}

function rulesIn(node: ISerializedGast): string[] {
  const here = node.type === "NonTerminal" ? [nameOf(node)] : [];
  return [...here, ...(node.definition ?? []).flatMap(rulesIn)];
}

function printRule(rule: ISerializedGast): string {
  const { name, definition } = rule as ISerializedGast & { name: string };
  const only = definition?.length === 1 ? definition[0] : undefined;
  const alternatives = only?.type === "Alternation" ? printAlternatives(only) : null;
  if (alternatives === null) return `${name} = ${printSequence(definition)} ;`;
  const inLine = `${name} = ${alternatives.join(" | ")} ;`;
  return inLine.length <= 100 ? inLine : `${name} =\n    ${alternatives.join("\n  | ")}\n  ;`;
}

function printAlternatives(node: ISerializedGast): string[] {
  return (node.definition ?? []).map((alternative) => printSequence(alternative.definition)).filter((text) => text !== t.Broken.LABEL);
}

function printSequence(parts: readonly ISerializedGast[] | undefined): string {
  return (parts ?? []).map((part) => printPart(part, (parts ?? []).length > 1)).join(" ");
}

interface NamedPart {
  readonly name: string;
  readonly label?: string;
}

function printPart(node: ISerializedGast, amongOthers: boolean): string {
  const { name, label } = node as ISerializedGast & NamedPart;
  switch (node.type) {
    case "Terminal":
      return label ?? name;
    case "NonTerminal":
      return name;
    case "Alternation": {
      const choices = printAlternatives(node);
      const optional = choices.includes("");
      const text = choices.filter((choice) => choice !== "").join(" | ");
      if (optional) return `[ ${text} ]`;
      return amongOthers && choices.length > 1 ? `( ${text} )` : text;
    }
    case "Option":
      return `[ ${printSequence(node.definition)} ]`;
    case "Repetition":
      return `{ ${printSequence(node.definition)} }`;
    case "RepetitionMandatory": {
      const text = printSequence(node.definition);
      return `${/^\w+$/.test(text) ? text : `( ${text} )`} { ${text} }`;
    }
    default:
      return printSequence(node.definition);
  }
}
