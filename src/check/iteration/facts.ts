// What is still known at the head of a loop: nothing of the variables it
// assigns, and of no path through an attribute that it assigns.

import type { Expression, Statement } from "../../syntax/ast.ts";
import type { Frame } from "../frame.ts";
import type { Facts } from "../narrowing.ts";
import { forget, forgetAttribute } from "../narrowing.ts";
import { pathPrefix } from "../expressions/paths.ts";

export function loopFacts(frame: Frame, loop: object): Facts {
  let { facts } = frame;
  if (facts.size === 0) return facts;
  for (const web of frame.webs.assignedIn.get(loop) ?? []) facts = forget(facts, web, pathPrefix(web));
  for (const name of assignedAttributes(loop)) facts = forgetAttribute(facts, name);
  return facts;
}

const known = new WeakMap<object, ReadonlySet<string>>();

function assignedAttributes(loop: object): ReadonlySet<string> {
  let names = known.get(loop);
  if (names === undefined) {
    const found = new Set<string>();
    const body = (loop as { body?: unknown }).body;
    if (Array.isArray(body)) collect(body as Statement[], found);
    known.set(loop, (names = found));
  }
  return names;
}

function target(node: Expression, found: Set<string>): void {
  if (node.kind === "attribute") found.add(node.name.name);
  else if (node.kind === "tuple" || node.kind === "list") node.items.forEach((item) => target(item, found));
  else if (node.kind === "starred") target(node.value, found);
}

function collect(body: readonly Statement[], found: Set<string>): void {
  for (const node of body) {
    switch (node.kind) {
      case "assignment":
        node.targets.forEach((one) => target(one, found));
        break;
      case "annotated":
      case "augmented":
        target(node.target, found);
        break;
      case "if":
        collect(node.body, found);
        node.branches.forEach((branch) => collect(branch.body, found));
        collect(node.otherwise, found);
        break;
      case "for":
        target(node.target, found);
        collect(node.body, found);
        collect(node.otherwise, found);
        break;
      case "while":
      case "with":
        collect(node.body, found);
        if (node.kind === "while") collect(node.otherwise, found);
        break;
      case "try":
        collect(node.body, found);
        node.handlers.forEach((handler) => collect(handler.body, found));
        collect(node.otherwise, found);
        collect(node.finalizer, found);
        break;
      case "match":
        node.cases.forEach((arm) => collect(arm.body, found));
        break;
      default:
        break;
    }
  }
}
