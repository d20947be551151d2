// Random statements on references (texts, nodes, storages) that keep counts
// balanced: what a local holds it owns, and nothing is used where it is None.

import type { Expression, Instruction } from "../../src/ir/ir.ts";
import { i32, i64, local, none, op, release, retain, set, testTypes, text, when } from "./ir.ts";
import { at, ExpressionMaker } from "./randomExpressions.ts";

export class ReferenceMaker extends ExpressionMaker {
  /** Runs `then` where the reference is not None. */
  ifThere(id: number, ...then: Instruction[]): Instruction {
    return when(op("ref.isnull", local(id)), [], then);
  }

  /** `id` takes over what stands in the spare local. */
  takeSpare(id: number): Instruction[] {
    return [release(local(id)), set(id, local(at.spare)), set(at.spare, none)];
  }

  makeInto(id: number, value: Expression, ...fill: Instruction[]): Instruction[] {
    return [set(at.spare, value), ...fill, ...this.takeSpare(id)];
  }

  /** One more owner into `to`. */
  share(to: number, value: Expression): Instruction[] {
    return this.makeInto(to, value, retain(local(at.spare)));
  }

  global(): Instruction[] {
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

  text(): Instruction[] {
    const a = this.pick(at.texts);
    const b = this.pick(at.texts);
    const length = op("i32.from_i64", op("i64.and", this.int(1), i64(7)));
    const into = this.pick(at.ints);
    return this.pick<() => Instruction[]>([
      () => this.share(a, text(this.upTo(4))),
      () => this.share(a, local(b)),
      () => this.share(a, { kind: "moduleName" }),
      () => this.makeInto(a, { kind: "newText", length, site: this.site() }),
      () =>
        this.makeInto(
          a,
          { kind: "newText", length: i32(2), site: this.site() },
          { kind: "setCode", text: local(at.spare), index: i32(1), code: i32(0x1f600) },
        ),
      () => this.makeInto(a, { kind: "characterText", code: i32(this.pick([0, 65, 255, 256, 0x1f600])), site: this.site() }),
      () => [this.ifThere(a, this.ifThere(b, set(a, { kind: "appendText", left: local(a), right: local(b), site: this.site() })))],
      () => [this.ifThere(a, set(into, { kind: "textHash", text: local(a) }))],
      () => [this.ifThere(a, this.ifThere(b, set(into, op("i64.from_i32_s", { kind: "textCompare", left: local(a), right: local(b) }))))],
      () => [this.ifThere(a, this.ifThere(b, set(this.pick(at.bools), { kind: "textEqual", left: local(a), right: local(b) })))],
      () => [
        this.ifThere(
          a,
          this.ifThere(
            b,
            set(into, op("i64.from_i32_u", { kind: this.pick(["equalWork", "compareWork"] as const), left: local(a), right: local(b) })),
          ),
        ),
      ],
      () => [this.ifThere(a, { kind: "print", text: local(a), site: this.site() })],
      () => [
        this.ifThere(
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

  node(): Instruction[] {
    const a = this.pick(at.nodes);
    const b = this.pick(at.nodes);
    return this.pick<() => Instruction[]>([
      () =>
        this.makeInto(
          a,
          { kind: "newRecord", type: testTypes.node, site: this.site() },
          { kind: "setSlot", object: local(at.spare), slot: 0, representation: "i64", value: this.int(2) },
        ),
      () =>
        this.makeInto(a, { kind: "newRecord", type: testTypes.node, site: this.site() }, retain(local(b)), {
          kind: "setSlot",
          object: local(at.spare),
          slot: 1,
          representation: "ref",
          value: local(b),
        }),
      () => [this.ifThere(a, ...this.share(at.nodes[0], { kind: "slot", object: local(a), slot: 1, representation: "ref" }))],
      () => [this.ifThere(a, set(this.pick(at.ints), { kind: "slot", object: local(a), slot: 0, representation: "i64" }))],
      () => [this.ifThere(a, set(this.pick(at.ints), op("i64.from_i32_u", { kind: "typeId", object: local(a) })))],
      () => [this.ifThere(a, set(this.pick(at.bools), { kind: "isResident", object: local(a) }))],
      () => [release(local(a)), set(a, none)],
    ])();
  }

  /** An index into the storage of that local, which is not None and not empty. */
  index(id: number): Expression {
    return op("i32.from_i64", op("i64.rem_u", this.int(1), op("i64.from_i32_u", { kind: "length", object: local(id) })));
  }

  ifFilled(id: number, ...then: Instruction[]): Instruction {
    return this.ifThere(id, when({ kind: "length", object: local(id) }, then));
  }

  storage(): Instruction[] {
    const id = at.integers;
    const length = op("i32.from_i64", op("i64.and", this.int(1), i64(this.random() < 0.9 ? 15 : 0xffff)));
    const index = this.index(id);
    const half = op("i32.from_i64", op("i64.shr_u", op("i64.from_i32_u", { kind: "length", object: local(id) }), i64(1)));
    return this.pick<() => Instruction[]>([
      () => this.makeInto(id, { kind: "newStorage", type: testTypes.integers, length, site: this.site() }),
      () => [this.ifFilled(id, { kind: "setElement", storage: local(id), index, representation: "i64", value: this.int(2) })],
      () => [this.ifFilled(id, set(this.pick(at.ints), { kind: "element", storage: local(id), index, representation: "i64" }))],
      () => [
        this.ifFilled(id, {
          kind: "fillElements",
          storage: local(id),
          start: half,
          count: half,
          value: this.int(1),
          representation: "i64",
        }),
      ],
      () => [
        this.ifFilled(id, {
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

  referenceStorage(): Instruction[] {
    const id = at.references;
    const index = this.index(id);
    const old: Expression = { kind: "element", storage: local(id), index, representation: "ref" };
    const a = this.pick(at.texts);
    return this.pick<() => Instruction[]>([
      () => this.makeInto(id, { kind: "newStorage", type: testTypes.references, length: i32(1 + this.upTo(5)), site: this.site() }),
      () => [
        this.ifFilled(
          id,
          set(at.spare, old),
          retain(local(a)),
          { kind: "setElement", storage: local(id), index, representation: "ref", value: local(a) },
          release(local(at.spare)),
          set(at.spare, none),
        ),
      ],
      () => [this.ifFilled(id, ...this.share(a, old))],
      () => [
        this.ifFilled(
          id,
          { kind: "releaseRange", storage: local(id), start: i32(0), count: i32(1) },
          { kind: "fillElements", storage: local(id), start: i32(0), count: i32(1), value: none, representation: "ref" },
        ),
      ],
      () => [
        this.ifFilled(
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
          ...this.takeSpare(id),
        ),
      ],
    ])();
  }
}
