// Pieces of code as people write them, around expressions of the program:
// hashes under full masks, queues, heaps, counters, memo tables, small grids.

import { compound, head, line } from "./tree.ts";
import type { Expression, Statement } from "./tree.ts";
import type { Maker } from "./maker.ts";
import { boolType, floatType, intType, listOf, strType, tupleOf } from "./types.ts";

type Lines = Statement[];

const full = "0xFFFFFFFFFFFFFFFF";

function ints(m: Maker): Expression {
  return m.expression(listOf(intType), 2);
}

function fnv(m: Maker): Lines {
  const h = m.fresh("k");
  const c = m.fresh("i");
  const body = m.chance(0.5)
    ? [line`${h} = ((${h} ^ ord(${c})) * 1099511628211) & ${full}`]
    : [line`${h} ^= ord(${c})`, line`${h} = (${h} * 1099511628211) & ${full}`];
  return [
    line`${h} = 14695981039346656037`,
    compound([head`for ${c} in ${m.expression(strType, 2)}`, body]),
    line`print(${h}, ${h} % 1000, ${h} >> ${m.upTo(64)}, ${h} // 3, hex(${h}), ${h} < 5, ${h} & 255, float(${h} >> 11))`,
  ];
}

function shifts(m: Maker): Lines {
  const [x, i] = [m.fresh("k"), m.fresh("i")];
  return [
    line`${x} = (${m.expression(intType, 2)} + 88172645463325252) & ${full}`,
    compound([
      head`for ${i} in range(${1 + m.upTo(4)})`,
      [
        line`${x} = (${x} ^ (${x} << 13)) & ${full}`,
        line`${x} = ${x} ^ (${x} >> 7)`,
        line`${x} = (${x} ^ (${x} << 17)) & ${full}`,
        line`print(${x} % 100, ${x} > ${m.expression(intType, 1)}, (${x} >> 40) / 16777216.0)`,
      ],
    ]),
    m.chance(0.5) ? line`print(${x} + ${m.expression(intType, 1)})` : line`print(${x} * 0.5, min(${x}, 7), ${x} == ${x} | 1)`,
  ];
}

function queue(m: Maker): Lines {
  m.import("from collections import deque");
  const [q, seen, at, step] = [m.fresh("k"), m.fresh("k"), m.fresh("i"), m.fresh("i")];
  return [
    line`${q} = deque([(${m.upTo(3)}, ${m.upTo(3)})])`,
    line`${seen} = {${q}[0]}`,
    compound([
      head`while ${q}`,
      [
        line`${at} = ${q}.${m.pick(["popleft", "pop"])}()`,
        compound([
          head`for ${step} in [(${at}[0] + 1, ${at}[1]), (${at}[0], ${at}[1] + 1)]`,
          [
            compound([
              head`if ${step} not in ${seen} and ${step}[0] + ${step}[1] < ${4 + m.upTo(3)}`,
              [line`${seen}.add(${step})`, line`${q}.append(${step})`],
            ]),
          ],
        ]),
      ],
    ]),
    line`print(len(${seen}), sorted(${seen})[:3])`,
  ];
}

function heap(m: Maker): Lines {
  m.import("import heapq");
  const [h, i] = [m.fresh("k"), m.fresh("i")];
  return [
    line`${h} = [(${m.expression(intType, 2)}, "a")]`,
    compound([head`for ${i} in ${ints(m)}`, [line`heapq.heappush(${h}, (${i}, ${m.expression(strType, 1)}))`]]),
    line`print(heapq.heappop(${h}), ${h}[:2], heapq.heappushpop(${h}, (3, "")))`,
  ];
}

function counting(m: Maker): Lines {
  m.import("from collections import Counter, defaultdict");
  const [c, d, i] = [m.fresh("k"), m.fresh("k"), m.fresh("i")];
  return [
    line`${c} = Counter(${m.expression(strType, 2)} + "abca")`,
    line`${d} = defaultdict(${m.pick(["int", "lambda: 3"])})`,
    compound([head`for ${i} in ${ints(m)}`, [line`${d}[${i} % 4] += ${m.expression(intType, 1)}`]]),
    line`print(${c}.most_common(2), ${c}["a"], ${c}["?"], sorted(${d}.items()), sum(${c}.values()))`,
  ];
}

