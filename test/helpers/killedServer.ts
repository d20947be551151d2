// A workshop in a process of its own, to be killed. Its pool takes every source
// as right without looking, so that it starts fast and what is tested is the
// store: `node killedServer.ts FOLDER` prints its port.

import { flushCompileCache } from "node:module";
import { contentHash } from "../../src/base/hashing.ts";
import type { CheckAnswer } from "../../src/sandbox/answers.ts";
import type { Pool } from "../../src/sandbox/pool.ts";
import { startServer } from "../../src/workshop/server.ts";

const nothing = (): never => {
  throw new Error("this pool only checks");
};

async function check(source: string): Promise<CheckAnswer> {
  const hash = contentHash(source);
  const audit = {
    imports: [],
    hostFunctions: [],
    lines: 1,
    sourceBytes: 1,
    functions: 1,
    unboundedLoops: [],
    recursions: [],
    longestText: 0,
    largestLiteral: 0,
  };
  const plugin = {
    hash,
    documentation: "Killed.",
    hooks: [],
    parameters: [],
    parameterSchema: '{"properties": {"k": {"type": "integer"}}}',
    constants: [],
    audit,
  };
  return { ok: true, kind: "value", hash, diagnostics: [], plugin };
}

const stats = {
  children: [],
  queued: { check: 0, tile: 0, job: 0 },
  answered: 0,
  busy: 0,
  killedByDeadline: 0,
  killedByMemory: 0,
  crashed: 0,
  recycled: 0,
};

const pool: Pool = {
  check,
  call: nothing,
  map: nothing,
  world: nothing,
  stats: () => stats,
  walls: async () => [],
  ready: async () => {},
  close: async () => {},
};

const limits = { requestsPerSecond: 1e6, publishesPerHour: 1e6, eventLoopMilliseconds: 0 };
const server = await startServer({ dataFolder: process.argv[2] ?? "", port: 0, pool, limits });
// It will not end by itself: what it has compiled serves the next.
flushCompileCache();
process.stdout.write(`${new URL(server.address).port}\n`);
