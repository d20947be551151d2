// A host that takes and gives one value of every kind, asks effects, and can
// misbehave in ways that no plugin can: what a bug in the compiled tier would
// let happen. Loaded by children of the pool and by tests in process alike.

import { defineHost } from "../../src/engine/host.ts";

const held: Uint8Array[] = [];

function grow(): number {
  for (;;) held.push(new Uint8Array(2 ** 24).fill(1));
}

function spin(): number {
  for (let turn = 0; ; turn++) if (turn < 0) return turn;
}

function overflow(depth: number): number {
  return overflow(depth + 1) + 1;
}

export default defineHost({
  name: "values",
  source: `
from dataclasses import dataclass

@dataclass
class Thing:
    name: str
    size: float
    count: int
    tags: set[str]
    places: dict[str, list[tuple[int, float]]]
    parent: int | None
`,
  modules: {
    board: { note: { parameters: { text: "str", weight: "float" }, effect: "reversible" } },
    trouble: {
      spin: { parameters: {}, result: "int", run: () => spin() },
      grow: { parameters: {}, result: "int", run: () => grow() },
      overflow: { parameters: {}, result: "int", run: () => overflow(0) },
      fail: {
        parameters: {},
        result: "int",
        run: () => {
          throw new Error("the host's own error");
        },
      },
    },
  },
  hooks: {
    change: { parameters: { t: "Thing", k: "int" }, result: "list[Thing]" },
    cell: { parameters: { x: "float", k: { type: "int", constant: true } }, result: "float", perCell: true },
    whole: { parameters: { x: "float" }, result: "int", perCell: true },
    word: { parameters: { x: "float" }, result: "str", perCell: true },
    number: { parameters: { k: "int" }, result: "int" },
  },
});
