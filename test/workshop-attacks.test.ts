// Group 9 of the attacks, over real sockets: every row that concerns the routes
// of the first server and is not tested beside its own subject. After each the
// server lives and serves.

import { connect, type Socket } from "node:net";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from "vitest";
import { makeToken } from "../src/workshop/people/tokens.ts";
import { startServer, type WorkshopServer } from "../src/workshop/server.ts";
import { type StandInPool, standInPool } from "./helpers/standInPool.ts";
import { terraces, type Parsed } from "./helpers/workshop.ts";

let folder = "";
let pool: StandInPool;
let server: WorkshopServer;
let port = 0;
let token = "";
let world = "";

const limits = {
  requestsPerSecond: 100_000,
  coldTilesPerSecond: 100_000,
  eventLoopMilliseconds: 0,
  headerMilliseconds: 500,
  requestMilliseconds: 1000,
  connections: 50,
};

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "wgen-attacks-"));
  pool = standInPool();
  server = await startServer({ dataFolder: folder, port: 0, pool, limits });
  port = Number(new URL(server.address).port);
  ({ token } = await makeToken(server.workshop.store.database, { owner: "ada", label: "", scopes: ["publish", "attach"] }));
  const made = await ask("POST", "/v1/worlds", { seed: "7" });
  world = `/v1/worlds/${made.json.id}`;
});
afterAll(async () => {
  await server.stop();
  rmSync(folder, { recursive: true });
});
afterEach(async () => {
  const { status } = await fetch(`${server.address}${world}/tiles/map/0/0/0.png`);
  if (status !== 200) throw new Error(`the server answers ${status} after this test`);
});

async function ask(
  method: string,
  path: string,
  body?: unknown,
  headers: Record<string, string> = {},
): Promise<{ status: number; headers: Headers; json: Parsed }> {
  const response = await fetch(`${server.address}${path}`, {
    method,
    headers: { authorization: `Bearer ${token}`, ...(body === undefined ? {} : { "content-type": "application/json" }), ...headers },
    ...(body === undefined ? {} : { body: typeof body === "string" ? body : JSON.stringify(body) }),
  });
  const text = await response.text();
  return { status: response.status, headers: response.headers, json: text.startsWith("{") ? JSON.parse(text) : null };
}

/** What comes back on a bare socket until it is closed, or for so long. */
async function raw(text: string, milliseconds = 15_000): Promise<string> {
  const socket = connect(port, "127.0.0.1");
  socket.write(text);
  return readAll(socket, milliseconds);
}

function readAll(socket: Socket, milliseconds: number): Promise<string> {
  return new Promise((resolve) => {
    let found = "";
    const done = (): void => (socket.destroy(), resolve(found));
    const timer = setTimeout(done, milliseconds);
    socket.on("data", (chunk) => void (found += chunk.toString("latin1")));
    socket.on("error", () => {});
    socket.on("close", () => (clearTimeout(timer), resolve(found)));
  });
}

/** Asks for much again and again and reads nothing, until the server cuts it; the most bytes that the server held ready for it. */
async function readNothing(): Promise<number> {
  const socket = connect(port, "127.0.0.1").on("error", () => {});
  const atServer = new Promise<Socket>((resolve) => {
    const look = (each: Socket): void => {
      if (each.remotePort === socket.localPort) resolve(each);
      else server.app.server.once("connection", look);
    };
    server.app.server.once("connection", look);
  });
  socket.pause();
  const one = `GET /openapi.json HTTP/1.1\r\nhost: 127.0.0.1\r\n\r\n`;
  socket.write(one.repeat(1_000));
  const other = await atServer;
  let most = 0;
  for (let waited = 0; waited < 15_000 && !other.destroyed; waited += 50) {
    most = Math.max(most, other.writableLength);
    await new Promise((done) => setTimeout(done, 50));
  }
  expect(other.destroyed).toBe(true);
  return most;
}

const post = (headers: string, body = ""): string =>
  `POST /v1/check HTTP/1.1\r\nhost: 127.0.0.1\r\ncontent-type: application/json\r\n${headers}\r\n\r\n${body}`;

