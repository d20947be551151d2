// The IR: what both tiers execute. Structured code over four representations
// and one linear memory. Nothing is left to an executor's taste: charges,
// reference counts, depth checks, raises and their clean-up stand here as
// instructions, and both tiers only obey.
//
//   i64  int, u64            f64  float
//   i32  bool, small internals
//   ref  address of a heap object, 0 for None      (an i32 in wasm)
//
// Heap objects (all 8-byte aligned, little-endian; `types/layouts.ts` has the
// formulas): u32 reference count, u32 type id, then
//   record   8-byte slots (fields, tuple items, captures, box contents,
//            generator state; refs and i32 use the low 4 bytes)
//   storage  u32 length, u32 zero, then packed elements (8, 8, 1, 4 bytes by
//            i64, f64, i32, ref)
//   text     u32 length, u32 capacity, i64 hash or 0, then u32 code points
//
// An expression is evaluated left to right, depth first. It yields at most one
// value. A `ref` on the operand stack is borrowed: whoever owns it (a local, a
// field) must keep it alive until it is used.
//
// What allocates or calls (`new…`, `appendText`, `characterText`, `call`,
// `hostCall`, `takePending`) stands only as the whole value of a `setLocal` or
// `evaluate`: a fresh reference goes into a local at once. What may be nested
// reads memory, computes, or traps. Nesting is at most `maxExpressionDepth`.

import type { FaultCode } from "../base/codes/faults.ts";
import type { LimitCode } from "../base/codes/limits.ts";
import type { Place } from "../base/span.ts";
import type { HeapType, Representation, TypeId } from "../types/layouts.ts";

export { reservedTypes } from "../types/layouts.ts";
export type { HeapType, Representation, TypeId };
export type LocalId = number;
export type LabelId = number;
export type FunctionId = number;
export type SiteId = number;
export type GlobalId = number;

export interface IRModule {
  readonly functions: readonly IRFunction[];
  /** Index is the type id. The first ones are fixed: see `reservedTypes`. */
  readonly types: readonly HeapType[];
  readonly globals: readonly IRGlobal[];
  /** Static texts; each lives in the resident part with an immortal count. */
  readonly texts: readonly string[];
  readonly sites: readonly Site[];
  readonly hostFunctions: readonly IRHostFunction[];
  /** Fills globals; runs once per instance, or anew for each call. */
  readonly initializer: FunctionId;
  readonly entries: readonly IREntry[];
  readonly frozenState: boolean;
  readonly writesModuleState: boolean;
}

export interface IRGlobal {
  readonly name: string;
  readonly representation: Representation;
  /** As of a local. */
  readonly knownSlots?: number;
}

/** A place in the source that a charge, a fault or a call can name. */
export interface Site {
  /** The author's line: for library code the call that led there is found by the chain. */
  readonly place: Place;
  readonly function: string;
  readonly isLibrary: boolean;
  /** Of code that was inlined: the call it came by. Chains go on with it before the real caller's. */
  readonly calledFrom: SiteId | null;
}

export interface IRHostFunction {
  readonly name: string;
  readonly parameters: readonly Representation[];
  readonly result: Representation | null;
}

export interface IREntry {
  readonly name: string;
  readonly function: FunctionId;
}

export interface IRFunction {
  readonly id: FunctionId;
  readonly name: string;
  /** The first `parameterCount` locals are the parameters (borrowed). All others start as zero. */
  readonly parameterCount: number;
  readonly locals: readonly IRLocal[];
  /** An owned reference where it is `ref`. */
  readonly result: Representation | null;
  readonly body: readonly Instruction[];
  /** After a call the caller must look at the pending exception. */
  readonly mayRaise: boolean;
  /** Depth weight in 1/64 frames; 0 where the static bound needs no test at run time. */
  readonly depthWeight: number;
  readonly isLibrary: boolean;
  /** Of the block that is the quick version: to leave it by a branch begins the function again, in its version as it was (`aheadFunctions.ts`). */
  readonly restart?: LabelId;
}

export interface IRLocal {
  readonly representation: Representation;
  /** The author's name, for stepping and for the name section; null for temporaries. */
  readonly name: string | null;
  /** The reference in it is counted as the local's own, at the ends of statements at least. */
  readonly isOwned?: boolean;
  /** Where it is not null, what it refers to is alive and has at least that many slots, or is a storage (0). */
  readonly knownSlots?: number;
}

