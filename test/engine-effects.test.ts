// What becomes of effects: reversible ones all or none with an inverse,
// outward ones by their grant.

import { describe, expect, test } from "vitest";
import { applyEffects, settleEffects, undoEffects, type Effect, type Grant } from "wgen";

const effect = (name: string, kind: Effect["kind"], ...values: string[]): Effect => ({ name, kind, arguments: values, state: "proposed" });

interface Board {
  readonly notes: readonly string[];
}

function addNote(draft: Board, { arguments: [note] }: Effect): void {
  if (typeof note !== "string" || note === "bad") throw new Error("no such note");
  (draft.notes as string[]).push(note);
}

describe("reversible effects on a document", () => {
  const board: Board = { notes: ["first"] };

  test("are applied in order, and undone", () => {
    const applied = applyEffects(
      board,
      [effect("add", "reversible", "a"), effect("mail", "outward"), effect("add", "reversible", "b")],
      addNote,
    );
    expect(applied.document).toEqual({ notes: ["first", "a", "b"] });
    expect(applied.effects.map((each) => each.state)).toEqual(["applied", "proposed", "applied"]);
    expect(applied.patches).not.toHaveLength(0);
    expect(board.notes).toEqual(["first"]);
    const undone = undoEffects(applied.document, applied);
    expect(undone.document).toEqual(board);
    expect(undone.effects.map((each) => each.state)).toEqual(["undone", "proposed", "undone"]);
  });

  test("one that fails takes all with it", () => {
    const refused = applyEffects(board, [effect("add", "reversible", "a"), effect("add", "reversible", "bad")], addNote);
    expect(refused).toMatchObject({ document: board, patches: [], inverse: [], refusal: "no such note" });
    expect(refused.document).toBe(board);
    expect(refused.effects.map((each) => each.state)).toEqual(["refused", "refused"]);
  });
});

describe("settling", () => {
  function settle(grant: Grant, failing: string): { states: string[]; done: string[]; queued: string[] } {
    const done: string[] = [];
    const queued: string[] = [];
    const effects = [effect("a", "reversible"), effect("mail", "outward"), effect("b", "reversible")];
    const settled = settleEffects(effects, {
      apply({ name }) {
        if (name === failing) throw new Error("no");
        done.push(name);
      },
      undo: ({ name }) => void done.splice(done.indexOf(name), 1),
      grant: () => grant,
      queue: ({ name }) => void queued.push(name),
    });
    return { states: settled.map((each) => each.state), done, queued };
  }

  test("outward effects go by their grant", () => {
    expect(settle("always", "")).toEqual({ states: ["applied", "applied", "applied"], done: ["a", "b"], queued: ["mail"] });
    expect(settle("confirm", "")).toEqual({ states: ["applied", "held", "applied"], done: ["a", "b"], queued: [] });
    expect(settle("never", "")).toEqual({ states: ["applied", "refused", "applied"], done: ["a", "b"], queued: [] });
  });

  test("nothing goes out where a reversible one fails", () => {
    expect(settle("always", "b")).toEqual({ states: ["refused", "refused", "refused"], done: [], queued: [] });
  });
});
