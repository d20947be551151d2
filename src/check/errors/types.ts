// Mistakes about what types can do together.

import { arrayHints } from "./numpyNames.ts";
import { publicModules } from "../../library/modules.ts";
import { showType } from "../../types/print.ts";
import { shallow } from "../../types/variables.ts";
import type { Type } from "../../types/type.ts";
import { methodOf } from "../operatorMethods.ts";
import { conversionHint, mayBeNone } from "./calls.ts";
import { didYouMean, problem } from "./problem.ts";
import type { Problem } from "./problem.ts";

export function doNotGoTogether(types: readonly Type[]): Problem {
  return problem("WG305", `${types.map((type) => showType(type)).join(" and ")} do not go together`, "make them one type");
}

/** A name (or field, or list) that has one type gets a value of another. */
export function cannotHold(what: string, has: Type, given: Type): Problem {
  const [old, added] = [showType(has), showType(given)];
  if (added === `${old} | None`) return mayBeNone(what, has);
  const bool = [old, added].includes("bool") && [old, added].some((one) => one === "int" || one === "float");
  const hint = bool ? "write `int(...)` around the bool, or keep them in two names" : (conversionHint(given, has) ?? undefined);
  return problem("WG305", `${what} holds ${old} and cannot also hold ${added}`, hint);
}

export function selfContaining(what: string): Problem {
  return problem("WG305", `${what} would hold itself`, "put it into a class of its own");
}

const words = new Map([
  ["+", "add"],
  ["-", "subtract"],
  ["*", "multiply"],
  ["/", "divide"],
]);

/** `written`: the operands as the author wrote them. */
export function noOperator(operator: string, left: Type, right: Type, written: readonly [string, string] = ["a", "b"]): Problem {
  const [a, b] = [showType(left), showType(right)];
  const message = words.has(operator) ? `cannot ${words.get(operator)} ${a} and ${b}` : `\`${operator}\` does not work on ${a} and ${b}`;
  return problem("WG301", message, operatorHint(operator, shallow(left), shallow(right), written));
}

function operatorHint(operator: string, left: Type, right: Type, [a, b]: readonly [string, string]): string | undefined {
  const kinds = [left.kind, right.kind];
  if (left.kind === "union" || right.kind === "union")
    return "one of them may be of another type here: test it first (`is not None`, `isinstance`)";
  if (kinds.includes("none")) return `\`${left.kind === "none" ? a : b}\` is None here; a function without \`return\` gives None`;
  if (kinds.includes("function") && (left.kind === "function" ? a : b) === "...")
    return "one of the two is a function that is not called: write parentheses behind its name";
  if (kinds.includes("function"))
    return `\`${left.kind === "function" ? a : b}\` is a function; to call it write \`${left.kind === "function" ? a : b}()\``;
  if (operator === "+" && kinds.includes("str") && a === "...") return 'only numbers are added up; texts are joined: `"".join(xs)`';
  if (operator === "+" && left.kind === "str") return `write \`${a} + str(${b})\`, or use an f-string: \`f"...{${b}}"\``;
  if (operator === "+" && right.kind === "str") return `write \`str(${a}) + ${b}\`, or use an f-string: \`f"{${a}}..."\``;
  if (operator === "*" && kinds.includes("str") && kinds.includes("float"))
    return `a text is repeated a whole number of times: write \`int(${left.kind === "float" ? a : b})\``;
  if (operator === "*" && left.kind === "str" && right.kind === "str")
    return `a text is repeated by a whole number, as \`${a} * 3\`; texts are put together by \`+\``;
  if (operator === "in" && right.kind === "str") return `a text contains texts: write \`str(${a}) in ${b}\``;
  if (kinds.includes("str") && (kinds.includes("int") || kinds.includes("float")))
    return `if the text holds a number, write \`float(${left.kind === "str" ? a : b})\``;
  if (operator === "^" && kinds.includes("float")) return "a power is written `**`: `x ** 2`";
  if (["<<", ">>", "&", "|", "^"].includes(operator) && kinds.includes("float"))
    return `write \`int(${left.kind === "float" ? a : b})\` for the float`;
  return instanceHint(operator, left, right, [a, b]);
}

