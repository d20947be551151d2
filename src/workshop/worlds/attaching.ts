// Attaching a version to a slot of a world: the version must be there and not
// blocked, the parameters fit its schema, the mask read only what stands before
// its hooks act.

import { readAttachments } from "../../world/attachment.ts";
import type { Draft } from "../../world/document.ts";
import type { Mask } from "../../world/mask.ts";
import type { VersionRead } from "../plugins/catalogue.ts";
import { Problem } from "../problem.ts";
import type { AttachRequestBody } from "../shapes/worlds.ts";
import { parameterPairs, type WorkshopAttachment, type WorkshopDocument } from "./documents.ts";
import { checkParameters } from "./parameterValues.ts";

/** Attachments of one world; more are refused. */
const attachmentsPerWorld = 64;

/** The change that puts the attachment there. Throws a `Problem` where it is not allowed. */
export function attachmentChange(slot: string, request: AttachRequestBody, version: VersionRead): (draft: Draft<WorkshopDocument>) => void {
  const attachment = readRequest(slot, request, version);
  return (draft) => {
    if (draft.sizeMetres === null) requireAttachable(attachment, version, true);
    const before = draft.attachments.findIndex((each) => each.slot === slot);
    if (before < 0 && draft.attachments.length >= attachmentsPerWorld) {
      throw new Problem("conflict", `a world has at most ${attachmentsPerWorld} attachments`);
    }
    const last = draft.attachments.length - (before < 0 ? 0 : 1);
    const position = Math.min(request.position ?? (before < 0 ? last : before), last);
    const made = attachment as unknown as Draft<WorkshopAttachment>;
    // Written in place where it stays in place, so that history shows what changed.
    if (before === position) return void Object.assign(draft.attachments[before]!, changedMembers(draft.attachments[before]!, made));
    if (before >= 0) draft.attachments.splice(before, 1);
    draft.attachments.splice(position, 0, made);
  };
}

function readRequest(slot: string, request: AttachRequestBody, version: VersionRead): WorkshopAttachment {
  const { enabled = true, strength = 1, combine = "replace", mask = { kind: "everywhere" }, salt = "", parameters = {} } = request;
  const { hash, facts, plugin: reference, status } = version;
  if (status === "blocked") throw new Problem("blocked", `${reference} is blocked here`);
  checkParameters(facts.plugin.parameterSchema, parameters);
  const attachment = { strength, combine, mask: mask as Mask, salt };
  requireAttachable(attachment, version, false);
  return { slot, reference, plugin: hash, enabled, strength, combine, mask: mask as Mask, salt, parameters: parameterPairs(parameters) };
}

function requireAttachable(
  { strength, combine, mask, salt }: Pick<WorkshopAttachment, "strength" | "combine" | "mask" | "salt">,
  { hash, name, facts }: VersionRead,
  isEndless: boolean,
): void {
  const hooks = facts.plugin.hooks.map((hook) => hook.name);
  try {
    readAttachments([{ plugin: { name, hash, hooks }, strength, combine, mask, salt }], isEndless);
  } catch (error) {
    if (error instanceof RangeError) throw new Problem("invalid", error.message, { members: { path: isEndless ? "/plugin" : "/mask" } });
    throw error;
  }
}

/** Before a world becomes endless: what is attached must do without an atlas. Throws a `Problem`. */
export function requireNoAtlas(document: WorkshopDocument, versions: readonly (VersionRead | null)[]): void {
  for (const [index, attachment] of document.attachments.entries()) {
    const version = versions[index] ?? null;
    if (version === null) continue;
    try {
      requireAttachable(attachment, version, true);
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      throw new Problem("invalid", `${attachment.slot}: ${error.message}`, { members: { path: "/size" } });
    }
  }
}

function changedMembers<T extends object>(before: T, after: T): Partial<T> {
  return Object.fromEntries(
    Object.entries(after).filter(([name, value]) => JSON.stringify(value) !== JSON.stringify(before[name as keyof T])),
  ) as Partial<T>;
}

/** The change that takes the slot away. */
export function detachmentChange(slot: string): (draft: Draft<WorkshopDocument>) => void {
  return (draft) => {
    const at = draft.attachments.findIndex((each) => each.slot === slot);
    if (at < 0) throw new Problem("not-found", `nothing is attached at ${slot}`);
    draft.attachments.splice(at, 1);
  };
}
