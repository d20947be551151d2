// ATTACKS.md group 1: hostile texts against lexer, layout pass and parser. Each
// row says which codes come out, or that the text is fine. Whatever the row,
// nothing throws, the answer comes soon, and the number of messages is bounded.

import { describe, expect, test } from "vitest";
import { limits } from "../src/base/limits.ts";
import { defaultSyntaxLimits, parse, type SyntaxLimits } from "../src/syntax/parse.ts";
import { decodeSource } from "../src/syntax/source.ts";

const wide: SyntaxLimits = { ...defaultSyntaxLimits, lineLength: limits.lineLength.hardMax, sourceBytes: limits.sourceBytes.hardMax };

/** For the rows that aim behind the caps on text. */
const unbounded: SyntaxLimits = { ...wide, lineLength: 10_000_000, sourceBytes: 10_000_000, tokens: 400_000 };

function codesOf(text: string, given: SyntaxLimits = defaultSyntaxLimits): string[] {
  const { diagnostics } = parse({ name: "attack.wgen", text }, given);
  expect(diagnostics.length).toBeLessThanOrEqual(given.diagnostics);
  for (const { span } of diagnostics) {
    expect(span.start).toBeGreaterThanOrEqual(0);
    expect(span.end).toBeLessThanOrEqual(text.length);
    expect(span.end).toBeGreaterThanOrEqual(span.start);
  }
  return [...new Set(diagnostics.map((diagnostic) => diagnostic.code))];
}

interface Row {
  readonly id: string;
  readonly what: string;
  readonly text: string;
  /** The codes, each once, in the order of the text; none where the text is fine. */
  readonly codes: readonly string[];
  readonly limits?: SyntaxLimits;
}

function times(count: number, text: string | ((index: number) => string)): string {
  return Array.from({ length: count }, (_, index) => (typeof text === "string" ? text : text(index))).join("");
}

function nested(count: number): string {
  return `x = ${times(count, "(")}1${times(count, ")")}\n`;
}

function blocks(count: number): string {
  return `${times(count, (depth) => `${" ".repeat(depth)}if x:\n`)}${" ".repeat(count)}x = 1\n`;
}

