// What a plugin says to its host while it runs: calls of host functions,
// effects, and what it prints; each limit at n - 1, n and n + 1, in both tiers.

import { describe, expect, test } from "vitest";
import type { CallOutcome } from "../src/engine/outcome.ts";
import type { Plugin } from "../src/engine/plugin.ts";
import type { RunLimits } from "../src/engine/runLimits.ts";
import { BOOL, INT, NONE, STR } from "../src/types/primitives.ts";
import { pluginOf, tiers } from "./helpers/engine.ts";
import * as t from "./helpers/typed.ts";

const first = (b: t.Body): t.Variable => b.parameters[0] as t.Variable;
const second = (b: t.Body): t.Variable => b.parameters[1] as t.Variable;

function faultOf(outcome: CallOutcome): string {
  return outcome.ok ? "none" : outcome.fault.code;
}

describe.each(tiers)("host functions (%s)", (tier) => {
  function asking(run: (...values: never[]) => unknown, limits?: RunLimits): { plugin: Plugin } {
    const p = new t.ProgramBuilder();
    const ask = (name: string, type: typeof STR, ...values: t.Expression[]): t.Expression => ({
      kind: "hostCall",
      name,
      arguments: values,
      type,
      span: t.span(),
    });
    p.add("f", [STR, INT], STR, (b) => {
      const i = b.variable("i", INT);
      const last = b.variable("last", STR);
      return [
        t.set(last, t.str("")),
        t.count(
          i,
          t.int(0),
          t.read(second(b)),
          t.int(1),
          t.evaluate(ask("records.tag", NONE, t.read(first(b)), t.read(i))),
          t.set(last, ask("records.lookup", STR, t.read(first(b)))),
        ),
        t.give(t.read(last)),
      ];
    });
    const hostFunctions = [
      { name: "records.tag", parameters: [STR, INT], result: NONE, price: 5 },
      { name: "records.lookup", parameters: [STR], result: STR, price: 50 },
    ];
    const plugin = pluginOf(p, tier, {
      program: { hostFunctions },
      host: {
        modules: {
          records: {
            tag: { parameters: { key: "str", n: "int" }, effect: "reversible" },
            lookup: { parameters: { key: "str" }, result: "str", run },
          },
        },
      },
      ...(limits === undefined ? {} : { limits }),
    });
    return { plugin };
  }

  test("a pure one answers, an effect is written down", () => {
    const { plugin } = asking((key: string) => `${key}!`);
    const out = plugin.call("f", { p0: "a", p1: 2 });
    expect(out).toMatchObject({ ok: true, value: "a!" });
    expect(out.effects).toEqual([
      { name: "records.tag", arguments: ["a", 0], kind: "reversible", state: "proposed" },
      { name: "records.tag", arguments: ["a", 1], kind: "reversible", state: "proposed" },
    ]);
  });

  test("a failed run leaves no effect", () => {
    let calls = 0;
    const { plugin } = asking(() => {
      calls += 1;
      if (calls === 2) throw new Error("the shelf is empty");
      return "x";
    });
    const out = plugin.call("f", { p0: "a", p1: 3 });
    expect(out).toMatchObject({ ok: false, effects: [] });
    expect(out.ok ? "" : out.fault.message).toBe("RuntimeError: host function `records.lookup`: the shelf is empty");
    expect(plugin.call("f", { p0: "a", p1: 1 }).ok).toBe(true);
  });

  test("a wrong answer is a fault that says what was expected", () => {
    const out = asking(() => 7).plugin.call("f", { p0: "a", p1: 1 });
    expect(out.ok ? "" : out.fault.message).toMatch(/its result: expected a string, found a number/);
  });

  test("calls at the limit and one over", () => {
    const { plugin } = asking(() => "x");
    const at = (hostCalls: number): string => faultOf(plugin.call("f", { p0: "a", p1: 2 }, { limits: { hostCalls } }));
    expect([at(5), at(4), at(3)]).toEqual(["none", "none", "WG606"]);
  });

  test("bytes at the limit and one over", () => {
    const { plugin } = asking(() => "x");
    // tag: "a" 28 + int 8; lookup: "a" 28.
    const at = (hostCallBytes: number): string => faultOf(plugin.call("f", { p0: "a", p1: 1 }, { limits: { hostCallBytes } }));
    expect([at(65), at(64), at(63)]).toEqual(["none", "none", "WG607"]);
  });

  test("a host function may call the same plugin", () => {
    const box: { plugin: Plugin | null } = { plugin: null };
    const { plugin } = asking((key: string) => {
      if (key.length > 3) return "end";
      const out = box.plugin?.call("f", { p0: `${key}x`, p1: 1 });
      return out?.ok === true && typeof out.value === "string" ? `${out.value}<` : "?";
    });
    box.plugin = plugin;
    expect(plugin.call("f", { p0: "a", p1: 1 })).toMatchObject({ ok: true, value: "end<<<" });
  });
});

describe.each(tiers)("what is printed (%s)", (tier) => {
  const shouting = (text: string): t.ProgramBuilder => {
    const p = new t.ProgramBuilder();
    p.add("shout", [INT], BOOL, (b) => {
      const i = b.variable("i", INT);
      return [t.count(i, t.int(0), t.read(first(b)), t.int(1), t.print(t.str(text))), t.give(t.bool(true))];
    });
    return p;
  };

  test("log lines at the limit and one over, then one line that says so", () => {
    const plugin = pluginOf(shouting("hello\n"), tier);
    const lines = (n: number): readonly { text: string }[] => plugin.call("shout", { p0: n }).log;
    expect(lines(100)).toHaveLength(100);
    expect(lines(101)).toHaveLength(101);
    expect(lines(101)[100]?.text).toMatch(/more was printed and cut: the log takes 100 lines/);
    expect(lines(5000)).toHaveLength(101);
  });

  test("a long line is cut at a whole character", () => {
    const plugin = pluginOf(shouting(`${"\u{1f600}".repeat(400)}\n`), tier);
    const [line] = plugin.call("shout", { p0: 1 }).log;
    expect(line?.text).toBe("\u{1f600}".repeat(256));
  });

  test("pieces make one line, and the last one needs no end", () => {
    const plugin = pluginOf(shouting("ab"), tier);
    expect(plugin.call("shout", { p0: 3 }).log).toMatchObject([{ text: "ababab" }]);
  });

  test("a program's output stops it at its limit", () => {
    const p = new t.ProgramBuilder();
    const initializer = p.add("body", [], NONE, () => [t.print(t.str("12345\n")), t.print(t.str("67\u00e9\n"))]).id;
    const plugin = pluginOf(p, tier, { program: { initializer } });
    const seen: string[] = [];
    expect(plugin.run({ print: (text) => seen.push(text) })).toMatchObject({ ok: true, stdout: "12345\n67\u00e9\n" });
    expect(seen.join("")).toBe("12345\n67\u00e9\n");
    const at = (outputBytes: number): string => {
      const out = plugin.run({ limits: { outputBytes } });
      return out.ok ? "none" : out.fault.code;
    };
    expect([at(12), at(11), at(10)]).toEqual(["none", "none", "WG604"]);
    expect(plugin.run({ limits: { outputBytes: 10 } }).stdout).toBe("12345\n");
  });
});
