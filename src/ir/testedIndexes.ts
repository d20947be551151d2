// Sums that are tested as indexes right behind, in a quick version of a function
// (`aheadFunctions.ts`): such a one may overflow unseen where one side is small,
// as what comes of it is no index.

import type { Expression, Instruction, LabelId, LocalId } from "./ir.ts";

interface Tested {
  readonly isCount: (x: Expression) => boolean;
  /** Where the slow version is. */
  readonly restart: LabelId;
}

/** `i = ...; j = i < 0 ? i + length : i; unless j < length: go slow`, or without a case for what is negative. */
export function isTestedIndex(body: readonly Instruction[], at: number, by: Tested): boolean {
  const [set, second, third] = [body[at], body[at + 1], body[at + 2]];
  if (set?.kind !== "setLocal" || second === undefined) return false;
  if (isIndexTest(second, set.local, by)) return true;
  if (second.kind !== "setLocal" || second.value.kind !== "choose" || third === undefined || !isIndexTest(third, second.local, by))
    return false;
  const { test, then, else: otherwise } = second.value;
  return isLocal(otherwise, set.local) && isOperation(test, "i64.lt_s", set.local) && isOperation(then, "i64.add", set.local);
}

function isIndexTest(x: Instruction, id: LocalId, { isCount, restart }: Tested): boolean {
  if (x.kind !== "if" || x.else.length > 0 || x.then.length !== 1) return false;
  const [only] = x.then;
  if (only?.kind !== "branch" || only.label !== restart) return false;
  if (x.test.kind !== "operation" || x.test.operation !== "i32.eqz") return false;
  const [less] = x.test.operands;
  const length = less?.kind === "operation" ? less.operands[1] : undefined;
  return less !== undefined && length !== undefined && isOperation(less, "i64.lt_u", id) && isCount(length);
}

function isOperation(x: Expression, name: string, first: LocalId): boolean {
  const [operand] = x.kind === "operation" && x.operation === name ? x.operands : [];
  return operand !== undefined && isLocal(operand, first);
}

const isLocal = (x: Expression, id: LocalId): boolean => x.kind === "local" && x.local === id;
