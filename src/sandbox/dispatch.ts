// Gives requests to children, step by step. One rule for each danger: owners
// take turns; an owner runs two steps at once at most, and only one in a lane
// where its steps are long or not known yet; a lane's last child is never given
// to such a step, and a spare helps out while one runs; full queues are said to
// be full; what killed its child is not tried again, and what another's kill
// interrupted is begun anew on another child.

import type { Busy } from "./answers.ts";
import { firstMilliseconds } from "./asking.ts";
import type { Question } from "./asking.ts";
import type { Child, End, Exchange } from "./childProcess.ts";
import type { Children } from "./children.ts";
import { lanes } from "./children.ts";
import type { Reply } from "./messages.ts";
import { Holdings } from "./holdings.ts";
import { Owners } from "./owners.ts";
import { Recent } from "./recent.ts";
import type { Lane, RequestOptions } from "./pool.ts";
import { LaneQueue } from "./queue.ts";
import { diagnosticsShape } from "./replies.ts";
import type { Settled, Task } from "./task.ts";
import { crashed, isOpening, killText, restart, usedSince } from "./task.ts";
import { processorTimeOf } from "./watch.ts";

export interface DispatchOptions {
  readonly ownerQueue: number;
  readonly queue: number;
  readonly ownerConcurrency: number;
  readonly callsPerChild: number;
  readonly residentBytes: number;
}

const defaultDeadlineMilliseconds = 30_000;
/** An innocent request is begun anew so often when others kill its child. */
const restartsAllowed = 4;
/** What one tile costs, about: so many that wait make it worth to open their world in another child too. */
const usualTaskMilliseconds = 150;

export class Dispatcher {
  /** Null until it is known how children are started. */
  private readonly children: () => Children | null;
  private readonly options: DispatchOptions;
  private readonly queues: Readonly<Record<Lane, LaneQueue<Child, Task>>> = {
    check: new LaneQueue(),
    tile: new LaneQueue(),
    job: new LaneQueue(),
  };
  private readonly owners = new Owners();
  private readonly holdings = new Holdings();
  /** How long opening took the last time, by key. */
  private readonly openings = new Recent<number>(1_000);
  private nextId = 1;
  private isClosed = false;
  readonly counts = { answered: 0, busy: 0, killedByDeadline: 0, killedByMemory: 0, crashed: 0 };
  /** What children said of errors of our own, for the log. */
  onEngineError: ((text: string) => void) | null = null;

  constructor(children: () => Children | null, options: DispatchOptions) {
    this.children = children;
    this.options = options;
  }

  queued(lane: Lane): number {
    return this.queues[lane].size;
  }

  /** True where nothing waits and nothing runs. */
  get isAtRest(): boolean {
    return lanes.every((lane) => this.queues[lane].size === 0);
  }

  ask(question: Question, lane: Lane, options: RequestOptions): Promise<Settled> {
    const { owner = "", signal, deadlineMilliseconds = defaultDeadlineMilliseconds } = options;
    if (this.isClosed) return Promise.resolve({ ok: false, kind: "closed" });
    if (signal?.aborted === true) return Promise.resolve({ ok: false, kind: "aborted" });
    const refusal = this.refuse(owner, lane);
    if (refusal !== null) return Promise.resolve(refusal);
    return new Promise((resolve) => {
      const stop = (): void => task.settle({ ok: false, kind: "aborted" });
      const timer = setTimeout(() => task.settle(this.busy("deadline", 1)), deadlineMilliseconds);
      const task: Task = {
        owner,
        lane,
        question,
        id: 0,
        child: null,
        isRunning: false,
        next: null,
        steps: 0,
        restarts: 0,
        isHeavy: false,
        isSettled: false,
        settle: (outcome) => {
          if (task.isSettled) return;
          task.isSettled = true;
          clearTimeout(timer);
          signal?.removeEventListener("abort", stop);
          if (!task.isRunning) this.leave(task);
          this.count(outcome);
          resolve(outcome);
        },
      };
      signal?.addEventListener("abort", stop);
      this.queues[lane].add(task);
      this.children()?.open(lane);
      this.pump();
    });
  }

