// WG4xx: contracts with the host.

import type { CodeHelp } from "../codes.ts";

export const contractCodes = {
  WG401: {
    title: "an unknown parameter of a hook",
    help: "The host gives a hook its parameters by their names, in any order. Only the names it knows can be taken.\n\nInstead of\n\n    def elevation(x, y, previous):\n        return previous\n\nwrite\n\n    def elevation(x, y, prev):\n        return prev",
  },
  WG402: {
    title: "a hook with another result",
    help: 'The host uses what the hook returns, so it must be of the type the host expects; an annotation must agree with it too.\n\nInstead of\n\n    def elevation(x, y):\n        return "high"\n\nwrite\n\n    def elevation(x, y):\n        return 120.0',
  },
  WG403: {
    title: "a hook that is no plain function",
    help: "The host calls a hook itself, so it is a plain function at the top level of the file: no class, no generator, no decorator.\n\nInstead of\n\n    elevation = lambda x, y: 3.0\n\nwrite\n\n    def elevation(x, y):\n        return 3.0",
  },
  WG404: {
    title: "a parameter that cannot be read",
    help: "A setting of the plugin is read from the text without running it. So `param(...)` is the value of a name at the top level, and everything in it is written out.\n\nInstead of\n\n    from wgen import param\n    base = 10.0\n    size = param(base * 2)\n\nwrite\n\n    from wgen import param\n    size: float = param(20.0, min=0.0, max=50.0)",
  },
  WG405: {
    title: "a default outside its own range",
    help: "The default of a setting must lie between its own `min` and `max`, or be one of its choices; the same holds for constants that the host reads.\n\nInstead of\n\n    from wgen import param\n    size: float = param(20.0, max=10.0)\n\nwrite\n\n    from wgen import param\n    size: float = param(5.0, max=10.0)",
  },
  WG406: {
    title: "a write to frozen state",
    help: "A hook may be run for any place, in any order, and twice for the same place. So what stands at the top level of the file does not change while hooks run. Compute it inside the hook, or once in `prepare`.\n\nInstead of\n\n    seen = []\n    def elevation(x, y):\n        seen.append(x)\n        return 1.0\n\nwrite\n\n    def elevation(x, y):\n        seen = [x]\n        return 1.0",
  },
  WG407: {
    title: "randomness without a seed",
    help: 'The same world comes from the same seed. Random numbers without a seed would differ from call to call.\n\nInstead of\n\n    import random\n    def elevation(x, y):\n        return random.random()\n\nwrite\n\n    def elevation(x, y, w):\n        return w.rng("hills", int(x), int(y)).random()',
  },
  WG408: {
    title: "a constant the host reads",
    help: "The host reads this constant from the text without running it, so its value is one number or text, written out.\n\nInstead of\n\n    HALO: int = 4 * 8\n    def erode(h, r):\n        return h\n\nwrite\n\n    HALO: int = 32\n    def erode(h, r):\n        return h",
  },
  WG409: {
    title: "an effect at the wrong time",
    help: 'An effect asks the host to do something. While the file itself is loaded there is nobody to do it; call it inside a hook.\n\nInstead of\n\n    send("hello")\n\nwrite\n\n    def on_record(record):\n        send("hello")',
  },
  WG410: {
    title: "a misspelled hook",
    help: "The host calls hooks by their names. A function that nothing calls and whose name is almost that of a hook would silently do nothing.\n\nInstead of\n\n    def elevaton(x, y):\n        return 3.0\n\nwrite\n\n    def elevation(x, y):\n        return 3.0",
  },
  WG411: {
    title: "a region taken as a whole",
    help: "A region is one chunk of the map with its halo. What is computed from all of its cells, as their highest or their mean, is another value in the next chunk, and where the two meet the map has a step. Give bounds of your own, or do it in `reshape`, which gets the whole atlas.\n\nInstead of\n\n    def erode(h, r):\n        return h / h.max() * 3000.0\n\nwrite\n\n    def reshape(h):\n        return h / h.max() * 3000.0",
  },
} as const satisfies Record<string, CodeHelp>;
