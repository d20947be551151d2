// What the names of one line held when a program last began it, at one depth of
// calls: given to `compile`, filled by whatever the plugin then runs, in the
// interpreter. A fault says where; this says with which values, and only what
// is certain: a name that stands for several variables, or holds nothing yet,
// is left out. While a line runs, what it calls stands deeper, so the last time
// at the fault's own depth is the time of the fault.

import { locate } from "../base/lines.ts";
import type { SourceFile } from "../base/span.ts";
import type { Machine } from "../interpreter/machine.ts";
import { authorDepth, innermostFrame, type ObservedLocal, type StatementObserver } from "../interpreter/observer.ts";
import { readRegister } from "../interpreter/running.ts";
import type { IRModule, SiteId } from "../ir/ir.ts";
import { isMain } from "./spending.ts";

/** Signs of a text that are shown. */
const mostSigns = 40;

export class LineWatch {
  private readonly line: number;
  private readonly depth: number;
  private readonly names: readonly string[];
  private found: readonly string[] = [];

  /** `line` of the author's file, from 1; `depth`: calls of the author's functions under way, the module's body too. */
  constructor(line: number, depth: number, names: readonly string[]) {
    this.line = line;
    this.depth = depth;
    this.names = names;
  }

  /** As "`xs` has 3 items", "`i` is 3"; in the order of the names. */
  get values(): readonly string[] {
    return this.found;
  }

  /** For the engine: watches one module's instances; `main` is the author's file. */
  observe(module: IRModule, main: SourceFile): StatementObserver {
    const isHere = new Map<SiteId, boolean>();
    const test = (id: SiteId): boolean => {
      const site = module.sites[id];
      if (site === undefined || site.isLibrary || !isMain(site.place.file, main)) return false;
      return locate(site.place.file, site.place.span.start).line === this.line;
    };
    return (id, machine) => {
      const known = isHere.get(id) ?? test(id);
      isHere.set(id, known);
      if (known && authorDepth(machine) === this.depth) this.found = this.names.flatMap((name) => described(machine, name));
    };
  }
}

function described(machine: Machine, name: string): string[] {
  const locals = innermostFrame(machine).locals.filter((local) => local.name === name);
  const texts = new Set((locals.length > 0 ? locals : globalsOf(machine, name)).map((variable) => textOf(machine, variable)));
  const [text = null] = texts;
  return texts.size !== 1 || text === null ? [] : [`\`${name}\` ${text}`];
}

function globalsOf(machine: Machine, name: string): ObservedLocal[] {
  return machine.module.globals.flatMap(({ name: global, representation }, id) =>
    global === name ? [{ name, representation, value: readRegister(machine, id, representation) }] : [],
  );
}

/** "is 3", "has 3 items"; null where nothing certain can be said. */
function textOf(machine: Machine, { representation, value }: ObservedLocal): string | null {
  switch (representation) {
    case "i64":
      return `is ${value}`;
    case "i32":
      return `is ${value === 0 ? "False" : "True"}`;
    case "f64":
      return `is ${floatText(Number(value))}`;
    case "ref":
      return value === 0 ? null : objectText(machine, Number(value));
  }
}

function floatText(value: number): string {
  if (Number.isNaN(value)) return "nan";
  if (!Number.isFinite(value)) return value < 0 ? "-inf" : "inf";
  return Number.isInteger(value) && Math.abs(value) < 1e16 ? `${value}.0` : String(value);
}

/** A text itself, of a list how many items it has (the layouts are those of `grammar/abi.md`); nothing of other objects. */
function objectText(machine: Machine, address: number): string | null {
  const view = new DataView(machine.heap.i32.buffer);
  const type = machine.module.types[view.getUint32(address + 4, true)];
  if (type?.kind === "text") {
    const length = view.getUint32(address + 8, true);
    const signs = Array.from({ length: Math.min(length, mostSigns) }, (_, k) =>
      String.fromCodePoint(view.getUint32(address + 24 + 4 * k, true)),
    );
    return `is ${JSON.stringify(signs.join(""))}${length > mostSigns ? " ..." : ""}`;
  }
  if (type?.kind !== "record" || type.name !== "list") return null;
  const count = view.getBigInt64(address + 8, true);
  return `has ${count} ${count === 1n ? "item" : "items"}`;
}
