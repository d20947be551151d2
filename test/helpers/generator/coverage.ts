// What runs reach: kinds of instructions and expressions with their types,
// operations, checks, intrinsics, fault codes. A charge with a site of its own
// is put at the head of every straight piece of code, so that the profile of
// either tier tells which pieces ran; all that stands in a piece ran with it.

import { readFileSync } from "node:fs";
import { faultCodes } from "../../../src/base/codes/faults.ts";
import type { Program, TypedFunction } from "../../../src/check/program.ts";
import type { Span } from "../../../src/base/span.ts";
import { createInterpreter } from "../../../src/interpreter/instance.ts";
import type { Expression, Instruction, IRModule, Site } from "../../../src/ir/ir.ts";
import { walkTyped } from "../../../src/ir/walk.ts";
import { intrinsics } from "../../../src/library/intrinsics.ts";
import { compileModule } from "../../../src/wasm/compile.ts";
import { createCompiled } from "../../../src/wasm/instance.ts";
import type { Budget, Instance, InstanceOptions } from "../../../src/ir/instance.ts";
import { runIn } from "../ir.ts";
import { isSameSeen, plentyForCase, Tier } from "./batch.ts";
import type { Seen } from "./batch.ts";
import type { GeneratedProgram } from "./program.ts";

/** Everything that there is to reach, from the tables themselves. */
export function everything(): Set<string> {
  const text = readFileSync(new URL("../../../src/ir/ir.ts", import.meta.url), "utf8");
  const between = (from: string, to: string): string => text.slice(text.indexOf(from), text.indexOf(to, text.indexOf(from) + 1));
  const all = new Set<string>();
  for (const part of [between("export type Instruction =", "// ----"), between("export type Expression =", "/** Never faults")]) {
    for (const one of part.split(/\n {2}(?=\|)/)) {
      const kind = /kind: "(\w+)"/.exec(one)?.[1];
      if (kind === undefined) continue;
      const types = /representation: Representation/.test(one) ? ["i64", "f64", "i32", "ref"] : [""];
      for (const type of types) all.add(`${kind} ${type}`.trim());
    }
  }
  const operations = between("export type Operation =", "export type CheckedOperation");
  for (const [, name] of operations.matchAll(/\| "([\w.]+)"/g)) all.add(`operation ${name}`);
  for (const [, name] of text.slice(text.indexOf("export type CheckedOperation")).matchAll(/\| "([\w.]+)"/g)) all.add(`checked ${name}`);
  for (const kind of ["operation", "checked"]) all.delete(kind);
  for (const name of Object.keys(intrinsics)) all.add(`intrinsic ${name}`);
  for (const code of [...Object.keys(faultCodes), "WG601", "WG602", "WG603", "WG604", "WG605", "WG606"]) all.add(`stop ${code}`);
  return all;
}

// ------------------------------------------------------------- instrumenting

interface Piece {
  readonly function: number;
  readonly items: Set<string>;
  /** Sites whose work it does: where their places lie, intrinsics ran. */
  readonly sites: Set<number>;
}

interface Instrumented {
  readonly module: IRModule;
  /** By site, from `first` on. */
  readonly pieces: readonly Piece[];
  readonly first: number;
}

class Instrumenter {
  readonly pieces: Piece[] = [];
  readonly #first: number;
  #function = 0;

  constructor(first: number) {
    this.#first = first;
  }

  function(id: number, body: readonly Instruction[]): readonly Instruction[] {
    this.#function = id;
    return this.#list(body);
  }

  #open(): { readonly piece: Piece; readonly mark: Instruction } {
    const site = this.#first + this.pieces.length;
    const piece: Piece = { function: this.#function, items: new Set(), sites: new Set() };
    this.pieces.push(piece);
    return { piece, mark: { kind: "charge", amount: 1, site, parts: [{ site, amount: 1 }] } };
  }

  #list(body: readonly Instruction[]): readonly Instruction[] {
    const made: Instruction[] = [];
    let open: Piece | null = null;
    for (const x of body) {
      if (open === null) {
        const { piece, mark } = this.#open();
        made.push(mark);
        open = piece;
      }
      made.push(this.#rewrite(x, open) as Instruction);
      if (mayLeave(x)) open = null;
    }
    return made;
  }

