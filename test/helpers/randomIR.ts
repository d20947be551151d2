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
import { at, ExpressionMaker, locals, outside, parameters, randomOf } from "./randomExpressions.ts";

export function randomModule(seed: number): IRModule {
  const random = randomOf(seed);
  const functions: Omit<IRFunction, "id">[] = [];
  for (let id = 0; id < 3; id++) functions.push(new FunctionMaker(random, id).make());
  return moduleOf(functions, {
    texts: ["", "a", "hello", "h\u00e9llo \u{1f600}"],
    globals: "IFBR",
    hosts: [
      { name: "mix", parameters: ["i64", "f64", "i32"], result: "i64" },
      { name: "note", parameters: ["f64"], result: null },
    ],
  });
}

class FunctionMaker extends ExpressionMaker {
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

  /** Mostly there is something to work on. */
  #beginning(): Instruction[] {
    const fill = Array.from({ length: 6 }, (_, index): Instruction => {
      return { kind: "setElement", storage: local(at.integers), index: i32(index), representation: "i64", value: i64(11 * index + 3) };
    });
    return this.random() < 0.2
      ? []
      : [
          ...this.#make(at.integers, { kind: "newStorage", type: testTypes.integers, length: i32(9), site: this.site() }),
          ...fill,
          ...this.#make(at.references, { kind: "newStorage", type: testTypes.references, length: i32(4), site: this.site() }),
          ...this.#share(at.texts[0], text(this.upTo(4))),
          ...this.#make(at.texts[1], { kind: "newText", length: i32(3), site: this.site() }),
          ...[0, 2].flatMap((index): Instruction[] => [
            retain(local(at.texts[1])),
            { kind: "setElement", storage: local(at.references), index: i32(index), representation: "ref", value: local(at.texts[1]) },
          ]),
          set(at.floats[0], f64(3.7)),
          set(at.floats[1], f64(-0.6)),
          ...this.#node(),
          ...this.#referenceStorage(),
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
      ...at.bools.map((id) => mix(op("i64.from_i32_u", local(id)))),
      ...at.texts.map((id) => this.#ifThere(id, mix({ kind: "textHash", text: local(id) }))),
      ...at.nodes.map((id) => this.#ifThere(id, mix({ kind: "slot", object: local(id), slot: 0, representation: "i64" }))),
      this.#ifThere(at.integers, set(counter, i64(0)), count(this.#labels++ * 2 + 1000, counter, length, mix(each))),
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
      () => this.#global(),
      () => this.#text(),
      () => this.#text(),
      () => this.#node(),
      () => this.#storage(),
      () => this.#storage(),
      () => this.#referenceStorage(),
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

  // --------------------------------------------------------------- references

  /** Runs `then` where the reference is not None. */
  #ifThere(id: number, ...then: Instruction[]): Instruction {
    return when(op("ref.isnull", local(id)), [], then);
  }

  /** `id` takes over what stands in the spare local. */
  #takeSpare(id: number): Instruction[] {
    return [release(local(id)), set(id, local(at.spare)), set(at.spare, none)];
  }

  #make(id: number, value: Expression, ...fill: Instruction[]): Instruction[] {
    return [set(at.spare, value), ...fill, ...this.#takeSpare(id)];
  }

  /** One more owner into `to`. */
  #share(to: number, value: Expression): Instruction[] {
    return this.#make(to, value, retain(local(at.spare)));
  }

