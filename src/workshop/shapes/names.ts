// Names as they stand in paths and bodies. Only lower-case ASCII, so that two
// names that look the same are the same.

import { Type } from "typebox";

export const ownerPattern = "^[a-z][a-z0-9-]{0,38}$";
export const pluginPattern = "^[a-z][a-z0-9_-]{0,62}$";
export const versionPattern = "^(0|[1-9][0-9]{0,5})\\.(0|[1-9][0-9]{0,5})\\.(0|[1-9][0-9]{0,5})(-[a-z0-9]([a-z0-9.-]{0,30}[a-z0-9])?)?$";
export const slotPattern = "^[a-z0-9][a-z0-9_-]{0,39}$";
export const worldPattern = "^[a-z0-9]{12,40}$";
export const referencePattern = `${ownerPattern.slice(0, -1)}/${pluginPattern.slice(1, -1)}@${versionPattern.slice(1)}`;

export const OwnerName = Type.String({ pattern: ownerPattern, description: "Lower-case letters, digits and -, from a letter." });
export const PluginName = Type.String({ pattern: pluginPattern, description: "Lower-case letters, digits, - and _, from a letter." });
export const Version = Type.String({ pattern: versionPattern, description: "Like 1.2.0." });
export const Slot = Type.String({
  pattern: slotPattern,
  description: "The attachment's name in its world: lower-case letters, digits, - and _.",
});
export const WorldId = Type.String({ pattern: worldPattern, description: "As the world was named when it was made." });
export const Reference = Type.String({ pattern: referencePattern, description: "owner/name@1.2.0" });
export const Hash = Type.String({ pattern: "^[0-9a-f]{64}$", description: "SHA-256 in hex." });
/** A line for people: no control signs, and none that turn the writing round. */
export const linePattern = "^[^\\u0000-\\u001f\\u007f-\\u009f\\u200e\\u200f\\u2028-\\u202e\\u2066-\\u2069]*$";

export const Time = Type.String({ description: "RFC 3339, in UTC." });

export interface PluginReference {
  readonly owner: string;
  readonly name: string;
  readonly version: string;
}

/** `owner/name@version`, which must fit its pattern. */
export function readReference(text: string): PluginReference {
  const [owner = "", rest = ""] = text.split("/");
  const [name = "", version = ""] = rest.split("@");
  return { owner, name, version };
}

export function writeReference({ owner, name, version }: PluginReference): string {
  return `${owner}/${name}@${version}`;
}
