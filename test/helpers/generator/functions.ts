// Functions at the top level and inside others: plain, recursive (the first
// parameter counts down), generators, functions that take functions.

import { compound, head, line } from "./tree.ts";
import type { Part, Statement } from "./tree.ts";
import type { FunctionShape, Maker, Parameter, Variable } from "./maker.ts";
import { plainType, smallType } from "./typeChoice.ts";
import { boolType, floatType, hasAnnotation, intType, isSame, listOf, strType, textOf } from "./types.ts";
import type { Type } from "./types.ts";

type Body = (count: number) => Statement[];

function parametersOf(m: Maker, least: number): Parameter[] {
  const plain = m.many(least, 3, (index): Parameter => ({ name: `p${index}`, type: plainType(m), kind: "plain" }));
  if (m.chance(0.25)) plain.push({ name: "d", type: m.pick([intType, floatType, strType, boolType, listOf(intType)]), kind: "default" });
  if (m.chance(0.1)) plain.push({ name: "rest", type: intType, kind: "star" });
  if (m.chance(0.15)) plain.push({ name: "key", type: m.pick([intType, strType]), kind: "keyword" });
  return plain;
}

/** `(p0: int, p1, d=3, *rest: int, key: str)`. */
function signature(m: Maker, parameters: readonly Parameter[], first: readonly string[] = []): Part[] {
  const hasStar = parameters.some(({ kind }) => kind === "star");
  const texts = parameters.flatMap(({ name, type, kind }): Part[][] => {
    const needed = kind !== "plain" || ["optional", "union", "function", "class"].includes(type.kind);

    const typed = hasAnnotation(type) && (needed || m.chance(0.6)) ? `${name}: ${textOf(type)}` : name;
    switch (kind) {
      case "plain":
        return [[typed]];
      case "default":
        return [[`${typed} = `, m.literal(type)]];
      case "star":
        return [[`*${typed}`]];
      case "keyword":
        return hasStar ? [[typed]] : [["*"], [typed]];
    }
  });
  const all = [...first.map((one): Part[] => [one]), ...texts];
  return ["(", ...all.flatMap((one, index) => (index === 0 ? one : [", ", ...one])), ")"];
}

export function localsOf(parameters: readonly Parameter[]): Variable[] {
  return parameters.map(({ name, type, kind }) => ({
    name,
    type: kind === "star" ? { kind: "tuple", items: [] } : type,
    canAssign: kind !== "star",
    canChange: true,
  }));
}

/** Runs `make` as the body of a function with that result: loops and results outside are not seen. */
export function asBody<T>(m: Maker, result: Type | null, variables: readonly Variable[], make: () => T): T {
  const [was, loops, scope, isModule] = [m.result, m.loops, m.scope, m.isModule];
  m.result = result;
  m.loops = 0;
  m.isModule = false;
  m.scope = scope.map((one) => ({ ...one, canAssign: false }));
  const made = m.within(variables, make);
  m.result = was;
  m.loops = loops;
  m.scope = scope;
  m.isModule = isModule;
  return made;
}

/** `global a, b`: what a function may bind anew of the module's. */
function globals(m: Maker): Statement[] {
  const names = m.moduleState.filter(({ type: { kind } }) => kind === "int" || kind === "str" || kind === "float");
  if (names.length === 0 || !m.chance(0.4)) return [];
  const chosen = m.pick(names).name;
  m.scope = m.scope.map((one) => (one.name === chosen ? { ...one, canAssign: true } : one));
  return [line`global ${chosen}`];
}

function arrow(m: Maker, type: Type, probability: number): string {
  const needed = ["optional", "union", "function", "class", "list", "dict", "set"].includes(type.kind);

  return hasAnnotation(type) && (needed || m.chance(probability)) ? ` -> ${textOf(type)}` : "";
}

function define(m: Maker, name: string, parameters: Part[], result: string, body: readonly Statement[]): Statement {
  return compound([["def ", name, ...parameters, result], body]);
}

function plainFunction(m: Maker, body: Body): Statement {
  const name = m.fresh("f");
  const parameters = parametersOf(m, 0);
  const result = plainType(m);
  const inner = asBody(m, result, localsOf(parameters), () => {
    const declared = globals(m);
    return [...declared, ...body(1 + m.upTo(5)), line`return ${m.expression(result, 3)}`];
  });
  const made = define(m, name, signature(m, parameters), arrow(m, result, 0.7), inner);
  m.functions.push({ name, parameters, result, kind: "plain" });
  return made;
}

function recursiveFunction(m: Maker, body: Body): Statement {
  const name = m.fresh("r");
  const parameters: Parameter[] = [
    { name: "n", type: intType, kind: "plain" },
    ...m.many(0, 2, (index): Parameter => ({ name: `p${index}`, type: smallType(m), kind: "plain" })),
  ];
  const result = plainType(m);
  const inner = asBody(m, result, localsOf(parameters), () => {
    m.scope = m.scope.map((one) => (one.name === "n" ? { ...one, canAssign: false } : one));
    const stop = compound([head`if n <= 0`, [line`return ${m.expression(result, 2)}`]]);
    const before = body(1 + m.upTo(2));
    const calls = m.many(1, 2, () => {
      const taken = m.fresh("v");
      const given = m.separated(
        intType,
        parameters.slice(1).map(({ type }) => m.expression(type, 1)),
      );
      m.bind(taken, result);
      return line`${taken} = ${name}(n - 1${parameters.length > 1 ? ", " : ""}${given})`;
    });
    return [stop, ...before, ...calls, ...body(1), line`return ${m.expression(result, 2)}`];
  });
  const made = define(m, name, signature(m, parameters), ` -> ${textOf(result)}`, inner);
  m.functions.push({ name, parameters, result, kind: "recursive" });
  return made;
}

