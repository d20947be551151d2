// WG61x: limits of compiling. A program that meets one is refused before it
// runs; the limits themselves stand in `base/limits.ts`.

import type { CodeHelp } from "../codes.ts";

export const compileLimitCodes = {
  WG610: {
    title: "types that take too long to find out",
    help: "The types could not be found within the limit of steps, mostly because functions call each other with ever new types. Annotations end the search.\n\nInstead of\n\n    def f(x):\n        return f([x])\n\nwrite\n\n    def f(x: int) -> int:\n        return x",
  },
  WG611: {
    title: "a type too large",
    help: "A type, such as a tuple of tuples of tuples, has too many parts. Put the parts into a class, or the items into a list.\n\nInstead of\n\n    t = (t, t)\n\nwrite\n\n    t = [1, 2, 3]",
  },
  WG612: {
    title: "a function that comes to too much code",
    help: "A function, or what stands outside of functions, comes to more code than can be compiled: many lines that each hold many objects, such as calls with `*values` of functions with many parameters. Make several functions of it, keep large tables as texts or parameters, and write loops instead of repeated lines.\n\nInstead of\n\n    print(1)\n    print(2)\n    print(3)\n\nwrite\n\n    for i in range(1, 4):\n        print(i)",
  },
  WG613: {
    title: "too many imports",
    help: "What is imported is too much: plugins that import plugins go too deep, are too many in all, or too large. Copy what you need of them into your own plugin.\n\nInstead of\n\n    from workshop.alice.ridges import crest\n\nwrite\n\n    def crest(x: float) -> float:\n        return 1.0 - abs(x)",
  },
} as const satisfies Record<string, CodeHelp>;