  #global(): Instruction[] {
    return this.pick<() => Instruction[]>([
      () => [{ kind: "setGlobal", global: 0, value: this.int(2) }],
      () => [{ kind: "setGlobal", global: 1, value: this.float(2) }],
      () => [{ kind: "setGlobal", global: 2, value: this.bool(2) }],
      () =>
        [
          set(at.spare, { kind: "global", global: 3 }),
          retain(local(this.pick(at.texts))),
          release(local(at.spare)),
          set(at.spare, none),
        ].slice(0, 0),
    ])();
  }

  #text(): Instruction[] {
    const a = this.pick(at.texts);
    const b = this.pick(at.texts);
    const length = op("i32.from_i64", op("i64.and", this.int(1), i64(7)));
    const into = this.pick(at.ints);
    return this.pick<() => Instruction[]>([
      () => this.#share(a, text(this.upTo(4))),
      () => this.#share(a, local(b)),
      () => this.#share(a, { kind: "moduleName" }),
      () => this.#make(a, { kind: "newText", length, site: this.site() }),
      () =>
        this.#make(
          a,
          { kind: "newText", length: i32(2), site: this.site() },
          { kind: "setCode", text: local(at.spare), index: i32(1), code: i32(0x1f600) },
        ),
      () => this.#make(a, { kind: "characterText", code: i32(this.pick([0, 65, 255, 256, 0x1f600])), site: this.site() }),
      () => [this.#ifThere(a, this.#ifThere(b, set(a, { kind: "appendText", left: local(a), right: local(b), site: this.site() })))],
      () => [this.#ifThere(a, set(into, { kind: "textHash", text: local(a) }))],
      () => [this.#ifThere(a, this.#ifThere(b, set(into, op("i64.from_i32_s", { kind: "textCompare", left: local(a), right: local(b) }))))],
      () => [this.#ifThere(a, this.#ifThere(b, set(this.pick(at.bools), { kind: "textEqual", left: local(a), right: local(b) })))],
      () => [this.#ifThere(a, { kind: "print", text: local(a), site: this.site() })],
      () => [
        this.#ifThere(
          a,
          when(
            op("i32.eqz", { kind: "length", object: local(a) }),
            [],
            [set(into, op("i64.from_i32_u", { kind: "code", text: local(a), index: i32(0) }))],
          ),
        ),
      ],
    ])();
  }

  #node(): Instruction[] {
    const a = this.pick(at.nodes);
    const b = this.pick(at.nodes);
    return this.pick<() => Instruction[]>([
      () =>
        this.#make(
          a,
          { kind: "newRecord", type: testTypes.node, site: this.site() },
          { kind: "setSlot", object: local(at.spare), slot: 0, representation: "i64", value: this.int(2) },
        ),
      () =>
        this.#make(a, { kind: "newRecord", type: testTypes.node, site: this.site() }, retain(local(b)), {
          kind: "setSlot",
          object: local(at.spare),
          slot: 1,
          representation: "ref",
          value: local(b),
        }),
      () => [this.#ifThere(a, ...this.#share(at.nodes[0], { kind: "slot", object: local(a), slot: 1, representation: "ref" }))],
      () => [this.#ifThere(a, set(this.pick(at.ints), { kind: "slot", object: local(a), slot: 0, representation: "i64" }))],
      () => [this.#ifThere(a, set(this.pick(at.ints), op("i64.from_i32_u", { kind: "typeId", object: local(a) })))],
      () => [this.#ifThere(a, set(this.pick(at.bools), { kind: "isResident", object: local(a) }))],
      () => [release(local(a)), set(a, none)],
    ])();
  }

  /** An index into the storage of that local, which is not None and not empty. */
  #index(id: number): Expression {
    return op("i32.from_i64", op("i64.rem_u", this.int(1), op("i64.from_i32_u", { kind: "length", object: local(id) })));
  }

  #ifFilled(id: number, ...then: Instruction[]): Instruction {
    return this.#ifThere(id, when({ kind: "length", object: local(id) }, then));
  }

  #storage(): Instruction[] {
    const id = at.integers;
    const length = op("i32.from_i64", op("i64.and", this.int(1), i64(this.random() < 0.9 ? 15 : 0xffff)));
    const index = this.#index(id);
    const half = op("i32.from_i64", op("i64.shr_u", op("i64.from_i32_u", { kind: "length", object: local(id) }), i64(1)));
    return this.pick<() => Instruction[]>([
      () => this.#make(id, { kind: "newStorage", type: testTypes.integers, length, site: this.site() }),
      () => [this.#ifFilled(id, { kind: "setElement", storage: local(id), index, representation: "i64", value: this.int(2) })],
      () => [this.#ifFilled(id, set(this.pick(at.ints), { kind: "element", storage: local(id), index, representation: "i64" }))],
      () => [
        this.#ifFilled(id, {
          kind: "fillElements",
          storage: local(id),
          start: half,
          count: half,
          value: this.int(1),
          representation: "i64",
        }),
      ],
      () => [
        this.#ifFilled(id, {
          kind: "copyElements",
          to: local(id),
          at: half,
          from: local(id),
          start: i32(0),
          count: half,
          representation: "i64",
        }),
      ],
    ])();
  }

  #referenceStorage(): Instruction[] {
    const id = at.references;
    const index = this.#index(id);
    const old: Expression = { kind: "element", storage: local(id), index, representation: "ref" };
    const a = this.pick(at.texts);
    return this.pick<() => Instruction[]>([
      () => this.#make(id, { kind: "newStorage", type: testTypes.references, length: i32(1 + this.upTo(5)), site: this.site() }),
      () => [
        this.#ifFilled(
          id,
          set(at.spare, old),
          retain(local(a)),
          { kind: "setElement", storage: local(id), index, representation: "ref", value: local(a) },
          release(local(at.spare)),
          set(at.spare, none),
        ),
      ],
      () => [this.#ifFilled(id, ...this.#share(a, old))],
      () => [
        this.#ifFilled(
          id,
          { kind: "releaseRange", storage: local(id), start: i32(0), count: i32(1) },
          { kind: "fillElements", storage: local(id), start: i32(0), count: i32(1), value: none, representation: "ref" },
        ),
      ],
      () => [
        this.#ifFilled(
          id,
          set(at.spare, {
            kind: "newStorage",
            type: testTypes.references,
            length: { kind: "length", object: local(id) },
            site: this.site(),
          }),
          {
            kind: "copyElements",
            to: local(at.spare),
            at: i32(0),
            from: local(id),
            start: i32(0),
            count: { kind: "length", object: local(id) },
            representation: "ref",
          },
          { kind: "retainRange", storage: local(at.spare), start: i32(0), count: { kind: "length", object: local(id) } },
          ...this.#takeSpare(id),
        ),
      ],
    ])();
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
