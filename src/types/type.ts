// The one union of types. What the checker infers with, and (without
// `variable` and `parameter`) what the typed program, layouts and the border
// to the host are written in. Types are compared by structure; classes by identity.

/** A type as it stands in signatures, fields and values. */
export type Type =
  /** No value at all: the element of an empty list nobody fills, the value of `raise`. */
  | { readonly kind: "never" }
  /** After an error: asks nothing further. Never reaches the typed program. */
  | { readonly kind: "unknown" }
  | { readonly kind: "none" }
  | { readonly kind: "bool" }
  | { readonly kind: "int" }
  /** The internal type of a value under a mask wider than 63 bits. */
  | { readonly kind: "u64" }
  | { readonly kind: "float" }
  | { readonly kind: "str" }
  /** `named`: the class of a tuple by name. Known to the checker only; the typed program holds plain tuples. */
  | { readonly kind: "tuple"; readonly items: readonly Type[]; readonly named?: ClassInfo }
  /** `tuple[T, ...]` */
  | { readonly kind: "variadic"; readonly element: Type }
  /** An object of a class: lists, dicts, sets, ranges, arrays, host records, the author's own. */
  | { readonly kind: "instance"; readonly class: ClassInfo; readonly arguments: readonly Type[] }
  /** At least two members, none of them a union; None first, then in order of `typeKey`. */
  | { readonly kind: "union"; readonly members: readonly Type[] }
  /** A function value: one of a closed set of closures. */
  | { readonly kind: "function"; readonly closures: readonly ClosureInfo[] }
  /** A suspended generator: one of a closed set, all yielding `element`. */
  | { readonly kind: "generator"; readonly element: Type; readonly sources: readonly GeneratorInfo[] }
  /** A fixed-size buffer; the standard library only. */
  | { readonly kind: "storage"; readonly element: Type }
  /** The class itself, as in `isinstance(x, C)` and `C(...)`; never stored. */
  | { readonly kind: "class"; readonly class: ClassInfo }
  /** A module; never stored. */
  | { readonly kind: "module"; readonly name: string }
  /** A type parameter of a generic class or function, by its position. */
  | { readonly kind: "parameter"; readonly name: string; readonly index: number }
  /** Under inference only. */
  | { readonly kind: "variable"; readonly variable: TypeVariable };

/** What inference grows: a bound that only ever rises, shared by all that were unified. */
export interface TypeVariable {
  readonly id: number;
  /** Set once two variables are one. */
  forward: TypeVariable | null;
  bound: Type;
  /** An annotation said so: the bound stays what it is, and what does not fit is an error. */
  fixed: boolean;
  /** The analysis that alone has looked at it, by number; 0 where there may be others. */
  owner: number;
}

/** A class: the author's, the standard library's or the host's. Made once a program; compared by identity. */
export interface ClassInfo {
  /** Unique in a program, in order of declaration. */
  readonly id: number;
  readonly name: string;
  /** The module it stands in, as imported: "" for builtins, `numpy`, `main`. */
  readonly module: string;
  readonly typeParameters: readonly string[];
  readonly base: ClassInfo | null;
  readonly isEnum: boolean;
  /** Its fields cannot be assigned after construction (`frozen=True`, tuples by name, host records). */
  readonly isFrozen: boolean;
  /** Own and inherited, base first; filled while the class is checked, its types in terms of `typeParameters`. */
  readonly fields: FieldInfo[];
}

export interface FieldInfo {
  readonly name: string;
  type: Type;
}

/** One `def` or `lambda` as a value, in one instance of the function around it. */
export interface ClosureInfo {
  readonly id: number;
  readonly name: string;
  /** What it carries, filled by the checker. A boxed variable is carried as its box. */
  readonly captures: { readonly name: string; type: Type; boxed: boolean }[];
  /** A function or class of a module: the same one wherever it is named. */
  readonly isNamed: boolean;
  /** The name of the method, of one that carries its object. */
  readonly method: string | null;
}

/** One instance of a generator function. */
export interface GeneratorInfo {
  readonly id: number;
  readonly name: string;
}