describe("bodies", () => {
  test("9.1 ten gigabytes declared: 413 before they come", async () => {
    expect(await raw(post("content-length: 10737418240"))).toMatch(/^HTTP\/1\.1 413[\s\S]*application\/problem\+json/);
  });

  test("9.1 chunks without end: 413 after a megabyte", async () => {
    const socket = connect(port, "127.0.0.1");
    socket.write(post("transfer-encoding: chunked"));
    const chunk = `10000\r\n${"a".repeat(65_536)}\r\n`;
    const sending = setInterval(() => socket.writable && socket.write(chunk), 1);
    const answer = await readAll(socket, 15_000);
    clearInterval(sending);
    expect(answer).toMatch(/^HTTP\/1\.1 413/);
  });

  test("9.1 a compressed body is not taken", async () => {
    expect((await ask("POST", "/v1/check", "{}", { "content-encoding": "gzip" })).status).toBe(415);
  });

  test.each([
    ["a million nested lists", `${"[".repeat(400_000)}${"]".repeat(400_000)}`],
    ["__proto__", '{"source": "a", "__proto__": {"file": "x"}}'],
    ["constructor.prototype", '{"source": "a", "constructor": {"prototype": {"file": "x"}}}'],
    ["a number out of range", '{"source": 1e999}'],
    ["another type", '{"source": ["a"]}'],
    ["nothing", ""],
    ["half of it", '{"source": "a'],
    ["a text", '"source"'],
    ["null", "null"],
    ["NUL", "\u0000"],
    ["an unknown member", '{"source": "a", "sauce": 1}'],
  ])("9.5 JSON with %s is 400", async (_what, body) => {
    const { status, json } = await ask("POST", "/v1/check", body);
    expect([status, json.type]).toEqual([400, "urn:wgen:problem:malformed-request"]);
  });

  test("9.5 the last of two equal keys counts; 60,000 keys are refused; a lone surrogate is a message", async () => {
    expect((await ask("POST", "/v1/check", '{"source": "a b", "source": "x = 1\\n"}')).json.ok).toBe(true);
    const many = Object.fromEntries(Array.from({ length: 60_000 }, (_, k) => [`k${k}`, k]));
    expect((await ask("POST", "/v1/check", { source: "", ...many })).status).toBe(400);
    const lone = await ask("POST", "/v1/check", '{"source": "x = \\"\\ud800\\"\\n"}');
    expect(lone.status).toBe(200);
    expect(lone.json.ok).toBe(false);
  });

  test("another media type is 415", async () => {
    expect((await ask("POST", "/v1/check", "source=a", { "content-type": "application/x-www-form-urlencoded" })).status).toBe(415);
    expect((await ask("POST", "/v1/check", "a", { "content-type": "text/plain" })).status).toBe(415);
  });
});

describe("connections", () => {
  test("9.2 headers, a body, a reader that are slow are cut", async () => {
    const [headers, body, held] = await Promise.all([
      raw("GET / HTTP/1.1\r\nhost: 127.0.0.1\r\nx-slow: "),
      raw(post("content-length: 100", '{"sou')),
      readNothing(),
    ]);
    expect(headers).toMatch(/^HTTP\/1\.1 408[\s\S]*application\/problem\+json/);
    expect(body).toMatch(/^HTTP\/1\.1 408/);
    // Of tens of megabytes that were asked for only what fits the buffers of the system was made.
    expect(held).toBeGreaterThan(0);
    expect(held).toBeLessThan(2_000_000);
  });

  test("9.2 headers over 16 KiB are 431", async () => {
    expect(await raw(`GET / HTTP/1.1\r\nhost: 127.0.0.1\r\nx-big: ${"a".repeat(20_000)}\r\n\r\n`)).toMatch(
      /^HTTP\/1\.1 431[\s\S]*problem\+json/,
    );
  });

  test("9.3 connections over the cap are closed; those within are served", async () => {
    const idle = Array.from({ length: 80 }, () => connect(port, "127.0.0.1").on("error", () => {}));
    await new Promise((done) => setTimeout(done, 300));
    expect(idle.filter((socket) => !socket.destroyed && socket.readable).length).toBeLessThanOrEqual(50);
    for (const socket of idle) socket.destroy();
    const open = (): Promise<number> => new Promise((resolve) => server.app.server.getConnections((_error, count) => resolve(count)));
    while ((await open()) > 10) await new Promise((done) => setTimeout(done, 20));
  });

  test.each([
    ["two lengths", "POST /v1/check HTTP/1.1\r\nhost: 127.0.0.1\r\ncontent-length: 5\r\ncontent-length: 6\r\n\r\nhello"],
    ["length and chunks", "POST /v1/check HTTP/1.1\r\nhost: 127.0.0.1\r\ncontent-length: 5\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n"],
    ["no HTTP", "hello\r\n\r\n"],
    ["a negative length", "POST /v1/check HTTP/1.1\r\nhost: 127.0.0.1\r\ncontent-length: -1\r\n\r\n"],
    ["no host", "GET / HTTP/1.1\r\n\r\n"],
    ["a line feed in a header", "GET / HTTP/1.1\r\nhost: 127.0.0.1\r\nx: a\nb: c\0\r\n\r\n"],
  ])("9.4 %s: 400 and the connection is closed", async (_what, text) => {
    expect(await raw(text)).toMatch(/^HTTP\/1\.1 4\d\d/);
  });

  test("9.4 pipelined requests are answered in order", async () => {
    const get = (path: string, more = ""): string => `GET ${path} HTTP/1.1\r\nhost: 127.0.0.1\r\n${more}\r\n`;
    const answer = await raw(get("/healthz") + get("/nowhere") + get("/healthz", "connection: close\r\n"));
    expect([...answer.matchAll(/HTTP\/1\.1 (\d+)/g)].map((match) => match[1])).toEqual(["200", "404", "200"]);
  });
});

