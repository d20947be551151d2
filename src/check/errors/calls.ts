// Mistakes at calls: how many arguments, which names, of what types.

import { showType } from "../../types/print.ts";
import type { Type } from "../../types/type.ts";
import { didYouMean, problem } from "./problem.ts";
import type { Problem } from "./problem.ts";

function count(number: number, what: string): string {
  return `${number === 0 ? "no" : number} ${what}${number === 1 ? "" : "s"}`;
}

export function tooManyArguments(name: string, most: number, given: number): Problem {
  return problem("WG303", `${name} takes ${most === 0 ? "no arguments" : `at most ${count(most, "argument")}`}, but ${given} were given`);
}

export function missingArgument(name: string, parameters: readonly string[]): Problem {
  const list = parameters.map((parameter) => `\`${parameter}\``).join(", ");
  return problem("WG303", `${name} needs ${parameters.length === 1 ? "an argument" : "arguments"} for ${list}`);
}

export function unknownKeyword(name: string, keyword: string, candidates: readonly string[]): Problem {
  return problem("WG205", `${name} has no parameter named \`${keyword}\``, didYouMean(keyword, candidates) ?? (candidates.length > 0 ? `its parameters are ${candidates.map((item) => `\`${item}\``).join(", ")}` : undefined));
}

export function givenTwice(name: string, parameter: string): Problem {
  return problem("WG303", `${name} is given \`${parameter}\` twice`);
}

export function wrongArgument(name: string, parameter: string, found: Type, expected: Type): Problem {
  const hint = conversionHint(found, expected);
  return problem("WG302", `\`${parameter}\` of ${name} must be ${showType(expected)}, not ${showType(found)}`, hint);
}

export function noOverload(name: string, types: readonly Type[]): Problem {
  return problem("WG302", `${name} does not accept (${types.map((type) => showType(type)).join(", ")})`);
}

/** Said wherever one type stands and another is wanted. */
export function conversionHint(found: Type, expected: Type): string | undefined {
  const [from, to] = [showType(found), showType(expected)];
  if (to === "str" && (from === "int" || from === "float" || from === "bool")) return "write `str(...)` around it, or use an f-string";
  if (from === "str" && (to === "int" || to === "float")) return `write \`${to}(...)\` around it`;
  if (from === "float" && to === "int") return "write `int(...)` around it (it cuts off) or `round(...)`";
  if (from === `${to} | None`) return "it may be None here: test `is not None` first";
  if (from.startsWith("Iterator[") && to.startsWith("list[")) return "write `list(...)` around it";
  return undefined;
}

export function notCallable(type: Type): Problem {
  return problem("WG308", `${showType(type)} cannot be called`, type.kind === "module" ? `call one of its functions: \`${showType(type).slice(7)}.name(...)\`` : undefined);
}

export function starNeedsTuple(found: Type): Problem {
  return problem("WG303", `\`*\` here needs a tuple of known length, not ${showType(found)}`, "write the arguments out, or let the function take one list");
}

export function noDoubleStar(): Problem {
  return problem("WG313", "wgen has no `**` in calls", "write the keyword arguments out: `f(a=1, b=2)`");
}

export function needsAnnotation(name: string): Problem {
  return problem("WG610", `the types of \`${name}\` need too many steps to find out`, "annotate its parameters and its result, as in `def f(x: int) -> int:`");
}
