// The session behind `wgen repl`, and the prompt when it is fed by a script.

import { describe, expect, test } from "vitest";
import { Session } from "../src/repl/session.ts";
import { wgen } from "./helpers/command-line.ts";

describe("a session", () => {
  const open = (): Session => new Session({ tier: "interpreter", seed: "0", limits: { fuel: 1e6 } });

  test("shows values with their types, and remembers names", () => {
    const session = open();
    expect(session.evaluate("x = 20")).toMatchObject({ value: null, output: "", fault: null, diagnostics: [] });
    expect(session.evaluate("x * 2 + 2").value).toEqual({ text: "42", type: "int" });
    expect(session.evaluate("[x / 8]").value).toEqual({ text: "[2.5]", type: "list[float]" });
  });

  test("prints each thing once", () => {
    const session = open();
    expect(session.evaluate("print('one')")).toMatchObject({ output: "one\n", value: null });
    expect(session.evaluate("print('two')").output).toBe("two\n");
    expect(session.evaluate("def f():\n    print('three')\n    return 3\n").output).toBe("");
    expect(session.evaluate("f()")).toMatchObject({ output: "three\n", value: { text: "3", type: "int" } });
  });

  test("a redefinition is a new name", () => {
    const session = open();
    session.evaluate("x = 1");
    session.evaluate("x = 'text'");
    expect(session.evaluate("x").value).toEqual({ text: "'text'", type: "str" });
    session.evaluate("def f():\n    return 1\n");
    session.evaluate("def f():\n    return 'again'\n");
    expect(session.evaluate("f()").value).toEqual({ text: "'again'", type: "str" });
  });

  test("what is refused or faults leaves no trace, and places are those of the session", () => {
    const session = open();
    session.evaluate("xs = [1]");
    const refused = session.evaluate("ys = xz");
    expect(refused.diagnostics[0]).toMatchObject({ severity: "error", span: { start: 14, end: 16 } });
    expect(session.evaluate("xs[3]").fault).toMatchObject({ code: "WG501", line: 2, column: 1 });
    expect(session.evaluate("xs").value?.text).toBe("[1]");
  });

  test("fuel is that of the input alone", () => {
    const session = open();
    const loop = "for i in range(1000):\n    pass\n";
    const first = session.evaluate(loop).fuelUsed;
    expect(session.evaluate(loop).fuelUsed).toBe(first);
    expect(session.evaluate("while True:\n    pass\n").fault).toMatchObject({ code: "WG601" });
  });
});

describe("wgen repl", () => {
  test("takes its inputs from stdin where there is no terminal", async () => {
    const script = "x = 6\nx * 7\ndef twice(n):\n    return 2 * n\n\ntwice(x)\n:type twice(x)\n:fuel\nnope\n:quit\n1\n";
    const result = await wgen(["repl"], script);
    expect(result.code).toBe(0);
    expect(result.output).toMatch(/^42 {2}# int\n12 {2}# int\nint\n\d+\n$/);
    expect(result.notes).toContain("nope");
  });
});
