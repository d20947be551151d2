// Runs a function over what is known of its inputs in place of values, and
// adds up what it may spend. Both arms of every branch are taken; what is
// known behind them is what holds on both. Calls are followed, with what is
// known at the call; loops are in `loops.ts`.

import type { Expression, FunctionId, Instruction, IRModule, LabelId, SiteId } from "../ir.ts";
import { appending, appendPrice } from "../text.ts";
import type { NumberValue, State, Value } from "./values.ts";
import { any, forget, joinStates, joinValues } from "./values.ts";
import { checkedValue, exactly, operationValue, unknownNumber, between, numberOf, truth } from "./arithmetic.ts";
import { refine } from "./comparisons.ts";
import type { KnownCall } from "./known.ts";
import { KnownCalls, plainValue } from "./known.ts";
import { halvedCost, isCount, notNegative, sumsByHalves } from "./libraryFacts.ts";
import { runLoop } from "./loops.ts";
import type { LoopInProgress } from "./loops.ts";
import { add, Atoms, constant, isNameless, join, scale, zero } from "./polynomial.ts";
import type { Polynomial } from "./polynomial.ts";

/** There is no bound: what prevents one, and the calls that led there, innermost last. */
export class Unbounded extends Error {
  readonly sites: readonly SiteId[];

  constructor(reason: string, sites: readonly SiteId[]) {
    super(reason);
    this.sites = sites;
  }
}

/** What one function has come to so far. */
export interface Frame {
  readonly function: FunctionId;
  /** By label: what is known where it is branched to. */
  labels: Map<LabelId, State>;
  returned: { state: State; value: Value } | null;
  /** Loops that the place stands in, innermost last. */
  readonly loops: LoopInProgress[];
}

/** Instructions looked at for one hook. */
const mostSteps = 600_000;
const deepestCalls = 120;

export class CostInterpreter {
  readonly module: IRModule;
  readonly atoms = new Atoms();
  /** What a run that stops short has spent at most, since the innermost loop began its turn. */
  stopped: Polynomial | null = null;
  /** As the hook found them: while they stay so, calls can be known again. */
  globals: State["globals"] | null = null;
  private readonly known: KnownCalls;
  private readonly calls: { readonly function: FunctionId; readonly site: SiteId }[] = [];
  private steps = 0;
  private objects = 0;

  constructor(module: IRModule) {
    this.module = module;
    this.known = new KnownCalls(module);
  }

  newId = (): number => this.objects++;

  /** After what was prevented. */
  abandon(): void {
    this.calls.length = 0;
    this.stopped = null;
  }

  prevented(reason: string, site: SiteId | null): Unbounded {
    const sites = this.calls.map((call) => call.site);
    return new Unbounded(reason, site === null ? sites : [...sites, site]);
  }

  /** The function's result and what is known after it; null where it never comes back. */
  call(id: FunctionId, values: readonly Value[], state: State, site: SiteId): Frame["returned"] {
    const callee = this.module.functions[id];
    if (callee === undefined) throw new RangeError(`no function ${id}`);
    if (this.calls.some((each) => each.function === id)) {
      if (sumsByHalves(callee)) return { state, value: any };
      throw this.prevented(`\`${callee.name}\` calls itself`, site);
    }
    if (this.calls.length >= deepestCalls) throw this.prevented("the calls are nested too deep to follow", site);
    this.calls.push({ function: id, site });
    const outer = state.locals;
    const before = state.objects;
    const spent = state.cost;
    state.locals = callee.locals.map(({ representation }, k) => values[k] ?? (representation === "ref" ? any : exactly(constant(0))));
    const frame: Frame = { function: id, labels: new Map(), returned: null, loops: [] };
    const end = this.run(callee.body, state, frame);
    if (end !== null) this.returnFrom(frame, end, any);
    this.calls.pop();
    const { returned } = frame;
    if (returned === null) return null;
    if (isCount(callee)) returned.value = notNegative(returned.value);
    returned.state.locals = outer;
    if (sumsByHalves(callee)) returned.state.cost = halvedCost(spent, returned.state.cost, values[2]);
    if (returned.state.objects !== before) forget(returned.state, new Set(before.keys()), returned.value);
    return returned;
  }

