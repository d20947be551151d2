// The page in a real browser, built once: what one types, moves and shares is
// what one sees; hostile programs leave it alive; nothing is said on the
// console and the policy stops nothing. Where no Chromium is installed the
// tests are skipped with that reason in their name.

import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import type { Server } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { gunzipSync } from "node:zlib";
import { decode } from "fast-png";
import fastify from "fastify";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { compile, openWorld, worldHost } from "../src/index.ts";
import { toFragment } from "../src/playground/page/share.ts";
import type { App } from "../src/workshop/http/app.ts";
import { addPage } from "../src/workshop/http/page.ts";
import type { Workshop } from "../src/workshop/workshop.ts";
import { tileView } from "../src/world/tile.ts";
import { buildPage } from "../tools/page.ts";
import { type Browser, chromiumPath, collectComplaints, hasChromium, openBrowser, serveFolder, whenDrawn } from "./helpers/page.ts";

const folder = mkdtempSync(join(tmpdir(), "wgen-page-built-"));
const hills = readFileSync(fileURLToPath(new URL("fixtures/hills.wgen", import.meta.url)), "utf8");

interface PageWorld {
  readonly playground: {
    load(shared: object): void;
    readonly recipe: { readonly source: string; readonly seed: string; readonly params: readonly (readonly [string, unknown])[] };
    readonly map: {
      readonly view: {
        once(event: string, then: () => void): void;
        triggerRepaint(): void;
        getCanvas(): { toDataURL(): string };
        getPitch(): number;
      };
    };
    readonly editor: { replace(source: string): void };
    readonly tiles: { pixels(layer: string, address: object): Promise<{ readonly rgba: Uint8ClampedArray | null } | null> };
  };
}
declare const wgen: PageWorld;
// In the page.
declare const location: { hash: string; readonly protocol: string };
declare const localStorage: { setItem(key: string, value: string): void };
declare const document: { querySelectorAll(selector: string): { readonly length: number } };

/** A small atlas and one worker: the page begins sooner. */
const quick = "?atlas=32&workers=1";
const tile = { z: 6, x: 32, y: 32 };
/** Its middle. */
const look = { x: 1600, y: 1600, zoom: 5 };

let url = "";
let server: Server;
let browser: Browser;
let page: Page;
let complaints: string[];

/** Puts a program into the editor, as a paste does, and waits until its world is drawn. */
async function write(source: string): Promise<void> {
  await page.evaluate((text) => wgen.playground.editor.replace(text), source);
  await whenDrawn(page);
}

async function load(source: string, seed = "7"): Promise<void> {
  const shared = { source, seed, params: [], look };
  await page.evaluate((given) => wgen.playground.load(given), shared);
  await whenDrawn(page);
}

/** The map as it is painted, without what lies over it. */
async function seen(): Promise<string> {
  return page.evaluate(
    () =>
      new Promise<string>((resolve) => {
        const { view } = wgen.playground.map;
        view.once("render", () => resolve(view.getCanvas().toDataURL()));
        view.triggerRepaint();
      }),
  );
}

/** The tile's pixels as the page's worker draws them: red, green, blue, alpha. */
async function tileOf(address: { readonly z: number; readonly x: number; readonly y: number }): Promise<Uint8Array> {
  const text = await page.evaluate(async (wanted) => {
    const tile = await wgen.playground.tiles.pixels("map", wanted);
    return Array.from(tile?.rgba ?? []).join(",");
  }, address);
  return Uint8Array.from(text.split(",").map(Number));
}

async function messageTexts(): Promise<string[]> {
  return page.locator("#messages .message").allTextContents();
}

