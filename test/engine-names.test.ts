// A name that JavaScript gives a meaning behaves like any other: the program
// with the name N prints what the program with a plain name prints. And names
// with double underscores, which could reach for Python's insides, are refused.

import { describe, expect, test } from "vitest";
import { compile, defineHost, runProgram } from "wgen";
import { tiers } from "./helpers/engine.ts";

const names = [
  "constructor",
  "prototype",
  "hasOwnProperty",
  "toString",
  "valueOf",
  "then",
  "toJSON",
  "length",
  "name",
  "arguments",
  "caller",
  "default",
  "memory",
  "exports",
  "undefined",
  "eval_",
  "this",
  "function",
  "new",
  "var",
];

/** Uses a name everywhere a program can: NAME. */
const program = `from dataclasses import dataclass


@dataclass
class Holder:
    NAME: int
    other: int = 2


@dataclass
class NAME_class:
    x: int


def function_of(NAME: int, other: int = 1) -> int:
    return NAME * 10 + other


def outer():
    def NAME(n):
        return n + 1
    return NAME(4)


NAME = 3
holder = Holder(NAME=NAME)
holder.NAME += 4
table = {"NAME": NAME, "other": 5}
table["NAME"] = table["NAME"] + 1
print(NAME, holder.NAME, function_of(NAME=NAME), outer(), table["NAME"], len(table))
print([NAME for NAME in [1, 2]], "NAME" in table, NAME_class(9).x)
print(sorted(table.values()), holder)
`;

function output(name: string, tier: (typeof tiers)[number]): string {
  const result = runProgram(program.replaceAll("NAME", name), { tier });
  if (result.phase === "check") return result.diagnostics.map((each) => `${each.code} ${each.message}`).join("\n");
  return result.fault === null ? result.stdout.replaceAll(name, "plain") : result.fault.message;
}

describe.each(tiers)("names inside a program (%s)", (tier) => {
  const expected = output("plain", tier);

  test("the plain program runs", () => {
    expect(expected).toBe("3 7 31 5 4 2\n[1, 2] True 9\n[4, 5] Holder(plain=7, other=2)\n");
  });

  test.each(names)("%s", (name) => {
    expect(output(name, tier)).toBe(expected);
  });
});

describe("names that a host and a plugin share", () => {
  // `undefined` alone gets a hint of its own where it is bound nowhere in sight.
  test.each(names.filter((name) => !name.includes("_") && name !== "undefined"))(
    "%s as hook, parameter, field, setting, host function",
    (name) => {
      const run = (word: string): unknown => {
        const host = defineHost({
          name: "host",
          types: { Row: { [word]: "int" } },
          modules: { tools: { [word]: { parameters: { [word]: "int" }, result: "int", run: (value: number) => value + 1 } } },
          hooks: { [word]: { parameters: { row: "Row", more: "int" }, result: "dict[str, int]" } },
        });
        const source = `import tools
from wgen import Row, param

amount: int = param(7)


def ${word}(row: Row, more: int) -> dict[str, int]:
    return {"${word}": row.${word} + more + amount, "called": tools.${word}(row.${word})}
`;
        const plugin = compile(source, { host });
        if (!plugin.ok) return plugin.diagnostics.map((each) => each.message);
        const out = plugin.call(word, { row: { [word]: 5 }, more: 2 });
        return out.ok ? [...(out.value as ReadonlyMap<string, number>).values()] : out.fault.message;
      };
      expect(run("plain")).toEqual([14, 6]);
      expect(run(name)).toEqual([14, 6]);
    },
  );
});

describe("what reaches for Python's or JavaScript's insides is refused", () => {
  test.each([
    "print(().__class__)",
    "x = 1\nprint(x.__dict__)",
    "def f():\n    return 1\nprint(f.__globals__)",
    "__proto__ = 3\nprint(__proto__)",
    "def __defineGetter__():\n    return 1\n__defineGetter__()",
    "getattr(1, 'real')",
    "eval('1')",
    "open('/etc/passwd')",
    "globals()",
    "import os",
    "import intrinsics",
    "from intrinsics import int_add",
    "import _noise_basis",
    "print('{0.__class__}'.format(1))",
    "print(f'{(1).__class__}')",
    "__import__('os')",
    "print(__builtins__)",
  ])("%s", (source) => {
    const result = runProgram(`${source}\n`);
    expect(result.phase).toBe("check");
    const text = result.diagnostics.map((each) => `${each.code} ${each.message} ${each.hint ?? ""}`).join("\n");
    expect(text).toMatch(/^WG[1-4]\d\d /);
    expect(text).not.toMatch(/node:|\bat [^ ]+ \(|\/work\/|TypeError|undefined/);
  });

  test("as dict keys such names are plain text", () => {
    const result = runProgram(`d = {"__proto__": 1, "constructor": 2}\nd["__proto__"] += 4\nprint(d, "toString" in d)\n`);
    expect(result).toMatchObject({ phase: "run", stdout: "{'__proto__': 5, 'constructor': 2} False\n", fault: null });
  });
});
