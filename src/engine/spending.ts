// Where a plugin spends its fuel: a tree of calls with the fuel spent in each
// function itself, and a sum for each line of the author's. What the library
// or an imported plugin spends counts for the author's line that called it; what runs before any
// line of the author's (bodies of library modules) for none. Sums of both are
// exactly the fuel that was used.

import { locate } from "../base/lines.ts";
import type { SourceFile } from "../base/span.ts";
import type { SpendObserver } from "../ir/instance.ts";
import type { IRModule, Site, SiteId } from "../ir/ir.ts";

/** A function in the calls that led to it. */
export interface SpendNode {
  readonly name: string;
  readonly isLibrary: boolean;
  /** Fuel spent in the function itself. */
  readonly own: number;
  readonly children: readonly SpendNode[];
}

interface Growing {
  readonly name: string;
  readonly isLibrary: boolean;
  own: number;
  readonly children: Map<string, Growing>;
}

/** Given to `compile`; filled by whatever the plugin then runs. */
export class Spending {
  private readonly root = grow("all", true);
  private readonly byLine = new Map<number, number>();

  /** All fuel so far. */
  get total(): number {
    let sum = 0;
    for (const amount of this.byLine.values()) sum += amount;
    return sum;
  }

  /** Line, from 1, to fuel; line 0 is what no line of the author's led to. */
  get lines(): ReadonlyMap<number, number> {
    return this.byLine;
  }

  get tree(): SpendNode {
    return present(this.root);
  }

  /** For the engine: takes notes of one module's instances; `main` is the author's file. */
  observe(module: IRModule, main: SourceFile): SpendObserver {
    const lineOf = new Map<Site, number>();
    return (chain, amount) => {
      let node = this.root;
      let line = 0;
      for (let at = chain.length - 1; at >= 0; at--) {
        const site = siteAt(module, chain[at]!);
        node = childOf(node, site);
        if (!site.isLibrary && isMain(site.place.file, main)) line = knownLine(lineOf, site);
      }
      node.own += amount;
      this.byLine.set(line, (this.byLine.get(line) ?? 0) + amount);
    };
  }
}

/** Is it the author's own file? */
export function isMain(file: SourceFile, main: SourceFile): boolean {
  return file === main || (file.name === main.name && file.text === main.text);
}

function siteAt(module: IRModule, id: SiteId): Site {
  const site = module.sites[id];
  if (site === undefined) throw new RangeError(`no site ${id}`);
  return site;
}

function knownLine(known: Map<Site, number>, site: Site): number {
  let line = known.get(site);
  if (line === undefined) {
    line = locate(site.place.file, site.place.span.start).line;
    known.set(site, line);
  }
  return line;
}

function childOf(node: Growing, { function: name, isLibrary }: Site): Growing {
  const key = `${isLibrary ? "library " : ""}${name}`;
  let child = node.children.get(key);
  if (child === undefined) {
    child = grow(name, isLibrary);
    node.children.set(key, child);
  }
  return child;
}

function grow(name: string, isLibrary: boolean): Growing {
  return { name, isLibrary, own: 0, children: new Map() };
}

function present({ name, isLibrary, own, children }: Growing): SpendNode {
  return { name: name.replace(/^map\$(.*)$/, "$1 of every cell"), isLibrary, own, children: [...children.values()].map(present) };
}
