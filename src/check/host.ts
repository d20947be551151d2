// What a host declares for the checker: its types, its functions, the hooks a
// plugin may define. The world, a canvas and a records service are all given
// in this form; the engine's `defineHost` makes it from its public options.
//
// Types and methods are wgen source: a module of classes in the very form of
// the standard library (annotated fields, methods with bodies), imported by
// authors from `wgen`. Functions are declared in words of that same language.

/** A function that TypeScript supplies. Types are written as annotations, `tuple[float, float]`. */
export interface HostFunctionContract {
  readonly name: string;
  readonly parameters: readonly { readonly name: string; readonly type: string; readonly default?: number | string | boolean }[];
  readonly result: string;
  /** In units of fuel. */
  readonly price: number;
  /** An effect is queued and returns None; it cannot be called while the module body runs. */
  readonly kind: "pure" | "effect";
  readonly doc?: string;
}

export interface HostModuleContract {
  /** As imported: `from records import lookup`. */
  readonly name: string;
  readonly functions: readonly HostFunctionContract[];
}

export interface HookContract {
  readonly name: string;
  /** A plugin's hook takes any of these, by name, in any order. */
  readonly parameters: readonly {
    readonly name: string;
    readonly type: string;
    /** Must be taken, whatever else is. */ readonly required?: boolean;
    /** In a mapped hook: the same for all cells. */ readonly constant?: boolean;
    /** A part of something larger: what is taken from all of it is refused. */ readonly isRegional?: boolean;
  }[];
  /** Written as an annotation; `S` is whatever `prepare` gives. Null: any type the border can carry. */
  readonly result: string | null;
  /** May be mapped over arrays. */
  readonly perCell: boolean;
  /** `prepare`: its result is what parameters of type `S` receive. */
  readonly isPrepare?: boolean;
  readonly doc?: string;
}

/** A module-level constant that the host reads: `HALO: int = 32`. */
export interface HostConstant {
  readonly name: string;
  readonly type: "int" | "float" | "str" | "bool";
  readonly default: number | string | boolean;
  readonly min?: number;
  readonly max?: number;
  readonly doc?: string;
}

/** A module-level table that stands for a hook. */
export interface HostTable {
  readonly name: string;
  readonly hook: string;
  /** wgen source of the hook; it may import from `wgen`. */
  readonly source: string;
}

export interface HostContract {
  readonly name: string;
  /** wgen source of the host's classes and helper functions, the module `wgen` for authors; null where there are none. */
  readonly source: string | null;
  /** Further wgen modules by name, `[name, source]`. */
  readonly sources?: readonly { readonly name: string; readonly source: string }[];
  readonly modules: readonly HostModuleContract[];
  readonly hooks: readonly HookContract[];
  readonly constants: readonly HostConstant[];
  readonly tables?: readonly HostTable[];
  /** Everything the module body made is frozen while hooks run. */
  readonly frozenState: boolean;
  /** False: `random.*` without a seed of its own is refused, with `w.rng` as what to write instead. */
  readonly unseededRandom: boolean;
  /** True: a program may be run from top to bottom without any hook. */
  readonly runsMain?: boolean;
}
