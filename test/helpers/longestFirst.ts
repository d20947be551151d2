// The order of test files: those of workers of their own, then the longest
// first, so that none is left alone at the end. By times measured on an
// earlier run where there are any; on a fresh checkout by the list below.

import { BaseSequencer, type TestSpecification } from "vitest/node";

const longest = [
  "lang",
  "generated",
  "playground",
  "workshop-killed",
  "package",
  "workshop-pixels",
  "generated-budgets",
  "sandbox-hostile",
  "sandbox-protocol",
  "against-python",
  "stdlib",
  "generated-planted",
  "programs",
  "cli-programs",
  "world-golden",
  "scripts-python",
  "generated-coverage",
  "sandbox",
  "world-atlas",
  "world-seams",
  "tiers",
  "fusion",
  "workshop-imports",
  "sandbox-walls",
  "wasm-random",
  "ir-ahead",
  "cli-render",
  "engine-limits",
  "ir-elision",
];

export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    return sorted.toSorted((a, b) => rank(a) - rank(b));
  }
}

function rank({ moduleId, project }: TestSpecification): number {
  if (project.config.isolate) return -1;
  const name = moduleId.replace(/^.*\/|\.test\.ts$/g, "");
  const found = longest.indexOf(name);
  return found < 0 ? longest.length : found;
}
