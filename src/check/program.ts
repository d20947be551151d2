// The typed program: what the checker hands to lowering. Small on purpose:
// every Python form is already reduced to these nodes, every call is resolved
// to an instance, every conversion is written out, every type is final (no
// variables, parameters or unknowns). Order of evaluation is the order of
// children as written here, depth first.

import type { FaultCode } from "../base/codes/faults.ts";
import type { SourceFile, Span } from "../base/span.ts";
import type { ClassInfo, ClosureInfo, GeneratorInfo, Type } from "../types/type.ts";
import type { KeptUse } from "./kept.ts";

export type FunctionId = number;
/** Names a `block` or `loop` within one function. */
export type LabelId = number;

/** A whole program, ready to be lowered. */
export interface Program {
  readonly functions: readonly TypedFunction[];
  readonly classes: readonly ClassInfo[];
  readonly globals: readonly GlobalVariable[];
  /** The module bodies in order of import, as one function without parameters. */
  readonly initializer: FunctionId;
  /** Hooks and other functions that the host calls. */
  readonly entries: readonly Entry[];
  /** Declared by `param(...)`; `global` holds the value given to the instance. */
  readonly parameters: readonly ParameterSchema[];
  /** Exception classes by Python's name, for faults that intrinsics raise. Field 0 is `message: str`. */
  readonly exceptions: ReadonlyMap<string, ClassInfo>;
  /** Host functions that the program really uses, in order of first use. */
  readonly hostFunctions: readonly HostFunctionUse[];
  /** True where a function that hooks reach may write module state, so that the body runs anew for each call. */
  readonly writesModuleState: boolean;
  /** Module-level constants that the host reads (`HALO`), as far as the plugin sets them. */
  readonly constants: ReadonlyMap<string, ParameterValue>;
  /** Module state is frozen after the initializer; a write faults with WG522. */
  readonly frozenState: boolean;
}

export interface Entry {
  readonly name: string;
  readonly function: FunctionId;
  readonly parameters: readonly { readonly name: string; readonly type: Type }[];
  readonly result: Type;
}

export interface HostFunctionUse {
  /** `module.function` as the host declared it. */
  readonly name: string;
  readonly parameters: readonly Type[];
  readonly result: Type;
  readonly price: number;
}

/** What an author says of a setting, in `param(...)`. */
export interface ParameterFacts {
  readonly default: ParameterValue;
  readonly min?: number;
  readonly max?: number;
  readonly step?: number;
  readonly maxLength?: number;
  readonly choices?: readonly ParameterValue[];
  readonly log?: boolean;
  readonly unit?: string;
  readonly label?: string;
  readonly group?: string;
  readonly help?: string;
  readonly widget?: string;
}

export interface ParameterSchema extends ParameterFacts {
  readonly name: string;
  readonly type: Type;
  readonly global: number;
  readonly span: Span;
}
export type ParameterValue = number | bigint | boolean | string | readonly ParameterValue[];

export interface Variable {
  /** Index into `TypedFunction.variables`. */
  readonly id: number;
  readonly name: string;
  readonly type: Type;
  /** Lives in a heap box because a closure shares it after it may change. */
  readonly boxed: boolean;
  /** False for temporaries of the checker: steppers do not show them. */
  readonly named: boolean;
  /** A read must first test that it has a value (WG511), because some path does not assign it. */
  readonly maybeUnbound: boolean;
}

export interface GlobalVariable {
  readonly id: number;
  readonly name: string;
  readonly module: string;
  readonly type: Type;
  readonly maybeUnbound: boolean;
}

/** One instance of one `def`, `lambda`, method, module body or synthesised helper, for one tuple of argument types. */
export interface TypedFunction {
  readonly id: FunctionId;
  readonly name: string;
  readonly file: SourceFile;
  readonly span: Span;
  /** In `variables`, in the order of the call. A closure's environment is none of them. */
  readonly parameters: readonly Variable[];
  readonly variables: readonly Variable[];
  /** Set where this is the code of a closure: it takes the closure object as its first argument. */
  readonly closure: ClosureInfo | null;
  /** Set where a call makes a suspended generator instead of running. */
  readonly generator: GeneratorInfo | null;
  /** For a generator: the element type. */
  readonly result: Type;
  /** Of a generator whose `return` values somebody asks for. */
  readonly returned?: Type;
  /** A generator into which exceptions can be thrown, by `throw` or `close`. */
  readonly receives?: true;
  /** And values, by `send`. */
  readonly isSentTo?: true;
  readonly body: readonly TypedStatement[];
  /** Of the standard library: faults inside are reported at the nearest author's line. */
  readonly isLibrary: boolean;
  /** `@leaf(price)`: charged once by this formula, no charges inside. */
  readonly leaf: LeafPrice | null;
  /** Set where it is the same function in every program of the process. */
  readonly use?: KeptUse;
}

/** `base + Σ each · size(parameter)`, where size is the int itself or the length of a str, list or storage. */
export interface LeafPrice {
  readonly base: number;
  readonly terms: readonly { readonly each: number; readonly parameter: number }[];
}

