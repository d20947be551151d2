// What the families of the generator share: chance, scopes, the functions and
// classes made so far, and the choice of an expression of a wanted type.

import { form } from "./tree.ts";
import type { Expression, Statement } from "./tree.ts";
import { isSame, textOf } from "./types.ts";
import type { Type } from "./types.ts";

export interface Variable {
  readonly name: string;
  readonly type: Type;
  /** May it be bound anew here? */
  readonly canAssign: boolean;
  /** May what it holds be changed here (not while a loop goes through it)? */
  readonly canChange: boolean;
}

export interface Parameter {
  readonly name: string;
  readonly type: Type;
  readonly kind: "plain" | "default" | "keyword" | "star";
}

export interface FunctionShape {
  readonly name: string;
  readonly parameters: readonly Parameter[];
  /** Of a generator: the type of what it yields. */
  readonly result: Type;
  readonly kind: "plain" | "recursive" | "generator" | "higher";
}

export interface ClassShape {
  readonly name: string;
  readonly type: Type;
  /** Of the constructor, in order. */
  readonly fields: readonly { readonly name: string; readonly type: Type; readonly canSet: boolean }[];
  readonly methods: readonly FunctionShape[];
  /** Itself and its subclasses: same constructor. */
  readonly makers: readonly string[];
  readonly isOrdered: boolean;
  readonly isHashable: boolean;
  readonly operators: readonly string[];
}

export interface EnumShape {
  readonly name: string;
  readonly type: Type;
  readonly members: readonly string[];
}

export interface MakerOptions {
  /** Only what CPython computes to the same text. */
  readonly forPython: boolean;
  /** How often a literal is one from the edges of its type. */
  readonly edges: number;
  /** Ends all names, so that programs can stand in one module. */
  readonly tag: string;
  /** How many statements the body may have, and how deep. */
  readonly size: number;
}

type Production = () => Expression;
export type Family = (m: Maker, type: Type) => readonly Production[];
type Families = Readonly<Record<Type["kind"], Family>>;

export class Maker {
  readonly random: () => number;
  readonly options: MakerOptions;
  readonly #families: Families;
  readonly imports = new Set<string>();
  readonly functions: FunctionShape[] = [];
  readonly classes: ClassShape[] = [];
  readonly enums: EnumShape[] = [];
  /** Exception classes of the program's own. */
  readonly errors: string[] = [];
  readonly moduleState: Variable[] = [];
  scope: Variable[] = [];
  /** What `return` gives here; null where there is none. */
  result: Type | null = null;
  loops = 0;
  /** Inside a lambda or comprehension: no walrus. */
  inner = 0;
  isModule = false;
  isMain = false;
  isGenerator = false;
  isNested = false;
  usesArrays = false;
  /** Of statements, left in this body. */
  room = 0;
  #depth = 0;
  #nodes = 0;
  #count = 0;

  constructor(random: () => number, options: MakerOptions, families: Families) {
    this.random = random;
    this.options = options;
    this.#families = families;
  }

  // ------------------------------------------------------------------- chance

  upTo(count: number): number {
    return Math.floor(this.random() * count);
  }

  chance(probability: number): boolean {
    return this.random() < probability;
  }

  pick<T>(items: readonly T[]): T {
    const item = items[this.upTo(items.length)];
    if (item === undefined) throw new Error("nothing to pick from");
    return item;
  }

  many<T>(least: number, most: number, make: (index: number) => T): T[] {
    return Array.from({ length: least + this.upTo(most - least + 1) }, (_, index) => make(index));
  }

  fresh(prefix: string): string {
    return `${prefix}${this.#count++}${this.options.tag}`;
  }

  import(text: string): void {
    this.imports.add(text);
  }

  // -------------------------------------------------------------------- scopes

  variables(type: Type): readonly Variable[] {
    return this.scope.filter((one) => isSame(one.type, type));
  }

  /** Names bound inside are forgotten behind it. */
  within<T>(more: readonly Variable[], body: () => T): T {
    const before = this.scope;
    const hidden = new Set(more.map(({ name }) => name));
    this.scope = [...before.filter(({ name }) => !hidden.has(name)), ...more];
    try {
      return body();
    } finally {
      this.scope = before;
    }
  }

