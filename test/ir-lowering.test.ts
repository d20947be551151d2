// Lowering of straight code, branches, loops, calls and objects: hand-built
// typed programs, run in both tiers.

import { describe, expect, test } from "vitest";
import type { TypedFunction } from "../src/check/program.ts";
import { FLOAT, INT, NONE, STR } from "../src/types/primitives.ts";
import type { Type } from "../src/types/type.ts";
import { expectNoLeak, runLowered } from "./helpers/lowered.ts";
import * as t from "./helpers/typed.ts";

describe("scalars", () => {
  test("arithmetic, variables and a result", () => {
    const p = new t.ProgramBuilder();
    const f = p.add("f", [INT, INT], INT, (b) => {
      const [x, y] = b.parameters as [t.Variable, t.Variable];
      const z = b.variable("z", INT);
      return [t.set(z, t.mul(t.read(x), t.read(y))), t.give(t.sub(t.add(t.read(z), t.int(7)), t.read(x)))];
    });
    expect(runLowered(p, f, [6, 5]).value).toBe(31);
  });

  test("recursion is counted as depth and charged", () => {
    const p = new t.ProgramBuilder();
    const f: TypedFunction = p.add("fib", [INT], INT, (b, self) => {
      const n = t.read(b.parameters[0] as t.Variable);
      return [t.when(t.less(n, t.int(2)), [t.give(n)]), t.give(t.add(t.call(self, t.sub(n, t.int(1))), t.call(self, t.sub(n, t.int(2)))))];
    });
    expect(runLowered(p, f, [10]).value).toBe(55);
    expect(runLowered(p, f, [-1]).value).toBe(-1);
  });

  test("a loop that is left from inside", () => {
    const p = new t.ProgramBuilder();
    const f = p.add("f", [INT], INT, (b) => {
      const n = t.read(b.parameters[0] as t.Variable);
      const i = b.variable("i", INT);
      const sum = b.variable("sum", INT);
      return [
        t.set(i, t.int(0)),
        t.set(sum, t.int(0)),
        t.block(
          0,
          t.loop(
            t.when(t.less(n, t.add(t.read(i), t.int(1))), [t.leave(0)]),
            t.set(i, t.add(t.read(i), t.int(1))),
            t.set(sum, t.add(t.read(sum), t.read(i))),
          ),
        ),
        t.give(t.read(sum)),
      ];
    });
    expect(runLowered(p, f, [100]).value).toBe(5050);
  });

  test.each([
    [0, 10, 1, 45],
    [10, 0, -1, 55],
    [0, 10, 3, 18],
    [10, 0, -4, 18],
    [5, 5, 1, 0],
    [7, 3, 2, 0],
  ])("range(%i, %i, %i)", (start, stop, step, sum) => {
    for (const dynamic of [false, true]) {
      const p = new t.ProgramBuilder();
      const f = p.add("f", [INT, INT, INT], INT, (b) => {
        const [from, to, by] = b.parameters.map(t.read) as [t.Expression, t.Expression, t.Expression];
        const i = b.variable("i", INT);
        const total = b.variable("total", INT);
        return [
          t.set(total, t.int(0)),
          t.count(i, from, to, dynamic ? by : t.int(step), t.set(total, t.add(t.read(total), t.read(i))), t.set(i, t.int(99))),
          t.give(t.read(total)),
        ];
      });
      expect(runLowered(p, f, [start, stop, step]).value).toBe(sum);
    }
  });

  test("a range that ends at the largest int", () => {
    const p = new t.ProgramBuilder();
    const f = p.add("f", [], INT, (b) => {
      const i = b.variable("i", INT);
      const turns = b.variable("turns", INT);
      return [
        t.set(turns, t.int(0)),
        t.count(i, t.int(2n ** 63n - 8n), t.int(2n ** 63n - 1n), t.int(3), t.set(turns, t.add(t.read(turns), t.int(1)))),
        t.give(t.read(turns)),
      ];
    });
    expect(runLowered(p, f, []).value).toBe(3);
  });

  test("division by zero and overflow stop with Python's texts", () => {
    const p = new t.ProgramBuilder();
    const [divide, remainder, truediv, multiply] = (["int_floordiv", "int_mod", "int_truediv", "int_mul"] as const).map((name) =>
      p.add(name, [INT, INT], name === "int_truediv" ? FLOAT : INT, (b) => {
        const [x, y] = b.parameters.map(t.read) as [t.Expression, t.Expression];
        return [t.give(t.intrinsic(name, name === "int_truediv" ? FLOAT : INT, x, y))];
      }),
    ) as [TypedFunction, TypedFunction, TypedFunction, TypedFunction];
    expect(runLowered(p, divide, [-7, 2]).value).toBe(-4);
    expect(runLowered(p, remainder, [-7, 2]).value).toBe(1);
    expect(runLowered(p, truediv, [7, 2]).value).toBe(3.5);
    expect(runLowered(p, divide, [1, 0]).stop?.message).toBe("ZeroDivisionError: integer division or modulo by zero");
    expect(runLowered(p, remainder, [1, 0]).stop?.message).toBe("ZeroDivisionError: integer modulo by zero");
    expect(runLowered(p, truediv, [1, 0]).stop?.message).toBe("ZeroDivisionError: division by zero");
    expect(runLowered(p, multiply, [2n ** 62n, 2]).stop?.code).toBe("WG520");
    expect(runLowered(p, divide, [-(2n ** 63n), -1]).stop?.code).toBe("WG520");
    expect(runLowered(p, remainder, [-(2n ** 63n), -1]).value).toBe(0);
  });

  test("an int compares with a float by exact value", () => {
    const p = new t.ProgramBuilder();
    const f = p.add("f", [INT, FLOAT], INT, (b) => {
      const [x, y] = b.parameters.map(t.read) as [t.Expression, t.Expression];
      return [t.give(t.intrinsic("int_compare_float", INT, x, y))];
    });
    const rows: [number | bigint, number, number][] = [
      [1, 1, 0],
      [1, 1.5, -1],
      [2, 1.5, 1],
      [-1, -1.5, 1],
      [2n ** 53n + 1n, 2 ** 53, 1],
      [2n ** 63n - 1n, 2 ** 63, -1],
      [-(2n ** 63n), -(2 ** 63), 0],
      [0, Infinity, -1],
      [0, -Infinity, 1],
      [0, NaN, 2],
    ];
    for (const [x, y, wanted] of rows) expect(runLowered(p, f, [x, y]).value).toBe(wanted);
  });
});