const rows: readonly Row[] = [
  { id: "1.1", what: "100,000 (", text: times(100_000, "("), codes: ["WG109"] },
  { id: "1.1", what: "100,000 ( behind the caps", text: times(100_000, "("), codes: ["WG113"], limits: unbounded },
  { id: "1.2", what: "64 nested (", text: nested(64), codes: [] },
  { id: "1.2", what: "65 nested (", text: nested(65), codes: ["WG113"] },
  { id: "1.3", what: "100,000 [ and { mixed", text: times(50_000, "[{"), codes: ["WG113"], limits: unbounded },
  { id: "1.4", what: "64 not", text: `x = ${times(64, "not ")}a\n`, codes: [] },
  { id: "1.4", what: "65 not", text: `x = ${times(65, "not ")}a\n`, codes: ["WG113"] },
  { id: "1.4", what: "10,000 not", text: `x = ${times(10_000, "not ")}a\n`, codes: ["WG113"], limits: wide },
  { id: "1.5", what: "10,000 - and ~", text: `x = ${times(5_000, "-~")}a\n`, codes: ["WG113"], limits: wide },
  { id: "1.6", what: "a.b.b.b x 100,000", text: `x = a${times(100_000, ".b")}\n`, codes: ["WG115"], limits: unbounded },
  { id: "1.7", what: "f(f(f( x 64", text: `x = ${times(64, "f(")}1${times(64, ")")}\n`, codes: [] },
  { id: "1.7", what: "f(f(f( x 10,000", text: `x = ${times(10_000, "f(")}1${times(10_000, ")")}\n`, codes: ["WG113"], limits: wide },
  { id: "1.8", what: "1+1+... x 100,000", text: `x = 1${times(100_000, "+1")}\n`, codes: ["WG111", "WG110"], limits: unbounded },
  { id: "1.8", what: "a**a**... x 10,000", text: `x = a${times(10_000, "**a")}\n`, codes: ["WG113"], limits: wide },
  { id: "1.9", what: "ternaries x 10,000", text: `x = ${times(10_000, "a if c else ")}a\n`, codes: ["WG113"], limits: unbounded },
  { id: "1.10", what: "lambdas x 10,000", text: `x = ${times(10_000, "lambda: ")}a\n`, codes: ["WG113", "WG110"], limits: unbounded },
  { id: "1.11", what: "1 MB on one line", text: "a".repeat(1_000_000), codes: ["WG108"] },
  { id: "1.11", what: "1 MB on one line behind the cap on bytes", text: "a".repeat(1_000_000), codes: ["WG109"], limits: wide },
  { id: "1.12", what: "200,000 empty lines", text: times(200_000, "\n"), codes: [] },
  { id: "1.13", what: "20 levels of blocks", text: blocks(20), codes: [] },
  { id: "1.13", what: "21 levels of blocks", text: blocks(21), codes: ["WG114"] },
  { id: "1.13", what: "101 levels of blocks", text: blocks(101), codes: ["WG114"] },
  { id: "1.14", what: "tabs and spaces in one block", text: "if x:\n    y = 1\n\tz = 2\n", codes: ["WG120"] },
  { id: "1.15", what: "form feed as indentation", text: "if x:\n\f  y = 1\n", codes: ["WG104"] },
  { id: "1.15", what: "vertical tab as indentation", text: "if x:\n\v    y = 1\n", codes: ["WG104"] },
  { id: "1.15", what: "NBSP as indentation", text: "if x:\n    y = 1\n\u00a0\u00a0\u00a0\u00a0z = 1\n", codes: ["WG104"] },
  { id: "1.15", what: "U+2028 as line end", text: "x = 1\u2028y = 2\n", codes: ["WG104"] },
  { id: "1.17", what: "BOM at the beginning", text: "\ufeffx = 1\n", codes: [] },
  { id: "1.17", what: "BOM in the middle", text: "x = 1\n\ufeffy = 2\n", codes: ["WG107"] },
  { id: "1.18", what: "NUL", text: "x = 1\0\n", codes: ["WG106"] },
  { id: "1.18", what: "NUL in a string", text: 'x = "\0"\n', codes: ["WG106"] },
  { id: "1.19", what: "lone surrogate", text: 'x = "\ud800"\n', codes: ["WG107"] },
  { id: "1.20", what: "bidi control in a comment", text: "x = 1 # \u202e\n", codes: ["WG105"] },
  { id: "1.20", what: "bidi control in a string", text: 'x = "\u2066"\n', codes: ["WG105"] },
  { id: "1.20", what: "bidi control in a name", text: "x\u202ay = 1\n", codes: ["WG105"] },
  { id: "1.21", what: "Cyrillic letter in a name", text: "sc\u0430le = 1\n", codes: ["WG102"] },
  { id: "1.21", what: "full-width digits", text: "x = \uff11\uff12\n", codes: ["WG102"] },
  { id: "1.21", what: "full-width parentheses", text: "f\uff081\uff09\n", codes: ["WG103"] },
  { id: "1.21", what: "a ligature that folds to a keyword", text: "de\ufb00 = 1\n", codes: ["WG102"] },
  {
    id: "1.22",
    what: "unterminated ' after 1 MB",
    text: `${times(20_000, "x = 1\n")}y = 'abc`,
    codes: ["WG135"],
    limits: { ...unbounded, nodesPerFunction: 1e6 },
  },
  { id: "1.22", what: 'unterminated """', text: `x = 1\ny = """${"a\n".repeat(50_000)}`, codes: ["WG135"] },
  { id: "1.22", what: 'unterminated f"{', text: 'x = f"{', codes: ["WG135"] },
  { id: "1.22", what: "unclosed field", text: 'x = f"{a"\n', codes: ["WG142"] },
  { id: "1.23", what: "backslash at the end of the file", text: "x = 1 \\", codes: ["WG129"] },
  { id: "1.25", what: "integer of 1 MB digits", text: `x = ${"9".repeat(1_000_000)}\n`, codes: ["WG140"], limits: unbounded },
  { id: "1.27", what: "f-string nested 100 deep", text: `x = f"${times(100, "{f'")}${times(100, "'}")}"\n`, codes: ["WG142"] },
  {
    id: "1.27",
    what: "f-string with 100,000 fields",
    text: `x = f"${times(100_000, "{a}")}"\n`,
    codes: ["WG111", "WG110"],
    limits: unbounded,
  },
  { id: "1.27", what: "format nested twice", text: 'x = f"{x:{y}}"\n', codes: [] },
  { id: "1.27", what: "format nested three times", text: 'x = f"{x:{y:{z}}}"\n', codes: ["WG145"] },
  { id: "1.27", what: "a width of 10^9", text: 'x = f"{x!r:>1000000000}"\n', codes: [] },
  { id: "1.27", what: "backslash in a field", text: 'x = f"{a\\n}"\n', codes: ["WG143"] },
  { id: "1.27", what: "# in a field", text: 'x = f"{a#}"\n', codes: ["WG143"] },
  { id: "1.28", what: "10,000 quotes", text: `x = ${times(2_500, "''\"\"")}\n`, codes: [], limits: wide },
  { id: "1.30", what: "10,000 decorators", text: `${times(10_000, "@a\n")}def f(): pass\n`, codes: ["WG111"] },
  { id: "1.31", what: "32 parameters", text: `def f(${times(32, (index) => `p${index},`)}): pass\n`, codes: [] },
  { id: "1.31", what: "10,000 parameters", text: `def f(${times(10_000, (index) => `p${index},\n`)}): pass\n`, codes: ["WG111", "WG112"] },
  { id: "1.31", what: "10,000 keyword arguments", text: `f(${times(10_000, (index) => `p${index}=1,\n`)})\n`, codes: ["WG111", "WG112"] },
  { id: "1.31", what: "duplicate parameters", text: "def f(a, a): pass\n", codes: ["WG160"] },
  { id: "1.32", what: "async def", text: "async def f(): pass\n", codes: ["WG191"] },
  { id: "1.32", what: "await", text: "def f():\n    await g()\n", codes: ["WG191"] },
  { id: "1.32", what: "async for", text: "def f():\n    async for x in y: pass\n", codes: ["WG191"] },
  { id: "1.32", what: "except*", text: "try:\n    pass\nexcept* ValueError:\n    pass\n", codes: ["WG192"] },
  { id: "1.32", what: "type alias", text: "type X = int\n", codes: ["WG193"] },
  { id: "1.32", what: "type parameters", text: "def f[T](x): return x\n", codes: ["WG194"] },
  { id: "1.32", what: "type parameters of a class", text: "class A[T]: pass\n", codes: ["WG194"] },
  { id: "1.32", what: "t-string", text: 'x = t"{a}"\n', codes: ["WG197"] },
  { id: "1.32", what: "bytes", text: 'x = b"a"\n', codes: ["WG195"] },
  { id: "1.32", what: "complex number", text: "x = 2j\n", codes: ["WG196"] },
  { id: "1.32", what: "metaclass", text: "class A(metaclass=M): pass\n", codes: ["WG176"] },
  { id: "1.32", what: "print statement", text: "print x\n", codes: ["WG190"] },
  { id: "1.32", what: "exec statement", text: 'exec "x"\n', codes: ["WG198"] },
  { id: "1.32", what: "backticks", text: "x = `a`\n", codes: ["WG198"] },
  { id: "1.32", what: "<>", text: "x = a <> b\n", codes: ["WG186"] },
  { id: "1.32", what: "old except", text: "try:\n    pass\nexcept A, e:\n    pass\n", codes: ["WG198"] },
];

