// What is wrong with the program, one entry a message: its line, what, what to
// do, and a button where the checker knows the mend.

import type { Message } from "../engine/messages.ts";
import { announce, byId, make } from "./dom.ts";
import type { Editor } from "./editor.ts";

export class MessagesPanel {
  private readonly editor: Editor;
  private messages: readonly Message[] = [];
  private faults: readonly Message[] = [];

  constructor(editor: Editor) {
    this.editor = editor;
  }

  /** Of the checker. */
  showMessages(messages: readonly Message[]): void {
    this.messages = messages;
    this.render();
  }

  /** Of a run: plugins that were passed over. */
  showFaults(faults: readonly Message[]): void {
    if (JSON.stringify(faults) === JSON.stringify(this.faults)) return;
    this.faults = faults;
    this.render();
  }

  get hasErrors(): boolean {
    return this.messages.some(({ severity }) => severity === "error");
  }

  private render(): void {
    // While the program is refused, what ran before it says nothing about it.
    const shown = this.hasErrors ? this.messages : [...this.messages, ...this.faults];
    this.editor.showMessages(shown);
    const count = byId("message-count");
    count.textContent = String(shown.length);
    count.hidden = shown.length === 0;
    count.classList.toggle(
      "bad",
      shown.some(({ severity }) => severity !== "warning"),
    );
    byId("messages").replaceChildren(...(shown.length === 0 ? [noMessages()] : shown.map((message) => this.entry(message))));
    const [first] = shown;
    announce(first === undefined ? "No problems" : `Line ${this.editor.lineOf(first.start)}: ${first.text}. ${first.hint ?? ""}`);
  }

  private entry(message: Message): HTMLElement {
    const { severity, code, text, hint, start, end, fix } = message;
    const place = make("button", { type: "button", class: "line", title: "Go there" }, `Line ${this.editor.lineOf(start)}`);
    place.addEventListener("click", () => this.editor.goTo(start, end));
    const what = make("p", { class: "what" }, text, " ", make("span", { class: "message-code" }, code));
    const parts = [what];
    // The button says it.
    if (hint !== null && hint !== fix?.title) parts.push(make("p", { class: "hint" }, hint));
    const body = make("div", {}, ...parts);
    if (fix !== null) {
      const mend = make("button", { type: "button", class: "mend" }, fix.title);
      mend.addEventListener("click", () => this.editor.mend(fix.start, fix.end, fix.text));
      body.append(mend);
    }
    return make("div", { class: `message ${severity}` }, place, body);
  }
}

function noMessages(): HTMLElement {
  return make("p", { class: "quiet" }, "No problems. What is wrong with the program shows here as you type.");
}
