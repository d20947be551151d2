// The walls around a real child, tried from both sides: by code inside it that
// wants out (`hosts/probe.ts`, loaded where a stranger who broke out of wasm
// would be), and from outside by what the system says of the process.

import { existsSync, readdirSync, readFileSync, readlinkSync } from "node:fs";
import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Pool, Wall } from "../src/sandbox/pool.ts";
import { alive, gone, realPool } from "./helpers/pools.ts";

const probe = new URL("hosts/probe.ts", import.meta.url).href;
const plugin = { source: "from probe import result\n\ndef tell(k: int) -> str:\n    return result(k)\n" };

let pool: Pool;
let walls: readonly Wall[];
let pids: readonly number[];

beforeAll(async () => {
  pool = realPool({ hosts: { probe } });
  await pool.ready();
  walls = await pool.walls();
  pids = pool.stats().children.map(({ pid }) => pid);
});
afterAll(async () => pool.close());

const stands = (name: string): boolean => walls.some((wall) => wall.name === name && wall.stands);

test("code inside finds every door closed", async () => {
  const told: string[] = [];
  for (let k = 0; told.at(-1) !== ""; k++) {
    const answer = await pool.call(plugin, "tell", { k }, { host: "probe" });
    if (answer.kind !== "value") throw new Error(JSON.stringify(answer));
    told.push(answer.value as string);
  }
  expect(told.length).toBeGreaterThan(45);
  expect(told.filter((line) => line.endsWith("POSSIBLE"))).toEqual([]);
});

describe("the list of walls", () => {
  test("names what the child took away, and what Node and this system add", () => {
    const names = walls.map((wall) => wall.name);
    for (const name of ["files", "empty environment", "network calls", "signals and bindings", "fetch and sockets", "code from strings"]) {
      expect(names).toContain(name);
    }
    expect(walls.filter((wall) => wall.text === "")).toEqual([]);
  });

  test("keeps silent about paths of this machine", () => {
    expect(JSON.stringify(walls)).not.toContain(process.cwd());
  });
});

describe.skipIf(!existsSync("/proc/self/status"))("the system's view of a child", () => {
  const status = (pid: number, field: string): string =>
    new RegExp(`^${field}:(.*)$`, "m").exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1]?.trim() ?? "";

  test("no variable of ours, one pipe, no other file of ours", () => {
    for (const pid of pids) {
      expect(readFileSync(`/proc/${pid}/environ`, "utf8")).toBe("");
      const open = readdirSync(`/proc/${pid}/fd`).map((fd) => readlinkSync(`/proc/${pid}/fd/${fd}`));
      expect(open.filter((path) => path.startsWith("/") && path !== "/dev/null")).toEqual([]);
      expect(open.filter((path) => path.startsWith("socket:"))).toHaveLength(1);
      expect(readlinkSync(`/proc/${pid}/cwd`)).toBe("/");
    }
  });

  test("a network of its own, with nothing in it", () => {
    if (!stands("network namespace")) return;
    for (const pid of pids) {
      expect(readlinkSync(`/proc/${pid}/ns/net`)).not.toBe(readlinkSync("/proc/self/ns/net"));
      const interfaces = readFileSync(`/proc/${pid}/net/dev`, "utf8")
        .split("\n")
        .slice(2)
        .filter((line) => line !== "");
      expect(interfaces.filter((line) => !/^\s*lo:/.test(line))).toEqual([]);
    }
  });

  test("users of their own, no capabilities, no way to new ones", () => {
    if (!stands("own user")) return;
    const users = pids.map((pid) => status(pid, "Uid"));
    expect(new Set(users).size).toBe(pids.length);
    expect(users).not.toContain(status(process.pid, "Uid"));
    for (const pid of pids) {
      expect(status(pid, "CapEff")).toMatch(/^0+$/);
      expect(status(pid, "CapPrm")).toMatch(/^0+$/);
      expect(status(pid, "NoNewPrivs")).toBe("1");
      expect(status(pid, "Groups")).toBe("");
    }
  });

  test("limits of the kernel", () => {
    if (!stands("kernel limits")) return;
    for (const pid of pids) {
      const limits = readFileSync(`/proc/${pid}/limits`, "utf8");
      expect(limits).toMatch(/^Max file size\s+0\s+0/m);
      expect(limits).toMatch(/^Max core file size\s+0\s+0/m);
    }
  });

  test("a signal that would open the debugger opens nothing", async () => {
    process.kill(pids[0]!, "SIGUSR1");
    await new Promise((resolve) => setTimeout(resolve, 200));
    if (alive([pids[0]!]).length === 1)
      expect(
        readFileSync(`/proc/${pids[0]!}/net/tcp`, "utf8")
          .split("\n")
          .filter((line) => line.includes(" 0A ")),
      ).toEqual([]);
  });
});

test("9.30 when the server is killed its children end too, busy or idle", async () => {
  const script = fileURLToPath(new URL("helpers/pool-owner.ts", import.meta.url));
  const owner = spawn(process.execPath, ["--no-warnings", script], { stdio: ["ignore", "pipe", "inherit"] });
  let text = "";
  for await (const chunk of owner.stdout) {
    text += String(chunk);
    if (text.includes("\n")) break;
  }
  const orphans = JSON.parse(text) as number[];
  expect(alive(orphans)).toEqual(orphans);
  owner.kill("SIGKILL");
  expect(await gone(orphans, 10_000)).toEqual([]);
});
