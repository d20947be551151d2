// Intrinsics over texts. Prices that depend on lengths are charged before the
// work; `appendText` alone charges for itself, because only it knows whether
// it copies.

import { intrinsics } from "../library/intrinsics.ts";
import type { Price } from "../library/intrinsics.ts";
import { choose, i32, i64, local, longLength, not, operation } from "./build.ts";
import type { FunctionBuilder } from "./functionBuilder.ts";
import { constantOf, operandAt } from "./intrinsicLowering.ts";
import type { IntrinsicFamily, IntrinsicLowering, IntrinsicNode } from "./intrinsicLowering.ts";
import type { Expression } from "./ir.ts";
import { isNonNegative } from "./nonNegative.ts";
import { raiseIf, trapIf } from "./raising.ts";
import { derive, discard, noneValue, owned, ownedValue, repeatable } from "./values.ts";
import type { Value } from "./values.ts";

/** No object has more elements or code points; longer requests are for this many, which no limit allows. */
const mostElements = 2 ** 31 - 1;

/** The i32 length for an allocation of `size` elements; a negative one (the library's mistake) becomes too large too. */
export function allocationLength(size: Expression): Expression {
  const fits = operation("i64.lt_u", size, i64(BigInt(mostElements)));
  return choose(fits, operation("i32.from_i64", size), i32(mostElements), "i32");
}

/** Charges by a length that is not an argument. */
function chargeLength(f: FunctionBuilder, node: IntrinsicNode, size: Expression): void {
  const price: Price = intrinsics[node.name].price;
  f.chargeSize(0, price.each ?? 0, size, f.site(node.span));
}

/** `start <= size - count` and all of them not negative, in arithmetic that cannot overflow; traps otherwise. */
export function testRange(f: FunctionBuilder, node: IntrinsicNode, start: Expression, count: Expression, size: Expression): void {
  const countFits = not(operation("i64.lt_u", size, count));
  const startFits = not(operation("i64.lt_u", operation("i64.sub", size, count), start));
  const outside = not(choose(countFits, startFits, i32(0), "i32"));
  trapIf(f, outside, "WG501", "range outside of the buffer", node.span);
}

/** An index that may count from the end becomes one from the start; raises where it is outside. */
export function normalizeIndex(f: FunctionBuilder, node: IntrinsicNode, index: Value, size: Expression, message: string): Expression {
  const known = constantOf(index);
  if (isNonNegative(f, node.arguments[1])) {
    raiseIf(f, not(operation("i64.lt_u", index.expression, size)), "IndexError", message, node.span);
    return index.expression;
  }
  const position = f.temporary("i64");
  if (typeof known === "bigint") {
    f.setLocal(position, known < 0n ? operation("i64.add", index.expression, size) : index.expression);
  } else {
    const fromEnd = operation("i64.add", index.expression, size);
    f.setLocal(position, choose(operation("i64.lt_s", index.expression, i64(0n)), fromEnd, index.expression, "i64"));
  }
  const outside = not(operation("i64.lt_u", local(position), size));
  raiseIf(f, outside, "IndexError", message, node.span);
  return local(position);
}

function toPosition(index: Expression): Expression {
  return operation("i32.from_i64", index);
}

const characterAt: IntrinsicLowering = (f, node, operands) => {
  const text = repeatable(f, operandAt(operands, 0));
  const index = repeatable(f, operandAt(operands, 1));
  const position = normalizeIndex(f, node, index, longLength(text.expression), "string index out of range");
  const made = f.ownedTemporary();
  const code: Expression = { kind: "code", text: text.expression, index: toPosition(position) };
  f.setLocal(made, { kind: "characterText", code, site: f.site(node.span) });
  discard(f, text, index);
  return ownedValue(made);
};

const codeAt: IntrinsicLowering = (f, node, operands) => {
  const text = repeatable(f, operandAt(operands, 0));
  const index = repeatable(f, operandAt(operands, 1));
  const outside = not(operation("i64.lt_u", index.expression, longLength(text.expression)));
  trapIf(f, outside, "WG501", "code point outside of the string", node.span);
  const code: Expression = { kind: "code", text: text.expression, index: toPosition(index.expression) };
  return derive(f, operation("i64.from_i32_u", code), { representation: "i64", from: [text, index], isVolatile: true });
};

const newText: IntrinsicLowering = (f, node, operands) => {
  const size = repeatable(f, operandAt(operands, 0));
  const made = f.ownedTemporary();
  f.setLocal(made, { kind: "newText", length: allocationLength(size.expression), site: f.site(node.span) });
  discard(f, size);
  return ownedValue(made);
};

