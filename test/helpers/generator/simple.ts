// Statements of one line: bindings of every form, changes to what a name holds,
// printing, raising.

import { form, line } from "./tree.ts";
import type { Expression, Statement } from "./tree.ts";
import type { Maker, Variable } from "./maker.ts";
import { idiom } from "./idioms.ts";
import { anyType } from "./typeChoice.ts";
import { boolType, floatType, hasAnnotation, intType, isOrdered, isPrintable, isSame, listOf, strType, textOf, tupleOf } from "./types.ts";
import type { Type } from "./types.ts";

type Lines = Statement[];

/** What a name gets: containers are cut short, so that loops do not make them grow without end. */
function bounded(m: Maker, type: Type, depth = 3): Expression {
  const made = m.expression(type, depth);
  if (m.loops === 0 && m.chance(0.7)) return made;
  if (type.kind === "list") return form(type)`${made}[:12]`;
  if (type.kind === "str") return form(type)`${made}[:30]`;
  if (type.kind === "int" && m.chance(0.5)) return form(type)`${made} % 1000003`;
  return made;
}

export function bind(m: Maker): Lines {
  const type = anyType(m);
  const value = bounded(m, type);
  const name = m.fresh("v");
  const needed = type.kind === "optional" || type.kind === "union" || type.kind === "function" || type.kind === "class";
  const isAnnotated = hasAnnotation(type) && (needed || m.chance(0.2));

  m.bind(name, type);
  return [isAnnotated ? line`${name}: ${textOf(type)} = ${value}` : line`${name} = ${value}`];
}

function assignable(m: Maker): readonly Variable[] {
  return m.scope.filter(({ canAssign }) => canAssign);
}

const augmented = new Map<string, readonly string[]>([
  ["int", ["+=", "-=", "^=", "|=", "&=", "//=", "%=", ">>=", "*="]],
  ["float", ["+=", "-=", "*=", "/=", "//=", "%="]],
  ["str", ["+="]],
  ["bool", ["&=", "|=", "^="]],
  ["list", ["+="]],
  ["set", ["|=", "&=", "-=", "^="]],
  ["dict", ["|="]],
]);

export function assign(m: Maker): Lines {
  const known = assignable(m);
  if (known.length === 0) return bind(m);
  const { name, type, canChange } = m.pick(known);
  const operators = augmented.get(type.kind);
  if (operators !== undefined && m.chance(0.5) && (canChange || type.kind === "int" || type.kind === "float")) {
    const operator = m.pick(operators);
    if (type.kind === "int" && /[/%*]/.test(operator)) return [line`${name} ${operator} ${m.pick(["2", "3", "7", "(-5)"])}`];
    if (operator === ">>=") return [line`${name} >>= ${m.upTo(5)}`];
    const value = m.expression(type, 2);
    if (type.kind === "list" && m.loops > 0) return [line`${name} += ${value}[:2]`];
    if (type.kind === "str" && m.loops > 0) return [line`${name} += ${value}[:3]`];
    return [line`${name} ${operator} ${value}`];
  }
  return [line`${name} = ${bounded(m, type)}`];
}

function swap(m: Maker): Lines {
  const known = assignable(m);
  const pairs = known.filter((one) => known.some((other) => other.name !== one.name && isSame(other.type, one.type)));
  if (pairs.length === 0) return assign(m);
  const first = m.pick(pairs);
  const second = m.pick(known.filter((other) => other.name !== first.name && isSame(other.type, first.type)));
  return [line`${first.name}, ${second.name} = ${second.name}, ${first.name}`];
}

function unpack(m: Maker): Lines {
  const [a, b] = [m.fresh("u"), m.fresh("u")];
  return m.pick([
    (): Lines => {
      const value = m.expression(tupleOf(intType, strType), 2);
      m.bind(a, intType);
      m.bind(b, strType);
      return [line`${a}, ${b} = ${value}`];
    },
    (): Lines => {
      const [x, y] = [m.expression(intType, 2), m.expression(floatType, 2)];
      m.bind(a, intType);
      m.bind(b, floatType);
      return [line`(${a}, ${b}) = ${x}, ${y}`];
    },
    (): Lines => {
      const value = m.expression(listOf(intType), 2);
      m.bind(a, intType);
      m.bind(b, listOf(intType));
      return [m.chance(0.5) ? line`${a}, *${b} = ${value}` : line`*${b}, ${a} = [*${value}, 3]`];
    },
    (): Lines => {
      const value = m.expression(intType, 2);
      m.bind(a, intType);
      m.bind(b, intType);
      return [line`${a} = ${b} = ${value}`];
    },
    (): Lines => {
      const value = m.expression(tupleOf(intType, intType), 2);
      m.bind(a, intType);
      m.bind(b, intType);
      return [line`[${a}, ${b}] = ${value}`];
    },
  ])();
}

