// Inside a child: takes one request after the other from the pipe and answers
// it. What a request does is a generator that stops before each step; several
// may be under way, each advanced only when the pool says so.

import { compile } from "../engine/compile.ts";
import type { Host } from "../engine/host.ts";
import { encodeValue, decodeValue } from "./wire.ts";
import { frameOf } from "./frames.ts";
import type { Reply, Request, SentPlugin, SentWorld, StepKind, Work } from "./messages.ts";
import { longestMessage } from "./messages.ts";
import { RefusedError, sentDiagnostics, Tasks } from "./tasks.ts";

/** The child's end of the pipe; both block. */
export interface BlockingPipe {
  /** The next payload; null when the pool has gone. */
  read(): Uint8Array | null;
  write(bytes: Uint8Array): void;
}

/** Steps shorter than this are run on with the next: asking again would cost more than it is worth. */
const shortMilliseconds = 4;

/** Values of one request: columns of a large map come as typed arrays, not as values. */
const mostRequestValues = 8_000_000;

/** Compiles a little and draws a little, so that the first request finds all of it in memory. */
export function warm(tasks: Tasks): void {
  compile("from wgen import World\n\ndef elevation(x: float, y: float, prev: float, w: World) -> float:\n    return prev\n", {
    host: tasks.worldHost,
  });
  tasks.warmWorld();
}

/** Answers until the pipe ends. `walls` are the names of what the bootstrap took away. */
export function serve(pipe: BlockingPipe, hosts: ReadonlyMap<string, Host>, walls: readonly string[]): void {
  const tasks = new Tasks(hosts);
  warm(tasks);
  const answer = (reply: Reply): void => pipe.write(frameOf(encodeValue(reply)));
  const running = new Map<number, Generator<StepKind, unknown>>();
  answer({ kind: "ready", walls });
  for (let payload = pipe.read(); payload !== null; payload = pipe.read()) {
    const request = decodeRequest(payload) as Request;
    if (request.kind === "drop") {
      running.get(request.id)?.return(null);
      running.delete(request.id);
      continue;
    }
    answer(replyTo(request, tasks, running));
  }
}

function replyTo(request: Exclude<Request, { kind: "drop" }>, tasks: Tasks, running: Map<number, Generator<StepKind, unknown>>): Reply {
  const { id } = request;
  try {
    if (request.kind === "begin") {
      const { work, supply } = request;
      const task = tasks.begin(decodeRequest(work) as Work, supply === null ? null : (decodeRequest(supply) as SentPlugin | SentWorld));
      if (task === null) return { kind: "missing", id };
      running.set(id, task);
    }
    const task = running.get(id);
    if (task === undefined) return { kind: "failed", id, message: "the child knows no such request" };
    const next = advance(task);
    if (next.done !== true) return { kind: "more", id, next: next.value };
    running.delete(id);
    tasks.trim();
    return { kind: "done", id, answer: next.value };
  } catch (error) {
    running.delete(id);
    return replyToError(id, error);
  }
}

function decodeRequest(bytes: Uint8Array): unknown {
  return decodeValue(bytes, mostRequestValues);
}

/** The first step only tells what the next one is; short ones are joined. */
function advance(task: Generator<StepKind, unknown>): IteratorResult<StepKind, unknown> {
  const start = performance.now();
  let next = task.next();
  while (next.done !== true && (next.value === "chunk" || next.value === "answer") && performance.now() - start < shortMilliseconds) {
    next = task.next();
  }
  return next;
}

/** What V8 says when our own code fails; a plugin author's or caller's mistake has other words. */
const ownFailure =
  /^(?:Maximum call stack|Invalid (?:array|string|typed array) length|Array buffer allocation|WebAssembly|Cannot (?:read|set|destructure|convert|mix)|.* is not (?:a function|iterable|defined|a constructor)|.*out of memory|(?:Map|Set) maximum size)/i;

function replyToError(id: number, error: unknown): Reply {
  if (error instanceof RefusedError) {
    return { kind: "refused", id, hash: error.hash, diagnostics: sentDiagnostics(error.diagnostics) };
  }
  const message = (error instanceof Error ? error.message : "something that is no error was thrown").slice(0, longestMessage);
  const isMisuse = (error instanceof TypeError || error instanceof RangeError) && !ownFailure.test(message);
  return { kind: isMisuse ? "misuse" : "failed", id, message };
}
