// Every node of a tree, parents before children and in source order, for
// passes that only look for something.

/** Anything with a place: expressions, statements, patterns, arguments, parameters. */
export interface Placed {
  readonly kind?: string;
  readonly span: { readonly start: number; readonly end: number };
}

/** A long chain is flat and block nesting is limited, so recursion is shallow. `enter` answers whether to go on below. */
export function walkTree(node: unknown, enter: (node: Placed) => boolean): void {
  if (Array.isArray(node)) {
    for (const item of node) walkTree(item, enter);
    return;
  }
  if (typeof node !== "object" || node === null) return;
  if ("span" in node && !enter(node as Placed)) return;
  const fields = node as Readonly<Record<string, unknown>>;
  // Whole programs are walked often: without a list of each node's fields.
  for (const name in fields) {
    const value = fields[name];
    if (typeof value === "object") walkTree(value, enter);
  }
}
