// Expressions of int, float and bool: all operators, conversions, builtins and
// the parts of `math` that are exact; edge numbers in between.

import { form } from "./tree.ts";
import type { Expression } from "./tree.ts";
import type { Family, Maker } from "./maker.ts";
import { boolType, floatType, intType, listOf, setOf, strType, tupleOf, dictOf } from "./types.ts";
import type { Type } from "./types.ts";

const int = form(intType);
const float = form(floatType);
const bool = form(boolType);

/** Large ones as texts: what is written as a number is folded, and refused where it overflows. */
const intEdges = [
  "0",
  "-1",
  'int("9007199254740992")',
  'int("9007199254740993")',
  'int("-9007199254740993")',
  'int("9223372036854775807")',
  'int("-9223372036854775808")',
  "2147483648",
  "-2147483649",
  "4294967295",
  'int("4611686018427387904")',
].map((text) => `(${text})`);

const floatEdges = ["-0.0", "1e308", "-1e308", "5e-324", "2.2250738585072014e-308", "9007199254740993.0", "1e16", "1e-5", "1e22", "0.1"];
const infinities = ['float("inf")', 'float("-inf")'];

function intLiteral(m: Maker): Expression {
  if (m.chance(m.options.edges)) return int`${m.pick(intEdges)}`;
  return int`${m.chance(0.8) ? m.upTo(10) : m.pick(["(-3)", "(-1)", "100", "255", "1000", "65537", "0x1F", "1_000"])}`;
}

function floatLiteral(m: Maker): Expression {
  if (m.chance(m.options.edges)) {
    if (!m.options.forPython && m.chance(0.2)) return float`${m.pick(['float("nan")', "(-float('nan'))"])}`;
    return float`${m.pick(m.chance(0.3) ? infinities : floatEdges)}`;
  }
  return float`${m.pick(["0.0", "0.5", "1.5", "(-2.25)", "3.75", "10.0", "0.125", "2.0", "7.5", "1e3"])}`;
}

/** Hardly ever zero. */
function divisor(m: Maker): Expression {
  return m.chance(0.85) ? int`${m.pick(["2", "3", "7", "16", "(-4)", "(-1)", "1000"])}` : m.e(intType);
}

const intBinary = ["+", "-", "&", "|", "^"];

