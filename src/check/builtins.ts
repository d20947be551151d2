// Names that the checker itself gives meaning to, because what they do depends
// on the structure of their arguments' types. All other builtins are wgen
// functions and classes under `stdlib/core`.

/** Called like functions; see `calls/builtins*.ts`. */
export const builtinFunctions: ReadonlySet<string> = new Set([
  "print",
  "len",
  "isinstance",
  "issubclass",
  "type",
  "repr",
  "hash",
  "super",
  "next",
  "callable",
  "format",
]);

/** Names of classes in `core` whose construction the checker spells out by argument type. */
export const convertingClasses: ReadonlySet<string> = new Set(["int", "float", "bool", "str", "tuple"]);

/** Decorators and typing words that may stand free of any import in the library. */
export const libraryWords: ReadonlySet<string> = new Set([
  "overload",
  "leaf",
  "Generic",
  "staticmethod",
  "classmethod",
  "property",
  "dataclass",
]);

/** Python's own names that wgen lacks, with what to write instead. */
export const missingBuiltins: ReadonlyMap<string, string> = new Map([
  ["input", "a program has no keyboard; give the value as a constant or a `param(...)`"],
  ["open", "wgen reads no files; the host hands in what a plugin may see"],
  ["eval", "write the expression itself"],
  ["exec", "write the statements themselves"],
  ["compile", "write the code itself"],
  ["getattr", "name the attribute: `x.name`"],
  ["setattr", "assign the attribute: `x.name = value`"],
  ["hasattr", 'every object of a class has the same fields; use None for "not set"'],
  ["delattr", "set the field to None"],
  ["vars", "name the fields you need"],
  ["dir", "name the fields you need"],
  ["globals", "name the variable you need"],
  ["locals", "name the variable you need"],
  ["id", "compare objects with `is`"],
  ["object", "name the type; for a value that is nothing but itself write `class Marker: pass` and `Marker()`"],
  ["complex", "use two floats"],
  ["bytes", "use a list of ints"],
  ["bytearray", "use a list of ints"],
  ["memoryview", "use a list of ints"],
  ["breakpoint", "use print(...)"],
  ["help", "see `wgen docs`"],
  ["exit", "return from the function, or raise an exception"],
  ["quit", "return from the function, or raise an exception"],
  ["__import__", "use `import`"],
  ["aiter", "wgen has no async"],
  ["anext", "wgen has no async"],
]);

/** `staticmethod` and kin: used only behind `@`. */
export const decoratorNames: ReadonlySet<string> = new Set(["staticmethod", "classmethod", "property"]);
