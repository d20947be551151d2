// The loop of a mapped hook, as a function of its own: one crossing for many
// cells. It only reads columns, calls the hook and writes results; it charges
// nothing, so that fuel is the sum of the calls, and its call site counts as
// library code, so that a fault's chain is that of a single call.
//
//   map$hook(from, count, progress, ...columns, ...results)
//     for i in from .. count: progress[0] = i
//       arguments from columns[i * stride]; hook(...); results[i] = ...
//
// Parameters in order: for each of the hook's what `MapParameter` says, then
// one storage for each part of the result (0: not wanted).

import type { Expression, FunctionId, Instruction, IREntry, IRFunction, IRLocal, IRModule, LocalId, Representation, TypeId } from "./ir.ts";

/** How a parameter of the hook is made for a cell. */
export type MapParameter =
  /** One machine value for all cells, passed as it is. */
  | { readonly kind: "whole"; readonly representation: Representation }
  /** A storage and a stride (0 or 1). */
  | { readonly kind: "column"; readonly representation: Representation }
  /** An object anew for each cell: a storage and a stride for each slot. */
  | { readonly kind: "record"; readonly type: TypeId; readonly slots: readonly Representation[] };

export type MapResult =
  | { readonly kind: "none" }
  /** One storage; references in it are owned. */
  | { readonly kind: "column"; readonly representation: Representation }
  /** A storage for each slot of the object. */
  | { readonly kind: "record"; readonly slots: readonly Representation[] };

export interface MapShape {
  /** The hook. */
  readonly entry: string;
  readonly parameters: readonly MapParameter[];
  readonly result: MapResult;
}

/** Name of the loop among the module's entries; no author's name has a `$`. */
export function mapEntryName(hook: string): string {
  return `map$${hook}`;
}

export function isMapLoop({ name }: Pick<IRFunction, "name">): boolean {
  return name.startsWith(mapEntryName(""));
}

/** The module with a loop for each shape. */
export function addMapLoops(module: IRModule, shapes: readonly MapShape[]): IRModule {
  const functions = [...module.functions];
  const entries: IREntry[] = [...module.entries];
  const sites = [...module.sites];
  for (const shape of shapes) {
    const hook = functionOf(module, shape.entry);
    const place = hookPlace(module, hook);
    if (place === null) continue;
    const site = sites.length;
    sites.push({ place, function: mapEntryName(shape.entry), isLibrary: true, calledFrom: null });
    const made = new LoopBuilder(functions.length, shape, hook, site).build();
    functions.push(made);
    entries.push({ name: made.name, function: made.id });
  }
  return { ...module, functions, entries, sites };
}

function functionOf(module: IRModule, entry: string): IRFunction {
  const found = module.functions[module.entries.find((each) => each.name === entry)?.function ?? -1];
  if (found === undefined) throw new RangeError(`no entry ${entry}`);
  return found;
}

/** Any place will do: the site is never shown. Null where the module has none at all, as in one without code. */
function hookPlace(module: IRModule, hook: IRFunction): IRModule["sites"][number]["place"] | null {
  return (module.sites.find((site) => site.function === hook.name) ?? module.sites[0])?.place ?? null;
}

const loopLabel = 0;
const endLabel = 1;

class LoopBuilder {
  private readonly id: FunctionId;
  private readonly shape: MapShape;
  private readonly hook: IRFunction;
  private readonly site: number;
  private readonly locals: IRLocal[] = [];
  private readonly body: Instruction[] = [];

  constructor(id: FunctionId, shape: MapShape, hook: IRFunction, site: number) {
    this.id = id;
    this.shape = shape;
    this.hook = hook;
    this.site = site;
  }

  build(): IRFunction {
    const { shape, hook } = this;
    const from = this.local("i32");
    const count = this.local("i32");
    const progress = this.local("ref");
    const columns = shape.parameters.map((parameter) => this.parameterLocals(parameter));
    const results = partsOf(shape.result).map(() => this.local("ref"));
    const parameterCount = this.locals.length;
    const cell = this.local("i32");
    const turn = this.turn(cell, progress, columns, results);
    const body: Instruction[] = [
      { kind: "setLocal", local: cell, value: read(from) },
      {
        kind: "block",
        label: endLabel,
        body: [
          {
            kind: "loop",
            label: loopLabel,
            body: [
              when(operation("i32.ge_s", read(cell), read(count)), [{ kind: "branch", label: endLabel }]),
              ...turn,
              { kind: "setLocal", local: cell, value: operation("i32.add", read(cell), i32(1)) },
              { kind: "branch", label: loopLabel },
            ],
          },
        ],
      },
      { kind: "return", value: null },
    ];
    const name = mapEntryName(shape.entry);
    const { locals } = this;
    return { id: this.id, name, parameterCount, locals, result: null, body, mayRaise: hook.mayRaise, depthWeight: 0, isLibrary: true };
  }

  private local(representation: Representation): LocalId {
    this.locals.push({ representation, name: null });
    return this.locals.length - 1;
  }

  /** The loop's own parameters for one of the hook's. */
  private parameterLocals(parameter: MapParameter): readonly LocalId[] {
    switch (parameter.kind) {
      case "whole":
        return [this.local(parameter.representation)];
      case "column":
        return [this.local("ref"), this.local("i32")];
      case "record":
        return parameter.slots.flatMap(() => [this.local("ref"), this.local("i32")]);
    }
  }

