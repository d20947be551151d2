// The page at work: what the editor, the widgets, the seed and a link say
// becomes a recipe; a recipe becomes a world; the world becomes tiles. One
// recipe is opened at a time and the newest wins. A program that is refused or
// runs into a limit leaves the last picture standing.

import type { Message, PassedOver, WorldRecipe } from "../engine/messages.ts";
import { announce, byId } from "./dom.ts";
import { Editor } from "./editor.ts";
import { EngineWorker } from "./engineWorker.ts";
import { MessagesPanel } from "./messagesPanel.ts";
import type { Place } from "./plane.ts";
import { keepClear, placeText, showPlace } from "./placeCard.ts";
import { SettingsPanel, type Settings } from "./settingsPanel.ts";
import { firstLook, WorldMap } from "./worldMap.ts";
import { TileSource } from "./tileSource.ts";
import { WorldPool } from "./worldPool.ts";
import type { Shared } from "./share.ts";

/** Before mistakes are shown while one types. */
const typingPauseMs = 300;

/** How much of the machine a page takes. */
export interface Effort {
  readonly atlasCells: number;
  readonly workers: number;
}

/** When a change got how far, in milliseconds since it was made. */
export interface ChangeTimes {
  /** The compiler's own time. */
  readonly compileMs: number;
  /** The new world is open. */
  readonly openMs: number;
  /** Its first tile is there, coarse. */
  readonly firstMs: number;
  /** All tiles are there, fine. */
  readonly tilesMs: number;
  /** The map is painted and at rest. */
  readonly paintedMs: number;
}

export class Playground {
  readonly editor: Editor;
  readonly map: WorldMap;
  readonly tiles: TileSource;
  readonly pool: WorldPool;
  readonly language = new EngineWorker();
  private readonly messages: MessagesPanel;
  private readonly settings: SettingsPanel;
  private seed: string;
  private params: Settings;
  private pick: ((place: Place) => void) | null = null;
  private chosen: Place | null = null;
  private isOpening = false;
  private isDirty = false;
  private hasOpened = false;
  private shown: "nothing" | "the bare world" | "a program" = "nothing";
  private isDragging = false;
  private isLoading = false;
  private lastTyped = 0;
  private changedAt = 0;
  private times = { compileMs: 0, openMs: 0, firstMs: 0 };
  private showTimer = 0;
  /** Told when a change is on the screen. */
  onDrawn: (times: ChangeTimes) => void = () => {};
  /** Told of every change of the recipe. */
  onChanged: () => void = () => {};

  constructor(start: Shared, { atlasCells, workers }: Effort) {
    this.seed = start.seed;
    this.params = start.params;
    this.editor = new Editor(byId("editor"), start.source, {
      onChange: () => this.typed(),
      onSave: () => void this.format(),
      suggest: (source, before) => this.language.ask("suggest", { source, before }).catch(() => []),
      explain: (source, name) => this.language.ask("explain", { source, name }).catch(() => null),
    });
    this.messages = new MessagesPanel(this.editor);
    this.settings = new SettingsPanel(
      byId("settings"),
      (pick) => (this.pick = pick),
      (params, isFinal) => this.setParams(params, isFinal),
    );
    this.pool = new WorldPool(workers, atlasCells, {
      onPassedOver: (passedOver) => this.passedOver(passedOver),
      onStopped: (reason) => this.stopped(reason),
      onBusy: (isBusy) => this.showBusy(isBusy),
      onTile: () => (this.times.firstMs ||= this.sinceChange),
    });
    this.tiles = new TileSource(this.pool, (layer, addresses) => this.map.refresh(layer, addresses));
    this.map = new WorldMap(byId("map"), start.look ?? firstLook, {
      onClick: (place) => void this.clicked(place),
      onHover: (place) => this.hover(place),
      onMove: () => this.hover(null),
    });
    byId("world").addEventListener("keydown", ({ key }) => {
      if (key === "Escape") this.unmark();
    });
    byId<HTMLInputElement>("seed").value = start.seed;
    this.map.view.once("idle", () => this.hover(null));
    void this.open();
  }

  /** Is what the editor says on the screen? */
  get isDrawn(): boolean {
    return !this.isOpening && !this.isDirty && this.hasOpened && !this.pool.isBusy && this.map.view.loaded();
  }

  get recipe(): WorldRecipe {
    return { source: this.editor.source, seed: this.seed, params: this.params };
  }

  /** Another program; its parameters have their defaults. */
  load(shared: Shared): void {
    this.params = shared.params;
    this.seed = shared.seed;
    byId<HTMLInputElement>("seed").value = shared.seed;
    this.isLoading = true;
    this.editor.replace(shared.source);
    this.isLoading = false;
    if (shared.look !== null) this.map.lookAt(shared.look);
    this.changed();
  }

  setSeed(seed: string): void {
    byId<HTMLInputElement>("seed").value = seed;
    if (seed === this.seed) return;
    this.seed = seed;
    this.changed();
  }

  async at(place: Place): Promise<string> {
    const values = await this.pool.ask("place", place);
    return values === null ? "the world is not there yet" : placeText(place, values);
  }

  unmark(): void {
    this.chosen = null;
    this.map.mark(null);
    byId("place").hidden = true;
  }