  /** Answers everything that waits; what runs is answered when its child ends. */
  close(): void {
    this.isClosed = true;
    for (const lane of lanes) for (const task of this.queues[lane].all()) task.settle({ ok: false, kind: "closed" });
  }

  /** The children are there now. */
  begin(): void {
    for (const lane of lanes) if (this.queues[lane].size > 0) this.children()?.open(lane);
  }

  /** Gives work to every child that can take some. */
  pump(): void {
    const children = this.children();
    if (this.isClosed || children === null) return;
    for (const lane of lanes) {
      if (children.isBroken && children.of(lane).length === 0) {
        for (const task of this.queues[lane].all()) task.settle(crashed("no child process can be started"));
      }
      while (this.startOne(lane, children));
    }
  }

  private startOne(lane: Lane, children: Children): boolean {
    const idle = children.idle(lane);
    const mostHeavy = Math.max(1, children.of(lane).length - 1);
    for (const child of idle) {
      const task = this.queues[lane].next(child, (each) => this.mayRun(each, mostHeavy) && this.fits(each, child));
      if (task === null) continue;
      void this.step(this.better(task, child, lane), task);
      return true;
    }
    return false;
  }

  private refuse(owner: string, lane: Lane): Busy | null {
    const cooling = this.owners.coolingOf(owner, performance.now());
    if (cooling > 0) return this.counted(this.busy("cooling", Math.ceil(cooling / 1000)));
    if (this.queues[lane].sizeOf(owner) >= this.options.ownerQueue + this.owners.runningOf(owner)) {
      return this.counted(this.busy("owner queue", 1));
    }
    const waiting = lanes.reduce((sum, each) => sum + this.queues[each].size, 0);
    return waiting >= this.options.queue ? this.counted(this.busy("queue", 2)) : null;
  }

  private busy(reason: Busy["reason"], retryAfterSeconds: number): Busy {
    return { ok: false, kind: "busy", reason, retryAfterSeconds };
  }

  private counted<Outcome extends Settled>(outcome: Outcome): Outcome {
    this.count(outcome);
    return outcome;
  }

  private mayRun(task: Task, mostHeavy: number): boolean {
    if (this.owners.runningOf(task.owner) >= this.options.ownerConcurrency) return false;
    const running = this.queues[task.lane].all().filter((each) => each.isRunning);
    const isAlone = !running.some((each) => each.owner === task.owner);
    if (!this.isHeavy(task)) return isAlone || this.isKnown(task);
    return isAlone && running.filter((each) => each.isHeavy).length < mostHeavy;
  }

  private isHeavy({ owner }: { readonly owner: string }): boolean {
    return this.owners.isHeavy(owner, performance.now());
  }

  /** Is it no opening, or one that has been seen? */
  private isKnown({ next, question: { supply } }: Task): boolean {
    return supply === null || next === "run" || next === "chunk" || next === "answer" || this.openings.has(supply.key);
  }

  /** A child that does not hold what the task needs takes it only where opening is worth it, and holds up nobody else. */
  private fits(task: Task, child: Child): boolean {
    if (task.child !== null) return true;
    const key = task.question.supply?.key;
    const isOpen = key === undefined || this.holdings.has(child, key);
    if ((this.isHeavy(task) || (!isOpen && !this.isKnown(task))) && !this.isLeastUsed(child, task)) return false;
    const same = key === undefined ? [] : this.queues[task.lane].all().filter((each) => each.question.supply?.key === key);
    if (same.some((each) => each.child !== null && (isOpening(each) || (each.next === null && !this.openings.has(key!))))) return false;
    if (isOpen) return true;
    const cost = this.openings.get(key) ?? 0;
    const holders = (this.children()?.of(task.lane) ?? []).filter((each) => this.holdings.has(each, key));
    if (holders.every((each) => each.runningMilliseconds > cost)) return true;
    return same.filter((each) => each.child === null).length * usualTaskMilliseconds > cost;
  }

