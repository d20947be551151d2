// Lowering of generators to state machines: hand-built typed programs, run in
// both tiers.

import { describe, expect, test } from "vitest";
import type { TypedFunction } from "../src/check/program.ts";
import { BOOL, INT, STR } from "../src/types/primitives.ts";
import type { GeneratorInfo, Type } from "../src/types/type.ts";
import { expectNoLeak, runLowered } from "./helpers/lowered.ts";
import * as t from "./helpers/typed.ts";
import { freshText, note } from "./helpers/typed.ts";

describe("generators", () => {
  const advance = (g: t.Variable): t.Expression => ({ kind: "advance", generator: t.read(g), type: BOOL, span: t.span() });
  const yielded = (g: t.Variable, type: Type): t.Expression => ({ kind: "yielded", generator: t.read(g), type, span: t.span() });

  /** Prints all that the generator yields; with the types of its values. */
  function drain(b: t.Body, made: t.Expression): t.Statement[] {
    const g = b.variable("g", made.type);
    return [
      t.set(g, made),
      t.block(90, t.loop(t.when(t.intrinsic("bool_not", BOOL, advance(g)), [t.leave(90)]), t.print(yielded(g, STR)), note(" "))),
    ];
  }

  function generatorType(info: GeneratorInfo): Type {
    return { kind: "generator", element: STR, sources: [info] };
  }

  function make(f: TypedFunction, info: GeneratorInfo, ...values: t.Expression[]): t.Expression {
    return { kind: "generator", function: f.id, environment: null, arguments: values, type: generatorType(info), span: t.span() };
  }

  test("yields inside loops, branches and a finalizer", () => {
    const p = new t.ProgramBuilder();
    const info: GeneratorInfo = { id: 1, name: "words" };
    const words = p.add(
      "words",
      [STR, INT],
      STR,
      (b) => {
        const [text, n] = b.parameters.map(t.read) as [t.Expression, t.Expression];
        const i = b.variable("i", INT);
        const s = b.variable("s", STR);
        return [
          t.set(s, t.append(text, t.str(":"))),
          t.attempt(
            [
              t.count(
                i,
                t.int(0),
                n,
                t.int(1),
                t.set(s, t.append(t.read(s), t.str("x"))),
                t.when(
                  t.intrinsic("int_eq", BOOL, t.read(i), t.int(1)),
                  [t.yields(t.str("one"))],
                  [t.when(t.intrinsic("int_eq", BOOL, t.read(i), t.int(5)), [t.yields(t.str("five")), t.give(null)]), t.yields(t.read(s))],
                ),
                t.evaluate(t.intrinsic("int_floordiv", INT, t.int(1), t.sub(t.read(i), t.int(3)))),
              ),
            ],
            [{ classes: [t.exceptionClass("ZeroDivisionError")], variable: null, body: [t.yields(t.str("zero"))] }],
            { finalizer: [note("[finally]"), t.yields(freshText("last"))] },
          ),
          note("[done]"),
        ];
      },
      { generator: info },
    );
    const f = p.add("f", [INT], INT, (b) => [
      ...drain(b, make(words, info, freshText("w"), t.read(b.parameters[0] as t.Variable))),
      t.give(t.int(0)),
    ]);
    expect(runLowered(p, f, [3]).output).toBe("w:x one w:xxx [finally]last [done]");
    expect(runLowered(p, f, [9]).output).toBe("w:x one w:xxx w:xxxx zero [finally]last [done]");
    expectNoLeak(p, f, [3]);
    expectNoLeak(p, f, [9]);
  });

  test("one generator runs another, and is dropped half way", () => {
    const p = new t.ProgramBuilder();
    const innerInfo: GeneratorInfo = { id: 2, name: "inner" };
    const outerInfo: GeneratorInfo = { id: 3, name: "outer" };
    const inner = p.add(
      "inner",
      [STR],
      STR,
      (b) => {
        const s = t.read(b.parameters[0] as t.Variable);
        return [t.yields(t.append(s, t.str("1"))), t.yields(t.append(s, t.str("2")))];
      },
      { generator: innerInfo },
    );
    const outer = p.add(
      "outer",
      [],
      STR,
      (b) => {
        const g = b.variable("g", generatorType(innerInfo));
        const i = b.variable("i", INT);
        const item = b.variable("item", STR);
        return [
          t.count(
            i,
            t.int(0),
            t.int(2),
            t.int(1),
            t.set(g, make(inner, innerInfo, freshText("in"))),
            t.block(
              0,
              t.loop(
                t.when(t.intrinsic("bool_not", BOOL, advance(g)), [t.leave(0)]),
                t.set(item, yielded(g, STR)),
                t.yields(t.append(t.read(item), t.str("'"))),
              ),
            ),
          ),
        ];
      },
      { generator: outerInfo },
    );
    const all = p.add("all", [], INT, (b) => [...drain(b, make(outer, outerInfo)), t.give(t.int(0))]);
    const some = p.add("some", [], INT, (b) => {
      const g = b.variable("g", generatorType(outerInfo));
      return [t.set(g, make(outer, outerInfo)), t.evaluate(advance(g)), t.print(yielded(g, STR)), t.give(t.int(0))];
    });
    expect(runLowered(p, all, []).output).toBe("in1' in2' in1' in2' ");
    expect(runLowered(p, some, []).output).toBe("in1'");
    expectNoLeak(p, all, []);
    expectNoLeak(p, some, []);
  });

  test("an exception ends a generator for good", () => {
    const p = new t.ProgramBuilder();
    const info: GeneratorInfo = { id: 4, name: "broken" };
    const broken = p.add(
      "broken",
      [INT],
      STR,
      (b) => [
        t.yields(freshText("a")),
        t.evaluate(t.intrinsic("int_floordiv", INT, t.int(1), t.read(b.parameters[0] as t.Variable))),
        t.yields(freshText("b")),
      ],
      { generator: info },
    );
    const f = p.add("f", [], INT, (b) => {
      const g = b.variable("g", generatorType(info));
      const show = t.when(advance(g), [t.print(yielded(g, STR))], [note("ended")]);
      return [
        t.set(g, make(broken, info, t.int(0))),
        show,
        t.attempt([show], [{ classes: null, variable: null, body: [note(" caught ")] }]),
        show,
        t.give(t.int(0)),
      ];
    });
    expect(runLowered(p, f, []).output).toBe("a caught ended");
    expectNoLeak(p, f, []);
  });
});
