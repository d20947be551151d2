// Statements with blocks: conditions, loops that end, handlers, matches,
// functions inside functions.

import { compound, form, head, line } from "./tree.ts";
import type { Clause, Expression, Part, Statement } from "./tree.ts";
import type { Maker, Variable } from "./maker.ts";
import { nestedFunction } from "./functions.ts";
import { print, simpleStatements } from "./simple.ts";
import { boolType, dictOf, floatType, intType, isSame, listOf, setOf, strType, tupleOf } from "./types.ts";
import type { Type } from "./types.ts";

/** About `count` statements, less where the program has no room. */
export function statements(m: Maker, count: number, depth: number): Statement[] {
  const made: Statement[] = [];
  for (let left = count; left > 0 && m.room > 0; left--) made.push(...statement(m, depth));
  return made.length > 0 ? made : print(m);
}

function statement(m: Maker, depth: number): Statement[] {
  m.room -= 1;
  if (depth <= 0 || m.chance(0.62)) {
    if (m.result !== null && m.chance(0.06)) return [leaveEarly(m, m.result)];
    if (m.loops > 0 && m.chance(0.12)) return [compound([head`if ${m.expression(boolType, 2)}`, [line`${m.pick(["break", "continue"])}`]])];
    return m.pick(simpleStatements)(m);
  }
  return m.pick([condition, condition, loop, loop, loop, whileLoop, handler, handler, match, match, nested, generatorUse])(m, depth - 1);
}

function leaveEarly(m: Maker, type: Type): Statement {
  return compound([head`if ${m.expression(boolType, 2)}`, [line`return ${m.expression(type, 2)}`]]);
}

function body(m: Maker, depth: number, more: readonly Variable[] = []): Statement[] {
  return m.within(more, () => statements(m, 1 + m.upTo(3), depth));
}

function reading(name: string, type: Type): Variable {
  return { name, type, canAssign: true, canChange: true };
}

function condition(m: Maker, depth: number): Statement[] {
  const clauses: [Part[], Statement[]][] = [[head`if ${m.expression(boolType, 3)}`, body(m, depth)]];
  if (m.chance(0.3)) clauses.push([head`elif ${m.expression(boolType, 2)}`, body(m, depth)]);
  if (m.chance(0.5)) clauses.push([head`else`, body(m, depth)]);
  return [compound(...clauses)];
}

/** In a loop's body `break` is known; what it goes through is not changed by name. */
function loopBody(m: Maker, depth: number, more: readonly Variable[], through: string | null): Statement[] {
  m.loops += 1;
  const before = m.scope;
  m.scope = before.map((one) => (one.name === through ? { ...one, canChange: m.chance(0.05) } : one));
  const made = body(m, depth, more);
  m.scope = before;
  m.loops -= 1;
  return made;
}

interface Source {
  readonly target: string;
  readonly over: Expression;
  readonly names: readonly Variable[];
}

/** A name that holds it, where there is one: so loops meet what others change. */
function named(m: Maker, type: Type): Expression {
  const known = m.variables(type);
  return known.length > 0 && m.chance(0.7) ? form(type)`${m.pick(known).name}` : m.expression(type, 2);
}