/** Of the fuel that a merged charge spends, what one place spends. */
export interface ChargePart {
  readonly site: SiteId;
  readonly amount: number;
}

/** No expression is nested deeper, however long a chain the author writes. */
export const maxExpressionDepth = 80;

// --------------------------------------------------------------- instructions

type Body = readonly Instruction[];

export type Instruction =
  /** Spends fuel before the work it stands for; where less is left, all is spent and WG601 stops the run at `site`. `parts` (their sum is `amount`) say for a profile which lines it stands for. */
  | { readonly kind: "charge"; readonly amount: number; readonly site: SiteId; readonly parts: readonly ChargePart[] }
  /** Spends `base + each · max(0, size)`, rounded up, in saturating arithmetic. `size` is i64. */
  | { readonly kind: "chargeSize"; readonly base: number; readonly each: number; readonly size: Expression; readonly site: SiteId }
  /** Spends fuel (i64) that `fuelLeft` has shown to be there. A pass writes it, in the place of charges. */
  | { readonly kind: "spend"; readonly amount: Expression }
  | { readonly kind: "setLocal"; readonly local: LocalId; readonly value: Expression }
  | { readonly kind: "setGlobal"; readonly global: GlobalId; readonly value: Expression }
  | {
      readonly kind: "setSlot";
      readonly object: Expression;
      readonly slot: number;
      readonly representation: Representation;
      readonly value: Expression;
    }
  /** Unchecked: lowering has put the bounds test before it. `index` is i32. */
  | {
      readonly kind: "setElement";
      readonly storage: Expression;
      readonly index: Expression;
      readonly representation: Representation;
      readonly value: Expression;
    }
  /** Unchecked; `index` and `code` are i32. */
  | { readonly kind: "setCode"; readonly text: Expression; readonly index: Expression; readonly code: Expression }
  /** Overlap-safe; counts, positions i32, in bounds by an earlier test. References are not counted here: see `retainRange`. */
  | {
      readonly kind: "copyElements";
      readonly to: Expression;
      readonly at: Expression;
      readonly from: Expression;
      readonly start: Expression;
      readonly count: Expression;
      readonly representation: Representation;
    }
  | {
      readonly kind: "fillElements";
      readonly storage: Expression;
      readonly start: Expression;
      readonly count: Expression;
      readonly value: Expression;
      readonly representation: Representation;
    }
  | {
      readonly kind: "copyCodes";
      readonly to: Expression;
      readonly at: Expression;
      readonly from: Expression;
      readonly start: Expression;
      readonly count: Expression;
    }
  /** One more owner; nothing on 0. */
  | { readonly kind: "retain"; readonly value: Expression }
  /** Of each reference in `storage[start .. start + count]`. */
  | { readonly kind: "retainRange"; readonly storage: Expression; readonly start: Expression; readonly count: Expression }
  | { readonly kind: "releaseRange"; readonly storage: Expression; readonly start: Expression; readonly count: Expression }
  /** One owner less; at none the object and what only it owned are freed, by a worklist. Nothing on 0. */
  | { readonly kind: "release"; readonly value: Expression }
  | { readonly kind: "evaluate"; readonly value: Expression }
  | { readonly kind: "if"; readonly test: Expression; readonly then: Body; readonly else: Body }
  /** `branch` to its label leaves it. */
  | { readonly kind: "block"; readonly label: LabelId; readonly body: Body }
  /** `branch` to its label starts it again; falling off the end leaves it. `isIndependent`: turns read nothing that other turns write, so an executor may run several of them at once. `isPaired`: the same of a loop around a loop (`pairedNest.ts`), whose inner loop has a turn at least. */
  | { readonly kind: "loop"; readonly label: LabelId; readonly body: Body; readonly isIndependent?: true; readonly isPaired?: true }
  | { readonly kind: "branch"; readonly label: LabelId }
  /** To `labels[index]`, else to `otherwise`. `index` is i32. */
  | { readonly kind: "branchTable"; readonly index: Expression; readonly labels: readonly LabelId[]; readonly otherwise: LabelId }
  | { readonly kind: "return"; readonly value: Expression | null }
  /** Makes the owned exception `value` pending, begins its trace with `site`; a `branch` or `return` follows. With `again` it was raised before and taken by `takePending`: its trace goes on as it was. */
  | { readonly kind: "raise"; readonly value: Expression; readonly site: SiteId; readonly again: boolean }
  /** Ends the run with a fault nobody catches. Message parts are joined as text; `i64`, `f64` and text expressions are printed as Python would. */
  | {
      readonly kind: "trap";
      readonly code: FaultCode | LimitCode;
      readonly message: readonly (string | Expression)[];
      readonly site: SiteId;
    }
  /** Ends the run with what nobody will catch: `value` is the exception object. */
  | { readonly kind: "uncaught"; readonly value: Expression; readonly site: SiteId }
  /** Writes a text to the output or log. */
  | { readonly kind: "print"; readonly text: Expression; readonly site: SiteId }
  /** The stepper's mark: a statement of the author's begins here. No effect, no price. */
  | { readonly kind: "statement"; readonly site: SiteId };

