// `wgen backup FOLDER`: a consistent copy of a workshop's data folder, also
// while its server runs. `wgen serve --data FOLDER` serves the copy.

import { existsSync } from "node:fs";
import { join } from "node:path";
import { exitCodes, UsageError } from "./exit.ts";
import type { AddCommand } from "./main.ts";
import { dataOption } from "./serve.ts";
import { withStore } from "./token.ts";

export const addBackupCommand: AddCommand = (program, terminal, finish) => {
  program
    .command("backup")
    .description("copy a workshop's data folder, also while it is served")
    .argument("<folder>", "where to; it must not be there yet")
    .addOption(dataOption())
    .action(async (folder: string, { data }: { data: string }) => {
      if (!existsSync(join(data, "workshop.db"))) throw new UsageError(`${data} is no workshop's data folder`);
      if (existsSync(folder)) throw new UsageError(`${folder} is there already; name a new folder`);
      const { backUp } = await import("../workshop/store/backup.ts");
      const { versions, worlds, sources } = await withStore(data, (store) => backUp(store, folder));
      terminal.note(
        `Copied ${versions} plugin versions (${sources} sources, each compared with its hash) and ${worlds} worlds to ${folder}.`,
      );
      finish(exitCodes.fine);
    });
};