  returnFrom(frame: Frame, state: State, value: Value): void {
    const { returned } = frame;
    if (returned === null) {
      frame.returned = { state, value };
      return;
    }
    const joined = joinStates(returned.state, state) ?? state;
    const both = joinValues({ value: returned.value, state: returned.state }, { value, state }, (id) => joined.share(id));
    frame.returned = { state: joined, value: both };
  }

  /** What is known behind the instructions; null where nothing gets there. */
  run(body: readonly Instruction[], start: State, frame: Frame): State | null {
    let state: State | null = start;
    for (const x of body) {
      if (state === null) return null;
      if (++this.steps > mostSteps) throw this.prevented("there is too much to follow", null);
      state = this.step(x, state, frame);
    }
    return state;
  }

  private step(x: Instruction, state: State, frame: Frame): State | null {
    switch (x.kind) {
      case "charge":
        state.cost = add(state.cost, constant(x.amount));
        return state;
      case "chargeSize":
        state.cost = add(state.cost, this.sizeCost(x.base, x.each, this.number(x.size, state, frame), x.site));
        return state;
      case "setLocal":
        return this.setLocal(x, state, frame);
      case "setGlobal":
        state.setGlobal(x.global, this.value(x.value, state, frame));
        return state;
      case "setSlot": {
        const object = this.value(x.object, state, frame);
        const value = this.value(x.value, state, frame);
        state.setSlot(object, x.slot, value);
        return state;
      }
      case "if":
        return this.branch(x, state, frame);
      case "block": {
        const end = this.run(x.body, state, frame);
        const joined = joinStates(end, frame.labels.get(x.label) ?? null);
        frame.labels.delete(x.label);
        return joined;
      }
      case "loop":
        return runLoop(this, x, state, frame);
      case "branch":
        this.leaveTo(x.label, state, frame);
        return null;
      case "branchTable":
        for (const label of new Set([...x.labels, x.otherwise])) this.leaveTo(label, state.copy(), frame);
        return null;
      case "return":
        this.returnFrom(frame, state, x.value === null ? any : this.value(x.value, state, frame));
        return null;
      case "evaluate":
        return this.evaluated(x.value, state, frame).state;
      case "trap":
      case "uncaught":
        this.stop(state.cost);
        return null;
      case "spend":
        throw this.prevented("it was changed for speed", null);
      case "setElement":
      case "fillElements":
      case "copyElements":
        state.setElements(this.value(x.kind === "copyElements" ? x.to : x.storage, state, frame));
        return state;
      case "setCode":
      case "copyCodes":
      case "retain":
      case "retainRange":
      case "releaseRange":
      case "release":
      case "raise":
      case "print":
      case "statement":
        return state;
    }
  }

  leaveTo(label: LabelId, state: State, frame: Frame): void {
    const joined = joinStates(frame.labels.get(label) ?? null, state);
    if (joined !== null) frame.labels.set(label, joined);
  }

  private setLocal(x: Extract<Instruction, { kind: "setLocal" }>, state: State, frame: Frame): State | null {
    const { value, state: after } = this.evaluated(x.value, state, frame);
    if (after === null) return null;
    const counted = frame.loops.at(-1)?.counted(x, after, (operand) => this.number(operand, after, frame));
    after.locals[x.local] = counted ?? this.named(x.local, value, frame);
    return after;
  }

  /** An unknown int is one that can be told from others. */
  private named(local: number, value: Value, frame: Frame): Value {
    const isUnknown = value.kind === "any" || (value.kind === "number" && value.low === null && value.high === null);
    if (!isUnknown || this.module.functions[frame.function]?.locals[local]?.representation !== "i64") return value;
    return exactly(this.atoms.someInt());
  }

  private branch(x: Extract<Instruction, { kind: "if" }>, state: State, frame: Frame): State | null {
    frame.loops.at(-1)?.meet(x, state, (operand) => this.number(operand, state, frame));
    const known = numberOf(this.number(x.test, state, frame));
    if (known !== null) return this.run(known === 0 ? x.else : x.then, state, frame);
    const then = state.copy();
    refine(this, x.test, true, then, frame);
    refine(this, x.test, false, state, frame);
    return joinStates(this.run(x.then, then, frame), this.run(x.else, state, frame));
  }

