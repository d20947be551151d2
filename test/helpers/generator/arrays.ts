// Expressions of numpy's arrays: four elements, or three rows of four, so that
// shapes always fit.

import type { Family } from "./maker.ts";
import { form } from "./tree.ts";
import type { Expression } from "./tree.ts";
import { boolType, floatType, intType } from "./types.ts";

export const arrays: Family = (m, type) => {
  if (type.kind !== "array") throw new Error("an array");
  m.import("import numpy as np");
  const to = form(type);
  const { element, rank } = type;
  const e = (): Expression => m.e(type);
  const literal = (): Expression => {
    const row = (): Expression => {
      const items = [0, 1, 2, 3].map(() =>
        element === "bool" ? form(boolType)`${m.pick(["True", "False"])}` : m.literal({ kind: element }),
      );
      return to`[${m.separated(type, items)}]`;
    };
    return rank === 1 ? to`np.array(${row()})` : to`np.array([${row()}, ${row()}, ${row()}])`;
  };
  const size = rank === 1 ? "4" : "(3, 4)";
  const of = (kind: "int" | "float" | "bool"): Expression => m.e({ kind: "array", element: kind, rank });
  if (element === "bool") {
    return [
      literal,
      () => to`(${of("int")} ${m.pick(["<", "<=", "==", "!=", ">", ">="])} ${of("int")})`,
      () => to`(${of("float")} ${m.pick(["<", ">="])} ${m.e(floatType)})`,
      () => to`(${e()} ${m.pick(["&", "|", "^"])} ${e()})`,
      () => to`(~${e()})`,
    ];
  }
  const scalar = (): Expression => (element === "int" ? form(intType)`${m.pick(["2", "3", "-1", "7"])}` : m.e(floatType));
  const all = [
    literal,
    literal,
    () => to`np.${m.pick(["zeros", "ones"])}(${size}${element === "int" ? ", dtype=int" : ""})`,
    () => to`np.full(${size}, ${scalar()})`,
    () => to`(${e()} ${m.pick(["+", "-", "*"])} ${e()})`,
    () => to`(${e()} ${m.pick(["+", "-", "*"])} ${e()})`,
    () => to`(${e()} ${m.pick(["+", "-", "*"])} ${scalar()})`,
    () => to`(${scalar()} ${m.pick(["+", "-", "*"])} ${e()})`,
    () => to`(-${e()})`,
    () => to`abs(${e()})`,
    () => to`np.where(${of("bool")}, ${e()}, ${e()})`,
    () => to`np.${m.pick(["minimum", "maximum"])}(${e()}, ${e()})`,
    () => to`np.roll(${e()}, ${m.pick(["1", "-1", "2"])}${rank === 2 ? m.pick([", 0", ", 1"]) : ""})`,
    () => to`${e()}.copy()`,
    () => to`np.clip(${e()}, ${element === "int" ? "-5, 9" : "-0.5, 4.0"})`,
  ];
  if (element === "int")
    all.push(
      () => to`(${e()} ${m.pick(["//", "%"])} 3)`,
      () => to`(${e()} & 7)`,
    );
  else {
    all.push(
      () => to`(${e()} / ${m.pick(["2.0", "-3.0"])})`,
      () => to`np.${m.pick(["floor", "ceil", "trunc", "rint", "sign"])}(${e()})`,
      () => to`np.sqrt(abs(${e()}))`,
      () => to`(${of("int")} * 0.5)`,
    );
    if (!m.options.forPython)
      all.push(
        () => to`np.${m.pick(["sin", "exp", "tanh", "cos"])}(${e()})`,
        () => to`(${e()} ** 3)`,
      );
  }
  if (rank === 1) {
    all.push(
      () => to`${m.e({ kind: "array", element, rank: 2 })}[${m.pick(["0", "-1", "1"])}]`,
      () => to`${m.e({ kind: "array", element, rank: 2 })}.sum(axis=0)`,
      () => to`${e()}[::-1]`,
      () => to`np.cumsum(${e()})`,
    );
    if (element === "int") all.push(() => to`np.arange(4)`);
    else all.push(() => to`np.linspace(0.0, ${m.pick(["1.0", "3.0"])}, 4)`);
  } else {
    all.push(
      () => to`(${e()} + ${m.e({ kind: "array", element, rank: 1 })})`,
      () => to`${e()}[::-1]`,
      () => to`${e()}[:, ::-1]`,
    );
  }
  return all;
};
