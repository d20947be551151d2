// Tokens that `wgen login` keeps, by server, in a file that only its owner can
// read: `$XDG_CONFIG_HOME/wgen/credentials.json`.

import { mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import { dirname, join } from "node:path";
import { UsageError } from "./exit.ts";

function credentialsPath(): string {
  const config = process.env["XDG_CONFIG_HOME"] ?? "";
  return join(config === "" ? join(homedir(), ".config") : config, "wgen", "credentials.json");
}

/** Server -> token; empty where nothing is kept. */
export function readCredentials(): Map<string, string> {
  try {
    const pairs: unknown = JSON.parse(readFileSync(credentialsPath(), "utf8"));
    if (Array.isArray(pairs))
      return new Map(
        pairs.filter((pair): pair is [string, string] => Array.isArray(pair) && pair.every((each) => typeof each === "string")),
      );
  } catch {
    // Not there yet, or not ours: as good as empty.
  }
  return new Map();
}

export function keepCredential(server: string, token: string): void {
  const path = credentialsPath();
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  const pairs = [...new Map([...readCredentials(), [server, token]])];
  writeFileSync(`${path}.new`, `${JSON.stringify(pairs, null, 2)}\n`, { mode: 0o600 });
  renameSync(`${path}.new`, path);
}

/** `http://host:port`, from what a person writes. */
export function readServer(text: string): string {
  try {
    const { origin, protocol } = new URL(/^https?:\/\//.test(text) ? text : `http://${text}`);
    if (/^https?:$/.test(protocol)) return origin;
  } catch {
    // Said below.
  }
  throw new UsageError(`${JSON.stringify(text)} is no server's address; say one as http://127.0.0.1:8080`);
}
