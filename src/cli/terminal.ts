// Where a command writes: data on stdout, notes on stderr. Commands get this
// as a value, so that tests can run them in this process and read what they
// wrote. Colour only where a person sees it and NO_COLOR does not forbid it.

import { readFileSync, writeSync } from "node:fs";

export interface Terminal {
  /** Data: what a program printed, JSON, a picture. */
  readonly write: (data: string | Uint8Array) => void;
  /** A line for the person: what was found wrong, where the picture is. */
  readonly note: (text: string) => void;
  /** Replaces the line that shows how far we are; empty takes it away. Nothing where no person looks. */
  readonly progress: (text: string) => void;
  readonly readInput: () => Uint8Array;
  readonly isTerminal: boolean;
  readonly colour: { readonly output: boolean; readonly notes: boolean };
  /** Columns of the terminal. */
  readonly columns: number;
}

/** The terminal of this process. */
export function processTerminal(): Terminal {
  const { stdout, stderr, env } = process;
  const mayColour = (env["NO_COLOR"] ?? "") === "" && env["TERM"] !== "dumb";
  const forced = !["", "0"].includes(env["FORCE_COLOR"] ?? "");
  let showing = false;
  const progress = (text: string): void => {
    if (!stderr.isTTY || (text === "" && !showing)) return;
    showing = text !== "";
    stderr.write(`\r\u001b[2K${text.slice(0, (stderr.columns || 80) - 1)}`);
  };
  return {
    write: (data) => writeAll(stdout.fd, data),
    note: (text) => {
      progress("");
      writeAll(stderr.fd, `${text}\n`);
    },
    progress,
    readInput: () => readFileSync(0),
    isTerminal: stdout.isTTY === true,
    colour: {
      output: mayColour && (forced || stdout.isTTY === true),
      notes: mayColour && (forced || stderr.isTTY === true),
    },
    columns: stdout.columns || 80,
  };
}

/** Thrown where whoever read our output has gone, as `head` does. */
export class OutputClosed extends Error {}

/** Writes everything before it returns, so that nothing is lost when the process ends. */
function writeAll(fd: number, data: string | Uint8Array): void {
  const bytes = typeof data === "string" ? Buffer.from(data) : data;
  for (let sent = 0; sent < bytes.length;) {
    try {
      sent += writeSync(fd, bytes, sent);
    } catch (error) {
      const code = (error as NodeJS.ErrnoException).code;
      if (code === "EPIPE") throw new OutputClosed("nobody reads the output", { cause: error });
      // A full pipe that does not block: try again.
      if (code !== "EAGAIN") throw error;
    }
  }
}
