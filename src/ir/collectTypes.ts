// Before lowering: which heap types a program can make, so that type tests
// know all candidates and a class stands next to its subclasses in the order
// of ids (a test of a whole hierarchy is then one comparison of a range).

import type { Program, TypedExpression, TypedFunction } from "../check/program.ts";
import type { HeapTypes, InstanceType } from "../types/heapTypes.ts";
import type { ClassInfo, Type } from "../types/type.ts";
import { partsOf } from "../types/variables.ts";
import { once } from "./keptFacts.ts";
import { isStatement, walkTyped } from "./walk.ts";

/** Gives type ids to all instances that the program or its host can make. */
export function collectTypes(program: Program, heapTypes: HeapTypes): void {
  const instances = new Map<number, InstanceType>();
  const seen = new Set<Type>();
  const add = (type: Type): void => {
    const pending: Type[] = [type];
    for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
      if (seen.has(next)) continue;
      seen.add(next);
      if (next.kind === "instance") instances.set(heapTypes.numberOf(next), next);
      pending.push(...partsOfType(next));
    }
  };
  for (const info of program.exceptions.values()) add({ kind: "instance", class: info, arguments: [] });
  for (const entry of program.entries) for (const type of [entry.result, ...entry.parameters.map((each) => each.type)]) add(type);
  for (const host of program.hostFunctions) for (const type of [host.result, ...host.parameters]) add(type);
  for (const { type } of [...program.globals, ...program.parameters]) add(type);
  for (const each of program.functions) for (const type of each.use === undefined ? typesMadeIn(each) : keptTypes(each.use)) add(type);
  const paths = new Map<InstanceType, string>();
  for (const type of instances.values()) paths.set(type, hierarchyPath(type.class));
  const order = (a: InstanceType, b: InstanceType): number => compareText(paths.get(a) ?? "", paths.get(b) ?? "");
  for (const type of [...instances.values()].sort(order)) heapTypes.idOf(type);
}

const keptTypes = once(typesMadeIn);

function typesMadeIn({ body }: TypedFunction): readonly Type[] {
  const made = new Set<Type>();
  walkTyped(body, (node) => {
    if (!isStatement(node) && makesObject(node)) made.add(node.type);
    return true;
  });
  return [...made];
}

function makesObject(node: TypedExpression): boolean {
  return node.kind === "construct" || node.kind === "list" || node.kind === "elementwise";
}

/** What objects of the type hold, as far as objects of it may be made when one of the type is. */
function partsOfType(type: Type): readonly Type[] {
  if (type.kind === "generator") return [];
  if (type.kind !== "instance") return partsOf(type);
  return [...partsOf(type), ...type.class.fields.map((field) => field.type).filter((each) => each.kind === "instance")];
}

/** Ids from the root of the hierarchy down, so that subclasses sort behind their base. */
function hierarchyPath(info: ClassInfo): string {
  const path: string[] = [];
  for (let current: ClassInfo | null = info; current !== null; current = current.base) path.unshift(String(current.id).padStart(8, "0"));
  return path.join("/");
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
