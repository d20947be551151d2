// A child that does not run plugins but behaves as its argument says: well, to
// see who is served when; or badly, as one that a stranger has taken over.

import { readSync, writeSync } from "node:fs";
import { frameOf } from "../../src/sandbox/frames.ts";
import { decodeValue, encodeValue } from "../../src/sandbox/wire.ts";

const [behaviour = "", detail = ""] = (process.argv[2] ?? "").split(":");

function fill(bytes: Uint8Array): void {
  for (let at = 0; at < bytes.length;) {
    const count = readSync(3, bytes, at, bytes.length - at, null);
    if (count === 0) process.exit(0);
    at += count;
  }
}

function read(): { kind: string; id: number; work: Uint8Array } {
  const header = new Uint8Array(4);
  fill(header);
  const payload = new Uint8Array(new DataView(header.buffer).getUint32(0, true));
  fill(payload);
  return decodeValue(payload) as { kind: string; id: number; work: Uint8Array };
}

function sendBytes(bytes: Uint8Array): void {
  for (let at = 0; at < bytes.length;) at += writeSync(3, bytes, at);
}

function send(message: unknown): void {
  sendBytes(frameOf(encodeValue(message)));
}

/** Uses the processor for so long, as a plugin would. */
function burn(milliseconds: number): void {
  const used = (): number => (process.cpuUsage().user + process.cpuUsage().system) / 1_000;
  const end = used() + milliseconds;
  while (used() < end) for (let turn = 0; turn < 10_000; turn++);
}

function sleep(milliseconds: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, milliseconds);
}

const outcome = { ok: true, value: process.pid, effects: [], fuelUsed: 1, peakBytes: 1, log: [] };
const frame = (length: number, bytes: Uint8Array): Uint8Array => {
  const whole = new Uint8Array(4 + bytes.length);
  new DataView(whole.buffer).setUint32(0, length, true);
  whole.set(bytes, 4);
  return whole;
};

/** Records whose fields cannot be written as an object here. */
function rawRecord(...fields: readonly (readonly [string, unknown])[]): Uint8Array {
  const parts = fields.flatMap(([name, value]) => [encodeValue(name), encodeValue(value)]);
  const count = new Uint8Array(5);
  count[0] = "r".charCodeAt(0);
  new DataView(count.buffer).setUint32(1, fields.length, true);
  return Buffer.concat([count, ...parts]);
}

