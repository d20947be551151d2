// Names of Python's library that raise nothing of their own, by the reason: of
// every other one some golden case shows an error (lang-names.test.ts).

/** Module or class ("" for builtins) to names. */
type Names = Readonly<Record<string, string>>;

const takesAnyValue: Names = {
  "": "bin oct hex ascii",
  int: "bit_length bit_count conjugate real imag numerator denominator",
  float: "is_integer conjugate real imag hex",
  str: "rfind startswith endswith removeprefix removesuffix splitlines strip lstrip rstrip zfill expandtabs lower casefold capitalize title swapcase isalpha isdecimal isdigit isnumeric isalnum isspace isprintable isascii isupper islower istitle isidentifier translate",
  list: "reverse",
  dict: "setdefault",
  dict_keys: "isdisjoint",
  set: "isdisjoint",
  math: "cbrt atan atan2 tanh asinh erf erfc degrees radians gcd lcm fabs copysign isnan isinf isfinite modf frexp nextafter ulp prod hypot",
  statistics: "multimode",
  string: "capwords",
  heapq: "heappush heappushpop heapify",
  random: "shuffle uniform triangular normalvariate gauss lognormvariate vonmisesvariate",
  operator: "sub mul neg pos invert and_ or_ xor eq ne lt le gt ge not_ concat contains countOf",
  numpy:
    "absolute fabs atleast_1d atleast_2d arctan tanh rint sign clip isnan isinf isfinite logical_not nonzero full_like zeros_like ones_like empty_like meshgrid float64 int64 bool_ asarray ndim rot90 flipud fliplr diag trace tril triu around square reciprocal cbrt arcsin arccos radians deg2rad degrees rad2deg nan_to_num transpose ravel tile trapz array_equal count_nonzero unique argwhere flatnonzero isin",
};

/** What they are given may raise while it is gone through, compared, called or hashed. */
const raisesWhatItIsGivenRaises: Names = {
  "": "enumerate reversed",
  list: "extend sort",
  dict: "update fromkeys",
  set: "update difference_update intersection_update symmetric_difference_update union intersection difference symmetric_difference issubset issuperset",
  bisect: "insort_right insort_left insort",
  functools: "cmp_to_key cache lru_cache wraps",
  heapq: "nsmallest nlargest merge",
  itertools: "cycle accumulate compress dropwhile takewhile filterfalse pairwise starmap zip_longest groupby",
};

/** Where a part of them is zero in an unhappy way, which a draw almost never is. */
const raisesOfOtherFunctions: Names = { random: "betavariate paretovariate weibullvariate" };

/** Shapes that do not fit, and axes: shown for `+`, `subtract`, `sum`. */
const raisesAsOperatorsDo: Names = {
  numpy:
    "arctan2 hypot logical_and logical_or logical_xor multiply divide true_divide floor_divide not_equal less less_equal greater_equal allclose heaviside expand_dims swapaxes cumprod",
};

export const raisesNothing: ReadonlySet<string> = new Set(
  [takesAnyValue, raisesWhatItIsGivenRaises, raisesOfOtherFunctions, raisesAsOperatorsDo].flatMap((names) =>
    Object.entries(names).flatMap(([of, list]) => list.split(" ").map((name) => (of === "" ? name : `${of}.${name}`))),
  ),
);
