// Classes of a program: a base with subclasses, operators, properties and
// static methods; dataclasses, plain, frozen or ordered; enums; exceptions.

import { compound, head, line } from "./tree.ts";
import type { Statement } from "./tree.ts";
import { asBody, define, localsOf, methodShape, parametersOf, signature } from "./functions.ts";
import type { ClassShape, FunctionShape, Maker, Variable } from "./maker.ts";
import { fieldType } from "./typeChoice.ts";
import { boolType, floatType, holdsFloat, intType, isHashable, strType, textOf } from "./types.ts";
import type { Type } from "./types.ts";

type Body = (count: number) => Statement[];
type Field = ClassShape["fields"][number];

function selfVariables(fields: readonly Field[]): Variable[] {
  return fields.map(({ name, type, canSet }) => ({ name: `self.${name}`, type, canAssign: canSet, canChange: canSet }));
}

/** A method with a body of its own over the fields. */
function method(m: Maker, shape: FunctionShape, fields: readonly Field[], body: Body, more: readonly Statement[] = []): Statement {
  const inner = asBody(m, shape.result, [...selfVariables(fields), ...localsOf(shape.parameters)], () => [
    ...more,
    ...body(1 + m.upTo(2)),
    line`return ${m.expression(shape.result, 2)}`,
  ]);
  return define(m, shape.name, signature(m, shape.parameters, ["self"]), ` -> ${textOf(shape.result)}`, inner);
}

function resultType(m: Maker): Type {
  return m.pick([intType, intType, floatType, strType, boolType]);
}

function initializer(m: Maker, fields: readonly Field[]): Statement {
  const given = fields.filter(({ name }) => !name.startsWith("h"));
  const typed = given.map(({ name, type }) => (type.kind === "optional" || m.chance(0.7) ? `${name}: ${textOf(type)}` : name));
  const rest = fields.filter(({ name }) => name.startsWith("h"));
  const body = [
    ...given.map(({ name }) => line`self.${name} = ${name}`),
    ...rest.map(({ name, type }) => line`self.${name}: ${textOf(type)} = ${asBody(m, null, [], () => m.literal(type))}`),
  ];
  return compound([head`def __init__(${["self", ...typed].join(", ")})`, body]);
}

function representation(fields: readonly Field[], name: string): Statement {
  const shown = fields.map((field) => `{self.${field.name}}`).join(", ");
  return compound([head`def __repr__(self) -> str`, [line`return f"${name}(${shown})"`]]);
}

/** `+` and `-` of the numbers in two of them; comparison by the first field. */
function operators(
  m: Maker,
  name: string,
  fields: readonly Field[],
): { readonly defined: Statement[]; readonly known: string[]; readonly isOrdered: boolean } {
  const defined: Statement[] = [];
  const known: string[] = [];
  const given = fields.filter(({ name: one }) => !one.startsWith("h"));
  for (const [method, operator] of [
    ["__add__", "+"],
    ["__sub__", "-"],
  ] as const) {
    if (!m.chance(0.4)) continue;
    const parts = given.map(({ name: one, type }) =>
      type.kind === "int" || type.kind === "float" ? `self.${one} ${operator} other.${one}` : `self.${one}`,
    );
    defined.push(compound([head`def ${method}(self, other: "${name}") -> "${name}"`, [line`return ${name}(${parts.join(", ")})`]]));
    known.push(operator);
  }
  const first = given.find(({ type }) => type.kind === "int" || type.kind === "str");
  const isOrdered = first !== undefined && m.chance(0.5);
  if (isOrdered) {
    defined.push(
      compound([head`def __lt__(self, other: "${name}") -> bool`, [line`return self.${first.name} < other.${first.name}`]]),
      compound([
        head`def __eq__(self, other: object) -> bool`,
        [line`return isinstance(other, ${name}) and self.${first.name} == other.${first.name}`],
      ]),
      compound([head`def __gt__(self, other: "${name}") -> bool`, [line`return self.${first.name} > other.${first.name}`]]),
    );
  }
  return { defined, known, isOrdered };
}

