// What the parser makes of texts: places, literals, strings, soft keywords,
// the prompt's question whether an input is finished, quoted annotations.

import { describe, expect, test } from "vitest";
import type { Expression, Statement } from "../src/syntax/ast.ts";
import { needsMoreLines } from "../src/syntax/completeness.ts";
import { parse, parseQuoted } from "../src/syntax/parse.ts";

function statements(text: string): readonly Statement[] {
  const { module, diagnostics } = parse({ name: "a.wgen", text });
  expect(diagnostics.map(({ message }) => message)).toEqual([]);
  return module.body;
}

function expression(text: string): Expression {
  const [first] = statements(text);
  if (first?.kind !== "expression") throw new Error(`${text} is no expression`);
  return first.value;
}

/** The source that a node's span covers. */
function covered(text: string, node: { readonly span: { readonly start: number; readonly end: number } }): string {
  return text.slice(node.span.start, node.span.end);
}

describe("places", () => {
  test("every statement covers its text, behind a byte order mark and any line ends", () => {
    const text = "\ufeffx = 1\r\nif x:\r\n    y = (2 +\r\n         3)\r\nz = 4\r";
    expect(statements(text).map((node) => covered(text, node))).toEqual(["x = 1", "if x:\r\n    y = (2 +\r\n         3)", "z = 4"]);
  });

  test("an operation covers the parentheses of its operands", () => {
    const text = "(a) + (b) * c";
    const value = expression(text);
    expect(covered(text, value)).toBe(text);
    if (value.kind === "binary") expect(covered(text, value.operands[1]!)).toBe("(b) * c");
  });

  test("the fields of an f-string have the places of the file", () => {
    const text = 'x = 1; f"a{x!r:>{width}} {x + 1 = }"';
    const value = statements(text)[1];
    if (value?.kind !== "expression" || value.value.kind !== "formatted") throw new Error("no f-string");
    const fields = value.value.parts.filter((part) => part.kind === "field");
    expect(fields.map((field) => covered(text, field.value))).toEqual(["x", "x + 1"]);
    expect(fields.map((field) => field.selfDocumenting)).toEqual([null, "x + 1 = "]);
    expect(fields.map((field) => field.conversion)).toEqual(["r", null]);
  });

  test("a decorated function begins at its decorator", () => {
    const text = "@a\n@b.c(1)\ndef f():\n    pass\n";
    expect(covered(text, statements(text)[0]!)).toBe(text.trimEnd());
  });
});

describe("literals", () => {
  test.each([
    ["0x_ff", 255n],
    ["0b101", 5n],
    ["0o17", 15n],
    ["1_000", 1000n],
    ["00", 0n],
    ["18446744073709551615", (1n << 64n) - 1n],
  ])("%s is %i", (text, value) => expect(expression(text)).toMatchObject({ kind: "int", value }));

  test.each([
    ["1.", 1],
    [".5", 0.5],
    ["1e3", 1000],
    ["1_0.2_5E-1", 1.025],
    ["1e999", Infinity],
    ["00.5", 0.5],
  ])("%s is %d", (text, value) => expect(expression(text)).toMatchObject({ kind: "float", value }));

  test.each([
    [String.raw`'a\n\x41\u00e9\U0001F600\101\'\\'`, "a\nAé😀A'\\"],
    [String.raw`r'\n{}'`, String.raw`\n{}`],
    [String.raw`'\q'`, String.raw`\q`],
    ["'a' \"b\" '''c'''", "abc"],
    ["'a\\\nb'", "ab"],
    ["'''a\r\nb\rc'''", "a\nb\nc"],
    ["''", ""],
    ["'''''a'''", "''a"],
  ])("%j", (text, value) => expect(expression(text)).toMatchObject({ kind: "string", value }));
});

describe("precedence", () => {
  test.each([
    ["a or b and not c == d", "(a or (b and (not (c == d))))"],
    ["-a ** -b", "(-(a ** (-b)))"],
    ["a ** b ** c", "(a ** (b ** c))"],
    ["a + b - c * d", "(a + b - (c * d))"],
    ["a | b ^ c & d << e + f", "(a | (b ^ (c & (d << (e + f)))))"],
    ["a < b <= c is not d not in e", "(a < b <= c is not d not in e)"],
    ["not not a", "(not (not a))"],
    ["a if b else c if d else e", "(a if b else (c if d else e))"],
    ["~a.b[c](d)", "(~a.b[c](d))"],
  ])("%s", (text, meant) => expect(bracketed(expression(text))).toBe(meant));
});

