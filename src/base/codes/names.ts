// WG2xx: names and imports.

import type { CodeHelp } from "../codes.ts";

export const nameCodes = {
  WG201: {
    title: "an unknown name",
    help: "The name is neither assigned, imported nor a parameter here, and Python's own names that reach files, keyboard or the running program do not exist in wgen. Look at the spelling, import it at the top, or put `self.` before a field.\n\nInstead of\n\n    print(hieght)\n\nwrite\n\n    height = 12.5\n    print(height)",
  },
  WG202: {
    title: "an unknown module",
    help: "The modules of wgen's own library can be imported, `wgen docs` lists them, and plugins of a workshop, as `workshop.alice.ridges`: those published there, or pinned by `wgen lock`. Each is imported by its full name, at the top of the file, and `import *` is not there.\n\nInstead of\n\n    from math import *\n\nwrite\n\n    from math import sin, cos",
  },
  WG203: {
    title: "an unknown attribute",
    help: "The value's type has no field or method of that name. The message says the type: look at the spelling, or at what that type has. An item of a dict is read with square brackets.\n\nInstead of\n\n    xs.push(3)\n\nwrite\n\n    xs.append(3)",
  },
  WG204: {
    title: "a name without a value",
    help: "A name that a function assigns belongs to that function, from its first line on; it has no value before the assignment has run.\n\nInstead of\n\n    total = 0\n    def add(x):\n        total = total + x\n\nwrite\n\n    def add(total, x):\n        return total + x",
  },
  WG205: {
    title: "an unknown keyword argument",
    help: "An argument is given by name, but the function has no parameter of that name.\n\nInstead of\n\n    def area(w, height):\n        return w * height\n    area(w=3, hight=4)\n\nwrite\n\n    def area(w, height):\n        return w * height\n    area(w=3, height=4)",
  },
  WG206: {
    title: "a name that a module does not have",
    help: "The module exists, but it has nothing of that name. `wgen docs math` lists what a module has.\n\nInstead of\n\n    import math\n    math.squrt(4)\n\nwrite\n\n    import math\n    math.sqrt(4)",
  },
  WG207: {
    title: "a misplaced global or nonlocal",
    help: "`global x` in a function speaks of a name at the top level of the file, `nonlocal x` of one in the function around it. There is no such name; assign it there first.\n\nFor example\n\n    count = 0\n    def bump():\n        global count\n        count += 1",
  },
  WG208: {
    title: "a name defined twice",
    help: "Two definitions in one place have the same name, so one of them could never be reached. Rename or remove one.\n\nInstead of\n\n    def f(): return 1\n    def f(): return 2\n\nwrite\n\n    def f(): return 1\n    def g(): return 2",
  },
  WG209: {
    title: "a name that begins and ends with two underscores",
    help: "Names such as `__init__` and `__proto__` belong to Python itself. A class may have methods that Python knows by such names, a file may say `__version__` and `__author__`; everything else needs a name of its own.\n\nInstead of\n\n    __height__ = 2\n\nwrite\n\n    height = 2",
  },
  WG210: {
    title: "a plugin that cannot be imported",
    help: "The plugin that is imported is not in order itself, or imports lead from it back to where they began. Check it by itself, import another version of it, or move what two plugins need from each other into a third; or have what you need of it in your own plugin.\n\nFor example\n\n    def crest(x: float) -> float:\n        return 1.0 - abs(x)",
  },
} as const satisfies Record<string, CodeHelp>;
