// Mistakes at calls: how many arguments, which names, of what types.

import { showType } from "../../types/print.ts";
import type { Type } from "../../types/type.ts";
import { didYouMean, problem } from "./problem.ts";
import type { Problem } from "./problem.ts";

function count(number: number, what: string): string {
  return `${number === 0 ? "no" : number} ${what}${number === 1 ? "" : "s"}`;
}

/** `area(w, h)`, as the definition has it. */
function shape(name: string, parameters: readonly string[]): string {
  if (name === "this lambda") return `\`lambda ${parameters.join(", ")}\``;
  return `\`${name.replaceAll("`", "")}(${parameters.join(", ")})\``;
}

export function tooManyArguments(name: string, most: number, given: number, parameters?: readonly string[]): Problem {
  const named = (parameters ?? []).slice(most).map((parameter) => `${parameter}=...`);
  const hint =
    parameters === undefined
      ? undefined
      : named.length > 0
        ? `give the others by name: ${shape(name, [...parameters.slice(0, most), ...named])}`
        : `it is defined as ${shape(name, parameters)}: leave the others out`;
  return problem(
    "WG303",
    `${name} takes ${most === 0 ? "no arguments" : `at most ${count(most, "argument")}`}, but ${given} ${given === 1 ? "was" : "were"} given`,
    hint ?? (most === 0 ? "leave the parentheses empty" : "leave the others out"),
  );
}

export function missingArgument(name: string, parameters: readonly string[], all: readonly string[] = parameters): Problem {
  const list = parameters.map((parameter) => `\`${parameter}\``).join(", ");
  return problem(
    "WG303",
    `${name} needs ${parameters.length === 1 ? "an argument" : "arguments"} for ${list}`,
    name === "this lambda" ? `it is defined as ${shape(name, all)}` : `call it as ${shape(name, all)}`,
  );
}

export function unknownKeyword(name: string, keyword: string, candidates: readonly string[]): Problem {
  if (name === "cached" && candidates[0] === "arguments")
    return problem("WG205", `a function under \`@cache\` takes no \`${keyword}=\``, "hand its arguments over by position");
  return problem(
    "WG205",
    `${name} has no parameter named \`${keyword}\``,
    didYouMean(keyword, candidates) ??
      (candidates.length > 0 ? `its parameters are ${candidates.map((item) => `\`${item}\``).join(", ")}` : undefined),
  );
}

export function givenTwice(name: string, parameter: string): Problem {
  return problem(
    "WG303",
    `${name} is given \`${parameter}\` twice: by its place and by its name`,
    `leave \`${parameter}=\` and its value out, or give every argument its name`,
  );
}

/** Methods behind operators; nobody wrote their names. */
const operators = new Map([
  ["__add__", "+"],
  ["__iadd__", "+="],
  ["__sub__", "-"],
  ["__mul__", "*"],
  ["__and__", "&"],
  ["__or__", "|"],
  ["__xor__", "^"],
]);

const orders = new Set(["__lt__", "__le__", "__gt__", "__ge__"]);

export function wrongArgument(name: string, parameter: string, found: Type, expected: Type): Problem {
  if (orders.has(name)) return problem("WG311", `${showType(expected)} and ${showType(found)} cannot be compared for order`);
  const operator = operators.get(name);
  if (operator !== undefined)
    return problem(
      "WG302",
      `right of this \`${operator}\` must stand ${showType(expected)}, not ${showType(found)}`,
      operator.startsWith("+") && showType(expected).startsWith("list[")
        ? "to add one item write `xs.append(x)` or `xs + [x]`"
        : conversionHint(found, expected),
    );
  if (showType(found) === `${showType(expected)} | None`) return mayBeNone(`\`${parameter}\` of ${name}`, expected);
  const hint = conversionHint(found, expected);
  return problem("WG302", `\`${parameter}\` of ${name} must be ${showType(expected)}, not ${showType(found)}`, hint);
}

/** Where only a None is too much. */
export function mayBeNone(what: string, wanted: Type): Problem {
  return problem(
    "WG304",
    `${what} must be ${showType(wanted)}, but this may be None`,
    "test `is not None` first, as in `if x is not None:`; where it never is None, `assert x is not None` says so",
  );
}

/** Builtins and methods that go through what they are given. */
const iterating = new Set(["list", "dict", "extend", "join", "update", "deque", "Counter"]);
const indexing = new Set(["__getitem__", "__setitem__"]);

export function noOverload(name: string, types: readonly Type[]): Problem {
  const bare = name.replaceAll("`", "");
  const texts = types.map((type) => showType(type));
  if (indexing.has(bare)) {
    const given = texts[0]?.replace(/^tuple\[(.*)\]$/, "$1") ?? "";
    return problem("WG302", `this cannot be indexed by (${given})`, "arrays take ints, slices, a mask of their shape, or lists of ints");
  }
  if (orders.has(bare)) return problem("WG311", `this cannot be compared for order with ${texts.join(", ")}`);
  if (iterating.has(bare) && types.length === 1 && ["int", "float", "bool", "None"].includes(texts[0] ?? ""))
    return problem(
      "WG302",
      `${name} goes through the items of what it is given, and ${texts[0]} has none`,
      "give a list, or put brackets around it: `[x]`",
    );
  // Of the library's own, behind what the author wrote.
  if (bare.startsWith("_"))
    return problem("WG302", `this does not accept (${texts.join(", ")})`, "arrays hold float, int or bool, and have up to three axes");
  return problem("WG302", `${name} does not accept (${texts.join(", ")})`, `\`wgen docs ${bare}\` shows what it takes`);
}

