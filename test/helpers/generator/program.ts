// A whole program from chance: module state, classes and functions, then either
// a function `case` that a host calls with arguments, or a script.

import { arrays } from "./arrays.ts";
import { declarations } from "./classes.ts";
import { deques, dicts, functionValues, lists, objects, optionals, sets, tuples, unions } from "./containers.ts";
import { statements } from "./control.ts";
import { asBody, topFunction } from "./functions.ts";
import { Maker } from "./maker.ts";
import type { MakerOptions, Variable } from "./maker.ts";
import { bools, floats, ints } from "./numbers.ts";
import { strs } from "./texts.ts";
import { compound, countStatements, head, line, linesOf } from "./tree.ts";
import type { Statement } from "./tree.ts";
import { boolType, dictOf, floatType, intType, isPrintable, listOf, strType, textOf } from "./types.ts";
import type { Type } from "./types.ts";

export interface GeneratedProgram {
  readonly imports: readonly string[];
  readonly statements: readonly Statement[];
  /** The function that the host calls; null: the module body is the program. */
  readonly entry: string | null;
  readonly arguments: readonly [number | bigint, number, string];
  /** Does CPython compute the same? */
  readonly forPython: boolean;
}

const families = {
  int: ints,
  float: floats,
  bool: bools,
  str: strs,
  list: lists,
  tuple: tuples,
  dict: dicts,
  set: sets,
  deque: deques,
  optional: optionals,
  union: unions,
  class: objects,
  function: functionValues,
  array: arrays,
};

export function makeProgram(random: () => number, options: MakerOptions & { readonly isScript: boolean }): GeneratedProgram {
  const m = new Maker(random, options, families);
  m.usesArrays = m.chance(0.2);
  const body = (count: number): Statement[] => statements(m, count, 2);
  const made: Statement[] = [];
  const share = (part: number): void => void (m.room += Math.ceil(options.size * part));
  made.push(...moduleState(m));
  for (let left = Math.ceil(options.size / 25); left > 0; left--) {
    share(0.1);
    made.push(...declarations(m, body));
  }
  for (let left = Math.ceil(options.size / 12); left > 0; left--) {
    share(0.12);
    made.push(topFunction(m, body));
  }
  m.room = options.size;
  const entry = options.isScript ? null : entryName(options.tag);
  if (entry === null) made.push(...script(m));
  else made.push(main(m, entry));
  const edge = m.chance(options.edges * 2);
  return {
    imports: importsOf(m, made),
    statements: made,
    entry,
    arguments: [
      edge ? m.pick([0n, -1n, 2n ** 53n, 2n ** 63n - 1n, -(2n ** 63n)]) : m.upTo(9),
      edge ? m.pick([0, -0, 1e308, Infinity, 5e-324]) : m.upTo(40) / 8,
      m.pick(["", "a", "bc", "h\u00e9\u{1f600}"]),
    ],
    forPython: options.forPython,
  };
}

/** Far from each other: the checker takes a name near a hook's for a slip. */
export function entryName(tag: string): string {
  return `case_${tag.repeat(4)}`;
}

function importsOf(m: Maker, made: readonly Statement[]): readonly string[] {
  const text = linesOf(made).join("\n");
  if (/\bdeque\b/.test(text)) m.import("from collections import deque");
  if (text.includes("Callable[")) m.import("from typing import Callable");
  return [...m.imports].sort();
}

function moduleState(m: Maker): Statement[] {
  const types: readonly Type[] = [intType, floatType, strType, listOf(intType), dictOf(strType, intType), boolType];
  return m.many(0, 3, () => {
    const type = m.pick(types);
    const name = m.fresh("s");
    const value = m.literal(type);
    const one: Variable = { name, type, canAssign: true, canChange: true };
    m.moduleState.push(one);
    m.scope.push(one);
    return m.chance(0.5) ? line`${name}: ${textOf(type)} = ${value}` : line`${name} = ${value}`;
  });
}

function shown(m: Maker): Statement[] {
  return m.scope.filter(({ type }) => isPrintable(type)).map(({ name }) => line`print(${name})`);
}

function script(m: Maker): Statement[] {
  m.isModule = true;
  return [...statements(m, m.options.size, 4), ...shown(m)];
}

function main(m: Maker, name: string): Statement {
  const given: readonly (readonly [string, Type])[] = [
    ["n", intType],
    ["x", floatType],
    ["s", strType],
  ];
  const parameters = given.map(([one, type]): Variable => ({ name: one, type, canAssign: true, canChange: true }));
  const result = m.pick([intType, intType, floatType, floatType, strType, boolType]);
  const inner = asBody(m, result, parameters, () => {
    m.isMain = true;
    return [...statements(m, m.options.size, 4), ...shown(m), line`return ${m.expression(result, 3)}`];
  });
  return compound([head`def ${name}(n: int, x: float, s: str) -> ${textOf(result)}`, inner]);
}

export function sizeOf(program: GeneratedProgram): number {
  return countStatements(program.statements);
}

/** Several programs as one module. */
export function moduleText(programs: readonly GeneratedProgram[]): string {
  const imports = [...new Set(programs.flatMap((one) => one.imports))].sort();
  return [...imports, ...programs.flatMap((one) => linesOf(one.statements)), ""].join("\n");
}

/** A program that somebody wrote. */
export function scriptOf(text: string): GeneratedProgram {
  const statements = text.split("\n").map((one) => line`${one}`);
  return { imports: [], statements, entry: null, arguments: [0, 0, ""], forPython: false };
}
