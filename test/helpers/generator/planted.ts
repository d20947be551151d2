// Mistakes that a compiler could make, to be planted into the module of the
// compiled tier while the interpreter runs the right one.

import type { Expression, Instruction, IRModule } from "../../../src/ir/ir.ts";
import { compileModule } from "../../../src/wasm/compile.ts";
import type { CompiledModule } from "../../../src/wasm/compile.ts";
import { webAssembly } from "../../../src/wasm/webAssembly.ts";

type Node = Instruction | Expression;
/** What stands in the place of a node; itself where nothing is planted. */
type Rewrite = (node: Node, module: IRModule) => Node;

export interface Bug {
  readonly name: string;
  readonly rewrite?: Rewrite;
  /** In the module's bytes; same length. */
  readonly patch?: (bytes: Uint8Array) => void;
}

const nothing: Instruction = { kind: "block", label: -1000, body: [] };

function isNode(value: unknown): value is Node {
  return typeof value === "object" && value !== null && "kind" in value;
}

/** The same module with the bug in the place of every node, inner ones first. Functions without it stay the same objects, so that they need not be compiled again. */
function plant(module: IRModule, rewrite: Rewrite): IRModule {
  const visit = (value: unknown): unknown => {
    if (Array.isArray(value)) return visitAll(value);
    if (typeof value !== "object" || value === null) return value;
    const names = Object.keys(value);
    const parts = Object.values(value) as unknown[];
    const visited = visitAll(parts);
    const copy: unknown = visited === parts ? value : Object.fromEntries(names.map((name, index) => [name, visited[index]]));
    return isNode(copy) ? rewrite(copy, module) : copy;
  };
  const visitAll = (values: readonly unknown[]): readonly unknown[] => {
    const made = values.map(visit);
    return made.every((one, index) => one === values[index]) ? values : made;
  };
  const functions = module.functions.map((one) => {
    const body = visit(one.body) as typeof one.body;
    return body === one.body ? one : { ...one, body };
  });
  return { ...module, functions };
}

export function compileWith(module: IRModule, { rewrite, patch }: Bug): CompiledModule {
  const compiled = compileModule(rewrite === undefined ? module : plant(module, rewrite));
  if (patch === undefined) return compiled;
  const bytes = compiled.bytes.slice();
  patch(bytes);
  return { ...compiled, bytes, module: new webAssembly.Module(bytes) };
}

function rename(from: string, to: string): Rewrite {
  return (node) => ("operation" in node && node.operation === from ? ({ ...node, operation: to } as Node) : node);
}

function drop(kind: Instruction["kind"]): Rewrite {
  return (node) => (node.kind === kind ? nothing : node);
}

function swap(operation: string): Rewrite {
  return (node) => (node.kind === "operation" && node.operation === operation ? { ...node, operands: [...node.operands].reverse() } : node);
}

/** In a loop that writes items of one storage, all items are read from that one. */
function readOwnOutput(node: Node): Node {
  if (node.kind !== "loop") return node;
  let written: Expression | null = null;
  const find = (value: unknown): void => {
    if (Array.isArray(value)) return value.forEach(find);
    if (!isNode(value)) return;
    if (value.kind === "setElement" && value.representation === "f64") written = value.storage;
    Object.values(value).forEach(find);
  };
  find(node.body);
  if (written === null) return node;
  const to: Expression = written;
  const replace = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(replace);
    if (typeof value !== "object" || value === null) return value;
    const copy: unknown = Object.fromEntries(Object.entries(value).map(([key, part]) => [key, replace(part)]));
    return isNode(copy) && copy.kind === "element" && copy.representation === "f64" ? { ...copy, storage: to } : copy;
  };
  return replace(node) as Node;
}

/** The sign that a NaN counts as (`f64.const 1` before `select` and `f64.copysign`) becomes the other. */
function turnNaN(bytes: Uint8Array): void {
  for (let at = 9; at + 8 <= bytes.length; at++) {
    const isSign = bytes[at - 1] === 0x3f && bytes[at - 2] === 0xf0 && bytes[at - 9] === 0x44;
    const tail = bytes.subarray(at, at + 12);
    const select = tail.indexOf(0x1b);
    if (isSign && tail[0] === 0x20 && select > 0 && tail[select - 1] === 0x61 && tail[select + 1] === 0xa6) bytes[at - 1] = 0xbf;
  }
}

