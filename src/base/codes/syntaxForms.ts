// WG150 to WG199: statements and expressions, and the forms of other languages
// and of Python that wgen does not have.

import type { CodeHelp } from "../codes.ts";

export const formCodes = {
  WG150: {
    title: "= where == was meant",
    help: "One = gives a name a value. Two of them compare.\n\nInstead of\n\n    if x = 3:\n        print(x)\n\nwrite\n\n    if x == 3:\n        print(x)",
  },
  WG151: {
    title: "a value that cannot be changed",
    help: "Left of = stands what can be given a value: a name, an attribute, an item, or several of these with commas.\n\nInstead of\n\n    x + 1 = y\n\nwrite\n\n    y = x + 1",
  },
  WG152: {
    title: "something that cannot be deleted",
    help: "`del` takes an item of a list or dict.\n\nInstead of\n\n    del f()\n\nwrite\n\n    del xs[0]",
  },
  WG153: {
    title: "several targets for one value",
    help: "`+=` and its like, and annotations, take exactly one name, attribute or item.\n\nInstead of\n\n    a, b += 1\n\nwrite\n\n    a += 1\n    b += 1",
  },
  WG154: {
    title: "a word of the language used as a name",
    help: 'Words such as class, for, in, is and lambda have a fixed meaning and cannot be names. Add an underscore, or choose another word.\n\nInstead of\n\n    class = "mage"\n\nwrite\n\n    class_ = "mage"',
  },
  WG155: {
    title: "a misspelled word of the language",
    help: "The line begins like a statement, but its first word is none. The message says which one was probably meant.\n\nInstead of\n\n    whlie x > 0:\n        x -= 1\n\nwrite\n\n    while x > 0:\n        x -= 1",
  },
  WG156: {
    title: "a missing value",
    help: "An operator, a comma or an = has nothing on one side; or a statement stands where a value is needed.\n\nInstead of\n\n    x = 3 +\n\nwrite\n\n    x = 3 + y",
  },
  WG157: {
    title: "a missing comma",
    help: "The items of a list, the arguments of a call, imported names and the like are separated by commas.\n\nInstead of\n\n    [1 2 3]\n\nwrite\n\n    [1, 2, 3]",
  },
  WG158: {
    title: "something that does not fit",
    help: "The line is not built like any statement. Look at what stands right before the marked place.",
  },
  WG159: {
    title: "a malformed header of a function",
    help: "A function is written `def name(parameters):`, with parentheses even where there are no parameters. Parameters are plain names, maybe with `: type` and `= default`.\n\nInstead of\n\n    def f:\n        return 1\n\nwrite\n\n    def f():\n        return 1",
  },
  WG160: {
    title: "two parameters with one name",
    help: "Each parameter of a function has a name of its own.\n\nInstead of\n\n    def f(x, x):\n        return x\n\nwrite\n\n    def f(x, y):\n        return x + y",
  },
  WG161: {
    title: "parameters in a wrong order",
    help: "Parameters with defaults stand behind those without; `*args` behind these; `**` last.\n\nInstead of\n\n    def f(a=1, b):\n        return a + b\n\nwrite\n\n    def f(b, a=1):\n        return a + b",
  },
  WG162: {
    title: "arguments in a wrong order",
    help: 'In a call, arguments without a name come first, and each name is given once.\n\nInstead of\n\n    print(sep=", ", 1, 2)\n\nwrite\n\n    print(1, 2, sep=", ")',
  },
  WG163: {
    title: "a generator beside other arguments",
    help: "A generator that is the only argument needs no parentheses; beside others it does.\n\nInstead of\n\n    sum(x for x in xs, 1)\n\nwrite\n\n    sum((x for x in xs), 1)",
  },
  WG164: {
    title: "a comprehension with several values",
    help: "Several values before `for` need parentheses around them.\n\nInstead of\n\n    [x, y for x, y in zip(xs, ys)]\n\nwrite\n\n    [(x, y) for x, y in zip(xs, ys)]",
  },
  WG165: {
    title: "a star that has nothing to unpack into",
    help: "`*xs` stands in a list, a tuple, a set, a call, or among several names left of =.\n\nInstead of\n\n    x = *xs\n\nwrite\n\n    x = [*xs]",
  },
  WG166: {
    title: "return outside of a function",
    help: "Only a function returns something. The file itself has no result: its values are the names that it defines.",
  },
  WG167: {
    title: "yield outside of a function",
    help: "`yield` makes a function into a generator, so it stands in a function.",
  },
  WG168: {
    title: "break or continue outside of a loop",
    help: "`break` leaves a loop, `continue` goes to its next turn; outside of a loop there is nothing to leave.",
  },
  WG169: {
    title: "global or nonlocal at a wrong place",
    help: "`global` and `nonlocal` stand in a function and only name what it uses; values are given in lines of their own.\n\nInstead of\n\n    def f():\n        global x = 3\n\nwrite\n\n    x = 0\n    def f():\n        global x\n        x = 3",
  },
  WG170: {
    title: "except and else in a wrong order",
    help: "First come the `except` blocks, a bare `except:` last among them, then `else`, then `finally`.",
  },
  WG171: {
    title: "a misplaced :=",
    help: "`:=` gives a name a value in the middle of an expression, in parentheses, and only a plain name.\n\nInstead of\n\n    x := 5\n\nwrite\n\n    x = 5",
  },
  WG172: {
    title: "a misplaced not",
    help: "`not` stands before a value, or in `not in` and `is not`. Behind another operator the part that begins with it needs parentheses.\n\nInstead of\n\n    x is in xs\n\nwrite\n\n    x in xs",
  },
  WG173: {
    title: "an if without else in an expression",
    help: "As a value, `if` chooses between two values and so needs both.\n\nInstead of\n\n    x = 1 if y\n\nwrite\n\n    x = 1 if y else 0",
  },
  WG174: {
    title: "a dict and a set mixed",
    help: "In braces stand either `key: value` pairs (a dict) or single values (a set).\n\nInstead of\n\n    {1: 2, 3}\n\nwrite\n\n    {1: 2, 3: 4}",
  },
  WG175: {
    title: "a malformed pattern",
    help: 'A pattern binds each name once, its alternatives bind the same names, at most one part of a sequence takes the rest, and what fits everything comes last.\n\nInstead of\n\n    match x:\n        case other:\n            print(other)\n        case 1:\n            print("one")\n\nwrite\n\n    match x:\n        case 1:\n            print("one")\n        case other:\n            print(other)',
  },
  WG176: {
    title: "a class header with more than bases",
    help: "In the parentheses of a class stand base classes. Metaclasses and other arguments do not exist in wgen.\n\nInstead of\n\n    class A(metaclass=M):\n        size = 1\n\nwrite\n\n    class A:\n        size = 1",
  },
  WG177: {
    title: "a malformed lambda",
    help: "A lambda is written `lambda x, y: value`: no parentheses, no return, one value.\n\nInstead of\n\n    lambda (x): return x\n\nwrite\n\n    lambda x: x",
  },
  WG178: {
    title: "something else than a name before = in a call",
    help: '`name=value` gives a parameter by its name. To compare write ==.\n\nInstead of\n\n    print(1, a.end="")\n\nwrite\n\n    print(1, end="")',
  },
  WG179: {
    title: "a malformed for",
    help: "A `for` is written `for name in values:`.\n\nInstead of\n\n    for (x in xs):\n        print(x)\n\nwrite\n\n    for x in xs:\n        print(x)",
  },
  WG181: {
    title: "++ and --",
    help: "These do not exist. Add with +=.\n\nInstead of\n\n    x++\n\nwrite\n\n    x += 1",
  },
  WG182: {
    title: "blocks in braces",
    help: "Blocks begin with a colon and are indented; braces make dicts and sets.\n\nInstead of\n\n    if x > 3 {\n        print(x)\n    }\n\nwrite\n\n    if x > 3:\n        print(x)",
  },
  WG183: {
    title: "a word of another language",
    help: "The message says what it is called here.\n\nInstead of\n\n    function f(x):\n        return x\n\nwrite\n\n    def f(x):\n        return x",
  },
  WG184: {
    title: "a comment of another language",
    help: "Comments begin with # and go to the end of the line.\n\nInstead of\n\n    // comment\n\nwrite\n\n    # comment",
  },
  WG185: {
    title: "the ternary ? :",
    help: "A choice between two values is written with words.\n\nInstead of\n\n    x = a ? b : c\n\nwrite\n\n    x = b if a else c",
  },
  WG186: {
    title: "an operator of another language",
    help: "&& is `and`, || is `or`, ! is `not`, === is ==, <> is !=, -> is a dot.\n\nInstead of\n\n    ok = x > 2 && !(y > 3)\n\nwrite\n\n    ok = x > 2 and not y > 3",
  },
  WG187: {
    title: "an arrow function",
    help: "A function without a name is written with `lambda`.\n\nInstead of\n\n    x => x + 1\n\nwrite\n\n    lambda x: x + 1",
  },
  WG188: {
    title: "true, false, null",
    help: "The constants are written True, False and None.\n\nInstead of\n\n    x = true\n\nwrite\n\n    x = True",
  },
  WG189: {
    title: "a for that counts",
    help: "A `for` goes through values; `range` makes the numbers to count with.\n\nInstead of\n\n    for (i = 0; i < 9; i++) print(i)\n\nwrite\n\n    for i in range(9):\n        print(i)",
  },
  WG190: {
    title: "print without parentheses",
    help: "`print` is a function.\n\nInstead of\n\n    print x\n\nwrite\n\n    print(x)",
  },
  WG191: {
    title: "async and await",
    help: "Nothing in wgen waits: host functions return at once, and what is slow is fetched before the call.\n\nInstead of\n\n    async def f():\n        return 1\n\nwrite\n\n    def f():\n        return 1",
  },
  WG192: {
    title: "except*",
    help: "wgen has no exception groups. Write a plain `except`.\n\nInstead of\n\n    try:\n        n = int(text)\n    except* ValueError:\n        n = 0\n\nwrite\n\n    try:\n        n = int(text)\n    except ValueError:\n        n = 0",
  },
  WG193: {
    title: "the type statement",
    help: "wgen has no `type` statement. Write the type where it is used, or give it a name with =.\n\nInstead of\n\n    type Pair = tuple[int, int]\n\nwrite\n\n    Pair = tuple[int, int]",
  },
  WG194: {
    title: "type parameters",
    help: "A function without annotations works for every type that fits, so type parameters are not needed.\n\nInstead of\n\n    def f[T](x: T):\n        return x\n\nwrite\n\n    def f(x):\n        return x",
  },
  WG195: {
    title: "bytes",
    help: 'wgen knows text only. For raw numbers use a list of int.\n\nInstead of\n\n    b"abc"\n\nwrite\n\n    "abc"',
  },
  WG196: {
    title: "complex numbers",
    help: "wgen has no complex numbers. Keep the two parts in two floats.\n\nInstead of\n\n    z = 1 + 2j\n\nwrite\n\n    re = 1.0\n    im = 2.0",
  },
  WG197: {
    title: "template strings",
    help: 'wgen has no template strings. Use an f-string.\n\nInstead of\n\n    t"{x}"\n\nwrite\n\n    f"{x}"',
  },
  WG198: {
    title: "a form of Python 2",
    help: "Python 2 wrote some things differently. The message says how it is written today.\n\nInstead of\n\n    try:\n        n = int(text)\n    except ValueError, e:\n        print(e)\n\nwrite\n\n    try:\n        n = int(text)\n    except ValueError as e:\n        print(e)",
  },
  WG199: {
    title: "else if",
    help: 'The two words are one: elif.\n\nInstead of\n\n    if x > 3:\n        print("large")\n    else if x > 1:\n        print("middling")\n\nwrite\n\n    if x > 3:\n        print("large")\n    elif x > 1:\n        print("middling")',
  },
} as const satisfies Record<string, CodeHelp>;
