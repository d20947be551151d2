// Lowering of exceptions, finalizers, unions, closures and dispatch: hand-built
// typed programs, run in both tiers.

import { describe, expect, test } from "vitest";
import type { TypedFunction } from "../src/check/program.ts";
import { BOOL, FLOAT, INT, NONE, STR } from "../src/types/primitives.ts";
import type { ClosureInfo, Type } from "../src/types/type.ts";
import { expectNoLeak, runLowered } from "./helpers/lowered.ts";
import * as t from "./helpers/typed.ts";
import { freshText, note } from "./helpers/typed.ts";

const indexError = t.exceptionClass("IndexError");
const valueError = t.exceptionClass("ValueError");

describe("exceptions", () => {
  /** Divides, or raises ValueError for 7, with objects in flight. */
  function addRisky(p: t.ProgramBuilder): TypedFunction {
    return p.add("risky", [INT], INT, (b) => {
      const x = t.read(b.parameters[0] as t.Variable);
      const kept = b.variable("kept", STR);
      return [
        t.set(kept, freshText("kept")),
        t.when(t.intrinsic("int_eq", BOOL, x, t.int(7)), [t.raise(t.newException("ValueError", freshText("seven")))]),
        t.give(t.intrinsic("int_floordiv", INT, t.int(100), x)),
      ];
    });
  }

  test("a handler takes what fits, the rest goes on", () => {
    const p = new t.ProgramBuilder();
    const risky = addRisky(p);
    const f = p.add("f", [INT], INT, (b) => {
      const x = t.read(b.parameters[0] as t.Variable);
      const e = b.variable("e", t.instance(valueError));
      return [
        t.attempt(
          [t.give(t.add(t.intrinsic("str_len", INT, freshText("abc")), t.call(risky, x)))],
          [
            { classes: [indexError], variable: null, body: [note("index")] },
            { classes: [valueError], variable: e, body: [note("value "), t.print(t.field(t.read(e), 0, STR)), t.give(t.int(-1))] },
          ],
          { otherwise: [note("unreached")] },
        ),
        t.give(t.int(-2)),
      ];
    });
    expect(runLowered(p, f, [10]).value).toBe(13);
    const seven = runLowered(p, f, [7]);
    expect([seven.value, seven.output]).toEqual([-1, "value seven"]);
    const zero = runLowered(p, f, [0]);
    expect(zero.stop?.message).toBe("ZeroDivisionError: integer division or modulo by zero");
    expect(zero.stop?.chain.length).toBe(2);
    expectNoLeak(p, f, [7]);
    expectNoLeak(p, f, [0]);
  });

  test("a finalizer runs on every way out", () => {
    const p = new t.ProgramBuilder();
    const risky = addRisky(p);
    const f = p.add("f", [INT, INT], STR, (b) => {
      const [x, way] = b.parameters.map(t.read) as [t.Expression, t.Expression];
      const is = (n: number): t.Expression => t.intrinsic("int_eq", BOOL, way, t.int(n));
      return [
        t.block(
          0,
          t.attempt(
            [t.when(is(1), [t.give(freshText("returned"))]), t.when(is(2), [t.leave(0)]), t.evaluate(t.call(risky, x)), note("body ")],
            [{ classes: [valueError], variable: null, body: [note("handled "), t.when(is(3), [t.statement({ kind: "reraise" })])] }],
            { otherwise: [note("else ")], finalizer: [t.evaluate(t.call(risky, t.int(1))), note("finally ")] },
          ),
          note("after "),
        ),
        t.give(freshText("end")),
      ];
    });
    const main = p.add("main", [INT, INT], INT, (b) => {
      const [x, way] = b.parameters.map(t.read) as [t.Expression, t.Expression];
      return [t.print(t.call(f, x, way)), t.give(t.int(0))];
    });
    const outputs = [
      [1, 0],
      [1, 1],
      [1, 2],
      [7, 0],
    ].map(([x = 0, way = 0]) => runLowered(p, main, [x, way]).output);
    expect(outputs).toEqual(["body else finally after end", "finally returned", "finally end", "handled finally after end"]);
    const again = runLowered(p, main, [7, 3]);
    expect([again.output, again.stop?.message]).toEqual(["handled finally ", "ValueError: seven"]);
    expect(again.stop?.chain.length).toBe(3);
    expect(runLowered(p, main, [0, 0]).output).toBe("finally ");
    for (const way of [0, 1, 2, 3]) {
      expectNoLeak(p, main, [7, way]);
      expectNoLeak(p, main, [0, way]);
    }
  });

  test("a return in a finalizer overtakes an exception and another return", () => {
    const p = new t.ProgramBuilder();
    const risky = addRisky(p);
    const f = p.add("f", [INT], STR, (b) => {
      const x = t.read(b.parameters[0] as t.Variable);
      return [
        t.attempt([t.evaluate(t.call(risky, x)), t.give(freshText("first"))], [], { finalizer: [t.give(freshText("second"))] }),
        t.give(freshText("third")),
      ];
    });
    const main = p.add("main", [INT], INT, (b) => [t.print(t.call(f, t.read(b.parameters[0] as t.Variable))), t.give(t.int(0))]);
    for (const x of [1, 0]) {
      expect(runLowered(p, main, [x]).output).toBe("second");
      expectNoLeak(p, main, [x]);
    }
  });

  test("a loop that catches in each turn keeps nothing", () => {
    const p = new t.ProgramBuilder();
    const risky = addRisky(p);
    const f = p.add("f", [INT], INT, (b) => {
      const n = t.read(b.parameters[0] as t.Variable);
      const i = b.variable("i", INT);
      const caught = b.variable("caught", INT);
      const items = (): t.Expression => ({
        kind: "list",
        items: [freshText("in flight"), t.convertText(t.call(risky, t.int(0)))],
        type: t.list(STR),
        span: t.span(),
      });
      return [
        t.set(caught, t.int(0)),
        t.count(
          i,
          t.int(0),
          n,
          t.int(1),
          t.attempt([t.evaluate(items())], [{ classes: null, variable: null, body: [t.set(caught, t.add(t.read(caught), t.int(1)))] }]),
        ),
        t.give(t.read(caught)),
      ];
    });
    expect(runLowered(p, f, [5]).value).toBe(5);
    expectNoLeak(p, f, [5]);
    expectNoLeak(p, f, [50]);
  });

  test("a name that some path does not assign", () => {
    const p = new t.ProgramBuilder();
    const f = p.add("f", [INT], INT, (b) => {
      const x = b.variable("x", INT, { maybeUnbound: true });
      return [t.when(t.less(t.int(0), t.read(b.parameters[0] as t.Variable)), [t.set(x, t.int(5))]), t.give(t.read(x))];
    });
    expect(runLowered(p, f, [1]).value).toBe(5);
    expect(runLowered(p, f, [0]).stop?.message).toBe(
      "UnboundLocalError: cannot access local variable 'x' where it is not associated with a value",
    );
  });
});

