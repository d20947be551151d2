// Requests of the command line to a workshop. What the server refuses becomes
// one sentence, with the diagnostics of a refused plugin as lines of their own.

import type { DiagnosticData } from "../base/diagnosticData.ts";
import { exitCodes, type ExitCode, UsageError } from "./exit.ts";
import type { Terminal } from "./terminal.ts";

/** JSON of whatever shape the server answers. */
export type Parsed = ReturnType<typeof JSON.parse>;

export interface ServerAnswer {
  readonly ok: boolean;
  readonly status: number;
  readonly body: Parsed;
}

export interface ServerRequest {
  readonly method?: string;
  readonly token?: string;
  readonly body?: object;
}

/** Throws `UsageError` where no server answers. */
export async function askServer(server: string, path: string, { method = "GET", token, body }: ServerRequest): Promise<ServerAnswer> {
  const headers = new Headers();
  if (token !== undefined) headers.set("authorization", `Bearer ${token}`);
  if (body !== undefined) headers.set("content-type", "application/json");
  try {
    const response = await fetch(`${server}${path}`, { method, headers, ...(body === undefined ? {} : { body: JSON.stringify(body) }) });
    return { ok: response.ok, status: response.status, body: await response.json() };
  } catch (error) {
    const cause = error instanceof Error && error.cause instanceof Error ? error.cause.message : String(error);
    throw new UsageError(`${server} does not answer as a workshop: ${cause}`);
  }
}

/** Says why the server refused; a refused plugin is a problem of the program, all else of usage. */
export function tellRefusal({ status, body }: ServerAnswer, fileName: string, terminal: Terminal): ExitCode {
  const diagnostics = (body?.diagnostics ?? []) as readonly DiagnosticData[];
  for (const { line, column, severity, code, message, hint } of diagnostics) {
    terminal.note(`${fileName}:${line}:${column}: ${severity}[${code}]: ${message}${hint === null ? "" : `\n  ${hint}`}`);
  }
  if (diagnostics.length > 0) return exitCodes.problems;
  throw new UsageError(`the server answers ${status}: ${String(body?.detail ?? "nothing more")}`);
}
