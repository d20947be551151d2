// `match` and its patterns, as part of the syntax tree.

import type { Expression, Identifier, Node, Statement } from "./ast.ts";

export interface Match extends Node {
  readonly kind: "match";
  readonly subject: Expression;
  readonly cases: readonly MatchCase[];
}
export interface MatchCase extends Node {
  readonly pattern: Pattern;
  readonly guard: Expression | null;
  readonly body: readonly Statement[];
}

export type Pattern =
  | (Node & { readonly kind: "wildcard" })
  | (Node & { readonly kind: "capture"; readonly name: Identifier })
  /** A literal or a dotted name. */
  | (Node & { readonly kind: "value"; readonly value: Expression })
  | (Node & { readonly kind: "sequence"; readonly items: readonly Pattern[] })
  | (Node & { readonly kind: "star"; readonly name: Identifier | null })
  | (Node & {
      readonly kind: "mapping";
      readonly keys: readonly Expression[];
      readonly values: readonly Pattern[];
      readonly rest: Identifier | null;
    })
  | (Node & {
      readonly kind: "class";
      readonly class: Expression;
      readonly positional: readonly Pattern[];
      readonly keywords: readonly { readonly name: Identifier; readonly pattern: Pattern }[];
    })
  | (Node & { readonly kind: "or"; readonly alternatives: readonly Pattern[] })
  | (Node & { readonly kind: "as"; readonly pattern: Pattern; readonly name: Identifier });
