// Lists as arrays whose items nothing tells: `np.array([])` holds floats. What
// is not written as an empty list may only be unknown yet: the call waits until
// a round has found out nothing else; in the next one they hold floats.

import { isList } from "../../types/classes.ts";
import { shallow } from "../../types/variables.ts";
import type { Type } from "../../types/type.ts";
import type { Frame, FunctionCall } from "../frame.ts";
import { typeOf } from "../frame.ts";
import type { TypedExpression } from "../program.ts";

/** True where the call is to be left until its lists are known. */
export function awaitsItems(frame: Frame, call: FunctionCall): boolean {
  const [first] = call.overloads;
  if (first?.file.info.isLibrary !== true) return false;
  if (first.name !== "_array_of" && !/^_?numpy/.test(first.file.info.name)) return false;
  for (const { value } of call.actuals) settleWritten(frame, value);
  const open = call.actuals.map(({ value }) => openItem(value.type)).filter((item) => item !== null);
  if (open.length === 0 || first.name !== "_array_of") return false;
  const { lists } = frame.session;
  if (!lists.hold) {
    lists.wait = true;
    frame.session.noteChange(false);
    return true;
  }
  for (const item of open) if (item.kind === "variable") frame.session.grow(item.variable, { kind: "float" });
  return false;
}

/** `np.array([])` and `np.array([[], []])` */
function settleWritten(frame: Frame, value: TypedExpression): void {
  if (value.kind !== "list" || !isList(typeOf(value))) return;
  if (value.items.length > 0) return value.items.forEach((item) => settleWritten(frame, item));
  const element = openItem(value.type);
  if (element?.kind === "variable") frame.session.grow(element.variable, { kind: "float" });
}

/** What the innermost list holds, where nothing is known of it. */
function openItem(type: Type): Type | null {
  const list = shallow(type);
  if (!isList(list) || list.kind !== "instance") return null;
  const item = list.arguments[0];
  if (item === undefined) return null;
  return shallow(item).kind === "never" ? item : openItem(item);
}
