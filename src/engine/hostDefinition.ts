// What a host says about itself, in the words of TypeScript: the argument of
// `defineHost`. Types are written as wgen annotations (`"float"`,
// `"list[tuple[float, float]]"`), methods and helpers as wgen source, so that
// a host adds nothing that the checker, the prices and both tiers do not know.

/** A type as wgen writes it: `float`, `str | None`, `dict[str, int]`, a type of the host's own. */
export type TypeText = string;

/** A field or parameter: its type alone, or with a default. */
export type HostField =
  | TypeText
  | {
      readonly type: TypeText;
      /** A literal; for lists and dicts only an empty array or `{}`, meaning a fresh empty one. */
      readonly default?: HostLiteral;
    };

export type HostLiteral = number | string | boolean | null | readonly never[] | Readonly<Record<string, never>>;

/** A record: its plain fields in order. Plugins make one by `Name(...)` and cannot change it. */
export type HostType = Readonly<Record<string, HostField>>;

/**
 * A function that TypeScript supplies: synchronous, typed, priced. Values
 * arrive as copies (see `Value`); what `run` gives back is checked and copied.
 */
export interface HostPureFunction {
  readonly parameters: Readonly<Record<string, HostField>>;
  readonly result: TypeText;
  /** Fuel for one call, from 0; what crosses the border is charged on top by size. Default 10. */
  readonly price?: number;
  /** Same arguments, same answer: the engine may keep or repeat a call. A thrown error becomes a fault that shows its message only. */
  readonly run: (...values: never[]) => unknown;
  readonly doc?: string;
}

/**
 * A function that only leaves a note: the plugin gets None, the host gets the
 * call in `out.effects` after the run has succeeded.
 */
export interface HostEffect {
  readonly parameters: Readonly<Record<string, HostField>>;
  /** `reversible`: applied all or none, with an inverse. `outward`: queued under a grant. */
  readonly effect: "reversible" | "outward";
  readonly price?: number;
  readonly doc?: string;
}

export type HostFunctionDefinition = HostPureFunction | HostEffect;

/** A parameter of a hook with more to say than its type. */
export interface HookParameter {
  readonly type: TypeText;
  /** Every plugin that defines the hook must take it. */
  readonly required?: boolean;
  /** Where the hook is mapped: one value for all cells. */
  readonly constant?: boolean;
  /** An array that is a part of something larger, whose edges the plugin does not choose: `h.max()` and its like are refused. */
  readonly isRegional?: boolean;
}

/** A function that plugins may define and the host calls. */
export interface HostHook {
  /** A plugin's hook takes any of these, by name, in any order. */
  readonly parameters: Readonly<Record<string, TypeText | HookParameter>>;
  /** `"S"` is whatever the `prepare` hook gives; null: any type that can cross. */
  readonly result: TypeText | null;
  /** May be mapped over arrays by `plugin.map`. */
  readonly perCell?: boolean;
  /** Its result is kept in the instance, for parameters of type `S`. */
  readonly isPrepare?: boolean;
  readonly doc?: string;
}

/** A module-level constant of the plugin that the host reads: `HALO: int = 32`. */
export interface HostConstantDefinition {
  readonly type: "int" | "float" | "str" | "bool";
  readonly default: number | string | boolean;
  readonly min?: number;
  readonly max?: number;
  readonly doc?: string;
}

/** The argument of `defineHost`. */
export interface HostDefinition {
  /** A plain name; part of cache keys and of the artifact. */
  readonly name: string;
  /** Records by name, imported by authors from `wgen`. */
  readonly types?: Readonly<Record<string, HostType>>;
  /** wgen source of methods, by type: `def area(self) -> float: ...`, not indented. */
  readonly methods?: Readonly<Record<string, string>>;
  /** Further wgen source of the module `wgen`: classes and functions, behind the types. */
  readonly source?: string;
  /** Further modules in wgen source, by name. */
  readonly sources?: Readonly<Record<string, string>>;
  /** Functions of the host, by module and name: `from records import lookup`. */
  readonly modules?: Readonly<Record<string, Readonly<Record<string, HostFunctionDefinition>>>>;
  readonly hooks?: Readonly<Record<string, HostHook>>;
  readonly constants?: Readonly<Record<string, HostConstantDefinition>>;
  /** Module-level tables that stand for a hook: where a plugin has the table and not the hook, `source` (wgen) is its hook. */
  readonly tables?: Readonly<Record<string, { readonly hook: string; readonly source: string }>>;
  /** True: what the module body made is frozen while hooks run, and one instance serves calls in any order. Default false: state does not live from one call to the next. */
  readonly frozenState?: boolean;
  /** False: `random.*` needs a seed of its own. Default true. */
  readonly unseededRandom?: boolean;
  /** True: `plugin.run()` executes the module as a program. Default false. */
  readonly runsMain?: boolean;
}
