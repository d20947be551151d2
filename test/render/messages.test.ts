// Diagnostics as text: places, carets, and what a stranger's text may not do to
// a terminal.

import { describe, expect, test } from "vitest";
import type { Diagnostic } from "../../src/base/diagnostic.ts";
import { lineText, locate } from "../../src/base/lines.ts";
import { renderDiagnostic } from "../../src/base/rendering.ts";

function diagnostic(text: string, start: number, end: number, more: Partial<Diagnostic> = {}): Diagnostic {
  const file = { name: "island.wgen", text };
  return { code: "WG501", severity: "error", file, span: { start, end }, message: "no", labels: [], ...more };
}

function render(found: Diagnostic): string {
  return renderDiagnostic(found, { colour: false });
}

describe("lines and columns", () => {
  test("every kind of line end gives the same places", () => {
    for (const end of ["\n", "\r\n", "\r"]) {
      const file = { name: "x", text: ["a", "bc", "", "d"].join(end) };
      expect(locate(file, file.text.indexOf("c"))).toEqual({ line: 2, column: 2 });
      expect(locate(file, file.text.indexOf("d"))).toEqual({ line: 4, column: 1 });
      expect(lineText(file, 2)).toBe("bc");
    }
  });

  test("columns count code points", () => {
    const file = { name: "x", text: '"\u{1f30b}" + b' };
    expect(locate(file, file.text.indexOf("b"))).toEqual({ line: 1, column: 7 });
  });

  test("an offset outside the text is its nearest end", () => {
    expect(locate({ name: "x", text: "ab\n" }, 99)).toEqual({ line: 2, column: 1 });
    expect(locate({ name: "x", text: "" }, -1)).toEqual({ line: 1, column: 1 });
  });
});

describe("messages", () => {
  test("name the place, show the line, mark it, and say what to do", () => {
    const text = "a = 1\nheight = hieght * 2\n";
    const start = text.indexOf("hieght");
    expect(render(diagnostic(text, start, start + 6, { hint: "did you mean `height`?" }))).toBe(
      ["island.wgen:2:10: error[WG501]: no", "  2 | height = hieght * 2", "    |          ^^^^^^", "  hint: did you mean `height`?"].join(
        "\n",
      ),
    );
  });

  test("show a second place below", () => {
    const found = diagnostic("a\nb\n", 2, 3);
    const label = { file: found.file, span: { start: 0, end: 1 }, text: "made here" };
    expect(render({ ...found, labels: [label] })).toBe(
      ["island.wgen:2:1: error[WG501]: no", "  2 | b", "    | ^", "  island.wgen:1:1: made here", "    1 | a", "      | ^"].join("\n"),
    );
  });

  test("a place of no width and one over several lines get carets", () => {
    expect(render(diagnostic("f(", 2, 2)).split("\n")[2]).toBe("    |   ^");
    expect(render(diagnostic("f(\n1,\n2)", 1, 9)).split("\n")[2]).toBe("    |  ^");
  });

  test("wide characters and tabs keep the caret in its place", () => {
    expect(render(diagnostic('"山" + b', 6, 7)).split("\n")[2]).toBe(`    | ${" ".repeat(7)}^`);
    expect(
      render(diagnostic("\tb", 1, 2))
        .split("\n")
        .slice(1),
    ).toEqual(["  1 |     b", "    |     ^"]);
  });

  test("a long line is cut round the place", () => {
    const text = `${"x + ".repeat(10_000)}y`;
    const lines = render(diagnostic(text, 20_000, 20_001)).split("\n");
    expect(lines[1]!.length).toBeLessThan(140);
    expect(lines[1]![lines[2]!.indexOf("^")]).toBe("x");
  });

  test("nothing in a source text reaches the terminal as a command", () => {
    const text = 'x = "\u001b[2J\u202e\u0007"';
    const shown = render(diagnostic(text, 0, 1, { message: "found \u001b]0;title\u0007" }));
    expect(shown).toContain('x = "\\x1b[2J\\u{202e}\\x07"');
    expect(shown).toContain("found \\x1b]0;title\\x07");
  });

  test("colours only when asked for", () => {
    const found = diagnostic("a", 0, 1);
    expect(renderDiagnostic(found, { colour: true })).toContain("\u001b[1;31merror[WG501]\u001b[0m");
    expect(render(found)).not.toContain("\u001b");
  });
});