export const ints: Family = (m) => {
  const [e, f] = [() => m.e(intType), () => m.e(floatType)];
  const list = (): Expression => m.e(listOf(intType));
  return [
    () => intLiteral(m),
    () => int`(${e()} ${m.pick(intBinary)} ${e()})`,
    () => int`(${e()} ${m.pick(intBinary)} ${e()})`,
    () => int`(${e()} % 1000 * ${e()})`,
    () => int`(${e()} * ${m.pick(["2", "3", "(-1)", "10"])})`,
    () => int`(${e()} ${m.pick(["//", "%"])} ${divisor(m)})`,
    () => int`(${e()} >> ${m.upTo(9)})`,
    () => int`((${e()} % 256) << ${m.upTo(20)})`,
    () => int`(${m.pick(["-", "~", "+"])}${e()})`,
    () => int`abs(${e()})`,
    () => int`${m.pick(["min", "max"])}(${e()}, ${e()})`,
    () => int`${m.pick(["min", "max"])}(${e()}, ${e()}, ${e()})`,
    () => int`(${e()} if ${m.e(boolType)} else ${e()})`,
    () => int`((${e()} % 7) ** ${m.upTo(5)})`,
    () => int`pow(${e()}, ${m.upTo(6)}, ${m.pick(["13", "1009", "(-7)"])})`,
    () => int`divmod(${e()}, ${divisor(m)})[${m.upTo(2)}]`,
    () => int`(${e()} + ${m.e(boolType)})`,
    () => int`int(${m.e(boolType)})`,
    () => int`int(${f()} % 1000.0)`,
    () => int`${m.pick(["int", "round"])}(${m.pick(["max", "min"])}(min(${f()}, 1e9), -1e9))`,
    () => int`int(str(${e()}))`,
    () => int`int("${m.pick(["12", "-7", "ff", " 42 ", "1_0", "x", "", "+5", "0b1"])}"${m.chance(0.3) ? ", 16" : ""})`,
    () =>
      int`((${e()} * ${m.pick(["6364136223846793005", "1099511628211", "31"])} + ${e()}) & ${m.pick(["0xFFFFFFFF", "0x7FFFFFFFFFFFFFFF"])})`,
    () => int`int(str(((${e()} ^ ${e()}) * 1099511628211 & 0xFFFFFFFFFFFFFFFF) >> ${1 + m.upTo(40)}))`,
    () => int`int(str((((${e()} << 13) ^ ${e()}) & 0xFFFFFFFFFFFFFFFF) % ${m.pick(["1000003", "97"])}))`,
    () => int`(${e()}).${m.pick(["bit_length", "bit_count"])}()`,
    () =>
      int`len(${m.e(m.pick([strType, listOf(intType), listOf(strType), dictOf(strType, intType), setOf(intType), listOf(floatType)]))})`,
    () => int`sum(${list()})`,
    () => int`(${list()} or [4])[${m.pick(["0", "-1"])}]`,
    () => int`${list()}[${m.chance(0.3) ? e() : int`${m.pick(["0", "-1", "1"])}`}]`,
    () => int`${m.pick(["min", "max"])}(${list()}, default=${e()})`,
    () => int`${m.pick(["min", "max"])}(${list()} + [1], key=lambda q: ${m.inside([["q", intType]], e)})`,
    () => int`sum(${m.inside([["q", intType]], e)} for q in ${m.still(list)})`,
    () => int`sum(1 for q in ${m.still(list)} if ${m.inside([["q", intType]], () => m.e(boolType))})`,
    () => int`${list()}.count(${e()})`,
    () => int`(${list()} + [${e()}, 2]).index(2)`,
    () => int`${m.e(strType)}.${m.pick(["count", "find", "rfind"])}(${m.e(strType)})`,
    () => int`ord((${m.e(strType)} or "z")[${m.pick(["0", "-1"])}])`,
    () => int`${m.e(dictOf(strType, intType))}.get(${m.e(strType)}, ${e()})`,
    () => (m.chance(0.3) ? int`${m.e(dictOf(strType, intType))}[${m.e(strType)}]` : int`${m.e(dictOf(intType, intType))}.get(${e()}, 0)`),
    () => int`${m.e(tupleOf(intType, strType))}[0]`,
    () => optionalValue(m, intType),
    () => unionValue(m, intType),
    () => fieldOf(m, intType),
    () => fieldOf(m, intType),
    () => methodOf(m, intType),
    () => methodOf(m, intType),
    () => applied(m, intType),
    () => enumValue(m),
    () => mathInt(m),
    () => (m.chance(0.2) ? int`(int("9223372036854775800") + ${e()})` : int`(${e()} - ${e()})`),
    () => generated(m, intType),
    () =>
      int`(lambda q, r=${e()}: ${m.inside(
        [
          ["q", intType],
          ["r", intType],
        ],
        e,
      )})(${e()})`,
    () => walrus(m, intType),
    () => arrayElement(m, "int"),
    () => arrayElement(m, "int"),
  ];
};

function walrus(m: Maker, type: Type): Expression {
  return m.inner > 0 || m.isModule ? m.literal(type) : form(type)`(${m.fresh("w")} := ${m.e(type)})`;
}

function mathInt(m: Maker): Expression {
  m.import("import math");
  const [e, f] = [() => m.e(intType), () => m.e(floatType)];
  return m.pick([
    () => int`math.gcd(${e()}, ${e()})`,
    () => int`math.isqrt(abs(${e()} % 100000))`,
    () => int`math.${m.pick(["floor", "ceil", "trunc"])}(max(-1e6, min(1e6, ${f()})) * ${m.pick(["0.1", "-0.3"])})`,
    () => int`math.comb(${m.upTo(10)}, ${m.upTo(6)})`,
    () => int`math.prod([${e()} % 9, ${e()} % 9])`,
    () => int`math.factorial(${e()} % 8)`,
    () => int`math.lcm(${e()} % 50, 6)`,
  ])();
}

function enumValue(m: Maker): Expression {
  if (m.enums.length === 0) return m.literal(intType);
  return int`${m.e(m.pick(m.enums).type)}.value`;
}

