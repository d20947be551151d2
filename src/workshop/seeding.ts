// A new workshop's first content: the examples, published, and one world with
// some of them attached, so that the first look shows something.

import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { readVersion } from "./plugins/catalogue.ts";
import { findImports } from "./plugins/importing.ts";
import { publish } from "./plugins/publishing.ts";
import { makeToken, type Caller } from "./people/tokens.ts";
import type { Workshop } from "./workshop.ts";
import { attachmentChange } from "./worlds/attaching.ts";
import { editWorld, makeWorld } from "./worlds/worlds.ts";

const owner = "examples";
const firstWorld = { seed: "7", title: "The first world" };
const attached = ["volcano"];

/** Publishes `*.wgen` of the folder, unless somebody owns the name already. Answers the world's id. */
export async function plantExamples(workshop: Workshop, folder: string): Promise<string | null> {
  const { store } = workshop;
  const known = await store.database.selectFrom("owners").select("name").where("name", "=", owner).executeTakeFirst();
  if (known !== undefined) return null;
  const { id: tokenId } = await makeToken(store.database, { owner, label: "the examples", scopes: [] });
  const caller: Caller = { tokenId, owner, scopes: [] };
  const names = await publishAll(workshop, caller, folder);
  const { id } = await makeWorld(store, caller, firstWorld);
  for (const name of attached.filter((each) => names.includes(each))) {
    const version = await readVersion(store, { owner, name, version: "1.0.0" });
    if (version === null) continue;
    await editWorld(
      store,
      { id, caller, ifMatch: undefined },
      `attach ${version.plugin} at ${name}`,
      attachmentChange(name, { plugin: version.plugin }, version),
    );
  }
  return id;
}

async function publishAll({ store, pool, live }: Workshop, caller: Caller, folder: string): Promise<string[]> {
  const files = (await readdir(folder)).filter((file) => file.endsWith(".wgen")).sort();
  const names: string[] = [];
  for (const file of files) {
    const source = await readFile(join(folder, file), "utf8");
    const imports = await findImports(store, live.isBlocked, source);
    const checked = await pool.check(source, { fileName: file, owner, imports });
    // An example that is for another host, as programs are, is not for worlds.
    if (!checked.ok || checked.plugin === null) continue;
    const name = file.replace(/\.wgen$/, "");
    await publish(store, caller, { name, version: "1.0.0", source, license: "MIT" }, { checked, imports });
    names.push(name);
  }
  return names;
}
