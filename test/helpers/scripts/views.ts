// Scripts that write through views of arrays: slices with steps of either sign,
// rows, columns, transposed, masks and lists of indexes, read and written where
// they overlap; and ints at the border of 64 bits in loops over lists.

import { GrammarWriter, indent } from "./writer.ts";
import type { Grammar } from "./writer.ts";

const head = `import numpy as np
def show(a):
    print(a.shape, a.tolist())
def bump(a, n):
    a += n
    return a.sum()
def first(a):
    a[0] = a[-1]
    return a
`;

const grammar: Grammar = {
  bound: { ends: ["", "0", "1", "2", "-1", "-2", "5", "-7"], forms: ["$int % 5"] },
  step: { ends: ["1", "2", "-1", "-2", "3"], forms: [] },
  slice: { ends: [":", "1:", ":-1", "::2", "::-1", "1:4", "$bound:$bound", "$bound:$bound:$step"], forms: [] },
  at: { ends: ["0", "1", "-1", "2", "i % 3"], forms: ["$int % 3"] },
  row: {
    ends: ["v", "w", "m[0]", "m[-1]", "m[:, 1]", "m.T[2]"],
    forms: [
      "m[$at]",
      "m[:, $at]",
      "v[$slice]",
      "w[$slice]",
      "m[$at, $slice]",
      "m[$slice, $at]",
      "m.ravel()[$slice]",
      "c[$at, $at]",
      "c[:, $at, $at]",
    ],
  },
  new: {
    ends: ["v", "w", "np.arange(6)", "np.zeros(6, dtype=int)"],
    forms: [
      "$new[$slice]",
      "($new + $int)",
      "($int - $new)",
      "($new * 2)",
      "-$new",
      "abs($new)",
      "$new % 5",
      "$new // 3",
      "np.roll($new, $int % 4)",
      "np.flip($new)",
      "np.sort($new)",
      "np.cumsum($new)",
      "np.where($new > $int, $new, $int)",
      "np.minimum($new, $int)",
      "np.concatenate([$new, $new])[:6]",
      "np.clip($new, -3, $int)",
      "$new.copy()",
      "np.repeat($new, 2)",
      "$new[$new > $int]",
      "m.sum(axis=1)",
      "m[::-1].max(axis=0)",
      "m.T.min(axis=1)",
      "np.diff($new)",
      "np.full(6, $int)",
      "np.array([$int, $int, 3, 4, 5, 6])",
      "np.argsort($new)",
      "$row",
    ],
  },
  mat: {
    ends: ["m", "m.T", "m[::-1]", "m[:, ::-1]", "m[$slice, $slice]", "m[$slice]", "c[$at]", "c[:, $at]", "v.reshape(2, 3)"],
    forms: [
      "m[:, $slice]",
      "m[$slice, 1:]",
      "($mat + $int)",
      "($mat * $int)",
      "m.T[$slice]",
      "m.T[$slice, $slice]",
      "$mat.T",
      "m + m.T[:3, :3].sum()",
      "np.roll(m, $int % 3, axis=$axis)",
      "m.copy()",
    ],
  },
  axis: { ends: ["0", "1"], forms: [] },
  int: {
    ends: ["i", "j", "n", "1", "2", "3", "-4", "7"],
    forms: [
      "($int + $int)",
      "($int - $int)",
      "int(v[$at])",
      "int(m[$at, $at])",
      "int($new.sum())",
      "int(m[$slice, $slice].sum())",
      "len($new)",
      "$row.shape[0]",
      "int($row[0])",
      "int(c[$at, $at, $at])",
      "int(np.count_nonzero($new))",
      "int($new.sum() % 7)",
      "bump($row, $int)",
      "int((m > $int).sum())",
      "int((m[:, 0] == $int).any())",
    ],
  },
  name: { ends: ["i", "j"], forms: [] },
  bool: { ends: ["i > j", "n % 2 == 0"], forms: ["bool(($new > $int).all())", "$int < $int", "bool(np.array_equal($new, $new))"] },
  stmt: {
    ends: ["show(m)", "show(v)", "$name = $int % 50"],
    forms: [
      "show($new)",
      "show($mat)",
      "v[$slice] = $int",
      "v[1:] = v[:-1]",
      "v[:-1] = v[1:]",
      "v[::-1] = v",
      "v[$slice] += $int",
      "v[1:] += v[:-1]",
      "v[:-1] += v[1:] * 2",
      "v += v[::-1]",
      "v[2:] -= v[:-2]",
      "m[$slice, $slice] = $int",
      "m[$at] = m[$at]",
      // Without `copy`, numpy reads what it has just written where they cross.
      "m[:, $at] = m[$at].copy()",
      "m[1:, :] = m[:-1, :]",
      "m[:, 1:] += m[:, :-1]",
      "m += m.T",
      "m[:] = m.T",
      "m[...] = m[::-1, ::-1]",
      "m -= m[0]",
      "m += m[:, :1]",
      "m[m > $int] = $int",
      "m[m < $int] += 1",
      "v[v > $int] *= 2",
      "v[[0, 2]] = v[[2, 0]]",
      "v[[1, 3]] += $int",
      "m[[0, 2]] = m[[2, 0]]",
      "m[[0, 1], [1, 2]] = $int",
      "c[$at, $at] = v[:3]",
      "c[:, $at, :] = m",
      "c[$at] += m",
      "c += m[0]",
      "a = $row\na[$at - 3:] = $int\nshow(a)",
      "a = v[$slice]\na[:] = a[::-1]\nshow(a)",
      "a = m[:, $at]\nb = a[::-1]\nb[0] = $int\nshow(b)",
      "a = m.T\na[0] = $int\na[:, 1] += 1\nshow(a)",
      "a = v.reshape(2, 3)\na[1, $slice] = $int\nshow(a)",
      "a = m.ravel()\na[::2] = $int",
      "a = m.flatten()\na[0] = 99\nshow(a)",
      "a = np.concatenate([v, v])\na[0] = 77",
      "first(m[$at])",
      "show(first(v[$slice]))",
      "v, w = w, v",
      "w = v[::-1]",
      "w = v.copy()",
      "m[$at, $at] = $int",
      "m[$at][$at] = $int",
      "for i in range($int % 4):\n    v[i] = v[i - 1] + $int\n    $stmt",
      "for a in m:\n    a[0] += $int",
      "for k in range(3):\n    for l in range(3):\n        m[k, l] += m[l, k]",
      "for k in range(1, 5):\n    v[k] += v[k - 1] - v[k + 1]",
      "if $bool:\n    $stmt\nelse:\n    $stmt",
      "try:\n    $stmt\nexcept (IndexError, ValueError) as e:\n    print(type(e).__name__)",
      "np.random.seed($int % 5)\nshow(np.random.randint(0, 9, 4))",
    ],
  },
};

