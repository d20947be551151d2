// Mistakes in tests of types.

import { problem } from "./problem.ts";
import type { Problem } from "./problem.ts";

export function notAClass(): Problem {
  return problem(
    "WG302",
    "the second argument of `isinstance` must be a class or a tuple of classes",
    "write for example `isinstance(x, (int, float))`",
  );
}

/** Where int and float meet, the int became a float: what it was is not seen any more. */
export function intWithinFloat(forBoth = "`isinstance(x, (int, float))`"): Problem {
  return problem(
    "WG302",
    "whether this was an int is not known: where int and float meet, wgen keeps a float",
    `ask for the value: \`x == int(x)\`; or for both: ${forBoth}`,
  );
}

export function tooManyPatterns(name: string, count: number): Problem {
  const accepted =
    count === 0 ? "no patterns without a name" : count === 1 ? "one pattern without a name" : `${count} patterns without a name`;
  return problem(
    "WG303",
    `${name} takes ${accepted}`,
    `write \`${name}(field=pattern)\`, or give the class \`__match_args__ = ("field",)\``,
  );
}

/** `a.make == A.make` where classes derive from A. */
export function equalityOfClassMethods(): Problem {
  return problem(
    "WG301",
    "`==` does not compare class methods of objects that may be of a derived class",
    "compare the classes (`type(a) is A`)",
  );
}

export function identityOfValues(type: string): Problem {
  return problem("WG301", `\`is\` does not compare ${type} values`, "write `==` (`is` is for None, bools, enums and objects)");
}