  /** Owners with short steps that would have to open anew what they have there, if this task held it up. */
  private neighbours(child: Child, { owner }: Task): number {
    return this.holdings.neighbours(child, owner, performance.now(), (other) => !this.isHeavy({ owner: other }));
  }

  private isLeastUsed(child: Child, task: Task): boolean {
    const mine = this.neighbours(child, task);
    return (this.children()?.of(task.lane) ?? []).every((each) => this.neighbours(each, task) >= mine);
  }

  /** Among idle children the one that holds what the task needs; for what nobody has opened yet the one of least use to others. */
  private better(task: Task, child: Child, lane: Lane): Child {
    const key = task.question.supply?.key;
    if (task.child !== null || key === undefined) return child;
    const idle = (this.children()?.idle(lane) ?? []).filter((each) => this.fits(task, each));
    const holding = idle.find((each) => this.holdings.has(each, key));
    if (holding !== undefined) return holding;
    const weight = (each: Child): number => this.holdings.size(each) + (this.isKnown(task) ? 0 : 1_000 * this.neighbours(each, task));
    return idle.reduce((least, each) => (weight(each) < weight(least) ? each : least), child);
  }

  /** Runs one step, and looks at what came of it. */
  private async step(child: Child, task: Task): Promise<void> {
    const start = performance.now();
    const processorStart = processorTimeOf(child.pid);
    task.isHeavy = this.isHeavy(task);
    task.isRunning = true;
    this.owners.begin(task.owner, start);
    child.niceness.prepare(task.lane, task.isHeavy);
    child.hold(true);
    if (task.isHeavy) this.children()?.lend(task.lane);
    const exchange = await this.send(child, task);
    if (!child.isGone) child.hold(false);
    this.noteTime(task, usedSince(processorStart, child, start));
    task.isRunning = false;
    this.giveBack(task.lane);
    if (exchange.kind === "gone") this.lost(child, task, exchange.end, exchange.message);
    else this.heard(child, task, exchange.reply);
    if (task.isSettled) this.leave(task);
    this.retire(child);
    this.pump();
  }

  private giveBack(lane: Lane): void {
    const tasks = this.queues[lane].all();
    if (tasks.some((each) => each.isRunning && each.isHeavy)) return;
    const begun = new Set(tasks.map((each) => each.child));
    const uses = (child: Child): number => this.holdings.neighbours(child, "", performance.now(), (owner) => !this.isHeavy({ owner }));
    this.children()?.giveBack(lane, (child) => (begun.has(child) ? null : uses(child)));
  }

  /** What a step took tells how its owner's next ones are to be treated. */
  private noteTime(task: Task, milliseconds: number): void {
    this.owners.end(task.owner, performance.now(), milliseconds, isOpening(task));
    const key = task.question.supply?.key;
    if (!isOpening(task) || key === undefined) return;
    const before = task.next === "open" ? (this.openings.get(key) ?? 0) : 0;
    this.openings.set(key, Math.max(milliseconds, before));
  }

  private send(child: Child, task: Task): Promise<Exchange> {
    const { question } = task;
    const expectation = { capBytes: question.capBytes, mostValues: question.mostValues };
    if (task.child !== null && task.next !== null) {
      return child.ask({ kind: "continue", id: task.id }, { ...expectation, milliseconds: question.milliseconds(task.next) });
    }
    task.child = child;
    task.id = this.nextId++;
    task.steps = 0;
    const { supply } = question;
    const isHeld = supply === null || this.holdings.has(child, supply.key);
    if (supply !== null) this.holdings.note(child, supply.key, { owner: task.owner, at: performance.now() });
    const begin = { kind: "begin", id: task.id, work: question.work, supply: isHeld ? null : supply.bytes } as const;
    return child.ask(begin, { ...expectation, milliseconds: firstMilliseconds });
  }

