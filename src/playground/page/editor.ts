// The editor: CodeMirror with Python's colours, messages of the checker under
// the words they speak of, completion and pages from the library.

import { autocompletion, type CompletionContext, type CompletionResult } from "@codemirror/autocomplete";
import { indentWithTab } from "@codemirror/commands";
import { python } from "@codemirror/lang-python";
import { indentUnit } from "@codemirror/language";
import { lintGutter, setDiagnostics, type Diagnostic } from "@codemirror/lint";
import { EditorState, type Extension } from "@codemirror/state";
import { EditorView, hoverTooltip, keymap } from "@codemirror/view";
import { basicSetup } from "codemirror";
import type { Message, Suggestion } from "../engine/messages.ts";
import { make } from "./dom.ts";
import { editorTheme, tipStyles } from "./editorTheme.ts";

export interface EditorEvents {
  readonly onChange: () => void;
  readonly onSave: () => void;
  readonly suggest: (source: string, before: string) => Promise<readonly Suggestion[]>;
  readonly explain: (source: string, name: string) => Promise<{ readonly signature: string; readonly text: string } | null>;
}

export class Editor {
  readonly view: EditorView;
  private readonly events: EditorEvents;

  constructor(parent: HTMLElement, source: string, events: EditorEvents) {
    this.events = events;
    // In a shadow root CodeMirror's styles are sheets made by script, which a
    // policy without inline styles allows; in the document they are elements.
    const root = parent.attachShadow({ mode: "open" });
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(tipStyles);
    root.adoptedStyleSheets = [sheet];
    this.view = new EditorView({ parent: root, root, state: EditorState.create({ doc: source, extensions: this.extensions() }) });
  }

  get source(): string {
    return this.view.state.doc.toString();
  }

  /** Puts another program in its place; its changes are undone one by one as any. */
  replace(source: string): void {
    const { doc } = this.view.state;
    if (doc.toString() === source) return;
    this.view.dispatch({ changes: { from: 0, to: doc.length, insert: source }, scrollIntoView: true, selection: { anchor: 0 } });
  }

  /** Puts the formatted text in, changing only what differs, so that the cursor stays at its word. */
  adopt(text: string): void {
    const { doc, selection } = this.view.state;
    const old = doc.toString();
    if (old === text) return;
    const most = Math.min(old.length, text.length);
    let start = 0;
    while (start < most && old[start] === text[start]) start++;
    let end = 0;
    while (end < most - start && old[old.length - 1 - end] === text[text.length - 1 - end]) end++;
    const changes = { from: start, to: old.length - end, insert: text.slice(start, text.length - end) };
    this.view.dispatch({ changes, selection: { anchor: Math.min(selection.main.head, text.length) } });
  }

  showMessages(messages: readonly Message[]): void {
    const { length } = this.view.state.doc;
    const diagnostics = messages.map((message): Diagnostic => {
      const from = Math.min(message.start, length);
      return {
        from,
        to: Math.min(Math.max(message.end, from), length),
        severity: message.severity === "warning" ? "warning" : "error",
        source: message.code,
        message: message.hint === null ? message.text : `${message.text}\n${message.hint}`,
      };
    });
    this.view.dispatch(setDiagnostics(this.view.state, diagnostics));
  }

  /** Offsets of a place that counts lines and columns from 1, columns in code points. */
  offsetsOf(place: {
    readonly line: number;
    readonly column: number;
    readonly endLine: number;
    readonly endColumn: number;
  }): [number, number] {
    return [this.offsetOf(place.line, place.column), this.offsetOf(place.endLine, place.endColumn)];
  }

  lineOf(offset: number): number {
    return this.view.state.doc.lineAt(Math.min(offset, this.view.state.doc.length)).number;
  }

  goTo(start: number, end: number): void {
    const { length } = this.view.state.doc;
    this.view.dispatch({ selection: { anchor: Math.min(start, length), head: Math.min(end, length) }, scrollIntoView: true });
    this.view.focus();
  }

  /** Applies a mend that a message offers. */
  mend(start: number, end: number, text: string): void {
    this.view.dispatch({ changes: { from: start, to: end, insert: text } });
    this.view.focus();
  }

  private offsetOf(lineNumber: number, column: number): number {
    const { doc } = this.view.state;
    const line = doc.line(Math.min(Math.max(lineNumber, 1), doc.lines));
    const before = [...line.text].slice(0, column - 1).join("");
    return line.from + before.length;
  }

  private extensions(): Extension[] {
    const save = (): boolean => {
      this.events.onSave();
      return true;
    };
    return [
      keymap.of([{ key: "Mod-s", run: save, preventDefault: true }]),
      basicSetup,
      keymap.of([indentWithTab]),
      python(),
      indentUnit.of("    "),
      EditorState.tabSize.of(4),
      lintGutter(),
      autocompletion({ override: [(context) => this.complete(context)] }),
      hoverTooltip((view, at) => this.explainAt(view, at)),
      EditorView.contentAttributes.of({
        "aria-label": "Program",
        "aria-description": "Escape, then Tab leaves the program",
        spellcheck: "false",
        autocapitalize: "off",
        autocorrect: "off",
      }),
      EditorView.updateListener.of((update) => update.docChanged && this.events.onChange()),
      editorTheme,
    ];
  }

  private async complete(context: CompletionContext): Promise<CompletionResult | null> {
    const word = context.matchBefore(/[A-Za-z_][\w.]*/);
    if (word === null && !context.explicit) return null;
    const text = word?.text ?? "";
    const suggestions = await this.events.suggest(this.source, text);
    const from = (word?.from ?? context.pos) + text.lastIndexOf(".") + 1;
    const options = suggestions.map(({ label, kind, detail, info }) => ({ label, type: kind, detail, ...(info === "" ? {} : { info }) }));
    return options.length === 0 ? null : { from, options, validFor: /^\w*$/ };
  }

  private async explainAt(view: EditorView, at: number): Promise<{ pos: number; end: number; create: () => { dom: HTMLElement } } | null> {
    const line = view.state.doc.lineAt(at);
    const column = at - line.from;
    const name = [...line.text.matchAll(/[A-Za-z_][\w.]*/g)].find(({ index, 0: text }) => index <= column && column <= index + text.length);
    if (name === undefined) return null;
    const page = await this.events.explain(this.source, name[0]);
    if (page === null) return null;
    const create = () => ({
      dom: make(
        "div",
        { class: "page-tip" },
        make("code", {}, page.signature),
        ...page.text.split("\n\n").map((part) => make("p", {}, part)),
      ),
    });
    return { pos: line.from + name.index, end: line.from + name.index + name[0].length, create };
  }
}