describe("unions", () => {
  const scalar: Type = { kind: "union", members: [NONE, BOOL, FLOAT, INT, STR] };

  test("boxed, tested, unboxed", () => {
    const p = new t.ProgramBuilder();
    const pick = p.add("pick", [INT], scalar, (b) => {
      const is = (n: number): t.Expression => t.intrinsic("int_eq", BOOL, t.read(b.parameters[0] as t.Variable), t.int(n));
      return [
        t.when(is(0), [t.give(t.convert(t.int(40), scalar))]),
        t.when(is(1), [t.give(t.convert(t.float(2.5), scalar))]),
        t.when(is(2), [t.give(t.convert(t.bool(true), scalar))]),
        t.when(is(3), [t.give(t.convert(freshText("four"), scalar))]),
        t.give(t.convert(t.none(), scalar)),
      ];
    });
    const f = p.add("f", [INT], INT, (b) => {
      const u = b.variable("u", scalar);
      const test = (type: Type): t.Expression => ({ kind: "typeTest", value: t.read(u), types: [type], type: BOOL, span: t.span() });
      return [
        t.set(u, t.call(pick, t.read(b.parameters[0] as t.Variable))),
        t.when(test(INT), [t.give(t.convert(t.read(u), INT))]),
        t.when(test(FLOAT), [t.give(t.intrinsic("float_to_int", INT, t.convert(t.read(u), FLOAT)))]),
        t.when(test(STR), [t.give(t.intrinsic("str_len", INT, t.convert(t.read(u), STR)))]),
        t.when(test(NONE), [t.give(t.int(-1))]),
        t.give(t.intrinsic("bool_to_int", INT, t.convert(t.read(u), BOOL))),
      ];
    });
    expect([0, 1, 2, 3, 4].map((n) => runLowered(p, f, [n]).value)).toEqual([40, 2, 1, 4, -1]);
    for (const n of [0, 1, 2, 3, 4]) expectNoLeak(p, f, [n]);
  });

  test("int | float becomes float by what it is; tuples item by item", () => {
    const number: Type = { kind: "union", members: [FLOAT, INT] };
    const p = new t.ProgramBuilder();
    const f = p.add("f", [INT], FLOAT, (b) => {
      const x = t.read(b.parameters[0] as t.Variable);
      const u = b.variable("u", number);
      const ints: Type = { kind: "tuple", items: [INT, STR] };
      const floats: Type = { kind: "tuple", items: [FLOAT, { kind: "union", members: [NONE, STR] }] };
      const made: t.Expression = { kind: "tuple", items: [x, freshText("x")], type: ints, span: t.span() };
      return [
        t.when(
          t.less(x, t.int(5)),
          [t.set(u, t.convert(x, number))],
          [
            t.set(
              u,
              t.convert(
                t.convert({ kind: "tupleItem", tuple: t.convert(made, floats), index: 0, type: FLOAT, span: t.span() }, FLOAT),
                number,
              ),
            ),
          ],
        ),
        t.give(t.intrinsic("float_add", FLOAT, t.convert(t.read(u), FLOAT), t.float(0.5))),
      ];
    });
    expect(runLowered(p, f, [3]).value).toBe(3.5);
    expect(runLowered(p, f, [8]).value).toBe(8.5);
    expectNoLeak(p, f, [3]);
    expectNoLeak(p, f, [8]);
  });

  test("a conversion that does not hold raises", () => {
    const optional: Type = { kind: "union", members: [NONE, STR] };
    const p = new t.ProgramBuilder();
    const f = p.add("f", [INT], INT, (b) => {
      const u = b.variable("u", optional);
      const orRaise = { exception: "AttributeError", message: "'NoneType' object has no attribute 'upper'" };
      const must: t.Expression = { kind: "convert", value: t.read(u), orRaise, type: STR, span: t.span() };
      return [
        t.set(u, t.convert(t.none(), optional)),
        t.when(t.less(t.int(0), t.read(b.parameters[0] as t.Variable)), [t.set(u, t.convert(freshText("some"), optional))]),
        t.attempt([t.give(t.intrinsic("str_len", INT, must))], [{ classes: null, variable: null, body: [t.give(t.int(-1))] }]),
      ];
    });
    expect([0, 1].map((n) => runLowered(p, f, [n]).value)).toEqual([-1, 4]);
    expectNoLeak(p, f, [0]);
    expectNoLeak(p, f, [1]);
  });
});

