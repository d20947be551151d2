// WG6xx: limits, at compile time and while running. No `except` and no
// `finally` ever sees one. The limits themselves stand in `base/limits.ts`.

import type { CodeHelp } from "../codes.ts";

export const limitCodes = {
  WG601: {
    title: "out of fuel",
    help: "Every step costs fuel, and the call had a limit of it. The message names the line it stopped at and the lines that spent most: often a loop that never ends, or one too many inside another.\n\nInstead of\n\n    while True:\n        x += 1\n\nwrite\n\n    while x < 100:\n        x += 1",
  },
  WG602: {
    title: "out of memory",
    help: "All values alive at once need more memory than the limit. Keep less: drop lists that are no longer needed, or work through the items one by one with a generator.\n\nInstead of\n\n    total = sum([i * i for i in range(10000000)])\n\nwrite\n\n    total = sum(i * i for i in range(10000000))",
  },
  WG603: {
    title: "calls nested too deep",
    help: "Functions called each other deeper than the limit, often a function that calls itself without an end.\n\nInstead of\n\n    def f(n):\n        return n * f(n - 1)\n\nwrite\n\n    def f(n):\n        return 1 if n == 0 else n * f(n - 1)",
  },
  WG604: {
    title: "too much output",
    help: "`print` wrote more than the limit. Print less, for example every hundredth step.\n\nInstead of\n\n    for i in range(1000000):\n        print(i)\n\nwrite\n\n    for i in range(1000000):\n        if i % 10000 == 0:\n            print(i)",
  },
  WG605: {
    title: "a string too long",
    help: 'One text would be longer than the limit. Keep pieces in a list instead of one long text.\n\nInstead of\n\n    s = "ab" * 1000000000\n\nwrite\n\n    s = "ab" * 100',
  },
  WG606: {
    title: "too many host calls",
    help: 'The program asked the host for something more often than the limit. Ask once and keep the answer.\n\nInstead of\n\n    for i in range(n):\n        x += lookup("a")\n\nwrite\n\n    a = lookup("a")\n    for i in range(n):\n        x += a',
  },
  WG607: {
    title: "a result too large",
    help: "What the hook returned, or the effects it asked for, are larger than the host takes. Return less.\n\nInstead of\n\n    def on_record(record):\n        return [0] * 100000000\n\nwrite\n\n    def on_record(record):\n        return [0] * 100",
  },
} as const satisfies Record<string, CodeHelp>;

export type LimitCode = keyof typeof limitCodes;
