// Random IR modules that keep lowering's promises (bounds tested, counts
// balanced, handlers for what may raise), from a seed. For comparing executors:
// what they compute is of no meaning.

import type { Expression, Instruction, IRFunction, IRModule } from "../../src/ir/ir.ts";
import {
  block,
  branch,
  call,
  charge,
  count,
  define,
  f64,
  i32,
  i64,
  local,
  moduleOf,
  none,
  op,
  release,
  retain,
  set,
  testTypes,
  text,
  when,
} from "./ir.ts";
import { at, locals, outside, parameters, randomOf } from "./randomExpressions.ts";
import { ReferenceMaker } from "./randomReferences.ts";

/** Functions from here on are small, cannot raise and call only leaves after them: what an executor may inline. */
const firstLeaf = 3;
const leaves = 3;

export function randomModule(seed: number): IRModule {
  const random = randomOf(seed);
  const functions: Omit<IRFunction, "id">[] = [];
  for (let id = 0; id < firstLeaf; id++) functions.push(new FunctionMaker(random, id).make());
  for (let id = firstLeaf; id < firstLeaf + leaves; id++) functions.push(new FunctionMaker(random, id).makeLeaf());
  return moduleOf(functions, {
    texts: ["", "a", "hello", "h\u00e9llo \u{1f600}"],
    globals: "IFBR",
    hosts: [
      { name: "mix", parameters: ["i64", "f64", "i32"], result: "i64" },
      { name: "note", parameters: ["f64"], result: null },
    ],
  });
}

class FunctionMaker extends ReferenceMaker {
  readonly #id: number;
  #labels = 1;
  #loops = 0;

  constructor(random: () => number, id: number) {
    super(random);
    this.#id = id;
  }

