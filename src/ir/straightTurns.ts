// The turn of a mapped hook's loop as a straight line, so that two cells can
// run at once: whatever an arm would set is chosen by a mask, and a branch to
// the end of a block takes its cell out of what follows there.
//
//     if a < 0.0:                      t = a < 0.0
//       spend 2                        spend t ? 2 : 0
//       a = a * -0.5          =>       a = t ? a * -0.5 : a
//
// All arms are evaluated for all cells then: only for float arithmetic, which
// never stops, and where arms are small beside the rest.

import { choose, i64, local, not, operation } from "./build.ts";
import type { Expression, GlobalId, Instruction, IRGlobal, IRLocal, LabelId, LocalId, Representation } from "./ir.ts";
import { isInstruction, partsOfNode, visitNodes } from "./nodes.ts";
import { rewriteParts } from "./rewriting.ts";
import { isVectorValue } from "./vectorBody.ts";

/** Operations of arms, beside as many as every cell does anyway: with more, arms that are left out gain more than two cells at once. */
const mostBeside = 8;

export interface StraightTurn {
  /** In front of the loop. */
  readonly before: readonly Instruction[];
  readonly work: readonly Instruction[];
}

/** Where the turn stands. */
export interface TurnPlace {
  readonly counter: LocalId;
  /** Of the function; `fresh` adds to them. */
  readonly locals: readonly IRLocal[];
  readonly globals: readonly IRGlobal[];
  fresh(representation: Representation): LocalId;
}

/** Null where two cells cannot run at once. */
export function straighten(work: readonly Instruction[], place: TurnPlace): StraightTurn | null {
  const line = new StraightLine(work, place);
  return line.list(work, null) === "stuck" || !line.pays ? null : { before: line.before, work: line.made };
}

/** The cells that a local says 1 for; null: all. */
type Mask = LocalId | null;
/** Those that go on; none; or nothing can be said. */
type Flow = Mask | "none" | "stuck";

class StraightLine {
  readonly made: Instruction[] = [];
  readonly before: Instruction[] = [];
  private readonly place: TurnPlace;
  /** By a turn, in any arm. */
  private readonly written = new Set<LocalId>();
  /** Locals that this turn has set so far, and for which cells at least. */
  private readonly known = new Map<LocalId, Mask>();
  /** The mask around each. */
  private readonly around = new Map<LocalId, Mask>();
  private readonly globals = new Map<GlobalId, LocalId>();
  /** Blocks around, innermost last. */
  private readonly labels: LabelId[] = [];
  private always = 0;
  private inArms = 0;

  constructor(work: readonly Instruction[], place: TurnPlace) {
    this.place = place;
    visitNodes(work, (x) => {
      if (x.kind === "setLocal") this.written.add(x.local);
    });
  }

  get pays(): boolean {
    return this.inArms <= this.always + mostBeside && this.made.some((x) => x.kind === "setElement");
  }

  /** Those of the cells that came to the list that go on behind it. */
  list(body: readonly Instruction[], entered: Mask): Flow {
    let flow: Flow = entered;
    for (const x of body) {
      if (flow === "none" || flow === "stuck") return flow;
      flow = this.instruction(x, flow);
    }
    return flow;
  }

  private instruction(x: Instruction, mask: Mask): Flow {
    switch (x.kind) {
      case "statement":
        return mask;
      case "spend":
        return this.spend(x.amount, mask);
      case "setLocal":
        return this.isRead(x.value) ? this.read(x, mask) : this.set(x.local, x.value, mask);
      case "setElement":
        return this.store(x, mask);
      case "block":
        return this.block(x, mask);
      case "branch":
        // To leave several blocks at once would take a mask for each.
        return x.label === this.labels.at(-1) ? "none" : "stuck";
      case "if":
        return this.branches(x, mask);
      default:
        return "stuck";
    }
  }

  private spend(amount: Expression, mask: Mask): Flow {
    if (amount.kind !== "i64") return "stuck";
    const spent = mask === null ? amount : choose(local(mask), amount, i64(0), "i64");
    this.made.push({ kind: "spend", amount: spent });
    if (mask !== null) this.inArms += 2;
    return mask;
  }

  /** All cells of a block come out at its end. */
  private block(x: Extract<Instruction, { readonly kind: "block" }>, mask: Mask): Flow {
    this.labels.push(x.label);
    const flow = this.list(x.body, mask);
    this.labels.pop();
    return flow === "stuck" ? flow : mask;
  }

  private branches(x: Extract<Instruction, { readonly kind: "if" }>, mask: Mask): Flow {
    const test = this.value(x.test, "i32", mask);
    if (test === null) return "stuck";
    const [then, otherwise] = [this.mask(test, mask), x.else.length > 0 || this.jumps(x.then) ? this.mask(not(test), mask) : null];
    const first = this.list(x.then, then);
    if (first === "stuck") return first;
    if (otherwise === null) return mask;
    const second = this.list(x.else, otherwise);
    if (second === "stuck" || first === "none") return second;
    if (second === "none") return first;
    return first === then && second === otherwise ? mask : this.join(first, second, mask);
  }

