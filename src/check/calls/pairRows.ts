// `dict(line.split("=") for line in lines)`: rows whose length only the run
// knows stand where pairs are wanted. Each is looked at on the way: two items
// are a pair, any other number is CPython's ValueError.

import { isList } from "../../types/classes.ts";
import { shallow } from "../../types/variables.ts";
import type { Actual, Frame, FunctionCall } from "../frame.ts";
import { elementOf } from "../iteration/element.ts";
import { siteOf } from "../iteration/sources.ts";
import { callCore } from "./core.ts";

const takingPairs = new Set(["dict", "OrderedDict", "defaultdict"]);

/** The call with its rows as pairs; the call itself where there are none. */
export function withPairs(frame: Frame, call: FunctionCall): FunctionCall {
  const [declaration] = call.overloads;
  const owner = declaration?.owner?.info.name;
  if (declaration?.file.info.isLibrary !== true || owner === undefined || !takingPairs.has(owner)) return call;
  if (declaration.name !== "__init__" && declaration.name !== "update") return call;
  const actuals = call.actuals.map((actual, index) => asPairs(frame, actual, siteOf(call.site, `pairs ${index}`)));
  return actuals.every((actual, index) => actual === call.actuals[index]) ? call : { ...call, actuals };
}

function asPairs(frame: Frame, actual: Actual, site: object): Actual {
  const element = actual.kind === "positional" ? elementOf(frame.session, actual.value.type) : null;
  if (element === null) return actual;
  const row = shallow(element);
  const isRow = row.kind === "variadic" || (row.kind === "instance" && isList(row));
  return isRow ? { ...actual, value: callCore(frame, "_pairs_of", [actual.value], site, actual.span) } : actual;
}