function loopSource(m: Maker): Source {
  const [a, b] = [m.fresh("i"), m.fresh("i")];
  const one = (type: Type, over: Expression): Source => ({ target: a, over, names: [reading(a, type)] });
  const two = (first: Type, second: Type, over: Expression): Source => ({
    target: m.chance(0.8) ? `${a}, ${b}` : `(${a}, ${b})`,
    over,
    names: [reading(a, first), reading(b, second)],
  });
  const ints = form(listOf(intType));
  return m.pick([
    () => one(intType, ints`range(${1 + m.upTo(6)})`),
    () => one(intType, ints`range(${m.upTo(9)}, ${m.upTo(9)}, ${m.pick(["1", "2", "-1", "-3"])})`),
    () => one(intType, ints`range(${m.expression(intType, 1)} % 6)`),
    () => one(intType, named(m, listOf(intType))),
    () => one(floatType, named(m, listOf(floatType))),
    () => one(strType, named(m, listOf(strType))),
    () => one(strType, named(m, strType)),
    () => one(strType, named(m, dictOf(strType, intType))),
    () => two(strType, intType, form(listOf(intType))`${named(m, dictOf(strType, intType))}.items()`),
    () => one(intType, form(listOf(intType))`${named(m, dictOf(strType, intType))}.values()`),
    () => one(intType, form(listOf(intType))`sorted(${named(m, setOf(intType))})`),
    () => two(intType, intType, form(listOf(intType))`enumerate(${named(m, listOf(intType))}${m.chance(0.3) ? ", 1" : ""})`),
    () => two(intType, strType, form(listOf(intType))`zip(${named(m, listOf(intType))}, ${named(m, listOf(strType))})`),
    () => one(intType, form(listOf(intType))`reversed(${named(m, listOf(intType))})`),
    () => two(intType, strType, named(m, listOf(tupleOf(intType, strType)))),
    () => one(listOf(intType), named(m, listOf(listOf(intType)))),
    () => one(tupleOf(intType, strType), named(m, listOf(tupleOf(intType, strType)))),
    () => one(intType, form(listOf(intType))`(${m.expression(intType, 1)}, 3, ${m.expression(intType, 1)})`),
    () => yieldingSource(m, a),
    () => one(intType, named(m, { kind: "deque", item: intType })),
    () => one(floatType, form(listOf(floatType))`map(lambda q: q * 0.5, ${named(m, listOf(floatType))})`),
  ])();
}

function yieldingSource(m: Maker, name: string): Source {
  const known = m.functions.filter(({ kind }) => kind === "generator");
  if (known.length === 0) return { target: name, over: form(listOf(intType))`range(3)`, names: [reading(name, intType)] };
  const shape = m.pick(known);
  return { target: name, over: m.expressionOf(() => m.callOf(shape)), names: [reading(name, shape.result)] };
}

function loop(m: Maker, depth: number): Statement[] {
  const { target, over, names } = loopSource(m);
  const [first] = over.parts;
  const through = typeof first === "string" ? first : null;
  const clauses: [Part[], Statement[]][] = [[head`for ${target} in ${over}`, loopBody(m, depth, names, through)]];
  if (m.chance(0.12)) clauses.push([head`else`, body(m, 0)]);
  return [compound(...clauses)];
}

function whileLoop(m: Maker, depth: number): Statement[] {
  const name = m.fresh("w");
  const start = line`${name} = ${m.upTo(6)}`;
  const test = m.chance(0.6) ? head`while ${name} > 0` : head`while ${name} > 0 and ${m.expression(boolType, 2)}`;
  const counter: Variable = { name, type: intType, canAssign: false, canChange: false };
  const inner = loopBody(m, depth, [counter], null);
  const clauses: [Part[], Statement[]][] = [[test, [line`${name} -= 1`, ...inner]]];
  if (m.chance(0.15)) clauses.push([head`else`, body(m, 0)]);
  return [start, compound(...clauses)];
}

const caught = [
  "IndexError",
  "KeyError",
  "ZeroDivisionError",
  "ValueError",
  "(IndexError, KeyError)",
  "Exception",
  "Exception",
  "ArithmeticError",
  "LookupError",
  "(ValueError, RuntimeError)",
  "AssertionError",
];

function handler(m: Maker, depth: number): Statement[] {
  const clauses: Clause[] = [{ head: head`try`, body: body(m, depth) }];
  const add = (of: Part[], made: Statement[]): void => void clauses.push({ head: of, body: made });
  const kinds = [...new Set(m.many(1, 2, () => m.pick(m.errors.length > 0 && m.chance(0.3) ? m.errors : caught)))];
  const hasFinally = !m.isGenerator && m.chance(0.3);
  if (!hasFinally || m.chance(0.7)) {
    for (const kind of kinds) {
      const name = m.fresh("e");
      const inner = body(m, Math.min(depth, 1));
      const last = m.chance(0.14) ? [line`raise`] : m.chance(0.08) ? [line`raise RuntimeError("again") from ${name}`] : [];
      add(head`except ${kind} as ${name}`, [line`print("caught", ${name})`, ...inner, ...last]);
    }
    if (m.chance(0.15)) add(head`else`, body(m, 0));
  }
  if (hasFinally) {
    const [loops, result] = [m.loops, m.result];
    m.loops = 0;
    m.result = null;
    add(head`finally`, body(m, 0));
    m.loops = loops;
    m.result = result;
  }
  return [{ kind: "statement", clauses, needsSecond: true }];
}

