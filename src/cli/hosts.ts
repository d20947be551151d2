// Which host a source is meant for, when the command line does not say: a
// plugin imports from `wgen` or defines one of the world's unmistakable hooks;
// anything else is a program that stands alone.

export const hostNames = ["auto", "world", "none"] as const;
export type HostName = (typeof hostNames)[number];

const pluginPattern = /^(?:from|import)[ \t]+wgen\b|^def[ \t]+(?:elevation|erode|climate|biome)[ \t]*\(/m;

/** True where the world's types and hooks are wanted. */
export function isPlugin(bytes: Uint8Array, host: HostName): boolean {
  if (host !== "auto") return host === "world";
  return pluginPattern.test(new TextDecoder().decode(bytes));
}