  private heard(child: Child, task: Task, reply: Reply): void {
    task.steps += 1;
    if (task.isSettled) {
      if (reply.kind === "more") child.drop(task.id);
      return;
    }
    task.next = reply.kind === "more" ? reply.next : null;
    switch (reply.kind) {
      case "more":
        if (task.steps > task.question.mostSteps) this.distrust(child, task, "more steps than the work has");
        return;
      case "missing":
        if (task.question.supply === null || (task.restarts += 1) > restartsAllowed)
          return this.distrust(child, task, "missing what it has");
        this.holdings.forget(child, task.question.supply.key);
        return restart(task);
      case "done":
        return this.trusting(child, task, () => ({ ok: true, answer: task.question.shape(reply.answer, "answer") }));
      case "refused": {
        const { hash } = reply;
        return this.trusting(child, task, () => ({
          ok: false,
          kind: "refused",
          hash,
          diagnostics: diagnosticsShape(reply.diagnostics, "diagnostics"),
        }));
      }
      case "misuse":
        return task.settle({ ok: false, kind: "misuse", message: reply.message });
      case "failed":
        this.onEngineError?.(reply.message);
        child.kill("ended", "an error of our own");
        return this.lost(child, task, "ended", "an error of our own stopped the request");
      case "ready":
        return this.distrust(child, task, "ready twice");
    }
  }

  private trusting(child: Child, task: Task, read: () => Settled): void {
    try {
      task.settle(read());
    } catch (error) {
      this.distrust(child, task, error instanceof Error ? error.message : "a wrong answer");
    }
  }

  private distrust(child: Child, task: Task, message: string): void {
    child.kill("protocol", message);
    this.lost(child, task, "protocol", message);
  }

  /** The child has ended while, or because, it ran a step of this task. */
  private lost(child: Child, task: Task, end: End, message: string): void {
    if (end === "deadline" || end === "memory") {
      this.owners.noteKill(task.owner, performance.now());
      if (end === "deadline") this.counts.killedByDeadline += 1;
      else this.counts.killedByMemory += 1;
      task.settle({ ok: false, kind: "killed", reason: end, message: killText(end) });
    } else if (end === "closed") task.settle({ ok: false, kind: "closed" });
    else {
      if (end === "protocol") this.onEngineError?.(`a child broke the protocol: ${message}`);
      task.settle(crashed(end === "protocol" ? "the child process answered wrongly" : message));
    }
    this.abandon(child);
  }

  /** What had begun on a child that is no more begins anew. */
  private abandon(child: Child): void {
    for (const lane of lanes) {
      for (const each of this.queues[lane].all()) {
        if (each.child !== child || each.isRunning) continue;
        restart(each);
        if ((each.restarts += 1) > restartsAllowed) each.settle(crashed("the child processes ended again and again"));
      }
    }
  }

  /** Replaces a child that is gone, old or large. */
  private retire(child: Child): void {
    const { callsPerChild, residentBytes } = this.options;
    const isOld = child.calls >= callsPerChild || child.residentBytes > residentBytes * 0.9;
    if (!child.isGone && !isOld) return;
    this.abandon(child);
    this.children()?.replace(child);
  }

  /** A child that ended without being asked anything. */
  noteGone(child: Child): void {
    if (this.isClosed) return;
    this.abandon(child);
    this.children()?.replace(child);
    this.pump();
  }

  /** Takes a settled task out, and tells its child. */
  private leave(task: Task): void {
    this.queues[task.lane].remove(task);
    const { child } = task;
    if (child !== null && task.next !== null) child.drop(task.id);
    task.child = null;
  }

  private count(outcome: Settled): void {
    if (outcome.ok) this.counts.answered += 1;
    else if (outcome.kind === "busy") this.counts.busy += 1;
    else if (outcome.kind === "crashed") this.counts.crashed += 1;
    else if (outcome.kind === "refused" || outcome.kind === "misuse") this.counts.answered += 1;
  }
}
