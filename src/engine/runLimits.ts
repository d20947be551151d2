// What a caller may say about limits, and what becomes of it: every limit has
// a default, every limit is finite, none is above its hard maximum. The table
// is `base/limits.ts`.

import { limits, type Limit } from "../base/limits.ts";
import type { Budget } from "../ir/instance.ts";

/** Limits of one call; what is left out has its default. */
export interface RunLimits {
  /** Units of fuel. Default: 10 million a call, 100 million a `map`, 1,000 million a program. */
  readonly fuel?: number;
  /** Logical bytes alive at once. Default 64 MiB. */
  readonly memoryBytes?: number;
  /** Weighted frames. At most, and by default, 1,000. */
  readonly depth?: number;
  /** Bytes that a program prints. Default 1 MiB. */
  readonly outputBytes?: number;
  /** Bytes of one string, 4 a character. Default 8 MiB. */
  readonly stringBytes?: number;
  /** Calls of host functions. Default 10,000. */
  readonly hostCalls?: number;
  /** Bytes passed to and from host functions. Default 4 MiB. */
  readonly hostCallBytes?: number;
  /** Bytes of the result. Default 4 MiB. */
  readonly resultBytes?: number;
  /** Characters of one string in the result. Default 256. */
  readonly resultStringLength?: number;
  /** Lines that a hook's `print` leaves in the log. Default 100. */
  readonly logLines?: number;
  /** Bytes of one line of the log. Default 1 KiB. */
  readonly logLineBytes?: number;
  /** Bytes of the log of one call. Default 16 KiB. */
  readonly logBytes?: number;
}

export type LimitValues = Required<RunLimits>;

/** What is run decides how much fuel it has by default. */
export type RunKind = "call" | "map" | "program";

const tables: Readonly<Record<Exclude<keyof RunLimits, "fuel">, Limit>> = {
  memoryBytes: limits.memoryBytes,
  depth: limits.depth,
  outputBytes: limits.runOutputBytes,
  stringBytes: limits.stringBytes,
  hostCalls: limits.hostCalls,
  hostCallBytes: limits.hostCallBytes,
  resultBytes: limits.resultBytes,
  resultStringLength: limits.resultStringLength,
  logLines: limits.logLines,
  logLineBytes: limits.logLineBytes,
  logBytes: limits.logBytes,
};

const fuel: Readonly<Record<RunKind, Limit>> = { call: limits.fuelPerCall, map: limits.fuelPerChunk, program: limits.fuelPerRun };

const named = Object.entries(tables) as readonly (readonly [keyof typeof tables, Limit])[];

const defaults: Readonly<Record<RunKind, LimitValues>> = {
  call: defaultsOf("call"),
  map: defaultsOf("map"),
  program: defaultsOf("program"),
};

function defaultsOf(kind: RunKind): LimitValues {
  const values = named.map(([name, limit]) => [name, limit.default]);
  return Object.freeze({ fuel: fuel[kind].default, ...Object.fromEntries(values) }) as LimitValues;
}

/** Later ones win; throws `TypeError` or `RangeError` for a limit that is none. */
export function resolveLimits(kind: RunKind, ...given: readonly (RunLimits | undefined)[]): LimitValues {
  const said = given.filter((each) => each !== undefined);
  if (said.length === 0) return defaults[kind];
  const chosen: { -readonly [name in keyof LimitValues]: number } = { ...defaults[kind] };
  for (const each of said) {
    for (const name of Object.keys(each) as (keyof RunLimits)[]) {
      const value = each[name];
      if (value !== undefined) chosen[name] = requireLimit(name, value, limitOf(kind, name));
    }
  }
  return chosen;
}

function limitOf(kind: RunKind, name: keyof RunLimits): Limit {
  if (name === "fuel") return fuel[kind];
  if (!Object.hasOwn(tables, name)) throw new TypeError(`limits: there is no limit ${JSON.stringify(name)}`);
  return tables[name];
}

function requireLimit(name: string, value: unknown, { hardMax }: Limit): number {
  if (typeof value !== "number" || !Number.isInteger(value)) throw new TypeError(`limits.${name}: expected a whole number`);
  const most = hardMax ?? Number.MAX_SAFE_INTEGER;
  if (value < 0 || value > most) throw new RangeError(`limits.${name}: expected 0 to ${most}, found ${value}`);
  return value;
}

interface KnownBudget {
  readonly values: LimitValues;
  readonly budget: Budget;
}

/** Of the limits that came last, by kind: mostly the same come again. */
const last: { -readonly [kind in RunKind]: KnownBudget | null } = { call: null, map: null, program: null };

/** What an executor counts. `values` are never changed. */
export function budgetOf(values: LimitValues, kind: RunKind): Budget {
  let known = last[kind];
  if (known === null || known.values !== values) last[kind] = known = { values, budget: makeBudget(values, kind) };
  return known.budget;
}

/** A hook's print never stops it: the log is cut instead. */
function makeBudget(values: LimitValues, kind: RunKind): Budget {
  return {
    fuel: values.fuel,
    memoryBytes: values.memoryBytes,
    depth: values.depth,
    outputBytes: kind === "program" ? values.outputBytes : Number.MAX_SAFE_INTEGER,
    stringBytes: values.stringBytes,
    hostCalls: values.hostCalls,
  };
}
