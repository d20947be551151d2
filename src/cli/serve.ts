// `wgen serve`: a workshop on this machine, until it is told to stop. SIGTERM
// and Ctrl-C let requests under way finish and end with 0; a second Ctrl-C
// ends at once.

import { fileURLToPath } from "node:url";
import { InvalidArgumentError, Option } from "commander";
import type { WorkshopServer } from "../workshop/server.ts";
import type { LogLevel } from "../workshop/log.ts";
import { exitCodes, UsageError } from "./exit.ts";
import type { AddCommand } from "./main.ts";
import { readCount } from "./options.ts";
import type { Terminal } from "./terminal.ts";

interface ServeOptions {
  readonly data: string;
  readonly port: number;
  readonly host: string;
  readonly trustProxy?: true;
  readonly examples: boolean;
  readonly children?: number;
  readonly logLevel: LogLevel;
}

/** Where a workshop keeps everything, unless told otherwise. */
export const dataOption = (): Option => new Option("--data <folder>", "the data folder").default(".wgen-data").env("WGEN_DATA");

export const addServeCommand: AddCommand = (program, terminal, finish) => {
  program
    .command("serve")
    .description("run a workshop: plugins, worlds, tiles and the page")
    .addOption(dataOption())
    .option("--port <number>", "where to listen; 0 takes a free one", readPort, 8080)
    .option("--host <address>", "whom to listen to; 0.0.0.0 is everybody", "127.0.0.1")
    .option("--trust-proxy", "take clients' addresses from X-Forwarded-For, as a proxy before it writes them")
    .option("--no-examples", "do not publish the examples at first start")
    .option("--children <number>", "child processes for tiles", readChildren)
    .addOption(new Option("--log-level <level>", "what to log").choices(["debug", "info", "warn", "error"]).default("warn"))
    .action(async (options: ServeOptions) => {
      const server = await start(options, terminal);
      await untilStopped(server, terminal);
      finish(exitCodes.fine);
    });
};

function readPort(text: string): number {
  const port = readCount(text);
  if (port > 65_535) throw new InvalidArgumentError("Say a port, 0 to 65535.");
  return port;
}

function readChildren(text: string): number {
  const count = readCount(text);
  if (count < 1 || count > 256) throw new InvalidArgumentError("Say how many, 1 to 256.");
  return count;
}

async function start(options: ServeOptions, terminal: Terminal): Promise<WorkshopServer> {
  const { startServer } = await import("../workshop/server.ts");
  const { FolderTaken } = await import("../workshop/store/lock.ts");
  const { makeLog } = await import("../workshop/log.ts");
  const { data: dataFolder, host, port, children } = options;
  const root = new URL("../../", import.meta.url);
  try {
    const server = await startServer({
      dataFolder,
      host,
      port,
      trustProxy: options.trustProxy === true,
      pageFolder: fileURLToPath(new URL("dist/page", root)),
      examplesFolder: options.examples ? fileURLToPath(new URL("examples", root)) : null,
      log: makeLog(options.logLevel),
      ...(children === undefined ? {} : { tileChildren: children }),
    });
    tell(server, options, terminal);
    return server;
  } catch (error) {
    if (error instanceof FolderTaken) throw new UsageError(`${error.message}; --data names another folder`);
    const code = (error as NodeJS.ErrnoException).code ?? "";
    if (code === "EADDRINUSE") throw new UsageError(`port ${port} is taken; --port names another, --port 0 takes a free one`);
    if (code === "EACCES" || code === "EADDRNOTAVAIL")
      throw new UsageError(`cannot listen at ${host}:${port}: ${(error as Error).message}`);
    throw error;
  }
}

function tell({ address, adminToken, walls }: WorkshopServer, { data }: ServeOptions, terminal: Terminal): void {
  terminal.write(`wgen workshop at ${address}/\n`);
  terminal.note(`Data in ${data}. API at ${address}/docs. Ctrl-C ends.`);
  if (adminToken !== null) terminal.note(`Admin link, shown only this time: ${address}/#token=${adminToken}`);
  const missing = walls.filter((wall) => !wall.stands);
  terminal.note(
    `Walls around plugins: ${walls
      .filter((wall) => wall.stands)
      .map((wall) => wall.name)
      .join(", ")}.`,
  );
  if (missing.length > 0) terminal.note(`Not on this machine: ${missing.map((wall) => `${wall.name} (${wall.text})`).join("; ")}.`);
}

async function untilStopped(server: WorkshopServer, terminal: Terminal): Promise<void> {
  // The command line's own answer to Ctrl-C is to end at once.
  process.removeAllListeners("SIGINT");
  const signal = await new Promise<string>((resolve) => {
    for (const name of ["SIGTERM", "SIGINT"] as const) process.once(name, () => resolve(name));
  });
  // A terminal's Ctrl-C may come twice: from itself and from `npm`.
  setTimeout(() => process.once("SIGINT", () => process.exit(exitCodes.interrupted)), 1000).unref();
  for (const name of ["SIGTERM", "SIGINT"] as const) process.on(name, () => {});
  terminal.note(`${signal}: finishing what is under way.`);
  await server.stop();
}