  /** A body inside a block that every raise leaves; then all that can be seen goes into the result, and all references go. */
  make(): Omit<IRFunction, "id"> {
    const body = block(outside, charge(this.upTo(5), this.site()), ...this.#beginning(), ...this.#statements(24, 3));
    const references = [...at.texts, ...at.nodes, at.integers, at.references, at.spare];
    const all = [body, ...this.#digest(), ...references.map((id) => release(local(id))), { kind: "return", value: local(0) } as const];
    return define(`${parameters}>I`, locals, all, { mayRaise: true, depthWeight: 64 + 19, name: `f${this.#id}` });
  }

  /** Charges here and there, checked operations, traps, objects of its own, returns in the middle. */
  makeLeaf(): Omit<IRFunction, "id"> {
    const next = this.#id + 1;
    const inner = next < firstLeaf + leaves && this.random() < 0.5 ? this.#callLeaf(next) : [];
    const some = (): Instruction[] =>
      this.pick([() => this.#expressions(), () => this.#expressions(), () => this.node(), () => this.text()])();
    const body: Instruction[] = [
      ...(this.random() < 0.8 ? [charge(this.upTo(4), this.site())] : []),
      ...some(),
      ...(this.random() < 0.6 ? [charge(1 + this.upTo(4), this.site())] : []),
      when(
        this.bool(2),
        [charge(1, this.site()), ...some(), ...(this.random() < 0.5 ? this.#giveBack() : [])],
        this.random() < 0.5 ? some() : [],
      ),
      ...inner,
      ...(this.random() < 0.15
        ? [when(this.bool(1), [{ kind: "trap", code: "WG523", message: ["leaf ", this.int(1)], site: this.site() }])]
        : []),
      ...this.#giveBack(),
    ];
    return define(`${parameters}>I`, locals, body, { mayRaise: false, name: `leaf${this.#id}` });
  }

  #giveBack(): Instruction[] {
    return [...[...at.texts, ...at.nodes, at.spare].map((id) => release(local(id))), { kind: "return", value: this.int(1) }];
  }

  #expressions(): Instruction[] {
    return [set(this.pick(at.ints), this.int(2)), set(this.pick(at.floats), this.float(2))];
  }

  #callLeaf(id: number): Instruction[] {
    const made = call(id, [this.int(1), this.int(1), this.int(1)], null, this.site());
    return this.random() < 0.8 ? [set(this.pick(at.ints), made)] : [{ kind: "evaluate", value: made }];
  }

  /** Mostly there is something to work on. */
  #beginning(): Instruction[] {
    const fill = Array.from({ length: 6 }, (_, index): Instruction => {
      return { kind: "setElement", storage: local(at.integers), index: i32(index), representation: "i64", value: i64(11 * index + 3) };
    });
    return this.random() < 0.2
      ? []
      : [
          ...this.makeInto(at.integers, { kind: "newStorage", type: testTypes.integers, length: i32(9), site: this.site() }),
          ...fill,
          ...this.makeInto(at.references, { kind: "newStorage", type: testTypes.references, length: i32(4), site: this.site() }),
          ...this.share(at.texts[0], text(this.upTo(4))),
          ...this.makeInto(at.texts[1], { kind: "newText", length: i32(3), site: this.site() }),
          ...[0, 2].flatMap((index): Instruction[] => [
            retain(local(at.texts[1])),
            { kind: "setElement", storage: local(at.references), index: i32(index), representation: "ref", value: local(at.texts[1]) },
          ]),
          set(at.floats[0], f64(3.7)),
          set(at.floats[1], f64(-0.6)),
          ...this.node(),
          ...this.referenceStorage(),
        ];
  }

  #digest(): Instruction[] {
    const mix = (value: Expression): Instruction => set(0, op("i64.xor", op("i64.mul", local(0), i64(31)), value));
    const counter = at.counter;
    const length = op("i64.from_i32_u", { kind: "length", object: local(at.integers) });
    const each: Expression = {
      kind: "element",
      storage: local(at.integers),
      index: op("i32.from_i64", local(counter)),
      representation: "i64",
    };
    return [
      ...at.ints.map((id) => mix(local(id))),
      ...at.floats.map((id) => mix(op("i64.bits_of_f64", local(id)))),
      ...at.floats.map((id) => mix(op("i64.bits_of_f64", op("f64.nearest", local(id))))),
      ...at.bools.map((id) => mix(op("i64.from_i32_u", local(id)))),
      ...at.texts.map((id) => this.ifThere(id, mix({ kind: "textHash", text: local(id) }))),
      ...at.nodes.map((id) => this.ifThere(id, mix({ kind: "slot", object: local(id), slot: 0, representation: "i64" }))),
      this.ifThere(at.integers, set(counter, i64(0)), count(this.#labels++ * 2 + 1000, counter, length, mix(each))),
    ];
  }

  #statements(most: number, depth: number): Instruction[] {
    return Array.from({ length: 1 + this.upTo(most) }, () => this.#statement(depth)).flat();
  }

  #statement(depth: number): Instruction[] {
    const makers: (() => Instruction[])[] = [
      () => [set(this.pick(at.ints), this.int(3))],
      () => [set(this.pick(at.ints), this.int(3))],
      () => [set(this.pick(at.floats), this.float(3))],
      () => [set(this.pick(at.bools), this.bool(3))],
      () => [charge(this.upTo(4), this.site())],
      () => [
        {
          kind: "chargeSize",
          base: this.upTo(3),
          each: this.pick([0.125, 0.25, 1, 2]),
          size: op("i64.and", this.int(1), i64(31)),
          site: this.site(),
        },
      ],
      () => this.global(),
      () => this.text(),
      () => this.text(),
      () => this.node(),
      () => this.storage(),
      () => this.storage(),
      () => this.referenceStorage(),
      () => this.#host(),
      () => (this.random() < 0.4 ? this.#raise() : [charge(2, this.site())]),
    ];
    if (depth > 0)
      makers.push(
        () => this.#if(depth),
        () => this.#loop(depth),
        () => this.#switch(depth),
        () => this.#try(depth),
      );
    if (this.#id > 0) makers.push(() => this.#call());
    makers.push(
      () => this.#callLeaf(firstLeaf + this.upTo(leaves)),
      () => this.#callLeaf(firstLeaf + this.upTo(leaves)),
    );
    return this.pick(makers)();
  }

  #if(depth: number): Instruction[] {
    return [when(this.bool(2), this.#statements(3, depth - 1), this.random() < 0.5 ? this.#statements(3, depth - 1) : [])];
  }

  #loop(depth: number): Instruction[] {
    if (this.#loops >= 3) return [];
    const counter = at.counter + this.#loops++;
    const label = this.#labels;
    this.#labels += 2;
    const body = this.#statements(3, depth - 1);
    this.#loops--;
    return [set(counter, i64(0)), count(label, counter, i64(1 + this.upTo(4)), charge(1 + this.upTo(3), this.site()), ...body)];
  }

  #switch(depth: number): Instruction[] {
    const [first, second, third] = [this.#labels++, this.#labels++, this.#labels++] as const;
    return [
      block(
        first,
        block(
          second,
          block(third, { kind: "branchTable", index: op("i32.from_i64", this.int(1)), labels: [third, second], otherwise: first }),
          ...this.#statements(2, depth - 1),
        ),
        ...this.#statements(2, depth - 1),
      ),
    ];
  }

  // -------------------------------------------------------- calls, exceptions

  #call(): Instruction[] {
    const id = this.upTo(this.#id + (this.random() < 0.1 ? 1 : 0));
    return [charge(1, this.site()), set(this.pick(at.ints), call(id, [this.int(1), this.int(1), this.int(1)], outside, this.site()))];
  }

  #host(): Instruction[] {
    return [
      set(this.pick(at.ints), { kind: "hostCall", host: 0, arguments: [this.int(1), this.float(1), this.bool(1)], site: this.site() }),
      { kind: "evaluate", value: { kind: "hostCall", host: 1, arguments: [this.float(1)], site: this.site() } },
    ];
  }

  /** Seldom, so that programs come far; sometimes a fault that nothing catches. */
  #raise(): Instruction[] {
    const made: Instruction[] = [
      set(at.spare, { kind: "newRecord", type: testTypes.valueError, site: this.site() }),
      { kind: "setSlot", object: local(at.spare), slot: 0, representation: "ref", value: text(2) },
    ];
    const kind = this.random();
    const end: Instruction[] =
      kind < 0.1
        ? [{ kind: "uncaught", value: local(at.spare), site: this.site() }]
        : kind < 0.2
          ? [{ kind: "trap", code: "WG523", message: ["values ", this.int(1), " and ", this.float(1), " ", text(3)], site: this.site() }]
          : [{ kind: "raise", value: local(at.spare), site: this.site(), again: false }, set(at.spare, none), branch(outside)];
    return [when(op("i64.eq", op("i64.and", this.int(1), i64(3)), i64(1)), [...made, ...end])];
  }

  /** A block whose calls raise into it: takes what is pending, then drops it or raises it again. */
  #try(depth: number): Instruction[] {
    if (this.#id === 0) return [];
    const label = this.#labels++;
    const id = this.upTo(this.#id);
    return [
      block(
        label,
        ...this.#statements(2, depth - 1),
        set(this.pick(at.ints), call(id, [this.int(1), this.int(1), this.int(1)], label, this.site())),
      ),
      set(at.seen, { kind: "takePending" }),
      when(
        op("ref.isnull", local(at.seen)),
        [],
        [
          when(this.bool(2), [
            { kind: "raise", value: local(at.seen), site: this.site(), again: true },
            set(at.seen, none),
            branch(outside),
          ]),
          release(local(at.seen)),
          set(at.seen, none),
        ],
      ),
    ];
  }
}