function familyOf(m: Maker, body: Body): Statement[] {
  const name = m.fresh("C");
  const type: Type = { kind: "class", name };
  const fields: Field[] = m.many(1, 3, (index) => ({ name: `a${index}`, type: fieldType(m), canSet: true }));
  if (m.chance(0.5)) fields.push({ name: "h0", type: m.pick([intType, { kind: "list", item: intType }]), canSet: true });
  const shapes = m.many(1, 3, (index) =>
    methodShape(
      `m${index}`,
      parametersOf(m, 0).filter(({ type: { kind } }) => kind !== "class"),
      resultType(m),
    ),
  );
  const { defined, known, isOrdered } = operators(m, name, fields);
  const property = m.chance(0.5) ? methodShape("p0", [], resultType(m)) : null;
  const fixed = m.chance(0.3) ? methodShape("s0", [{ name: "x", type: intType, kind: "plain" }], resultType(m)) : null;
  const parts: Statement[] = [
    initializer(m, fields),
    representation(fields, name),
    ...defined,
    ...shapes.map((shape) => method(m, shape, fields, body)),
  ];
  if (property !== null) parts.push(line`@property`, method(m, property, fields, body));
  if (fixed !== null) {
    const inner = asBody(m, fixed.result, localsOf(fixed.parameters), () => [line`return ${m.expression(fixed.result, 2)}`]);
    parts.push(line`@staticmethod`, define(m, fixed.name, signature(m, fixed.parameters), ` -> ${textOf(fixed.result)}`, inner));
  }
  const subclasses = m.many(0, 2, () => m.fresh("C"));
  const made = subclasses.map((one, index) =>
    subclass(m, one, index === 1 && m.chance(0.5) ? (subclasses[0] ?? name) : name, fields, shapes, body),
  );
  const methods = [...shapes, ...(property === null ? [] : [property]), ...(fixed === null ? [] : [fixed])];
  m.classes.push({ name, type, fields, methods, makers: [name, ...subclasses], isOrdered, isHashable: false, operators: known });
  return [compound([head`class ${name}`, parts]), ...made];
}

function subclass(m: Maker, name: string, base: string, fields: readonly Field[], shapes: readonly FunctionShape[], body: Body): Statement {
  const parts: Statement[] = [];
  if (m.chance(0.4)) {
    const given = fields.filter(({ name: one }) => !one.startsWith("h"));
    const typed = given.map(({ name: one, type }) => `${one}: ${textOf(type)}`);
    parts.push(
      compound([
        head`def __init__(${["self", ...typed].join(", ")})`,
        [line`super().__init__(${given.map(({ name: one }) => one).join(", ")})`, line`self.extra = ${m.upTo(9)}`],
      ]),
    );
  }
  for (const shape of shapes) {
    if (m.chance(0.4)) continue;
    const passed = shape.parameters.map(({ name: one, kind }) =>
      kind === "keyword" || kind === "default" ? `${one}=${one}` : kind === "star" ? `*${one}` : one,
    );
    const isPassed = shape.parameters.every(({ kind }) => kind !== "star") && m.chance(0.5);
    parts.push(
      method(m, shape, fields, body, isPassed ? [line`base = super().${shape.name}(${passed.join(", ")})`, line`print("base", base)`] : []),
    );
  }
  if (parts.length === 0) parts.push(line`pass`);
  return compound([head`class ${name}(${base})`, parts]);
}

function dataclass(m: Maker, body: Body): Statement[] {
  m.import("from dataclasses import dataclass, field, replace");
  const name = m.fresh("D");
  const type: Type = { kind: "class", name };
  const isFrozen = m.chance(0.4);
  const fields: Field[] = m.many(1, 3, (index) => ({
    name: `b${index}`,
    type: isFrozen ? m.pick([intType, strType, intType, floatType]) : fieldType(m),
    canSet: !isFrozen,
  }));
  const isOrdered = fields.every((one) => ["int", "str", "bool"].includes(one.type.kind)) && m.chance(0.6);
  const isHashable_ = isFrozen && fields.every((one) => isHashable(one.type));
  const shape = methodShape("m0", [{ name: "x", type: intType, kind: "plain" }], resultType(m));
  const marks = [...(isFrozen ? ["frozen=True"] : []), ...(isOrdered ? ["order=True"] : [])].join(", ");
  const parts = [...fields.map((one) => line`${one.name}: ${textOf(one.type)}`), method(m, shape, fields, body)];
  m.classes.push({
    name,
    type,
    fields,
    methods: [shape],
    makers: [name],
    isOrdered,
    isHashable: isHashable_ && !fields.some((one) => holdsFloat(one.type)),
    operators: [],
  });
  return [line`@dataclass${marks === "" ? "" : `(${marks})`}`, compound([head`class ${name}`, parts])];
}

function enumeration(m: Maker): Statement[] {
  m.import("from enum import Enum");
  const name = m.fresh("E");
  const members = ["RED", "GREEN", "BLUE"].slice(0, 2 + m.upTo(2));
  m.enums.push({ name, type: { kind: "class", name }, members });
  return [compound([head`class ${name}(Enum)`, members.map((one, index) => line`${one} = ${index * 3 + 1}`)])];
}

function exceptionClass(m: Maker): Statement[] {
  const name = m.fresh("X");
  const base = m.pick(["Exception", "ValueError", "KeyError", "ArithmeticError", ...m.errors]);
  m.errors.push(name);
  return [compound([head`class ${name}(${base})`, [line`pass`]])];
}

/** A class or two of any kind; decorators stand as lines before their class. */
export function declarations(m: Maker, body: Body): Statement[] {
  return m.pick([
    familyOf,
    familyOf,
    familyOf,
    dataclass,
    dataclass,
    (): Statement[] => enumeration(m),
    (): Statement[] => exceptionClass(m),
  ])(m, body);
}
