// Values that can never come to be: the item of a list nobody fills has the
// type None or never, wherever the program then uses it. Where such a value
// does not even fit its place, the run would have to stop before; the trap
// says so, and what stands behind it is cut.

import type { TypedExpression } from "../check/program.ts";
import { intrinsics } from "../library/intrinsics.ts";
import { zero } from "./build.ts";
import type { FunctionBuilder } from "./functionBuilder.ts";
import type { Representation } from "./ir.ts";
import { constant, discard } from "./values.ts";
import type { Value } from "./values.ts";

/** The value, as what its place holds. */
export function fit(f: FunctionBuilder, value: Value, wanted: Representation): Value {
  if (value.representation === wanted) return value;
  discard(f, value);
  f.emit({ kind: "trap", code: "WG512", message: ["a value that cannot come to be"], site: f.currentSite() });
  return constant(zero(wanted), wanted);
}

const scalars: ReadonlyMap<string, Representation> = new Map([
  ["int", "i64"],
  ["u64", "i64"],
  ["float", "f64"],
  ["bool", "i32"],
  ["str", "ref"],
]);

/** The operands of an intrinsic, as its signature wants them. */
export function fitOperands(
  f: FunctionBuilder,
  name: (TypedExpression & { readonly kind: "intrinsic" })["name"],
  values: readonly Value[],
): readonly Value[] {
  const { parameters } = intrinsics[name];
  return values.map((value, index) => fit(f, value, scalars.get(parameters[index] ?? "") ?? value.representation));
}