/** Of operands that are objects. */
function instanceHint(operator: string, left: Type, right: Type, [a, b]: readonly [string, string]): string | undefined {
  const isOwn = (type: Type): boolean => type.kind === "instance" && type.class.module === "main";
  const [own, reflected] = [methodOf(operator, ""), methodOf(operator, "r")];
  if (own !== null && isOwn(left)) return `give ${showType(left)} a method \`${own}(self, other)\``;
  if (reflected !== null && isOwn(right)) return `give ${showType(right)} a method \`${reflected}(self, other)\``;
  const [one, other] = [left, right].map((type) => (type.kind === "instance" && type.class.module === "" ? type.class.name : type.kind));
  if (operator === "+" && one === "dict" && other === "dict") return `write \`{**${a}, **${b}}\``;
  if (operator === "+" && one === "set" && other === "set") return `write \`${a} | ${b}\``;
  if (operator === "-" && one === "list" && other === "list") return `write \`[x for x in ${a} if x not in ${b}]\``;
  if ((one === "list" || other === "list") && (isNumber(left) || isNumber(right)))
    return "work on the items one by one: `[x ... for x in xs]`";
  return undefined;
}

function isNumber(type: Type): boolean {
  return type.kind === "int" || type.kind === "float";
}

export function noUnary(operator: string, operand: Type): Problem {
  return problem(
    "WG301",
    `\`${operator}\` does not work on ${showType(operand)}`,
    operand.kind === "str" ? "write `int(...)` or `float(...)` around the text" : "it works on numbers",
  );
}

export function noOrder(operator: string, left: Type, right: Type, [first, second]: readonly [string, string] = ["a", "b"]): Problem {
  const [a, b] = [showType(left), showType(right)];
  const number = new Set(["int", "float"]);
  const hint =
    a === "str" && number.has(b)
      ? `if the text holds a number, write \`${b}(${first}) ${operator} ${second}\``
      : b === "str" && number.has(a)
        ? `if the text holds a number, write \`${first} ${operator} ${a}(${second})\``
        : a === "str" || b === "str"
          ? conversionHint(left, right)
          : a.endsWith("| None") || b.endsWith("| None")
            ? "one of them may be None here: test `is not None` first"
            : undefined;
  return problem(
    "WG311",
    a === b ? `${a} values have no order (\`${operator}\`)` : `\`${operator}\` cannot compare ${a} and ${b}`,
    hint ?? (a === b ? `give ${a} a method \`__lt__\`, or sort by \`key=\`` : undefined),
  );
}

/** Builtins that ask an object's own method; nobody wrote its name. */
const asking = new Map([
  ["__abs__", "abs"],
  ["__round__", "round"],
  ["__divmod__", "divmod"],
  ["__floor__", "math.floor"],
  ["__ceil__", "math.ceil"],
  ["__trunc__", "math.trunc"],
]);

export function unknownAttribute(type: Type, name: string, candidates: readonly string[]): Problem {
  const builtin = asking.get(name);
  if (builtin !== undefined)
    return problem(
      "WG203",
      `\`${builtin}\` does not work on ${showType(type)}`,
      type.kind === "instance" && type.class.module === "main" ? `give ${showType(type)} a method \`${name}\`` : "it works on numbers",
    );
  const what = type.kind === "module" ? `module \`${type.name}\`` : type.kind === "class" ? `class ${type.class.name}` : showType(type);
  return problem(
    type.kind === "module" ? "WG206" : "WG203",
    `${what} has no ${type.kind === "module" ? "name" : "attribute"} \`${name}\``,
    attributeHint(type, name) ?? didYouMean(name, candidates) ?? listHint(type, candidates),
  );
}

