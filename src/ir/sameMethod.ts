// Whether two closures are the same method of the same object: each naming of
// `a.go` makes a closure of its own, at each place under a number of its own.

import { representationOf } from "../types/layouts.ts";
import { NONE } from "../types/primitives.ts";
import type { ClosureInfo, Type } from "../types/type.ts";
import { choose, i32, operation } from "./build.ts";
import type { FunctionBuilder } from "./functionBuilder.ts";
import type { Expression } from "./ir.ts";

/** `otherwise` where they are not. */
export function orSameMethod(
  f: FunctionBuilder,
  left: Expression,
  right: Expression,
  types: readonly Type[],
  otherwise: Expression,
): Expression {
  const numberOf = (closure: ClosureInfo): number => f.module.heapTypes.idOfClosure(closure);
  return methodsOf(types).reduce((rest, [first, second]) => {
    const isIt = sameMethod(left, right, first.map(numberOf), second.map(numberOf));
    return choose(isIt, i32(1), rest, "i32");
  }, otherwise);
}

/** For each name of a method the closures that both may be. */
function methodsOf(types: readonly Type[]): [ClosureInfo[], ClosureInfo[]][] {
  const [first = [], second = []] = types.map((type) =>
    type.kind === "function"
      ? type.closures.filter(({ method, captures }) => method !== null && representationOf(captures[0]?.type ?? NONE) === "ref")
      : [],
  );
  return [...new Set(first.map(({ method }) => method))].flatMap((name): [ClosureInfo[], ClosureInfo[]][] => {
    const [ones, others] = [first, second].map((all) => all.filter(({ method }) => method === name)) as [ClosureInfo[], ClosureInfo[]];
    return others.length === 0 ? [] : [[ones, others]];
  });
}

function sameMethod(left: Expression, right: Expression, first: readonly number[], second: readonly number[]): Expression {
  const object = (of: Expression): Expression => ({ kind: "slot", object: of, slot: 0, representation: "ref" });
  const isSameObject = operation("ref.eq", object(left), object(right));
  return choose(isOneOf(left, first), choose(isOneOf(right, second), isSameObject, i32(0), "i32"), i32(0), "i32");
}

/** Is the number of its type among these? */
export function isOneOf(object: Expression, ids: readonly number[]): Expression {
  const id: Expression = { kind: "typeId", object };
  return ids.reduce<Expression>((rest, one) => choose(operation("i32.eq", id, i32(one)), i32(1), rest, "i32"), i32(0));
}
