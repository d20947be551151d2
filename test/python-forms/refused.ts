// Python's forms that wgen leaves out: each is refused by its own text,
// wherever it stands and whether anything calls it or not, and what the text
// proposes compiles.

export interface RefusedForm {
  /** The kind of node, and what about it where the kind as such is supported. */
  readonly kind: string;
  readonly form: string;
  /** Statements, indented from column 0; they may use `x`, `xs` and `g`. */
  readonly source: string;
  readonly code: string;
  /** Part of the message. */
  readonly says: string;
  /** The same by wgen's means. */
  readonly rewrite: string;
  /** Where it is allowed elsewhere, or is another mistake there. */
  readonly only?: readonly Position[];
}

export type Position = "module" | "function" | "method";

export const refused: readonly RefusedForm[] = [
  {
    kind: "AsyncFunctionDef",
    form: "async def",
    source: "async def f():\n    return 1\n",
    code: "WG191",
    says: "`async`",
    rewrite: "def f():\n    return 1\n",
  },
  {
    kind: "AsyncFor",
    form: "async for",
    source: "async for y in xs:\n    print(y)\n",
    code: "WG191",
    says: "`async`",
    rewrite: "for y in xs:\n    print(y)\n",
  },
  {
    kind: "AsyncWith",
    form: "async with",
    source: "async with g():\n    print(x)\n",
    code: "WG191",
    says: "`async`",
    rewrite: "print(x)\n",
  },
  { kind: "Await", form: "await", source: "y = await g()\n", code: "WG191", says: "`await`", rewrite: "y = g()\n" },
  {
    kind: "TryStar",
    form: "except*",
    source: "try:\n    print(x)\nexcept* ValueError:\n    print(1)\n",
    code: "WG192",
    says: "`except*`",
    rewrite: "try:\n    print(x)\nexcept ValueError:\n    print(1)\n",
  },
  {
    kind: "arguments",
    form: "**kw in lambda",
    source: "f = lambda a, **kw: a\n",
    code: "WG313",
    says: "`**kw`",
    rewrite: "f = lambda a, b=0: a\n",
  },
  {
    kind: "keyword",
    form: "** of a dict in a call",
    source: 'd = {"a": 1}\ng(**d)\n',
    code: "WG313",
    says: "`**` in calls",
    rewrite: 'd = {"a": 1}\ng(a=d["a"])\n',
  },
  {
    kind: "YieldFrom",
    form: "within an expression",
    source: "def f():\n    print((yield from xs))\n",
    code: "WG313",
    says: "`yield from` within an expression",
    rewrite: "def f():\n    got = yield from xs\n    print(got)\n",
  },
  {
    kind: "ClassDef",
    form: "inside a function",
    source: "class P:\n    y = [1]\nprint(P.y)\n",
    code: "WG313",
    says: "inside a function",
    rewrite: "p = (1, 2)\nprint(p[0])\n",
    only: ["function", "method"],
  },
  {
    kind: "ClassDef",
    form: "several bases",
    source: "class A:\n    y = 1\nclass B:\n    z = 1\nclass C(A, B):\n    pass\nprint(isinstance(C(), A), isinstance(C(), B))\n",
    code: "WG313",
    says: "several base classes",
    rewrite: "class A:\n    y = 1\nclass C(A):\n    z = 1\n",
    only: ["module"],
  },
  {
    kind: "ClassDef",
    form: "a builtin as base",
    source: "class C(list):\n    pass\n",
    code: "WG313",
    says: "derived from `list`",
    rewrite: "class C:\n    def __init__(self):\n        self.items = []\n",
    only: ["module"],
  },
  {
    kind: "ClassDef",
    form: "a metaclass",
    source: "class C(metaclass=type):\n    pass\n",
    code: "WG176",
    says: "metaclass",
    rewrite: "class C:\n    pass\n",
    only: ["module"],
  },
  {
    kind: "FunctionDef",
    form: "a method that nothing calls",
    source: "class C:\n    def __getattr__(self, name):\n        return 1\n",
    code: "WG313",
    says: "`__getattr__`",
    rewrite: "class C:\n    def __getitem__(self, name):\n        return 1\n",
    only: ["module"],
  },
  {
    kind: "Import",
    form: "inside a block",
    source: "if x > 0:\n    import math\n",
    code: "WG202",
    says: "at the top of the file",
    rewrite: "import math\nif x > 0:\n    print(math.pi)\n",
    only: ["module"],
  },
  { kind: "Import", form: "another module", source: "import os\n", code: "WG202", says: "no module `os`", rewrite: "import math\n" },
  {
    kind: "ImportFrom",
    form: "everything",
    source: "from math import *\n",
    code: "WG202",
    says: "*",
    rewrite: "from math import pi\n",
    only: ["module"],
  },
  { kind: "ImportFrom", form: "relative", source: "from . import math\n", code: "WG202", says: "", rewrite: "import math\n" },
  { kind: "Constant", form: "a complex number", source: "y = 2j\n", code: "WG196", says: "complex", rewrite: "y = (0.0, 2.0)\n" },
  { kind: "Constant", form: "bytes", source: 'y = b"ab"\n', code: "WG195", says: "bytes", rewrite: "y = [97, 98]\n" },
  { kind: "Constant", form: "...", source: "y = ...\n", code: "WG313", says: "`...`", rewrite: "y = None\n" },
  {
    kind: "Delete",
    form: "an attribute",
    source: "class C:\n    def __init__(self):\n        self.y = 1\n    def drop(self):\n        del self.y\n",
    code: "WG314",
    says: "",
    rewrite: "class C:\n    def __init__(self):\n        self.y = None\n    def drop(self):\n        self.y = None\n",
    only: ["module"],
  },
];
