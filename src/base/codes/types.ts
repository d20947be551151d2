// WG3xx: types.

import type { CodeHelp } from "../codes.ts";

export const typeCodes = {
  WG301: {
    title: "an operator does not fit its operands",
    help: 'The operator does not work on values of these types. Numbers and text are not added: make text of the number first. Where one side may be None, test it first.\n\nInstead of\n\n    print("age: " + age)\n\nwrite\n\n    print("age: " + str(age))\n    print(f"age: {age}")',
  },
  WG302: {
    title: "an argument of the wrong type",
    help: "A function, an index or a format wants a value of one type and gets another. Convert it (`int(x)`, `float(x)`, `str(x)`), or give another value. `/` always gives a float; `//` divides ints to an int.\n\nInstead of\n\n    for i in range(n / 2):\n        print(i)\n\nwrite\n\n    for i in range(n // 2):\n        print(i)",
  },
  WG303: {
    title: "the wrong number of arguments",
    help: "The call gives more or fewer values than the function has parameters without a default, or one of them twice. The hint shows how it is defined.\n\nInstead of\n\n    def area(w, h):\n        return w * h\n    area(3)\n\nwrite\n\n    def area(w, h):\n        return w * h\n    area(3, 4)",
  },
  WG304: {
    title: "a value that may be None",
    help: 'A place that takes one type gets a value that may be None. Test it first; inside the test it counts as the other type. (Where an attribute, an item or an operator of such a value is used, the program is accepted, and None raises there as in Python.)\n\nInstead of\n\n    widths = {"a": 8}\n    print("a".center(widths.get("a")))\n\nwrite\n\n    widths = {"a": 8}\n    print("a".center(widths.get("a", 0)))',
  },
  WG305: {
    title: "values of types that do not go together",
    help: "A name, a field, a list or the branches of an expression keep one type. int and float meet as float; other types do not mix unless an annotation such as `int | str` says so.\n\nInstead of\n\n    found = False\n    for x in xs:\n        if x > 2:\n            found = x\n    print(found)\n\nwrite\n\n    found = 0\n    for x in xs:\n        if x > 2:\n            found = x\n    print(found)",
  },
  WG306: {
    title: "a result of another type than declared",
    help: "What the function returns does not agree with the type behind `->`, or one path through it ends without `return`.\n\nInstead of\n\n    def half(x: int) -> int:\n        return x / 2\n\nwrite\n\n    def half(x: int) -> float:\n        return x / 2",
  },
  WG307: {
    title: "a value that cannot be iterated",
    help: "Only lists, tuples, texts, dicts, sets, ranges, generators and objects with `__iter__` can be gone through or unpacked. To count, use `range`.\n\nInstead of\n\n    for i in 5:\n        print(i)\n\nwrite\n\n    for i in range(5):\n        print(i)",
  },
  WG308: {
    title: "a value that cannot be called",
    help: "Parentheses behind a value call it, but this value is no function. A product needs `*`, an item square brackets.\n\nInstead of\n\n    x = 3\n    print(x(2))\n\nwrite\n\n    x = 3\n    print(x * (2))",
  },
  WG309: {
    title: "a value that cannot be indexed",
    help: "Square brackets read an item, but this value has no items, or not one at that place. A list method such as `sort` changes its list and gives None.\n\nInstead of\n\n    ys = xs.sort()\n    print(ys[0])\n\nwrite\n\n    ys = sorted(xs)\n    print(ys[0])",
  },
  WG310: {
    title: "a key that cannot be hashed",
    help: 'Keys of a dict and items of a set must not change, or they could not be found again. Lists, dicts and sets are refused; tuples, numbers, texts and frozen dataclasses are not.\n\nInstead of\n\n    d = {[1, 2]: "x"}\n\nwrite\n\n    d = {(1, 2): "x"}',
  },
  WG311: {
    title: "values without an order",
    help: '`<`, `>`, `sorted` and their like need values with an order: numbers with numbers, text with text, tuples item by item. Classes need a method `__lt__`, or `sort` a `key=`.\n\nInstead of\n\n    x = "5"\n    if x > 3: print("big")\n\nwrite\n\n    x = "5"\n    if int(x) > 3: print("big")',
  },
  WG312: {
    title: "the wrong number of values to unpack",
    help: "Left of `=` stand as many names as there are values to the right; one name with `*` takes the rest as a list.\n\nInstead of\n\n    a, b = (1, 2, 3)\n\nwrite\n\n    a, b, c = (1, 2, 3)\n    a, *rest = (1, 2, 3)",
  },
  WG313: {
    title: "a part of Python that wgen lacks",
    help: "Python has this, wgen has not: classes derived from builtin ones, `__getattr__`, `yield` within an expression and a few others. The hint says what to write; `wgen docs` lists what there is.\n\nInstead of\n\n    class Stack(list):\n        def top(self):\n            return self[-1]\n\nwrite\n\n    class Stack:\n        def __init__(self):\n            self.items = []\n        def top(self):\n            return self.items[-1]",
  },
  WG314: {
    title: "an assignment to what cannot be assigned",
    help: 'The items of texts and tuples, fields of frozen dataclasses, properties without a setter and parameters of the plugin stay as they are. Make a new value instead.\n\nInstead of\n\n    s = "cat"\n    s[0] = "b"\n\nwrite\n\n    s = "cat"\n    s = "b" + s[1:]',
  },
  WG315: {
    title: "an int outside 64 bits",
    help: "An int is a whole number of 64 bits, from -2**63 to 2**63 - 1. A float goes further, but is not exact there.\n\nInstead of\n\n    x = 10 ** 30\n\nwrite\n\n    x = 1e30",
  },
  WG316: {
    title: "a format that does not fit",
    help: 'The format behind `:` or `%` does not fit the value, or there are more or fewer values than places. An f-string is the plainest way.\n\nInstead of\n\n    "%d and %d" % (1,)\n\nwrite\n\n    f"{1} and {2}"',
  },
  WG317: {
    title: "a field without a value",
    help: "The class declares the field, and nothing ever sets it. (One that is set on some paths only is accepted: reading it before it has a value raises AttributeError, as in Python.)\n\nInstead of\n\n    class Stone:\n        def __init__(self):\n            self.size: int\n\nwrite\n\n    class Stone:\n        def __init__(self):\n            self.size: int = 3",
  },
  WG318: {
    title: "something other than an exception",
    help: '`raise` and `except` work with exceptions: those of Python that wgen has, and classes of your own derived from Exception.\n\nInstead of\n\n    raise "bad"\n\nwrite\n\n    raise ValueError("bad")',
  },
  WG319: {
    title: "a test that can never be",
    help: "The types already say how this test comes out, so one side of it could never run. Remove the test, or correct it.\n\nInstead of\n\n    x = 3\n    if isinstance(x, str):\n        print(x)\n\nwrite\n\n    x = 3\n    print(x)",
  },
  WG320: {
    title: "an annotation that is no type",
    help: "An annotation is a type: `int`, `float`, `bool`, `str`, `list[int]`, `dict[str, int]`, `tuple[int, str]`, `int | None`, or a class of the program.\n\nInstead of\n\n    def f(x: integer):\n        return x\n\nwrite\n\n    def f(x: int):\n        return x",
  },
  WG321: {
    title: "the wrong number of types in brackets",
    help: "A type with brackets takes a fixed number of types in them: list and set one, dict two.\n\nInstead of\n\n    ages: dict[int] = {}\n\nwrite\n\n    ages: dict[str, int] = {}",
  },
  WG322: {
    title: "a class that cannot be made so",
    help: "The class cannot be made or used in this way: an enum has only its own members, a mutable default would be shared by all objects, `super()` needs a base class.\n\nInstead of\n\n    from dataclasses import dataclass\n    @dataclass\n    class Bag:\n        items: list[int] = []\n    print(Bag())\n\nwrite\n\n    from dataclasses import dataclass, field\n    @dataclass\n    class Bag:\n        items: list[int] = field(default_factory=list)\n    print(Bag())",
  },
  WG323: {
    title: "a method without `self`",
    help: 'A method is given the object it is called on as its first argument, by custom called `self`. Without it the object has no place to go.\n\nInstead of\n\n    class Cat:\n        def speak():\n            return "meow"\n\nwrite\n\n    class Cat:\n        def speak(self):\n            return "meow"',
  },
  WG324: {
    title: "a function that is not called",
    help: "A line that only names a function or a method does nothing: the parentheses call it.\n\nInstead of\n\n    xs = [3, 1, 2]\n    xs.sort\n\nwrite\n\n    xs = [3, 1, 2]\n    xs.sort()",
  },
  WG325: {
    title: "a part without a type",
    help: "No type was found for this part of the program, and nothing that could be named is wrong with it. The program is refused rather than run without it. Give the values that it uses names of their own, one step a line, or annotate them. If that does not help, it is a gap of wgen: please report the line.",
  },
} as const satisfies Record<string, CodeHelp>;