  private setParams(params: Settings, isFinal: boolean): void {
    this.params = params;
    this.isDragging = !isFinal;
    this.changed();
  }

  private typed(): void {
    if (this.isLoading) return;
    this.lastTyped = performance.now();
    this.isDragging = false;
    this.changed();
  }

  private changed(): void {
    this.changedAt = performance.now();
    this.onChanged();
    if (this.isOpening) this.isDirty = true;
    else void this.open();
  }

  private async open(): Promise<void> {
    this.isOpening = true;
    this.isDirty = false;
    const { recipe, isDragging } = this;
    try {
      const opened = await this.pool.open(recipe);
      if (opened.ok) {
        this.times = { compileMs: opened.compileMs, openMs: this.sinceChange, firstMs: 0 };
        // What changed meanwhile is newer than what was opened.
        if (!this.isDirty) {
          this.params = opened.params;
          this.settings.show(opened.parameters, opened.params);
        }
        this.messages.showFaults([]);
        this.shown = "a program";
        this.tiles.renew(isDragging);
        if (isDragging) await this.pool.idle();
      } else if (this.shown === "nothing") await this.openBare(recipe.seed);
      this.showSoon(opened.messages, opened.ok);
    } catch (error) {
      this.stopped((error as Error).message);
    }
    this.isOpening = false;
    this.hasOpened = true;
    if (this.isDirty) void this.open();
    else if (this.chosen !== null) void this.showChosen();
  }

  /** A page that begins with a program that is refused, of a link or a draft, shows the world as it is without. */
  private async openBare(seed: string): Promise<void> {
    const opened = await this.pool.open({ source: "", seed, params: [] });
    if (!opened.ok) return;
    this.shown = "the bare world";
    this.settings.show([], []);
  }

  /** Good news at once; mistakes when the fingers rest. */
  private showSoon(messages: readonly Message[], isGood: boolean): void {
    clearTimeout(this.showTimer);
    const wait = isGood ? 0 : Math.max(0, this.lastTyped + typingPauseMs - performance.now());
    const show = (): void => {
      this.messages.showMessages(messages);
      this.showStatus();
    };
    if (wait === 0) show();
    else this.showTimer = window.setTimeout(show, wait);
  }

  private async format(): Promise<void> {
    const { source } = this.editor;
    const text = await this.language.ask("format", { source }).catch(() => null);
    if (text !== null && source === this.editor.source) this.editor.adopt(text);
    announce(text === null ? "Not formatted: the program has mistakes" : "Formatted");
  }

  private passedOver(passedOver: readonly PassedOver[]): void {
    const isLimit = passedOver.some((each) => each.isLimit);
    if (isLimit) this.pool.hold();
    // Behind the first limit nothing more was tried.
    const told = isLimit ? passedOver.filter((each) => each.isLimit).slice(0, 1) : passedOver;
    this.messages.showFaults(
      told.map(({ hook, fault, x, y, count }): Message => {
        const [start, end] = this.editor.offsetsOf(fault);
        const where = `first at x=${Math.round(x)} y=${Math.round(y)}`;
        const what = isLimit
          ? "the map shows the last program that ran"
          : `${count} ${count === 1 ? "call was" : "calls were"} passed over`;
        return { severity: "fault", code: fault.code, text: fault.message, hint: `In ${hook}, ${where}; ${what}.`, start, end, fix: null };
      }),
    );
    this.showStatus();
  }

  private stopped(reason: string): void {
    const text = `The program was stopped: ${reason}`;
    this.messages.showFaults([
      { severity: "fault", code: "stopped", text, hint: "The map shows the last program that ran.", start: 0, end: 0, fix: null },
    ]);
  }

  private showBusy(isBusy: boolean): void {
    const drawing = byId("drawing");
    drawing.hidden = !isBusy;
    // Until now it said that the page was loading.
    drawing.firstElementChild!.textContent = "Drawing";
    if (isBusy || this.changedAt === 0 || this.isDirty || this.isOpening) return;
    const times = { ...this.times, tilesMs: this.sinceChange };
    this.map.view.once("idle", () => this.onDrawn({ ...times, paintedMs: this.sinceChange }));
  }

  private get sinceChange(): number {
    return performance.now() - this.changedAt;
  }

  private showStatus(): void {
    const shown = this.shown === "a program" ? "the last program that ran" : "the world without it";
    byId("status").textContent = this.messages.hasErrors ? `The map shows ${shown}` : "";
  }

  private hover(place: Place | null): void {
    const scale = this.map?.metresPerPixel ?? 12.5;
    const digits = scale < 10 ? 1 : 0;
    const at = place === null ? "" : `x ${Math.round(place.x)}  y ${Math.round(place.y)} m`;
    byId("readout").textContent = `${at === "" ? "" : `${at}   `}${scale.toFixed(digits)} m a pixel`;
  }

  private async clicked(place: Place): Promise<void> {
    if (this.pick !== null) {
      this.pick(place);
      return;
    }
    this.chosen = place;
    this.map.mark(place);
    await this.showChosen();
  }

  private async showChosen(): Promise<void> {
    const place = this.chosen;
    if (place === null) return;
    const values = await this.pool.ask("place", place).catch(() => null);
    if (place !== this.chosen) return;
    const card = byId("place");
    showPlace(card, place, values, () => this.unmark());
    keepClear(card, this.map.pixelOf(place));
  }
}
