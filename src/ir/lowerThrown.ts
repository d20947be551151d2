// Exceptions and values that wait in a generator's record, in slots of their
// own: put there from outside, taken out where the generator goes on.

import type { TypedExpression, TypedStatement } from "../check/program.ts";
import { nodePrices } from "../library/prices.ts";
import type { Type } from "../types/type.ts";
import { i32, not, nullReference, operation, slot } from "./build.ts";
import type { FunctionBuilder } from "./functionBuilder.ts";
import { generatorSlots, generatorStates } from "./generatorLayout.ts";
import type { Expression } from "./ir.ts";
import { chooseByType, takeOut } from "./lowerCalls.ts";
import type { Choice } from "./lowerCalls.ts";
import { guardFrozen } from "./lowerStorage.ts";
import { raiseIf } from "./raising.ts";
import { discard, give, ownedValue, protect, repeatable } from "./values.ts";
import type { Value } from "./values.ts";

type Node = TypedExpression & { readonly kind: "thrown" };

/** Moved out of the generator, null being the one that runs. */
export function lowerThrown(f: FunctionBuilder, node: Node, operand: Value | null): Value {
  const target = f.ownedTemporary();
  if (node.generator === null || operand === null) {
    const home = node.isValue ? f.sentHome : f.thrownHome;
    if (home === null) throw new RangeError(`nothing waits for ${f.source.name}`);
    f.setLocal(target, f.read(home));
    f.write(home, nullReference);
    return ownedValue(target);
  }
  const generator = repeatable(f, protect(f, operand));
  const object = generator.expression;
  const choices = waitingChoices(f, node.generator.type, object, node.isValue, (index) => takeOut(f, object, index, target));
  if (choices.length === 0) f.setLocal(target, nullReference);
  chooseByType(f, object, choices);
  discard(f, generator);
  return ownedValue(target);
}

type Statement = TypedStatement & { readonly kind: "setThrown" };

export function lowerSetThrown(f: FunctionBuilder, statement: Statement, given: Value, value: Value): void {
  f.charge(nodePrices.slot);
  const generator = repeatable(f, protect(f, given));
  const sent = repeatable(f, protect(f, value));
  const object = generator.expression;
  guardFrozen(f, object, statement.span);
  if (statement.isValue) refuseEarly(f, object, sent.expression, statement);
  give(f, sent, (waiting) => {
    const choices = waitingChoices(f, statement.generator.type, object, statement.isValue, (index) => {
      if (index === null) return f.emit({ kind: "release", value: waiting });
      f.emit({ kind: "release", value: slot(object, index, "ref") });
      f.emit({ kind: "setSlot", object, slot: index, representation: "ref", value: waiting });
    });
    if (choices.length === 0) f.emit({ kind: "release", value: waiting });
    chooseByType(f, object, choices);
  });
  discard(f, generator);
}

/** Nothing has asked for a value yet in a generator that has not begun. */
function refuseEarly(f: FunctionBuilder, object: Expression, value: Expression, { span }: Statement): void {
  const isEarly = operation("i32.eq", slot(object, generatorSlots.state, "i32"), i32(generatorStates.start));
  raiseIf(
    f,
    operation("i32.and", isEarly, not(operation("ref.isnull", value))),
    "TypeError",
    "can't send non-None value to a just-started generator",
    span,
  );
}

function waitingChoices(
  f: FunctionBuilder,
  type: Type,
  object: Expression,
  isValue: boolean,
  lower: (index: number | null) => void,
): Choice[] {
  if (type.kind !== "generator") throw new RangeError(`a generator expected, not ${type.kind}`);
  return type.sources.flatMap((source): Choice[] => {
    const index = f.module.waitingSlotOf(source.id, isValue);
    return index === undefined ? [] : [{ ids: [f.module.heapTypes.idOfGenerator(source)], lower: () => lower(index) }];
  });
}
