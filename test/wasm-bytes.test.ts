// Short ranges are copied by words and texts compared by vectors: every length
// around their borders, overlapping or not, in both tiers; and what comparing
// costs.

import { expect, test } from "vitest";
import { runProgram } from "../src/index.ts";

/** What a program prints in both tiers, which spend the same for it. */
function printed(program: string): string {
  const [compiled, interpreted] = (["compiled", "interpreter"] as const).map((tier) => runProgram(program, { tier }));
  expect(compiled).toMatchObject({ phase: "run", fault: null });
  expect(compiled).toEqual(interpreted);
  return compiled?.phase === "run" ? compiled.stdout : "";
}

const texts = `
letters = "".join(chr(32 + i * 7 % 900) for i in range(150))
hits = 0
for n in list(range(40)) + [63, 64, 65, 127, 128, 129]:
    part = letters[3 : 3 + n]
    again = "".join(letters[3 + i] for i in range(n))
    grown = ""
    for c in part:
        grown += c
    other = part[:-1] + "!"
    hits += part == again == grown and not part < again and len(part + part) == 2 * n
    hits += n == 0 or (part != other and (part < other) == (ord(part[-1]) < 33) and part[: n // 2] + part[n // 2 :] == part)
print(hits)
`;

test("texts of every length are copied and compared", () => {
  expect(printed(texts)).toBe("92\n");
});

const lists = `
def check() -> int:
    right = 0
    for n in list(range(20)) + [31, 32, 33, 64, 65, 130]:
        ints = [i * 7919 % 251 for i in range(n)]
        flags = [i % 3 == 0 for i in range(n)]
        pairs = [(i, i) for i in range(n)]
        for at in (0, n // 2, n):
            ints.insert(at, -1)
            flags.insert(at, True)
            pairs.insert(at, (-1, -1))
            right += ints.count(-1) == 1 and ints[at] == -1 and flags[at] and pairs[at] == (-1, -1)
            del ints[at], flags[at], pairs[at]
        right += ints == [i * 7919 % 251 for i in range(n)] and flags == [i % 3 == 0 for i in range(n)]
        right += [p[0] for p in pairs[:] + pairs] == list(range(n)) * 2
    return right
print(check())
`;

test("items of every size are moved within their list", () => {
  expect(printed(lists)).toBe(`${26 * 5}\n`);
});

test("a comparison that its first characters decide costs the same for any length", () => {
  const fuel = (setup: string, test: string): number => {
    const spent = [`${setup}x = 0\n`, `${setup}x = 0\nif ${test}:\n    x = 1\n`].map((program) => {
      const result = runProgram(program, { tier: "compiled" });
      return result.phase === "run" ? result.fuelUsed : Number.NaN;
    });
    return (spent[1] ?? 0) - (spent[0] ?? 0);
  };
  const pair = (a: string, b: string, n: number): string => `a = "${a}" * ${n}\nb = "${b}" * ${n}\n`;
  for (const test of ["a == b", "a < b"]) {
    const short = fuel(pair("x", "y", 3), test);
    expect(fuel(pair("x", "y", 5000), test)).toBe(short);
    expect(fuel(pair("x", "x", 5000), test)).toBeGreaterThan(short + 3000);
  }
  // One object (the arm is taken), and other lengths.
  expect(fuel('a = "x" * 5000\nb = a\n', "a == b")).toBe(fuel(pair("x", "y", 3), "a == b") + 1);
  expect(fuel('a = "x" * 5000\nb = "x" * 5001\n', "a == b")).toBe(fuel(pair("x", "y", 3), "a == b"));
});

test("an exception that is caught is paid for, whoever raises it", () => {
  const fuel = (index: number): number => {
    const program = `xs = [1]\nt = 0\nfor k in range(100):\n    try:\n        t += xs[${index}]\n    except IndexError:\n        t += 1\n`;
    const result = runProgram(program, { tier: "compiled" });
    return result.phase === "run" ? result.fuelUsed : Number.NaN;
  };
  expect(fuel(7) - fuel(0)).toBeGreaterThan(100 * 50);
});