function memo(m: Maker): Lines {
  const [t, i] = [m.fresh("k"), m.fresh("i")];
  return [
    line`${t} = {0: ${m.expression(intType, 1)} % 100, 1: 1}`,
    compound([head`for ${i} in range(2, ${3 + m.upTo(9)})`, [line`${t}[${i}] = (${t}[${i} - 1] + ${t}[${i} - 2]) % 10007`]]),
    line`print(${t}, max(${t}), max(${t}.values()), list(${t}.items())[-1])`,
  ];
}

function grid(m: Maker): Lines {
  const [g, y, x] = [m.fresh("k"), m.fresh("i"), m.fresh("i")];
  return [
    line`${g} = [[${m.expression(intType, 1)}] * 3 for _ in range(3)]`,
    compound([
      head`for ${y} in range(3)`,
      [
        compound([
          head`for ${x} in range(${y}, 3)`,
          [line`${g}[${y}][${x}] ${m.pick(["+=", "-=", "="])} ${g}[${x}][${y}] % 7 + ${y} * ${x}`],
        ]),
      ],
    ]),
    line`print(${g}, [list(row) for row in zip(*${g})], sum(sum(row) for row in ${g}))`,
  ];
}

function grouping(m: Maker): Lines {
  m.import("import itertools");
  const [k, g] = [m.fresh("i"), m.fresh("i")];
  return [
    compound([head`for ${k}, ${g} in itertools.groupby(sorted(${ints(m)}), key=lambda q: q % 3)`, [line`print(${k}, list(${g}))`]]),
    line`print(list(itertools.${m.pick(["permutations", "combinations"])}(${ints(m)}[:3], 2)), list(itertools.product([1, 2], "ab")))`,
  ];
}

function reducing(m: Maker): Lines {
  m.import("from functools import reduce");
  m.import("import bisect");
  const l = m.fresh("k");
  return [
    line`${l} = sorted(${ints(m)})`,
    line`bisect.insort(${l}, ${m.expression(intType, 1)})`,
    line`print(reduce(lambda a, b: (a * 31 + b) % 1000003, ${l}, 7), bisect.bisect_left(${l}, 3), bisect.bisect(${l}, 3), ${l})`,
  ];
}

/** Bound on one path only: in functions CPython's UnboundLocalError. */
function perhapsUnbound(m: Maker): Lines {
  if (m.isModule) return memo(m);
  const v = m.fresh("k");
  return [
    compound([head`if ${m.expression(boolType, 2)} or ${m.pick(["True", "True", "False"])}`, [line`${v} = ${m.expression(intType, 1)}`]]),
    line`print(${v})`,
  ];
}

function texts(m: Maker): Lines {
  const [t, i] = [m.fresh("k"), m.fresh("i")];
  return [
    line`${t} = ${m.expression(strType, 1)}`,
    compound([
      head`for ${i} in range(${2 + m.upTo(12)})`,
      [line`${t} += ${m.expression(strType, 1)}[:3]`, compound([head`if len(${t}) > 40`, [line`${t} = ${t}[::2]`]])],
    ]),
    line`print(${t}, ${t}.split(), ${t}.encode("utf-8").hex() if False else len(${t}), __name__)`,
  ];
}

function samesame(m: Maker): Lines {
  const known = m.classes.filter(({ name }) => name.startsWith("C"));
  if (known.length === 0) return grid(m);
  const shape = m.pick(known);
  const [a, b] = [m.fresh("k"), m.fresh("k")];
  return [
    line`${a} = ${m.expression(shape.type, 2)}`,
    line`${b}: ${shape.name} | None = ${a} if ${m.expression(boolType, 2)} else None`,
    line`print(${a} is ${b}, ${b} is None, ${b} is not ${a})`,
    compound([head`if ${b} is not None`, [line`print(${b}.${shape.fields[0]?.name ?? "a0"})`]]),
  ];
}