/** What there is instead, where it is short to say. */
function listHint(type: Type, candidates: readonly string[]): string | undefined {
  const visible = [...new Set(candidates)].filter((name) => !name.startsWith("_") && !name.endsWith("="));
  if (visible.length === 0 || type.kind === "int" || type.kind === "float" || type.kind === "bool") return undefined;
  const what = type.kind === "class" || type.kind === "instance" ? type.class.name : showType(type);
  if (visible.length > 12) return `\`wgen docs ${what}\` lists what it has`;
  return `${what} has ${visible.map((name) => `\`${name}\``).join(", ")}`;
}

function attributeHint(type: Type, name: string): string | undefined {
  if (type.kind === "instance" && /^_Array[123]$/.test(type.class.name) && arrayHints.has(name)) return arrayHints.get(name);
  if (name === "__context__" && type.kind === "instance" && /(Error|Exception)$/.test(type.class.name))
    return "hand it on with `raise ... from e` and read `__cause__`";
  if (type.kind === "generator" && ["send", "throw", "close"].includes(name))
    return "generator functions of your own have it; what the library gives is asked by `next` and loops";
  if (type.kind === "function" && (name === "cache_info" || name === "cache_clear"))
    return "functions under `@cache` have it, by their own name; of a method keep counts in a field";
  if (type.kind === "function" && name === "__name__") return "write the name as a text";
  const hidden = type.kind === "function" ? type.closures[0]?.name : undefined;
  if (hidden !== undefined && !name.startsWith("_") && publicModules.includes(hidden))
    return `\`${hidden}\` is a function of this file, which hides the module: \`import ${hidden} as ${hidden}s\` keeps both`;
  if (name === "__enter__" || name === "__exit__")
    return "`with` takes an object of a class with methods `__enter__(self)` and `__exit__(self, kind, error, trace)`";
  if (name.startsWith("__")) return "wgen has no such inner attributes";
  if (name === "add" && type.kind === "instance" && type.class.name === "list") return "lists have `append`";
  if (type.kind === "str" && ["append", "add", "push", "concat"].includes(name))
    return 'a text stays as it is: make a new one with `s + "..."`';
  if (type.kind === "instance" && type.class.name === "dict" && !dictWords.has(name))
    return `an item is read with square brackets: \`d["${name}"]\``;
  if (type.kind === "none") return "a function without `return` gives None";
  const other = ofOtherType(type, name);
  if (other !== undefined) return other;
  const foreign = new Map([
    ["length", "write `len(...)`"],
    ...["len", "sum", "sorted", "max", "min", "print", "abs"].map((one) => [one, `it is no method: write \`${one}(...)\``] as const),
    ["size", "write `len(...)`"],
    ["push", "lists have `append`"],
    ["toString", "write `str(...)`"],
    ["has_key", "write `key in d`"],
    ["iteritems", "write `.items()`"],
    ["iterkeys", "write `.keys()`"],
    ["itervalues", "write `.values()`"],
    ["put", "write `d[key] = value`"],
    ["set", "write `d[key] = value`"],
    ["contains", "write `x in xs`"],
    ["toUpperCase", "write `.upper()`"],
    ["toLowerCase", "write `.lower()`"],
    ["forEach", "write `for x in xs:`"],
    ["substring", "write `s[start:end]`"],
    ["charAt", "write `s[i]`"],
  ]);
  return foreign.get(name);
}

/** A number or a tuple is asked for what lists, texts or objects have. */
function ofOtherType(type: Type, name: string): string | undefined {
  if (type.kind === "tuple" || type.kind === "variadic") {
    if (["append", "add", "push", "extend", "insert", "remove", "pop", "sort", "reverse"].includes(name))
      return "a tuple stays as it is: use a list, `[...]`, or make a new tuple, `t + (x,)`";
    return type.kind === "tuple" && type.named === undefined && name.length < 3
      ? "an item of a tuple is `t[0]`; to name the items write `x, y = t`"
      : undefined;
  }
  if (type.kind === "str" && name === "reverse") return "write `s[::-1]`";
  const owner = ["append", "extend", "insert", "sort", "reverse", "pop"].includes(name)
    ? "lists"
    : ["upper", "lower", "split", "strip", "replace", "join", "startswith", "endswith", "format", "find"].includes(name)
      ? "texts"
      : ["items", "keys", "values", "get"].includes(name)
        ? "dicts"
        : null;
  const isNumber = type.kind === "int" || type.kind === "float" || type.kind === "bool";
  if (isNumber && scalarHints.has(name)) return scalarHints.get(name);
  return isNumber && owner !== null
    ? `this is ${type.kind === "int" ? "an int" : `a ${type.kind}`}; \`${name}\` belongs to ${owner}`
    : undefined;
}

/** What numpy's scalars have: items and results of arrays are plain numbers here. */
const scalarHints = new Map([
  ["round", "it is a plain number, also out of an array: write `round(x, 2)`"],
  ["item", "it is a plain number, also out of an array: leave out `.item()`"],
  ["tolist", "it is a plain number, also out of an array: leave out `.tolist()`"],
  ["astype", "it is a plain number, also out of an array: write `int(x)` or `float(x)`"],
  ["clip", "it is a plain number, also out of an array: write `min(max(x, low), high)`"],
]);

/** Names that are looked for on dicts and are no keys. */
const dictWords = new Set([
  "length",
  "size",
  "has_key",
  "contains",
  "add",
  "append",
  "push",
  "insert",
  "remove",
  "put",
  "set",
  "iteritems",
  "iterkeys",
  "itervalues",
  "toString",
]);

