// One worker with the engine in it, as calls with replies. A worker that says
// nothing for longer than its deadline is ended and the call fails with
// `Stopped`; the next call starts a new one. Nothing a plugin does can hold the
// page's own thread.

import type { CallMessage, CallName, Calls, ReplyMessage } from "../engine/messages.ts";

/** The worker was ended in the middle of a call. */
export class Stopped extends Error {}

interface Waiting {
  readonly done: (value: unknown) => void;
  readonly fail: (error: Error) => void;
}

/**
 * Milliseconds without a word from a worker at work. Fuel ends what a plugin
 * does long before; the first call also loads and checks the standard library,
 * and the first tile makes the atlas.
 */
const silenceAllowed = 30_000;

export class EngineWorker {
  private worker: Worker | null = null;
  private readonly waiting = new Map<number, Waiting>();
  private lastId = 0;
  private watch = 0;
  private readonly silenceMs: number;

  constructor(silenceMs: number = silenceAllowed) {
    this.silenceMs = silenceMs;
  }

  /** Calls under way. */
  get load(): number {
    return this.waiting.size;
  }

  ask<Name extends CallName>(name: Name, asks: Calls[Name]["asks"]): Promise<Calls[Name]["gives"]> {
    const worker = (this.worker ??= this.start());
    const id = ++this.lastId;
    const reply = new Promise<Calls[Name]["gives"]>((resolve, reject) => {
      this.waiting.set(id, { done: resolve as (value: unknown) => void, fail: reject });
    });
    const call: CallMessage = { id, name, asks };
    worker.postMessage(call);
    if (this.waiting.size === 1) this.listen();
    return reply;
  }

  /** Ends the worker now; calls under way fail. */
  stop(reason: string): void {
    clearTimeout(this.watch);
    this.worker?.terminate();
    this.worker = null;
    const failed = [...this.waiting.values()];
    this.waiting.clear();
    for (const { fail } of failed) fail(new Stopped(reason));
  }

  private start(): Worker {
    const worker = new Worker(new URL("../engine/worker.ts", import.meta.url), { type: "module", name: "wgen" });
    worker.onmessage = ({ data }: MessageEvent<ReplyMessage>) => this.hear(data);
    worker.onerror = (event) => {
      event.preventDefault();
      this.stop(event.message || "the worker could not be started");
    };
    return worker;
  }

  private hear(reply: ReplyMessage): void {
    this.listen();
    if (reply.kind === "busy") return;
    const call = this.waiting.get(reply.id);
    this.waiting.delete(reply.id);
    if (this.waiting.size === 0) clearTimeout(this.watch);
    if (reply.kind === "done") call?.done(reply.value);
    else call?.fail(new Error(reply.message));
  }

  private listen(): void {
    clearTimeout(this.watch);
    if (this.waiting.size === 0) return;
    this.watch = window.setTimeout(() => this.stop(`nothing came for ${Math.round(this.silenceMs / 1000)} seconds`), this.silenceMs);
  }
}
