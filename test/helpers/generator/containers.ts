// Expressions of lists, tuples, dicts, sets and deques; of values that may be
// None or one of two; of enums, objects and functions as values.

import { form } from "./tree.ts";
import type { Expression } from "./tree.ts";
import type { Family, Maker } from "./maker.ts";
import { applied, fieldOf, methodOf } from "./numbers.ts";
import { boolType, dictOf, floatType, intType, isHashable, isOrdered, isSame, listOf, setOf, strType, textOf, tupleOf } from "./types.ts";
import type { Type } from "./types.ts";

const slices = ["[1:]", "[:2]", "[::-1]", "[1:4]", "[-2:]", "[::2]", "[4:0:-1]", "[:]"];

function display(m: Maker, type: Type, item: Type, least: number, [open, close]: readonly [string, string]): Expression {
  const items = m.many(least, 3, () => m.e(item));
  return { kind: "expression", type, parts: [open, m.separated(type, items), close] };
}

/** The items of a list type by way of another list. */
function comprehension(m: Maker, type: Type, item: Type, [open, close]: readonly [string, string]): Expression {
  const to = form(type);
  const from = m.pick([intType, intType, strType, floatType]);
  const name = m.pick(["q", "r"]);
  const values = m.still(() => m.e(listOf(from)));
  const made = m.inside([[name, from]], () => m.e(item));
  const test = (): Expression => m.inside([[name, from]], () => m.e(boolType));
  return m.pick([
    () => to`${open}${made} for ${name} in ${values}${close}`,
    () => to`${open}${made} for ${name} in ${values} if ${test()}${close}`,
    () => {
      const inner = m.inside([["i", intType]], () => m.e(item));
      return to`${open}${inner} for i in range(${m.upTo(5)})${m.chance(0.3) ? " if i != 1" : ""}${close}`;
    },
    () => {
      const inner = m.inside(
        [
          ["i", intType],
          [name, from],
        ],
        () => m.e(item),
      );
      return to`${open}${inner} for i, ${name} in enumerate(${values})${close}`;
    },
    () => {
      const inner = m.inside(
        [
          ["i", intType],
          ["j", intType],
        ],
        () => m.e(item),
      );
      return to`${open}${inner} for i in range(3) for j in range(i)${close}`;
    },
    () => {
      const inner = m.inside(
        [
          ["a", from],
          ["b", intType],
        ],
        () => m.e(item),
      );
      return to`${open}${inner} for a, b in zip(${values}, ${m.still(() => m.e(listOf(intType)))})${close}`;
    },
  ])();
}

export const lists: Family = (m, type) => {
  if (type.kind !== "list") throw new Error("a list");
  const { item } = type;
  const to = form(type);
  const e = (): Expression => m.e(type);
  const all = [
    () => display(m, type, item, 1, ["[", "]"]),
    () => display(m, type, item, 2, ["[", "]"]),
    () => to`(${e()} + ${e()})`,
    () => to`${e()}${m.pick(slices)}`,
    () => to`${e()}${m.pick(slices)}`,
    () => comprehension(m, type, item, ["[", "]"]),
    () => comprehension(m, type, item, ["[", "]"]),
    () => comprehension(m, type, item, ["list(", ")"]),
    () => to`list(reversed(${e()}))`,
    () => to`(${e()} * ${m.upTo(3)})`,
    () => to`[*${e()}, ${m.e(item)}]`,
    () => to`list(${e()})`,
    () => to`${e()}.copy()`,
    () => to`(${e()} if ${m.e(boolType)} else ${e()})`,
    () => to`(${e()} or ${e()})`,
    () => to`[q for q in ${m.still(e)} if ${m.inside([["q", item]], () => m.e(boolType))}]`,
    () => to`list(filter(lambda q: ${m.inside([["q", item]], () => m.e(boolType))}, ${e()}))`,
    () => to`list(map(lambda q: ${m.inside([["q", intType]], () => m.e(item))}, ${m.e(listOf(intType))}))`,
    () => fieldOf(m, type),
    () => methodOf(m, type),
    () => applied(m, type),
    () =>
      m.functions.some((one) => one.kind === "generator" && isSame(one.result, item))
        ? to`list(${m.callOf(m.pick(m.functions.filter((one) => one.kind === "generator" && isSame(one.result, item))))})`
        : m.literal(type),
    () =>
      m.functions.some((one) => one.kind === "generator" && isSame(one.result, item))
        ? to`[q for q in ${m.still(() => m.callOf(m.pick(m.functions.filter((one) => one.kind === "generator" && isSame(one.result, item)))))}]`
        : m.literal(type),
    () => tools(m, type, item),
  ];
  if (isOrdered(item)) {
    all.push(
      () => to`sorted(${e()})`,
      () => to`sorted(${e()}, reverse=${m.e(boolType)})`,
    );
    if (isHashable(item))
      all.push(
        () => to`sorted(${m.e(setOf(item))})`,
        () => to`list(${m.e(dictOf(item, m.pick([intType, strType])))})`,
      );
  }
  if (isSame(item, intType)) {
    all.push(
      () => to`list(range(${m.upTo(7)}))`,
      () => to`list(range(${m.upTo(9)}, ${m.upTo(9)}, ${m.pick(["1", "2", "-1", "-3"])}))`,
      () => to`sorted(${e()}, key=lambda q: ${m.inside([["q", intType]], () => m.e(intType))})`,
      () => to`list(${m.e(dictOf(strType, intType))}.values())`,
      () => to`[ord(c) for c in ${m.still(() => m.e(strType))}]`,
    );
  }
  if (isSame(item, strType)) {
    all.push(
      () => to`${m.e(strType)}.split()`,
      () => to`${m.e(strType)}.split(${m.pick(['","', '"a"', '" "', '"X"'])})`,
      () => to`${m.e(strType)}.splitlines()`,
      () => to`list(${m.e(strType)})`,
      () => to`sorted(${e()}, key=len)`,
      () => to`list(${m.e(dictOf(strType, intType))}.keys())`,
      () => to`${m.e(strType)}.rsplit(",", 1)`,
    );
  }
  if (item.kind === "tuple" && item.items.length === 2) {
    const [a, b] = item.items;
    if (a === undefined || b === undefined) throw new Error("two items");
    all.push(() => to`list(zip(${m.e(listOf(a))}, ${m.e(listOf(b))}))`);
    if (isHashable(a)) all.push(() => to`list(${m.e(dictOf(a, b))}.items())`);
    if (isSame(a, intType)) all.push(() => to`list(enumerate(${m.e(listOf(b))}))`);
  }
  return all;
};