describe("addresses and methods", () => {
  test("9.11 a method that an address does not take is 405 with those it does", async () => {
    for (const [method, path, allow] of [
      ["DELETE", "/v1/plugins", "POST, GET, HEAD"],
      ["PUT", world, "GET, HEAD, PATCH, DELETE"],
      ["POST", `${world}/tiles/map/0/0/0.png`, "GET, HEAD"],
      ["OPTIONS", "/v1/check", "POST"],
    ] as const) {
      const { status, headers } = await ask(method, path);
      expect([status, headers.get("allow")]).toEqual([405, allow]);
    }
    const head = await ask("HEAD", `${world}/tiles/map/0/0/0.png`);
    expect([head.status, head.headers.get("content-type")]).toEqual([200, "image/png"]);
  });

  test.each([
    "/v1//plugins",
    "/v1/./plugins/..",
    "/%2e%2e%2f%2e%2e%2fetc/passwd",
    "/..%5c..%5cetc",
    "/v1/plugins/ada/%00/1.0.0",
    "/v1/plugins/ada%2Fx/1.0.0",
    "/assets/../../package.json",
    "/%ff",
    "/v1/worlds/../tokens",
  ])("9.12 %s reaches nothing", async (path) => {
    const answer = await raw(`GET ${path} HTTP/1.1\r\nhost: 127.0.0.1\r\nx-http-method-override: DELETE\r\nconnection: close\r\n\r\n`);
    expect(answer).toMatch(/^HTTP\/1\.1 (400|404)/);
    expect(answer).toContain("application/problem+json");
    expect(answer).not.toMatch(/\/(?:work|home|tmp|usr|src)\/|node:|\.ts\b|Error/);
  });
});

describe("other sites", () => {
  test("9.14 another name than this machine's is not answered", async () => {
    for (const host of ["evil.example", "127.0.0.1.evil.example", "localhost.evil.example:80"]) {
      expect(await raw(`GET / HTTP/1.1\r\nhost: ${host}\r\nconnection: close\r\n\r\n`)).toMatch(/^HTTP\/1\.1 421/);
    }
    expect(await raw(`GET /healthz HTTP/1.1\r\nhost: localhost:${port}\r\nconnection: close\r\n\r\n`)).toMatch(/^HTTP\/1\.1 200/);
  });

  test("9.14 a form of another site cannot post, and nothing is allowed to it", async () => {
    const form = await ask("POST", "/v1/worlds", "seed=7", { "content-type": "text/plain", origin: "https://evil.example" });
    expect(form.status).toBe(415);
    const preflight = await ask("OPTIONS", "/v1/worlds", undefined, {
      origin: "https://evil.example",
      "access-control-request-method": "POST",
    });
    expect(preflight.headers.get("access-control-allow-origin")).toBe(null);
  });

  test("9.17 texts of strangers come back as JSON or plain text that no browser takes for a page", async () => {
    const evil = `"""<script>alert(1)</script> "><img onerror=x>\n"""\n${terraces.slice(terraces.indexOf("from wgen"))}`;
    const made = await ask("POST", "/v1/plugins", { name: "evil", version: "1.0.0", source: evil });
    expect(made.status).toBe(201);
    expect(made.headers.get("content-type")).toMatch(/^application\/json/);
    expect(made.headers.get("x-content-type-options")).toBe("nosniff");
    expect((await ask("POST", "/v1/plugins", { name: "<script>", version: "1.0.0", source: evil })).status).toBe(400);
    expect((await ask("POST", "/v1/worlds", { seed: "7", title: "x".repeat(201) })).status).toBe(400);
    const bidi = await ask("POST", "/v1/worlds", { seed: "7", title: "\u202egnp.exe" });
    expect(bidi.status).toBe(400);
  });
});

