// Exceptions that wait in a generator's record, in a slot of their own: put
// there from outside, taken out where the generator goes on.

import type { TypedExpression, TypedStatement } from "../check/program.ts";
import { nodePrices } from "../library/prices.ts";
import type { Type } from "../types/type.ts";
import { nullReference, slot } from "./build.ts";
import type { FunctionBuilder } from "./functionBuilder.ts";
import type { Expression } from "./ir.ts";
import { chooseByType, takeOut } from "./lowerCalls.ts";
import type { Choice } from "./lowerCalls.ts";
import { guardFrozen } from "./lowerStorage.ts";
import { discard, give, ownedValue, protect, repeatable } from "./values.ts";
import type { Value } from "./values.ts";

type Node = TypedExpression & { readonly kind: "thrown" };

/** Moved out of the generator, null being the one that runs. */
export function lowerThrown(f: FunctionBuilder, node: Node, operand: Value | null): Value {
  const target = f.ownedTemporary();
  if (node.generator === null || operand === null) {
    if (f.thrownHome === null) throw new RangeError(`nothing is thrown into ${f.source.name}`);
    f.setLocal(target, f.read(f.thrownHome));
    f.write(f.thrownHome, nullReference);
    return ownedValue(target);
  }
  const generator = repeatable(f, protect(f, operand));
  const object = generator.expression;
  const choices = thrownChoices(f, node.generator.type, object, (index) => takeOut(f, object, index, target));
  if (choices.length === 0) f.setLocal(target, nullReference);
  chooseByType(f, object, choices);
  discard(f, generator);
  return ownedValue(target);
}

export function lowerSetThrown(
  f: FunctionBuilder,
  statement: TypedStatement & { readonly kind: "setThrown" },
  given: Value,
  value: Value,
): void {
  f.charge(nodePrices.slot);
  const generator = repeatable(f, protect(f, given));
  const object = generator.expression;
  guardFrozen(f, object, statement.span);
  give(f, value, (exception) => {
    const choices = thrownChoices(f, statement.generator.type, object, (index) => {
      if (index === null) return f.emit({ kind: "release", value: exception });
      f.emit({ kind: "release", value: slot(object, index, "ref") });
      f.emit({ kind: "setSlot", object, slot: index, representation: "ref", value: exception });
    });
    if (choices.length === 0) f.emit({ kind: "release", value: exception });
    chooseByType(f, object, choices);
  });
  discard(f, generator);
}

function thrownChoices(f: FunctionBuilder, type: Type, object: Expression, lower: (index: number | null) => void): Choice[] {
  if (type.kind !== "generator") throw new RangeError(`a generator expected, not ${type.kind}`);
  return type.sources.flatMap((source): Choice[] => {
    const index = f.module.thrownSlotOf(source.id);
    return index === undefined ? [] : [{ ids: [f.module.heapTypes.idOfGenerator(source)], lower: () => lower(index) }];
  });
}
