// The page's beginning: what to open (a link, the last draft, an example), the
// frame around it, and the buttons of the bar.

import { fullAtlas } from "../engine/messages.ts";
import { blank, examples, firstExample } from "./examples.ts";
import { afterPause, announce, byId, make } from "./dom.ts";
import { EngineWorker } from "./engineWorker.ts";
import { read, startLayout, write } from "./layout.ts";
import { type Effort, Playground } from "./playground.ts";
import { SessionPanel } from "./sessionPanel.ts";
import { fromFragment, toFragment, type Shared } from "./share.ts";
import { firstLook } from "./worldMap.ts";
import { startWorkshop } from "./workshopPanel.ts";

const draftKey = "wgen.draft";
const firstSeed = "7";

async function begin(): Promise<void> {
  const linked = await fromFragment(location.hash);
  const draft = linked ?? (await fromFragment(read(draftKey) ?? ""));
  const playground = new Playground(draft ?? exampleNamed(firstExample, firstSeed), readEffort());
  const session = new SessionPanel(new EngineWorker(), { seed: () => playground.recipe.seed, at: (place) => playground.at(place) });
  const frame = startLayout((part) => {
    playground.map.view.resize();
    if (part === "session") session.focus();
  });
  startBar(playground);
  startLayers(playground);
  if (linked !== null) announce("Opened a shared program");
  addEventListener("hashchange", () => void followLink(playground));
  playground.onChanged = afterPause(800, () => void saveDraft(playground));
  // For tests and the console.
  Object.assign(globalThis, { wgen: { playground, showTab: frame.showTab, isDrawn: () => playground.isDrawn } });
  await startWorkshop(playground);
}

/**
 * `?atlas=32` asks for a small atlas, with coarser rivers, `?workers=1` for less
 * work at a time: for slow machines, and for tests.
 */
function readEffort(): Effort {
  const asked = new URLSearchParams(location.search);
  const atlas = Number(asked.get("atlas") ?? fullAtlas);
  const workers = Number(asked.get("workers") ?? Math.min(Math.max(navigator.hardwareConcurrency - 1, 2), 4));
  const isAtlas = Number.isInteger(atlas) && atlas % 2 === 0 && atlas >= 16 && atlas <= fullAtlas;
  return { atlasCells: isAtlas ? atlas : fullAtlas, workers: workers >= 1 && workers <= 16 ? Math.floor(workers) : 2 };
}

function exampleNamed(name: string, seed: string): Shared {
  const { source } = examples.find((each) => each.name === name) ?? blank;
  return { source, seed, params: [], look: null };
}

async function followLink(playground: Playground): Promise<void> {
  const shared = await fromFragment(location.hash);
  if (shared !== null) playground.load(shared);
}

async function saveDraft(playground: Playground): Promise<void> {
  write(draftKey, await toFragment({ ...playground.recipe, look: playground.map.look }));
}

function startBar(playground: Playground): void {
  startExamples(playground);
  const seed = byId<HTMLInputElement>("seed");
  seed.addEventListener("input", () => playground.setSeed(seed.value));
  byId("dice").addEventListener("click", () => {
    const [number = 0] = crypto.getRandomValues(new Uint32Array(1));
    playground.setSeed(String(number % 1_000_000));
    announce(`Seed ${seed.value}`);
  });
  byId("share").addEventListener("click", () => void share(playground));
  byId("download").addEventListener("click", () => void download(playground));
}

function startExamples(playground: Playground): void {
  const menu = byId<HTMLSelectElement>("example");
  const all = [...examples, blank];
  menu.append(make("option", { value: "" }, "your program"), ...all.map(({ name }) => make("option", { value: name }, name)));
  const showName = (): void => {
    const { source } = playground.recipe;
    menu.value = all.find((each) => each.source === source)?.name ?? "";
  };
  showName();
  menu.addEventListener("change", () => {
    const chosen = all.find(({ name }) => name === menu.value);
    if (chosen !== undefined) playground.load({ source: chosen.source, seed: playground.recipe.seed, params: [], look: firstLook });
  });
  byId("editor").addEventListener("input", showName);
  byId("editor").addEventListener("keyup", showName);
}

async function share(playground: Playground): Promise<void> {
  const fragment = await toFragment({ ...playground.recipe, look: playground.map.look });
  history.replaceState(null, "", fragment);
  const copied = await navigator.clipboard?.writeText(location.href).then(
    () => true,
    () => false,
  );
  toast(
    copied === true
      ? "The link is copied. It holds the program, the seed, the parameters and the view."
      : "The link is in the address bar.",
  );
}

async function download(playground: Playground): Promise<void> {
  const { x, y } = playground.map.look;
  const { clientWidth, clientHeight } = playground.map.view.getContainer();
  const view = {
    x: Math.round(x),
    y: Math.round(y),
    width: clientWidth,
    height: clientHeight,
    metresPerPixel: playground.map.metresPerPixel,
  };
  const bytes = await playground.pool.ask("picture", view).catch(() => null);
  if (bytes === null) {
    toast("The world is not there yet.");
    return;
  }
  const link = make("a", {
    href: URL.createObjectURL(new Blob([bytes], { type: "image/png" })),
    download: `world-${fileSafe(playground.recipe.seed)}.png`,
  });
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
  toast(
    `Saved. The same picture: wgen render plugin.wgen --seed ${playground.recipe.seed} --at ${view.x},${view.y} --scale ${view.metresPerPixel} --size ${view.width}x${view.height}`,
  );
}

function fileSafe(text: string): string {
  return text.replace(/[^A-Za-z0-9_-]+/g, "-").slice(0, 40);
}

function startLayers(playground: Playground): void {
  const toggle = (id: string, change: (isOn: boolean) => void): void => {
    const button = byId(id);
    button.addEventListener("click", () => {
      const isOn = button.getAttribute("aria-pressed") !== "true";
      button.setAttribute("aria-pressed", String(isOn));
      change(isOn);
    });
  };
  toggle("relief", (isOn) => playground.map.showRelief(isOn));
  toggle("terrain", (isOn) => playground.map.showTerrain(isOn));
  byId("home").addEventListener("click", () => playground.map.lookAt(firstLook));
}

let toastTimer = 0;

function toast(text: string): void {
  const box = byId("toast");
  box.textContent = text;
  box.hidden = false;
  announce(text);
  clearTimeout(toastTimer);
  toastTimer = window.setTimeout(() => (box.hidden = true), 7000);
}

await begin();