// ----------------------------------------------------------------- statements

export type TypedStatement =
  | { readonly kind: "evaluate"; readonly value: TypedExpression; readonly span: Span }
  | { readonly kind: "setVariable"; readonly variable: Variable; readonly value: TypedExpression; readonly span: Span }
  /** `del name`, or a comprehension's variable at its end. */
  | { readonly kind: "clearVariable"; readonly variable: Variable; readonly span: Span }
  | { readonly kind: "setGlobal"; readonly global: GlobalVariable; readonly value: TypedExpression; readonly span: Span }
  /** Into a captured, boxed variable of the closure this code belongs to. */
  | { readonly kind: "setCapture"; readonly index: number; readonly value: TypedExpression; readonly span: Span }
  | {
      readonly kind: "setField";
      readonly object: TypedExpression;
      readonly field: number;
      readonly value: TypedExpression;
      readonly span: Span;
    }
  | {
      readonly kind: "if";
      readonly test: TypedExpression;
      readonly then: readonly TypedStatement[];
      readonly else: readonly TypedStatement[];
      readonly span: Span;
    }
  /** `leave` of its label goes to its end. */
  | { readonly kind: "block"; readonly label: LabelId; readonly body: readonly TypedStatement[]; readonly span: Span }
  /** Runs its body for ever; only `leave` of an outer block, `return` and `raise` end it. */
  | { readonly kind: "loop"; readonly body: readonly TypedStatement[]; readonly span: Span }
  /** `for variable in range(start, stop, step)`: the three are evaluated once; a step of 0 was excluded or is raised by the checker's own test before. The body may assign `variable` without changing the count. */
  | {
      readonly kind: "countedLoop";
      readonly variable: Variable;
      readonly start: TypedExpression;
      readonly stop: TypedExpression;
      readonly step: TypedExpression;
      readonly body: readonly TypedStatement[];
      readonly span: Span;
    }
  /** `target[...] = value`, `target += value`: each element of an array (a view) in place, as if all of `value` were there before the first is written. What `value` needs is evaluated before `target`. `value` is an array, a scalar or elementwise, of the same element type; `mismatch` raises where the shapes do not fit. */
  | {
      readonly kind: "assignElements";
      readonly target: TypedExpression;
      readonly value: TypedExpression;
      readonly mismatch: FunctionId;
      readonly span: Span;
    }
  | {
      readonly kind: "setArrayItem";
      readonly array: TypedExpression;
      readonly indexes: readonly TypedExpression[];
      readonly value: TypedExpression;
      readonly outside: FunctionId;
      readonly span: Span;
    }
  | { readonly kind: "leave"; readonly label: LabelId; readonly span: Span }
  /** In a generator the value, if any, is of a union with None. */
  | { readonly kind: "return"; readonly value: TypedExpression | null; readonly span: Span }
  /** `value` is an instance of an exception class; one that goes `on` keeps its trace. */
  | { readonly kind: "raise"; readonly value: TypedExpression; readonly on?: boolean; readonly span: Span }
  /** A fault no `except` sees; the message is plain text. */
  | { readonly kind: "fault"; readonly code: FaultCode; readonly message: string; readonly span: Span }
  | {
      readonly kind: "try";
      readonly body: readonly TypedStatement[];
      /** The first whose classes (or their subclasses) fit; null fits all. */
      readonly handlers: readonly {
        readonly classes: readonly ClassInfo[] | null;
        readonly variable: Variable | null;
        readonly body: readonly TypedStatement[];
      }[];
      readonly otherwise: readonly TypedStatement[];
      readonly finalizer: readonly TypedStatement[];
      readonly span: Span;
    }
  /** Raise again what the innermost running handler caught. */
  | { readonly kind: "reraise"; readonly span: Span }
  /** An exception waits in a generator that `receives`, or a value (of a union with None) in one that `isSentTo`; the next `advance` lets it find it. A value for one that has not begun raises. */
  | {
      readonly kind: "setThrown";
      readonly isValue: boolean;
      readonly generator: TypedExpression;
      readonly value: TypedExpression;
      readonly span: Span;
    }
  /** In a generator only. */
  | { readonly kind: "yield"; readonly value: TypedExpression; readonly span: Span };

// ---------------------------------------------------------------- expressions

/** What happens where a value is not of the type it is converted to: an exception of CPython's, or the end of the run. */
export type Refusal = { readonly exception: string; readonly message: string } | { readonly fault: FaultCode; readonly message: string };

interface Valued {
  readonly type: Type;
  readonly span: Span;
}

