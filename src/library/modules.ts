// The import whitelist: every module that a program may name, and the files
// under `stdlib/` that it is made of. Nothing else can be imported but what
// the host declares.

import { abstractClasses, typingNames } from "./typingNames.ts";

/** Seen everywhere without an import. */
export const coreModule = "core";

/** Modules an author may import; each is `stdlib/<name>.wgen`. */
export const publicModules: readonly string[] = [
  "math",
  "random",
  "numpy",
  "collections",
  "heapq",
  "itertools",
  "functools",
  "bisect",
  "operator",
  "contextlib",
  "copy",
  "dataclasses",
  "enum",
  "typing",
  "string",
  "statistics",
  "noise",
  "terrain",
  "flow",
  "points",
  "geom",
  "field",
  "path",
  "names",
  "lsystem",
  "cells",
  "color",
  "ease",
];

/** Modules whose names the checker itself knows; they need no file. */
export const knownNames: ReadonlyMap<string, readonly string[]> = new Map([
  ["typing", typingNames],
  ["collections.abc", abstractClasses],
  ["collections", ["namedtuple"]],
  ["numpy", ["ndarray"]],
  ["numpy.typing", ["NDArray", "ArrayLike"]],
  ["operator", ["itemgetter", "attrgetter"]],
  ["copy", ["copy", "deepcopy"]],
  ["functools", ["partial", "total_ordering", "cached_property", "singledispatch"]],
  ["dataclasses", ["dataclass", "field", "replace", "asdict", "astuple", "InitVar", "KW_ONLY"]],
  ["contextlib", ["contextmanager", "suppress"]],
  ["enum", ["Enum", "IntEnum", "auto", "unique"]],
  ["wgen", ["param", "Array", "Grid"]],
  ["__future__", ["annotations"]],
  ["abc", ["ABC", "ABCMeta", "abstractmethod"]],
]);

/** A module of the library's own: only library files may import it. */
export function isPrivateModule(name: string): boolean {
  return name === "intrinsics" || name.startsWith("_");
}
