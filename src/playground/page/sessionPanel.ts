// The session: programs line by line on the page's own engine, with the words
// of `wgen repl` and one more, `:at x y`, which asks the world.

import { byId, make } from "./dom.ts";
import type { EngineWorker } from "./engineWorker.ts";
import type { Place } from "./plane.ts";

const help = `:at X Y        the world's values at a place, in metres
:type EXPR     the type of an expression, which is not run
:fuel          what the last input spent
:clear         a new session
:help          this page
Enter runs; Shift+Enter goes on; the arrows bring back what was written.`;

export interface SessionEvents {
  readonly seed: () => string;
  readonly at: (place: Place) => Promise<string>;
}

export class SessionPanel {
  private readonly worker: EngineWorker;
  private readonly events: SessionEvents;
  private readonly lines = make("div", { class: "session-lines", role: "log", "aria-label": "Session" });
  private readonly input = make("textarea", {
    rows: 1,
    "aria-label": "Input",
    spellcheck: "false",
    autocapitalize: "off",
    autocomplete: "off",
    placeholder: "noise.fbm(0.5, 0.5)   or :help",
  });
  private readonly history: string[] = [];
  private recall = 0;
  private fuelUsed = 0;
  private running = Promise.resolve();

  constructor(worker: EngineWorker, events: SessionEvents) {
    this.worker = worker;
    this.events = events;
    const prompt = make("div", { class: "prompt" }, make("span", { "aria-hidden": "true" }, "›"), this.input);
    byId("session").append(this.lines, prompt);
    byId("session").addEventListener("click", () => getSelection()?.isCollapsed !== false && this.input.focus({ preventScroll: true }));
    this.input.addEventListener("keydown", (event) => this.onKey(event));
    this.input.addEventListener("input", () => this.grow());
    this.say("A session on the same engine. import noise, try things; :help says more.", "quiet");
  }

  focus(): void {
    this.input.focus();
  }

  private onKey(event: KeyboardEvent): void {
    const isOneLine = !this.input.value.includes("\n");
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
      event.preventDefault();
      this.take();
    } else if (event.key === "ArrowUp" && isOneLine) this.bringBack(-1, event);
    else if (event.key === "ArrowDown" && isOneLine) this.bringBack(1, event);
  }

  /** Inputs run one after the other, also those that are entered while one runs. */
  private take(): void {
    const input = this.input.value;
    if (input.trim() === "") return;
    this.input.value = "";
    this.grow();
    this.running = this.running.then(() => this.enter(input));
  }

  private async enter(input: string): Promise<void> {
    try {
      // As at Python's own prompt: a block goes on until an empty line.
      const written = input.endsWith("\n") ? `${input}\n` : input;
      if (!input.startsWith(":") && (await this.worker.ask("needsMore", { input: written }))) {
        this.input.value = `${input}\n${this.input.value}`;
        this.grow();
        return;
      }
      this.history.push(input);
      this.recall = this.history.length;
      this.say(input.trimEnd(), "said");
      await this.run(input.trimEnd());
    } catch (error) {
      this.say(`stopped: ${(error as Error).message}. The session begins anew.`, "bad");
    }
  }

  private async run(input: string): Promise<void> {
    if (input.startsWith(":")) return this.obey(input);
    const turn = await this.worker.ask("evaluate", { input, seed: this.events.seed() });
    this.fuelUsed = turn.fuelUsed;
    if (turn.output !== "") this.say(turn.output.replace(/\n$/, ""), "out");
    if (turn.value !== null) this.say(turn.value.text, "value", turn.value.type);
    if (turn.problem !== "") this.say(turn.problem, "bad");
  }

  private async obey(input: string): Promise<void> {
    const [, word = "", rest = ""] = /^:(\w*)\s*(.*)$/s.exec(input) ?? [];
    if (word === "help") this.say(help, "out");
    else if (word === "fuel") this.say(String(this.fuelUsed), "out");
    else if (word === "type") this.say(await this.worker.ask("typeOf", { expression: rest, seed: this.events.seed() }), "out");
    else if (word === "at") await this.sayPlace(rest);
    else if (word === "clear") await this.clear();
    else this.say(`there is no command :${word}; :help lists them`, "bad");
  }

  private async sayPlace(text: string): Promise<void> {
    const numbers = text
      .split(/[\s,]+/)
      .filter((part) => part !== "")
      .map(Number);
    const [x, y] = numbers;
    if (numbers.length !== 2 || x === undefined || y === undefined || !Number.isFinite(x + y)) {
      this.say("say two numbers in metres, as :at 1200 -300", "bad");
      return;
    }
    this.say(await this.events.at({ x, y }), "out");
  }

  private async clear(): Promise<void> {
    await this.worker.ask("forget", null);
    this.lines.replaceChildren();
  }

  private bringBack(by: number, event: KeyboardEvent): void {
    const next = Math.min(Math.max(this.recall + by, 0), this.history.length);
    if (this.history.length === 0) return;
    event.preventDefault();
    this.recall = next;
    this.input.value = this.history[next] ?? "";
    this.grow();
  }

  private grow(): void {
    this.input.rows = Math.min(this.input.value.split("\n").length, 8);
  }

  private say(text: string, kind: string, type?: string): void {
    const shown = text.length > 20_000 ? `${text.slice(0, 20_000)}\n... cut here` : text;
    const parts = type === undefined ? [] : [make("span", { class: "type" }, type)];
    this.lines.append(make("div", { class: kind }, make("pre", {}, shown), ...parts));
    while (this.lines.childElementCount > 400) this.lines.firstElementChild?.remove();
    this.lines.parentElement?.scrollTo({ top: this.lines.parentElement.scrollHeight });
  }
}