function draws(m: Maker): Lines {
  m.import("import random");
  const r = m.fresh("k");
  return [
    line`${r} = random.Random(${m.expression(intType, 1)} % 1000)`,
    line`print(${r}.random(), ${r}.randint(1, 6), ${r}.choice(${ints(m)} + [1]), ${r}.uniform(0.0, 2.5), ${r}.randrange(0, 10, 3))`,
    ...(m.chance(0.5) ? [line`print(${r}.sample(range(20), 4), ${r}.choices("abc", k=3))`] : []),
  ];
}

function records(m: Maker): Lines {
  const l = m.fresh("k");
  const pair = tupleOf(intType, strType);
  return [
    line`${l} = [${m.expression(pair, 2)}, ${m.expression(pair, 2)}, ${m.expression(pair, 1)}]`,
    line`${l}.sort(key=lambda q: (q[1], -q[0]))`,
    line`print(${l}, {b: a for a, b in ${l}}, [a for a, _ in ${l} if a > ${m.expression(intType, 1)}], ${l}.index(${l}[-1]))`,
  ];
}

function sums(m: Maker): Lines {
  const [t, i] = [m.fresh("k"), m.fresh("i")];
  return [
    line`${t} = 0.0`,
    compound(
      [
        head`for ${i} in ${m.expression(listOf(floatType), 2)}`,
        [line`${t} ${m.pick(["+=", "-=", "+="])} ${i} * ${m.expression(floatType, 1)}`, compound([head`if ${t} > 1e6`, [line`break`]])],
      ],
      [head`else`, [line`print("done", ${t})`]],
    ),
    line`print(f"{${t}:.4f} {${t}:g} {${t}!r}")`,
  ];
}

function arraySteps(m: Maker): Lines {
  m.import("import numpy as np");
  const [a, i] = [m.fresh("k"), m.fresh("i")];
  const more = m.options.forPython ? [] : [line`${a} = np.exp(-${a} * ${a}) + np.sin(${a})`];
  return [
    line`${a} = np.zeros((${3 + m.upTo(4)}, ${3 + m.upTo(5)}))`,
    line`${a}[1:, :-1] += ${m.expression(floatType, 1)}`,
    compound([
      head`for ${i} in range(${1 + m.upTo(3)})`,
      [
        line`${a} ${m.pick(["+=", "-=", "="])} 0.25 * (np.roll(${a}, 1, ${m.upTo(2)}) - ${a})`,
        line`${a}[1:-1, 1:-1] = ${a}[:-2, 1:-1] * 0.5 + ${a}[2:, 1:-1] * 0.5`,
        line`${a}[${a} > 2.0] *= 0.5`,
        line`${a}[0] = ${a}[-1] + 1.0`,
      ],
    ]),
    ...more,
    line`${a} = np.where(${a} < ${m.expression(floatType, 1)}, ${a} * 2.0 + 1.0, np.minimum(${a}, 0.5))`,
    line`print(${a}.shape, float(${a}.sum()), float(${a}.max()), int(${a}.argmax()), ${a}[1])`,
  ];
}

function wholeArrays(m: Maker): Lines {
  m.import("import numpy as np");
  const a = m.fresh("k");
  return [
    line`${a} = np.arange(${6 + m.upTo(6)}) ${m.pick(["*", "+", "-", "&", "|", "^"])} ${m.pick(["3", "5"])}`,
    line`${a}[::2] -= ${m.upTo(4)}`,
    line`print(${a}, ${a} // ${m.pick(["2", "3", "(-2)", "0"])}, ${a} % 4, ${a} > 3, (${a} > 3) & (${a} < 9), ~(${a} > 4))`,
    line`print(${a}.argmin(), ${a}.argsort() if False else 0, np.sort(${a})[:3], np.concatenate([${a}, ${a}])[-3:], (${a} > 2).any(), ${a}.mean(), ${a}.cumsum())`,
    line`print(${a}[[0, 2]], ${a}[${a} > 2], np.maximum(${a}, 4).sum(), np.repeat(${a}[:2], 2), np.abs(-${a})[1], ${a}.tolist())`,
  ];
}

const plain = [fnv, shifts, queue, heap, counting, memo, grid, grouping, reducing, perhapsUnbound, texts, samesame, draws, records, sums];

export function idiom(m: Maker): Lines {
  return m.pick(m.usesArrays ? [...plain, arraySteps, arraySteps, arraySteps, wholeArrays, wholeArrays] : plain)(m);
}
