// What a child can say, and who is served when. The children are doubles that
// a stranger has taken over, or that only count: the pool must never take in
// what was not asked for, must go on with a new child, and must be fair.

import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { Owners } from "../src/sandbox/owners.ts";
import type { CallAnswer, Pool } from "../src/sandbox/pool.ts";
import { alive, fakePool, gone } from "./helpers/pools.ts";

/** Closed where its name goes out of scope: tests run side by side. */
function open(behaviour: string, options: Parameters<typeof fakePool>[1] = {}): Pool & AsyncDisposable {
  const pool = fakePool(behaviour, options);
  return Object.assign(pool, { [Symbol.asyncDispose]: async () => pool.close() });
}

const plugin = { source: "pass\n" };
const ask = async (pool: Pool, owner = "", hook = "f", options = {}): Promise<CallAnswer> =>
  pool.call(plugin, hook, {}, { owner, limits: { fuel: 0 }, ...options });

const wrong = (
  "oversize zero garbage behind otherRequest noId nanId unknownKind protoKind proto twice nanFuel negative extraField lessFields " +
  "faultAsValue notARecord list emptyItems deep hugeCount hugeTyped badText readyAgain missingForEver stepsForEver " +
  "unknownStep diagnostics"
).split(" ");

// One pool for all: in the place of each that is killed comes the next.
describe("a child that answers wrongly", () => {
  const errors: string[] = [];
  const behaviours = wrong[Symbol.iterator]();
  let pool: Pool;
  beforeAll(async () => {
    // The first child is that of checks: nothing is asked of it.
    const next = (slot: number): string => (slot === 0 ? "right" : (behaviours.next().value ?? "right"));
    pool = fakePool(next, { onEngineError: (text) => errors.push(text) });
    await pool.ready();
  });
  afterAll(async () => pool.close());

  test.each(wrong)("%s: is killed, the request is told, nothing is taken in", async (behaviour) => {
    const before = pool
      .stats()
      .children.filter(({ lane }) => lane === "tile")
      .map(({ pid }) => pid);
    const { recycled } = pool.stats();
    expect(recycled).toBe(wrong.indexOf(behaviour));
    expect(await ask(pool)).toEqual({ ok: false, kind: "crashed", message: "the child process answered wrongly" });
    expect(errors.splice(0).join("\n")).toMatch(/^a child broke the protocol: /);
    expect(await gone(before)).toEqual([]);
    expect(({} as Record<string, unknown>)["polluted"]).toBeUndefined();
    expect(pool.stats().recycled).toBe(recycled + 1);
  });

  test("the pool goes on with one that answers rightly", async () => {
    expect((await ask(pool)).kind).toBe("value");
  });
});

// Most of each is waiting for processes: they wait together.
describe.concurrent("a hostile child", () => {
  test("a flood behind a right answer does no harm to it or the next", async () => {
    await using pool = open("flood");
    expect((await ask(pool)).kind).toMatch(/^(value|crashed)$/);
    expect((await ask(pool)).kind).toMatch(/^(value|crashed)$/);
  });

  test.each(["truncated", "halfHeader", "exit", "abort"])("%s: ends, and the request is told", async (behaviour) => {
    await using pool = open(behaviour);
    const answer = await ask(pool);
    if (behaviour === "abort") expect(answer).toMatchObject({ kind: "killed", reason: "memory" });
    else expect(answer).toMatchObject({ kind: "crashed" });
  });

  test("words before they are asked for end it", async () => {
    await using pool = open("unasked");
    expect((await ask(pool)).kind).toMatch(/^(crashed|value)$/);
  });

  test("an error of our own tells strangers nothing of the machine", async () => {
    const errors: string[] = [];
    await using pool = open("failed", { onEngineError: (text) => errors.push(text) });
    const answer = await ask(pool);
    expect(answer).toEqual({ ok: false, kind: "crashed", message: "an error of our own stopped the request" });
    expect(errors).toEqual(["TypeError: /secret/path at node:internal"]);
  });

  test("9.29 silence is ended by the backstop, and an owner whose requests do so again and again must wait", async () => {
    await using pool = open("silentRun", { children: { check: 1, tile: 3, job: 1 }, ownerConcurrency: 3 });
    await pool.ready();
    const answers = await Promise.all([ask(pool, "eve"), ask(pool, "eve"), ask(pool, "eve")]);
    expect(answers.map((answer) => (answer.kind === "killed" ? answer.reason : answer.kind))).toEqual(["deadline", "deadline", "deadline"]);
    expect(pool.stats()).toMatchObject({ killedByDeadline: 3, crashed: 0 });
    expect(await ask(pool, "eve")).toMatchObject({ kind: "busy", reason: "cooling" });
    expect(await ask(pool, "ann", "f", { deadlineMilliseconds: 100 })).toMatchObject({ kind: "busy", reason: "deadline" });
  });
});

describe.concurrent("children that do not start", () => {
  test.each(["exitAtStart", "wrongStart"])("%s: is told, not waited for", async (behaviour) => {
    await using pool = open(behaviour);
    const asked = ask(pool);
    await expect(pool.ready()).rejects.toThrow("no child process can be started");
    expect(await asked).toMatchObject({ kind: "crashed", message: "no child process can be started" });
  });
});

