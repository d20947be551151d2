// The tree that the parser makes: Python 3.11's grammar as far as LANGUAGE.md
// admits it, plus `unsupported` nodes for what it refuses by name. Modelled on
// CPython's `ast`, with exact spans. Readonly: no later pass writes into it.

import type { Span } from "../base/span.ts";
import type { Match, MatchCase, Pattern } from "./astPatterns.ts";

export type { Match, MatchCase, Pattern };

export interface Node {
  readonly span: Span;
}

/** A name with the place where it is written. */
export interface Identifier extends Node {
  readonly name: string;
}

// ---------------------------------------------------------------- expressions

export type Expression =
  | NoneLiteral
  | BoolLiteral
  | IntLiteral
  | FloatLiteral
  | StringLiteral
  | FormattedString
  | EllipsisLiteral
  | Name
  | Unary
  | Binary
  | BooleanChain
  | Comparison
  | Conditional
  | Walrus
  | Lambda
  | Call
  | Attribute
  | Subscript
  | Slice
  | Starred
  | TupleDisplay
  | ListDisplay
  | SetDisplay
  | DictDisplay
  | Comprehension
  | DictComprehension
  | Yield
  | YieldFrom
  | ErrorExpression;

export interface NoneLiteral extends Node {
  readonly kind: "none";
}
export interface BoolLiteral extends Node {
  readonly kind: "bool";
  readonly value: boolean;
}
/** Non-negative; may exceed 64 bits (the checker says so). */
export interface IntLiteral extends Node {
  readonly kind: "int";
  readonly value: bigint;
}
export interface FloatLiteral extends Node {
  readonly kind: "float";
  readonly value: number;
}
/** Adjacent literals are already joined and escapes decoded. */
export interface StringLiteral extends Node {
  readonly kind: "string";
  readonly value: string;
}
export interface EllipsisLiteral extends Node {
  readonly kind: "ellipsis";
}
/** An f-string: literal text and fields in turn. */
export interface FormattedString extends Node {
  readonly kind: "formatted";
  readonly parts: readonly FormattedPart[];
}
export type FormattedPart = { readonly kind: "text"; readonly value: string; readonly span: Span } | FormattedField;
export interface FormattedField extends Node {
  readonly kind: "field";
  readonly value: Expression;
  /** The source text before `=` with its spaces, where the field is `{x=}`. */
  readonly selfDocumenting: string | null;
  readonly conversion: "s" | "r" | "a" | null;
  /** The text after `:`, itself text and fields in turn; null where there is none. */
  readonly format: readonly FormattedPart[] | null;
}
export interface Name extends Node {
  readonly kind: "name";
  readonly name: string;
}
export type UnaryOperator = "-" | "+" | "~" | "not";
export interface Unary extends Node {
  readonly kind: "unary";
  readonly operator: UnaryOperator;
  readonly operatorSpan: Span;
  readonly operand: Expression;
}
export type BinaryOperator = "+" | "-" | "*" | "/" | "//" | "%" | "**" | "<<" | ">>" | "&" | "|" | "^" | "@";
/** `a + b + c` is one chain: operators[i] stands between operands[i] and operands[i + 1], left-associative. All of one precedence, so that a long chain is no deep tree. `**` is always a pair. */
export interface Binary extends Node {
  readonly kind: "binary";
  readonly operands: readonly Expression[];
  readonly operators: readonly { readonly operator: BinaryOperator; readonly span: Span }[];
}
/** `a and b and c`. */
export interface BooleanChain extends Node {
  readonly kind: "boolean";
  readonly operator: "and" | "or";
  readonly operands: readonly Expression[];
}
export type ComparisonOperator = "==" | "!=" | "<" | "<=" | ">" | ">=" | "in" | "not in" | "is" | "is not";
export interface Comparison extends Node {
  readonly kind: "comparison";
  readonly operands: readonly Expression[];
  readonly operators: readonly { readonly operator: ComparisonOperator; readonly span: Span }[];
}
export interface Conditional extends Node {
  readonly kind: "conditional";
  readonly test: Expression;
  readonly whenTrue: Expression;
  readonly whenFalse: Expression;
}
export interface Walrus extends Node {
  readonly kind: "walrus";
  readonly target: Identifier;
  readonly value: Expression;
}
export interface Lambda extends Node {
  readonly kind: "lambda";
  readonly parameters: Parameters;
  readonly body: Expression;
}
export interface Call extends Node {
  readonly kind: "call";
  readonly callee: Expression;
  readonly arguments: readonly Argument[];
}
export type Argument =
  | { readonly kind: "positional"; readonly value: Expression; readonly span: Span }
  | { readonly kind: "keyword"; readonly name: Identifier; readonly value: Expression; readonly span: Span }
  | { readonly kind: "star"; readonly value: Expression; readonly span: Span }
  | { readonly kind: "doubleStar"; readonly value: Expression; readonly span: Span };
