// The pool's side of one child: starts it, asks it one thing at a time, and
// holds everything it sends against what was asked. A child that says anything
// else, is too slow or too large is killed, and so is one whose pipe breaks.

import type { ChildProcess, SpawnOptions } from "node:child_process";
import type { Duplex } from "node:stream";
import { FrameReader, frameOf } from "./frames.ts";
import type { Reply, Request } from "./messages.ts";
import { replyShape } from "./messages.ts";
import { Niceness } from "./niceness.ts";
import { processorTimeOf } from "./watch.ts";
import { decodeValue, encodeValue } from "./wire.ts";

/** Starts a process whose file descriptor 3 is the pipe. */
export type Launch = (slot: number) => LaunchedChild;

export interface LaunchedChild {
  readonly process: ChildProcess;
  readonly pipe: Duplex;
}

/** Why a child is no more. */
export type End = "deadline" | "memory" | "protocol" | "ended" | "closed";

export type Exchange =
  | { readonly kind: "reply"; readonly reply: Reply }
  | { readonly kind: "gone"; readonly end: End; readonly message: string };

/** What is expected of one answer. */
export interface Expectation {
  readonly milliseconds: number;
  readonly capBytes: number;
  readonly mostValues: number;
}

interface Waiting extends Expectation {
  readonly id: number | null;
  timer: NodeJS.Timeout | null;
  /** Processor time that the child had used before; null where that is not known. */
  readonly used: number | null;
  /** By the clock: when it is killed whether it had the processor or not. */
  readonly latest: number;
  resolve(exchange: Exchange): void;
}

/** The first word of a child on a machine that is busy with others. */
const startMilliseconds = 60_000;
/** How much longer than its time a child may take that got too little of the processor. */
const starvedFactor = 4;
const shortestWait = 20;
const lingerMilliseconds = 250;
/** A child that was asked to end by its pipe gets this long. */
const endMilliseconds = 1_000;

export function launchCommand(command: readonly string[]): LaunchedChild {
  const { spawn } = process.getBuiltinModule("node:child_process");
  const [program, ...args] = command;
  // A session of its own: a terminal's interrupt is for the server, which then closes the pool in order.
  const options: SpawnOptions = { stdio: ["ignore", "ignore", "ignore", "pipe"], env: {}, cwd: "/", detached: true };
  const child = spawn(program!, args, options);
  return { process: child, pipe: child.stdio[3] as Duplex };
}

export class Child {
  readonly slot: number;
  /** Resolves when the process has ended. */
  readonly ended: Promise<void>;
  /** Names of the walls that the child says it put up itself. */
  walls: readonly string[] = [];
  state: "starting" | "idle" | "running" | "gone" = "starting";
  /** It has been ready once. */
  isWarm = false;
  calls = 0;
  private runsSince = 0;
  residentBytes = 0;
  readonly niceness: Niceness;
  private readonly launched: LaunchedChild;
  private readonly reader = new FrameReader();
  private waiting: Waiting | null = null;
  private end: { readonly end: End; readonly message: string } | null = null;

  constructor(slot: number, launch: Launch) {
    this.slot = slot;
    this.launched = launch(slot);
    this.niceness = new Niceness(this.launched.process.pid ?? 0);
    const { process: child, pipe } = this.launched;
    this.ended = new Promise((resolve) => {
      child.once("exit", (code, signal) => {
        this.finish(endOf(code, signal), `the child ended (${signal ?? `exit ${code}`})`);
        resolve();
      });
      child.once("error", (error) => {
        this.finish("ended", `the child could not be started: ${error.message}`);
        if (child.pid === undefined) resolve();
      });
    });
    pipe.on("data", (bytes: Uint8Array) => this.receive(bytes));
    // Mostly the process is ending and will say how; one that goes on without a pipe is of no use.
    const broken = (): void => void setTimeout(() => this.kill("ended", "the child closed its pipe"), lingerMilliseconds).unref();
    pipe.on("error", broken);
    pipe.on("close", broken);
  }

  get pid(): number {
    return this.launched.process.pid ?? 0;
  }

  /** How long its step has run by now; 0 where it runs none. */
  get runningMilliseconds(): number {
    return this.state === "running" ? performance.now() - this.runsSince : 0;
  }

  get isGone(): boolean {
    return this.state === "gone";
  }

  /** Waits until it is warm; why it is not, or null. */
  async start(): Promise<string | null> {
    const exchange = await this.expect(null, { milliseconds: startMilliseconds, capBytes: 16_384, mostValues: 100 });
    if (exchange.kind === "gone") return exchange.message;
    if (exchange.reply.kind !== "ready") {
      this.kill("protocol", "the child did not say that it is ready");
      return exchange.reply.kind === "failed" ? exchange.reply.message : "the child did not say that it is ready";
    }
    this.walls = exchange.reply.walls;
    this.isWarm = true;
    this.state = "idle";
    return null;
  }

