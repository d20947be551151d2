// WG5xx: faults while running. Those with a `python` name are what CPython
// would raise there and can be caught by `except`; the others are ours and
// cannot be caught, because catching them would be a wrong answer.

import type { CodeHelp } from "../codes.ts";

interface FaultHelp extends CodeHelp {
  /** The Python exception whose name begins the message. */
  readonly python: string;
  /** False where CPython would not raise here, so no `except` may see it. */
  readonly catchable: boolean;
}

export const faultCodes = {
  WG501: {
    title: "index out of range",
    python: "IndexError",
    catchable: true,
    help: "The list, tuple or text has fewer items than the index asks for. The first item has index 0, the last `len(xs) - 1` or -1.\n\nInstead of\n\n    xs = [10, 20, 30]\n    print(xs[3])\n\nwrite\n\n    xs = [10, 20, 30]\n    print(xs[2])",
  },
  WG502: {
    title: "key not found",
    python: "KeyError",
    catchable: true,
    help: 'The dict has no such key. Ask with `in` first, or give a value for that case with `get`.\n\nInstead of\n\n    print(ages["Tom"])\n\nwrite\n\n    print(ages.get("Tom", 0))',
  },
  WG503: {
    title: "division by zero",
    python: "ZeroDivisionError",
    catchable: true,
    help: "The divisor of `/`, `//` or `%` was 0. Test it before.\n\nInstead of\n\n    mean = total / count\n\nwrite\n\n    mean = total / count if count > 0 else 0.0",
  },
  WG504: {
    title: "a value that the operation does not accept",
    python: "ValueError",
    catchable: true,
    help: 'The type is right, but the operation does not accept this very value: `int("abc")`, `math.sqrt(-1.0)`, `xs.remove(x)` of something that is not in the list.\n\nInstead of\n\n    n = int("abc")\n\nwrite\n\n    n = int("12")',
  },
  WG505: {
    title: "a None where an object was expected",
    python: "AttributeError",
    catchable: true,
    help: "The value was None at run time, where an object was expected. Test it with `is not None` before.\n\nInstead of\n\n    word.upper()\n\nwrite\n\n    if word is not None:\n        word.upper()",
  },
  WG506: {
    title: "a failed assertion",
    python: "AssertionError",
    catchable: true,
    help: 'The condition of an `assert` was false. The program itself said that this must not happen: look for the reason above that line.\n\nFor example\n\n    assert count > 0, "nothing was counted"',
  },
  WG507: {
    title: "a value of the wrong type",
    python: "TypeError",
    catchable: true,
    help: 'At run time the value had another type than the operation takes.\n\nInstead of\n\n    "%d" % "five"\n\nwrite\n\n    "%d" % 5',
  },
  WG508: {
    title: "a float too large",
    python: "OverflowError",
    catchable: true,
    help: "The result is beyond the largest float, about 1.8e308.\n\nInstead of\n\n    import math\n    math.exp(1000.0)\n\nwrite\n\n    import math\n    math.exp(min(1000.0, 700.0))",
  },
  WG509: {
    title: "an exhausted iterator",
    python: "StopIteration",
    catchable: true,
    help: "`next` was called on an iterator that had nothing left. Give it a second argument for that case, or use a `for` loop.\n\nInstead of\n\n    it = iter([])\n    next(it)\n\nwrite\n\n    it = iter([1])\n    next(it, None)",
  },
  WG510: {
    title: "a dict or set changed while it was iterated",
    python: "RuntimeError",
    catchable: true,
    help: "A dict or set grew or shrank while a loop went through it. Loop over a copy.\n\nInstead of\n\n    for key in d:\n        del d[key]\n\nwrite\n\n    for key in list(d):\n        del d[key]",
  },
  WG511: {
    title: "a name used before it has a value",
    python: "UnboundLocalError",
    catchable: true,
    help: "The path the program took did not assign the name before it was read. Give it a value before the `if` or loop.\n\nInstead of\n\n    if x > 2:\n        y = 1\n    print(y)\n\nwrite\n\n    y = 0\n    if x > 2:\n        y = 1\n    print(y)",
  },
  WG512: {
    title: "an exception that nothing caught",
    python: "Exception",
    catchable: true,
    help: 'An exception was raised, and no `except` around it or around the calls that led there takes it.\n\nInstead of\n\n    int("five")\n\nwrite\n\n    try:\n        int("five")\n    except ValueError as e:\n        print(e)',
  },
  WG520: {
    title: "an int outside 64 bits",
    python: "OverflowError",
    catchable: false,
    help: "The result of an int operation lies outside -2**63 to 2**63 - 1. Python would go on with a larger number; wgen stops, and no `except` hides it. For hashes mask with `& 0xFFFFFFFFFFFFFFFF`; for sizes use floats.\n\nInstead of\n\n    x = 2 ** 62 * 4\n\nwrite\n\n    x = 2.0 ** 62 * 4",
  },
  WG521: {
    title: "an int that a float cannot hold exactly",
    python: "OverflowError",
    catchable: false,
    help: "The int is beyond 2**53 and no float equals it, where the operation needs a float of that very value. Convert it yourself if an approximation will do.\n\nInstead of\n\n    big = 2 ** 53 + 1\n    x = big / 3\n\nwrite\n\n    big = 2 ** 53 + 1\n    x = float(big) / 3.0",
  },
  WG522: {
    title: "a write to frozen state",
    python: "TypeError",
    catchable: false,
    help: "A hook changed a value that was made at the top level of the file or in `prepare`. Nothing may pass from one call to the next: work on a copy.\n\nInstead of\n\n    table = [1, 2]\n    def elevation(x, y):\n        table.append(3)\n        return 1.0\n\nwrite\n\n    table = [1, 2]\n    def elevation(x, y):\n        own = table.copy()\n        own.append(3)\n        return 1.0",
  },
  WG523: {
    title: "an array operation numpy would let pass",
    python: "ValueError",
    catchable: false,
    help: "numpy would go on here, with nan, inf or a wrapped number and a warning that is easily missed. wgen stops at the item. Test before, or mask the items.\n\nInstead of\n\n    import numpy as np\n    a = np.array([6, 7])\n    b = np.array([0, 2])\n    c = a // b\n\nwrite\n\n    import numpy as np\n    a = np.array([6, 7])\n    b = np.array([0, 2])\n    c = a // np.where(b == 0, 1, b)",
  },
  WG524: {
    title: "a value that changed behind a test",
    python: "TypeError",
    catchable: false,
    help: "A test has found what a variable holds, and before this line an operator of a class, called by the library, has put a value of another type there. What was tested no longer holds, so wgen stops. Keep the tested value in a variable of its own.\n\nInstead of\n\n    def width(cards):\n        if isinstance(best, int):\n            cards.sort()\n            return best + 1\n\nwrite\n\n    def width(cards, best: int | str):\n        if isinstance(best, int):\n            cards.sort()\n            return best + 1\n        return 0",
  },
  WG525: {
    title: "a power that is a complex number",
    python: "ValueError",
    catchable: false,
    help: "A negative number to a power that is no whole number: Python goes on with a complex number, which wgen does not have, and no `except` hides it. Take the magnitude first, or the sign apart.\n\nInstead of\n\n    x = -8.0\n    root = x ** (1.0 / 3.0)\n\nwrite\n\n    x = -8.0\n    root = -(abs(x) ** (1.0 / 3.0))",
  },
  WG526: {
    title: "`NotImplemented` as a value",
    python: "TypeError",
    catchable: false,
    help: 'A method of an operator was called by its name and gave `NotImplemented`. Python would go on with that as a value, which counts as true; wgen has it only as the answer to an operator. Write the operator, or `return` what `super()` gives as it is.\n\nInstead of\n\n    class Word:\n        def __init__(self, text):\n            self.text = text\n        def __eq__(self, other):\n            if isinstance(other, Word):\n                return self.text == other.text\n            return NotImplemented\n    same = Word("a").__eq__(3)\n\nwrite\n\n    class Word:\n        def __init__(self, text):\n            self.text = text\n        def __eq__(self, other):\n            if isinstance(other, Word):\n                return self.text == other.text\n            return NotImplemented\n    same = Word("a") == 3',
  },
  WG527: {
    title: "an int to a negative power",
    python: "ValueError",
    catchable: false,
    help: "An int to the power of an int that turned out to be negative: Python goes on with a float, but here the type is settled before the program runs, and no `except` hides it. Make one of the two a float.\n\nInstead of\n\n    steps = len([]) - 2\n    share = 2 ** steps\n\nwrite\n\n    steps = len([]) - 2\n    share = 2.0 ** steps",
  },
  WG528: {
    title: "an argument of an exception that is not kept",
    python: "TypeError",
    catchable: false,
    help: "`args` gives back the texts, numbers and None that an exception was made with. This one was made with something else: a list, a tuple, an object. Its text is `str(e)`; to get the value back, keep it in a field of an exception class of your own.\n\nInstead of\n\n    try:\n        raise ValueError([1, 2])\n    except ValueError as e:\n        found = e.args[0]\n\nwrite\n\n    class Bad(ValueError):\n        def __init__(self, items):\n            super().__init__(str(items))\n            self.items = items\n    try:\n        raise Bad([1, 2])\n    except Bad as e:\n        found = e.items",
  },
  WG529: {
    title: "an item of another type than its parameter",
    python: "TypeError",
    catchable: false,
    help: "`f(*items)` of a list spreads it over parameters, and as many items as it holds now would put one where the function takes another type. Python would go on with it until something fails; wgen stops, and no `except` hides it. Give the function what it takes, or take the items by `*args`.\n\nInstead of\n\n    def label(size: int, unit: str = 'm'):\n        return str(size) + unit\n    text = label(*[3, 4])\n\nwrite\n\n    def label(size: int, unit: str = 'm'):\n        return str(size) + unit\n    text = label(*[3]) + label(*[4])",
  },
  WG530: {
    title: "a generator that was left with its `finally` due",
    python: "RuntimeError",
    catchable: false,
    help: 'The program ended, or let go of a generator, while that waited at a `yield` inside `try ... finally`, `with`, or a `try` that catches BaseException. Python runs what stands there when nothing holds the generator any more; wgen does so for the generator that a `for` loop makes, and for one that is closed or runs to its end.\n\nInstead of\n\n    print(next(numbered()))\n\nwrite\n\n    def numbered():\n        try:\n            yield 1\n        finally:\n            print("end")\n    lines = numbered()\n    print(next(lines))\n    lines.close()',
  },
  WG531: {
    title: "a container that would hold one like itself",
    python: "TypeError",
    catchable: false,
    help: 'One of the values of a dict was put into another of them, and it turned out to be of that other\'s own type: a list that would hold lists like itself. Types are settled before the program runs, and a list that holds itself to any depth has none, so no `except` sees this. Give the values names of their own, or a class with fields.\n\nInstead of\n\n    state = {"n": 0, "log": []}\n    state["log"].append(state["log"])\n\nwrite\n\n    class State:\n        def __init__(self):\n            self.n = 0\n            self.log = []\n    state = State()\n    state.log.append(state.n)',
  },
} as const satisfies Record<string, FaultHelp>;

export type FaultCode = keyof typeof faultCodes;
