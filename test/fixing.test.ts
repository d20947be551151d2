// The rewrites that messages carry: `wgen check --fix` makes them, and what it
// leaves behind compiles.

import { expect, test } from "vitest";
import { fixSource } from "../src/cli/fixing.ts";

const encode = (text: string): Uint8Array => new TextEncoder().encode(text);

const cases: readonly (readonly [code: string, before: string, after: string])[] = [
  ["WG201", "height = 2\nprint(hieght)\n", "height = 2\nprint(height)\n"],
  ["WG201", "print(sqrt(2.0))\n", "from math import sqrt\nprint(sqrt(2.0))\n"],
  ["WG201", '"""Doc."""\n\nx = np.zeros(3)\n', '"""Doc."""\n\nimport numpy as np\nx = np.zeros(3)\n'],
  ["WG201", "# One.\n# Two.\n\nprint(math.pi)\n", "# One.\n# Two.\n\nimport math\nprint(math.pi)\n"],
  [
    "WG201",
    "def f(x: Optional[int] = None) -> int:\n    return x or 0\nf(1)\n",
    "from typing import Optional\ndef f(x: Optional[int] = None) -> int:\n    return x or 0\nf(1)\n",
  ],
  ["WG201", "println(3)\n", "print(3)\n"],
  [
    "WG201",
    "class A:\n    def __init__(self):\n        self.size = 1\n    def f(self):\n        return size\nA().f()\n",
    "class A:\n    def __init__(self):\n        self.size = 1\n    def f(self):\n        return self.size\nA().f()\n",
  ],
  [
    "WG201",
    "class A:\n    class B:\n        x = 1\n    def f(self):\n        return B.x\nA().f()\n",
    "class A:\n    class B:\n        x = 1\n    def f(self):\n        return A.B.x\nA().f()\n",
  ],
  ["WG203", 's = "a"\nprint(s.uper())\n', 's = "a"\nprint(s.upper())\n'],
  ["WG203", "xs = [1]\nxs.add(2)\n", "xs = [1]\nxs.append(2)\n"],
  ["WG203", 'd = {"a": 1}\nfor k, v in d.iteritems():\n    print(k, v)\n', 'd = {"a": 1}\nfor k, v in d.items():\n    print(k, v)\n'],
  ["WG203", 'print("a".toUpperCase())\n', 'print("a".upper())\n'],
  ["WG301", 'n = 3\nprint("n = " + n)\n', 'n = 3\nprint("n = " + str(n))\n'],
  ["WG301", 'n = 3\nprint(n + " pieces")\n', 'n = 3\nprint(str(n) + " pieces")\n'],
  ["WG301", "x = 3\nif x is 3:\n    print(x)\n", "x = 3\nif x == 3:\n    print(x)\n"],
  ["WG301", 's = "a"\nif s is not "b":\n    print(s)\n', 's = "a"\nif s != "b":\n    print(s)\n'],
  ["WG301", "def f():\n    return 2\nprint(f + 1)\n", "def f():\n    return 2\nprint(f() + 1)\n"],
  ["WG302", "def f(s: str) -> str:\n    return s\nprint(f(3))\n", "def f(s: str) -> str:\n    return s\nprint(f(str(3)))\n"],
  ["WG302", "def f(s: str) -> str:\n    return s\nprint(f(s=3))\n", "def f(s: str) -> str:\n    return s\nprint(f(s=str(3)))\n"],
  ["WG302", "def f(n: int) -> int:\n    return n\nprint(f(True))\n", "def f(n: int) -> int:\n    return n\nprint(f(int(True)))\n"],
  ["WG302", "x = [1]\nx.append(True)\n", "x = [1]\nx.append(int(True))\n"],
  ["WG306", "def f(n: int) -> str:\n    return n\nprint(f(3))\n", "def f(n: int) -> str:\n    return str(n)\nprint(f(3))\n"],
  ["WG307", "for i in 3:\n    print(i)\n", "for i in range(3):\n    print(i)\n"],
  ["WG320", "def f(s: string) -> int:\n    return len(s)\nf('a')\n", "def f(s: str) -> int:\n    return len(s)\nf('a')\n"],
  ["WG323", "class A:\n    def f():\n        return 1\nprint(A().f())\n", "class A:\n    def f(self):\n        return 1\nprint(A().f())\n"],
  ["WG324", "xs = [2, 1]\nxs.sort\nprint(xs)\n", "xs = [2, 1]\nxs.sort()\nprint(xs)\n"],
  ["WG202", "from math import *\nprint(sin(pi))\n", "from math import pi, sin\nprint(sin(pi))\n"],
  ["WG128", "x = 1\nif x > 2:\n    print(1)\nelse x > 0:\n    print(2)\n", "x = 1\nif x > 2:\n    print(1)\nelif x > 0:\n    print(2)\n"],
  ["WG164", "print([x, x + 1 for x in [1, 2]])\n", "print([(x, x + 1) for x in [1, 2]])\n"],
  ["WG198", 'def f():\n    raise ValueError, "no"\nprint(1)\n', 'def f():\n    raise ValueError("no")\nprint(1)\n'],
];

test.each(cases)("%s: %j", (code, before, after) => {
  const { text, applied, diagnostics } = fixSource({ name: "x.wgen", bytes: encode(before) }, "none");
  expect(applied[0]?.code).toBe(code);
  expect(text).toBe(after);
  expect(diagnostics.filter(({ severity }) => severity === "error")).toEqual([]);
});
