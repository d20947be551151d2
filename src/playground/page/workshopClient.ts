// The workshop's API as the page uses it: who am I, publish, worlds, attach.
// Every error is a problem+json whose `detail` says what to do.

import type { Settings } from "./settingsPanel.ts";

export interface Caller {
  readonly owner: string;
  readonly scopes: readonly string[];
}

export interface WorldSummary {
  readonly id: string;
  readonly title: string;
  readonly owner: string;
  readonly seed: string;
}

export interface Published {
  /** owner/name@version */
  readonly plugin: string;
  readonly name: string;
  readonly version: string;
}

export interface PublishOrder {
  readonly name: string;
  readonly version: string;
  readonly source: string;
  readonly license: string | null;
}

export interface AttachOrder {
  readonly plugin: string;
  readonly slot: string;
  readonly strength: number;
  readonly parameters: Settings;
}

/** What the server answered instead, for people. */
export class Refused extends Error {}

/** It answered nothing. */
export class Unreachable extends Refused {}

export class WorkshopClient {
  private readonly api: string;
  private readonly token: string;

  constructor(api: string, token: string) {
    this.api = api;
    this.token = token;
  }

  me(): Promise<Caller> {
    return this.call("GET", "/me");
  }

  publish(order: PublishOrder): Promise<Published> {
    return this.call("POST", "/plugins", order);
  }

  /** Versions of one plugin, newest first as the search gives them. */
  async versions(owner: string, name: string): Promise<readonly string[]> {
    const { plugins } = await this.call<{ plugins: readonly (Published & { readonly owner: string })[] }>(
      "GET",
      `/plugins?limit=100&q=${encodeURIComponent(name)}`,
    );
    return plugins.filter((each) => each.owner === owner && each.name === name).map(({ version }) => version);
  }

  async worlds(owner: string): Promise<readonly WorldSummary[]> {
    const { worlds } = await this.call<{ worlds: readonly WorldSummary[] }>("GET", "/worlds");
    return worlds.filter((world) => world.owner === owner);
  }

  makeWorld(title: string, seed: string): Promise<WorldSummary> {
    return this.call("POST", "/worlds", { title, seed });
  }

  async attach(world: string, { slot, parameters, ...order }: AttachOrder): Promise<void> {
    const body = { ...order, parameters: Object.fromEntries(parameters) };
    await this.call("PUT", `/worlds/${encodeURIComponent(world)}/plugins/${encodeURIComponent(slot)}`, body);
  }

  /** Takes the last edit of a world back. */
  async undo(world: string): Promise<void> {
    await this.call("POST", `/worlds/${encodeURIComponent(world)}/undo`);
  }

  /** A picture of the whole world. */
  pictureOf(world: string): string {
    return `${this.api}/worlds/${encodeURIComponent(world)}/tiles/map/0/0/0@2x.png`;
  }

  private async call<Answer>(method: string, path: string, body?: object): Promise<Answer> {
    const headers: Record<string, string> = { accept: "application/json", authorization: `Bearer ${this.token}` };
    if (body !== undefined) headers["content-type"] = "application/json";
    const options = body === undefined ? { method, headers } : { method, headers, body: JSON.stringify(body) };
    const response = await fetch(this.api + path, options).catch(() => {
      throw new Unreachable("The workshop does not answer. Your program is kept here; try again when the server runs.");
    });
    const answer: unknown = response.status === 204 ? null : await response.json().catch(() => null);
    if (!response.ok) throw new Refused(problemText(answer, response.status));
    return answer as Answer;
  }
}

interface ProblemBody {
  readonly title?: unknown;
  readonly detail?: unknown;
  readonly diagnostics?: readonly { readonly line: number; readonly message: string; readonly hint: string | null }[];
}

function problemText(answer: unknown, status: number): string {
  const { title, detail, diagnostics } = (typeof answer === "object" && answer !== null ? answer : {}) as ProblemBody;
  const said = typeof detail === "string" ? detail : typeof title === "string" ? title : `the server answered ${status}`;
  const first = Array.isArray(diagnostics) ? diagnostics[0] : undefined;
  return first === undefined ? said : `${said} Line ${first.line}: ${first.message}${first.hint === null ? "" : ` (${first.hint})`}`;
}

/** 1.2.0 after 1.1.7; patch numbers are for those who publish by hand. */
export function nextVersion(known: readonly string[]): string {
  const numbers = known.map((version) => version.split(".").map(Number));
  const [latest] = numbers.toSorted((a, b) => (b[0] ?? 0) - (a[0] ?? 0) || (b[1] ?? 0) - (a[1] ?? 0));
  return latest === undefined ? "1.0.0" : `${latest[0] ?? 1}.${(latest[1] ?? 0) + 1}.0`;
}
