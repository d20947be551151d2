// Amounts that depend on a hook's inputs: polynomials over atoms. An atom is a
// number that is never negative: the length of a list, an int (0 where it is
// negative), the turn of a loop, or the positive part of another polynomial.
// So a polynomial with larger coefficients is never smaller, and the largest of
// two is bounded by the larger of each coefficient.

export interface Atom {
  readonly id: number;
  /** As an author would write it. */
  readonly text: string;
  /** What it can be at most. Of the turn of a loop: set once that is known. */
  most: number;
  /** Of a positive part: of what. */
  readonly positivePartOf: Polynomial | null;
  /** It stands for a value that no formula can name. */
  readonly isNameless?: true;
  /** From the inputs of a call; null for the turn of a loop. */
  readonly read: ((inputs: Inputs) => number) | null;
}

/** Arguments by name, and values of parameters. */
export type Inputs = ReadonlyMap<string, unknown>;

interface Term {
  readonly coefficient: number;
  /** In order of their ids; one that stands twice is squared. */
  readonly atoms: readonly Atom[];
}

/** By the ids of the atoms; no coefficient is 0. */
export type Polynomial = ReadonlyMap<string, Term>;

const mostTerms = 48;

/** More terms than anybody would read. */
export class TooManyTerms extends Error {}

export const zero: Polynomial = new Map();

export function constant(value: number): Polynomial {
  return value === 0 ? zero : new Map([["", { coefficient: value, atoms: [] }]]);
}

export function ofAtom(atom: Atom): Polynomial {
  return new Map([[String(atom.id), { coefficient: 1, atoms: [atom] }]]);
}

/** The number that it is; null where it depends on an atom. */
export function constantOf(x: Polynomial): number | null {
  if (x.size === 0) return 0;
  return x.size === 1 ? (x.get("")?.coefficient ?? null) : null;
}

function fromTerms(terms: Iterable<Term>): Polynomial {
  const made = new Map<string, Term>();
  for (const { coefficient, atoms } of terms) {
    const key = atoms.map(({ id }) => id).join();
    const sum = (made.get(key)?.coefficient ?? 0) + coefficient;
    if (sum === 0) made.delete(key);
    else made.set(key, { coefficient: sum, atoms });
  }
  if (made.size > mostTerms) throw new TooManyTerms("too many terms");
  return made;
}

export function add(x: Polynomial, y: Polynomial): Polynomial {
  return x.size === 0 ? y : y.size === 0 ? x : fromTerms([...x.values(), ...y.values()]);
}

export function scale(x: Polynomial, by: number): Polynomial {
  return fromTerms([...x.values()].map(({ coefficient, atoms }) => ({ coefficient: coefficient * by, atoms })));
}

export function subtract(x: Polynomial, y: Polynomial): Polynomial {
  return add(x, scale(y, -1));
}

export function multiply(x: Polynomial, y: Polynomial): Polynomial {
  const terms: Term[] = [];
  for (const a of x.values()) {
    for (const b of y.values()) {
      const atoms = [...a.atoms, ...b.atoms].toSorted((one, other) => one.id - other.id);
      terms.push({ coefficient: a.coefficient * b.coefficient, atoms });
    }
  }
  return fromTerms(terms);
}

export function isSame(x: Polynomial, y: Polynomial): boolean {
  return x === y || (x.size === y.size && [...x].every(([key, { coefficient }]) => y.get(key)?.coefficient === coefficient));
}

/** At least (or, with `Math.min`, at most) as large as both. */
export function join(x: Polynomial, y: Polynomial, pick: (a: number, b: number) => number): Polynomial {
  if (isSame(x, y)) return x;
  const keys = new Set([...x.keys(), ...y.keys()]);
  const terms = [...keys].map((key) => ({
    coefficient: pick(x.get(key)?.coefficient ?? 0, y.get(key)?.coefficient ?? 0),
    atoms: (x.get(key) ?? y.get(key))!.atoms,
  }));
  return fromTerms(terms);
}

/** What it can be at most, and at least, whatever the inputs are. */
export function mostOf(x: Polynomial): number {
  let sum = 0;
  for (const { coefficient, atoms } of x.values()) {
    if (coefficient > 0) sum += atoms.reduce((product, { most }) => product * most, coefficient);
    else if (atoms.length === 0) sum += coefficient;
  }
  return sum;
}

export function leastOf(x: Polynomial): number {
  return -mostOf(scale(x, -1));
}

/** Is no coefficient negative, so that nothing is below zero? */
export function isPositive(x: Polynomial): boolean {
  return [...x.values()].every(({ coefficient }) => coefficient > 0);
}

export function dependsOn(x: Polynomial, atom: Atom): boolean {
  return [...x.values()].some(({ atoms }) => atoms.some((one) => holds(one, atom)));
}

function holds(one: Atom, atom: Atom): boolean {
  return one === atom || (one.positivePartOf !== null && dependsOn(one.positivePartOf, atom));
}