/** What modules give as lists. */
function tools(m: Maker, type: Type, item: Type): Expression {
  const to = form(type);
  const e = (): Expression => m.e(type);
  const known = [
    (): Expression => {
      m.import("import itertools");
      return to`list(itertools.${m.pick(["chain", "chain"])}(${e()}, ${e()}))`;
    },
    (): Expression => {
      m.import("import itertools");
      return to`list(itertools.islice(${e()}, ${m.upTo(4)}))`;
    },
    (): Expression => {
      m.import("import itertools");
      return to`list(itertools.takewhile(lambda q: ${m.inside([["q", item]], () => m.e(boolType))}, ${e()}))`;
    },
    (): Expression => {
      m.import("import random");
      return to`random.Random(${m.e(intType)} % 99).sample(${e()} + ${e()}, 1)`;
    },
  ];
  if (isSame(item, intType)) {
    known.push(
      () => {
        m.import("import itertools");
        return to`list(itertools.accumulate(${e()}))`;
      },
      () => {
        m.import("import heapq");
        return to`heapq.${m.pick(["nsmallest", "nlargest"])}(${m.upTo(4)}, ${e()})`;
      },
    );
  }
  return m.pick(known)();
}

export const tuples: Family = (m, type) => {
  if (type.kind !== "tuple") throw new Error("a tuple");
  const to = form(type);
  const all = [
    () => ({
      ...to``,
      parts: [
        "(",
        m.separated(
          type,
          type.items.map((item) => m.e(item)),
        ),
        type.items.length === 1 ? ",)" : ")",
      ],
    }),
    () => to`(${m.e(type)} if ${m.e(boolType)} else ${m.e(type)})`,
    () => fieldOf(m, type),
    () => methodOf(m, type),
    () => to`(${m.e(listOf(type))} or [${m.literal(type)}])[0]`,
  ];
  if (isOrdered(type)) all.push(() => to`${m.pick(["min", "max"])}(${m.e(type)}, ${m.e(type)})`);
  if (isSame(type, tupleOf(intType, intType))) all.push(() => to`divmod(${m.e(intType)}, ${m.pick(["7", "-3"])})`);
  return all;
};

