// A child begins here, before any other file of ours is loaded: it takes from
// this process every power that plugins' work does not need, then loads the
// compiler and answers the pool. What is missing afterwards is missing for our
// own code too, which is the point: a hole in it opens no door.
//
// Argument: JSON of `[name, address]` pairs, the modules of further hosts.

import { readdirSync, readFileSync, readSync, writeSync } from "node:fs";
import * as dgram from "node:dgram";
import * as nodeModule from "node:module";
import * as net from "node:net";

const pipe = 3;
const longestRequestBytes = 64 * 1024 * 1024;
const ending = import.meta.url.endsWith(".ts") ? ".ts" : ".js";

/** What the runtime itself calls on `process`, and what harms nobody. All else goes. */
const keptOfProcess = new Set(
  (
    "_events _eventsCount _exiting _fatalException _maxListeners _tickCallback addListener allowedNodeEnvironmentFlags arch argv argv0 config " +
    "constructor constrainedMemory cwd domain emit emitWarning env eventNames execArgv execPath exit exitCode features finalization " +
    "getMaxListeners hrtime listenerCount listeners memoryUsage moduleLoadList nextTick off on once permission pid platform ppid " +
    "prependListener prependOnceListener rawListeners reallyExit release removeAllListeners removeListener setMaxListeners " +
    "sourceMapsEnabled title uptime version versions"
  ).split(" "),
);

const removedGlobals = (
  "BroadcastChannel CloseEvent EventSource FormData Headers MessageChannel MessageEvent MessagePort Navigator Request Response " +
  "SharedWorker Storage WebSocket WebSocketStream Worker XMLHttpRequest caches fetch localStorage navigator sessionStorage"
).split(" ");

/** Names of the powers that are gone, for the pool's list of walls. */
function removePowers(): string[] {
  removeNetwork();
  const walls = ["network calls"];
  for (let owner: object | null = process; owner !== null && owner !== Object.prototype; owner = Object.getPrototypeOf(owner)) {
    for (const name of Object.getOwnPropertyNames(owner)) if (!keptOfProcess.has(name)) Reflect.deleteProperty(owner, name);
  }
  if (!("kill" in process) && !("binding" in process) && !("dlopen" in process)) walls.push("signals and bindings");
  for (const name of removedGlobals) Reflect.deleteProperty(globalThis, name);
  if (!("fetch" in globalThis)) walls.push("fetch and sockets");
  if (refusesCode()) walls.push("code from strings");
  if (refuseModules()) walls.push("node modules");
  return walls;
}

/** The prototypes stay reachable through whatever the runtime holds open, so they lose their methods too. */
function removeNetwork(): void {
  const refuse = (): never => {
    throw new Error("there is no network in a child");
  };
  const classes: [object, readonly string[]][] = [
    [net.Socket.prototype, ["connect"]],
    [net.Server.prototype, ["listen"]],
    [dgram.Socket.prototype, ["bind", "connect", "send"]],
  ];
  for (const [prototype, names] of classes) for (const name of names) Object.defineProperty(prototype, name, { value: refuse });
}

function refusesCode(): boolean {
  try {
    Reflect.construct(Function, ["return 1"]);
    return false;
  } catch {
    return true;
  }
}

/** From here on only files can be imported: no `node:` module at all. */
function refuseModules(): boolean {
  const { registerHooks } = nodeModule as { registerHooks?: typeof nodeModule.registerHooks };
  if (registerHooks === undefined) return false;
  registerHooks({
    resolve(specifier, context, next) {
      const found = next(specifier, context);
      if (!found.url.startsWith("file:")) throw new Error("a child imports files only");
      return found;
    },
  });
  return true;
}

/** All files of the standard library, read while there is a file system. */
function readLibrary(): Map<string, string> {
  const root = new URL("../../stdlib/", import.meta.url);
  const texts = new Map<string, string>();
  const readFolder = (folder: string): void => {
    for (const entry of readdirSync(new URL(folder, root), { withFileTypes: true })) {
      if (entry.isDirectory()) readFolder(`${folder}${entry.name}/`);
      else if (entry.name.endsWith(".wgen")) texts.set(folder + entry.name, readFileSync(new URL(folder + entry.name, root), "utf8"));
    }
  };
  readFolder("./");
  return new Map([...texts].map(([path, text]) => [path.slice(2), text]));
}

/** Fills `bytes` from the pipe; false when it has ended. */
function fill(bytes: Uint8Array): boolean {
  for (let at = 0; at < bytes.length;) {
    const count = readSync(pipe, bytes, at, bytes.length - at, null);
    if (count === 0) return false;
    at += count;
  }
  return true;
}

function readPayload(): Uint8Array | null {
  const header = new Uint8Array(4);
  if (!fill(header)) return null;
  const length = new DataView(header.buffer).getUint32(0, true);
  if (length > longestRequestBytes) return null;
  const payload = new Uint8Array(length);
  return fill(payload) ? payload : null;
}

function writeAll(bytes: Uint8Array): void {
  for (let at = 0; at < bytes.length;) at += writeSync(pipe, bytes, at, bytes.length - at);
}

/** `{ kind: "failed", id: 0, message }` by hand: what would encode it may be what failed. */
function sayFailure(message: string): void {
  const text = (word: string): Buffer => {
    const bytes = Buffer.from(word);
    return Buffer.concat([Buffer.from("s"), count(bytes.length), bytes]);
  };
  const count = (value: number): Buffer => {
    const bytes = Buffer.alloc(4);
    bytes.writeUInt32LE(value);
    return bytes;
  };
  const id = Buffer.concat([Buffer.from("i"), count(0)]);
  const fields = [text("kind"), text("failed"), text("id"), id, text("message"), text(message.slice(0, 1_000))];
  const payload = Buffer.concat([Buffer.from("r"), count(fields.length / 2), ...fields]);
  try {
    writeAll(Buffer.concat([count(payload.length), payload]));
  } catch {
    // The pool has gone.
  }
}

const library = readLibrary();
const modules = JSON.parse(process.argv[2] ?? "[]") as [name: string, address: string][];
const walls = removePowers();
try {
  const { provideStandardSources } = (await import(`../engine/stdlib-files${ending}`)) as typeof import("../engine/stdlib-files.ts");
  provideStandardSources(library);
  const { serve } = (await import(`./serving${ending}`)) as typeof import("./serving.ts");
  const hosts = new Map<string, import("../engine/host.ts").Host>();
  for (const [name, address] of modules)
    hosts.set(name, ((await import(address)) as { default: import("../engine/host.ts").Host }).default);
  serve({ read: readPayload, write: writeAll }, hosts, walls);
  process.exit(0);
} catch (error) {
  // A file that may not be read is named: the message is for the server's log only.
  const { message = "something that is no error was thrown", resource = "" } = error as { message?: string; resource?: string };
  sayFailure(`${message} ${resource}`.trim());
  process.exit(70);
}
