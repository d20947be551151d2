// An `if` of floats whose arms compute other floats: both arms at once and a
// choice without a jump. Which side a float of noise falls on cannot be guessed,
// and a wrong guess costs a processor more than arms of some products do.
//
//     if t < 0.0: charge 1; n = 0.0         if fuel < 3: go slow
//     else:                                 a = t * t
//       charge 3; t = t * t                 if not i < length: go slow
//       if not i < length: trap             b = a * a * x[i]
//       n = t * t * x[i]                    spend t < 0.0 ? 1 : 3
//                                           n = t < 0.0 ? 0.0 : b
//                                           (slow: as it was)
//
// Left alone are arms that do more than such work, and what one turn of a loop
// hands on to the next: there a guess is right mostly, and spares waiting.

import { i64, local, operation } from "./build.ts";
import { speculateArm } from "./armSpeculation.ts";
import type { Speculation } from "./armSpeculation.ts";
import type { Expression, Instruction, IRFunction, IRLocal, IRModule, LabelId, LocalId } from "./ir.ts";
import { isCarried, isReadLater, localsIn } from "./laterReads.ts";
import type { Continuation } from "./laterReads.ts";
import { highestLabel, visitNodes } from "./nodes.ts";
import { comparisonOf } from "./straightCode.ts";

type If = Extract<Instruction, { readonly kind: "if" }>;

const mostPerFunction = 12;
/** Of both arms, in sums and products. */
const mostWork = 32;
const leastWork = 2;
/** Instructions behind a way out that can be its other arm. */
const mostBehind = 40;
/** Of a function, since each looks through what stands behind it. */
const mostTries = 60;

export function chooseFloats(module: IRModule): IRModule {
  return { ...module, functions: module.functions.map((one) => new ArmChooser(one).run()) };
}

class ArmChooser {
  private readonly within: IRFunction;
  private readonly locals: IRLocal[];
  private nextLabel = 0;
  private count = 0;
  private tries = 0;

  constructor(within: IRFunction) {
    this.within = within;
    this.locals = [...within.locals];
  }

  run(): IRFunction {
    let hasTest = false;
    visitNodes(this.within.body, (x) => {
      if (x.kind === "if") hasTest ||= comparisonOf(x.test) !== null;
    });
    if (!hasTest) return this.within;
    this.nextLabel = 1 + highestLabel(this.within.body);
    const body =
      this.within.restart === undefined ? this.list(this.within.body, null, null, null) : this.within.body.map((x) => this.quick(x));
    return this.count === 0 ? this.within : { ...this.within, locals: this.locals, body };
  }

  /** Of a function in two versions only the quick one, which nothing is read behind. */
  private quick(x: Instruction): Instruction {
    return x.kind === "block" && x.label === this.within.restart ? { ...x, body: this.list(x.body, x.label, null, null) } : x;
  }

  /** `label`: of the block whose body this is. */
  private list(
    body: readonly Instruction[],
    label: LabelId | null,
    loop: readonly Instruction[] | null,
    outer: Continuation | null,
  ): readonly Instruction[] {
    const made: Instruction[] = [];
    for (const [index, x] of body.entries()) {
      const early = x.kind === "if" && label !== null ? asArms(x, body, index + 1, label) : null;
      if (early !== null) {
        const chosen = this.chosen(early, outer);
        if (chosen !== null) return [...made, ...chosen];
      }
      for (const one of this.instruction(x, { list: body, next: index + 1, loop, outer })) made.push(one);
    }
    return made;
  }

  private instruction(x: Instruction, after: Continuation): readonly Instruction[] {
    switch (x.kind) {
      case "if": {
        const chosen = this.chosen(x, after);
        if (chosen !== null) return chosen;
        return [{ ...x, then: this.list(x.then, null, null, after), else: this.list(x.else, null, null, after) }];
      }
      case "block":
        return [{ ...x, body: this.list(x.body, x.label, null, after) }];
      case "loop":
        // Loops that an executor runs two turns of have their own way with arms.
        return x.isIndependent === true || x.isPaired === true ? [x] : [{ ...x, body: this.list(x.body, null, x.body, after) }];
      default:
        return [x];
    }
  }

