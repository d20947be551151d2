// The closed table of intrinsics: the only operations that are not written in
// wgen. Each has a signature, a price in fuel and what it does. The checker
// types calls by it, lowering has one case for each, the reference is printed
// from it. The standard library reaches them by `from intrinsics import name`;
// nobody else can name that module.
//
// In signatures `T` is any type, `storage[T]` a raw buffer. "checked" means a
// fault that no `except` sees (WG520, WG521); "raises" one that Python has too.

/** What an intrinsic costs: `base + each · (value of int argument `sizeArgument`)`. */
export interface Price {
  readonly base: number;
  readonly each?: number;
  /** `each` is for 8 bytes: references and bools take less of them. */
  readonly isPacked?: boolean;
  /** On top of `each` for elements that are references: the owners of each are counted. */
  readonly reference?: number;
  /** On top of `base` where a text does not grow in place. */
  readonly moved?: number;
  /** Which argument's value is the size. */
  readonly sizeArgument?: number;
}

export interface Intrinsic {
  readonly parameters: readonly string[];
  readonly result: string;
  readonly price: Price;
  /** Can it fault, raise or allocate? Otherwise passes may move or drop it. */
  readonly pure: boolean;
  readonly doc: string;
}

function pure(parameters: string, result: string, doc: string, base = 1): Intrinsic {
  return { parameters: split(parameters), result, price: { base }, pure: true, doc };
}

function effect(parameters: string, result: string, price: Price, doc: string): Intrinsic {
  return { parameters: split(parameters), result, price, pure: false, doc };
}

function split(parameters: string): readonly string[] {
  return parameters === "" ? [] : parameters.split(" ");
}

const intArithmetic = {
  int_add: effect("int int", "int", { base: 1 }, "Sum, checked"),
  int_sub: effect("int int", "int", { base: 1 }, "Difference, checked"),
  int_mul: effect("int int", "int", { base: 1 }, "Product, checked"),
  int_neg: effect("int", "int", { base: 1 }, "Negation, checked"),
  int_abs: effect("int", "int", { base: 1 }, "Magnitude, checked"),
  int_floordiv: effect("int int", "int", { base: 3 }, "Quotient rounded down; raises ZeroDivisionError, checked"),
  int_mod: effect("int int", "int", { base: 2 }, "Remainder with the divisor's sign; raises ZeroDivisionError"),
  int_truediv: effect(
    "int int",
    "float",
    { base: 4 },
    "Correctly rounded quotient, as CPython for ints up to 64 bits; raises ZeroDivisionError",
  ),
  int_shl: effect("int int", "int", { base: 1 }, "Shift left, checked; raises ValueError on a negative count"),
  int_shr: effect("int int", "int", { base: 1 }, "Arithmetic shift right; raises ValueError on a negative count"),
  int_and: pure("int int", "int", "Bitwise and"),
  int_or: pure("int int", "int", "Bitwise or"),
  int_xor: pure("int int", "int", "Bitwise exclusive or"),
  int_invert: pure("int", "int", "Bitwise complement"),
  int_eq: pure("int int", "bool", "Equal"),
  int_ne: pure("int int", "bool", "Not equal"),
  int_lt: pure("int int", "bool", "Less"),
  int_le: pure("int int", "bool", "Less or equal"),
  int_gt: pure("int int", "bool", "Greater"),
  int_ge: pure("int int", "bool", "Greater or equal"),
  int_to_float: effect("int", "float", { base: 1 }, "The same value, checked to be exact"),
  int_to_float_rounded: pure("int", "float", "The nearest float, half to even"),
  int_compare_float: pure("int float", "int", "-1, 0, 1 by exact value; 2 where the float is not a number", 2),
} as const satisfies Record<string, Intrinsic>;

