// Python's forms that wgen leaves out, each by its name and with what to write
// instead.

import { unsupported } from "./types.ts";
import type { Problem } from "./problem.ts";

export function keywordParameters(name: string): Problem {
  return unsupported(
    `\`**${name}\` among parameters`,
    "name the parameters with their defaults, as in `def f(a=0, b=0):`, or take one dict",
  );
}

/** `__exit__(self, *args)` whose `args` is used. */
export function usedExitArguments(): Problem {
  return unsupported("use of `*args` of `__exit__`", "name them: `def __exit__(self, kind, error, trace):`");
}

export function enteredAlone(): Problem {
  return unsupported("call of `__enter__` beside `@contextmanager`", "write `with`, which leaves what it enters");
}

export function yieldUnderFinally(): Problem {
  return unsupported(
    "`yield` inside `try ... finally`, `with` or an `except` that catches everything, in a plugin with hooks",
    "put the `try` around the loop that takes the values",
  );
}

export function methodDecorator(name: string, method: string): Problem {
  return unsupported(
    `\`@${name}\` of the method \`${method}\` here`,
    method.startsWith("__")
      ? "call the function in the body of the method"
      : "write it below `@property` or `@staticmethod`, and without `@classmethod`",
  );
}

export function builtinBase(name: string, isEnum: boolean): Problem {
  return unsupported(
    `class derived from \`${name}\``,
    isEnum
      ? name === "int"
        ? "derive it from IntEnum"
        : "leave it out and write `.value` where the value is meant"
      : `give the class a field that holds the ${name}`,
  );
}

/** `class Names(Mapping):` */
export function abstractBase(name: string): Problem {
  return unsupported(`class derived from \`${name}\``, "leave the base out, and write the methods that you use");
}

/** `class Names(collections.UserDict):` */
export function unknownBase(name: string): Problem {
  return unsupported(`class \`${name}\` to derive from`, "leave the base out, and give the class a field that holds the rest");
}

/** `__bool__ = None` */
export function blockedMethod(name: string): Problem {
  return unsupported(`\`${name} = None\` in a class`, "leave it out, or write a method that raises TypeError");
}

export function classProperty(name: string): Problem {
  return unsupported("`@property` of a class itself", `leave \`@property\` out, and call it: \`${name}()\``);
}

export function noMethodHook(name: string, instead: string): Problem {
  return unsupported(`\`${name}\``, instead);
}

export function propertyDeleter(name: string): Problem {
  return unsupported(`\`@${name}.deleter\``, "write a method that does it, and call it where the `del` was");
}

/** `area = property(get_area)` */
export function calledDecorator(name: string): Problem {
  return unsupported(`call of \`${name}\``, `write \`@${name}\` in the class, on the line above the \`def\``);
}

export function classKeyword(name: string): Problem {
  return unsupported(
    `\`${name}=\` among the bases of a class`,
    name === "metaclass" ? "leave the metaclass out; what it does at the class, do in a function that takes an object" : "leave it out",
  );
}

export function classDecorator(name: string): Problem {
  return unsupported(`\`@${name}\` on a class`, "call a function with the objects of the class where they are made");
}

export function yieldInside(kind: "yield" | "yieldFrom"): Problem {
  return kind === "yield"
    ? unsupported("`yield` within an expression", "write it on a line of its own: `got = yield x`")
    : unsupported("`yield from` within an expression", "write it on a line of its own: `got = yield from x`");
}
