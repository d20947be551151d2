// A copy of instructions with other locals, labels and sites, for inlining.
// Numbers are told apart by the names of the fields that hold them, which mean
// the same in every node; charge parts keep their sites, since a profile counts
// by line and not by call.

import type { Instruction, LabelId, LocalId, SiteId } from "./ir.ts";

export interface Renaming {
  readonly local: (id: LocalId) => LocalId;
  readonly label: (id: LabelId) => LabelId;
  readonly site: (id: SiteId) => SiteId;
}

export function renameBody(body: readonly Instruction[], renaming: Renaming): readonly Instruction[] {
  return renameValue("body", body, renaming) as readonly Instruction[];
}

function renameValue(field: string, value: unknown, renaming: Renaming): unknown {
  if (typeof value === "number") return renameNumber(field, value, renaming);
  if (field === "parts" || typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return value.map((item: unknown) => renameValue(field, item, renaming));
  return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, renameValue(name, part, renaming)]));
}

function renameNumber(field: string, value: number, renaming: Renaming): number {
  switch (field) {
    case "local":
      return renaming.local(value);
    case "label":
    case "labels":
    case "otherwise":
    case "handler":
      return renaming.label(value);
    case "site":
      return renaming.site(value);
    default:
      return value;
  }
}
