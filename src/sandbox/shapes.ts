// What a decoded value must look like. A shape takes what a child sent and
// gives it back as the type that it promises, newly made field by field, or
// throws; a field too many is as wrong as a field too few.

import { isTypedArray, lengthOfTyped } from "../engine/ownData.ts";

/** The child sent something that its message does not allow. */
export class ShapeError extends Error {}

export type Shape<T> = (value: unknown, path: string) => T;

function wrong(path: string, expected: string): ShapeError {
  return new ShapeError(`${path}: expected ${expected}`);
}

/** At most so many UTF-16 units. */
export function text(most: number): Shape<string> {
  return (value, path) => {
    if (typeof value !== "string" || value.length > most) throw wrong(path, `a text of at most ${most}`);
    return value;
  };
}

/** Any float, not-a-number included. */
export const float: Shape<number> = (value, path) => {
  if (typeof value !== "number") throw wrong(path, "a number");
  return value;
};

export function whole(least: number, most: number): Shape<number> {
  return (value, path) => {
    if (typeof value !== "number" || !Number.isInteger(value) || value < least || value > most) {
      throw wrong(path, `a whole number of ${least} to ${most}`);
    }
    return value;
  };
}

export const flag: Shape<boolean> = (value, path) => {
  if (typeof value !== "boolean") throw wrong(path, "true or false");
  return value;
};

export function oneOf<const Word extends string>(words: readonly Word[]): Shape<Word> {
  return (value, path) => {
    const found = words.find((word) => word === value);
    if (found === undefined) throw wrong(path, `one of ${words.join(", ")}`);
    return found;
  };
}

export function nullable<T>(shape: Shape<T>): Shape<T | null> {
  return (value, path) => (value === null ? null : shape(value, path));
}

export function list<T>(shape: Shape<T>, most: number): Shape<T[]> {
  return (value, path) => {
    if (!Array.isArray(value) || value.length > most) throw wrong(path, `at most ${most} items`);
    return value.map((item, index) => shape(item, `${path}[${index}]`));
  };
}

export function pair<A, B>(first: Shape<A>, second: Shape<B>): Shape<[A, B]> {
  return (value, path) => {
    if (!Array.isArray(value) || value.length !== 2) throw wrong(path, "a pair");
    return [first(value[0], `${path}[0]`), second(value[1], `${path}[1]`)];
  };
}

type Fields = Readonly<Record<string, Shape<unknown>>>;
type Given<F extends Fields> = { readonly [Name in keyof F]: ReturnType<F[Name]> };

/** A record of exactly these fields; those of `optional` may be left out. */
export function record<F extends Fields, O extends Fields = Record<never, never>>(
  fields: F,
  optional?: O,
): Shape<Given<F> & Partial<Given<O>>> {
  const required = Object.entries(fields);
  const others = Object.entries(optional ?? {});
  return (value, path) => {
    const given = requireRecord(value, path);
    const made: Record<string, unknown> = {};
    for (const [name, shape] of required) {
      if (!Object.hasOwn(given, name)) throw wrong(`${path}.${name}`, "to be there");
      made[name] = shape(given[name], `${path}.${name}`);
    }
    let count = required.length;
    for (const [name, shape] of others) {
      if (!Object.hasOwn(given, name)) continue;
      made[name] = shape(given[name], `${path}.${name}`);
      count += 1;
    }
    if (Object.keys(given).length !== count)
      throw wrong(path, `no fields beside ${[...required, ...others].map(([name]) => name).join(", ")}`);
    return made as Given<F> & Partial<Given<O>>;
  };
}

/** What `decodeValue` makes of a record: no prototype, own fields only. */
export function requireRecord(value: unknown, path: string): Readonly<Record<string, unknown>> {
  if (typeof value !== "object" || value === null || Object.getPrototypeOf(value) !== null) throw wrong(path, "a record");
  return value as Readonly<Record<string, unknown>>;
}

interface TypedKind<T> {
  readonly name: string;
  readonly prototype: T;
}

/** A typed array of exactly that kind and length. */
export function typed<T>(kind: TypedKind<T>, length: number): Shape<T> {
  return (value, path) => {
    if (!isTypedArray(value) || Object.getPrototypeOf(value) !== kind.prototype || lengthOfTyped(value) !== length) {
      throw wrong(path, `a ${kind.name} of ${length}`);
    }
    return value as T;
  };
}

/** A union told apart by the field `kind`. */
export function byKind<T>(shapes: { readonly [kind: string]: Shape<T> }): Shape<T> {
  const known = new Map(Object.entries(shapes));
  return (value, path) => {
    const { kind } = requireRecord(value, path);
    const shape = typeof kind === "string" ? known.get(kind) : undefined;
    if (shape === undefined) throw wrong(`${path}.kind`, `one of ${[...known.keys()].join(", ")}`);
    return shape(value, path);
  };
}