// ---------------------------------------------------------------- expressions

export type Expression =
  | { readonly kind: "i64"; readonly value: bigint }
  | { readonly kind: "f64"; readonly value: number }
  | { readonly kind: "i32"; readonly value: number }
  | { readonly kind: "text"; readonly text: number }
  | { readonly kind: "null" }
  | { readonly kind: "local"; readonly local: LocalId }
  | { readonly kind: "global"; readonly global: GlobalId }
  | { readonly kind: "operation"; readonly operation: Operation; readonly operands: readonly Expression[] }
  /** Like an operation, but outside 64 bits (or where inexact) it traps with WG520 or WG521 at `site`. */
  | {
      readonly kind: "checked";
      readonly operation: CheckedOperation;
      readonly operands: readonly Expression[];
      readonly site: SiteId;
      /** Of a sum: the operand that is known not to be negative. */
      readonly natural?: 0 | 1;
    }
  /** `knownSlots` as of a local. */
  | {
      readonly kind: "slot";
      readonly object: Expression;
      readonly slot: number;
      readonly representation: Representation;
      readonly knownSlots?: number;
      /** A number of items: 0 to 2^31 - 1. */
      readonly isCount?: true;
    }
  /** Unchecked; `index` i32. */
  | { readonly kind: "element"; readonly storage: Expression; readonly index: Expression; readonly representation: Representation }
  /** i32: elements of a storage, code points of a text. */
  | { readonly kind: "length"; readonly object: Expression }
  /** i32, unchecked. */
  | { readonly kind: "code"; readonly text: Expression; readonly index: Expression }
  /** i32 */
  | { readonly kind: "typeId"; readonly object: Expression }
  /** A record with all slots zero, one owner. WG602 at `site` where memory is short. */
  | { readonly kind: "newRecord"; readonly type: TypeId; readonly site: SiteId }
  /** `length` i32, at most 2^31 - 1 (then the memory is surely short); elements zero. `isOverwritten`: every element is written before any is read, so they may begin as anything. */
  | {
      readonly kind: "newStorage";
      readonly type: TypeId;
      readonly length: Expression;
      readonly site: SiteId;
      readonly isOverwritten?: true;
    }
  /** `length` i32 code points, zero; `capacity` at least that. At most 2^31 - 1; WG605 by the string limit. */
  | { readonly kind: "newText"; readonly length: Expression; readonly site: SiteId }
  /** An owned reference: `left` itself (owned, taken) where it is unique and has room, else a new text with room to grow; charges as the price list says. */
  | { readonly kind: "appendText"; readonly left: Expression; readonly right: Expression; readonly site: SiteId }
  /** The resident one-character text of a code point below 256 or a new one; owned. */
  | { readonly kind: "characterText"; readonly code: Expression; readonly site: SiteId }
  /** i32 / i32 (-1, 0, 1) / i64 */
  | { readonly kind: "textEqual"; readonly left: Expression; readonly right: Expression }
  | { readonly kind: "textCompare"; readonly left: Expression; readonly right: Expression }
  | { readonly kind: "textHash"; readonly text: Expression }
  /** i32: how many code points the comparison may have to look at, or 0 where few decide it (`comparedFree` of text.ts). */
  | { readonly kind: "equalWork"; readonly left: Expression; readonly right: Expression }
  | { readonly kind: "compareWork"; readonly left: Expression; readonly right: Expression }
  /** Where the callee may raise and `handler` is given: a pending exception adds `site` to its trace and branches there (the result is dropped). Arguments are borrowed. */
  | {
      readonly kind: "call";
      readonly function: FunctionId;
      readonly arguments: readonly Expression[];
      readonly handler: LabelId | null;
      readonly site: SiteId;
    }
  /** Index into `IRModule.hostFunctions`. */
  | { readonly kind: "hostCall"; readonly host: number; readonly arguments: readonly Expression[]; readonly site: SiteId }
  /** The pending exception, taken (none is pending after it); owned, 0 where there is none. */
  | { readonly kind: "takePending" }
  /** A borrowed look at the pending exception, 0 where there is none. */
  | { readonly kind: "pending" }
  /** i32: 1 where the object lies below the resident mark (0 while the initializer runs). Asked before a store only where state is frozen. */
  | { readonly kind: "isResident"; readonly object: Expression }
  /** i64 */
  | { readonly kind: "fuelLeft" }
  /** Values given to the run. */
  | { readonly kind: "runSeed" }
  | { readonly kind: "moduleName" }
  | { readonly kind: "sequence"; readonly body: Body; readonly value: Expression }
  /** Only one side is evaluated. `isStraight`: of floats that are at hand, or int constants, by a comparison of such floats, to be chosen without a jump. */
  | {
      readonly kind: "choose";
      readonly test: Expression;
      readonly then: Expression;
      readonly else: Expression;
      readonly representation: Representation;
      readonly isStraight?: true;
    };