describe("texts", () => {
  test("appending in a loop prints the whole and leaks nothing", () => {
    const p = new t.ProgramBuilder();
    const f = p.add("f", [INT], INT, (b) => {
      const n = t.read(b.parameters[0] as t.Variable);
      const s = b.variable("s", STR);
      const i = b.variable("i", INT);
      return [
        t.set(s, t.str("")),
        t.count(i, t.int(0), n, t.int(1), t.set(s, t.append(t.append(t.read(s), t.str("ab")), t.str("-")))),
        t.print(t.read(s)),
        t.give(t.intrinsic("str_len", INT, t.read(s))),
      ];
    });
    const ran = runLowered(p, f, [4]);
    expect(ran.value).toBe(12);
    expect(ran.output).toContain("ab-ab-ab-ab-");
    // Grown in place: fuel is linear in the number of turns.
    const [small, large] = [runLowered(p, f, [100]).fuel, runLowered(p, f, [1000]).fuel];
    expect(large / small).toBeLessThan(12);
    expectNoLeak(p, f, [40]);
  });

  test("indices count from both ends", () => {
    const p = new t.ProgramBuilder();
    const f = p.add("f", [STR, INT], STR, (b) => {
      const [s, i] = b.parameters.map(t.read) as [t.Expression, t.Expression];
      return [t.give(t.intrinsic("str_at", STR, s, i))];
    });
    const main = p.add("main", [INT], INT, (b) => {
      const i = t.read(b.parameters[0] as t.Variable);
      return [t.print(t.call(f, t.str("déjà"), i)), t.give(t.int(0))];
    });
    expect(runLowered(p, main, [1]).output).toBe("é");
    expect(runLowered(p, main, [-1]).output).toBe("à");
    expect(runLowered(p, main, [4]).stop?.message).toBe("IndexError: string index out of range");
    expect(runLowered(p, main, [-5]).stop?.message).toBe("IndexError: string index out of range");
    expectNoLeak(p, main, [2]);
  });
});