export function arrayElement(m: Maker, element: "int" | "float"): Expression {
  const [to, type] = element === "int" ? [int, intType] : [float, floatType];
  const known = m.scope.filter((one) => one.type.kind === "array" && one.type.element === element);
  if (known.length === 0) return m.literal(type);
  const array = m.pick(known);
  if (array.type.kind !== "array") return m.literal(type);
  const index = (): Expression => int`${m.pick(["0", "-1", "1", "2"])}`;
  const place = array.type.rank === 1 ? int`${index()}` : int`${index()}, ${index()}`;
  return m.chance(0.6) ? to`${element}(${array.name}[${place}])` : to`${element}(${array.name}.${m.pick(["sum", "min", "max"])}())`;
}

/** Of a `T | None`: the value or another. */
export function optionalValue(m: Maker, type: Type): Expression {
  const known = m.variables({ kind: "optional", item: type });
  if (known.length === 0) return m.literal(type);
  const { name } = m.pick(known);
  const to = form(type);
  return m.chance(0.5) ? to`(${name} if ${name} is not None else ${m.e(type)})` : to`(${m.e(type)} if ${name} is None else ${name})`;
}

/** Of an `int | str`, told apart by `isinstance`. */
export function unionValue(m: Maker, type: Type): Expression {
  const known = m.scope.filter(({ type: { kind } }) => kind === "union");
  if (known.length === 0) return m.literal(type);
  const { name } = m.pick(known);
  if (type.kind === "int") return int`(${name} if isinstance(${name}, int) else ${m.e(type)})`;
  return form(type)`(${name} if isinstance(${name}, str) else ${m.e(type)})`;
}

export function fieldOf(m: Maker, type: Type): Expression {
  const fields = m.classes.flatMap((shape) =>
    shape.fields.filter((field) => sameKind(field.type, type)).map((field) => ({ shape, field })),
  );
  if (fields.length === 0) return m.literal(type);
  const { shape, field } = m.pick(fields);
  return form(type)`${m.e(shape.type)}.${field.name}`;
}

function sameKind(a: Type, b: Type): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

export function methodOf(m: Maker, type: Type): Expression {
  const methods = m.classes.flatMap((shape) =>
    shape.methods.filter(({ result }) => sameKind(result, type)).map((method) => ({ shape, method })),
  );
  if (methods.length === 0) return m.literal(type);
  const { shape, method } = m.pick(methods);
  const isProperty = method.parameters.length === 0 && method.name.startsWith("p");
  if (isProperty) return form(type)`${m.e(shape.type)}.${method.name}`;
  const owner = method.name.startsWith("s") ? form(shape.type)`${m.pick(shape.makers)}` : m.e(shape.type);
  return form(type)`${owner}.${method.name}(${m.argumentsOf(method.parameters)})`;
}

/** A function value called, or given to one that takes functions. */
export function applied(m: Maker, type: Type): Expression {
  const known = m.scope.filter((one) => one.type.kind === "function" && sameKind(one.type.result, type));
  const higher = m.functions.filter((one) => one.kind === "higher" && sameKind(one.result, type));
  if (higher.length > 0 && (known.length === 0 || m.chance(0.5))) return m.callOf(m.pick(higher));
  if (known.length === 0) return m.literal(type);
  const one = m.pick(known);
  if (one.type.kind !== "function") return m.literal(type);
  return form(type)`${one.name}(${m.separated(
    type,
    one.type.parameters.map((each) => m.e(each)),
  )})`;
}

export function generated(m: Maker, type: Type): Expression {
  const known = m.functions.filter((one) => one.kind === "generator" && sameKind(one.result, type));
  if (known.length === 0) return m.literal(type);
  const call = m.callOf(m.pick(known));
  return m.chance(0.7) ? form(type)`next(${call}, ${m.e(type)})` : form(type)`next(${call})`;
}

// --------------------------------------------------------------------- floats

