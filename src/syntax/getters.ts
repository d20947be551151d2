// `operator.itemgetter(1)` and `attrgetter("name")` with literals are the
// lambdas that they stand for: `lambda item: item[1]`. The index of a tuple and
// the name of an attribute must be known when a program is checked, and so they are.

import type { Argument, Attribute, Call, Expression, Lambda, Module, Name } from "./ast.ts";
import { walkTree } from "./walk.ts";

type Getter = "itemgetter" | "attrgetter";

const getters: ReadonlySet<string> = new Set<Getter>(["itemgetter", "attrgetter"]);

/** The same tree with the getters of `operator` written as lambdas. */
export function writeOutGetters(module: Module): Module {
  const imported = importedGetters(module);
  for (const name of imported.keys()) if (isUsedOtherwise(module, name)) imported.delete(name);
  if (imported.size === 0) return module;
  return { ...module, body: rewritten(module.body, imported) as Module["body"] };
}

/** By the name or dotted name they are called by. */
function importedGetters(module: Module): Map<string, Getter> {
  const found = new Map<string, Getter>();
  walkTree(module.body, (node) => {
    if (node.kind === "import") for (const { path, alias } of (node as Import).modules) addModule(found, path[0]?.name, alias?.name);
    if (node.kind === "fromImport" && (node as FromImport).path[0]?.name === "operator")
      for (const { path, alias } of (node as FromImport).names) addName(found, path[0]?.name ?? "", alias?.name);
    return true;
  });
  return found;
}

/** Bound once more, or used as a value: then what a call of it means is not seen from here. */
function isUsedOtherwise(module: Module, dotted: string): boolean {
  const [root, attribute] = dotted.split(".");
  let others = 0;
  walkTree(module.body, (node) => {
    if (node.kind === "import" || node.kind === "fromImport") return false;
    if ("name" in node && node.name === root) others += 1;
    if (attribute !== undefined && node.kind === "attribute" && isNamed((node as Attribute).object, root)) others -= 1;
    if (attribute === undefined && node.kind === "call" && isNamed((node as Call).callee, root)) others -= 1;
    return true;
  });
  return others > 0;
}

function isNamed(node: Expression, name: string | undefined): boolean {
  return node.kind === "name" && node.name === name;
}

type Import = Extract<Module["body"][number], { kind: "import" }>;
type FromImport = Extract<Module["body"][number], { kind: "fromImport" }>;

function addModule(found: Map<string, Getter>, module: string | undefined, alias: string | undefined): void {
  if (module !== "operator") return;
  for (const name of getters) found.set(`${alias ?? module}.${name}`, name as Getter);
}

function addName(found: Map<string, Getter>, name: string, alias: string | undefined): void {
  if (getters.has(name)) found.set(alias ?? name, name as Getter);
}

function rewritten(node: unknown, imported: ReadonlyMap<string, Getter>): unknown {
  if (Array.isArray(node)) return node.map((item) => rewritten(item, imported));
  if (typeof node !== "object" || node === null || "start" in node) return node;
  const lambda = "kind" in node && node.kind === "call" ? getterLambda(node as Call, imported) : null;
  return lambda ?? Object.fromEntries(Object.entries(node).map(([key, value]) => [key, rewritten(value, imported)]));
}

function getterLambda(node: Call, imported: ReadonlyMap<string, Getter>): Lambda | null {
  const getter = imported.get(calledName(node.callee));
  if (getter === undefined) return null;
  const reads = node.arguments.map((argument) => readOf(getter, argument));
  const [only] = reads;
  if (only === undefined || only === null || reads.includes(null)) return null;
  const { span } = node;
  const body: Expression = reads.length === 1 ? only : { kind: "tuple", items: reads as Expression[], span };
  const parameter = { name: { name: itemName, span }, annotation: null, defaultValue: null, kind: "positionalOnly", span } as const;
  return { kind: "lambda", parameters: [parameter], body, span };
}

const itemName = "item";

function calledName(callee: Expression): string {
  if (callee.kind === "attribute" && callee.object.kind === "name") return `${callee.object.name}.${callee.name.name}`;
  return callee.kind === "name" ? callee.name : "";
}

/** What the getter reads of its item; null where its argument is no literal. */
function readOf(getter: Getter, argument: Argument): Expression | null {
  if (argument.kind !== "positional") return null;
  const { value, span } = argument;
  const item: Name = { kind: "name", name: itemName, span };
  if (getter === "itemgetter") return isConstant(value) ? { kind: "subscript", object: item, index: value, span } : null;
  if (value.kind !== "string") return null;
  return value.value.split(".").reduce<Expression>((object, name) => ({ kind: "attribute", object, name: { name, span }, span }), item);
}

function isConstant(value: Expression): boolean {
  if (value.kind === "unary") return value.operator === "-" && value.operand.kind === "int";
  return value.kind === "int" || value.kind === "string";
}
