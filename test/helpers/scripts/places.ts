// Scripts in which variables, fields and items change places in loops: who owns
// an object changes at each turn, and what is freed too early is overwritten by
// the lists that are made behind the loop.

import { GrammarWriter, indent } from "./writer.ts";
import type { Grammar } from "./writer.ts";

const head = `class Pair:
    def __init__(self, a, b):
        self.a = a
        self.b = b
def show(o):
    return [o.a, o.b]
`;

const start = `    a = [1] * 2
    b = [2] * 3
    c = [3] * 4
    t = [4] * 5
    o = Pair([5] * 2, [6] * 3)
    p = Pair([7], [8, 8])
    xs = [[9], [10] * 2, [11] * 3]
    d = {'k': [12], 'm': [13] * 2}
    i = 0`;

const end = `    fresh = [[20 + z] * z for z in range(6)]
    return a, b, c, t, show(o), show(p), xs, d, fresh`;

const grammar: Grammar = {
  var: { ends: ["a", "b", "c", "t"], forms: [] },
  place: { ends: ["a", "b", "c", "t", "o.a", "o.b", "p.a", "xs[0]", "xs[1]", "xs[i % 3]", "d['k']"], forms: [] },
  test: { ends: ["(n + i) % 2 == 0", "(n + i) % 3 == 1", "len(a) > len(b)", "c is t"], forms: [] },
  quiet: {
    ends: ["a, b = b, a", "a, b, c = b, c, a", "t = a\na = b\nb = t", "b, t = t, b", "c = $var", "a, c = $var, $var"],
    forms: ["if $test:\n    $quiet", "if $test:\n    $quiet\nelse:\n    $quiet", "if $test:\n    $quiet\n    break"],
  },
  stmt: {
    ends: ["$place, $place = $place, $place", "$place = $place", "a, b, c = b, c, a", "o, p = p, o", "o = p"],
    forms: [
      "t = [i] * (i % 4)",
      "$place[0:1] = [i]",
      "xs.append($place)",
      "a, b = [$place, $place][:2]",
      "if $test:\n    $stmt",
      "if $test:\n    $stmt\nelse:\n    $stmt",
      "if $test:\n    break",
      "for q in range(2):\n    $stmt",
    ],
  },
};

/** Four functions with a loop each: what it does is free of anything that makes objects in half of them. */
export function placesScript(seed: number): string {
  const writer = new GrammarWriter(seed, grammar);
  const functions = writer.times(4, (index) => {
    writer.room = 8;
    const body = writer.block(index % 2 === 0 ? "quiet" : "stmt", 2, 1, 4);
    const loop = writer.pick(["for i in range(n):", "while i < n:"]);
    const turn = loop.startsWith("while") ? ["i += 1", ...body] : body;
    return [`def f${index}(n):`, start, ...indent([loop, ...indent(turn)]), end].join("\n");
  });
  const calls = functions.map((_, index) => `for n in range(6):\n    print(f${index}(n))`);
  return `${head}${functions.join("\n")}\n${calls.join("\n")}\n`;
}
