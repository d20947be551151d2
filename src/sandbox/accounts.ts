// Inside a child: what the steps of one request spent, by plugin. Requests are
// advanced in turn and each step runs alone, so the account that is open when a
// run ends is that of the request which made it.

import type { Fault } from "../engine/fault.ts";
import { watchRuns } from "../engine/runWatch.ts";
import type { PluginCost } from "./answers.ts";
import type { StepKind } from "./messages.ts";

type Account = Map<string, { fuel: number; peakBytes: number; fault: Fault | null }>;

let open: Account | null = null;

/** From now on; once for the process. */
export function keepAccounts(): void {
  watchRuns((plugin, { fuelUsed, peakBytes, fault = null }) => {
    if (open === null) return;
    const before = open.get(plugin) ?? { fuel: 0, peakBytes: 0, fault: null };
    const after = { fuel: before.fuel + fuelUsed, peakBytes: Math.max(before.peakBytes, peakBytes), fault: before.fault ?? fault };
    open.set(plugin, after);
  });
}

/** The same steps; in place of which plugins are attached, the answer says what each of them that ran has cost. */
export function* counted<Answer extends { readonly plugins: readonly string[] }>(
  steps: Generator<StepKind, Answer>,
): Generator<StepKind, Omit<Answer, "plugins"> & { readonly costs: readonly PluginCost[] }> {
  const account: Account = new Map();
  for (;;) {
    const next = stepFor(account, steps);
    if (next.done !== true) {
      yield next.value;
      continue;
    }
    const { plugins, ...answer } = next.value;
    return { ...answer, costs: [...account].filter(([hash]) => plugins.includes(hash)).map(([plugin, cost]) => ({ plugin, ...cost })) };
  }
}

function stepFor<Answer>(account: Account, steps: Generator<StepKind, Answer>): IteratorResult<StepKind, Answer> {
  open = account;
  try {
    return steps.next();
  } finally {
    open = null;
  }
}
