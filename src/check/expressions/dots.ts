// `...` among the indexes of an array stands for as many whole axes as the
// others leave.

import type { Expression } from "../../syntax/ast.ts";
import { arrayRank } from "../calls/elementwise.ts";
import type { TypedExpression } from "../program.ts";

/** `a[..., 0]`: the indexes with whole axes in place of the dots; null where there are none. */
export function withoutDots(index: Expression, object: TypedExpression): readonly Expression[] | null {
  const rank = arrayRank(object.type);
  const items = index.kind === "tuple" ? index.items : [index];
  const at = items.findIndex(({ kind }) => kind === "ellipsis");
  if (rank === 0 || at < 0) return null;
  const others = items.filter((item) => item.kind !== "ellipsis" && !isNewAxis(item)).length;
  const whole = Array.from({ length: Math.max(rank - others, 0) }, (): Expression => ({
    kind: "slice",
    lower: null,
    upper: null,
    step: null,
    span: items[at]?.span ?? index.span,
  }));
  return [...items.slice(0, at), ...whole, ...items.slice(at + 1)];
}

/** `np.newaxis` or None among the indexes. */
export function isNewAxis(item: Expression): boolean {
  return item.kind === "none" || (item.kind === "attribute" && item.name.name === "newaxis");
}