export interface Attribute extends Node {
  readonly kind: "attribute";
  readonly object: Expression;
  readonly name: Identifier;
}
/** `a[i]`; `a[i, j]` has a tuple display as index, whose items may be slices. */
export interface Subscript extends Node {
  readonly kind: "subscript";
  readonly object: Expression;
  readonly index: Expression;
}
export interface Slice extends Node {
  readonly kind: "slice";
  readonly lower: Expression | null;
  readonly upper: Expression | null;
  readonly step: Expression | null;
}
export interface Starred extends Node {
  readonly kind: "starred";
  readonly value: Expression;
}
export interface TupleDisplay extends Node {
  readonly kind: "tuple";
  readonly items: readonly Expression[];
}
export interface ListDisplay extends Node {
  readonly kind: "list";
  readonly items: readonly Expression[];
}
export interface SetDisplay extends Node {
  readonly kind: "set";
  readonly items: readonly Expression[];
}
export interface DictDisplay extends Node {
  readonly kind: "dict";
  readonly entries: readonly DictEntry[];
}
export type DictEntry =
  | { readonly kind: "pair"; readonly key: Expression; readonly value: Expression }
  | { readonly kind: "spread"; readonly value: Expression; readonly span: Span };
export interface ComprehensionClause extends Node {
  readonly target: Expression;
  readonly iterable: Expression;
  readonly conditions: readonly Expression[];
}
/** `[...]`, `{...}` or a generator expression. */
export interface Comprehension extends Node {
  readonly kind: "comprehension";
  readonly result: "list" | "set" | "generator";
  readonly element: Expression;
  readonly clauses: readonly ComprehensionClause[];
}
export interface DictComprehension extends Node {
  readonly kind: "dictComprehension";
  readonly key: Expression;
  readonly value: Expression;
  readonly clauses: readonly ComprehensionClause[];
}
export interface Yield extends Node {
  readonly kind: "yield";
  readonly value: Expression | null;
}
export interface YieldFrom extends Node {
  readonly kind: "yieldFrom";
  readonly value: Expression;
}
/** What stands where the parser gave up or refused (the diagnostic is already out). */
export interface ErrorExpression extends Node {
  readonly kind: "error";
}

// ----------------------------------------------------------------- statements

export type Statement =
  | ExpressionStatement
  | Assignment
  | AnnotatedAssignment
  | AugmentedAssignment
  | If
  | While
  | For
  | Return
  | Pass
  | Break
  | Continue
  | Assert
  | Raise
  | Try
  | With
  | Delete
  | Global
  | Nonlocal
  | Import
  | FromImport
  | FunctionDefinition
  | ClassDefinition
  | Match
  | ErrorStatement;