export const floats: Family = (m) => {
  const [e, i] = [() => m.e(floatType), () => m.e(intType)];
  const small = (): Expression => int`(${i()} % 10007)`;
  return [
    () => floatLiteral(m),
    () => float`(${e()} ${m.pick(["+", "-", "*"])} ${e()})`,
    () => float`(${e()} ${m.pick(["+", "-", "*"])} ${e()})`,
    () => float`(${e()} ${m.pick(["/", "//", "%"])} ${m.chance(0.85) ? float`${m.pick(["2.0", "(-0.75)", "3.0", "1e-3"])}` : e()})`,
    () => float`(${i()} / ${divisor(m)})`,
    () => float`(${e()} ${m.pick(["*", "+", "-", "/"])} ${m.pick(["2", "3", "(-7)"])})`,
    () => float`(${small()} ${m.pick(["*", "+", "-"])} ${e()})`,
    () => float`float(${small()})`,
    () => float`(${i()} ${m.pick(["*", "+", "-"])} ${e()})`,
    () => float`float("${m.pick(["1.5", "-inf", " 2e3 ", "1_0.5", "x", "", ".5", "1e400", "0x1"])}")`,
    () => float`float(str(${e()}))`,
    () => float`(-${e()})`,
    () => float`abs(${e()})`,
    () => float`${m.pick(["min", "max"])}(${e()}, ${e()})`,
    () => float`round(${e()}, ${m.pick(["0", "1", "2", "-1"])})`,
    () => float`(${e()} if ${m.e(boolType)} else ${e()})`,
    () => float`(${e()} ** 2)`,
    () => float`sum(${m.e(listOf(floatType))}${m.options.forPython ? ", 0.0" : ""})`,
    () => float`sum(${m.e(listOf(floatType))}, 0.5)`,
    () => float`(${m.e(listOf(floatType))} or [0.25])[${m.pick(["0", "-1"])}]`,
    () => float`${m.e(listOf(floatType))}[${m.pick(["0", "1", "-2"])}]`,
    () => float`${m.e(dictOf(intType, floatType))}.get(${i()}, ${e()})`,
    () => float`${m.e(tupleOf(floatType, intType))}[0]`,
    () => optionalValue(m, floatType),
    () => fieldOf(m, floatType),
    () => methodOf(m, floatType),
    () => applied(m, floatType),
    () => generated(m, floatType),
    () => mathFloat(m),
    () => (m.chance(0.3) ? float`(int("9007199254740993") ${m.pick(["*", "-"])} ${e()})` : float`(${e()} // ${m.pick(["-0.5", "3.0"])})`),
    () => drawn(m),
    () => walrus(m, floatType),
    () => arrayElement(m, "float"),
    () => arrayElement(m, "float"),
    () => float`(lambda q: ${m.inside([["q", floatType]], e)})(${e()})`,
    () => (m.options.forPython ? float`(${e()} * 0.5)` : float`(abs(${e()}) ** ${e()})`),
    () => measured(m),
  ];
};

function mathFloat(m: Maker): Expression {
  m.import("import math");
  const e = (): Expression => m.e(floatType);
  const exact = [
    () => float`math.sqrt(abs(${e()}))`,
    () => float`math.fabs(${e()})`,
    () => float`math.copysign(${e()}, ${e()})`,
    () => float`math.fmod(${e()}, 3.5)`,
    () => float`math.ldexp(${e()}, ${m.upTo(9)})`,
    () => float`math.modf(${e()})[${m.upTo(2)}]`,
    () => float`math.frexp(${e()})[0]`,
    () => float`math.fsum([${e()}, ${e()}, 0.1])`,
    () => float`math.${m.pick(["inf", "pi", "e", "tau"])}`,
    () => float`math.sqrt(${e()})`,
  ];
  const rounded = [
    () => float`math.copysign(${e()}, ${m.pick(['float("nan")', "math.nan", '-float("nan")'])})`,
    () => float`(math.inf - math.inf) * ${e()}`,
    () =>
      float`math.${m.pick(["sin", "cos", "tan", "atan", "tanh", "exp", "log", "log2", "log10", "asin", "sinh", "cbrt", "erf", "gamma"])}(${e()})`,
    () => float`math.${m.pick(["atan2", "hypot", "pow", "remainder", "nextafter"])}(${e()}, ${e()})`,
  ];
  return m.pick(m.options.forPython ? exact : [...exact, ...rounded])();
}

/** Asked of the host: only where no module body can come. */
function measured(m: Maker): Expression {
  if (!m.isMain) return m.literal(floatType);
  m.import("from probe import measure, note");
  return float`measure(${m.e(floatType)})`;
}

function drawn(m: Maker): Expression {
  m.import("import random");
  return m.pick([
    () => float`random.Random(${m.e(intType)} % 1000).random()`,
    () => float`random.Random("${m.pick(["a", "", "key"])}").uniform(0.0, 2.0)`,
    () => (m.options.forPython ? float`random.Random(3).random()` : float`random.random()`),
  ])();
}

// ---------------------------------------------------------------------- bools