const ints: Grammar = {
  big: {
    ends: [
      "9223372036854775807",
      "-9223372036854775808",
      "4611686018427387904",
      "3037000500",
      "-3037000499",
      "2147483648",
      "4294967296",
      "1",
      "-1",
      "0",
      "n",
    ],
    forms: ["($big - n)", "($big // 2)", "xs[n % 4]", "-$small", "($big >> n)", "abs($small)"],
  },
  small: {
    ends: ["n", "3", "2147483647", "-2147483648", "3037000499", "1000003"],
    forms: ["($small + n)", "($big % 1000003)", "($big >> 33)", "xs[n % 4] % 97"],
  },
  name: { ends: ["a", "b"], forms: [] },
  body: {
    ends: ["a += $small", "b = a - $small", "a = a * 3 - b", "b = x * x", "a += x", "a -= x * n", "b ^= x", "a = b + x"],
    forms: [
      "a += x * $small",
      "b = (b * 31 + x) % 1000003",
      "b = (b << 1) ^ x",
      "if a > $big:\n    a = $small\nelse:\n    b += 1",
      "a = -a + i",
      "a = abs(a - x)",
      "b = a // (x or 1)",
      "b = max(a, x) - min(b, 0)",
      "a = (a * 6364136223846793005 + 1442695040888963407) & 0xFFFFFFFFFFFFFFFF\na >>= 3",
      "xs[i % 4] = a % 1000",
      "a += xs[(i * n) % 4]",
      "b = a >> (i % 7)",
      "b = (a & 0xFFFF) * (x & 0xFFFF)",
      "a = pow(x % 1000, i % 5)",
      "b += i ** 2",
      "b = divmod(a, 7)[1] * 9",
    ],
  },
};

/** Half of them of views, half of ints. */
export function viewsScript(seed: number): string {
  return seed % 2 === 0 ? arraysScript(seed) : intsScript(seed);
}

function arraysScript(seed: number): string {
  const writer = new GrammarWriter(seed, grammar);
  writer.room = 16;
  const begun = [
    "i = n",
    "j = 2",
    "v = np.arange(6) + n",
    "w = np.array([5, 3, 8, n, 1, 9])",
    "m = np.arange(9).reshape(3, 3) * 2 - n",
    "c = np.arange(27).reshape(3, 3, 3)",
  ];
  const end = ["show(v)", "show(w)", "show(m)", "show(c)"];
  const body = [...begun, ...writer.block("stmt", 3, 6, 9), ...end];
  return `${head}def f(n):\n${indent(body).join("\n")}\nfor n in [0, 1, 4]:\n    try:\n        f(n)\n    except (IndexError, ValueError) as e:\n        print(type(e).__name__)\n`;
}

function intsScript(seed: number): string {
  const writer = new GrammarWriter(seed, ints);
  const functions = writer.times(5, (at) => {
    writer.room = 6;
    const loop = writer.pick([
      "for i, x in enumerate(ys):",
      "for i in range(len(ys)):\n    x = ys[i]",
      "for i in range(2, 30, 3):\n    x = ys[i % len(ys)]",
      "for x in ys:\n    i += 1",
      "while i < 40:\n    i += 1\n    x = ys[i % 3]",
    ]);
    const inner = writer.block("body", 2, 1, 3);
    const nested = writer.chance(0.3) ? ["for j in range(3):", ...indent(["a += j * x", "if j == n: continue", ...inner])] : inner;
    const start = ["i = 0", "x = 0", `a = ${writer.fill("big", 2)}`, `b = ${writer.fill("small", 2)}`];
    return [
      `def f${at}(n, ys):`,
      ...indent(["xs = [1, n, 40, 7]", ...start, ...loop.split("\n"), ...indent(nested), "return a, b, i, xs"]),
    ].join("\n");
  });
  const calls = functions.map((_, at) => `    for ys in lists:\n        print(${at}, n, f${at}(n, ys))`);
  const lists = `lists = [[1, 2, 3], [2147483647, -2147483648, 65536], [3037000499, 5, -7], [${writer.count(-9, 9)}, ${2 ** writer.count(20, 52)}, ${-(2 ** writer.count(20, 52))}]]`;
  return `${functions.join("\n")}\n${lists}\nfor n in range(4):\n${calls.join("\n")}\n`;
}