describe("what is downloaded", () => {
  test("9.19 a picture is a picture: its three chunks and nothing else, typed, not to be taken for anything else", async () => {
    const response = await fetch(`${server.address}${world}/tiles/map/2/1/1.png`);
    const bytes = Buffer.from(await response.arrayBuffer());
    expect(response.headers.get("content-type")).toBe("image/png");
    expect(response.headers.get("x-content-type-options")).toBe("nosniff");
    expect(response.headers.get("content-security-policy")).toContain("default-src 'none'");
    const kinds: string[] = [];
    let at = 8;
    for (; at < bytes.length; at += 12 + bytes.readUInt32BE(at)) kinds.push(bytes.toString("latin1", at + 4, at + 8));
    expect([bytes.toString("hex", 0, 8), kinds, at]).toEqual(["89504e470d0a1a0a", ["IHDR", "IDAT", "IEND"], bytes.length]);
  });

  test("9.20 nothing is answered that a spreadsheet opens by itself, and words of strangers stand in JSON as texts", async () => {
    const document = (await ask("GET", "/openapi.json")).json;
    const types = JSON.stringify(document).match(/"content":\{"[^"]+"/g) ?? [];
    expect([...new Set(types.map((each) => each.slice(12, -1)))].toSorted()).toEqual([
      "application/geo+json",
      "application/json",
      "application/problem+json",
      "image/png",
      "text/plain",
    ]);
    const title = '=HYPERLINK("http://evil.example")';
    const made = await ask("POST", "/v1/worlds", { seed: "7", title });
    expect([made.status, made.json.title]).toEqual([201, title]);
  });
});

test("9.26 a clock that is set back: writes are taken, orders stay, tokens hold, limits go on", async () => {
  const first = (await ask("POST", "/v1/worlds", { seed: "7" })).json.id;
  vi.useFakeTimers({ toFake: ["Date"], now: new Date("2001-01-01") });
  try {
    const second = (await ask("POST", "/v1/worlds", { seed: "7" })).json.id;
    const listed = (await ask("GET", "/v1/worlds")).json.worlds.map((each: Parsed) => each.id);
    expect(listed.slice(0, 2)).toEqual([second, first]);
    expect((await ask("PATCH", `/v1/worlds/${first}`, { title: "later" }, { "if-match": '"1"' })).status).toBe(200);
    const { edits } = (await ask("GET", `/v1/worlds/${first}/history`)).json;
    expect(edits.map((each: Parsed) => each.number)).toEqual(edits.map((_: Parsed, k: number) => edits.length - k));
    expect((await ask("POST", "/v1/plugins", { name: "clock", version: "1.0.0", source: terraces })).status).toBe(201);
    expect((await ask("GET", "/v1/me")).status).toBe(200);
  } finally {
    vi.useRealTimers();
  }
});

describe("tokens", () => {
  test("9.13 wrong tokens are counted: 401, then 429 even for a right one from that address", async () => {
    const other = await startServer({
      dataFolder: join(folder, "other"),
      port: 0,
      pool: standInPool(),
      limits: { ...limits, wrongTokensPerMinute: 5 },
    });
    const right = (await makeToken(other.workshop.store.database, { owner: "ada", label: "", scopes: [] })).token;
    const me = async (text: string) => (await fetch(`${other.address}/v1/me`, { headers: { authorization: `Bearer ${text}` } })).status;
    const wrong = `wgen_${"0".repeat(16)}_${"A".repeat(43)}`;
    expect(await me(right)).toBe(200);
    expect(await Promise.all([1, 2, 3, 4, 5].map(() => me(wrong)))).toEqual([401, 401, 401, 401, 401]);
    expect([await me(wrong), await me(right)]).toEqual([429, 429]);
    await other.stop();
  });

  test("9.13 a token in an address is not taken", async () => {
    const response = await fetch(`${server.address}/v1/me?token=${token}&access_token=${token}`);
    expect(response.status).toBe(401);
  });
});

describe("stopping", () => {
  test("9.31 a hundred requests under way are answered before the end", async () => {
    const slow = standInPool();
    const other = await startServer({ dataFolder: join(folder, "stopping"), port: 0, pool: slow, limits: { ...limits, connections: 200 } });
    const mine = (await makeToken(other.workshop.store.database, { owner: "ada", label: "", scopes: ["attach"] })).token;
    const made = await fetch(`${other.address}/v1/worlds`, {
      method: "POST",
      headers: { authorization: `Bearer ${mine}`, "content-type": "application/json" },
      body: '{"seed": "7"}',
    });
    const { id } = (await made.json()) as { id: string };
    slow.delay(400);
    let heard = 0;
    other.app.server.on("request", () => (heard += 1));
    const asked = Array.from({ length: 100 }, (_, k) =>
      fetch(`${other.address}/v1/worlds/${id}/tiles/map/6/${k % 5}/5.png`).then((response) => response.status),
    );
    while (heard < 100) await new Promise((done) => setTimeout(done, 1));
    const stopped = other.stop();
    expect(new Set(await Promise.all(asked))).toEqual(new Set([200]));
    await stopped;
    await expect(fetch(other.address)).rejects.toThrow("fetch failed");
  });
});
