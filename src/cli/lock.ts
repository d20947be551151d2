// `wgen lock FILE...`: pins the plugins that files import, by hash, in the
// `wgen.lock` of their folder.

import { writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { decodeSource } from "../syntax/source.ts";
import { readCredentials, readServer } from "./credentials.ts";
import { exitCodes, type ExitCode, UsageError } from "./exit.ts";
import { describeFileError, readSource } from "./files.ts";
import { lockPath, writeLock } from "./lockfile.ts";
import { findIn, PluginLookup } from "./locking.ts";
import type { AddCommand } from "./main.ts";
import type { Terminal } from "./terminal.ts";

interface LockOptions {
  readonly server?: string;
}

export const addLockCommand: AddCommand = (program, terminal, finish) => {
  program
    .command("lock")
    .description("pin the plugins that files of one folder import, in its wgen.lock")
    .argument("<files...>", "plugins of one folder")
    .option(
      "--server <address>",
      "the workshop to look in (default: the one of `wgen login`), behind workshop/OWNER/NAME.wgen beside the files",
    )
    .action(async (files: string[], options: LockOptions) => finish(await lock(files, options, terminal)));
};

async function lock(files: readonly string[], options: LockOptions, terminal: Terminal): Promise<ExitCode> {
  const [path, ...others] = new Set(files.map(lockPath));
  if (path === undefined || others.length > 0) throw new UsageError("a lock belongs to one folder; give the files of one");
  const lookup = new PluginLookup(findIn(dirname(path), serverOf(options)));
  const pins = new Map<string, string>();
  for (const file of files) {
    const { name, bytes } = readSource(file, terminal);
    for (const [imported, hash] of await lookup.pinsOf(name, decodeSource(name, bytes).file.text)) pins.set(imported, hash);
  }
  try {
    writeFileSync(path, writeLock(pins, lookup.plugins));
  } catch (error) {
    throw new UsageError(describeFileError("write", path, error));
  }
  terminal.note(`Wrote ${path}: ${lookup.plugins.size} ${lookup.plugins.size === 1 ? "plugin" : "plugins"}.`);
  return exitCodes.fine;
}

function serverOf({ server }: LockOptions): string | null {
  const kept = readCredentials();
  const [only] = kept.size === 1 ? kept.keys() : [];
  const address = server ?? only;
  return address === undefined ? null : readServer(address);
}
