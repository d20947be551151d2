// Every node kind of CPython 3.11's `ast` is supported, or refused by its own
// text: at the top level, in a function that nothing calls, in a method of a
// class that nothing makes. What the text proposes compiles.

import { spawnSync } from "node:child_process";
import { describe, expect, test } from "vitest";
import { checkCase } from "./lang-harness/pipeline.ts";
import { findPython } from "./lang-harness/python.ts";
import { neverInFiles, supported } from "./python-forms/nodes.ts";
import { type Position, type RefusedForm, refused } from "./python-forms/refused.ts";

const around = "x = 3\nxs = [1, 2]\ndef g(a=0):\n    return a\n";

function indent(source: string, by: string): string {
  return source.replace(/^(?=.)/gmu, by);
}

function placed(source: string, position: Position): string {
  if (position === "module") return around + source;
  if (position === "function") return `${around}def nobody_calls(n):\n${indent(source, "    ")}`;
  return `${around}class NobodyMakes:\n    def method(self, n):\n${indent(source, "        ")}`;
}

function errors(source: string): readonly { code: string; text: string }[] {
  return checkCase(source).diagnostics.filter((each) => each.severity === "error");
}

describe("supported", () => {
  test.each([...supported])("%s compiles", (_, source) => {
    expect(errors(source)).toEqual([]);
  });
});

describe("refused by name", () => {
  const places: readonly Position[] = ["module", "function", "method"];
  const all = refused.flatMap((form) =>
    (form.only ?? places).map((position): [string, RefusedForm, Position] => [`${form.kind}: ${form.form}, ${position}`, form, position]),
  );
  test.each(all)("%s", (_, form, position) => {
    const found = errors(placed(form.source, position));
    expect(found.map((each) => each.code)).toContain(form.code);
    expect(found.some((each) => each.code === form.code && each.text.includes(form.says))).toBe(true);
  });

  test.each(refused.map((form): [string, RefusedForm] => [`${form.kind}: ${form.form}`, form]))("the rewrite of %s compiles", (_, form) => {
    expect(errors(around + form.rewrite)).toEqual([]);
  });
});

const list =
  "import ast; print(' '.join(sorted({c.__name__ for c in vars(ast).values() if isinstance(c, type) and issubclass(c, ast.AST) and not c.__subclasses__() and c._fields is not None})))";

test("no kind of CPython's ast is left out", () => {
  const python = findPython();
  if (python === null) return;
  const { stdout } = spawnSync("python3", ["-c", list], { encoding: "utf8" });
  const known = new Set([...supported.keys(), ...refused.map((form) => form.kind), ...neverInFiles]);
  // Of older versions, and of newer ones than 3.11.
  const others = new Set([
    "AST",
    "AugLoad",
    "AugStore",
    "Bytes",
    "Ellipsis",
    "ExtSlice",
    "Index",
    "NameConstant",
    "Num",
    "Param",
    "Str",
    "Suite",
    "slice",
    "TypeAlias",
    "TypeVar",
    "ParamSpec",
    "TypeVarTuple",
    "TemplateStr",
    "Interpolation",
  ]);
  expect(
    stdout
      .trim()
      .split(" ")
      .filter((kind) => !known.has(kind) && !others.has(kind)),
  ).toEqual([]);
});