  /** A value that may be that of a call: what is known after it comes along. */
  private evaluated(x: Expression, state: State, frame: Frame): { value: Value; state: State | null } {
    if (x.kind !== "call") return { value: this.value(x, state, frame), state };
    const values = x.arguments.map((each) => this.value(each, state, frame));
    const callee = this.module.functions[x.function];
    const { locals } = state;
    const returned = this.knownCall(x.function, values, state, x.site);
    if (returned === null) return { value: any, state: null };
    returned.state.locals = locals;
    if (x.handler !== null && callee?.mayRaise === true) this.leaveTo(x.handler, returned.state.copy(), frame);
    return returned;
  }

  /** As `call`, by what is known of an earlier one where there is one. */
  private knownCall(id: FunctionId, values: readonly Value[], state: State, site: SiteId): Frame["returned"] {
    const plain = values.map((value) => (value.kind === "object" || value.kind === "facts" ? value : plainValue(value)));
    const name = state.globals === this.globals ? this.known.nameOf(id, plain, state.hasItems) : null;
    if (name === null) return this.call(id, values, state, site);
    const known = this.known.find(name) ?? this.follow(name, id, plain, state, site);
    if (known.stopped !== null) this.stop(add(state.cost, known.stopped));
    if (known.result === null) return null;
    state.cost = add(state.cost, known.cost);
    return { state, value: known.result };
  }

  private follow(name: string, id: FunctionId, values: readonly Value[], state: State, site: SiteId): KnownCall {
    const { stopped } = this;
    this.stopped = null;
    const own = state.copy();
    own.cost = zero;
    const returned = this.call(id, values, own, site);
    // Ints without a name would be the same ones in another call.
    const result = returned === null ? null : plainValue(returned.value);
    const known = { cost: returned?.state.cost ?? zero, result, stopped: this.stopped };
    this.stopped = stopped;
    this.known.keep(name, known);
    return known;
  }

  private stop(cost: Polynomial): void {
    this.stopped = this.stopped === null ? cost : join(this.stopped, cost, Math.max);
  }

  number(x: Expression, state: State, frame: Frame): NumberValue {
    const value = this.value(x, state, frame);
    return value.kind === "number" ? value : unknownNumber;
  }

  value(x: Expression, state: State, frame: Frame): Value {
    switch (x.kind) {
      case "i64":
      case "i32":
        return exactly(constant(Number(x.value)));
      case "local":
        return state.locals[x.local] ?? any;
      case "global":
        return state.globals.get(x.global) ?? any;
      case "operation":
        return operationValue(
          x.operation,
          x.operands.map((each) => this.number(each, state, frame)),
        );
      case "checked":
        return checkedValue(
          x.operation,
          x.operands.map((each) => this.number(each, state, frame)),
        );
      case "text":
        return { kind: "sized", length: exactly(constant([...(this.module.texts[x.text] ?? "")].length)) };
      case "slot": {
        const object = this.value(x.object, state, frame);
        const slots = object.kind === "object" ? state.objects.get(object.id) : object.kind === "facts" ? object.slots : undefined;
        const known = slots?.get(x.slot);
        return known ?? (x.isCount === true ? between(constant(0), null) : any);
      }
      case "length": {
        const object = this.value(x.object, state, frame);
        return object.kind === "sized" ? object.length : between(constant(0), null);
      }
      case "newRecord":
        return this.newObject(state);
      case "newStorage":
        return { kind: "sized", length: this.number(x.length, state, frame), isOwn: true };
      case "newText":
        return { kind: "sized", length: this.number(x.length, state, frame) };
      case "element": {
        const storage = this.value(x.storage, state, frame);
        return storage.kind === "sized" ? (storage.item ?? any) : any;
      }
      case "appendText":
        return this.append(x, state, frame);
      case "characterText":
        return { kind: "sized", length: exactly(constant(1)) };
      case "sequence": {
        const end = this.run(x.body, state, frame);
        return end === null ? any : this.value(x.value, end, frame);
      }
      case "choose":
        return this.choose(x, state, frame);
      case "equalWork":
      case "compareWork":
        return this.comparedLength(x, state, frame);
      case "textEqual":
      case "isResident":
        return truth;
      case "call":
        throw new RangeError("a call stands only as the whole value of an instruction");
      case "f64":
      case "null":
      case "code":
      case "typeId":
      case "textCompare":
      case "textHash":
      case "hostCall":
      case "takePending":
      case "pending":
      case "fuelLeft":
      case "runSeed":
      case "moduleName":
        return any;
    }
  }

