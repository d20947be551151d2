// The page's frame: the splitter between program and world, the tabs below the
// program, the views of a narrow screen, light and dark.

import { byId } from "./dom.ts";

const kept = { width: "wgen.width", theme: "wgen.theme" };

export type DockTab = "messages" | "session";

/** Starts the frame; `onShow` is told when another part of the page is shown. */
export function startLayout(onShow: (part: string) => void): {
  readonly showTab: (tab: DockTab) => void;
  readonly showView: (view: string) => void;
} {
  startTheme();
  startSplitter();
  const showTab = startTabs(onShow);
  const showView = startViews(showTab, onShow);
  return { showTab, showView };
}

function startTheme(): void {
  const system = matchMedia("(prefers-color-scheme: dark)");
  const root = document.documentElement;
  const saved = read(kept.theme);
  if (saved === "dark" || saved === "light") root.dataset["theme"] = saved;
  byId("theme").addEventListener("click", () => {
    const isDark = (root.dataset["theme"] ?? (system.matches ? "dark" : "light")) === "dark";
    root.dataset["theme"] = isDark ? "light" : "dark";
    write(kept.theme, root.dataset["theme"]);
  });
}

function startSplitter(): void {
  const splitter = byId("splitter");
  const set = (share: number): void => {
    const width = Math.min(Math.max(share, 24), 70);
    document.body.style.setProperty("--code-width", `${width}%`);
    splitter.setAttribute("aria-valuenow", String(Math.round(width)));
    write(kept.width, String(width));
  };
  const saved = Number(read(kept.width));
  let share = saved > 0 ? saved : 42;
  set(share);
  splitter.addEventListener("pointerdown", (event) => {
    splitter.setPointerCapture(event.pointerId);
    const move = ({ clientX }: PointerEvent): void => set((share = (clientX / innerWidth) * 100));
    splitter.addEventListener("pointermove", move);
    splitter.addEventListener("lostpointercapture", () => splitter.removeEventListener("pointermove", move), { once: true });
  });
  splitter.addEventListener("keydown", ({ key }) => {
    if (key === "ArrowLeft") set((share -= 2));
    if (key === "ArrowRight") set((share += 2));
  });
}

function startTabs(onShow: (part: string) => void): (tab: DockTab) => void {
  const tabs = (["messages", "session"] as const).map((name) => ({ name, tab: byId(`tab-${name}`), panel: byId(name) }));
  const show = (wanted: DockTab): void => {
    for (const { name, tab, panel } of tabs) {
      tab.setAttribute("aria-selected", String(name === wanted));
      tab.tabIndex = name === wanted ? 0 : -1;
      panel.hidden = name !== wanted;
    }
    onShow(wanted);
  };
  for (const { name, tab } of tabs) {
    tab.addEventListener("click", () => show(name));
    tab.addEventListener("keydown", ({ key }) => {
      if (key !== "ArrowLeft" && key !== "ArrowRight") return;
      const other = tabs.find((each) => each.name !== name);
      other?.tab.focus();
      if (other !== undefined) show(other.name);
    });
  }
  return show;
}

/** On a narrow screen one part is seen at a time. */
function startViews(showTab: (tab: DockTab) => void, onShow: (part: string) => void): (view: string) => void {
  const buttons = [...document.querySelectorAll<HTMLButtonElement>(".views button")];
  const show = (view: string): void => {
    document.body.dataset["view"] = view;
    for (const button of buttons) button.setAttribute("aria-pressed", String(button.dataset["view"] === view));
    if (view === "session") showTab("session");
    if (view === "code") showTab("messages");
    onShow(view);
  };
  for (const button of buttons) button.addEventListener("click", () => show(button.dataset["view"] ?? "world"));
  return show;
}

/** A browser may refuse to keep things; then nothing is kept. */
export function read(key: string): string | null {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
}

export function write(key: string, value: string): void {
  try {
    localStorage.setItem(key, value);
  } catch {
    // Full or forbidden.
  }
}