/** What a hostile child says in place of an answer. */
const hostile: Readonly<Record<string, (id: number) => void>> = {
  oversize: () => sendBytes(frame(0xffff_ffff, new Uint8Array(8))),
  zero: () => sendBytes(frame(0, new Uint8Array(0))),
  garbage: () => sendBytes(frame(64, new Uint8Array(64).fill(0xff))),
  truncated: () => {
    sendBytes(frame(1_000, new Uint8Array(10)));
    process.exit(0);
  },
  halfHeader: () => {
    sendBytes(new Uint8Array(2));
    process.exit(0);
  },
  behind: (id) =>
    sendBytes(
      frame(encodeValue({ kind: "missing", id }).length + 3, Buffer.concat([encodeValue({ kind: "missing", id }), Buffer.alloc(3)])),
    ),
  otherRequest: (id) => send({ kind: "done", id: id + 1, answer: outcome }),
  noId: () => send({ kind: "done", answer: outcome }),
  nanId: () => send({ kind: "done", id: NaN, answer: outcome }),
  unknownKind: (id) => send({ kind: "constructor", id, answer: outcome }),
  protoKind: (id) => send({ kind: "__proto__", id, answer: outcome }),
  proto: (id) =>
    sendBytes(frameOf(rawRecord(["kind", "done"], ["id", id], ["answer", { ...outcome, value: 1 }], ["__proto__", { polluted: true }]))),
  twice: (id) => sendBytes(frameOf(rawRecord(["kind", "done"], ["id", id], ["id", id], ["answer", outcome]))),
  nanFuel: (id) => send({ kind: "done", id, answer: { ...outcome, fuelUsed: NaN } }),
  negative: (id) => send({ kind: "done", id, answer: { ...outcome, peakBytes: -1 } }),
  extraField: (id) => send({ kind: "done", id, answer: { ...outcome, surprise: 1 } }),
  lessFields: (id) => send({ kind: "done", id, answer: { ok: true, value: 1 } }),
  faultAsValue: (id) => send({ kind: "done", id, answer: { ...outcome, ok: false } }),
  notARecord: (id) => send({ kind: "done", id, answer: [1, 2, 3] }),
  list: () => send([1, 2, 3]),
  emptyItems: (id) => send({ kind: "done", id, answer: { ...outcome, log: Array.from({ length: 1_000_000 }, () => null) } }),
  deep: (id) => {
    const nested = "l".repeat(4_000);
    const bytes = Buffer.concat([...nested].map(() => Buffer.from([0x6c, 1, 0, 0, 0])));
    void id;
    sendBytes(frameOf(bytes));
  },
  hugeCount: () => sendBytes(frameOf(Buffer.from([0x6c, 0xff, 0xff, 0xff, 0x7f, 0x6e]))),
  hugeTyped: () => sendBytes(frameOf(Buffer.from([0x31, 0xff, 0xff, 0xff, 0xff, 0]))),
  badText: () => sendBytes(frameOf(Buffer.from([0x73, 2, 0, 0, 0, 0xff, 0xfe]))),
  flood: (id) => {
    const one = frameOf(encodeValue({ kind: "done", id, answer: outcome }));
    sendBytes(Buffer.concat(Array.from({ length: 1_000 }, () => one)));
  },
  readyAgain: () => send({ kind: "ready", walls: [] }),
  missingForEver: (id) => send({ kind: "missing", id }),
  stepsForEver: (id) => send({ kind: "more", id, next: "run" }),
  unknownStep: (id) => send({ kind: "more", id, next: "sleep" }),
  diagnostics: (id) => send({ kind: "refused", id, hash: "x", diagnostics: [{ code: "WG999", message: "<script>" }] }),
  exit: () => process.exit(3),
  abort: () => process.abort(),
  failed: (id) => send({ kind: "failed", id, message: "TypeError: /secret/path at node:internal" }),
};

if (behaviour === "neverReady") sleep(60_000);
if (behaviour === "exitAtStart") process.exit(1);
if (behaviour === "wrongStart") send({ kind: "more", id: 0, next: "run" });
send({ kind: "ready", walls: [] });
if (behaviour === "unasked") send({ kind: "done", id: 1, answer: outcome });

for (;;) {
  const { kind, id, work } = read();
  if (kind === "drop") continue;
  const bad = hostile[behaviour];
  if (bad !== undefined) bad(id);
  else if (behaviour === "silentRun") {
    if (kind !== "begin") burn(60_000);
    send({ kind: "more", id, next: "run" });
  } else if (behaviour === "steps") {
    // So many steps a request, each of so long; a hook named `long` takes ten times as long, steps of one named `open` open.
    const [count = 1, milliseconds = 1] = detail.split(",").map(Number);
    const state = ((globalThis as { steps?: Map<number, { left: number; wait: number; next: string }> }).steps ??= new Map());
    if (kind === "begin") {
      const { hook } = decodeValue(work) as { hook: string };
      state.set(id, { left: count, wait: hook === "long" ? milliseconds * 10 : milliseconds, next: hook === "open" ? "open" : "run" });
    }
    const mine = state.get(id)!;
    if (kind !== "begin") {
      burn(mine.wait);
      mine.left -= 1;
    }
    if (mine.left > 0) send({ kind: "more", id, next: mine.next });
    else send({ kind: "done", id, answer: outcome });
  } else send({ kind: "done", id, answer: outcome });
}