  private newObject(state: State): Value {
    const id = this.newId();
    state.setObject(id, new Map());
    return { kind: "object", id };
  }

  private choose(x: Extract<Expression, { kind: "choose" }>, state: State, frame: Frame): Value {
    const count = this.tripCount(x, state, frame);
    if (count !== null) return count;
    const known = numberOf(this.number(x.test, state, frame));
    if (known !== null) return this.value(known === 0 ? x.else : x.then, state, frame);
    const [then, otherwise] = [state.copy(), state.copy()];
    refine(this, x.test, true, then, frame);
    refine(this, x.test, false, otherwise, frame);
    const [one, other] = [this.value(x.then, then, frame), this.value(x.else, otherwise, frame)];
    return joinValues({ value: one, state: then }, { value: other, state: otherwise }, (id) => state.share(id));
  }

  /** `low < high ? (high - low - 1) /u by + 1 : 0`, as loops over ranges with a step count: right modulo 2^64, so no difference wraps. */
  private tripCount(x: Extract<Expression, { kind: "choose" }>, state: State, frame: Frame): NumberValue | null {
    const { test, then } = x;
    if (test.kind !== "operation" || test.operation !== "i64.lt_s" || then.kind !== "operation" || then.operation !== "i64.add")
      return null;
    const [divided] = then.operands;
    if (divided?.kind !== "operation" || divided.operation !== "i64.div_u" || x.else.kind !== "i64") return null;
    const [low, high] = test.operands.map((each) => this.number(each, state, frame));
    if (low?.low === undefined || low.low === null || high?.high === undefined || high.high === null) return between(constant(0), null);
    const by = divided.operands[1]?.kind === "i64" ? Number(divided.operands[1].value) : 1;
    const between0 = add(high.high, scale(low.low, -1));
    if (isNameless(between0)) return between(constant(0), null);
    const distance = this.atoms.positivePart(between0);
    return between(constant(0), by > 1 ? add(scale(distance, 1 / by), constant(1)) : distance);
  }

  private append(x: Extract<Expression, { kind: "appendText" }>, state: State, frame: Frame): Value {
    const [left, right] = [x.left, x.right].map((each) => {
      const value = this.value(each, state, frame);
      return value.kind === "sized" ? value.length : unknownNumber;
    }) as [NumberValue, NumberValue];
    const high = left.high === null || right.high === null ? null : add(left.high, right.high);
    state.cost = add(state.cost, this.sizeCost(appendPrice(0, 0) + 1, appending.each, between(constant(0), high), x.site));
    return { kind: "sized", length: between(constant(0), high) };
  }

  /** At most the shorter length. */
  private comparedLength(x: Extract<Expression, { kind: "equalWork" | "compareWork" }>, state: State, frame: Frame): Value {
    const lengths = [x.left, x.right].flatMap((each) => {
      const value = this.value(each, state, frame);
      return value.kind !== "sized" || value.length.high === null ? [] : [value.length.high];
    });
    return between(constant(0), lengths.find((length) => !isNameless(length)) ?? null);
  }

  private sizeCost(base: number, each: number, size: NumberValue, site: SiteId): Polynomial {
    if (each === 0) return constant(base);
    if (size.high === null || isNameless(size.high)) throw this.prevented("nothing says how much is worked on here", site);
    const rounding = Number.isInteger(base) && Number.isInteger(each) ? 0 : 1;
    return add(constant(base + rounding), scale(this.atoms.positivePart(size.high), each));
  }
}
