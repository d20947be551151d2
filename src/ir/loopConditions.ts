// What is tested before the quick version of a counted loop (`aheadLoops.ts`):
// that it has some turns, that counter and ints are small, what its turns rely
// on, and that the fuel lasts.

import { choose, i32, i64, local, operation } from "./build.ts";
import type { CountingLoop } from "./countedLoops.ts";
import type { Expression, LocalId } from "./ir.ts";
import { smallLimit } from "./loopValues.ts";

/** Fewer turns do not pay for the tests. */
const fewestTurns = 4;

/** As an i64, once the counter is known to be below the end. */
export function turnsOf({ counter, stop, isNarrow }: Pick<CountingLoop, "counter" | "stop" | "isNarrow">): Expression {
  if (isNarrow) return operation("i64.from_i32_s", operation("i32.sub", stop, local(counter)));
  return operation("i64.sub", stop, local(counter));
}

/** Some turns, within bounds that are small, and the ints of `needs` small as well. */
export function boundsOf(counted: CountingLoop, needs: ReadonlySet<LocalId>): readonly Expression[] {
  const { counter, stop, isNarrow } = counted;
  const ofCounter = isNarrow
    ? [operation("i32.ge_s", local(counter), i32(0)), operation("i32.lt_s", local(counter), stop)]
    : [isSmall(stop), operation("i64.lt_u", local(counter), stop)];
  return [operation("i64.ge_s", turnsOf(counted), i64(fewestTurns)), ...ofCounter, ...Array.from(needs, (id) => isSmall(local(id)))];
}

function isSmall(x: Expression): Expression {
  return operation("i64.lt_u", x, i64(smallLimit));
}

export function lasts(fuel: Expression): Expression {
  return operation("i64.ge_s", { kind: "fuelLeft" }, fuel);
}

/** Cheap ones first; none is evaluated behind one that fails. */
export function allOf(tests: readonly Expression[]): Expression {
  return tests.reduceRight((rest, test) => (rest.kind === "i32" ? test : choose(test, rest, i32(0), "i32")), i32(1));
}
