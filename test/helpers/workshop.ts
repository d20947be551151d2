// A workshop for tests: a data folder of its own, a stand-in for the pool unless
// the test brings one, and a client that holds every answer against the shapes
// of the OpenAPI document.

import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { InjectOptions, LightMyRequestResponse } from "fastify";
import Schema from "typebox/schema";
import { pino } from "pino";
import { expect } from "vitest";
import type { Pool } from "../../src/sandbox/pool.ts";
import { type App, makeApp } from "../../src/workshop/http/app.ts";
import { makeToken, type Scope } from "../../src/workshop/people/tokens.ts";
import { makeWorkshop } from "../../src/workshop/server.ts";
import type { ServerLimits } from "../../src/workshop/settings.ts";
import { openStore } from "../../src/workshop/store/store.ts";
import type { Workshop } from "../../src/workshop/workshop.ts";
import { standInPool } from "./standInPool.ts";

/** JSON of any shape, for the test to say. */
export type Parsed = ReturnType<typeof JSON.parse>;

/** A plugin with one parameter. */
export const terraces = `"""Terraces: hills cut into steps.

As rice fields are.
"""
from wgen import World, param

step: float = param(120.0, min=10.0, max=500.0, unit="m", label="Height of a step")


def elevation(x: float, y: float, prev: float, w: World) -> float:
    return prev // step * step
`;

export interface Answer {
  readonly status: number;
  readonly headers: LightMyRequestResponse["headers"];
  readonly bytes: Buffer;
  readonly text: string;
  /** Of a JSON body; any shape, for the test to say. */
  readonly json: Parsed;
}

export interface TestWorkshop {
  readonly workshop: Workshop;
  readonly app: App;
  readonly folder: string;
  /** A new token's text. */
  token(owner: string, ...scopes: Scope[]): Promise<string>;
  ask(method: string, url: string, options?: AskOptions): Promise<Answer>;
  stop(): Promise<void>;
}

export interface AskOptions {
  readonly token?: string;
  readonly body?: unknown;
  readonly headers?: Record<string, string>;
}

export interface TestWorkshopOptions {
  readonly pool?: Pool;
  readonly limits?: Partial<ServerLimits>;
  readonly folder?: string;
  /** The test makes errors on purpose. */
  readonly isQuiet?: boolean;
}

export async function openWorkshop(options: TestWorkshopOptions = {}): Promise<TestWorkshop> {
  const folder = options.folder ?? mkdtempSync(join(tmpdir(), "wgen-workshop-"));
  const store = await openStore(folder);
  const limits = { requestsPerSecond: 100_000, coldTilesPerSecond: 100_000, eventLoopMilliseconds: 0, ...options.limits };
  const workshop = await makeWorkshop(store, options.pool ?? standInPool(), { limits });
  // A bug shows in the output of the test that meets it.
  const app = await makeApp(workshop, pino({ level: options.isQuiet === true ? "silent" : "error" }));
  await app.ready();
  return {
    workshop,
    app,
    folder,
    token: async (owner, ...scopes) => (await makeToken(store.database, { owner, label: "test", scopes })).token,
    ask: (method, url, asked = {}) => ask(app, method, url, asked),
    stop: async () => {
      await app.close();
      await workshop.ledger.flush();
      await store.close();
      if (options.folder === undefined) rmSync(folder, { recursive: true });
    },
  };
}

async function ask(app: App, method: string, url: string, { token, body, headers = {} }: AskOptions): Promise<Answer> {
  const authorization = token === undefined ? {} : { authorization: `Bearer ${token}` };
  const isText = typeof body === "string" || body instanceof Uint8Array;
  const response = await app.inject({
    method: method as NonNullable<InjectOptions["method"]>,
    url,
    headers: { host: "127.0.0.1", ...(isText ? { "content-type": "application/json" } : {}), ...authorization, ...headers },
    ...(body === undefined ? {} : { payload: body as string | object }),
  });
  const answer = readAnswer(response);
  expectDocumented(app.swagger(), method, url, answer);
  return answer;
}

function readAnswer({ statusCode, headers, rawPayload, body }: LightMyRequestResponse): Answer {
  const isJSON = /json/.test(String(headers["content-type"] ?? ""));
  return { status: statusCode, headers, bytes: rawPayload, text: body, json: isJSON && body !== "" ? JSON.parse(body) : undefined };
}

interface OpenAPI {
  readonly paths?: Readonly<Record<string, Readonly<Record<string, { readonly responses?: Readonly<Record<string, Response>> }>>>>;
}

interface Response {
  readonly content?: Readonly<Record<string, { readonly schema: object }>>;
}

/** The contract: the answer's status and media type stand in the document, and its JSON fits the shape there. */
export function expectDocumented(document: object, method: string, url: string, { status, headers, json }: Answer): void {
  const response = findResponse(document as OpenAPI, method, url, status);
  if (response === null) return;
  const mediaType = String(headers["content-type"] ?? "").split(";")[0] ?? "";
  if (status === 204 || status === 304 || method === "HEAD") return;
  const described = response.content?.[mediaType];
  expect(described, `${method} ${url} answered ${status} ${mediaType}, which is not documented`).toBeDefined();
  if (json === undefined || described === undefined) return;
  const [isRight, errors] = Schema.Errors(described.schema as never, json);
  expect(isRight, `${method} ${url} ${status}: ${JSON.stringify(errors)} in ${JSON.stringify(json)}`).toBe(true);
}

function findResponse({ paths = {} }: OpenAPI, method: string, url: string, status: number): Response | null {
  const path = url.split("?")[0] ?? "";
  for (const [pattern, operations] of Object.entries(paths)) {
    const matches = new RegExp(`^${pattern.replaceAll(".", "\\.").replaceAll(/\{[^}]*\}/g, "[^/]+")}$`).test(path);
    const operation = matches ? operations[method.toLowerCase()] : undefined;
    if (operation !== undefined)
      return operation.responses?.[String(status)] ?? operation.responses?.[`${Math.floor(status / 100)}XX`] ?? {};
  }
  return null;
}
