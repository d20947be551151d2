// `wgen login URL`: keeps a token for a server, after asking whose it is.

import { keepCredential, readServer } from "./credentials.ts";
import { exitCodes, UsageError } from "./exit.ts";
import type { AddCommand } from "./main.ts";
import { askServer } from "./requests.ts";

export const addLoginCommand: AddCommand = (program, terminal, finish) => {
  program
    .command("login")
    .description("keep a token for a workshop; also takes the link with the token in it")
    .argument("<server>", "its address, as http://127.0.0.1:8080")
    .option("--token <token>", "the token; else the link's, else a line of stdin")
    .action(async (address: string, options: { token?: string }) => {
      const server = readServer(address);
      const inLink = /#token=([\w-]+)$/.exec(address)?.[1];
      const token = options.token ?? inLink ?? Buffer.from(terminal.readInput()).toString("utf8").trim();
      const answer = await askServer(server, "/v1/me", { token });
      if (!answer.ok) throw new UsageError(`${server} does not take the token: ${String(answer.body?.detail)}`);
      keepCredential(server, token);
      terminal.note(`You are ${answer.body.owner} at ${server}: ${answer.body.scopes.join(", ") || "no scopes"}.`);
      finish(exitCodes.fine);
    });
};
