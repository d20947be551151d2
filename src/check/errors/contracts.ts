// Mistakes about what the host wants and allows.

import { showType } from "../../types/print.ts";
import type { Type } from "../../types/type.ts";
import { conversionHint } from "./calls.ts";
import { didYouMean, problem } from "./problem.ts";
import type { Problem } from "./problem.ts";

export function frozenGlobal(name: string): Problem {
  return problem(
    "WG406",
    `\`${name}\` cannot be changed here: a hook may be run for any place in any order, so nothing may pass from one call to the next`,
    "compute it inside the hook, or once in `prepare`",
  );
}

export function unknownHookParameter(hook: string, name: string, candidates: readonly string[]): Problem {
  return problem(
    "WG401",
    `hook \`${hook}\` has no parameter \`${name}\``,
    didYouMean(name, candidates) ?? `it may take ${candidates.map((item) => `\`${item}\``).join(", ")}`,
  );
}

export function wrongHookResult(hook: string, found: Type, wanted: Type): Problem {
  const hint = conversionHint(found, wanted) ?? `return a ${showType(wanted)} on every path`;
  return problem("WG402", `hook \`${hook}\` must return ${showType(wanted)}, but returns ${showType(found)}`, hint);
}

/** An annotation that does not agree with the host. */
export function wrongHookAnnotation(hook: string, parameter: string | null, found: Type, wanted: Type): Problem {
  const what = parameter === null ? `returns ${showType(wanted)}` : `gets \`${parameter}\` as ${showType(wanted)}`;
  return problem(
    "WG402",
    `hook \`${hook}\` ${what}, but is annotated with ${showType(found)}`,
    `write \`${showType(wanted)}\`, or leave the annotation out`,
  );
}

export function missingHookParameter(hook: string, name: string): Problem {
  return problem("WG401", `hook \`${hook}\` needs the parameter \`${name}\``, `write \`def ${hook}(${name}, ...)\``);
}

export function badParameter(what: string, hint: string): Problem {
  return problem("WG404", what, hint);
}

export function defaultOutsideRange(what: string): Problem {
  return problem("WG405", what, "choose a default that its own range admits");
}

export function badConstant(name: string, type: string): Problem {
  return problem(
    "WG408",
    `\`${name}\` is read by the host and must be one ${type} written here`,
    `write for example \`${name}: ${type} = ...\``,
  );
}

export function cached(name: string): Problem {
  return problem(
    "WG406",
    `\`${name}\` remembers results from call to call, which no hook may: it may be run for any place in any order`,
    "leave it out; what all places need is computed once in `prepare`",
  );
}

/** A write to what `prepare` gave, however the hook got there. */
export function preparedWrite(): Problem {
  return problem(
    "WG406",
    "what `prepare` gave cannot be changed here: a hook may be run for any place in any order, so nothing may pass from one call to the next",
    "change a copy of your own, or do it in `prepare`",
  );
}

/** `name` is what the library calls it: `max`, `percentile`, `accumulate`. */
export function wholeRegion(name: string): Problem {
  return problem(
    "WG411",
    `\`${name}\` looks at all cells of the region, which is one chunk of the map: the next chunk gets another value, and the map a step`,
    `take it from the whole atlas, in \`reshape\`, or give bounds of your own: \`np.clip((h - 0.0) / 3000.0, 0.0, 1.0)\``,
  );
}

export function unseeded(name: string): Problem {
  return problem(
    "WG407",
    `\`${name}\` without a seed would differ from call to call`,
    'use `w.rng("name", ix, iy)`, or `random.Random(seed)`',
  );
}

export function effectOfModuleBody(name: string): Problem {
  return problem(
    "WG409",
    `\`${name}\` asks the host to do something, and nobody does it while the file is loaded`,
    "call it inside a hook",
  );
}

export function misspelledHook(name: string, meant: string): Problem {
  return problem("WG410", `nothing calls \`${name}\`, and the host knows no hook of that name`, `did you mean \`${meant}\`?`);
}

export function hookIsGenerator(name: string): Problem {
  return problem(
    "WG403",
    `the hook \`${name}\` contains \`yield\`, so it gives a generator and no result`,
    "write `return` for `yield`, or collect the values in a list",
  );
}

export function hookIsLambda(name: string): Problem {
  return problem(
    "WG403",
    `the hook \`${name}\` is a lambda; the host calls functions defined with \`def\``,
    `write \`def ${name}(...):\` and \`return\``,
  );
}

/** `why` the host does not find the function. */
export function hookHidden(hook: string, why: "decorated" | "imported" | "twice"): Problem {
  const hints = {
    decorated: "leave the decorator out, and call what it does inside",
    imported: `give the module another name: \`import ${hook} as ${hook}s\``,
    twice: "keep one definition, or give the other another name",
  };
  const what = why === "decorated" ? "is made by a decorator" : "stands for more than one thing in this file";
  return problem("WG403", `\`${hook}\` ${what}, so the host finds no hook of that name`, hints[why]);
}