function generatorFunction(m: Maker, body: Body): Statement {
  const name = m.fresh("g");
  const parameters = m.many(0, 2, (index): Parameter => ({
    name: `p${index}`,
    type: m.pick([intType, listOf(intType), strType, floatType]),
    kind: "plain",
  }));
  const result = m.pick([intType, intType, strType, floatType]);
  const earlier = m.functions.filter((one) => one.kind === "generator" && isSame(one.result, result));
  m.isGenerator = true;
  const inner = asBody(m, null, localsOf(parameters), () => {
    const before = body(1);
    const give = (): Statement => line`yield ${m.expression(result, 2)}`;
    const loop = (): Statement => {
      const index = m.fresh("i");
      const counter: Variable = { name: index, type: intType, canAssign: true, canChange: true };
      m.loops += 1;
      const inside = m.within([counter], () => [...body(1 + m.upTo(2)), give(), ...(m.chance(0.3) ? body(1) : [])]);
      m.loops -= 1;
      return compound([head`for ${index} in range(${1 + m.upTo(4)})`, inside]);
    };
    const parts = m.many(1, 3, () =>
      m.pick([
        (): Statement[] => [give()],
        (): Statement[] => [loop()],
        (): Statement[] => [loop()],
        (): Statement[] => [line`yield from ${m.expression(listOf(result), 2)}`],
        (): Statement[] => (earlier.length > 0 ? [line`yield from ${m.expressionOf(() => m.callOf(m.pick(earlier)))}`] : body(1)),
        (): Statement[] => [compound([head`if ${m.expression(boolType, 2)}`, [give(), line`return`]])],
        (): Statement[] => [
          {
            kind: "statement",
            needsSecond: true,
            clauses: [
              { head: head`try`, body: m.block(() => [...body(1), give()]) },
              { head: head`except Exception as e`, body: [line`print("inside", e)`, give()] },
            ],
          },
        ],
      ])(),
    );
    return [...before, ...parts.flat(), give()];
  });
  m.isGenerator = false;
  const made = define(m, name, signature(m, parameters), "", inner);
  m.functions.push({ name, parameters, result, kind: "generator" });
  return made;
}

function higherFunction(m: Maker): Statement {
  const name = m.fresh("h");
  const [from, result] = [m.pick([intType, floatType, strType]), m.pick([intType, floatType, strType])];
  const taken: Type = { kind: "function", parameters: [from], result };

  const parameters: Parameter[] = [
    { name: "fn", type: taken, kind: "plain" },
    { name: "x", type: from, kind: "plain" },
  ];
  const inner = asBody(m, result, localsOf(parameters), () => [
    m.chance(0.5)
      ? line`return fn(x) + fn(${m.expression(from, 2)})`
      : line`return (fn(x) if ${m.expression(boolType, 2)} else ${m.expression(result, 2)})`,
  ]);
  const made = define(m, name, signature(m, parameters), ` -> ${textOf(result)}`, inner);
  m.functions.push({ name, parameters, result, kind: "higher" });
  return made;
}

export function topFunction(m: Maker, body: Body): Statement {
  const kinds = [plainFunction, plainFunction, plainFunction, recursiveFunction, generatorFunction, generatorFunction, higherFunction];
  return m.pick(kinds)(m, body);
}

/** A function inside: it may bind names of the outer one anew. */
export function nestedFunction(m: Maker, body: Body): Statement[] {
  const name = m.fresh("n");
  const parameter = m.pick([intType, floatType, strType]);
  const result = m.pick([intType, floatType, strType]);
  const outside = m.scope.filter(
    ({ canAssign, name: one, type: { kind } }) =>
      canAssign && !one.includes(".") && !["optional", "union", "function", "array"].includes(kind),
  );
  const owned = outside.filter((one) => !m.moduleState.some((other) => other.name === one.name));
  const chosen = owned.length > 0 && m.chance(0.7) ? m.pick(owned).name : null;
  const word = m.isModule ? "global" : "nonlocal";
  m.isNested = true;
  const inner = asBody(m, result, [{ name: "y", type: parameter, canAssign: true, canChange: true }], () => {
    if (chosen === null) return [...body(2), line`return ${m.expression(result, 2)}`];
    m.scope = m.scope.map((one) => (one.name === chosen ? { ...one, canAssign: true } : one));
    return [line`${word} ${chosen}`, ...body(2), line`return ${m.expression(result, 2)}`];
  });
  m.isNested = false;
  m.scope.push({ name, type: { kind: "function", parameters: [parameter], result }, canAssign: false, canChange: false });
  return [define(m, name, [`(y: ${textOf(parameter)})`], ` -> ${textOf(result)}`, inner)];
}

export function methodShape(name: string, parameters: readonly Parameter[], result: Type): FunctionShape {
  return { name, parameters, result, kind: "plain" };
}

export { define, parametersOf, signature };