const wrapping = {
  wrap_add: pure("int int", "int", "Sum modulo 2^64, as a signed 64-bit pattern"),
  wrap_sub: pure("int int", "int", "Difference modulo 2^64"),
  wrap_mul: pure("int int", "int", "Product modulo 2^64"),
  wrap_shl: pure("int int", "int", "Shift left modulo 2^64; 0 from a count of 64 on"),
  wrap_shr: pure("int int", "int", "Shift right filling zeros; 0 from a count of 64 on"),
  wrap_lt: pure("int int", "bool", "Less, both read as unsigned"),
  wrap_div: effect("int int", "int", { base: 4 }, "Unsigned quotient; raises ZeroDivisionError"),
  wrap_mod: effect("int int", "int", { base: 4 }, "Unsigned remainder; raises ZeroDivisionError"),
  multiply_high: pure("int int", "int", "Upper 64 bits of the unsigned 128-bit product", 4),
  leading_zeros: pure("int", "int", "Leading zero bits of the 64"),
  trailing_zeros: pure("int", "int", "Trailing zero bits of the 64"),
  count_ones: pure("int", "int", "One bits of the 64"),
  u64_from_bits: pure("int", "u64", "The same 64 bits read as unsigned"),
  u64_to_bits: pure("u64", "int", "The same 64 bits read as signed"),
  u64_to_int: effect("u64", "int", { base: 1 }, "The same value, checked to be below 2^63"),
  int_to_u64: effect("int", "u64", { base: 1 }, "The same value, checked not to be negative"),
  u64_to_float: effect("u64", "float", { base: 1 }, "The same value, checked to be exact"),
} as const satisfies Record<string, Intrinsic>;

const floatArithmetic = {
  float_add: pure("float float", "float", "Sum"),
  float_sub: pure("float float", "float", "Difference"),
  float_mul: pure("float float", "float", "Product"),
  float_div: effect("float float", "float", { base: 4 }, "Quotient; raises ZeroDivisionError"),
  float_quotient: pure("float float", "float", "IEEE quotient: inf or nan by zero", 7),
  float_neg: pure("float", "float", "Negation"),
  float_abs: pure("float", "float", "Magnitude"),
  float_sqrt: pure("float", "float", "Square root; nan below zero", 18),
  float_floor: pure("float", "float", "Rounded down"),
  float_ceil: pure("float", "float", "Rounded up"),
  float_trunc: pure("float", "float", "Rounded towards zero"),
  float_nearest: pure("float", "float", "Rounded half to even"),
  float_min: pure("float float", "float", "wasm's minimum: nan wins, -0.0 below 0.0", 2),
  float_max: pure("float float", "float", "wasm's maximum", 2),
  float_copysign: pure("float float", "float", "Magnitude of the first, sign of the second"),
  float_eq: pure("float float", "bool", "Equal"),
  float_ne: pure("float float", "bool", "Not equal"),
  float_lt: pure("float float", "bool", "Less"),
  float_le: pure("float float", "bool", "Less or equal"),
  float_gt: pure("float float", "bool", "Greater"),
  float_ge: pure("float float", "bool", "Greater or equal"),
  float_to_int: effect("float", "int", { base: 2 }, "Rounded towards zero; raises ValueError on nan, OverflowError on inf; checked"),
  float_bits: pure("float", "int", "The 64 bits; every nan gives 0x7ff8000000000000"),
  float_from_bits: pure("int", "float", "The float of these 64 bits; every nan becomes the one"),
} as const satisfies Record<string, Intrinsic>;

const truth = {
  bool_not: pure("bool", "bool", "Negation"),
  bool_eq: pure("bool bool", "bool", "Equal"),
  bool_to_int: pure("bool", "int", "0 or 1"),
  is_same: pure("T T", "bool", "The same object (or both None)"),
  is_same_function: pure("T T", "bool", "The same function, or the same method of the same object"),
  is_none: pure("T", "bool", "True for None; the argument is a union with None"),
} as const satisfies Record<string, Intrinsic>;