export function print(m: Maker): Lines {
  const item = (): Expression => {
    const known = m.scope.filter(({ type }) => isPrintable(type));
    if (known.length > 0 && m.chance(0.5)) {
      const one = m.pick(known);
      return form(one.type)`${one.name}`;
    }
    return m.expression(m.pick([intType, floatType, strType, boolType, listOf(intType)]), 2);
  };
  const items = m.separated(
    intType,
    m.many(1, 3, () => item()),
  );
  return [line`print(${items}${m.chance(0.1) ? ', sep="|"' : ""}${m.chance(0.1) ? ', end=";\\n"' : ""})`];
}

function note(m: Maker): Lines {
  if (!m.isMain) return print(m);
  m.import("from probe import measure, note");
  return [line`note(${m.expression(intType, 2)}, ${m.expression(strType, 2)})`];
}

function raise(m: Maker): Lines {
  const known = ["ValueError", "KeyError", "IndexError", "RuntimeError", "TypeError", "ZeroDivisionError", ...m.errors, ...m.errors];
  const raised = m.chance(0.1) ? line`raise ${m.pick(known)}` : line`raise ${m.pick(known)}(${m.expression(strType, 1)})`;
  const test = m.expression(boolType, 2);
  if (m.chance(0.3)) return [line`assert ${test}, ${m.expression(strType, 1)}`];
  return [{ kind: "statement", clauses: [{ head: ["if ", test], body: [raised] }] }];
}

// -------------------------------------------------------------------- changes

export function change(m: Maker): Lines {
  const known = m.scope.filter(
    ({ type: { kind }, canChange }) => canChange && ["list", "dict", "set", "deque", "class", "array"].includes(kind),
  );
  if (known.length === 0) return assign(m);
  const one = m.pick(known);
  switch (one.type.kind) {
    case "list":
      return [changeList(m, one.name, one.type, one.type.item)];
    case "dict":
      return [changeDict(m, one.name, one.type, one.type.key, one.type.value)];
    case "set":
      return [changeSet(m, one.name, one.type, one.type.item)];
    case "deque":
      return [changeDeque(m, one.name)];
    case "class":
      return changeObject(m, one.name, one.type);
    case "array":
      return [changeArray(m, one.name, one.type.element, one.type.rank)];
    default:
      return assign(m);
  }
}

function changeList(m: Maker, name: string, type: Type, item: Type): Statement {
  const [e, i] = [() => m.expression(item, 2), () => m.expression(intType, 1)];
  const all: (() => Statement)[] = [
    () => line`${name}.append(${e()})`,
    () => line`${name}.append(${e()})`,
    () => line`${name}.insert(${i()}, ${e()})`,
    () => line`${name}[${m.pick(["0", "-1", "1"])}] = ${e()}`,
    () => line`${name}[${i()}] = ${e()}`,
    () => line`${name}.pop(${m.pick(["", "0", "-1"])})`,
    () => line`${name}.extend(${m.expression(type, 1)}[:3])`,
    () => line`${name}.reverse()`,
    () => line`del ${name}[${m.pick(["0", "-1", ":1", "1:", "::2"])}]`,
    () => line`${name}[${m.pick(["1:2", ":1", "1:", "::1"])}] = ${m.expression(type, 1)}[:3]`,
    () => line`${name}.clear()`,
  ];
  if (isOrdered(item))
    all.push(
      () => line`${name}.sort(${m.pick(["", "reverse=True"])})`,
      () => line`${name}.remove(${e()})`,
    );
  if (item.kind === "int")
    all.push(
      () => line`${name}[0] ${m.pick(["+=", "-=", "^="])} ${i()}`,
      () => line`${name}.sort(key=lambda q: -q)`,
    );
  if (item.kind === "list") all.push(() => line`${name}[-1].append(${i()})`);
  return m.pick(all)();
}

