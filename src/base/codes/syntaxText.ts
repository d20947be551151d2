// WG100 to WG149: the text, its layout, its numbers and strings.

import type { CodeHelp } from "../codes.ts";

export const textCodes = {
  WG101: {
    title: "a character that has no meaning in a program",
    help: "Signs such as $ and ? belong to other languages. They may stand inside strings and comments, nowhere else.\n\nInstead of\n\n    price = $5\n\nwrite\n\n    price = 5",
  },
  WG102: {
    title: "a letter outside a-z in a name",
    help: "Names are made of a-z, A-Z, 0-9 and _. Letters of other alphabets can look exactly like these and still be others (a Cyrillic a is not a Latin a), so two names that look the same could mean different things. Strings and comments may hold any letter.\n\nInstead of\n\n    größe = 3\n\nwrite\n\n    groesse = 3",
  },
  WG103: {
    title: "a look-alike of a sign",
    help: 'Word processors and web pages replace straight quotes, minus signs and brackets by prettier ones. A program needs the plain ones of the keyboard.\n\nInstead of\n\n    print(“hello”)\n\nwrite\n\n    print("hello")',
  },
  WG104: {
    title: "an invisible or unusual space",
    help: "Only spaces, tabs between words, and line ends may separate the words of a program. Non-breaking spaces, zero-width spaces, form feeds and the like come along when text is copied; replace them by plain spaces.",
  },
  WG105: {
    title: "a character that turns the direction of text",
    help: 'Some invisible characters make a line look different from what it does. They are refused everywhere, in strings and comments too. To make one on purpose write its number in a string.\n\nFor example\n\n    "\\u202e"',
  },
  WG106: {
    title: "a NUL character",
    help: "A program is plain text and never holds the character with the number 0. Most likely the file is not text at all, or was saved in another encoding.",
  },
  WG107: {
    title: "a file that is not plain UTF-8 text",
    help: 'Save the file as plain text, encoded as UTF-8. Editors offer that under "save with encoding".',
  },
  WG108: {
    title: "a file that is too long",
    help: "The limit sourceBytes bounds one file. Split it into modules, or ask the host to raise the limit.",
  },
  WG109: {
    title: "a line that is too long",
    help: "The limit lineLength bounds one line. Inside brackets a line may be broken anywhere.\n\nFor example\n\n    total = (17 +\n             25)",
  },
  WG110: {
    title: "too much in one file",
    help: "A file has bounded numbers of tokens, functions and classes (limits tokens, functions, classes). Split it into modules, or ask the host to raise the limit.",
  },
  WG111: {
    title: "a function that is too large",
    help: "The limit nodesPerFunction bounds the size of one function, and of what stands outside of functions. Move parts into functions of their own; long tables of numbers are better computed, or read as text.",
  },
  WG112: {
    title: "too many parameters or arguments",
    help: "The limit parameters bounds how many values a function takes. Pass a list, or an object with fields.",
  },
  WG113: {
    title: "an expression that is too deeply nested",
    help: "Brackets, unary operators, lambdas and ternaries can stand 64 levels inside one another. Give inner parts names in lines of their own.\n\nInstead of\n\n    abs(abs(abs(... 65 times\n\nwrite\n\n    a = abs(x)\n    b = abs(a)",
  },
  WG114: {
    title: "blocks that are too deeply nested",
    help: "Blocks can stand 20 levels inside one another. Move the inner part into a function.",
  },
  WG115: {
    title: "a chain that is too long",
    help: "Calls, indexes and attributes that hang one behind the other are bounded, because each makes the tree of the program deeper. Give a part a name.\n\nInstead of\n\n    text.strip().lower().title() ... 200 times\n\nwrite\n\n    words = text.strip().lower()\n    title = words.title()",
  },
  WG120: {
    title: "a tab in the indentation",
    help: "How wide a tab is depends on the editor, so blocks are indented with spaces: four for each level. Editors can insert them when the tab key is pressed.",
  },
  WG121: {
    title: "a line that is indented for no reason",
    help: "A line may be indented deeper than the one above only where a block begins, that is behind a line that ends with a colon.\n\nInstead of\n\n    x = 1\n        y = 2\n\nwrite\n\n    x = 1\n    y = 2",
  },
  WG122: {
    title: "a missing block",
    help: "Behind a line such as `if x:` the block has to follow, indented. A comment is not enough; `pass` does nothing.\n\nInstead of\n\n    if x > 3:\n    print(x)\n\nwrite\n\n    if x > 3:\n        print(x)",
  },
  WG123: {
    title: "an indentation that fits no block",
    help: "When a block ends, the next line stands exactly below the beginning of one of the blocks that are open.\n\nInstead of\n\n    if x > 3:\n            print(1)\n        print(2)\n\nwrite\n\n    if x > 3:\n        print(1)\n        print(2)",
  },
  WG124: {
    title: "a colon that is missing or too much",
    help: "Lines that begin a block (if, elif, else, for, while, def, class, try, except, finally, with, match, case) end with a colon; no other line does.\n\nInstead of\n\n    if x > 3\n        print(x)\n\nwrite\n\n    if x > 3:\n        print(x)",
  },
  WG125: {
    title: "a bracket that is never closed",
    help: "Every (, [ and { needs its ), ] or }. The message shows the opening bracket; the closing one is missing somewhere behind it.\n\nInstead of\n\n    print(max(1, 2)\n\nwrite\n\n    print(max(1, 2))",
  },
  WG126: {
    title: "a closing bracket too much",
    help: "There is no opening bracket for this closing one. Take it away, or write the opening one.\n\nInstead of\n\n    print(1))\n\nwrite\n\n    print(1)",
  },
  WG127: {
    title: "the wrong closing bracket",
    help: "Brackets close in the order in which they were opened, each by its own kind.\n\nInstead of\n\n    xs = [1, 2)\n\nwrite\n\n    xs = [1, 2]",
  },
  WG128: {
    title: "an else, elif, except or finally without its beginning",
    help: "These continue a statement and so stand right behind its block, in the same column as its first word. An `else` takes no condition and is the last.\n\nInstead of\n\n    x = 1\n    else:\n        y = 2\n\nwrite\n\n    if x:\n        y = 1\n    else:\n        y = 2",
  },
  WG129: {
    title: "a backslash that joins nothing",
    help: "A backslash joins a line with the next one only as its very last character, with not even a space behind it. Brackets are better: inside them lines may be broken anywhere.\n\nInstead of\n\n    x = 1 + \\ 2\n\nwrite\n\n    x = (1 +\n         2)",
  },
  WG130: {
    title: "a try that handles nothing",
    help: 'A `try` needs an `except` that says what to do about an error, or a `finally` that is done in any case.\n\nInstead of\n\n    try:\n        n = int(text)\n\nwrite\n\n    try:\n        n = int(text)\n    except ValueError:\n        print("no")',
  },
  WG131: {
    title: "a decorator without a definition",
    help: "A line that begins with @ changes the function or class in the next line.\n\nInstead of\n\n    class Box:\n        @property\n        x = 1\n\nwrite\n\n    class Box:\n        @property\n        def x(self):\n            return 1",
  },
  WG132: {
    title: "something else than case in a match",
    help: "The block of a `match` holds `case` lines, each with a block of its own.\n\nInstead of\n\n    match x:\n        print(1)\n\nwrite\n\n    match x:\n        case 1:\n            print(1)",
  },
  WG133: {
    title: "two values side by side",
    help: "Between two values stands an operator, a comma or a new line.\n\nInstead of\n\n    x = 3 y\n\nwrite\n\n    x = 3 * y",
  },
  WG135: {
    title: "a string that is not closed",
    help: "A string ends with the quote it began with, on the same line. Text over several lines stands in three quotes. A quote inside the text needs the other kind outside, or a backslash.\n\nInstead of\n\n    print('it's')\n\nwrite\n\n    print(\"it's\")",
  },
  WG136: {
    title: "an unknown letter before a string",
    help: 'A string may begin with f (values in braces are put in), with r (backslashes are plain characters), or with both.\n\nInstead of\n\n    x"abc"\n\nwrite\n\n    f"abc {x}"',
  },
  WG137: {
    title: "an escape that means nothing",
    help: 'Behind a backslash stands n, t, a quote, another backslash, or the number of a character: \\x41, \\u00e9, \\U0001f600. A backslash itself is written twice, or the string begins with r.\n\nInstead of\n\n    "\\u12"\n\nwrite\n\n    "\\u0012"',
  },
  WG138: {
    title: "a malformed number",
    help: "Numbers do not begin with 0 (but 0x, 0b and 0o do); an underscore stands only between two digits.\n\nInstead of\n\n    x = 007\n\nwrite\n\n    x = 7",
  },
  WG139: {
    title: "a number glued to a name",
    help: "A name begins with a letter, and a product is written with *.\n\nInstead of\n\n    y = 2x\n\nwrite\n\n    y = 2 * x",
  },
  WG140: {
    title: "a number with too many digits",
    help: "int has 64 bits: up to 9223372036854775807. For larger values use a float.\n\nFor example\n\n    1e300",
  },
  WG141: {
    title: "empty braces in an f-string",
    help: 'Between the braces of an f-string stands a value. Braces that shall be printed are doubled.\n\nInstead of\n\n    f"{}"\n\nwrite\n\n    f"{x} {{}}"',
  },
  WG142: {
    title: "a brace without partner in an f-string",
    help: 'Every { of an f-string needs its }. Braces that shall be printed are doubled.\n\nInstead of\n\n    f"{x"\n\nwrite\n\n    f"{x}"',
  },
  WG143: {
    title: "something that cannot stand in the braces of an f-string",
    help: 'Between the braces stand no backslash, no comment, and no quotes of the kind that the string itself has. Compute the value in a line before.\n\nInstead of\n\n    f"{\'\\n\'.join(words)}"\n\nwrite\n\n    text = "\\n".join(words)\n    f"{text}"',
  },
  WG144: {
    title: "an unknown conversion in an f-string",
    help: 'Behind a value may stand !r (as it is written in a program), !s (as it is printed) or !a. A format stands behind a colon.\n\nInstead of\n\n    f"{x!z}"\n\nwrite\n\n    f"{x!r} {y:.2f}"',
  },
  WG145: {
    title: "braces in an f-string nested too deeply",
    help: 'The format of a field may hold fields, but these no further ones.\n\nInstead of\n\n    f"{x:{y:{z}}}"\n\nwrite\n\n    f"{x:{y}}"',
  },
  WG146: {
    title: "a character by its name",
    help: 'The form \\N{...} is not supported. Write the character itself or its number.\n\nInstead of\n\n    "\\N{DEGREE SIGN}"\n\nwrite\n\n    "\\u00b0"',
  },
} as const satisfies Record<string, CodeHelp>;