describe("closures and dispatch", () => {
  test("a shared variable lives on in its cell", () => {
    const p = new t.ProgramBuilder();
    const counter: ClosureInfo = {
      id: 1,
      name: "count",
      isNamed: false,
      method: null,
      captures: [
        { name: "n", type: INT, boxed: true },
        { name: "label", type: STR, boxed: false },
      ],
    };
    const type: Type = { kind: "function", closures: [counter] };
    const code = p.add(
      "count",
      [INT],
      INT,
      (b) => {
        const n: t.Expression = { kind: "capture", index: 0, type: INT, span: t.span() };
        const label: t.Expression = { kind: "capture", index: 1, type: STR, span: t.span() };
        return [
          t.statement({ kind: "setCapture", index: 0, value: t.add(n, t.read(b.parameters[0] as t.Variable)) }),
          t.print(label),
          t.give(n),
        ];
      },
      { closure: counter },
    );
    const make = p.add("make", [], type, (b) => {
      const n = b.variable("n", INT, { boxed: true });
      const label = b.variable("label", STR);
      return [
        t.set(n, t.int(100)),
        t.set(label, freshText("tick ")),
        t.give({
          kind: "closure",
          closure: counter,
          captures: [
            { kind: "variable", variable: n },
            { kind: "variable", variable: label },
          ],
          type,
          span: t.span(),
        }),
      ];
    });
    const f = p.add("f", [], INT, (b) => {
      const g = b.variable("g", type);
      const use = (by: number): t.Expression => ({
        kind: "dispatch",
        receiver: t.read(g),
        targets: [{ receiver: type, function: code.id }],
        arguments: [t.int(by)],
        type: INT,
        span: t.span(),
      });
      return [t.set(g, t.call(make)), t.evaluate(use(1)), t.evaluate(use(10)), t.give(use(1000))];
    });
    const ran = runLowered(p, f, []);
    expect([ran.value, ran.output]).toEqual([1111, "tick tick tick "]);
    expectNoLeak(p, f, []);
  });

  test.each([2, 3, 9])("an overridden method of %i classes", (amount) => {
    const p = new t.ProgramBuilder();
    const base = t.newClass("Base", [["name", STR]]);
    const kinds = [base, ...Array.from({ length: amount - 1 }, (_, i) => t.newClass(`Kind${i}`, [], base))];
    const methods = kinds.map((kind, index) =>
      p.add(`method${index}`, [t.instance(kind), STR], STR, (b) => {
        const [self, text] = b.parameters.map(t.read) as [t.Expression, t.Expression];
        return [t.give(t.append(t.append(t.field(self, 0, STR), t.str(String(index))), text))];
      }),
    );
    const f = p.add("f", [INT], INT, (b) => {
      const which = t.read(b.parameters[0] as t.Variable);
      const object = b.variable("object", t.instance(base));
      const targets = kinds.map((kind, index) => ({ receiver: t.instance(kind), function: (methods[index] as TypedFunction).id }));
      return [
        ...kinds.map((kind, index) =>
          t.when(t.intrinsic("int_eq", BOOL, which, t.int(index)), [
            t.set(object, t.convert(t.construct(t.instance(kind), freshText("it ")), t.instance(base))),
          ]),
        ),
        t.print({ kind: "dispatch", receiver: t.read(object), targets, arguments: [freshText("!")], type: STR, span: t.span() }),
        t.give(t.int(0)),
      ];
    });
    for (let which = 0; which < amount; which++) {
      expect(runLowered(p, f, [which]).output).toBe(`it ${which}!`);
      expectNoLeak(p, f, [which]);
    }
  });
});