function changeDict(m: Maker, name: string, type: Type, key: Type, value: Type): Statement {
  const [k, v] = [() => m.expression(key, 1), () => m.expression(value, 2)];
  const all: (() => Statement)[] = [
    () => line`${name}[${k()}] = ${v()}`,
    () => line`${name}[${k()}] = ${v()}`,
    () => line`${name}.setdefault(${k()}, ${v()})`,
    () => line`${name}.pop(${k()}, ${v()})`,
    () => line`${name}.update(${m.expression(type, 1)})`,
    () => line`del ${name}[${k()}]`,
    () => line`${name}.clear()`,
    () => line`${name}.popitem()`,
  ];
  if (value.kind === "int") {
    all.push(() => {
      const one = k();
      return line`${name}[${one}] = ${name}.get(${one}, 0) + 1`;
    });
  }
  if (value.kind === "list") all.push(() => line`${name}.setdefault(${k()}, []).append(${m.expression(intType, 1)})`);
  return m.pick(all)();
}

function changeSet(m: Maker, name: string, type: Type, item: Type): Statement {
  const e = (): Expression => m.expression(item, 2);
  return m.pick([
    () => line`${name}.add(${e()})`,
    () => line`${name}.add(${e()})`,
    () => line`${name}.discard(${e()})`,
    () => line`${name}.remove(${e()})`,
    () => line`${name}.update(${m.expression(type, 1)})`,
    () => line`${name}.clear()`,
  ])();
}

function changeDeque(m: Maker, name: string): Statement {
  const e = (): Expression => m.expression(intType, 1);
  return m.pick([
    () => line`${name}.append(${e()})`,
    () => line`${name}.appendleft(${e()})`,
    () => line`${name}.pop()`,
    () => line`${name}.popleft()`,
    () => line`${name}.rotate(${e()} % 5)`,
    () => line`${name}.extend(${m.expression(listOf(intType), 1)}[:3])`,
  ])();
}

function changeObject(m: Maker, name: string, type: Type): Lines {
  const shape = m.classes.find((one) => isSame(one.type, type));
  const fields = shape?.fields.filter(({ canSet }) => canSet) ?? [];
  if (shape === undefined || fields.length === 0) return assign(m);
  const field = m.pick(fields);
  if (field.type.kind === "int" && m.chance(0.4)) return [line`${name}.${field.name} += ${m.expression(intType, 2)}`];
  if (field.type.kind === "list" && m.chance(0.6)) return [line`${name}.${field.name}.append(${m.expression(field.type.item, 2)})`];
  return [line`${name}.${field.name} = ${m.expression(field.type, 2)}`];
}

function changeArray(m: Maker, name: string, element: "int" | "float" | "bool", rank: 1 | 2): Statement {
  const scalar: Type = { kind: element };
  const place = (): string => m.pick(["0", "-1", "1", "2"]);
  const at = rank === 1 ? place() : `${place()}, ${place()}`;
  const part = rank === 1 ? m.pick(["1:", ":2", "::2", ":"]) : m.pick(["1:", ":, 1", "0, :", ":2, 1:", "::2, 0"]);
  if (element === "bool") return line`${name}[${at}] = ${m.expression(boolType, 1)}`;
  const small = (): Expression => (element === "int" ? form(intType)`(${m.expression(intType, 1)} % 100)` : m.expression(floatType, 1));
  return m.pick([
    () => line`${name}[${at}] = ${small()}`,
    () => line`${name}[${at}] ${m.pick(["+=", "-=", "*="])} ${small()}`,
    () => line`${name}[${part}] = ${small()}`,
    () => line`${name}[${part}] ${m.pick(["+=", "-=", "*="])} ${small()}`,
    () => line`${name} ${m.pick(["+=", "-=", "*="])} ${m.expression({ kind: "array", element, rank }, 2)}`,
    () => line`${name} += np.roll(${name}, 1${rank === 2 ? ", 0" : ""})`,
    () => line`${name}[${name} ${m.pick(["<", ">"])} ${small()}] = ${small()}`,
    () => line`${name}.fill(${m.literal(scalar)})`,
  ])();
}

export const simpleStatements: readonly ((m: Maker) => Lines)[] = [
  bind,
  bind,
  bind,
  assign,
  assign,
  swap,
  unpack,
  print,
  print,
  change,
  change,
  change,
  raise,
  note,
  idiom,
];
