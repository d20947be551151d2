// The worker: one program for all that runs the engine off the page's thread.
// The page starts several; one compiles and draws, another checks and formats,
// a third keeps a session. Calls are answered in the order in which they come,
// but an `open` is noted at once, so that work for an older world is given up.

import "./standardLibrary.ts";
import type { CallMessage, CallName, Calls, ReplyMessage } from "./messages.ts";
import { explainName, suggestNames } from "./help.ts";
import { checkPlugin, formatPlugin } from "./language.ts";
import { SessionKeeper } from "./sessions.ts";
import { WorldKeeper } from "./worlds.ts";

/** A worker's own global, as far as it is used here. */
interface WorkerScope {
  onmessage: ((event: MessageEvent<CallMessage>) => void) | null;
  postMessage(reply: ReplyMessage, transfer?: Transferable[]): void;
}
const scope = globalThis as unknown as WorkerScope;

type Handlers = { [Name in CallName]: (asks: Calls[Name]["asks"]) => Calls[Name]["gives"] | Promise<Calls[Name]["gives"]> };

const waiting: CallMessage[] = [];
let current = -1;
let isWorking = false;

const worlds = new WorldKeeper(() => {
  scope.postMessage({ id: current, kind: "busy" });
  return breathe();
});
const sessions = new SessionKeeper();

const handlers: Handlers = {
  open: (asks) => worlds.open(asks),
  tile: (asks) => worlds.drawTile(asks),
  place: (asks) => worlds.place(asks.x, asks.y),
  picture: (asks) => worlds.drawPicture(asks),
  check: ({ source }) => checkPlugin(source),
  format: ({ source }) => formatPlugin(source),
  suggest: (asks) => suggestNames(asks.source, asks.before),
  explain: ({ source, name }) => explainName(source, name),
  evaluate: ({ input, seed }) => sessions.evaluate(input, seed),
  typeOf: ({ expression, seed }) => sessions.typeOf(expression, seed),
  needsMore: ({ input }) => sessions.needsMore(input),
  forget: () => sessions.forget(),
};

scope.onmessage = ({ data }) => {
  if (data.name === "open") worlds.expect((data as CallMessage<"open">).asks.version);
  waiting.push(data);
  if (!isWorking) void work();
};

async function work(): Promise<void> {
  isWorking = true;
  for (let call = waiting.shift(); call !== undefined; call = waiting.shift()) {
    current = call.id;
    await answer(call);
  }
  isWorking = false;
}

async function answer(call: CallMessage): Promise<void> {
  try {
    const handle = handlers[call.name] as (asks: unknown) => unknown;
    const value = await handle(call.asks);
    scope.postMessage({ id: call.id, kind: "done", value }, transfersOf(value));
  } catch (error) {
    scope.postMessage({ id: call.id, kind: "failed", message: error instanceof Error ? error.message : String(error) });
  }
}

/** Pixels are handed over, not copied. */
function transfersOf(value: unknown): Transferable[] {
  if (value instanceof Uint8Array) return [value.buffer as ArrayBuffer];
  const rgba = (value as { readonly rgba?: Uint8ClampedArray<ArrayBuffer> | null } | null)?.rgba;
  return rgba instanceof Uint8ClampedArray ? [rgba.buffer] : [];
}

const channel = new MessageChannel();
let isRested = (): void => {};
channel.port1.onmessage = () => isRested();

/** Lets messages in; a timer would wait 4 ms. */
function breathe(): Promise<void> {
  return new Promise((resolve) => {
    isRested = resolve;
    channel.port2.postMessage(null);
  });
}