  /** One cell. */
  private turn(
    cell: LocalId,
    progress: LocalId,
    columns: readonly (readonly LocalId[])[],
    results: readonly LocalId[],
  ): readonly Instruction[] {
    const at = operation("i64.from_i32_s", read(cell));
    this.body.push({ kind: "setElement", storage: read(progress), index: i32(0), representation: "i64", value: at });
    const values = this.shape.parameters.map((parameter, index) => this.argument(parameter, columns[index] ?? [], cell));
    const result = this.hook.result === null ? null : this.local(this.hook.result);
    const handler = this.hook.mayRaise ? endLabel : null;
    const call: Expression = { kind: "call", function: this.hook.id, arguments: values.map(read), handler, site: this.site };
    this.body.push(result === null ? { kind: "evaluate", value: call } : { kind: "setLocal", local: result, value: call });
    if (result !== null) this.store(result, results, cell);
    for (const [index, parameter] of this.shape.parameters.entries()) {
      if (parameter.kind === "record") this.releaseLocal(values[index] ?? 0);
    }
    return this.body;
  }

  /** The local that holds the argument. */
  private argument(parameter: MapParameter, columns: readonly LocalId[], cell: LocalId): LocalId {
    const [first = 0, stride = 0] = columns;
    switch (parameter.kind) {
      case "whole":
        return first;
      case "column": {
        const value = this.local(parameter.representation);
        this.body.push({ kind: "setLocal", local: value, value: element(first, stride, cell, parameter.representation) });
        return value;
      }
      case "record":
        return this.record(parameter.type, parameter.slots, columns, cell);
    }
  }

  private record(type: TypeId, slots: readonly Representation[], columns: readonly LocalId[], cell: LocalId): LocalId {
    const object = this.local("ref");
    this.body.push({ kind: "setLocal", local: object, value: { kind: "newRecord", type, site: this.site } });
    for (const [slot, representation] of slots.entries()) {
      const value = element(columns[2 * slot] ?? 0, columns[2 * slot + 1] ?? 0, cell, representation);
      if (representation === "ref") this.body.push({ kind: "retain", value });
      this.body.push({ kind: "setSlot", object: read(object), slot, representation, value });
    }
    return object;
  }

  private store(result: LocalId, storages: readonly LocalId[], cell: LocalId): void {
    const shape = this.shape.result;
    if (shape.kind === "record") {
      for (const [slot, representation] of shape.slots.entries()) {
        const value: Expression = { kind: "slot", object: read(result), slot, representation };
        this.storeInto(storages[slot] ?? 0, cell, representation, value, true);
      }
      this.releaseLocal(result);
    } else if (shape.kind === "column") {
      this.storeInto(storages[0] ?? 0, cell, shape.representation, read(result), false);
    }
  }

  /** Where the storage is wanted. A borrowed reference gets an owner more. */
  private storeInto(storage: LocalId, cell: LocalId, representation: Representation, value: Expression, isBorrowed: boolean): void {
    const set = (stored: Expression): Instruction => {
      return { kind: "setElement", storage: read(storage), index: read(cell), representation, value: stored };
    };
    const retained: readonly Instruction[] =
      representation === "f64"
        ? this.canonical(value, set)
        : representation === "ref" && isBorrowed
          ? [{ kind: "retain", value }, set(value)]
          : [set(value)];
    const unwanted: readonly Instruction[] = representation === "ref" && !isBorrowed ? [{ kind: "release", value }] : [];
    this.body.push({ kind: "if", test: operation("ref.isnull", read(storage)), then: unwanted, else: retained });
  }

  /** The host sees the bits: a NaN is stored with its one pattern. */
  private canonical(value: Expression, set: (stored: Expression) => Instruction): readonly Instruction[] {
    const stored = this.local("f64");
    return [
      { kind: "setLocal", local: stored, value },
      when(operation("f64.ne", read(stored), read(stored)), [
        { kind: "setLocal", local: stored, value: { kind: "f64", value: Number.NaN } },
      ]),
      set(read(stored)),
    ];
  }

  private releaseLocal(local: LocalId): void {
    this.body.push({ kind: "release", value: read(local) }, { kind: "setLocal", local, value: { kind: "null" } });
  }
}

/** Representations of the parts that a result is stored as. */
function partsOf(result: MapResult): readonly Representation[] {
  switch (result.kind) {
    case "none":
      return [];
    case "column":
      return [result.representation];
    case "record":
      return result.slots;
  }
}

function read(local: LocalId): Expression {
  return { kind: "local", local };
}

function i32(value: number): Expression {
  return { kind: "i32", value };
}

function operation(name: Extract<Expression, { kind: "operation" }>["operation"], ...operands: Expression[]): Expression {
  return { kind: "operation", operation: name, operands };
}

function element(storage: LocalId, stride: LocalId, cell: LocalId, representation: Representation): Expression {
  return { kind: "element", storage: read(storage), index: operation("i32.mul", read(cell), read(stride)), representation };
}

function when(test: Expression, then: readonly Instruction[]): Instruction {
  return { kind: "if", test, then, else: [] };
}