const text = {
  str_len: pure("str", "int", "Code points"),
  str_code: effect("str int", "int", { base: 2 }, "Code point at 0 <= i < len; outside it a fault of our own making"),
  str_at: effect("str int", "str", { base: 8 }, "One-character string at an index that may count from the end; raises IndexError"),
  str_new: effect(
    "int",
    "str",
    { base: 50, each: 0.5, sizeArgument: 0 },
    "A fresh string of n zero code points, to be filled by str_put before anyone else sees it; limit WG605",
  ),
  str_put: effect("str int int", "none", { base: 3 }, "Sets code point i of a fresh string"),
  str_copy: effect(
    "str int str int int",
    "none",
    { base: 28, each: 0.5, sizeArgument: 4 },
    "to at from start count: copies code points into a fresh string",
  ),
  str_append: effect(
    "str str",
    "str",
    { base: 31, each: 0.5, sizeArgument: -1, moved: 60 },
    "Concatenation; in place where the left one is unique and has room. Priced by the length of the right one and, where it copies, of the left one",
  ),
  str_eq: effect("str str", "bool", { base: 22, each: 0.75, sizeArgument: -1 }, "Equal; priced by the length where the texts begin alike"),
  str_compare: effect(
    "str str",
    "int",
    { base: 48, each: 0.75, sizeArgument: -1 },
    "-1, 0, 1 by code points; priced by the shorter length where the texts begin alike",
  ),
  str_hash: effect("str", "int", { base: 6, each: 7, sizeArgument: -1 }, "Our fixed 64-bit hash, at least 0; kept in the string"),
  print_text: effect("str", "none", { base: 16, each: 0.25, sizeArgument: -1 }, "Writes text to the output or log of the run; limit WG604"),
} as const satisfies Record<string, Intrinsic>;

const storage = {
  storage_new: effect(
    "int",
    "storage[T]",
    { base: 62, each: 0.3125, sizeArgument: 0, isPacked: true },
    "n zeroed elements; T from the expected type",
  ),
  storage_len: pure("storage[T]", "int", "Number of elements"),
  storage_get: effect("storage[T] int", "T", { base: 2 }, "Element i; outside the storage a fault of our own making"),
  storage_set: effect("storage[T] int T", "none", { base: 2 }, "Sets element i"),
  storage_clear: effect("storage[T] int", "none", { base: 2 }, "Makes element i zero, releasing what it held"),
  storage_copy: effect(
    "storage[T] int storage[T] int int",
    "none",
    { base: 20, each: 0.5625, sizeArgument: 4, isPacked: true, reference: 9 },
    "to at from start count: copies elements, whose owners are counted where they are references; the ranges may overlap",
  ),
  storage_fill: effect(
    "storage[T] int int T",
    "none",
    { base: 8, each: 1.25, sizeArgument: 2, isPacked: true, reference: 4 },
    "storage start count value",
  ),
} as const satisfies Record<string, Intrinsic>;

/** Fast paths over the standard library's `list`, whose fields are `_length: int` and `_items: storage[T]`. */
const lists = {
  list_len: pure("list[T]", "int", "Number of items"),
  list_get: effect("list[T] int", "T", { base: 6 }, "Item at an index that may count from the end; raises IndexError"),
  list_set: effect("list[T] int T", "none", { base: 3 }, "Sets an item; raises IndexError"),
  list_item: effect("list[T] int", "T", { base: 2 }, "Item at 0 <= i < len, known to hold by a loop that has just tested it"),
} as const satisfies Record<string, Intrinsic>;

const runtime = {
  instance_salt: pure("", "int", "The seed that the run was given for unseeded generators"),
  module_name: pure("", "str", '`__name__`: "__main__" in a run, else the plugin\'s name'),
  negative_power: effect("", "never", { base: 0 }, "Where Python's result of ints would be a float: a fault that nothing catches"),
  complex_power: effect("", "never", { base: 0 }, "Where Python's result would be a complex number: a fault that nothing catches"),
  unkept_argument: effect(
    "",
    "never",
    { base: 0 },
    "Where `args` of an exception asks for what it does not keep: a fault that nothing catches",
  ),
  unreachable: effect("", "never", { base: 0 }, "A place the library knows cannot be reached"),
} as const satisfies Record<string, Intrinsic>;

export const intrinsics = {
  ...intArithmetic,
  ...wrapping,
  ...floatArithmetic,
  ...truth,
  ...text,
  ...storage,
  ...lists,
  ...runtime,
} as const satisfies Record<string, Intrinsic>;

export type IntrinsicName = keyof typeof intrinsics;