export const dicts: Family = (m, type) => {
  if (type.kind !== "dict") throw new Error("a dict");
  const { key, value } = type;
  const to = form(type);
  const e = (): Expression => m.e(type);
  const pair = (names: readonly (readonly [string, Type])[]): [Expression, Expression] => m.inside(names, () => [m.e(key), m.e(value)]);
  return [
    () => to`{${m.e(key)}: ${m.e(value)}}`,
    () => to`{${m.e(key)}: ${m.e(value)}, ${m.e(key)}: ${m.e(value)}}`,
    () => {
      const [k, v] = pair([["i", intType]]);
      return to`{${k}: ${v} for i in range(${m.upTo(5)})}`;
    },
    () => {
      const [k, v] = pair([["q", strType]]);
      return to`{${k}: ${v} for q in ${m.still(() => m.e(listOf(strType)))}}`;
    },
    () => {
      const [k, v] = pair([
        ["k", key],
        ["v", value],
      ]);
      return to`{${k}: ${v} for k, v in ${m.still(e)}.items()}`;
    },
    () => to`dict(zip(${m.e(listOf(key))}, ${m.e(listOf(value))}))`,
    () => to`(${e()} | ${e()})`,
    () => to`${e()}.copy()`,
    () => to`dict(${e()})`,
    () => to`(${e()} if ${m.e(boolType)} else ${e()})`,
    () => fieldOf(m, type),
    () => applied(m, type),
    () => to`dict(sorted(${e()}.items(), key=lambda q: q[0]))`,
  ];
};

export const sets: Family = (m, type) => {
  if (type.kind !== "set") throw new Error("a set");
  const { item } = type;
  const to = form(type);
  const e = (): Expression => m.e(type);
  return [
    () => display(m, type, item, 1, ["{", "}"]),
    () => comprehension(m, type, item, ["{", "}"]),
    () => to`set(${m.e(listOf(item))})`,
    () => to`(${e()} ${m.pick(["|", "&", "-", "^"])} ${e()})`,
    () => to`${e()}.${m.pick(["union", "intersection", "difference", "symmetric_difference"])}(${e()})`,
    () => to`${e()}.copy()`,
  ];
};

export const deques: Family = (m, type) => {
  if (type.kind !== "deque") throw new Error("a deque");
  m.import("from collections import deque");
  const to = form(type);
  return [() => to`deque(${m.e(listOf(type.item))})`, () => to`deque(${m.e(listOf(type.item))}, maxlen=${1 + m.upTo(4)})`];
};

export const optionals: Family = (m, type) => {
  if (type.kind !== "optional") throw new Error("an optional");
  const to = form(type);
  const { item } = type;
  const all = [
    () => to`None`,
    () => to`${m.e(item)}`,
    () => to`(${m.e(item)} if ${m.e(boolType)} else None)`,
    () => to`(None if ${m.e(boolType)} else ${m.e(item)})`,
    () => fieldOf(m, type),
    () => methodOf(m, type),
  ];
  if (item.kind === "int") all.push(() => to`${m.e(dictOf(strType, intType))}.get(${m.e(strType)})`);
  return all;
};

export const unions: Family = (m, type) => {
  if (type.kind !== "union") throw new Error("a union");
  const to = form(type);
  return [() => to`${m.e(m.pick(type.members))}`, () => fieldOf(m, type)];
};

export const objects: Family = (m, type) => {
  if (type.kind !== "class") throw new Error("a class");
  const to = form(type);
  const known = m.enums.find((one) => isSame(one.type, type));
  if (known !== undefined)
    return [() => to`${known.name}.${m.pick(known.members)}`, () => to`(${m.e(type)} if ${m.e(boolType)} else ${m.e(type)})`];
  const shape = m.classes.find((one) => isSame(one.type, type));
  if (shape === undefined) throw new Error(`no class ${textOf(type)}`);
  const made = (): Expression =>
    to`${m.pick(shape.makers)}(${m.separated(
      type,
      shape.fields.filter(({ name }) => !name.startsWith("h")).map((field) => m.e(field.type)),
    )})`;
  return [
    made,
    made,
    () => to`(${m.e(type)} if ${m.e(boolType)} else ${m.e(type)})`,
    ...shape.operators.map((operator) => () => to`(${m.e(type)} ${operator} ${m.e(type)})`),
    () => fieldOf(m, type),
    () => methodOf(m, type),
  ];
};

export const functionValues: Family = (m, type) => {
  if (type.kind !== "function") throw new Error("a function");
  const to = form(type);
  const names = type.parameters.map((_, index) => `z${index}`);
  const known = m.functions.filter(
    (one) =>
      one.kind === "plain" &&
      isSame(one.result, type.result) &&
      one.parameters.length === names.length &&
      one.parameters.every((each, index) => each.kind === "plain" && isSame(each.type, type.parameters[index] ?? floatType)),
  );
  const lambda = (): Expression =>
    to`(lambda ${names.join(", ")}: ${m.inside(
      names.map((name, index) => [name, type.parameters[index] ?? intType] as const),
      () => m.e(type.result),
    )})`;
  return known.length > 0 ? [lambda, () => to`${m.pick(known).name}`] : [lambda];
};