export const bools: Family = (m) => {
  const [e, i, f, s] = [() => m.e(boolType), () => m.e(intType), () => m.e(floatType), () => m.e(strType)];
  const order = (): string => m.pick(["<", "<=", ">", ">="]);
  const compare = (): string => m.pick(["<", "<=", "==", "!=", ">", ">="]);
  return [
    () => bool`${m.pick(["True", "False"])}`,
    () => bool`(${i()} ${compare()} ${i()})`,
    () => bool`(${i()} ${compare()} ${i()})`,
    () => bool`(${f()} ${compare()} ${f()})`,
    () => bool`(${f()} ${compare()} ${i()})`,
    () => bool`(${i()} ${compare()} ${f()})`,
    () => bool`(${i()} ${order()} ${i()} ${order()} ${i()})`,
    () => bool`(${s()} ${m.pick(["<", "==", "in", "!=", ">=", "not in"])} ${s()})`,
    () => bool`(not ${e()})`,
    () => bool`(${e()} ${m.pick(["and", "or"])} ${e()})`,
    () => bool`(${e()} ${m.pick(["&", "|", "^", "==", "!="])} ${e()})`,
    () => bool`(${i()} ${m.pick(["in", "not in"])} ${m.e(m.pick([listOf(intType), setOf(intType), dictOf(intType, intType)]))})`,
    () => bool`(${i()} in (${i()}, 3, 5))`,
    () => bool`(${s()} in ${m.e(m.pick([listOf(strType), dictOf(strType, intType)]))})`,
    () => bool`bool(${m.e(m.pick([intType, floatType, strType, listOf(intType)]))})`,
    () => bool`${m.pick(["any", "all"])}(${m.inside([["q", intType]], e)} for q in ${m.still(() => m.e(listOf(intType)))})`,
    () => bool`(${m.e(listOf(intType))} ${m.pick(["==", "!=", "<", ">="])} ${m.e(listOf(intType))})`,
    () => bool`(${m.e(tupleOf(intType, strType))} ${compare()} ${m.e(tupleOf(intType, strType))})`,
    () => bool`(${m.e(setOf(intType))} ${m.pick(["<=", "==", "<", ">"])} ${m.e(setOf(intType))})`,
    () => bool`${m.e(setOf(intType))}.${m.pick(["issubset", "isdisjoint", "issuperset"])}(${m.e(setOf(intType))})`,
    () => bool`(${m.e(dictOf(strType, intType))} == ${m.e(dictOf(strType, intType))})`,
    () =>
      bool`${s()}.${m.pick(["isdigit()", "isalpha()", "isupper()", "islower()", "isspace()", "isalnum()", 'startswith("a")', 'endswith("b")'])}`,
    () => bool`(${e()} if ${e()} else ${e()})`,
    () => fieldOf(m, boolType),
    () => methodOf(m, boolType),
    () => isOfClass(m),
    () => compared(m),
    () => enumTest(m),
    () => applied(m, boolType),
    () => optionalTest(m),
    () => isSameObject(m),
  ];
};

function isOfClass(m: Maker): Expression {
  if (m.classes.length === 0) return m.literal(boolType);
  const shape = m.pick(m.classes);
  return bool`isinstance(${m.e(shape.type)}, ${m.pick(shape.makers)})`;
}

function compared(m: Maker): Expression {
  const known = m.classes.filter((shape) => shape.isOrdered);
  if (known.length === 0) return m.literal(boolType);
  const { type } = m.pick(known);
  return bool`(${m.e(type)} ${m.pick(["<", "==", ">", "!="])} ${m.e(type)})`;
}

function enumTest(m: Maker): Expression {
  if (m.enums.length === 0) return m.literal(boolType);
  const { type } = m.pick(m.enums);
  return bool`(${m.e(type)} ${m.pick(["is", "==", "!=", "is not"])} ${m.e(type)})`;
}

function isSameObject(m: Maker): Expression {
  const known = m.scope.filter(({ type }) => m.classes.some((shape) => shape.name === (type.kind === "class" ? type.name : "")));
  if (known.length === 0) return m.literal(boolType);
  const { name, type } = m.pick(known);
  return bool`(${name} ${m.pick(["is", "is not"])} ${m.e(type)})`;
}

function optionalTest(m: Maker): Expression {
  const known = m.scope.filter(({ type: { kind } }) => kind === "optional");
  if (known.length === 0) return m.literal(boolType);
  return bool`(${m.pick(known).name} ${m.pick(["is None", "is not None"])})`;
}
