// What a stepper sees: at each statement of the author's, its site and the
// frames with their named locals. Used by the REPL and the playground.

import type { MachineValue } from "../ir/instance.ts";
import type { Representation, SiteId } from "../ir/ir.ts";
import { frameWords, type Machine } from "./machine.ts";
import { readRegister } from "./running.ts";

/** Called at each statement, before it runs. Throwing from it ends the run with that error. */
export type StatementObserver = (site: SiteId, machine: Machine) => void;

export interface ObservedLocal {
  readonly name: string;
  readonly representation: Representation;
  readonly value: MachineValue;
}

export interface ObservedFrame {
  readonly function: string;
  readonly isLibrary: boolean;
  readonly locals: readonly ObservedLocal[];
}

/** All frames, innermost first. References are addresses in the instance's memory, borrowed for the moment. */
export function observedFrames(machine: Machine): ObservedFrame[] {
  const frames: ObservedFrame[] = [];
  let base = machine.base;
  for (let top = machine.frameTop - frameWords; top >= 0; top -= frameWords) {
    frames.push(observedFrame(machine, machine.frames[top + 2]!, base));
    base = machine.frames[top + 1]!;
  }
  return frames;
}

/** The frame that runs. */
export function innermostFrame(machine: Machine): ObservedFrame {
  return observedFrame(machine, machine.frames[machine.frameTop - frameWords + 2]!, machine.base);
}

/** How many calls of the author's own functions are under way. */
export function authorDepth(machine: Machine): number {
  let depth = 0;
  for (let top = machine.frameTop - frameWords; top >= 0; top -= frameWords) {
    if (!machine.module.functions[machine.frames[top + 2]!]!.isLibrary) depth++;
  }
  return depth;
}

function observedFrame(machine: Machine, id: number, base: number): ObservedFrame {
  const of = machine.module.functions[id]!;
  const locals = of.locals.flatMap(({ name, representation }, i) =>
    name === null ? [] : [{ name, representation, value: readRegister(machine, base + i, representation) }],
  );
  return { function: of.name, isLibrary: of.isLibrary, locals };
}
