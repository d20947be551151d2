// `wgen repl`: the session of `src/repl` at a prompt. Values are shown with
// their types; blocks go on until an empty line; words that begin with `:` are
// commands. Without a terminal the lines of stdin are inputs, so that a test or
// a script can speak to it.

import { appendFileSync, existsSync, readFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { createInterface, type Interface } from "node:readline";
import type { Session, Turn } from "../repl/session.ts";
import { diagnosticsText } from "./diagnostics.ts";
import { exitCodes } from "./exit.ts";
import { faultText } from "./faults.ts";
import type { AddCommand } from "./main.ts";
import { addLimitOptions, addTierOption, type LimitOptions, readLimits, type TierName } from "./running-options.ts";
import type { Terminal } from "./terminal.ts";

interface ReplOptions extends LimitOptions {
  readonly tier: TierName;
  readonly seed: string;
}

const historyFile = join(homedir(), ".wgen_history");
const historyLines = 1000;
const help = `:help          this page
:type EXPR     the type of an expression, which is not run
:fuel          what the last input spent
:load FILE     run a file's lines in this session
:source        the session as one program
:quit          leave (so does the end of input)`;

export const addReplCommand: AddCommand = (program, terminal, finish) => {
  const command = program
    .command("repl")
    .description("try things line by line")
    .option("--seed <text>", "where random numbers without a seed start", "0");
  addTierOption(command);
  addLimitOptions(command);
  command.action(async (options: ReplOptions) => {
    const { Session } = await import("../repl/session.ts");
    const { needsMoreLines } = await import("../syntax/completeness.ts");
    const session = new Session({ tier: options.tier, seed: options.seed, limits: readLimits(options) });
    await new Prompt(session, needsMoreLines, terminal).talk();
    finish(exitCodes.fine);
  });
};

class Prompt {
  private readonly session: Session;
  private readonly needsMore: (input: string) => boolean;
  private readonly terminal: Terminal;
  private readonly words = new Set<string>();
  private pending = "";
  private fuelUsed = 0;

  constructor(session: Session, needsMore: (input: string) => boolean, terminal: Terminal) {
    this.session = session;
    this.needsMore = needsMore;
    this.terminal = terminal;
  }

  /** Reads inputs until the end of input or `:quit`. */
  async talk(): Promise<void> {
    if (!this.terminal.isTerminal || !process.stdin.isTTY) {
      for (const line of new TextDecoder().decode(this.terminal.readInput()).split(/\r?\n/)) if (!this.take(line)) return;
      if (this.pending !== "") this.take("");
      return;
    }
    this.terminal.note("wgen: one live session; :help says more, :quit leaves");
    const reader = this.openReader();
    reader.prompt();
    for await (const line of reader) {
      if (line.trim() !== "") remember(line);
      if (!this.take(line)) break;
      reader.setPrompt(this.pending === "" ? ">>> " : "... ");
      reader.prompt();
    }
    reader.close();
  }

  private openReader(): Interface {
    const reader = createInterface({
      input: process.stdin,
      output: process.stdout,
      prompt: ">>> ",
      history: readHistory(),
      historySize: historyLines,
      completer: (line: string) => this.complete(line),
    });
    // Ctrl-C takes back what is being written; at an empty prompt it leaves.
    reader.on("SIGINT", () => {
      const isEmpty = this.pending === "" && reader.line === "";
      this.pending = "";
      if (isEmpty) return reader.close();
      process.stdout.write("\n");
      reader.write(null, { ctrl: true, name: "u" });
      reader.setPrompt(">>> ");
      reader.prompt();
    });
    return reader;
  }

  private complete(line: string): [string[], string] {
    const word = /[A-Za-z_]\w*$/.exec(line)?.[0] ?? "";
    const known = [...this.words].filter((each) => each.startsWith(word)).toSorted();
    return [word === "" ? [] : known, word];
  }

  /** One line; false when the person wants to leave. */
  private take(line: string): boolean {
    if (this.pending === "" && line.startsWith(":")) return this.obey(line);
    const input = this.pending === "" ? line : `${this.pending}\n${line}`;
    // An empty line ends a block.
    if (this.needsMore(line === "" ? `${input}\n` : input)) {
      this.pending = input;
      return true;
    }
    this.pending = "";
    this.show(this.session.evaluate(input));
    for (const [word] of input.matchAll(/[A-Za-z_]\w+/g)) this.words.add(word);
    return true;
  }

  private obey(line: string): boolean {
    const [, word = "", rest = ""] = /^:(\w*)\s*(.*)$/.exec(line) ?? [];
    if (word === "quit" || word === "q") return false;
    if (word === "help") this.terminal.write(`${help}\n`);
    else if (word === "fuel") this.terminal.write(`${this.fuelUsed}\n`);
    else if (word === "source") this.terminal.write(this.session.source);
    else if (word === "type") this.showType(rest);
    else if (word === "load") this.load(rest);
    else this.terminal.note(`there is no command :${word}; :help lists them`);
    return true;
  }

  private showType(expression: string): void {
    const { type, diagnostics } = this.session.typeOf(expression);
    if (type === null)
      this.terminal.note(diagnosticsText(diagnostics, "text", this.terminal.colour.notes).trimEnd() || "this is no expression");
    else this.terminal.write(`${type}\n`);
  }

  private load(path: string): void {
    if (!existsSync(path)) this.terminal.note(`cannot read ${path}: there is no such file`);
    else this.show(this.session.evaluate(readFileSync(path, "utf8").trimEnd()));
  }

  private show(turn: Turn): void {
    const { notes } = this.terminal.colour;
    this.fuelUsed = turn.fuelUsed;
    this.terminal.write(turn.output);
    if (turn.diagnostics.length > 0) this.terminal.note(diagnosticsText(turn.diagnostics, "text", notes).trimEnd());
    if (turn.value !== null) this.terminal.write(`${turn.value.text}  # ${turn.value.type}\n`);
    if (turn.fault !== null) this.terminal.note(faultText(turn.fault, notes));
  }
}

/** Latest first, as readline wants it. */
function readHistory(): string[] {
  if (!existsSync(historyFile)) return [];
  return readFileSync(historyFile, "utf8").trimEnd().split("\n").toReversed().slice(0, historyLines);
}

function remember(line: string): void {
  try {
    appendFileSync(historyFile, `${line}\n`);
  } catch {
    // A home that cannot be written to only means no history.
  }
}
