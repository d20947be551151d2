// An older Node on the path, for tests of what holds under one.

import { spawnSync } from "node:child_process";
import { delimiter, join } from "node:path";

/** The path of a Node before 24, or null. */
export function findOldNode(): string | null {
  for (const entry of (process.env["PATH"] ?? "").split(delimiter)) {
    const path = join(entry, "node");
    const result = spawnSync(path, ["-p", "process.versions.node"], { encoding: "utf8" });
    if (result.status === 0 && Number.parseInt(result.stdout, 10) < 24) return path;
  }
  return null;
}
