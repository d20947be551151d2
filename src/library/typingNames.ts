// The names of `typing` and `collections.abc`, by what they mean in an annotation.

/** Any value of any type: what is done with it decides. */
export const anyNames: ReadonlySet<string> = new Set(["Any", "object", "Hashable", "Sized", "Self"]);

/** Whatever can be iterated; the function is made for the type that comes. */
export const iterableNames: ReadonlySet<string> = new Set([
  "Iterable",
  "Iterator",
  "Generator",
  "Sequence",
  "Collection",
  "Container",
  "Reversible",
]);

/** numpy's names for arrays of any elements and rank: the function is made for the array that comes. */
export const arrayNames: ReadonlySet<string> = new Set(["ndarray", "NDArray", "ArrayLike"]);

/** Other spellings of classes: the class, and the module it stands in where that is not the core. */
const spellings: ReadonlyMap<string, readonly [name: string, module?: string]> = new Map([
  ["List", ["list"]],
  ["MutableSequence", ["list"]],
  ["Dict", ["dict"]],
  ["Mapping", ["dict"]],
  ["MutableMapping", ["dict"]],
  ["Set", ["set"]],
  ["AbstractSet", ["set"]],
  ["MutableSet", ["set"]],
  ["FrozenSet", ["frozenset"]],
  ["Tuple", ["tuple"]],
  ["Deque", ["deque", "collections"]],
  ["Counter", ["Counter", "collections"]],
  ["OrderedDict", ["OrderedDict", "collections"]],
  ["DefaultDict", ["defaultdict", "collections"]],
  ["Text", ["str"]],
]);

/** The class that another spelling of `typing` means, by name. */
export function plainName(name: string): string {
  return spellings.get(name)?.[0] ?? name;
}

/** The module of the class behind another spelling; null for the core. */
export function moduleBehind(name: string): string | null {
  return spellings.get(name)?.[1] ?? null;
}

/** What may be imported from `collections.abc`. */
export const abstractClasses: readonly string[] = [
  "Callable",
  "Collection",
  "Container",
  "Generator",
  "Hashable",
  "Iterable",
  "Iterator",
  "Mapping",
  "MutableMapping",
  "MutableSequence",
  "MutableSet",
  "Reversible",
  "Sequence",
  "Set",
  "Sized",
];

/** Names of `typing` that take types in brackets, so that `Alias = Optional[int]` is a statement about types. */
export const bracketNames: readonly string[] = [
  "Optional",
  "Union",
  "Literal",
  "List",
  "Dict",
  "Set",
  "FrozenSet",
  "Tuple",
  "Deque",
  "DefaultDict",
  "Mapping",
  "Iterable",
  "Iterator",
  "Generator",
  "Callable",
  "Sequence",
];

/** What may be imported from `typing`; `collections` has its own classes. */
export const typingNames: readonly string[] = [
  ...new Set([...bracketNames, ...abstractClasses]),
  "Any",
  "AbstractSet",
  "ClassVar",
  "Counter",
  "Final",
  "Generic",
  "NamedTuple",
  "OrderedDict",
  "Protocol",
  "Self",
  "Text",
  "TypeAlias",
  "TypeVar",
  "final",
  "overload",
  "runtime_checkable",
];