describe("objects", () => {
  const pair: Type = { kind: "tuple", items: [STR, INT] };

  test("a list of tuples is built, read and freed", () => {
    const p = new t.ProgramBuilder();
    const make = p.add("make", [INT], t.list(pair), (b) => {
      const n = t.read(b.parameters[0] as t.Variable);
      const item = (text: string): t.Expression => ({
        kind: "tuple",
        items: [t.append(t.str(text), t.str("!")), n],
        type: pair,
        span: t.span(),
      });
      return [t.give({ kind: "list", items: [item("a"), item("b"), item("c")], type: t.list(pair), span: t.span() })];
    });
    const f = p.add("f", [INT], INT, (b) => {
      const i = t.read(b.parameters[0] as t.Variable);
      const xs = b.variable("xs", t.list(pair));
      const got = t.intrinsic("list_get", pair, t.read(xs), i);
      const other = t.intrinsic("list_get", pair, t.call(make, t.int(5)), t.int(-1));
      return [
        t.set(xs, t.call(make, t.int(4))),
        t.print({ kind: "tupleItem", tuple: got, index: 0, type: STR, span: t.span() }),
        t.evaluate(t.intrinsic("list_set", NONE, t.read(xs), t.int(0), other)),
        t.give(
          t.add(
            { kind: "tupleItem", tuple: t.intrinsic("list_get", pair, t.read(xs), t.int(0)), index: 1, type: INT, span: t.span() },
            t.int(1),
          ),
        ),
      ];
    });
    const ran = runLowered(p, f, [-1]);
    expect(ran.value).toBe(6);
    expect(ran.output).toBe("c!");
    expect(runLowered(p, f, [3]).stop?.message).toBe("IndexError: list index out of range");
    expectNoLeak(p, f, [1]);
  });

  test("fields, and a linked list walked by its own variable", () => {
    const p = new t.ProgramBuilder();
    const node = t.newClass("Node", [["value", INT]]);
    const link: Type = { kind: "union", members: [NONE, t.instance(node)] };
    node.fields.push({ name: "next", type: link });
    const f = p.add("f", [INT], INT, (b) => {
      const n = t.read(b.parameters[0] as t.Variable);
      const head = b.variable("head", link);
      const i = b.variable("i", INT);
      const sum = b.variable("sum", INT);
      const current = t.convert(t.read(head), t.instance(node));
      return [
        t.set(head, t.convert(t.none(), link)),
        t.count(i, t.int(0), n, t.int(1), t.set(head, t.convert(t.construct(t.instance(node), t.read(i), t.read(head)), link))),
        t.set(sum, t.int(0)),
        t.block(
          0,
          t.loop(
            t.when(t.intrinsic("is_none", { kind: "bool" }, t.read(head)), [t.leave(0)]),
            t.set(sum, t.add(t.read(sum), t.field(current, 0, INT))),
            t.set(head, t.field(current, 1, link)),
          ),
        ),
        t.give(t.read(sum)),
      ];
    });
    expect(runLowered(p, f, [10]).value).toBe(45);
    expectNoLeak(p, f, [10]);
  });

  test("an argument that the callee's caller overwrites meanwhile stays alive", () => {
    const p = new t.ProgramBuilder();
    const box = t.newClass("Box", [["content", STR]]);
    const type = t.instance(box);
    const replace = p.add("replace", [type], INT, (b) => {
      const self = t.read(b.parameters[0] as t.Variable);
      return [{ kind: "setField", object: self, field: 0, value: t.append(t.str("ne"), t.str("w")), span: t.span() }, t.give(t.int(1))];
    });
    const show = p.add("show", [STR, INT], INT, (b) => {
      const [s, n] = b.parameters.map(t.read) as [t.Expression, t.Expression];
      return [t.print(s), t.give(n)];
    });
    const f = p.add("f", [], INT, (b) => {
      const x = b.variable("x", type);
      return [
        t.set(x, t.construct(type, t.append(t.str("ol"), t.str("d")))),
        t.give(t.call(show, t.field(t.read(x), 0, STR), t.call(replace, t.read(x)))),
      ];
    });
    expect(runLowered(p, f, []).output).toBe("old");
    expectNoLeak(p, f, []);
  });
});
