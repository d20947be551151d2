// The loops over all items of a shape, axis in axis. Where all arrays lie one
// item behind the other, the axes are one long row. Along the last axis of a
// rolled array the row is cut where it goes round, so that inside each piece
// items follow each other; the innermost loop is marked as independent, and
// the compiled tier may run several of its turns at once.

import { choose, element, i32, local, operation } from "./build.ts";
import type { FunctionBuilder } from "./functionBuilder.ts";
import type { Shape, Track, Turn } from "./fusionShapes.ts";
import type { Expression, Instruction, LocalId, Representation } from "./ir.ts";

export interface Read {
  readonly track: Track;
  readonly representation: Representation;
  /** Where the item is put for the body. */
  readonly item: LocalId;
}

export interface Nest {
  readonly reads: readonly Read[];
  readonly write: Track;
  readonly representation: Representation;
  /** From the items to `value`; the same instructions for every item. */
  readonly body: readonly Instruction[];
  readonly value: Expression;
  /** The body is one that can be done for two items at once. */
  readonly isVector: boolean;
}

/** How often each loop of the nest turns, as i32 locals; to be made before the work is paid for. */
export function loopCounts(f: FunctionBuilder, shape: Shape, size: LocalId, tracks: readonly Track[]): readonly LocalId[] {
  const counts = shape.map((count) => narrow(f, local(count)));
  if (counts.length < 2 || tracks.some((track) => track.turns !== null)) return counts;
  const isRow = tracks.flatMap((track) => counts.slice(1).map((count, axis) => followsOn(track, axis, count)));
  f.emit({
    kind: "if",
    test: isRow.reduce((a, b) => operation("i32.and", a, b)),
    then: f.arm(() => {
      for (const [axis, count] of counts.entries())
        f.setLocal(count, axis === counts.length - 1 ? operation("i32.from_i64", local(size)) : i32(1));
    }),
    else: [],
  });
  return counts;
}

function followsOn(track: Track, axis: number, nextCount: LocalId): Expression {
  const [own, next] = [track.strides[axis] ?? 0, track.strides[axis + 1] ?? 0];
  return operation("i32.eq", local(own), operation("i32.mul", local(next), local(nextCount)));
}

function narrow(f: FunctionBuilder, value: Expression): LocalId {
  return keep(f, operation("i32.from_i64", value));
}

function keep(f: FunctionBuilder, value: Expression): LocalId {
  const target = f.temporary("i32");
  f.setLocal(target, value);
  return target;
}

function tracksOf(nest: Nest): readonly Track[] {
  return [...nest.reads.map((read) => read.track), nest.write];
}

export function emitNest(f: FunctionBuilder, nest: Nest, counts: readonly LocalId[]): void {
  emitAxis(
    f,
    nest,
    counts,
    0,
    tracksOf(nest).map((track) => track.offset),
  );
}

/** `positions`: by track, of the first item of this axis. */
function emitAxis(f: FunctionBuilder, nest: Nest, counts: readonly LocalId[], axis: number, positions: readonly LocalId[]): void {
  const count = counts[axis] ?? 0;
  if (axis === counts.length - 1) return emitRow(f, nest, axis, count, positions);
  const index = keep(f, i32(0));
  emitLoop(f, operation("i32.ge_s", local(index), local(count)), false, () => {
    const next = tracksOf(nest).map((track, at) => {
      const turned = turnedIndex(index, track.turns?.[axis] ?? null);
      return keep(f, advance(positions[at] ?? 0, turned, track.strides[axis] ?? 0));
    });
    emitAxis(f, nest, counts, axis + 1, next);
    f.setLocal(index, operation("i32.add", local(index), i32(1)));
  });
}

function advance(position: LocalId, index: Expression, stride: LocalId): Expression {
  return operation("i32.add", local(position), operation("i32.mul", index, local(stride)));
}

/** Where item `index` of a rolled axis stands in what was rolled. */
function turnedIndex(index: LocalId, turn: Turn | null): Expression {
  if (turn === null) return local(index);
  const moved = operation("i32.sub", local(index), local(turn.shift));
  const wraps = operation("i32.lt_s", local(index), local(turn.shift));
  return operation("i32.add", moved, choose(wraps, local(turn.count), i32(0), "i32"));
}

/** `lower` writes one turn. */
function emitLoop(f: FunctionBuilder, isDone: Expression, isIndependent: boolean, lower: () => void): void {
  const [end, head] = [f.newLabel(), f.newLabel()];
  const body = f.arm(lower);
  const turn: Instruction[] = [
    { kind: "if", test: isDone, then: [{ kind: "branch", label: end }], else: [] },
    ...body,
    { kind: "branch", label: head },
  ];
  const loop: Instruction = { kind: "loop", label: head, body: turn, ...(isIndependent ? { isIndependent } : {}) };
  f.emit({ kind: "block", label: end, body: [loop] });
}

function emitRow(f: FunctionBuilder, nest: Nest, axis: number, count: LocalId, positions: readonly LocalId[]): void {
  const tracks = tracksOf(nest);
  const turns = tracks.map((track) => track.turns?.[axis] ?? null);
  if (turns.every((turn) => turn === null)) return emitItems(f, nest, axis, count, positions);
  const from = keep(f, i32(0));
  emitLoop(f, operation("i32.ge_s", local(from), local(count)), false, () => {
    const to = keep(f, local(count));
    for (const turn of turns) {
      if (turn === null) continue;
      const ends = operation(
        "i32.and",
        operation("i32.lt_s", local(from), local(turn.shift)),
        operation("i32.gt_s", local(to), local(turn.shift)),
      );
      f.setLocal(to, choose(ends, local(turn.shift), local(to), "i32"));
    }
    const pieces = tracks.map((track, at) =>
      keep(f, advance(positions[at] ?? 0, turnedIndex(from, turns[at] ?? null), track.strides[axis] ?? 0)),
    );
    emitItems(f, nest, axis, keep(f, operation("i32.sub", local(to), local(from))), pieces);
    f.setLocal(from, local(to));
  });
}

function emitItems(f: FunctionBuilder, nest: Nest, axis: number, count: LocalId, positions: readonly LocalId[]): void {
  const index = keep(f, i32(0));
  emitLoop(f, operation("i32.ge_s", local(index), local(count)), nest.isVector, () => {
    for (const [at, { track, representation, item }] of nest.reads.entries()) {
      const place = advance(positions[at] ?? 0, local(index), track.strides[axis] ?? 0);
      f.setLocal(item, element(local(track.data), place, representation));
    }
    for (const instruction of nest.body) f.emit(instruction);
    const place = advance(positions.at(-1) ?? 0, local(index), nest.write.strides[axis] ?? 0);
    const { representation, value } = nest;
    f.emit({ kind: "setElement", storage: local(nest.write.data), index: place, representation, value });
    f.setLocal(index, operation("i32.add", local(index), i32(1)));
  });
}