export const bugs: readonly Bug[] = [
  { name: "a skipped retain", rewrite: drop("retain") },
  { name: "a skipped release", rewrite: drop("release") },
  { name: "a release too much", rewrite: (node) => (node.kind === "retain" ? { kind: "release", value: node.value } : node) },
  { name: "a range not retained", rewrite: drop("retainRange") },
  { name: "a range not released", rewrite: drop("releaseRange") },
  { name: "a charge of one more", rewrite: (node) => (node.kind === "charge" ? { ...node, amount: node.amount + 1 } : node) },
  {
    name: "a charge at another line",
    rewrite: (node, module) => (node.kind === "charge" ? { ...node, site: (node.site + 1) % module.sites.length } : node),
  },
  {
    name: "a charge moved behind the work",
    rewrite: (node) => (node.kind === "loop" ? { ...node, body: [...node.body.slice(1), ...node.body.slice(0, 1)] } : node),
  },
  { name: "a size half counted", rewrite: (node) => (node.kind === "chargeSize" ? { ...node, each: node.each / 2 } : node) },
  { name: "a wrong sign", rewrite: rename("i64.sub", "i64.add") },
  { name: "a shift without its sign", rewrite: rename("i64.shr_s", "i64.shr_u") },
  { name: "a comparison without its sign", rewrite: rename("i64.lt_s", "i64.lt_u") },
  { name: "a border that is let in", rewrite: rename("i64.lt_s", "i64.le_s") },
  { name: "a border that is left out", rewrite: rename("i64.ge_s", "i64.gt_s") },
  { name: "a remainder with the wrong sign", rewrite: rename("i64.mod", "i64.rem_s") },
  { name: "a quotient rounded towards zero", rewrite: rename("i64.floordiv", "i64.div_s") },
  { name: "operands swapped", rewrite: swap("f64.sub") },
  { name: "a rounding that is another", rewrite: rename("f64.floor", "f64.trunc") },
  {
    name: "an overflow unseen",
    rewrite: (node) =>
      node.kind === "checked" && node.operation === "i64.add" ? { kind: "operation", operation: "i64.add", operands: node.operands } : node,
  },
  {
    name: "an inexact conversion unseen",
    rewrite: (node) =>
      node.kind === "checked" && node.operation === "f64.from_i64_exact"
        ? { kind: "operation", operation: "f64.from_i64_s", operands: node.operands }
        : node,
  },
  { name: "arms swapped", rewrite: (node) => (node.kind === "choose" ? { ...node, then: node.else, else: node.then } : node) },
  { name: "a handler that is not looked at", rewrite: (node) => (node.kind === "call" ? { ...node, handler: null } : node) },
  {
    name: "a call at another line",
    rewrite: (node, module) => (node.kind === "call" ? { ...node, site: (node.site + 1) % module.sites.length } : node),
  },
  { name: "a trace begun anew", rewrite: (node) => (node.kind === "raise" ? { ...node, again: false } : node) },
  {
    name: "an element beside the right one",
    rewrite: (node) => (node.kind === "setElement" ? { ...node, index: { kind: "i32", value: 0 } } : node),
  },
  { name: "a copy that begins elsewhere", rewrite: (node) => (node.kind === "copyElements" ? { ...node, at: node.start } : node) },
  { name: "a copy of one code less", rewrite: (node) => (node.kind === "copyCodes" ? { ...node, start: node.at } : node) },
  {
    name: "a slot beside the right one",
    rewrite: (node) => (node.kind === "slot" && node.representation === "i64" && node.slot > 0 ? { ...node, slot: node.slot - 1 } : node),
  },
  {
    name: "a type id beside the right one",
    rewrite: (node) =>
      node.kind === "typeId" ? { kind: "operation", operation: "i32.add", operands: [node, { kind: "i32", value: 1 }] } : node,
  },
  { name: "a loop that reads its own output", rewrite: readOwnOutput },
  { name: "a NaN of the other sign", patch: turnNaN },
];