  /** As `within`, in a comprehension or lambda: names for reading, and no walrus. */
  inside<T>(more: readonly (readonly [string, Type])[], body: () => T): T {
    this.inner += 1;
    try {
      return this.within(
        more.map(([name, type]) => ({ name, type, canAssign: false, canChange: false })),
        body,
      );
    } finally {
      this.inner -= 1;
    }
  }

  /** What a comprehension goes through: no walrus there either. */
  still<T>(body: () => T): T {
    return this.inside([], body);
  }

  bind(name: string, type: Type): void {
    this.scope.push({ name, type, canAssign: true, canChange: true });
  }

  // --------------------------------------------------------------- expressions

  /** An expression of a statement's own: `depth` deep and not much wider. */
  expression(type: Type, depth = 3): Expression {
    return this.expressionOf(() => this.e(type), depth);
  }

  /** A statement's own expression, made by something else. */
  expressionOf(make: () => Expression, depth = 2): Expression {
    const [wasDepth, wasNodes] = [this.#depth, this.#nodes];
    this.#depth = depth;
    this.#nodes = 4 + depth * 5;
    const made = make();
    this.#depth = wasDepth;
    this.#nodes = wasNodes;
    return made;
  }

  /** A part of an expression: one level less deep. */
  e(type: Type): Expression {
    this.#nodes -= 1;
    const isLeaf = this.#depth <= 0 || this.#nodes <= 0;
    const known = this.variables(type);
    if (known.length > 0 && this.chance(isLeaf ? 0.8 : 0.3)) return form(type)`${this.pick(known).name}`;
    if (isLeaf) return this.literal(type);
    this.#depth -= 1;
    try {
      const called = this.chance(0.15) ? this.#call(type) : null;
      return called ?? this.pick(this.#families[type.kind](this, type))();
    } finally {
      this.#depth += 1;
    }
  }

  /** The smallest expression of the type: families have it first. */
  literal(type: Type): Expression {
    const first = this.#families[type.kind](this, type)[0];
    if (first === undefined) throw new Error(`no literal of ${textOf(type)}`);
    return first();
  }

  #call(type: Type): Expression | null {
    const known = this.functions.filter((one) => (one.kind === "plain" || one.kind === "recursive") && isSame(one.result, type));
    if (known.length === 0) return null;
    return this.callOf(this.pick(known));
  }

  callOf(shape: FunctionShape): Expression {
    return form(shape.result)`${shape.name}(${this.argumentsOf(shape.parameters, shape.kind === "recursive")})`;
  }

  /** `a, b, key=c`; the first of a recursive function is small. */
  argumentsOf(parameters: readonly Parameter[], isRecursive = false): Expression {
    const type: Type = { kind: "tuple", items: [] };
    let isNamed = false;
    const given = parameters.flatMap((one, index) => {
      const value = isRecursive && index === 0 ? form(one.type)`${this.e(one.type)} % 5` : this.e(one.type);
      if (one.kind === "star") return isNamed ? [] : this.many(0, 2, () => form(type)`${this.e(one.type)}`);
      if (one.kind === "default" && this.chance(0.4)) {
        isNamed = true;
        return [];
      }
      if (one.kind === "default" && parameters.some(({ kind }) => kind === "star")) return isNamed ? [] : [value];
      if (one.kind === "keyword") isNamed = true;
      else if (one.kind === "plain" && !isNamed && !parameters.some(({ kind }) => kind === "star") && this.chance(0.15)) isNamed = true;
      return [isNamed ? form(type)`${one.name}=${value}` : value];
    });
    return this.separated(type, given);
  }

  separated(type: Type, items: readonly Expression[]): Expression {
    return { kind: "expression", type, parts: items.flatMap((item, index) => (index === 0 ? [item] : [", ", item])) };
  }

  // ---------------------------------------------------------------- statements

  /** Statements of a block; its names are forgotten behind it. */
  block(make: () => Statement[]): Statement[] {
    return this.within([], make);
  }
}