export type TypedExpression =
  /** Of type none, bool, int, u64, float or str by `type`; int and u64 as bigint. */
  | (Valued & { readonly kind: "literal"; readonly value: null | boolean | bigint | number | string })
  | (Valued & { readonly kind: "variable"; readonly variable: Variable })
  | (Valued & { readonly kind: "global"; readonly global: GlobalVariable })
  /** The value of capture `index` of the closure this code belongs to (read through its box where boxed). */
  | (Valued & { readonly kind: "capture"; readonly index: number })
  /** An operation of the closed table in `library/intrinsics.ts`. */
  | (Valued & {
      readonly kind: "intrinsic";
      readonly name: import("../library/intrinsics.ts").IntrinsicName;
      readonly arguments: readonly TypedExpression[];
    })
  | (Valued & { readonly kind: "call"; readonly function: FunctionId; readonly arguments: readonly TypedExpression[] })
  /** By the run-time class or closure of `receiver`, which is passed first: methods with overriding, function values. One target is a direct call. */
  | (Valued & {
      readonly kind: "dispatch";
      readonly receiver: TypedExpression;
      readonly targets: readonly DispatchTarget[];
      readonly arguments: readonly TypedExpression[];
    })
  | (Valued & { readonly kind: "hostCall"; readonly name: string; readonly arguments: readonly TypedExpression[] })
  /** All fields in order of `ClassInfo.fields`; a never-typed null literal leaves a field zero until `__init__` sets it. */
  | (Valued & { readonly kind: "construct"; readonly fields: readonly (TypedExpression | null)[] })
  | (Valued & { readonly kind: "field"; readonly object: TypedExpression; readonly field: number })
  | (Valued & { readonly kind: "tuple"; readonly items: readonly TypedExpression[] })
  | (Valued & { readonly kind: "tupleItem"; readonly tuple: TypedExpression; readonly index: number })
  /** `[a, b, c]`: type is an instance of the standard library's `list`, or variadic. */
  | (Valued & { readonly kind: "list"; readonly items: readonly TypedExpression[] })
  /** Captures in order of `closure.captures`; a boxed one names the variable (or capture) whose box is shared. */
  | (Valued & { readonly kind: "closure"; readonly closure: ClosureInfo; readonly captures: readonly CaptureSource[] })
  /** A suspended generator of that function. */
  | (Valued & {
      readonly kind: "generator";
      readonly function: FunctionId;
      readonly environment: TypedExpression | null;
      readonly arguments: readonly TypedExpression[];
    })
  /** Runs it to its next yield: true with a value ready, false at its end. */
  | (Valued & { readonly kind: "advance"; readonly generator: TypedExpression })
  /** The value that the last `advance` made ready. */
  | (Valued & { readonly kind: "yielded"; readonly generator: TypedExpression })
  /** Takes what its `return` gave out of a generator that the last `advance` ended: a union with None, which it is for one that had ended before. */
  | (Valued & { readonly kind: "returned"; readonly generator: TypedExpression })
  /** Takes the exception, or the value, that waits out of a generator, null being the one that runs: a union with None. */
  | (Valued & { readonly kind: "thrown"; readonly isValue: boolean; readonly generator: TypedExpression | null })
  /** Never changes what Python would see: int to float (exact or WG521), u64 and int (range-checked), into and out of unions, item by item in tuples, to a base class. Out of a union it is unchecked where the checker has proved it, else raises `orRaise`. */
  | (Valued & {
      readonly kind: "convert";
      readonly value: TypedExpression;
      readonly orRaise: Refusal | null;
    })
  /** True where the run-time type is one of `types` (instances: or a subclass). `value` is a union or a class with subclasses. */
  | (Valued & { readonly kind: "typeTest"; readonly value: TypedExpression; readonly types: readonly Type[] })
  /** Only one side is evaluated. */
  | (Valued & {
      readonly kind: "conditional";
      readonly test: TypedExpression;
      readonly then: TypedExpression;
      readonly else: TypedExpression;
    })
  /** Of bools, short-circuit; `and`/`or` on other types are conditionals over a temporary. */
  | (Valued & { readonly kind: "and" | "or"; readonly left: TypedExpression; readonly right: TypedExpression })
  | (Valued & { readonly kind: "sequence"; readonly statements: readonly TypedStatement[]; readonly value: TypedExpression })
  /** Item by item over arrays after broadcasting; lowering fuses nests of these into one loop. `body` reads the item of operand k as `elementOperand`. Operands are arrays (at least one), rolled arrays or scalars; `mismatch` raises where their shapes do not go together. */
  | (Valued & {
      readonly kind: "elementwise";
      readonly operands: readonly TypedExpression[];
      readonly body: TypedExpression;
      readonly mismatch: FunctionId;
    })
  | (Valued & { readonly kind: "elementOperand"; readonly index: number })
  /** `a[i]`, `a[i, j]` with an int for each axis; `outside(index, axis, count)` raises. */
  | (Valued & {
      readonly kind: "arrayItem";
      readonly array: TypedExpression;
      readonly indexes: readonly TypedExpression[];
      readonly outside: FunctionId;
    });

export interface DispatchTarget {
  /** Exactly this class or closure or (for generic classes) this instance type. */
  readonly receiver: Type;
  readonly function: FunctionId;
}

export type CaptureSource =
  | { readonly kind: "variable"; readonly variable: Variable }
  | { readonly kind: "capture"; readonly index: number };