  /** Null where it stays as it is. */
  private chosen(x: If, after: Continuation | null): readonly Instruction[] | null {
    const test = comparisonOf(x.test);
    if (test === null || this.count >= mostPerFunction || this.tries++ >= mostTries) return null;
    const [done, slow] = [this.nextLabel, this.nextLabel + 1];
    const before = this.locals.length;
    const fresh = (id: LocalId): LocalId => this.locals.push({ representation: this.locals[id]?.representation ?? "i64", name: null }) - 1;
    const arms = [x.then, x.else].map((arm) => speculateArm(arm, { slow, restart: this.within.restart, fresh, locals: this.locals }));
    const [then, otherwise] = arms;
    const choices = then && otherwise ? this.choices(test, then, otherwise, after) : null;
    if (!then || !otherwise || choices === null) {
      this.locals.length = before;
      return null;
    }
    this.count++;
    const quick = [...fuelTest(then, otherwise, slow), ...then.body, ...otherwise.body, ...choices];
    if ([then, otherwise].every((arm) => !arm.isCharged && !arm.isGuarded)) return quick;
    this.nextLabel += 2;
    const ended: Instruction = { kind: "branch", label: done };
    return [{ kind: "block", label: done, body: [{ kind: "block", label: slow, body: [...quick, ended] }, x] }];
  }

  /** What is spent, and what each local is that is read later; null where choosing would not pay. */
  private choices(test: Expression, then: Speculation, otherwise: Speculation, after: Continuation | null): readonly Instruction[] | null {
    if (then.work + otherwise.work > mostWork || Math.max(then.work, otherwise.work) < leastWork) return null;
    const ids = [...new Set([...then.values.keys(), ...otherwise.values.keys()])].filter((id) => isReadLater(id, after));
    const tested = localsIn(test);
    const areChosen = ids.every((id) => this.locals[id]?.representation === "f64" && !isCarried(id, after));
    // A test that one of them is part of would be another behind it.
    if (ids.length === 0 || !areChosen || (ids.length > 1 && ids.some((id) => tested.has(id)))) return null;
    const sides = (id: LocalId): readonly Expression[] => [then, otherwise].map(({ values }) => values.get(id) ?? local(id));
    // One that another is a copy of would be set before it is copied.
    const isCopied = (x: Expression, id: LocalId): boolean => x.kind === "local" && x.local !== id && ids.includes(x.local);
    if (ids.some((id) => sides(id).some((x) => isCopied(x, id)))) return null;
    const made: Instruction[] = spending(test, then, otherwise);
    for (const id of ids) {
      const [left = local(id), right = local(id)] = sides(id);
      made.push({
        kind: "setLocal",
        local: id,
        value: { kind: "choose", test, then: left, else: right, representation: "f64", isStraight: true },
      });
    }
    return made;
  }
}

/** `if test: ...; leave the block` with what stands behind it as the other arm. */
function asArms(x: If, body: readonly Instruction[], next: number, label: LabelId): If | null {
  const last = x.then.at(-1);
  if (last?.kind !== "branch" || last.label !== label || body.length - next > mostBehind) return null;
  const rest = body.slice(next);
  const end = rest.at(-1);
  const others = end?.kind === "branch" && end.label === label ? rest.slice(0, -1) : rest;
  return { ...x, then: x.then.slice(0, -1), else: [...x.else, ...others] };
}

function fuelTest(then: Speculation, otherwise: Speculation, slow: LabelId): readonly Instruction[] {
  if (!then.isCharged && !otherwise.isCharged) return [];
  const most = then.price > otherwise.price ? then.price : otherwise.price;
  const isShort = operation("i64.lt_s", { kind: "fuelLeft" }, i64(most));
  return [{ kind: "if", test: isShort, then: [{ kind: "branch", label: slow }], else: [] }];
}

function spending(test: Expression, then: Speculation, otherwise: Speculation): Instruction[] {
  const known: Instruction[] = otherwise.price === 0n ? [] : [{ kind: "spend", amount: i64(otherwise.price) }];
  const more = then.price - otherwise.price;
  if (more === 0n) return known;
  // What the first arm spends less is given back: the dearer one's fuel is there.
  return [
    ...known,
    { kind: "spend", amount: { kind: "choose", test, then: i64(more), else: i64(0), representation: "i64", isStraight: true } },
  ];
}
