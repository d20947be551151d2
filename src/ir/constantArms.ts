// An `if` whose arms only set the same locals to constants, at the same price,
// as choices without a jump: which arm is taken hangs on data mostly, and a
// processor that guesses wrong loses more than the whole function of noise
// around it takes.
//
//     if x > y: charge 2; i = 1; j = 0         t = x > y
//     else:     charge 2; i = 0; j = 1         if fuel >= 2: spend 2; i = t ? 1 : 0; j = t ? 0 : 1
//                                              else: as it was
//
// Where the fuel does not last, the arms stand as they were: it ends at the
// line of the arm that was taken.

import { choose, i64, local, operation } from "./build.ts";
import type { Expression, Instruction, IRFunction, IRModule, LocalId } from "./ir.ts";

type If = Extract<Instruction, { readonly kind: "if" }>;

const mostLocals = 4;

export function chooseConstants(module: IRModule): IRModule {
  return { ...module, functions: module.functions.map(chooseInFunction) };
}

function chooseInFunction(one: IRFunction): IRFunction {
  const locals = [...one.locals];
  const fresh = (): LocalId => locals.push({ representation: "i32", name: null }) - 1;
  const body = chooseIn(one.body, fresh);
  return body === one.body ? one : { ...one, locals, body };
}

/** The same list where nothing changes. */
function chooseIn(body: readonly Instruction[], fresh: () => LocalId): readonly Instruction[] {
  let made: Instruction[] | null = null;
  for (const [index, x] of body.entries()) {
    const changed = chooseInside(x, fresh);
    if (changed !== null && made === null) made = body.slice(0, index);
    made?.push(...(changed ?? [x]));
  }
  return made ?? body;
}

/** Null where nothing changes. */
function chooseInside(x: Instruction, fresh: () => LocalId): readonly Instruction[] | null {
  if (x.kind === "block" || x.kind === "loop") {
    const body = chooseIn(x.body, fresh);
    return body === x.body ? null : [{ ...x, body }];
  }
  if (x.kind !== "if") return null;
  const choices = choicesOf(x, fresh);
  if (choices !== null) return choices;
  const [then, otherwise] = [chooseIn(x.then, fresh), chooseIn(x.else, fresh)];
  return then === x.then && otherwise === x.else ? null : [{ ...x, then, else: otherwise }];
}

function choicesOf(x: If, fresh: () => LocalId): readonly Instruction[] | null {
  const [then, otherwise] = [armOf(x.then), armOf(x.else)];
  if (then === null || otherwise === null || then.price?.kind !== otherwise.price?.kind || amountOf(then) !== amountOf(otherwise))
    return null;
  if (then.values.size === 0 || then.values.size !== otherwise.values.size) return null;
  const test = fresh();
  const sets: Instruction[] = [];
  for (const [id, value] of then.values) {
    const other = otherwise.values.get(id);
    if (other?.kind !== value.kind) return null;
    sets.push({ kind: "setLocal", local: id, value: choose(local(test), value, other, value.kind) });
  }
  const tested: Instruction = { kind: "setLocal", local: test, value: x.test };
  const amount = i64(amountOf(then));
  if (then.price === null) return [tested, ...sets];
  const quick: readonly Instruction[] = [{ kind: "spend", amount }, ...sets];
  if (then.price.kind === "spend") return [tested, ...quick];
  const isThere = operation("i64.ge_s", { kind: "fuelLeft" }, amount);
  return [tested, { kind: "if", test: isThere, then: quick, else: [{ ...x, test: local(test) }] }];
}

interface Arm {
  readonly price: Extract<Instruction, { readonly kind: "charge" | "spend" }> | null;
  readonly values: ReadonlyMap<LocalId, Extract<Expression, { readonly kind: "i32" | "i64" }>>;
}

function amountOf({ price }: Arm): bigint {
  if (price === null) return 0n;
  if (price.kind === "charge") return BigInt(price.amount);
  return price.amount.kind === "i64" ? price.amount.value : -1n;
}

/** Null where it does more than set constants. */
function armOf(body: readonly Instruction[]): Arm | null {
  const values = new Map<LocalId, Extract<Expression, { readonly kind: "i32" | "i64" }>>();
  let price: Arm["price"] = null;
  for (const x of body) {
    if (x.kind === "statement") continue;
    if (x.kind === "setLocal" && (x.value.kind === "i32" || x.value.kind === "i64") && values.size < mostLocals)
      values.set(x.local, x.value);
    else if (x.kind === "charge" && price === null && values.size === 0) price = x;
    else if (x.kind === "spend" && x.amount.kind === "i64" && price === null && values.size === 0) price = x;
    else return null;
  }
  return { price, values };
}