export interface ExpressionStatement extends Node {
  readonly kind: "expression";
  readonly value: Expression;
}
/** `a = b = value`: targets are names, attributes, subscripts, tuples, lists, starred. */
export interface Assignment extends Node {
  readonly kind: "assignment";
  readonly targets: readonly Expression[];
  readonly value: Expression;
}
export interface AnnotatedAssignment extends Node {
  readonly kind: "annotated";
  readonly target: Expression;
  readonly annotation: Expression;
  readonly value: Expression | null;
}
export interface AugmentedAssignment extends Node {
  readonly kind: "augmented";
  readonly target: Expression;
  readonly operator: BinaryOperator;
  readonly operatorSpan: Span;
  readonly value: Expression;
}
export interface If extends Node {
  readonly kind: "if";
  readonly test: Expression;
  readonly body: readonly Statement[];
  /** `elif` is an `if` alone in here. A long elif chain is a list in `branches`, never deep. */
  readonly branches: readonly { readonly test: Expression; readonly body: readonly Statement[]; readonly span: Span }[];
  readonly otherwise: readonly Statement[];
}
export interface While extends Node {
  readonly kind: "while";
  readonly test: Expression;
  readonly body: readonly Statement[];
  readonly otherwise: readonly Statement[];
}
export interface For extends Node {
  readonly kind: "for";
  readonly target: Expression;
  readonly iterable: Expression;
  readonly body: readonly Statement[];
  readonly otherwise: readonly Statement[];
}
export interface Return extends Node {
  readonly kind: "return";
  readonly value: Expression | null;
}
export interface Pass extends Node {
  readonly kind: "pass";
}
export interface Break extends Node {
  readonly kind: "break";
}
export interface Continue extends Node {
  readonly kind: "continue";
}
export interface Assert extends Node {
  readonly kind: "assert";
  readonly test: Expression;
  readonly message: Expression | null;
}
export interface Raise extends Node {
  readonly kind: "raise";
  readonly exception: Expression | null;
  readonly cause: Expression | null;
}
export interface ExceptHandler extends Node {
  /** A name, an attribute or a tuple of these; null is a bare `except:`. */
  readonly exceptions: Expression | null;
  readonly name: Identifier | null;
  readonly body: readonly Statement[];
}
export interface Try extends Node {
  readonly kind: "try";
  readonly body: readonly Statement[];
  readonly handlers: readonly ExceptHandler[];
  readonly otherwise: readonly Statement[];
  readonly finalizer: readonly Statement[];
}
export interface With extends Node {
  readonly kind: "with";
  readonly items: readonly { readonly context: Expression; readonly target: Expression | null }[];
  readonly body: readonly Statement[];
}
export interface Delete extends Node {
  readonly kind: "delete";
  readonly targets: readonly Expression[];
}
export interface Global extends Node {
  readonly kind: "global";
  readonly names: readonly Identifier[];
}
export interface Nonlocal extends Node {
  readonly kind: "nonlocal";
  readonly names: readonly Identifier[];
}
export interface ImportAlias extends Node {
  /** `a.b.c` as parts. */
  readonly path: readonly Identifier[];
  readonly alias: Identifier | null;
}
export interface Import extends Node {
  readonly kind: "import";
  readonly modules: readonly ImportAlias[];
}
export interface FromImport extends Node {
  readonly kind: "fromImport";
  readonly path: readonly Identifier[];
  /** Each has a one-part path. Empty where `star`. */
  readonly names: readonly ImportAlias[];
  readonly star: boolean;
  /** Leading dots of a relative import. */
  readonly level: number;
}
export interface Parameter extends Node {
  readonly name: Identifier;
  readonly annotation: Expression | null;
  readonly defaultValue: Expression | null;
  readonly kind: "positionalOnly" | "positional" | "star" | "keywordOnly" | "doubleStar";
}
/** In source order. A bare `*` leaves no entry: those behind it are keywordOnly. */
export type Parameters = readonly Parameter[];
export interface FunctionDefinition extends Node {
  readonly kind: "function";
  readonly name: Identifier;
  readonly parameters: Parameters;
  readonly returns: Expression | null;
  readonly body: readonly Statement[];
  readonly decorators: readonly Expression[];
  readonly docstring: string | null;
}
export interface ClassDefinition extends Node {
  readonly kind: "class";
  readonly name: Identifier;
  readonly bases: readonly Argument[];
  readonly body: readonly Statement[];
  readonly decorators: readonly Expression[];
  readonly docstring: string | null;
}
export interface ErrorStatement extends Node {
  readonly kind: "error";
}

/** A whole file. */
export interface Module {
  readonly file: import("../base/span.ts").SourceFile;
  readonly body: readonly Statement[];
  readonly docstring: string | null;
  readonly span: Span;
}
