// `OSError(2, "gone")` is a FileNotFoundError: Python chooses the class by the
// number, where the class that is named is OSError itself and two to five
// arguments are given. Numbers are those of Linux.

import type { Span } from "../../base/span.ts";
import { membersOf } from "../../types/join.ts";
import { shallow } from "../../types/variables.ts";
import type { ClassDeclaration } from "../declarations.ts";
import { unsupported } from "../errors/types.ts";
import type { Actual, Frame } from "../frame.ts";
import { typeOf } from "../frame.ts";
import type { TypedExpression } from "../program.ts";

const numbersOf: readonly (readonly [string, readonly number[]])[] = [
  ["PermissionError", [1, 13]],
  ["FileNotFoundError", [2]],
  ["ProcessLookupError", [3]],
  ["InterruptedError", [4]],
  ["ChildProcessError", [10]],
  ["BlockingIOError", [11, 114, 115]],
  ["FileExistsError", [17]],
  ["NotADirectoryError", [20]],
  ["IsADirectoryError", [21]],
  ["BrokenPipeError", [32, 108]],
  ["ConnectionAbortedError", [103]],
  ["ConnectionResetError", [104]],
  ["TimeoutError", [110]],
  ["ConnectionRefusedError", [111]],
];

const rewrite = 'name the class of the number: `FileNotFoundError(2, "...")`, or leave the number out: `OSError("...")`';

/** The class of what `declaration(...)` makes; null where the number is not known and that was reported. */
export function classByNumber(
  frame: Frame,
  declaration: ClassDeclaration,
  actuals: readonly Actual[],
  span: Span,
): ClassDeclaration | null {
  if (declaration.info.name !== "OSError" || declaration !== frame.session.coreClass("OSError")) return declaration;
  const isStarred = actuals.some(({ kind }) => kind === "star");
  const [first] = actuals;
  if (first === undefined || (!isStarred && (actuals.length < 2 || actuals.length > 5))) return declaration;
  const number = isStarred ? null : writtenNumber(first.value);
  if (number !== null) return classOf(frame, number) ?? declaration;
  if (!isStarred && !mayBeNumber(first.value)) return declaration;
  frame.report(span, unsupported(isStarred ? "`OSError(*values)`" : "`OSError` of a number that is computed", rewrite));
  return null;
}

function classOf(frame: Frame, number: number): ClassDeclaration | undefined {
  const name = numbersOf.find(([, numbers]) => numbers.includes(number))?.[0];
  return name === undefined ? undefined : frame.session.coreClass(name);
}

function writtenNumber(value: TypedExpression): number | null {
  if (value.kind !== "literal") return null;
  return typeof value.value === "bigint" || typeof value.value === "boolean" ? Number(value.value) : null;
}

function mayBeNumber(value: TypedExpression): boolean {
  const type = typeOf(value);
  const members = type.kind === "union" ? membersOf(type).map(shallow) : [type];
  return members.some(({ kind }) => kind === "int" || kind === "bool" || kind === "u64");
}