/** Never faults. Operand and result representations are in `operationTypes`. */
export type Operation =
  | "i64.add"
  | "i64.sub"
  | "i64.mul"
  | "i64.and"
  | "i64.or"
  | "i64.xor"
  /** Counts are taken modulo 64, as in wasm. */
  | "i64.shl"
  | "i64.shr_s"
  | "i64.shr_u"
  /** The divisor is known not to be zero; MIN / -1 wraps. Truncating. */
  | "i64.div_s"
  | "i64.div_u"
  | "i64.rem_s"
  | "i64.rem_u"
  /** Rounded down, divisor not zero, MIN // -1 excluded; MIN mod -1 is 0. */
  | "i64.floordiv"
  | "i64.mod"
  | "i64.mulhigh_u"
  | "i64.clz"
  | "i64.ctz"
  | "i64.popcnt"
  | "i64.eq"
  | "i64.ne"
  | "i64.lt_s"
  | "i64.le_s"
  | "i64.gt_s"
  | "i64.ge_s"
  | "i64.lt_u"
  | "i32.eq"
  | "i32.ne"
  | "i32.lt_s"
  | "i32.lt_u"
  | "i32.ge_u"
  | "i32.gt_s"
  | "i32.le_s"
  | "i32.ge_s"
  | "i32.and"
  | "i32.or"
  | "i32.xor"
  | "i32.add"
  | "i32.sub"
  | "i32.mul"
  | "i32.eqz"
  | "ref.eq"
  | "ref.isnull"
  | "f64.add"
  | "f64.sub"
  | "f64.mul"
  | "f64.div"
  | "f64.neg"
  | "f64.abs"
  | "f64.sqrt"
  | "f64.floor"
  | "f64.ceil"
  | "f64.trunc"
  | "f64.nearest"
  | "f64.min"
  | "f64.max"
  | "f64.copysign"
  | "f64.eq"
  | "f64.ne"
  | "f64.lt"
  | "f64.le"
  | "f64.gt"
  | "f64.ge"
  | "i64.from_i32_s"
  | "i64.from_i32_u"
  | "i32.from_i64"
  | "f64.from_i64_s"
  | "f64.from_i64_u"
  /** Known to be in range. */
  | "i64.from_f64"
  | "i64.bits_of_f64"
  | "f64.from_bits"
  /** Correctly rounded quotient of two i64 (divisor not zero). */
  | "f64.quotient_of_i64";

export type CheckedOperation =
  | "i64.add"
  | "i64.sub"
  | "i64.mul"
  | "i64.neg"
  | "i64.abs"
  /** count >= 0 tested before; any count. */
  | "i64.shl"
  /** MIN // -1; divisor not zero. */
  | "i64.floordiv"
  /** WG521 where not exact. */
  | "f64.from_i64_exact"
  | "f64.from_u64_exact"
  /** u64 at or above 2^63; negative int. */
  | "i64.from_u64"
  | "u64.from_i64"
  /** Truncates; neither nan nor infinite (tested before); WG520 outside 64 bits. */
  | "i64.from_f64";