/** A text with all parentheses. */
function bracketed(value: Expression): string {
  switch (value.kind) {
    case "name":
      return value.name;
    case "unary":
      return `(${value.operator}${value.operator === "not" ? " " : ""}${bracketed(value.operand)})`;
    case "boolean":
      return `(${value.operands.map(bracketed).join(` ${value.operator} `)})`;
    case "binary":
    case "comparison":
      return `(${value.operands.map((operand, at) => (at === 0 ? "" : ` ${value.operators[at - 1]!.operator} `) + bracketed(operand)).join("")})`;
    case "conditional":
      return `(${bracketed(value.whenTrue)} if ${bracketed(value.test)} else ${bracketed(value.whenFalse)})`;
    case "call":
      return `${bracketed(value.callee)}(${value.arguments.map((argument) => bracketed(argument.value)).join(", ")})`;
    case "attribute":
      return `${bracketed(value.object)}.${value.name.name}`;
    case "subscript":
      return `${bracketed(value.object)}[${bracketed(value.index)}]`;
    default:
      throw new Error(value.kind);
  }
}

describe("match and case are names but at the head of their statements", () => {
  test.each([
    [
      "match = 1\nmatch.x\nmatch[0]\nmatch(a)\nmatch - 1\nmatch: int = 3\nprint(match, case)",
      ["assignment", "expression", "expression", "expression", "expression", "annotated", "expression"],
    ],
    [
      "match x:\n    case 1: pass\nmatch (x):\n    case _: pass\nmatch -x:\n    case [a]: pass\nmatch x, y:\n    case a, b: pass",
      ["match", "match", "match", "match"],
    ],
    ["case = 3\ncase.x = 1", ["assignment", "assignment"]],
  ])("%j", (text, kinds) => expect(statements(text).map((statement) => statement.kind)).toEqual(kinds));
});

test("docstrings are noted", () => {
  const { module } = parse({ name: "a.wgen", text: '"""m"""\ndef f():\n    "d"\nclass A:\n    "c"\n' });
  expect(module.docstring).toBe("m");
  expect(module.body.slice(1).map((statement) => ("docstring" in statement ? statement.docstring : null))).toEqual(["d", "c"]);
});

test("quoted annotations have the places of the file", () => {
  const text = 'def f(x: "list[Point]"): pass\n';
  const start = text.indexOf('"');
  const { expression: value, diagnostics } = parseQuoted({ name: "a.wgen", text }, { start, end: start + 13 });
  expect(diagnostics).toEqual([]);
  expect(value.kind).toBe("subscript");
  expect(covered(text, value)).toBe("list[Point]");
  for (const bad of ["x: 'list['", "x: 'a = 1'", "x: ''", "x: 'a; b'"]) {
    expect(parseQuoted({ name: "a.wgen", text: bad }, { start: 3, end: bad.length }).diagnostics.length, bad).toBe(1);
  }
});

describe("a prompt asks for more", () => {
  test.each([
    "if x:",
    "def f():\n    pass",
    "f(1,",
    "x = [",
    '"""a',
    "x = 1 + \\",
    "@a",
    "for i in x:\n    y\n",
    "if x: y",
    "class A:\n    x: int",
    "if x: # why",
    "def f(x):\n    return x",
  ])("%j", (text) => {
    expect(needsMoreLines(text)).toBe(true);
  });
  test.each([
    "",
    "x = 1",
    "if x:\n    y\n\n",
    "f(1)",
    "'abc",
    ")",
    "x = {}\n",
    "def f(): pass\n\n",
    "if x:\n    y\n\nz = 1",
    "# comment",
    "print('if x:')",
    "x = 3  # hint:",
    "print('(')",
    "x = '''a'''",
    "# ([{",
    'x = "a\\"("',
    "def f(x):\n    return x\n\n",
  ])("not %j", (text) => {
    expect(needsMoreLines(text)).toBe(false);
  });
});
