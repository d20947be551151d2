// Mistakes about names and imports.

import { numpyHint } from "./numpyNames.ts";
import { missingBuiltins } from "../builtins.ts";
import { didYouMean, longerHint, problem } from "./problem.ts";
import type { Problem } from "./problem.ts";

/** `meant`: what to do where no other spelling is at hand. */
export function unknownName(name: string, candidates: Iterable<string>, meant: string = notYet): Problem {
  const missing = missingBuiltins.get(name);
  if (missing !== undefined) return problem("WG201", `wgen has no \`${name}\``, missing);
  return problem(
    "WG201",
    `there is no name \`${name}\` here`,
    otherCase(name, candidates) ??
      foreignHint(name) ??
      innerHint(name, candidates) ??
      importHint(name) ??
      didYouMean(name, candidates) ??
      longerHint(name, candidates) ??
      meant,
  );
}

/** A class inside another is found through that. */
function innerHint(name: string, candidates: Iterable<string>): string | undefined {
  const inner = [...candidates].find((one) => one.endsWith(`.${name}`) && !one.includes("<locals>"));
  return inner === undefined ? undefined : `write \`${inner}\``;
}

const modulesByName = new Map([
  ["np", "import numpy as np"],
  ["math", "import math"],
  ["random", "import random"],
  ["sqrt", "from math import sqrt"],
  ["sin", "from math import sin"],
  ["cos", "from math import cos"],
  ["pi", "from math import pi"],
  ["floor", "from math import floor"],
  ["ceil", "from math import ceil"],
  ["dataclass", "from dataclasses import dataclass"],
  ["field", "from dataclasses import field"],
  ["Enum", "from enum import Enum"],
  ["deque", "from collections import deque"],
  ["Counter", "from collections import Counter"],
  ["defaultdict", "from collections import defaultdict"],
  ["param", "from wgen import param"],
  ["noise", "import noise"],
]);

/** What other languages call ours. */
const foreignNames = new Map([
  ["length", "len"],
  ["lenght", "len"],
  ["size", "len"],
  ["count", "len"],
  ["println", "print"],
  ["printf", "print"],
  ["echo", "print"],
  ["log", "print"],
  ["string", "str"],
  ["integer", "int"],
  ["boolean", "bool"],
  ["double", "float"],
  ["xrange", "range"],
  ["this", "self"],
  ["Math", "math"],
]);

/** The same name but for its capitals. */
function otherCase(name: string, candidates: Iterable<string>): string | undefined {
  const same = [...candidates].find((candidate) => candidate !== name && candidate.toLowerCase() === name.toLowerCase());
  return same === undefined || same === foreignNames.get(name) ? undefined : `did you mean \`${same}\`?`;
}

function foreignHint(name: string): string | undefined {
  const own = foreignNames.get(name);
  return own === undefined ? undefined : `write \`${own}\``;
}

/** `x == 3` on a line of its own, with no `x` above. */
export function comparedOnly(name: string): string {
  return `\`==\` compares; to give \`${name}\` a value write \`${name} = ...\``;
}

/** A name of a function, used outside of it. */
export function livesInside(name: string, owner: string): string {
  return `the \`${name}\` of \`${owner}\` lives only inside that function: let it \`return ${name}\`, and use what the call gives`;
}

const notYet = "it must be assigned or imported before it is used";

function importHint(name: string): string | undefined {
  const statement = modulesByName.get(name);
  return statement === undefined ? undefined : `write \`${statement}\` at the top`;
}

/** A method reads a field without its object. */
export function fieldWithoutSelf(name: string, owner: string): Problem {
  return problem("WG201", `there is no name \`${name}\` here, but ${owner} has a field of that name`, `write \`self.${name}\``);
}

/** `count += 1` in a method of a class with a field `count`. */
export function unboundField(name: string, owner: string): Problem {
  return problem("WG204", `\`${name}\` has no value yet here, but ${owner} has a field of that name`, `write \`self.${name}\``);
}

/** A function or class that is used above its definition. */
export function usedAbove(name: string): Problem {
  return problem(
    "WG204",
    `\`${name}\` is used above the line that defines it`,
    `move the definition of \`${name}\` up, above its first use`,
  );
}

/** `outer`: a name of the same spelling stands at the top level of the file, and functions may change it or not. */
export function unbound(name: string, outer: "none" | "changing" | "frozen" = "none"): Problem {
  if (outer !== "none")
    return problem(
      "WG204",
      `\`${name}\` has no value yet here: it is assigned in this function, so it is not the \`${name}\` of the file`,
      outer === "changing"
        ? `write \`global ${name}\` at the beginning of the function, or give the function's own a value or a name of its own`
        : `give what is computed here another name; the \`${name}\` of the file stays as it is in every hook`,
    );
  return problem("WG204", `\`${name}\` has no value yet here`, `assign it first: \`${name} = ...\``);
}

/** `del x` of what functions read, or share. */
export function deletedShared(name: string): Problem {
  return problem("WG313", `wgen has no \`del\` of a variable that functions use, as \`${name}\` is`, `set it to None: \`${name} = None\``);
}