/** `np.sqrt("4")` */
export function textAsNumber(name: string): Problem {
  return problem("WG302", `${name} takes numbers and arrays, not str`, "a text that holds a number is read by `float(...)`");
}

/** Said wherever one type stands and another is wanted. */
export function conversionHint(found: Type, expected: Type): string | undefined {
  const [from, to] = [showType(found), showType(expected)];
  if (to === "str" && (from === "int" || from === "float" || from === "bool")) return "write `str(...)` around it, or use an f-string";
  if (from === "str" && (to === "int" || to === "float")) return `give a number; a text that holds one is read by \`${to}(...)\``;
  if (from === "str" && to.split(" | ").includes("Color")) return 'write it as `Color("#rrggbb")`';
  if (from === "float" && to === "int") return "write `int(...)` around it (it cuts off) or `round(...)`";
  if (from === `${to} | None`) return "it may be None here: test `is not None` first";
  if (from === "bool" && to === "int") return "write `int(...)` around it";
  if (from === "None") return "a function without `return` gives None";
  if ((to === "int" || to === "float" || to === "float | str") && from.startsWith("list["))
    return "a list is no number: take one item, `xs[0]`, or convert each, `[float(x) for x in xs]`";
  if (/^tuple\[(int|float), int\]$/.test(from) && to === "float")
    return "a number has a point, not a comma: `0.5`; two numbers are a tuple";
  if (/^tuple\[(int|float), (int|float), (int|float)\]$/.test(from) && to === "Color")
    return 'write `Color(r, g, b)` with parts from 0.0 to 1.0, or `Color("#rrggbb")`';
  if (to === "Climate" && (from === "float" || from.startsWith("tuple[")))
    return "write `Climate(temperature, moisture)`: degrees Celsius, and 0.0 to 1.0";
  if (to === "dict[str, str]" && from === "str") return 'write a dict of names and texts: `{"name": ...}`';
  if (from === "str" && to === "Biome") return 'write `Biome("...")`';
  if (to === `list[${from}]`) return "write `[...]` around it: a list of one";
  if (to === "dict[str, str]" && from.startsWith("dict[str, ")) return "write `str(...)` around the values, or f-strings";
  if (to === "float" || to === "int") return `give a number, such as ${to === "int" ? "1" : "1.0"}`;
  if (from.startsWith("Iterator[") && to.startsWith("list[")) return "write `list(...)` around it";
  return undefined;
}

/** A line that only names a function. */
export function notCalled(written: string): Problem {
  const text = `${written}()`;
  return problem("WG324", `\`${written}\` is a function that this line does not call`, `to call it write \`${text}\``);
}

interface Called {
  /** How many arguments it was given. */
  readonly count: number;
  /** Python has a function of that name. */
  readonly hides: boolean;
}

/** `written`: the callee as the author wrote it. */
export function notCallable(type: Type, written = "this", called: Called = { count: 1, hides: false }): Problem {
  const text = showType(type);
  return problem(
    "WG308",
    `${text} cannot be called`,
    type.kind === "module" ? `call one of its functions: \`${text.slice(7)}.name(...)\`` : callHint(type, written, called),
  );
}

function callHint(type: Type, written: string, { count, hides }: Called): string {
  if (hides)
    return `\`${written}\` was given a value of its own in this file, so it is not Python's function any more: give that value another name`;
  if ((type.kind === "int" || type.kind === "float") && count > 0)
    return `\`${written}\` is a number; to multiply write \`${written} * (...)\``;
  if (type.kind === "none") return "a function without `return` gives None";
  if (type.kind === "instance" || type.kind === "str" || type.kind === "tuple")
    return `\`${written}\` is a value, not a function; its items are read with square brackets: \`${written}[...]\``;
  return `\`${written}\` is a value, not a function: leave the parentheses out`;
}

export function starNeedsTuple(found: Type, name = ""): Problem {
  const takesItems = ["`max`", "`min`"].includes(name);
  return problem(
    "WG303",
    `\`*\` here needs a tuple of known length, not ${showType(found)}`,
    takesItems ? "leave the `*` out: `max` and `min` take a list as it is" : "write the arguments out, or let the function take one list",
  );
}

export function noDoubleStar(): Problem {
  return problem("WG313", "wgen has no `**` in calls", "write the keyword arguments out: `f(a=1, b=2)`");
}

/** `def say(word)` in a class: the object lands in `word`. */
export function objectAsArgument(name: string, method: string, parameters: readonly string[]): Problem {
  return problem(
    "WG303",
    `the first parameter of a method is the object itself, so \`${parameters[0] ?? ""}\` of \`${name}\` is not the argument given here`,
    `write \`def ${method}(self, ${parameters.join(", ")}):\``,
  );
}

export function byPositionOnly(name: string, parameter: string): Problem {
  return problem(
    "WG205",
    `${name} takes \`${parameter}\` by position only`,
    `leave \`${parameter}=\` out: the \`/\` behind it in the definition says so`,
  );
}

/** `zip(names, *rows)` where the number of rows is not known. */
export function rowsAmongOthers(name: string): Problem {
  return problem(
    "WG313",
    `wgen has no \`${name}\` of a list of iterables among others`,
    `put all into one list first: \`all = [first, *rest]\`, then \`${name}(*all)\``,
  );
}

/** `defaultdict(0)` */
export function notAFactory(type: Type): Problem {
  return problem(
    "WG302",
    `the first argument of defaultdict must be callable, not ${showType(type)}`,
    "write `defaultdict(int)`, or `defaultdict(lambda: 0)`",
  );
}