describe.skipIf(!hasChromium)(`the page${hasChromium ? "" : ` (skipped: there is no ${chromiumPath})`}`, () => {
  beforeAll(async () => {
    // A wide program and a small map, which one tile fills.
    [browser] = await Promise.all([openBrowser({ width: 840, height: 310 }), buildPage(folder)]);
    ({ url, server } = await serveFolder(folder));
    await browser.context.addInitScript(() => location.protocol === "http:" && localStorage.setItem("wgen.width", "70"));
    page = await browser.context.newPage();
    complaints = collectComplaints(page);
    const broken = await toFragment({ source: hills.replace("return prev + height", "return prev + hieght"), seed: "7", params: [], look });
    await page.goto(`${url}${quick}${broken}`);
    await whenDrawn(page);
  });

  afterAll(async () => {
    await browser?.close();
    server?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  test("a link to a program with a mistake shows the message and the world without it", async () => {
    await page.waitForSelector("#messages .message.error");
    expect(await messageTexts()).toHaveLength(1);
    expect(await page.locator("#status").textContent()).toBe("The map shows the world without it");
    const { rgb } = openWorld({ seed: "7", atlasCells: 32 }).render(tileView(204_800, tile.z, tile.x, tile.y, 256));
    expect(Buffer.from((await tileOf(tile)).filter((_, k) => k % 4 !== 3)).equals(Buffer.from(rgb))).toBe(true);
  });

  test("a hostile fragment is harmless", async () => {
    const before = await page.evaluate(() => wgen.playground.recipe.source);
    await page.evaluate(() => (location.hash = `#w1.${"A".repeat(500_000)}<img src=x onerror=alert(1)>`));
    await page.waitForFunction(() => location.hash.length > 500_000);
    await page.waitForTimeout(50);
    expect(await page.evaluate(() => wgen.playground.recipe.source)).toBe(before);
  });

  test("a mistake shows one message at its line; mended, the map changes", async () => {
    await load(hills);
    const before = await seen();
    await write(hills.replace("return prev + height", "return prev + hieght"));
    await page.waitForSelector("#messages .message.error");
    const messages = await messageTexts();
    expect(messages).toHaveLength(1);
    expect(messages[0]).toContain("Line 10");
    expect(messages[0]).toContain("hieght");
    expect(messages[0]).toContain("did you mean `height`?");
    expect((await seen()) === before, "the last picture stays").toBe(true);
    await write(hills.replace("return prev + height", "return prev + 3.0 * height"));
    expect(await messageTexts()).toEqual([]);
    expect((await seen()) === before, "other pixels").toBe(false);
  });

  test("a slider changes pixels, and its reset brings them back", async () => {
    await load(hills);
    const before = await seen();
    const slider = page.locator("#settings input[type=range]");
    await slider.focus();
    await page.keyboard.press("End");
    await whenDrawn(page);
    expect(await page.evaluate(() => wgen.playground.recipe.params)).toEqual([["height", 600]]);
    expect((await seen()) === before).toBe(false);
    await page.locator("#settings .reset").click();
    await whenDrawn(page);
    expect((await seen()) === before).toBe(true);
  });

  test("a share link opens the same program, seed, parameters and pixels", async () => {
    await load(hills, "a seed / with ünusual letters");
    await page.locator("#settings input[type=number]").fill("333");
    await page.keyboard.press("Enter");
    await whenDrawn(page);
    const before = await tileOf(tile);
    const recipe = await page.evaluate(() => wgen.playground.recipe);
    await page.locator("#share").click();
    await page.waitForFunction(() => location.hash.startsWith("#w1."));
    const link = page.url();
    await page.goto("about:blank");
    await page.goto(link);
    await whenDrawn(page);
    expect(await page.evaluate(() => wgen.playground.recipe)).toEqual(recipe);
    expect(recipe).toMatchObject({ seed: "a seed / with ünusual letters", params: [["height", 333]] });
    expect(Buffer.from(await tileOf(tile)).equals(Buffer.from(before))).toBe(true);
  });

  test.each([
    ["an endless loop", "    while True:\n        pass\n    return prev", "WG601", "Line 6"],
    ["memory that grows", "    xs = [0]\n    while True:\n        xs.extend(xs)\n    return prev", "WG602", "Line 8"],
    ["deep recursion", "    return elevation(x, y, prev, w) + 1.0", "WG603", "Line 6"],
  ])("%s leaves the page alive, with a message at its line and the last picture", async (_, body, code, line) => {
    await load(hills);
    const before = await seen();
    await write(
      `"""Hostile."""\nfrom wgen import World\n\n\ndef elevation(x: float, y: float, prev: float, w: World) -> float:\n${body}\n`,
    );
    await page.waitForSelector("#messages .message.fault");
    const messages = await messageTexts();
    expect(messages).toHaveLength(1);
    expect(messages[0]).toContain(code);
    expect(messages[0]).toContain(line);
    expect((await seen()) === before).toBe(true);
    await write(hills.replace("prev + height", "prev + 2.0 * height"));
    expect(await messageTexts()).toEqual([]);
    expect((await seen()) === before).toBe(false);
  });

  test("a tile made by the page has the library's pixels", async () => {
    await load(hills, "11");
    const address = tile;
    const plugin = compile(hills, { host: worldHost });
    if (!plugin.ok) throw new Error("the fixture is wrong");
    const world = openWorld({ seed: "11", atlasCells: 32, attachments: [{ plugin }] });
    const { rgb } = world.render(tileView(204_800, address.z, address.x, address.y, 256));
    const rgba = await tileOf(address);
    expect(Buffer.from(rgba.filter((_, k) => k % 4 !== 3)).equals(Buffer.from(rgb))).toBe(true);
  });

  test("the picture that it saves is that of `wgen render`", async () => {
    await load(hills, "11");
    const [download] = await Promise.all([page.waitForEvent("download"), page.locator("#download").click()]);
    const image = decode(readFileSync(await download.path()));
    const plugin = compile(hills, { host: worldHost });
    if (!plugin.ok) throw new Error("the fixture is wrong");
    const world = openWorld({ seed: "11", atlasCells: 32, attachments: [{ plugin }] });
    const { rgb } = world.render({ x: look.x, y: look.y, width: image.width, height: image.height, metresPerPixel: 12.5 });
    expect(Buffer.from(image.data as Uint8Array).equals(Buffer.from(rgb))).toBe(true);
  });

  test("the session runs on the same engine and knows the world", async () => {
    await load(hills, "11");
    await page.locator("#tab-session").click();
    for (const line of ["import noise", "noise.fbm(0.5, 0.25, 5, seed=3) < 2.0", ":at 100 -200", "1 // 0", "while True: pass\n"]) {
      await page.locator(".prompt textarea").fill(line);
      await page.keyboard.press("Enter");
    }
    await page.waitForFunction(() => document.querySelectorAll(".session-lines .bad").length === 2);
    const said = (await page.locator(".session-lines").textContent()) ?? "";
    expect(said).toContain("True");
    expect(said).toMatch(/elevation +[-\d.]+ m/);
    expect(said).toContain("ZeroDivisionError");
    expect(said).toContain("WG601");
  });

  test("a click shows every stage's value and which the program changed", async () => {
    await load(hills, "11");
    await page.locator("#settings summary").click();
    await page.locator("#map canvas").click({ position: { x: 60, y: 120 } });
    await page.waitForSelector("#place .stage.changed");
    expect(await page.locator("#place .stage dt").allTextContents()).toEqual([
      "Elevation",
      "Slope",
      "Temperature",
      "Moisture",
      "Biome",
      "Colour",
    ]);
    await page.locator("#place .close").click();
    expect(await page.locator("#place").isHidden()).toBe(true);
  });

  test("saving formats, and completion knows the library", async () => {
    await load(hills.replace("return prev + height * bump", "return   prev+height*bump"), "11");
    await page.locator("#editor .cm-content").click();
    await page.keyboard.press("Control+s");
    await page.waitForFunction((text) => wgen.playground.recipe.source === text, hills);
    await page.keyboard.press("Control+End");
    await page.keyboard.type("\nb = noise.cel");
    // The list for `noise` itself may still stand for a moment.
    await page.waitForSelector("#editor .cm-tooltip-autocomplete li:first-child:has-text('cellular')");
    expect(await page.locator("#editor .cm-tooltip-autocomplete li").first().textContent()).toContain("cellular");
    await page.keyboard.press("Escape");
  });

  test("relief and 3-D change what is painted", async () => {
    await load(hills, "11");
    const flat = await seen();
    await page.locator("#relief").click();
    await whenDrawn(page);
    expect((await seen()) === flat).toBe(false);
    await page.locator("#relief").click();
    await page.locator("#terrain").click();
    await page.waitForFunction(() => wgen.playground.map.view.getPitch() > 59);
    await whenDrawn(page);
    expect((await seen()) === flat).toBe(false);
    await page.locator("#terrain").click();
    await page.waitForFunction(() => wgen.playground.map.view.getPitch() === 0);
  });

  test("on a narrow telephone nothing stands beyond the edge, with a workshop behind the page too", async () => {
    await page.locator("#publish").evaluate((button) => button.removeAttribute("hidden"));
    await page.setViewportSize({ width: 360, height: 310 });
    expect(await page.locator("html").evaluate((root) => root.scrollWidth)).toBe(360);
    await page.setViewportSize({ width: 840, height: 310 });
  });

  test("a server sends the assets packed to whom takes them so", async () => {
    const app = fastify() as unknown as App;
    await addPage(app, { settings: { pageFolder: folder } } as Workshop);
    const name = readdirSync(join(folder, "assets")).find((each) => each.endsWith(".css"))!;
    const ask = (encoding: string) => app.inject({ url: `/assets/${name}`, headers: { "accept-encoding": encoding } });
    const [packed, plain] = await Promise.all([ask("gzip"), ask("identity")]);
    expect([packed.headers["content-encoding"], plain.headers["content-encoding"]]).toEqual(["gzip", undefined]);
    expect(packed.rawPayload.length).toBeLessThan(plain.rawPayload.length / 3);
    expect(gunzipSync(packed.rawPayload).equals(plain.rawPayload)).toBe(true);
    await app.close();
  });

  test("a workshop behind the page: publish, attach, look, undo; and one that does not answer", async () => {
    const own = await browser.context.newPage();
    const asked: string[] = [];
    let isUp = false;
    await own.route("**/workshop.json", (route) => route.fulfill({ json: { api: "/v1" } }));
    await own.route("**/v1/**", async (route) => {
      if (!isUp) return route.abort();
      const path = new URL(route.request().url()).pathname;
      asked.push(`${route.request().method()} ${path}`);
      const answers = new Map<string, object>([
        ["/v1/me", { owner: "ada", scopes: ["publish", "attach"] }],
        ["/v1/plugins", { plugin: "ada/hills@1.0.0", name: "hills", version: "1.0.0", plugins: [] }],
        ["/v1/worlds", { id: "w1", title: "", owner: "ada", seed: "7", worlds: [] }],
      ]);
      return route.fulfill({ json: answers.get(path) ?? {} });
    });
    await own.goto(`${url}${quick}#token=wgen_0123456789abcdef_secret`);
    const dialog = own.locator("#workshop");
    await own.locator("#publish").click();
    await dialog.getByText("The workshop does not answer.").waitFor();
    isUp = true;
    await dialog.getByRole("button", { name: "Try again" }).click();
    await dialog.locator("#plugin-world").selectOption("new");
    await dialog.getByRole("button", { name: "Publish" }).click();
    expect(await dialog.getByRole("link", { name: "See the world" }).getAttribute("href")).toBe("/v1/worlds/w1/tiles/map/0/0/0@2x.png");
    await dialog.getByRole("button", { name: "Undo" }).click();
    await dialog.getByText("Taken off the world again").waitFor();
    expect(asked).toEqual(
      expect.arrayContaining(["POST /v1/plugins", "POST /v1/worlds", "PUT /v1/worlds/w1/plugins/hills", "POST /v1/worlds/w1/undo"]),
    );
    expect(own.url()).not.toContain("secret");
    await own.close();
  });

  test("nothing was said on the console and the policy stopped nothing", () => {
    expect(complaints).toEqual([]);
  });
});
