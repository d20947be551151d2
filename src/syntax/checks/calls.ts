// The arguments of a call: their order, their names, their number.

import type * as ast from "../ast.ts";
import * as errors from "../errors/expressions.ts";
import type { Finding } from "../findings.ts";

export function checkArguments(list: readonly ast.Argument[], most: number, report: (finding: Finding) => void): void {
  if (list.length > most) report(errors.tooManyArguments(list[most]!.span, list.length, most));
  let named = false;
  let unpacked = false;
  const names = new Set<string>();
  for (const argument of list) {
    switch (argument.kind) {
      case "positional":
        if (named) return report(errors.positionalAfterKeyword(argument.span));
        if (isBareGenerator(argument)) return report(errors.bareGenerator(argument.span));
        break;
      case "keyword":
        named = true;
        if (names.has(argument.name.name)) return report(errors.repeatedKeyword(argument.name.span, argument.name.name));
        names.add(argument.name.name);
        break;
      case "star":
        if (unpacked) return report(errors.positionalAfterKeyword(argument.span));
        break;
      case "doubleStar":
        named = true;
        unpacked = true;
        break;
    }
  }
}

/** A generator with parentheses of its own begins behind its argument's first character. */
export function isBareGenerator(argument: ast.Argument): boolean {
  const { value } = argument;
  return value.kind === "comprehension" && value.result === "generator" && value.element.span.start === value.span.start;
}
