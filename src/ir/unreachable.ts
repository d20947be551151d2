// Cuts what stands behind a trap, a return or a branch in the same list: no
// label leads into the middle of one. Lowering leaves such code where a value
// can never come to be (the item of an empty tuple), and it may not even fit
// its place: None where an int is wanted.

import type { Instruction } from "./ir.ts";

/** Shortens the lists of a function's body in place, nested ones without recursion. */
export function cutUnreachable(body: readonly Instruction[]): void {
  const pending: (readonly Instruction[])[] = [body];
  for (let list = pending.pop(); list !== undefined; list = pending.pop()) {
    const end = list.findIndex(isLast);
    // Lowering has made the lists and has just finished with them.
    if (end >= 0) (list as Instruction[]).length = end + 1;
    for (const instruction of list) {
      if (instruction.kind === "if") pending.push(instruction.then, instruction.else);
      else if (instruction.kind === "block" || instruction.kind === "loop") pending.push(instruction.body);
    }
  }
}

function isLast({ kind }: Instruction): boolean {
  return kind === "trap" || kind === "uncaught" || kind === "return" || kind === "branch" || kind === "branchTable";
}
