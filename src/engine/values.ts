// Values as they stand outside a plugin, and the two ways a value can be
// refused at the border.
//
//   wgen          JavaScript                              JSON
//   int           number when safe, else bigint           number, decimal string above 2^53
//   float         number                                  number, "NaN", "Infinity", "-Infinity"
//   str           string                                  string
//   bool, None    boolean, null                           true, false, null
//   list, tuple   array                                   array
//   dict          Map                                     object when keys are str, else pairs
//   set           Set                                     array
//   record        frozen object without a prototype       object
//   enum          the member's name                       string
//   Array         { shape, data: typed array }            { shape, data: array }
//
// Nothing is shared with the plugin: values cross as copies, both ways.

/** A value that came out of a plugin. What goes in is `unknown` and is checked against the type. */
export type Value =
  | null
  | boolean
  | number
  | bigint
  | string
  | readonly Value[]
  | ReadonlyMap<Value, Value>
  | ReadonlySet<Value>
  | ArrayValue
  | RecordValue;

/** Fields by name; frozen, without a prototype. */
export interface RecordValue {
  readonly [field: string]: Value;
}

export type ArrayData = Float64Array | BigInt64Array | Uint8Array;

/** An `Array` of wgen (numpy's ndarray): elements in row-major order. */
export interface ArrayValue {
  readonly shape: readonly number[];
  readonly data: ArrayData;
}

/** How deep values may nest: records in lists in records. */
export const deepestValue = 100;

/** A value that does not fit its type. Public calls turn it into a `TypeError`: the caller's mistake. */
export class MisfitError extends Error {
  /** Innermost last. */
  readonly path: (string | number)[] = [];

  /** `args.c.elevation: expected a number`. */
  describe(root: string): string {
    const parts = this.path.toReversed().map((part) => (typeof part === "number" ? `[${part}]` : `.${part}`));
    return `${root}${parts.join("")}: ${this.message}`;
  }
}

/** A result beyond a limit of the border. Public calls turn it into a fault with code WG607. */
export class OversizeError extends Error {}

/** Runs `work` on a part of a value; a misfit inside gets this step in its path. */
export function within<Result>(step: string | number, work: () => Result): Result {
  try {
    return work();
  } catch (error) {
    throw underStep(error, step);
  }
}

/** What was thrown for a part; a misfit has this step in its path. */
export function underStep(error: unknown, step: string | number): unknown {
  if (error instanceof MisfitError) error.path.push(step);
  return error;
}

/** What a value is, for messages: never its content, which may be large or secret. */
export function describeValue(value: unknown): string {
  if (value === null) return "null";
  if (value === undefined) return "nothing";
  if (Array.isArray(value)) return "an array";
  return typeof value === "object" ? "an object" : `a ${typeof value}`;
}

export function misfit(expected: string, found: unknown): MisfitError {
  return new MisfitError(`expected ${expected}, found ${describeValue(found)}`);
}

/** Runs `work` on what the caller gave; a misfit is its mistake: `TypeError` with the path from `root`. */
export function orMisuse<Result>(root: string, work: () => Result): Result {
  try {
    return work();
  } catch (error) {
    if (error instanceof MisfitError) throw new TypeError(error.describe(root));
    throw error;
  }
}