  /** Notes what `x` is; lists inside it and the arms of a choice are pieces of their own. */
  #rewrite(x: Instruction | Expression, piece: Piece): Instruction | Expression {
    note(x, piece);
    const parts = Object.entries(x).map(([key, value]: [string, unknown]) => [key, this.#part(x.kind, key, value, piece)]);
    return Object.fromEntries(parts) as unknown as Instruction;
  }

  #part(kind: string, key: string, value: unknown, piece: Piece): unknown {
    if (kind === "choose" && (key === "then" || key === "else")) {
      const { piece: arm, mark } = this.#open();
      return { kind: "sequence", body: [mark], value: this.#rewrite(value as Expression, arm) };
    }
    if (isList(value))
      return key === "then" || key === "else" || key === "body" ? this.#list(value as Instruction[]) : this.#all(value, piece);
    return isNode(value) ? this.#rewrite(value, piece) : value;
  }

  #all(values: readonly unknown[], piece: Piece): readonly unknown[] {
    return values.map((one) => (isNode(one) ? this.#rewrite(one, piece) : one));
  }
}

function isList(value: unknown): value is readonly unknown[] {
  return Array.isArray(value);
}

function isNode(value: unknown): value is Instruction | Expression {
  return typeof value === "object" && value !== null && "kind" in value;
}

function mayLeave(x: Instruction): boolean {
  if (["if", "block", "loop"].includes(x.kind)) return true;
  return (
    (x.kind === "setLocal" || x.kind === "evaluate") &&
    (x.value.kind === "call" || x.value.kind === "hostCall" || x.value.kind === "sequence")
  );
}

function note(x: Instruction | Expression, { items, sites }: Piece): void {
  if (x.kind === "operation" || x.kind === "checked") items.add(`${x.kind} ${x.operation}`);
  else items.add("representation" in x ? `${x.kind} ${x.representation}` : x.kind);
  if ("site" in x) sites.add(x.site);
  if (x.kind === "charge") for (const { site } of x.parts) sites.add(site);
}

function instrument(module: IRModule): Instrumented {
  const first = module.sites.length;
  const instrumenter = new Instrumenter(first);
  const functions = module.functions.map((one) => ({ ...one, body: instrumenter.function(one.id, one.body) }));
  const { pieces } = instrumenter;
  const sites = [...module.sites, ...pieces.map((): Site => ({ ...module.sites[0]!, calledFrom: null }))];
  return { module: { ...module, functions, sites }, pieces, first };
}

// ------------------------------------------------------------------ reaching

/** Of a module made by hand: runs function `id` of it. */
export function reachIn(plain: IRModule, id: number, values: readonly number[], reached: Set<string>): void {
  const { module, pieces, first } = instrument(plain);
  const compiled = compileModule(module, { profile: true });
  const hostFunctions = module.hostFunctions.map(() => (): null => null);
  const ran = [createInterpreter, (_: IRModule, options: InstanceOptions): Instance => createCompiled(compiled, options)].map((make) => {
    const profile = new Float64Array(module.sites.length);
    runIn(make, module, id, values, { ...plentyForCase, fuel: 20_000 }, { profile, hostFunctions });
    return pieces.filter((_, index) => profile[first + index]! > 0);
  });
  for (const { items } of ran[0] ?? [])
    for (const item of items) if (ran[1]?.some((piece) => piece.items.has(item)) === true) reached.add(item);
}

/** Runs the programs of a module in both tiers and adds to `reached` what both reached. */
export function reach(plain: IRModule, program: Program, programs: readonly GeneratedProgram[], reached: Set<string>): void {
  const { module, pieces, first } = instrument(plain);
  const profiles = [new Float64Array(module.sites.length), new Float64Array(module.sites.length)] as const;
  const compiled = compileModule(module, { profile: true });
  const interpreter = new Tier(module, (options) => createInterpreter(module, options), profiles[0]);
  const compiledTier = new Tier(module, (options) => createCompiled(compiled, options), profiles[1]);
  for (const one of programs) {
    const run = (part: Partial<Budget>): Seen => {
      const budget = { ...plentyForCase, fuel: 2_000_000, ...part };
      const seen = interpreter.run(one, budget);
      if (!isSameSeen(seen, compiledTier.run(one, budget))) throw new Error(`${one.entry}: the tiers differ with marks in the code`);
      if (!seen.outcome.ok) reached.add(`stop ${seen.outcome.stop.code}`);
      return seen;
    };
    const { usage } = run({}).outcome;
    run({ fuel: usage.fuel >> 1 });
    run({ memoryBytes: usage.peakBytes - 8 });
    run({ depth: 1, stringBytes: 8, hostCalls: 0 });
    run({ outputBytes: 3 });
  }
  const ran = pieces.filter((_, index) => {
    const [left, right] = [profiles[0][first + index], profiles[1][first + index]];
    if (left !== right) throw new Error(`a piece of ${module.functions[pieces[index]!.function]?.name} ran ${left} and ${right} times`);
    return left !== undefined && left > 0;
  });
  for (const { items } of ran) for (const item of items) reached.add(item);
  addIntrinsics(module, program, ran, reached);
}

/** An intrinsic ran where a place that ran overlaps it; in functions without charges, where the function did. */
function addIntrinsics(module: IRModule, program: Program, ran: readonly Piece[], reached: Set<string>): void {
  const names = new Set(ran.map((piece) => module.functions[piece.function]?.name));
  const spans = new Map<string, Span[]>();
  for (const site of new Set(ran.flatMap(({ sites }) => [...sites]))) {
    const { file, span } = module.sites[site]!.place;
    const known = spans.get(file.name);
    if (known === undefined) spans.set(file.name, [span]);
    else known.push(span);
  }
  for (const source of program.functions) {
    if (!names.has(source.name)) continue;
    const isFree = isLeaf(source);
    walkTyped(source.body, (node) => {
      if (node.kind !== "intrinsic") return true;
      const name = `intrinsic ${node.name}`;
      if (reached.has(name)) return true;
      const { start, end } = node.span;
      if (isFree || spans.get(source.file.name)?.some((one) => one.start < end && start < one.end)) reached.add(name);
      return true;
    });
  }
}

function isLeaf(source: TypedFunction): boolean {
  return source.leaf !== null;
}
