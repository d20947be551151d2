// Mistakes about classes, fields and enums.

import { problem } from "./problem.ts";
import type { Problem } from "./problem.ts";

export function cannotConstruct(name: string): Problem {
  const rewrite = `write \`${name}.MEMBER\`, or \`${name}(value)\` with one value (a tuple in its own brackets)`;
  return problem("WG322", `\`${name}\` is an enum: its members are all there are`, rewrite);
}

export function fieldOutsideInit(name: string, field: string, isInherited = false): Problem {
  const hint = `set \`self.${field}\` at the beginning of \`__init__\``;
  return problem("WG317", `\`${field}\` of ${name} never gets a value`, isInherited ? `call \`super().__init__(...)\`, or ${hint}` : hint);
}

export function defaultOrder(field: string): Problem {
  return problem("WG303", `field \`${field}\` without a default stands behind one that has a default`, "put fields with defaults last");
}

export function mutableDefault(field: string): Problem {
  return problem(
    "WG322",
    `the default of \`${field}\` would be shared by all objects`,
    `write \`${field}: ... = field(default_factory=list)\``,
  );
}

/** `Dog.name` where each dog has one. */
export function fieldOfObjects(name: string, field: string): Problem {
  return problem(
    "WG203",
    `each ${name} has a \`${field}\` of its own, the class has none`,
    `read it from an object: \`x = ${name}(...)\`, then \`x.${field}\``,
  );
}

export function frozenField(name: string, field: string, isOwn = false): Problem {
  return problem(
    "WG314",
    `\`${field}\` cannot be assigned: ${name} is frozen`,
    isOwn ? `write \`object.__setattr__(self, "${field}", ...)\`` : `make a changed copy: \`replace(x, ${field}=...)\``,
  );
}

/** Enum members and what they stand for. */
export function memberStays(name: string, attribute: string): Problem {
  const what = attribute === "value" || attribute === "name" ? `\`${attribute}\` of a member of ${name}` : `\`${name}.${attribute}\``;
  return problem(
    "WG314",
    `${what} cannot be assigned: the members of an enum stay as they are`,
    "keep what changes in a variable or a dict",
  );
}

export function noSuper(name: string): Problem {
  return problem("WG322", `\`super()\` in ${name} has no base class to go to`);
}

/** `uses`: what it would carry along from the function. */
export function nestedClass(name: string, uses: string | null): Problem {
  if (uses === null)
    return problem("WG313", `class \`${name}\` is defined inside a function`, "move the class to the top level of the file");
  return problem(
    "WG313",
    `class \`${name}\` is defined inside a function and uses its \`${uses}\``,
    `move the class to the top level of the file and hand \`${uses}\` to its \`__init__\``,
  );
}

/** Objects of several calls would be of one class. */
export function sharedClass(name: string): Problem {
  return problem(
    "WG313",
    `class \`${name}\` is made anew by each call of its function, and its objects are told apart outside of it`,
    "move the class to the top level of the file",
  );
}

/** Its objects would be of either class. */
export function classTwice(name: string): Problem {
  return problem(
    "WG313",
    `\`${name}\` is the name of this class and of something else besides`,
    "give one of the two another name: a class keeps its name for the whole file",
  );
}

export function classInBlock(name: string): Problem {
  return problem(
    "WG313",
    `class \`${name}\` is defined inside a block`,
    "move the class to the top level of the file, with no indentation",
  );
}

export function severalBases(name: string): Problem {
  return problem(
    "WG313",
    `class \`${name}\` has several base classes`,
    "wgen has single inheritance: keep one base, and hold the other object in a field",
  );
}

/** `class C(object, A)`, or a base before what derives from it. */
export function baseOrder(name: string, bases: readonly string[]): Problem {
  return problem(
    "WG313",
    `\`${name}\` lists its bases in an order that Python refuses: ${bases.join(", ")}`,
    "name each class once, and a class that derives from another before it; `object` needs no naming",
  );
}

/** `parameters`: as they should be, the object first. */
export function fieldAndMethod(name: string, field: string): Problem {
  return problem(
    "WG322",
    `\`${field}\` is a field and a method of ${name}: an object has but one of the two`,
    "give the field another name",
  );
}

export function methodWithoutSelf(name: string, parameters: string): Problem {
  const [first = ""] = parameters.split(", ");
  return problem(
    "WG323",
    `the method \`${name}\` has no \`${first}\`, so no object can be given to it`,
    `write \`def ${name}(${parameters}):\``,
  );
}

export function isAbstract(name: string, methods: readonly string[]): Problem {
  const list = methods.map((one) => `\`${one}\``).join(", ");
  return problem(
    "WG322",
    `\`${name}\` is abstract: nothing gives it ${list}`,
    `make an object of a class derived from it that defines ${list}`,
  );
}