/** Of the thread's own work, where a second is usual: what grows with the square of these sizes takes minutes. */
const mostMicroseconds = 15_000_000;

describe("group 1: lexer and parser", () => {
  test.each(rows)("$id $what", ({ text, codes, limits: given }) => {
    const begin = process.threadCpuUsage();
    expect(codesOf(text, given)).toEqual(codes);
    const { user, system } = process.threadCpuUsage(begin);
    expect(user + system).toBeLessThan(mostMicroseconds);
  });

  test("1.16 line ends of every kind make the same tree", () => {
    const text = 'def f(x):\n    if x:\n        return """a\nb"""\n    return 2\n\n# end\ny = f(1)\n';
    const plain = kindsOf(text);
    for (const end of ["\r\n", "\r"]) expect(kindsOf(text.replaceAll("\n", end))).toEqual(plain);
    expect(kindsOf(text.replaceAll(/\n(?=\s)/g, "\r\n"))).toEqual(plain);
  });

  test("1.19 bytes that are no UTF-8", () => {
    const bad = [
      [0x78, 0xff, 0x0a],
      [0x78, 0xc0, 0x80, 0x0a],
      [0xed, 0xa0, 0x80],
      [0xff, 0xfe, 0x78, 0x00],
    ];
    for (const bytes of bad) expect(decodeSource("a.wgen", new Uint8Array(bytes)).diagnostics.map(({ code }) => code)).toEqual(["WG107"]);
    expect(decodeSource("a.wgen", new TextEncoder().encode("x = 'ä'")).diagnostics).toEqual([]);
  });
});