/** Asks, and notes when the answer came. */
function noting(order: string[]) {
  return async (pool: Pool, owner: string, name: string, hook = "f"): Promise<void> => {
    const answer = await ask(pool, owner, hook);
    order.push(`${name} ${answer.kind}`);
  };
}

describe("fairness", () => {
  test("one who floods makes another wait for a step, not for the flood", async () => {
    await using pool = open("steps:4,2");
    await pool.ready();
    const order: string[] = [];
    const note = noting(order);
    const flood = Array.from({ length: 30 }, async (_, k) => note(pool, "eve", `eve${k}`));
    const one = note(pool, "ann", "ann");
    await Promise.all([...flood, one]);
    expect(order.indexOf("ann value")).toBeLessThanOrEqual(1);
  });

  test("ten owners with many requests each take turns", async () => {
    await using pool = open("steps:2,1", { queue: 1_000 });
    await pool.ready();
    const order: string[] = [];
    const note = noting(order);
    const owners = Array.from({ length: 10 }, (_, k) => `o${k}`);
    await Promise.all(owners.flatMap((owner) => Array.from({ length: 10 }, async () => note(pool, owner, owner))));
    // After any number of answers no owner is two rounds ahead of another.
    for (let upTo = 1; upTo <= order.length; upTo++) {
      const counts = owners.map((owner) => order.slice(0, upTo).filter((word) => word === `${owner} value`).length);
      expect(Math.max(...counts) - Math.min(...counts)).toBeLessThanOrEqual(2);
    }
  });

  test("an owner with long steps leaves the lane's last child to others", async () => {
    await using pool = open("steps:2,16", { children: { check: 1, tile: 2, job: 1 } });
    await pool.ready();
    const order: string[] = [];
    const note = noting(order);
    await ask(pool, "eve", "long");
    const long = [note(pool, "eve", "eve0", "long"), note(pool, "eve", "eve1", "long")];
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(pool.stats().children.filter(({ lane, state }) => lane === "tile" && state === "idle")).toHaveLength(1);
    await Promise.all([...long, note(pool, "ann", "ann")]);
    expect(order[0]).toBe("ann value");
  });

  test("long steps never run where another's things are warm", async () => {
    await using pool = open("steps:2,16", { children: { check: 1, tile: 2, job: 1 }, spares: 1 });
    await pool.ready();
    const pidOf = async (owner: string, source: string, hook: string): Promise<unknown> => {
      const answer = await pool.call({ source }, hook, {}, { owner, limits: { fuel: 0 } });
      return answer.kind === "value" ? answer.value : answer.kind;
    };
    const home = await pidOf("ann", "ann's", "f");
    const eve = [0, 1, 2].map(async (k) => pidOf("eve", `eve's ${k}`, "long"));
    const ann: unknown[] = [];
    for (let k = 0; k < 6; k++) ann.push(await pidOf("ann", "ann's", "f"));
    expect(new Set(ann)).toEqual(new Set([home]));
    expect(await Promise.all(eve)).not.toContain(home);
  });

  test("what several ask for is opened once", async () => {
    await using pool = open("steps:2,30", { children: { check: 1, tile: 2, job: 1 } });
    await pool.ready();
    const answers = await Promise.all([ask(pool, "ann", "open"), ask(pool, "ann", "open")]);
    expect(new Set(answers.map((answer) => (answer.kind === "value" ? answer.value : answer.kind))).size).toBe(1);
  });

  test("who compiles and opens without end is heavy, until that is forgotten", () => {
    const owners = new Owners();
    const open = (now: number, milliseconds: number, isOpening = true): void => {
      owners.begin("eve", now);
      owners.end("eve", now, milliseconds, isOpening);
    };
    open(0, 3_000);
    expect(owners.isHeavy("eve", 0)).toBe(false);
    open(1_000, 3_000);
    expect(owners.isHeavy("eve", 1_000)).toBe(true);
    expect(owners.isHeavy("eve", 20_000)).toBe(false);
    open(20_000, 200, false);
    expect(owners.isHeavy("eve", 20_000)).toBe(true);
    for (let turn = 0; turn < 2; turn++) open(20_000, 1, false);
    expect([owners.isHeavy("eve", 20_000), owners.isHeavy("ann", 0)]).toEqual([false, false]);
  });

  test("lanes do not wait for one another", async () => {
    await using pool = open("steps:4,15");
    await pool.ready();
    const order: string[] = [];
    const jobs = Array.from({ length: 6 }, async (_, k) => {
      await ask(pool, `o${k}`, "f", { lane: "job" });
      order.push("job");
    });
    const tile = (async () => {
      await ask(pool, "ann", "f", { lane: "tile" });
      order.push("tile");
    })();
    const check = (async () => {
      await ask(pool, "ann", "f", { lane: "check" });
      order.push("check");
    })();
    await Promise.all([...jobs, tile, check]);
    expect(Math.max(order.indexOf("tile"), order.indexOf("check"))).toBeLessThanOrEqual(3);
  });

  test("queues have ends: of an owner, and of all", async () => {
    await using pool = open("steps:1,20", { ownerQueue: 3, queue: 5 });
    await pool.ready();
    const eve = Array.from({ length: 6 }, async () => ask(pool, "eve"));
    const others = Array.from({ length: 4 }, async (_, k) => ask(pool, `o${k}`));
    const kinds = (await Promise.all([...eve, ...others])).map((answer) => (answer.kind === "busy" ? answer.reason : answer.kind));
    expect(kinds.slice(0, 6).filter((kind) => kind === "owner queue").length).toBeGreaterThanOrEqual(2);
    expect(kinds.slice(6)).toContain("queue");
    expect(kinds.filter((kind) => kind === "value").length).toBeGreaterThanOrEqual(4);
    expect((await ask(pool, "eve")).kind).toBe("value");
  });
});

