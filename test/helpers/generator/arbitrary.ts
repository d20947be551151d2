// Generated programs as values of fast-check: from a seed of its own, and made
// smaller by taking statements and expressions away.

import fc from "fast-check";
import { randomOf } from "../randomExpressions.ts";
import { tags } from "./batch.ts";
import { makeProgram } from "./program.ts";
import type { GeneratedProgram } from "./program.ts";
import { smallerBlocks } from "./tree.ts";

/** What kind of program a seed gives: all of it follows from the seed. */
export function programOf(
  seed: number,
  tag = "a",
  traits: { readonly forPython?: boolean; readonly isScript?: boolean; readonly size?: number } = {},
): GeneratedProgram {
  const random = randomOf(seed);
  const forPython = traits.forPython ?? random() < 0.6;
  const edges = random() < 0.25 ? 0.12 : 0.01;
  const size = traits.size ?? 3 + Math.floor(random() * 5);
  return makeProgram(random, { forPython, edges, tag, size, isScript: traits.isScript === true });
}

/** Programs `first`, `first + 1` ... with names of their own each. */
export function batchOf(first: number, count: number): GeneratedProgram[] {
  return Array.from({ length: count }, (_, index) => programOf(first + index, tags[index] ?? "a"));
}

function* smallerPrograms(program: GeneratedProgram): Generator<GeneratedProgram> {
  for (const statements of smallerBlocks(program.statements)) yield { ...program, statements };
}

/** First one program alone, then less of each. */
function* smallerBatches(batch: readonly GeneratedProgram[]): Generator<readonly GeneratedProgram[]> {
  if (batch.length > 1) for (const one of batch) yield [one];
  else for (const one of batch) for (const smaller of smallerPrograms(one)) yield [smaller];
}

/** Several programs for one module. */
export class BatchArbitrary extends fc.Arbitrary<readonly GeneratedProgram[]> {
  readonly #make: (seed: number) => readonly GeneratedProgram[];

  constructor(make: (seed: number) => readonly GeneratedProgram[]) {
    super();
    this.#make = make;
  }

  override generate(random: fc.Random): fc.Value<readonly GeneratedProgram[]> {
    return new fc.Value(this.#make(random.nextInt(0, 2 ** 31 - 1)), undefined);
  }

  override canShrinkWithoutContext(value: unknown): value is readonly GeneratedProgram[] {
    return Array.isArray(value);
  }

  override shrink(value: readonly GeneratedProgram[]): fc.Stream<fc.Value<readonly GeneratedProgram[]>> {
    return fc.stream(smallerBatches(value)).map((batch) => new fc.Value(batch, undefined));
  }
}

/** The smallest program found that still `fails`, trying at most so many. */
export function reduceProgram(program: GeneratedProgram, fails: (smaller: GeneratedProgram) => boolean, most = 3000): GeneratedProgram {
  let [best, left] = [program, most];
  for (let isSmaller = true; isSmaller && left > 0;) {
    isSmaller = false;
    for (const smaller of smallerPrograms(best)) {
      if (left-- <= 0) break;
      if (!fails(smaller)) continue;
      best = smaller;
      isSmaller = true;
      break;
    }
  }
  return best;
}
