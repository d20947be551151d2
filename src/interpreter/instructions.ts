// Instructions without a body of their own to register code.

import { representationOf } from "../ir/representation.ts";
import type { Expression, Instruction } from "../ir/ir.ts";
import type { TrapMessage } from "./code.ts";
import { flattenExpression, flattenOperands, flattenRow } from "./expressions.ts";
import type { Flattening } from "./flatten.ts";
import { control } from "./opcodes.ts";
import { copyWidth, slotOffset } from "./places.ts";

type Simple = Exclude<Instruction, { kind: "if" | "block" | "loop" | "branch" | "branchTable" }>;

const largestImmediate = 2 ** 31 - 1;

export function flattenSimple(f: Flattening, x: Simple, level: number): void {
  switch (x.kind) {
    case "charge":
      flattenCharge(f, x);
      return;
    case "chargeSize": {
      const [size = 0] = flattenOperands(f, [x.size], level);
      f.code.sizeCharges.push({ base: x.base, each: x.each });
      f.handler("chargeSize", 0, size, f.code.sizeCharges.length - 1, x.site);
      return;
    }
    case "spend": {
      const [amount = 0] = flattenOperands(f, [x.amount], level);
      f.handler("spend", 0, amount, 0);
      return;
    }
    case "setLocal":
      flattenExpression(f, x.value, level, x.local);
      return;
    case "evaluate":
      flattenExpression(f, x.value, level, f.temporary(level));
      return;
    case "return":
      flattenReturn(f, x.value, level);
      return;
    case "statement":
      if (f.code.mode.observed) f.handler("statement", 0, 0, 0, x.site);
      return;
    case "trap":
      flattenTrap(f, x, level);
      return;
    case "retain":
    case "release":
    case "uncaught":
    case "raise":
    case "print":
    case "setGlobal":
      flattenSingle(f, x, level);
      return;
    case "setSlot":
    case "setElement":
    case "setCode":
    case "copyElements":
    case "copyCodes":
    case "fillElements":
    case "retainRange":
    case "releaseRange":
      flattenStore(f, x, level);
  }
}

function flattenCharge(f: Flattening, x: Extract<Simple, { kind: "charge" }>): void {
  if (f.code.mode.profiled) {
    f.code.charges.push({ amount: x.amount, parts: x.parts });
    f.handler("chargeProfiled", 0, 0, f.code.charges.length - 1, x.site);
    return;
  }
  let rest = x.amount;
  for (; rest > largestImmediate; rest -= largestImmediate) f.code.emit(control.charge, largestImmediate, 0, 0, x.site);
  f.code.emit(control.charge, rest, 0, 0, x.site);
}

function flattenReturn(f: Flattening, value: Expression | null, level: number): void {
  if (value === null) {
    f.code.emit(control.returnNothing, 0, 0, 0, -1);
    return;
  }
  const [register = 0] = flattenOperands(f, [value], level);
  f.code.emit(control.return, 0, register, 0, -1);
}

function flattenTrap(f: Flattening, x: Extract<Simple, { kind: "trap" }>, level: number): void {
  const values = x.message.filter((part) => typeof part !== "string");
  const first = flattenRow(f, values, level);
  let offset = 0;
  const parts: TrapMessage["parts"] = x.message.map((part) =>
    typeof part === "string" ? part : { offset: offset++, kind: representationOf(part, f.of, f.code.module) ?? "i32" },
  );
  f.code.traps.push({ code: x.code, parts });
  f.handler("trap", 0, first, f.code.traps.length - 1, x.site);
}

type Single = Extract<Simple, { kind: "retain" | "release" | "uncaught" | "raise" | "print" | "setGlobal" }>;

function flattenSingle(f: Flattening, x: Single, level: number): void {
  const [value = 0] = flattenOperands(f, [x.kind === "print" ? x.text : x.value], level);
  switch (x.kind) {
    case "retain":
    case "release":
      f.handler(x.kind, 0, value, 0);
      return;
    case "raise":
      f.handler("raise", 0, value, x.again ? 1 : 0, x.site);
      return;
    case "uncaught":
      f.handler("uncaught", 0, value, 0, x.site);
      return;
    case "print":
      f.handler("print", 0, value, 0, x.site);
      return;
    case "setGlobal":
      f.handler("setGlobal", 0, value, x.global);
      return;
  }
}

type Store = Exclude<
  Simple,
  Single | Extract<Simple, { kind: "charge" | "chargeSize" | "spend" | "setLocal" | "evaluate" | "return" | "statement" | "trap" }>
>;

function flattenStore(f: Flattening, x: Store, level: number): void {
  switch (x.kind) {
    case "setSlot": {
      const [object = 0, value = 0] = flattenOperands(f, [x.object, x.value], level);
      const { offset, width } = slotOffset(x.slot, x.representation);
      f.handler(`setSlot ${width}`, object, value, offset);
      return;
    }
    case "setElement": {
      const [storage = 0, index = 0, value = 0] = flattenOperands(f, [x.storage, x.index, x.value], level);
      f.handler(`setElement ${x.representation}`, storage, index, value);
      return;
    }
    case "setCode": {
      const [text = 0, index = 0, code = 0] = flattenOperands(f, [x.text, x.index, x.code], level);
      f.handler("setCode", text, index, code);
      return;
    }
    case "copyElements":
      f.handler(`copyElements ${copyWidth(x.representation)}`, 0, rangeOperands(f, x, level), 0);
      return;
    case "copyCodes":
      f.handler("copyCodes", 0, rangeOperands(f, x, level), 0);
      return;
    case "fillElements":
      f.handler(`fillElements ${x.representation}`, 0, flattenRow(f, [x.storage, x.start, x.count, x.value], level), 0);
      return;
    case "retainRange":
    case "releaseRange":
      f.handler(x.kind, 0, flattenRow(f, [x.storage, x.start, x.count], level), 0);
      return;
  }
}

function rangeOperands(f: Flattening, x: Extract<Store, { kind: "copyElements" | "copyCodes" }>, level: number): number {
  return flattenRow(f, [x.to, x.at, x.from, x.start, x.count], level);
}