  /** Sends a request and waits for the one reply to it. */
  async ask(request: Exclude<Request, { kind: "drop" }>, expectation: Expectation): Promise<Exchange> {
    if (this.isGone) return { kind: "gone", ...(this.end ?? { end: "ended", message: "the child has ended" }) };
    this.state = "running";
    this.runsSince = performance.now();
    this.calls += 1;
    const exchange = this.expect(request.id, expectation);
    this.launched.pipe.write(frameOf(encodeValue(request)));
    return exchange;
  }

  /** The request is no longer wanted; between two of its steps only. */
  drop(id: number): void {
    if (!this.isGone) this.launched.pipe.write(frameOf(encodeValue({ kind: "drop", id } satisfies Request)));
  }

  kill(end: End, message: string): void {
    if (this.isGone) return;
    this.finish(end, message);
    this.launched.process.kill("SIGKILL");
    this.launched.pipe.destroy();
  }

  /** Asks it to end by closing the pipe; kills it if it does not. */
  async close(): Promise<void> {
    if (this.state === "running" || this.state === "starting") this.kill("closed", "the pool was closed");
    else this.finish("closed", "the pool was closed");
    this.launched.pipe.end();
    const timer = setTimeout(() => this.launched.process.kill("SIGKILL"), endMilliseconds);
    await this.ended;
    clearTimeout(timer);
    this.launched.pipe.destroy();
  }

  /** Whether the parent's event loop stays alive for it. */
  hold(isHeld: boolean): void {
    const { process: child, pipe } = this.launched;
    const socket = pipe as Duplex & { ref?(): void; unref?(): void };
    if (isHeld) {
      child.ref();
      socket.ref?.();
    } else {
      child.unref();
      socket.unref?.();
    }
  }

  private expect(id: number | null, expectation: Expectation): Promise<Exchange> {
    this.reader.cap = expectation.capBytes;
    return new Promise((resolve) => {
      if (this.end !== null) return resolve({ kind: "gone", ...this.end });
      const { milliseconds } = expectation;
      const used = processorTimeOf(this.pid);
      const waiting: Waiting = { ...expectation, id, timer: null, resolve, used, latest: performance.now() + milliseconds * starvedFactor };
      this.waiting = waiting;
      this.strikeAfter(waiting, milliseconds);
    });
  }

  /** What has come by the deadline but waits behind other work of ours still counts: look once more, then strike. */
  private strikeAfter(waiting: Waiting, milliseconds: number): void {
    waiting.timer = setTimeout(() => setImmediate(() => this.strike(waiting)), milliseconds);
  }

  /** A child that the machine has not let run is given what it has not had, for a while. */
  private strike(waiting: Waiting): void {
    if (this.waiting !== waiting) return;
    const now = processorTimeOf(this.pid);
    const missing = waiting.used === null || now === null ? 0 : waiting.milliseconds - (now - waiting.used);
    const left = Math.min(missing, waiting.latest - performance.now());
    if (left < shortestWait) this.kill("deadline", `no answer within ${waiting.milliseconds} ms`);
    else this.strikeAfter(waiting, left);
  }

  private receive(bytes: Uint8Array): void {
    if (this.isGone) return;
    try {
      if (this.waiting === null) throw new Error("the child spoke unasked");
      const payloads = this.reader.push(bytes);
      const [payload] = payloads;
      if (payload === undefined) return;
      if (payloads.length > 1 || this.reader.isInside) throw new Error("the child said more than was asked");
      this.settle(payload, this.waiting);
    } catch (error) {
      this.kill("protocol", error instanceof Error ? error.message : "a wrong frame");
    }
  }

  private settle(payload: Uint8Array, waiting: Waiting): void {
    const reply = replyShape(decodeValue(payload, waiting.mostValues), "reply");
    if (waiting.id === null ? reply.kind !== "ready" && reply.kind !== "failed" : reply.kind === "ready" || reply.id !== waiting.id) {
      throw new Error("the child answered another question");
    }
    clearTimeout(waiting.timer ?? undefined);
    this.waiting = null;
    this.reader.cap = 0;
    this.state = "idle";
    waiting.resolve({ kind: "reply", reply });
  }

  private finish(end: End, message: string): void {
    if (this.end !== null) return;
    this.end = { end, message };
    this.state = "gone";
    const { waiting } = this;
    this.waiting = null;
    if (waiting === null) return;
    clearTimeout(waiting.timer ?? undefined);
    waiting.resolve({ kind: "gone", end, message });
  }
}

/** A heap at its limit ends the process by an abort of the engine. */
function endOf(code: number | null, signal: NodeJS.Signals | null): End {
  return signal === "SIGABRT" || signal === "SIGTRAP" || code === 134 || code === 133 ? "memory" : "ended";
}
