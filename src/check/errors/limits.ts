// Limits of the checker itself.

import { problem } from "./problem.ts";
import type { Problem } from "./problem.ts";

export function tooInvolved(): Problem {
  return problem(
    "WG610",
    "the types of this program take too many steps to find out",
    "annotate parameters and results, as in `def f(x: int) -> int:`",
  );
}

/** A generator that is handed on to a call of the same function, wrapped once more each time. */
export function endlessTypes(name: string): Problem {
  return problem(
    "WG610",
    `\`${name}\` calls itself with a new type each time, without end`,
    "write a loop, or hand on values of one type; in place of generators or functions that wrap each other keep a list",
  );
}

export function withoutType(): Problem {
  return problem(
    "WG325",
    "no type was found for this",
    "give the values that it uses names of their own, one step a line, or annotate them",
  );
}

export function typeTooLarge(): Problem {
  return problem(
    "WG611",
    "a type here has more than 1000 parts",
    "put the parts into a class: what holds lists or dicts like itself, to any depth, is `class Node` with `self.items = []`",
  );
}

export function functionComesToTooMuch(name: string, size: number, most: number): Problem {
  return problem(
    "WG612",
    `${name} comes to too much once its calls are written out: ${size}; the limit functionSize is ${most}`,
    "make several functions of it, or a loop of repeated lines",
  );
}