describe.concurrent("stopping", () => {
  test("a signal ends what waits and what runs", async () => {
    await using pool = open("steps:5,30");
    await pool.ready();
    const first = new AbortController();
    const second = new AbortController();
    const running = ask(pool, "ann", "f", { signal: first.signal });
    const waiting = ask(pool, "ann", "f", { signal: second.signal });
    await new Promise((resolve) => setTimeout(resolve, 30));
    second.abort();
    first.abort();
    expect(await Promise.all([running, waiting])).toEqual([
      { ok: false, kind: "aborted" },
      { ok: false, kind: "aborted" },
    ]);
    expect(await ask(pool, "ann", "f", { signal: AbortSignal.abort() })).toEqual({ ok: false, kind: "aborted" });
    expect((await ask(pool, "bob")).kind).toBe("value");
    expect(pool.stats().queued).toEqual({ check: 0, tile: 0, job: 0 });
  });

  test("closing answers everybody and leaves no process", async () => {
    const pool = fakePool("steps:5,30", { spares: 1 });
    await pool.ready();
    const pids = pool.stats().children.map(({ pid }) => pid);
    const asked = Array.from({ length: 5 }, async () => ask(pool));
    await new Promise((resolve) => setTimeout(resolve, 20));
    await pool.close();
    expect(new Set((await Promise.all(asked)).map((answer) => answer.kind))).toEqual(new Set(["closed"]));
    expect(alive(pids)).toEqual([]);
    expect(await ask(pool)).toEqual({ ok: false, kind: "closed" });
    await pool.close();
  });

  test("closing before a child has begun leaves no process either", async () => {
    const pool = fakePool("neverReady");
    await new Promise((resolve) => setTimeout(resolve, 100));
    const pids = pool.stats().children.map(({ pid }) => pid);
    expect(pids.length).toBeGreaterThan(0);
    await pool.close();
    expect(alive(pids)).toEqual([]);
  });
});

describe("children that are killed from outside", () => {
  test("9.30 at random, as a system out of memory does, while requests run: every request has its answer or a named error", async () => {
    await using pool = open("steps:5,2", { children: { check: 1, tile: 2, job: 1 }, spares: 1, queue: 1_000, ownerQueue: 100 });
    await pool.ready();
    let isOver = false;
    const asked = Promise.all(Array.from({ length: 80 }, async (_, k) => ask(pool, `o${k % 7}`)));
    const killing = (async () => {
      for (let turn = 0; turn < 12 && !isOver; turn++) {
        const running = pool.stats().children.filter(({ state, lane }) => state === "running" && lane === "tile");
        const victim = running[turn % Math.max(1, running.length)];
        if (victim !== undefined) process.kill(victim.pid, "SIGKILL");
        await new Promise((resolve) => setTimeout(resolve, 60));
      }
    })();
    const answers = await asked;
    isOver = true;
    await killing;
    const kinds = answers.map((answer) => answer.kind);
    expect(kinds.filter((kind) => kind !== "value" && kind !== "crashed")).toEqual([]);
    // A kill ends the request that runs; those that had begun there begin anew, a few times.
    const ended = answers.filter((answer) => answer.kind === "crashed" && !answer.message.includes("again and again"));
    expect(ended.length).toBeLessThanOrEqual(12);
    expect(pool.stats().recycled).toBeGreaterThanOrEqual(1);
    expect((await ask(pool)).kind).toBe("value");
  });

  test("one that is killed while it idles is replaced before anybody notices", async () => {
    await using pool = open("steps:1,1");
    await pool.ready();
    for (const { pid } of pool.stats().children) process.kill(pid, "SIGKILL");
    expect((await ask(pool)).kind).toMatch(/^(value|crashed)$/);
    expect((await ask(pool)).kind).toBe("value");
  });
});

describe("recycling", () => {
  test("a child is replaced after so many steps", async () => {
    await using pool = open("steps:1,0", { callsPerChild: 4 });
    const answers: CallAnswer[] = [];
    for (let turn = 0; turn < 6; turn++) answers.push(await ask(pool));
    expect(new Set(answers.map((answer) => (answer.kind === "value" ? answer.value : 0))).size).toBeGreaterThanOrEqual(3);
    expect(answers.every((answer) => answer.ok)).toBe(true);
  });
});