export function notIndexable(type: Type): Problem {
  const text = showType(type);
  return problem(
    "WG309",
    `${text} cannot be indexed`,
    text.endsWith("| None")
      ? "it may be None here: test `is not None` first"
      : text.startsWith("set[")
        ? "a set has no order; use a list, or `for x in s`"
        : type.kind === "none"
          ? "a function without `return` gives None; so do `sort`, `append` and others that change their list: use the list itself"
          : type.kind === "function"
            ? "to call a function write parentheses: `f(x)`"
            : "only lists, tuples, texts and dicts have items; a digit of a number is `str(x)[i]`",
  );
}

export function wrongIndex(container: Type, index: Type): Problem {
  const float = shallow(index).kind === "float";
  if (shallow(index).kind === "tuple" && shallow(container).kind === "instance")
    return problem(
      "WG302",
      `${showType(container)} is indexed by int, not ${showType(index)}`,
      "give one index after the other: `grid[y][x]`",
    );
  return problem(
    "WG302",
    `${showType(container)} is indexed by int, not ${showType(index)}`,
    float
      ? "write `int(...)` around it; `//` divides to an int"
      : shallow(index).kind === "str"
        ? "places are counted from 0: `xs[0]`; what is found by a text is a dict"
        : "places are counted from 0: `xs[0]`",
  );
}

export function wrongBound(found: Type): Problem {
  const float = shallow(found).kind === "float";
  return problem(
    "WG302",
    `a bound of a slice is int, not ${showType(found)}`,
    float ? "write `int(...)` around it; `//` divides to an int" : "places are counted from 0: `xs[1:3]` has the second and the third item",
  );
}

export function tupleIndex(length: number, index: string): Problem {
  return problem("WG309", `a tuple of ${length} has no item ${index}`, `its items are counted from 0 to ${length - 1}`);
}

export function noItemAssignment(type: Type): Problem {
  const text = showType(type);
  return problem(
    "WG314",
    `items of ${text} cannot be assigned`,
    text === "str"
      ? "make a new text: `s[:i] + x + s[i + 1:]`"
      : text.startsWith("tuple")
        ? "a tuple stays as it is: use a list `[...]`, or make a new tuple"
        : text.startsWith("set[")
          ? "write `s.add(x)`"
          : "only lists and dicts have items that can be assigned",
  );
}

export function cannotAssign(what: string, hint?: string): Problem {
  return problem("WG314", `${what} cannot be assigned`, hint);
}

/** `plain | counts`, which gives a defaultdict. */
export function derivedDict(a: Type, b: Type): Problem {
  return unsupported(
    `\`|\` of ${showType(a)} and ${showType(b)}`,
    "make a copy of the right one, and `update` it: the order of the items is its own then",
  );
}

/** `{**pairs}` */
export function noMapping(type: Type): Problem {
  return problem("WG302", `${showType(type)} is no dict, and only dicts can be spread with \`**\``, "write `{**dict(pairs)}`");
}

export function unhashable(type: Type): Problem {
  const text = showType(type);
  return problem(
    "WG310",
    `${text} cannot be a key or an item of a set`,
    text.startsWith("list")
      ? "use a tuple: `tuple(xs)`"
      : "keys are int, float, str, bool, None, enums, tuples of these and frozen dataclasses",
  );
}

export function intTooLarge(): Problem {
  return problem(
    "WG315",
    "this int does not fit into 64 bits",
    "wgen's int runs from -2**63 to 2**63 - 1; use a float such as 1e30 if it need not be exact",
  );
}

export function wrongResult(name: string, found: Type, declared: Type): Problem {
  if (showType(found) === `${showType(declared)} | None`) return mayBeNone(`what ${name} returns`, declared);
  return problem(
    "WG306",
    `${name} returns ${showType(found)}, but is declared \`-> ${showType(declared)}\``,
    conversionHint(found, declared),
  );
}

/** Nothing is declared: the results of one function, or of functions called in one place, do not meet. */
export function otherResult(name: string, found: Type, other: Type): Problem {
  if (showType(found) === `${showType(other)} | None`) return mayBeNone(`what ${name} returns`, other);
  const hint = showType(found).startsWith("Array[") ? "give arrays of one type, by `.astype(float)`" : conversionHint(found, other);
  return problem("WG306", `${name} returns ${showType(found)} here and ${showType(other)} elsewhere, which do not go together`, hint);
}

export function unsupported(what: string, hint: string): Problem {
  return problem("WG313", `wgen has no ${what.replace(/^an? /u, "")}`, hint);
}

export function notAnException(type: Type): Problem {
  return problem(
    "WG318",
    `${showType(type)} is no exception`,
    'raise an exception such as `ValueError("...")`, or a class of your own derived from Exception',
  );
}
