// One lowering for each intrinsic of the closed table: the type of the table
// below makes a missing one an error. The price is charged here, before the
// work; families charge for themselves only what depends on lengths.

import type { FaultCode } from "../base/codes/faults.ts";
import { intrinsics } from "../library/intrinsics.ts";
import type { IntrinsicName, Price } from "../library/intrinsics.ts";
import type { Type } from "../types/type.ts";
import { representationOf } from "../types/layouts.ts";
import { zero } from "./build.ts";
import type { FunctionBuilder } from "./functionBuilder.ts";
import { constantOf } from "./intrinsicLowering.ts";
import type { IntrinsicLowering, IntrinsicNode } from "./intrinsicLowering.ts";
import type { Representation } from "./ir.ts";
import { floatLowerings, intLowerings, truthLowerings } from "./lowerArithmetic.ts";
import { elementOf, listLowerings, storageLowerings } from "./lowerStorage.ts";
import { textLowerings } from "./lowerText.ts";
import { fitOperands } from "./neverValues.ts";
import { constant, derive, repeatable } from "./values.ts";
import type { Value } from "./values.ts";

/** In place of a value that never comes to be. */
function never(type: Type): Value {
  const representation = representationOf(type);
  return constant(zero(representation), representation);
}

const trapping =
  (code: FaultCode, message: string): IntrinsicLowering =>
  (f, node) => {
    f.emit({ kind: "trap", code, message: [message], site: f.site(node.span) });
    return never(node.type);
  };

const lowerings: Record<IntrinsicName, IntrinsicLowering> = {
  ...intLowerings,
  ...floatLowerings,
  ...truthLowerings,
  ...textLowerings,
  ...storageLowerings,
  ...listLowerings,
  instance_salt: (f) => derive(f, { kind: "runSeed" }, { representation: "i64", from: [] }),
  module_name: () => constant({ kind: "moduleName" }, "ref"),
  negative_power: trapping("WG527", "an int to a negative power, which is a float in Python: make the base a float"),
  complex_power: trapping("WG525", "a negative number to a power that is not whole: a complex number in Python"),
  unkept_argument: trapping("WG528", "`args` of an exception made with something else than texts, numbers and None"),
  unreachable: trapping("WG512", "a place that cannot be reached"),
};

/** Operands are evaluated, in order. */
export function lowerIntrinsic(f: FunctionBuilder, node: IntrinsicNode, operands: readonly Value[]): Value {
  return lowerings[node.name](f, node, chargeBySize(f, node, fitOperands(f, node.name, operands)));
}

/** The price without what depends on sizes; known before the operands are. */
export function chargeIntrinsic(f: FunctionBuilder, node: IntrinsicNode): void {
  // `appendText` charges for itself.
  if (node.name !== "str_append") f.charge(intrinsics[node.name].price.base);
}

const packedShare: Readonly<Record<Representation, number>> = { i64: 1, f64: 1, ref: 0.5, i32: 0.125 };

function priceOfElement(each: number, reference: number, representation: Representation): number {
  return each * packedShare[representation] + (representation === "ref" ? reference : 0);
}

function chargeBySize(f: FunctionBuilder, node: IntrinsicNode, operands: readonly Value[]): readonly Value[] {
  const { each: plain, sizeArgument, isPacked = false, reference = 0 }: Price = intrinsics[node.name].price;
  if (plain === undefined || sizeArgument === undefined || sizeArgument < 0) return operands;
  const each = isPacked ? priceOfElement(plain, reference, elementOf(node)) : plain;
  const prepared = operands.map((value) => repeatable(f, value));
  const size = prepared[sizeArgument];
  if (size === undefined) return prepared;
  const known = constantOf(size);
  if (typeof known === "bigint") f.charge(Math.ceil(each * Math.max(0, Number(known))));
  else f.chargeSize(0, each, size.expression, f.site(node.span));
  return prepared;
}