  private jumps(body: readonly Instruction[]): boolean {
    return body.some((x) => x.kind === "branch" || partsOfNode(x).some((part) => isInstruction(part) && this.jumps([part])));
  }

  private mask(test: Expression, around: Mask): LocalId {
    return this.newMask(around === null ? test : operation("i32.and", local(around), test), around);
  }

  private join(first: Mask, second: Mask, around: Mask): Flow {
    return first === null || second === null ? around : this.newMask(operation("i32.or", local(first), local(second)), around);
  }

  private newMask(value: Expression, around: Mask): LocalId {
    const made = this.place.fresh("i32");
    this.made.push({ kind: "setLocal", local: made, value });
    this.around.set(made, around);
    this.inArms += sizeOf(value);
    return made;
  }

  // --------------------------------------------------------------------- columns

  private isRead(x: Expression): boolean {
    return x.kind === "element";
  }

  private read(x: Extract<Instruction, { readonly kind: "setLocal" }>, mask: Mask): Flow {
    if (mask !== null || x.value.kind !== "element" || !this.isColumn(x.value)) return "stuck";
    this.made.push(x);
    this.known.set(x.local, null);
    return mask;
  }

  private store(x: Extract<Instruction, { readonly kind: "setElement" }>, mask: Mask): Flow {
    const value = mask === null && this.isColumn(x) ? this.value(x.value, "f64", mask) : null;
    if (value === null) return "stuck";
    this.made.push({ ...x, value });
    return mask;
  }

  /** Floats, one for each cell. */
  private isColumn(x: Pick<Extract<Instruction, { readonly kind: "setElement" }>, "storage" | "index" | "representation">): boolean {
    if (x.representation !== "f64" || x.storage.kind !== "local" || this.written.has(x.storage.local)) return false;
    return x.index.kind === "local" && x.index.local === this.place.counter;
  }

  // ---------------------------------------------------------------------- values

  private set(id: LocalId, given: Expression, mask: Mask): Flow {
    const representation = this.place.locals[id]?.representation;
    const value = representation === "f64" || representation === "i32" ? this.value(given, representation, mask) : null;
    if (value === null || representation === undefined) return "stuck";
    const before = this.known.get(id);
    const isFirst = before === undefined;
    this.made.push({
      kind: "setLocal",
      local: id,
      value: mask === null || isFirst ? value : choose(local(mask), value, local(id), representation),
    });
    if (isFirst || !this.holds(before, mask)) this.known.set(id, mask);
    if (mask === null) this.always += sizeOf(value);
    else this.inArms += sizeOf(value) + 1;
    return mask;
  }

  /** Are the cells of `inner` among those of `outer`? */
  private holds(outer: Mask, inner: Mask): boolean {
    if (outer === inner || outer === null) return true;
    return inner !== null && this.holds(outer, this.around.get(inner) ?? null);
  }

  /** As two cells compute it at once; null where they cannot. */
  private value(x: Expression, representation: "f64" | "i32", mask: Mask): Expression | null {
    const made = this.withoutGlobals(x);
    return isVectorValue(this.place.locals, made, representation) && this.isKnown(made, mask) ? made : null;
  }

  /** Is everything it looks at of this turn, or the same in all turns? */
  private isKnown(x: Expression, mask: Mask): boolean {
    let isKnown = true;
    visitNodes([x], (part) => {
      if (part.kind !== "local" || (part.local !== this.place.counter && !this.written.has(part.local))) return;
      const set = this.known.get(part.local);
      isKnown &&= set !== undefined && this.holds(set, mask);
    });
    return isKnown;
  }

  /** No turn sets one: each is read in front of the loop. */
  private withoutGlobals(x: Expression): Expression {
    if (x.kind !== "global") return rewriteParts(x, (part) => this.withoutGlobals(part));
    const known = this.globals.get(x.global) ?? this.place.fresh(this.place.globals[x.global]?.representation ?? "ref");
    if (!this.globals.has(x.global)) this.before.push({ kind: "setLocal", local: known, value: x });
    this.globals.set(x.global, known);
    return local(known);
  }
}

/** Operations in it; slow ones count as several. */
function sizeOf(x: Expression): number {
  if (x.kind === "choose") return 1 + sizeOf(x.test) + sizeOf(x.then) + sizeOf(x.else);
  if (x.kind !== "operation") return 0;
  const own = x.operation === "f64.div" || x.operation === "f64.sqrt" ? 6 : 1;
  return x.operands.reduce((sum, part) => sum + sizeOf(part), own);
}