/** The tree without its places. */
function kindsOf(text: string): unknown {
  const { module, diagnostics } = parse({ name: "a.wgen", text });
  expect(diagnostics).toEqual([]);
  const plain: unknown = JSON.parse(JSON.stringify(module.body, (key, value: unknown) => withoutPlace(key, value)));
  return plain;
}

function withoutPlace(key: string, value: unknown): unknown {
  if (key === "span" || key === "operatorSpan") return undefined;
  return typeof value === "bigint" ? String(value) : value;
}

describe("the caps of the front end trip at n + 1", () => {
  const capped = (name: keyof SyntaxLimits, most: number): SyntaxLimits => ({ ...defaultSyntaxLimits, [name]: most });
  test.each([
    ["sourceBytes", 6, "x = 12", "x = 123", "WG108"],
    ["sourceBytes", 7, 'x = ""', 'x = "ä"', "WG108"],
    ["lineLength", 6, "x = 12\ny = 1", "y = 1\nx = 123", "WG109"],
    ["tokens", 4, "x = 1", "x = 1;", "WG110"],
    ["functions", 2, "def f(): pass\ng = lambda: 1", "def f(): pass\ng = lambda: lambda: 1", "WG110"],
    ["classes", 1, "class A: pass", "class A: pass\nclass B: pass", "WG110"],
    ["parameters", 2, "f(1, 2)", "f(1, 2, 3)", "WG112"],
    ["nodesPerFunction", 5, "def f():\n    return 1 + 2", "def f():\n    return 1 + 2 + 3", "WG111"],
    ["nodesPerPlugin", 5, "x = 1", "x = 1\ny = 23", "WG110"],
  ] as const)("%s at %i", (name, most, fine, over, code) => {
    const given = {
      ...capped(name, most),
      ...(name === "nodesPerPlugin" ? { nodesPerFunction: 6 } : {}),
      ...(name === "functions" ? { classes: 1 } : {}),
    };
    expect(codesOf(fine, given)).toEqual([]);
    expect(codesOf(over, given)).toEqual([code]);
  });
});
