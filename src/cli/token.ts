// `wgen token`: tokens of a workshop on this machine, made straight in its data
// folder: whoever can write there is its operator.

import { InvalidArgumentError } from "commander";
import type { Scope } from "../workshop/people/tokens.ts";
import { exitCodes, UsageError } from "./exit.ts";
import type { AddCommand } from "./main.ts";
import { dataOption } from "./serve.ts";

interface AddOptions {
  readonly data: string;
  readonly scopes: readonly Scope[];
  readonly label: string;
}

const known: readonly Scope[] = ["publish", "attach", "moderate", "admin"];

export const addTokenCommand: AddCommand = (program, terminal, finish) => {
  const token = program.command("token").description("make, list and revoke tokens of the workshop on this machine");
  token
    .command("add")
    .description("make a token and print it; it is told only now")
    .argument("<name>", "the owner: under that name its plugins and worlds stand")
    .option("--scopes <list>", `of ${known.join(",")}`, readScopes, ["publish", "attach"] as const)
    .option("--label <text>", "what it is for", "")
    .addOption(dataOption())
    .action(async (name: string, { data, scopes, label }: AddOptions) => {
      const { makeToken } = await import("../workshop/people/tokens.ts");
      const made = await withStore(data, (store) => makeToken(store.database, { owner: name, scopes, label }));
      terminal.write(`${made.token}\n`);
      terminal.note(`A token for ${name}: ${scopes.join(", ")}. Revoke it with: wgen token revoke ${made.id}`);
      finish(exitCodes.fine);
    });
  token
    .command("list")
    .description("tokens, without their secrets")
    .addOption(dataOption())
    .action(async ({ data }: { data: string }) => {
      const { listTokens } = await import("../workshop/people/tokens.ts");
      for (const each of await withStore(data, (store) => listTokens(store.database))) {
        const state = each.revoked_at === null ? "" : `  revoked ${each.revoked_at}`;
        terminal.write(`${each.id}  ${each.owner}  ${each.scopes.join(",")}  ${each.created_at}  ${each.label}${state}\n`);
      }
      finish(exitCodes.fine);
    });
  token
    .command("revoke")
    .description("make a token worth nothing, at once")
    .argument("<id>", "as `wgen token list` shows it")
    .addOption(dataOption())
    .action(async (id: string, { data }: { data: string }) => {
      const { revokeToken } = await import("../workshop/people/tokens.ts");
      if (!(await withStore(data, (store) => revokeToken(store.database, id)))) throw new UsageError(`no token ${id} stands`);
      terminal.note(`${id} is revoked.`);
      finish(exitCodes.fine);
    });
};

function readScopes(text: string): Scope[] {
  return text.split(",").map((part) => {
    const scope = known.find((each) => each === part.trim());
    if (scope === undefined) throw new InvalidArgumentError(`Say some of ${known.join(",")}.`);
    return scope;
  });
}

type Store = Awaited<ReturnType<typeof import("../workshop/store/store.ts").openStore>>;

/** Opens the data folder for one piece of work; what it refuses is a mistake of usage. */
export async function withStore<T>(data: string, work: (store: Store) => Promise<T>): Promise<T> {
  const { openStore } = await import("../workshop/store/store.ts");
  const { Problem } = await import("../workshop/problem.ts");
  const store = await openStore(data);
  try {
    return await work(store);
  } catch (error) {
    if (error instanceof Problem) throw new UsageError(error.message);
    throw error;
  } finally {
    await store.close();
  }
}