/** Does it speak of values that no formula can name? */
export function isNameless(x: Polynomial): boolean {
  return [...x.values()].some(({ atoms }) =>
    atoms.some((atom) => atom.isNameless ?? (atom.positivePartOf !== null && isNameless(atom.positivePartOf))),
  );
}

/** Makes atoms and knows them again. */
export class Atoms {
  private next = 0;
  private readonly positiveParts = new Map<string, Atom>();
  private readonly inputs = new Map<string, Atom>();
  /** 2^63; as a number it would swallow what is added. */
  private readonly offset: Atom = { id: this.next++, text: "2**63", most: 2 ** 63, positivePartOf: null, read: null, isNameless: true };

  input(text: string, most: number, read: (inputs: Inputs) => number): Polynomial {
    const atom = this.inputs.get(text) ?? { id: this.next++, text, most, positivePartOf: null, read };
    this.inputs.set(text, atom);
    return ofAtom(atom);
  }

  /** An int of which nothing is known, but that it is itself: so much above the least int. */
  someInt(): Polynomial {
    const atom: Atom = { id: this.next++, text: "some int", most: 2 ** 64, positivePartOf: null, read: null, isNameless: true };
    return subtract(ofAtom(atom), ofAtom(this.offset));
  }

  turn(): Atom {
    return { id: this.next++, text: "turn", most: 2 ** 63, positivePartOf: null, read: null };
  }

  /** `max(0, x)`. */
  positivePart(x: Polynomial): Polynomial {
    const value = constantOf(x);
    if (value !== null) return constant(Math.max(0, value));
    if (isPositive(x)) return x;
    if (mostOf(x) <= 0) return zero;
    const key = [...x].map(([atoms, { coefficient }]) => `${coefficient}:${atoms}`).join(";");
    const most = mostOf(x);
    const read = (inputs: Inputs): number => Math.max(0, evaluate(x, inputs));
    const atom = this.positiveParts.get(key) ?? { id: this.next++, text: `max(0, ${print(x)})`, most, positivePartOf: x, read };
    this.positiveParts.set(key, atom);
    return ofAtom(atom);
  }

  /** At least as large as `x` for every value of the turn from 0 to `most`. */
  withoutTurn(x: Polynomial, turn: Atom, most: Polynomial): Polynomial {
    if (!dependsOn(x, turn)) return x;
    return this.replaced(x, turn, most, (atoms) =>
      atoms.reduce((product, atom) => multiply(product, atom === turn ? most : ofAtom(atom)), constant(1)),
    );
  }

  /** At least the sum of `x`, which is nowhere negative, over `count` turns from 0. */
  sum(x: Polynomial, turn: Atom, count: Polynomial): Polynomial {
    return this.replaced(x, turn, count, (atoms) => {
      const others = atoms.filter((atom) => atom !== turn);
      const power = atoms.length - others.length + 1;
      let product = constant(1 / power);
      for (let k = 0; k < power; k++) product = multiply(product, count);
      return others.reduce((all, atom) => multiply(all, ofAtom(atom)), product);
    });
  }

  private replaced(x: Polynomial, turn: Atom, most: Polynomial, product: (atoms: readonly Atom[]) => Polynomial): Polynomial {
    let sum: Polynomial = zero;
    for (const { coefficient, atoms } of x.values()) {
      const depends = atoms.some((atom) => holds(atom, turn));
      if (coefficient < 0 && depends) continue;
      const parts = atoms.filter((atom) => atom !== turn && holds(atom, turn));
      const others = product(atoms.filter((atom) => !parts.includes(atom)));
      const bounded = parts.map((part) => this.positivePart(this.withoutTurn(part.positivePartOf!, turn, most)));
      sum = add(sum, scale(bounded.reduce(multiply, others), coefficient));
    }
    return sum;
  }
}

export function evaluate(x: Polynomial, inputs: Inputs): number {
  let sum = 0;
  for (const { coefficient, atoms } of x.values()) {
    sum += atoms.reduce((product, { read }) => product * (read === null ? Infinity : read(inputs)), coefficient);
  }
  return sum;
}

/** `34 + 12·n·m`: constants first. */
export function print(x: Polynomial): string {
  const terms = [...x.values()].toSorted((a, b) => a.atoms.length - b.atoms.length);
  if (terms.length === 0) return "0";
  return terms
    .map(({ coefficient, atoms }, index) => {
      const amount = Math.abs(coefficient);
      const shown = printNumber(amount, coefficient < 0 ? Math.floor : Math.ceil);
      const factors = [...(amount === 1 && atoms.length > 0 ? [] : [shown]), ...atoms.map(({ text }) => text)];
      const sign = index === 0 ? (coefficient < 0 ? "-" : "") : coefficient < 0 ? " - " : " + ";
      return sign + factors.join("·");
    })
    .join("");
}

/** Whole, or with two places where it is small; rounded so that what is shown is never too little. */
function printNumber(value: number, round: (value: number) => number): string {
  const scale = value < 100 ? 100 : 1;
  return String(round(value * scale) / scale);
}
