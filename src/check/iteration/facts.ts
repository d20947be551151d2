// What is still known at the head of a loop. At first nothing of the variables
// it assigns, and of no path through an attribute that it assigns. What the
// ends of the body then say of those variables holds in the next round of
// inference, met with what is known before the loop: each round begins with
// less than the one after it, so what it finds is true. Should a round find
// less after all, because types have grown, the loop goes back to the first.

import type { Expression } from "../../syntax/ast.ts";
import { walkTree } from "../../syntax/walk.ts";
import { sameType } from "../../types/key.ts";
import { NEVER } from "../../types/primitives.ts";
import type { Type } from "../../types/type.ts";
import type { Frame } from "../frame.ts";
import type { Instance } from "../instances.ts";
import type { FactKey, Facts } from "../narrowing.ts";
import { forget, forgetAttribute, forgetGlobals, meetFacts, noFacts } from "../narrowing.ts";
import { assignedWithin } from "../assigned.ts";
import { pathPrefix } from "../expressions/paths.ts";
import { keptByCall } from "../settled.ts";

export function loopFacts(frame: Frame, loop: object): Facts {
  let { facts } = frame;
  if (facts.size === 0) return facts;
  for (const web of frame.webs.assignedIn.get(loop) ?? []) facts = forget(facts, web, pathPrefix(web));
  const assigned = assignedWithin(loop);
  for (const name of assigned.attributes) facts = forgetAttribute(facts, name);
  facts = forgetGlobals(facts, assigned.names);
  return callsAuthors(loop) ? keptByCall(frame.session, facts) : facts;
}

/** What the ends of a loop's body said in the last round of an instance. */
interface Remembered {
  facts: Facts;
  changes: number;
}

const remembered = new WeakMap<Instance, Map<object, Remembered>>();

/** More changes than this and a loop is left with what is known without them. */
const mostChanges = 6;

export interface HeadFacts {
  readonly facts: Facts;
  /** Before the loop. */
  readonly entry: Facts;
  readonly plain: Facts;
}

export function headFacts(frame: Frame, loop: object): HeadFacts {
  const entry = frame.facts;
  const plain = loopFacts(frame, loop);
  const last = frame.isLibrary ? undefined : remembered.get(frame.instance)?.get(loop);
  if (last === undefined || plain === entry || last.changes > mostChanges) return { facts: plain, entry, plain };
  const facts = new Map(plain);
  for (const [key, type] of last.facts) {
    const before = entry.get(key);
    const met = before === undefined || plain.has(key) ? null : sameType(before, type) ? type : frame.session.join(before, type);
    if (met !== null) facts.set(key, met);
  }
  return { facts, entry, plain };
}

/** `back`: what is known wherever the body goes on to the next turn. */
export function noteBack(frame: Frame, loop: object, head: HeadFacts, back: readonly Facts[]): void {
  if (frame.isLibrary || head.entry === head.plain) return;
  const ends = back.length === 0 ? head.entry : meetFacts(frame.session, back);
  const now = new Map<FactKey, Type>();
  for (const [key, type] of ends) if (typeof key !== "string" && head.entry.has(key) && !head.plain.has(key)) now.set(key, type);
  const kept = remembered.get(frame.instance) ?? new Map<object, Remembered>();
  remembered.set(frame.instance, kept);
  const last = kept.get(loop);
  const holds = [...head.facts].every(([key, type]) => head.plain.has(key) || isWithin(frame, now.get(key), type));
  if (holds && last !== undefined && haveSame(last.facts, now)) return;
  if (holds && last === undefined && now.size === 0) return;
  kept.set(loop, { facts: holds ? now : noFacts, changes: (last?.changes ?? 0) + (holds ? 1 : mostChanges + 1) });
  frame.session.rise(false);
}

/** Is what the end says no wider than what the head took for granted? */
function isWithin(frame: Frame, end: Type | undefined, head: Type): boolean {
  if (end === undefined) return false;
  if (sameType(end, head)) return true;
  const joined = frame.session.join(head, end);
  return joined !== null && sameType(joined, head);
}

function haveSame(a: Facts, b: Facts): boolean {
  return a.size === b.size && [...a].every(([key, type]) => sameType(type, b.get(key) ?? NEVER));
}

const calling = new WeakMap<object, boolean>();
const harmless = new Set([
  "print",
  "len",
  "range",
  "enumerate",
  "zip",
  "min",
  "max",
  "abs",
  "sum",
  "int",
  "float",
  "str",
  "isinstance",
  "round",
]);

/** Does the loop call anything, or give control away, by which what others share could change? */
function callsAuthors(loop: object): boolean {
  let found = calling.get(loop);
  if (found !== undefined) return found;
  found = false;
  walkTree(loop, (node) => {
    const part = node as Expression;
    if (part.kind === "yield" || part.kind === "yieldFrom") found = true;
    if (part.kind === "call" && !(part.callee.kind === "name" && harmless.has(part.callee.name))) found = true;
    return found !== true;
  });
  calling.set(loop, found);
  return found;
}
