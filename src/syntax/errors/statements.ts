// Mistakes in statements.

import type { Span } from "../../base/span.ts";
import type { Finding } from "../findings.ts";

export function notATarget(span: Span, what: string): Finding {
  return {
    code: "WG151",
    span,
    message: `${what} cannot be given a value`,
    hint: "left of `=` stands a name, an attribute or an item; to compare write `==`",
  };
}

/** `my-var = 3`. */
export function dashedName(span: Span, name: string): Finding {
  return {
    code: "WG151",
    span,
    message: "a name cannot contain `-`",
    hint: `write \`${name}\``,
    fix: { title: `write \`${name}\``, span, text: name },
  };
}

export function loneStarTarget(span: Span): Finding {
  return {
    code: "WG165",
    span,
    message: "`*` needs other names beside it, or a comma behind it",
    hint: "write `first, *rest = xs` or `*all, = xs`",
  };
}

export function twoStars(span: Span): Finding {
  return { code: "WG165", span, message: "only one name can take the rest", hint: "take one `*` away" };
}

export function notDeletable(span: Span, what: string): Finding {
  return { code: "WG152", span, message: `${what} cannot be deleted`, hint: "`del` takes an item: `del xs[0]`" };
}

export function notSingleTarget(span: Span, what: string, operator: string): Finding {
  return { code: "WG153", span, message: `${what} cannot stand before \`${operator}\``, hint: "it takes one name, attribute or item" };
}

export function returnOutside(span: Span): Finding {
  return {
    code: "WG166",
    span,
    message: "`return` outside of a function",
    hint: "a module has no result; call a function, or take `return` away",
  };
}

export function yieldOutside(span: Span): Finding {
  return {
    code: "WG167",
    span,
    message: "`yield` outside of a function",
    hint: "put it into a function, which then makes the values one by one",
  };
}

export function outsideLoop(span: Span, word: string): Finding {
  return {
    code: "WG168",
    span,
    message: `\`${word}\` outside of a loop`,
    hint: word === "break" ? "to leave a function write `return`" : "to do nothing write `pass`",
  };
}

export function nonlocalAtTop(span: Span): Finding {
  return {
    code: "WG169",
    span,
    message: "`nonlocal` outside of a function",
    hint: "names at the top of the file are changed directly; inside a function write `global`",
  };
}

export function bareExceptNotLast(span: Span): Finding {
  return {
    code: "WG170",
    span,
    message: "`except:` without a name catches everything, so it has to be the last",
    hint: "move it behind the others",
  };
}

export function tryAlone(span: Span): Finding {
  return {
    code: "WG130",
    span,
    message: "this `try` has neither `except` nor `finally`",
    hint: "write `except ValueError:` (or another error) with a block behind it",
  };
}

export function elseWithoutExcept(span: Span): Finding {
  return { code: "WG170", span, message: "`else` of a `try` needs an `except` before it", hint: "write the `except` first" };
}

export function classKeyword(span: Span, name: string): Finding {
  return name === "metaclass"
    ? { code: "WG176", span, message: "wgen has no metaclasses", hint: "leave `metaclass=` out; a base class or a function does the same" }
    : { code: "WG176", span, message: "a class header takes base classes only", hint: `leave \`${name}=\` out` };
}

export function increment(span: Span, operator: string, name: string): Finding {
  const text = `${name} ${operator[0]}= 1`;
  return {
    code: "WG181",
    span,
    message: `\`${operator}\` does not exist here`,
    hint: `write \`${text}\``,
    fix: { title: `write \`${text}\``, span, text },
  };
}

export function loneStar(span: Span): Finding {
  return {
    code: "WG165",
    span,
    message: "`*` unpacks into a list, a tuple, a set or a call; it cannot stand alone",
    hint: "for a tuple of its items put a comma behind it: `*xs,`",
  };
}

export function fromNothing(span: Span): Finding {
  return {
    code: "WG156",
    span,
    message: "the name of the module is missing between `from` and `import`",
    hint: "write `from math import sqrt`",
  };
}

export function trailingComma(span: Span): Finding {
  return {
    code: "WG156",
    span,
    message: "something is missing behind this comma",
    hint: "take the comma away, or put the whole list in parentheses",
    fix: { title: "take the comma away", span, text: "" },
  };
}
