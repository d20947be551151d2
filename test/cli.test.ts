// The command line's frame: usage, help, exit codes, and the small commands.

import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { codes } from "../src/base/codes.ts";
import { colourDepth, previewPicture } from "../src/cli/preview.ts";
import { progressLine } from "../src/cli/progress.ts";
import { readBytes, readCount, readPlace, readSize } from "../src/cli/options.ts";
import { spawnWgen, wgen } from "./helpers/command-line.ts";

const folder = mkdtempSync(join(tmpdir(), "wgen cli "));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe("usage", () => {
  test("--version prints the package's version", async () => {
    const { version } = JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8"));
    expect(await wgen(["--version"])).toMatchObject({ code: 0, output: `${version}\n` });
  });

  test("--help says which commands there are", async () => {
    const result = await wgen(["--help"]);
    expect(result.code).toBe(0);
    for (const name of ["new", "check", "run", "render", "seams", "docs", "explain"]) {
      expect(result.output).toMatch(new RegExp(`^  ${name}\\b`, "m"));
    }
  });

  test.each([[["chekc"]], [["check", "--nope"]], [["check"]], [["run", "a.wgen", "b.wgen"]], [[]]])(
    "%j is a mistake of usage: exit 2, one note, nothing on stdout",
    async (args) => {
      const result = await wgen(args);
      expect(result).toMatchObject({ code: 2, output: "" });
      expect(result.notes).not.toBe("");
    },
  );

  test("a misspelled command gets a suggestion", async () => {
    expect((await wgen(["chekc"])).notes).toContain("check");
  });

  test("a file that is not there is said in one sentence", async () => {
    const result = await wgen(["check", join(folder, "nothing.wgen")]);
    expect(result).toMatchObject({ code: 2, output: "" });
    expect(result.notes).toMatch(/^wgen: cannot read .*nothing\.wgen: there is no such file\n$/);
  });
});

describe("explain", () => {
  test("every code has a title, and its page is printed", async () => {
    for (const [code, { title }] of Object.entries(codes)) {
      const result = await wgen(["explain", code.toLowerCase()]);
      expect(result.code).toBe(0);
      expect(result.output.split("\n")[0]).toBe(`${code}: ${title}`);
    }
  });

  test("without a code all are listed, in order", async () => {
    const listed = (await wgen(["explain"])).output.trimEnd().split("\n");
    expect(listed).toHaveLength(Object.keys(codes).length);
    expect(listed).toEqual(listed.toSorted());
  });

  test("a code that does not exist is a mistake of usage", async () => {
    expect((await wgen(["explain", "WG999"])).code).toBe(2);
  });
});

describe("new", () => {
  test("writes a plugin that the checker finds nothing wrong with, once", async () => {
    const path = join(folder, "first island.wgen");
    expect((await wgen(["new", path])).code).toBe(0);
    expect(await wgen(["check", path])).toMatchObject({ code: 0, output: "" });
    expect((await wgen(["new", path])).code).toBe(2);
    expect((await wgen(["new", path, "--force"])).code).toBe(0);
  });
});

describe("values of options", () => {
  test("counts, sizes, bytes and places are read as people write them", () => {
    expect([readCount("1e6"), readCount("1_000")]).toEqual([1e6, 1000]);
    expect([readBytes("64MiB"), readBytes("1 kB"), readBytes("7")]).toEqual([67108864, 1000, 7]);
    expect([readSize("30x20"), readSize("5")]).toEqual([
      { width: 30, height: 20 },
      { width: 5, height: 5 },
    ]);
    expect(readPlace("-3, 4.5")).toEqual({ x: -3, y: 4.5 });
  });

  test.each(["-1", "1.5", "x", "1e99", ""])("%j is no count", (text) => {
    if (text === "") expect(readCount(text)).toBe(0);
    else expect(() => readCount(text)).toThrow("whole number");
  });

  test.each(["0x5", "5x", "x", "99999", "-1x2"])("%j is no size", (text) => {
    expect(() => readSize(text)).toThrow("width x height");
  });

  test.each(["", "1", "1,", "1,2,3", "a,b", "1,inf"])("%j is no place", (text) => {
    expect(() => readPlace(text)).toThrow("x,y");
  });
});

describe("what a person sees", () => {
  const picture = { width: 4, height: 4, channels: 3, pixels: new Uint8Array(48).fill(255) } as const;

  test("a picture is half blocks, two pixels to a character", () => {
    const text = previewPicture(picture, 80, 40, "truecolor");
    expect(text.split("\n")).toHaveLength(3);
    expect(text.match(/\u2580/g)).toHaveLength(8);
    expect(text).toContain("38;2;255;255;255");
  });

  test("a picture fits the columns and rows given", () => {
    const wide = { width: 300, height: 100, channels: 4, pixels: new Uint8Array(120000) } as const;
    const lines = previewPicture(wide, 30, 40, "256").trimEnd().split("\n");
    expect(lines).toHaveLength(5);
    expect(lines[0]!.match(/\u2580/g)).toHaveLength(30);
  });

  test("true colour only where the terminal says so", () => {
    expect(colourDepth({ COLORTERM: "truecolor" })).toBe("truecolor");
    expect(colourDepth({})).toBe("256");
  });

  test("progress has a bar, a share and the time left", () => {
    expect(progressLine("drawing", 0.5, 3000)).toBe("drawing  [############------------]  50%  3 s left");
  });
});

describe("the real process", () => {
  test("data goes to stdout, notes to stderr, the exit code to the shell", () => {
    const good = spawnWgen(["explain", "WG501"]);
    expect([good.status, good.stderr]).toEqual([0, ""]);
    const bad = spawnWgen(["explain", "WG999"]);
    expect([bad.status, bad.stdout]).toEqual([2, ""]);
  });
});