const putCode: IntrinsicLowering = (f, node, operands) => {
  const text = repeatable(f, operandAt(operands, 0));
  const index = repeatable(f, operandAt(operands, 1));
  const code = operandAt(operands, 2);
  const outside = not(operation("i64.lt_u", index.expression, longLength(text.expression)));
  trapIf(f, outside, "WG501", "code point outside of the string", node.span);
  f.emit({ kind: "setCode", text: text.expression, index: toPosition(index.expression), code: toPosition(code.expression) });
  discard(f, text, index, code);
  return noneValue;
};

const copyCodes: IntrinsicLowering = (f, node, operands) => {
  const parts = operands.map((operand) => repeatable(f, operand));
  const [to, at, from, start, count] = [0, 1, 2, 3, 4].map((index) => operandAt(parts, index).expression) as FiveExpressions;
  testRange(f, node, at, count, longLength(to));
  testRange(f, node, start, count, longLength(from));
  f.emit({ kind: "copyCodes", to, at: toPosition(at), from, start: toPosition(start), count: toPosition(count) });
  discard(f, ...parts);
  return noneValue;
};

export type FiveExpressions = [Expression, Expression, Expression, Expression, Expression];

const append: IntrinsicLowering = (f, node, operands) => {
  if (!f.charged) return joinTexts(f, node, operands);
  const right = repeatable(f, operandAt(operands, 1));
  const moved = f.moving !== null && node.arguments[0] === f.moving ? f.takeMoving() : null;
  const left = moved === null ? owned(f, operandAt(operands, 0)) : ownedValue(moved);
  const target = left.ownership === "owned" ? (left.holds[0] ?? f.ownedTemporary()) : f.ownedTemporary();
  f.setLocal(target, { kind: "appendText", left: left.expression, right: right.expression, site: f.site(node.span) });
  discard(f, right);
  return ownedValue(target);
};

/** Where nothing may be charged: always a new text. */
function joinTexts(f: FunctionBuilder, node: IntrinsicNode, operands: readonly Value[]): Value {
  const left = repeatable(f, operandAt(operands, 0));
  const right = repeatable(f, operandAt(operands, 1));
  const made = f.ownedTemporary();
  const leftLength: Expression = { kind: "length", object: left.expression };
  const rightLength: Expression = { kind: "length", object: right.expression };
  const total = operation("i64.add", longLength(left.expression), longLength(right.expression));
  f.setLocal(made, { kind: "newText", length: allocationLength(total), site: f.site(node.span) });
  f.emit({ kind: "copyCodes", to: local(made), at: i32(0), from: left.expression, start: i32(0), count: leftLength });
  f.emit({ kind: "copyCodes", to: local(made), at: leftLength, from: right.expression, start: i32(0), count: rightLength });
  discard(f, left, right);
  return ownedValue(made);
}

/** Where no more than a few code points decide, nothing more is charged than the base. */
function chargeCompared(f: FunctionBuilder, node: IntrinsicNode, work: Expression): void {
  if (!f.charged) return;
  const size = f.temporary("i32");
  f.setLocal(size, work);
  const then = f.arm(() => chargeLength(f, node, operation("i64.from_i32_u", local(size))));
  f.emit({ kind: "if", test: local(size), then, else: [] });
}

function comparing(name: "textEqual" | "textCompare", work: "equalWork" | "compareWork"): IntrinsicLowering {
  return (f, node, operands) => {
    const left = repeatable(f, operandAt(operands, 0));
    const right = repeatable(f, operandAt(operands, 1));
    chargeCompared(f, node, { kind: work, left: left.expression, right: right.expression });
    const compared: Expression = { kind: name, left: left.expression, right: right.expression };
    const expression = name === "textEqual" ? compared : operation("i64.from_i32_s", compared);
    const representation = name === "textEqual" ? "i32" : "i64";
    return derive(f, expression, { representation, from: [left, right], isVolatile: true });
  };
}

const hash: IntrinsicLowering = (f, node, operands) => {
  const text = repeatable(f, operandAt(operands, 0));
  chargeLength(f, node, longLength(text.expression));
  return derive(f, { kind: "textHash", text: text.expression }, { representation: "i64", from: [text], isVolatile: true });
};

const print: IntrinsicLowering = (f, node, operands) => {
  const text = repeatable(f, operandAt(operands, 0));
  chargeLength(f, node, longLength(text.expression));
  f.emit({ kind: "print", text: text.expression, site: f.site(node.span) });
  discard(f, text);
  return noneValue;
};

const textLength: IntrinsicLowering = (f, _node, operands) => {
  const text = operandAt(operands, 0);
  return derive(f, longLength(text.expression), { representation: "i64", from: [text] });
};

export const textLowerings = {
  str_len: textLength,
  str_code: codeAt,
  str_at: characterAt,
  str_new: newText,
  str_put: putCode,
  str_copy: copyCodes,
  str_append: append,
  str_eq: comparing("textEqual", "equalWork"),
  str_compare: comparing("textCompare", "compareWork"),
  str_hash: hash,
  print_text: print,
} as const satisfies IntrinsicFamily;
