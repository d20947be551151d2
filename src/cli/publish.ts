// `wgen publish FILE`: publishes a plugin to a workshop, under the file's name
// and the version after the newest, unless `--as` says otherwise.

import { InvalidArgumentError } from "commander";
import { readCredentials, readServer } from "./credentials.ts";
import { exitCodes, type ExitCode, UsageError } from "./exit.ts";
import { pluginName, readSource } from "./files.ts";
import type { AddCommand } from "./main.ts";
import { askServer, tellRefusal } from "./requests.ts";
import type { Terminal } from "./terminal.ts";

interface PublishOptions {
  readonly server?: string;
  readonly token?: string;
  readonly as?: { readonly name: string; readonly version: string | null };
  readonly license?: string;
  readonly forkedFrom?: string;
  readonly json?: true;
}

export const addPublishCommand: AddCommand = (program, terminal, finish) => {
  program
    .command("publish")
    .description("publish a plugin to a workshop")
    .argument("<file>", "the plugin; - reads stdin")
    .option("--server <address>", "the workshop (default: the one of `wgen login`)")
    .option("--token <token>", "in place of the one that `wgen login` keeps")
    .option("--as <name@version>", "under which name and version", readName)
    .option("--license <SPDX>", "as MIT")
    .option("--forked-from <owner/name@version>", "what it was made from")
    .option("--json", "print JSON")
    .action(async (file: string, options: PublishOptions) => finish(await publish(file, options, terminal)));
};

function readName(text: string): { readonly name: string; readonly version: string | null } {
  const match = /^([a-z][a-z0-9_-]*)(?:@(\d+\.\d+\.\d+\S*))?$/.exec(text);
  if (match === null) throw new InvalidArgumentError("Say name@version, as terraces@1.2.0.");
  return { name: match[1]!, version: match[2] ?? null };
}

async function publish(file: string, options: PublishOptions, terminal: Terminal): Promise<ExitCode> {
  const { server, token } = findServer(options);
  const { bytes } = readSource(file, terminal);
  const name = options.as?.name ?? pluginName(file).toLowerCase();
  const version = options.as?.version ?? (await nextVersion(server, token, name));
  const { license, forkedFrom } = options;
  const body = {
    name,
    version,
    source: Buffer.from(bytes).toString("utf8"),
    ...(license === undefined ? {} : { license }),
    ...(forkedFrom === undefined ? {} : { forked_from: forkedFrom }),
  };
  const answer = await askServer(server, "/v1/plugins", { method: "POST", token, body });
  if (!answer.ok) return tellRefusal(answer, file, terminal);
  if (options.json === true) terminal.write(`${JSON.stringify(answer.body)}\n`);
  else terminal.write(`${answer.body.plugin}\n`);
  terminal.note(answer.status === 201 ? `Published to ${server}; its hash is ${answer.body.hash}.` : `${server} has it already.`);
  return exitCodes.fine;
}

function findServer(options: PublishOptions): { readonly server: string; readonly token: string } {
  const kept = readCredentials();
  const [only] = kept.size === 1 ? kept.keys() : [];
  if (options.server === undefined && only === undefined) throw new UsageError("say --server, or `wgen login` to one server first");
  const server = readServer(options.server ?? only!);
  const token = options.token ?? kept.get(server);
  if (token === undefined) throw new UsageError(`no token is kept for ${server}; run: wgen login ${server}`);
  return { server, token };
}

/** 1.0.0 at first, then the newest with its last number raised. */
async function nextVersion(server: string, token: string, name: string): Promise<string> {
  const me = await askServer(server, "/v1/me", { token });
  if (!me.ok) throw new UsageError(`${server} does not take the token: ${String(me.body?.detail)}`);
  const found = await askServer(server, `/v1/plugins/${me.body.owner}/${encodeURIComponent(name)}`, { token });
  const newest = String(found.body?.versions?.[0]?.version ?? "");
  const match = /^(\d+)\.(\d+)\.(\d+)/.exec(newest);
  return match === null ? "1.0.0" : `${match[1]}.${match[2]}.${Number(match[3]) + 1}`;
}