// ---------------------------------------------------------------------- match

function match(m: Maker, depth: number): Statement[] {
  const made = (more: readonly Variable[] = []): Statement[] => body(m, Math.min(depth, 1), more);
  const guard = (more: readonly Variable[]): Expression => m.within(more, () => m.still(() => m.expression(boolType, 1)));
  const rest = (): [Part[], Statement[]] => [head`case _`, made()];
  const [a, b, c, d] = [m.fresh("c"), m.fresh("c"), m.fresh("c"), m.fresh("c")];
  const kinds: (() => [Expression, [Part[], Statement[]][]])[] = [
    () => [
      form(intType)`${m.expression(intType, 2)} % 5`,
      [
        [head`case 0`, made()],
        [head`case 1 | -2 | 3`, made()],
        [head`case ${a} if ${guard([reading(a, intType)])}`, made([reading(a, intType)])],
        rest(),
      ],
    ],
    () => [
      m.expression(strType, 2),
      [
        [head`case ""`, made()],
        [head`case "a" | "bc"`, made()],
        [head`case ${a}`, made([reading(a, strType)])],
      ],
    ],
    () => [
      m.expression(tupleOf(intType, strType), 2),
      [
        [head`case (0, ${a})`, made([reading(a, strType)])],
        [head`case (${b}, "a")`, made([reading(b, intType)])],
        [head`case (${c}, ${d})`, made([reading(c, intType), reading(d, strType)])],
      ],
    ],
    () => [
      m.expression(listOf(intType), 2),
      [
        [head`case []`, made()],
        [head`case [${a}]`, made([reading(a, intType)])],
        [head`case [${b}, *${c}]`, made([reading(b, intType), reading(c, listOf(intType))])],
      ],
    ],
    () => [
      m.expression({ kind: "optional", item: intType }, 2),
      [
        [head`case None`, made()],
        [head`case ${a}`, made([reading(a, intType)])],
      ],
    ],
  ];
  for (const shape of m.classes) {
    const [field] = shape.fields;
    if (field === undefined) continue;
    const clauses = (): [Part[], Statement[]][] => [
      [head`case ${m.pick(shape.makers)}(${field.name}=${a}) if ${guard([reading(a, field.type)])}`, made([reading(a, field.type)])],
      ...shape.makers.slice(1).map((name): [Part[], Statement[]] => [head`case ${name}()`, made()]),
      rest(),
    ];
    kinds.push(() => [m.expression(shape.type, 2), clauses()]);
  }
  for (const { name, members, type } of m.enums) {
    kinds.push(() => [
      m.expression(type, 2),
      [...members.slice(1).map((one): [Part[], Statement[]] => [head`case ${name}.${one}`, made()]), rest()],
    ]);
  }
  const [subject, clauses] = m.pick(kinds)();
  const cases = clauses.map(([of, inner]) => compound([of, inner]));
  return [compound([head`match ${subject}`, cases])];
}

// ------------------------------------------------------------------ functions

function nested(m: Maker): Statement[] {
  return m.isNested ? print(m) : nestedFunction(m, (count) => statements(m, count, 1));
}

/** A generator kept in a name and taken from by hand. */
function generatorUse(m: Maker, depth: number): Statement[] {
  const known = m.functions.filter(({ kind }) => kind === "generator");
  if (known.length === 0) return condition(m, depth);
  const shape = m.pick(known);
  if (isSame(shape.result, boolType)) return condition(m, depth);
  const [name, item] = [m.fresh("g"), m.fresh("i")];
  const call = m.expressionOf(() => m.callOf(shape));
  const spare = (): Expression => m.expression(shape.result, 1);
  const uses = m.many(1, 3, () =>
    m.pick([
      (): Statement[] => [line`print(next(${name}, ${spare()}))`],
      (): Statement[] => {
        const taken = m.fresh("v");
        const otherwise = spare();
        m.bind(taken, shape.result);
        return [line`${taken} = next(${name}, ${otherwise})`];
      },
      (): Statement[] => [compound([head`for ${item} in ${name}`, loopBody(m, 0, [reading(item, shape.result)], null)])],
      (): Statement[] => [line`print(next(${name}))`],
    ])(),
  );
  return [line`${name} = ${call}`, ...uses.flat()];
}