const pluginHint = "a workshop knows the plugins published in it; `wgen lock` looks up those that a file imports, and pins them";

export function unknownModule(name: string, candidates: Iterable<string>): Problem {
  const foreign = new Map([
    ["os", "wgen programs reach no files and no system"],
    ["sys", "wgen programs reach no files and no system"],
    ["time", "wgen has no clock; a result depends on its inputs only"],
    ["datetime", "wgen has no clock; a result depends on its inputs only"],
    ["re", "wgen has no regular expressions; use `in`, `find`, `split` and `replace`"],
    ["json", "wgen reads no JSON; the host hands in values"],
    ["copy", "lists have `.copy()`, dataclasses `replace(x)`"],
    ["textwrap", 'cut the text with `split` and join the lines with `"\\n".join(lines)`'],
    ["threading", "wgen runs one thing at a time: leave locks out"],
    ["hashlib", "compute a number of your own from the text, as FNV-1a does"],
    ["decimal", "use ints in the smallest unit, or floats"],
    ["fractions", "keep numerator and denominator as ints"],
    ["logging", "write `print(...)`"],
    ["scipy", "see the modules `field`, `geom` and `terrain`"],
  ]);
  return problem(
    "WG202",
    `there is no module \`${name}\``,
    foreign.get(name) ??
      (name.startsWith("workshop.") ? pluginHint : didYouMean(name, candidates)) ??
      "`wgen docs` lists the modules there are",
  );
}

/** What wgen's modules lack of Python's, with what to write instead. */
const lacking = new Map([
  ["math.random", 'in a hook of a world write `w.rng("name", ix, iy).random()`; elsewhere `import random` and `random.random()`'],
  ["typing.TypedDict", "write a `@dataclass`"],
  ["typing.Literal", "write the type of the values: `str` or `int`, or an Enum"],
  ["typing.NewType", "write the type itself, or a class with one field"],
  ["typing.cast", "test with `isinstance`, or `assert x is not None`"],
  ["typing.Self", "write the name of the class"],
  ["contextlib.ExitStack", "write several `with`, or a `for` loop in `try ... finally`"],
  ["contextlib.redirect_stdout", "collect the texts in a list instead of printing them"],
  ["enum.Flag", "use ints and `|`, or a set of members"],
  ["enum.IntFlag", "use ints and `|`, or a set of members"],
  ["enum.StrEnum", "write `.value` where the text is meant"],
  ["string.Template", 'write an f-string, or `"...{name}...".format(name=x)`'],
  ["functools.partialmethod", "write the method out"],
  ["collections.UserDict", "give the class a field that holds the dict"],
  ["collections.abc", "leave the annotation out, or import from `typing`"],
  ["itertools.tee", "make a list of it: `list(...)`"],
  ["dataclasses.make_dataclass", "write the class out"],
  ["dataclasses.fields", "name the fields"],
]);

export function notInModule(module: string, name: string, candidates: Iterable<string>): Problem {
  return problem(
    "WG206",
    `module \`${module === "_numpy_random" ? "numpy.random" : module}\` has no name \`${name}\``,
    numpyHint(module, name) ??
      lacking.get(`${module}.${name}`) ??
      didYouMean(name, candidates) ??
      longerHint(name, candidates) ??
      `\`wgen docs ${module}\` lists what it has`,
  );
}

/** `used`: the names of the module that the file uses. */
export function noStarImport(module: string, used: readonly string[]): Problem {
  return problem(
    "WG202",
    "wgen has no `import *`",
    `name what you need: \`from ${module} import ${used.length === 0 ? "..." : used.join(", ")}\``,
  );
}

export function importInside(): Problem {
  return problem(
    "WG202",
    "an import stands at the top of the file or in a function, outside other blocks",
    "move this line to the top of the file",
  );
}

export function lateFuture(): Problem {
  return problem(
    "WG202",
    "`from __future__ import` stands at the beginning of the file",
    "move this line above all others but the docstring",
  );
}

export function notImported(name: string): Problem {
  return problem("WG201", `there is no name \`${name}\` here`, `import it: \`from typing import ${name}\``);
}

export function noRelativeImport(): Problem {
  return problem("WG202", "wgen has no relative imports", "import modules by their full name");
}

export function misplaced(kind: "global" | "nonlocal", name: string): Problem {
  return problem(
    "WG207",
    `\`${kind} ${name}\`: there is no such name ${kind === "global" ? "at the top level of the file" : "in a function around this one"}`,
    kind === "global" ? `assign \`${name}\` at the top level first` : `assign \`${name}\` in the outer function first`,
  );
}

export function dunderName(name: string): Problem {
  return problem(
    "WG209",
    `\`${name}\` begins and ends with two underscores`,
    `such names belong to Python itself; write \`${name.replace(/__+/g, "_").replace(/^_|_$/g, "") || "name"}\``,
  );
}

export function usedBeforeDefined(name: string, _by: string): Problem {
  return problem(
    "WG204",
    `this line calls what uses \`${name}\`, which is defined only further down`,
    `move the definition of \`${name}\` above this line, or this line to the end of the file`,
  );
}
