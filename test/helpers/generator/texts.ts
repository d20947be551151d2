// Expressions of str: operators, methods, slices and every way of formatting.

import { form } from "./tree.ts";
import type { Expression } from "./tree.ts";
import type { Family, Maker } from "./maker.ts";
import { applied, fieldOf, generated, methodOf, optionalValue, unionValue } from "./numbers.ts";
import { boolType, dictOf, floatType, intType, isPrintable, listOf, strType, tupleOf } from "./types.ts";
import type { Type } from "./types.ts";

const str = form(strType);

const literals = [
  "a",
  "",
  "bc",
  "h\u00e9",
  "x y",
  " pad ",
  "Abc",
  "k",
  "aXbXc",
  "12",
  "\u20ac\u{1f600}",
  "tab\\tend",
  "two\\nlines",
  "it's",
  "\u00df\u0130",
  "a,b,,c",
];

export function textLiteral(m: Maker): Expression {
  return str`"${m.pick(literals)}"`;
}

/** `$` stands for a piece of text. */
const methods = [
  "upper()",
  "lower()",
  "title()",
  "capitalize()",
  "swapcase()",
  "strip()",
  "lstrip()",
  "rstrip()",
  'strip("a ")',
  'replace("a", "bb")',
  "replace($, $)",
  "replace($, $, 1)",
  "center(7)",
  'ljust(6, ".")',
  "rjust(5)",
  "zfill(6)",
  "join($s)",
  "partition($_)[0]",
  "rpartition($_)[2]",
  "removeprefix($)",
  "removesuffix($)",
  "expandtabs(4)",
  "casefold()",
];

const slices = ["[1:]", "[:2]", "[::-1]", "[1:4]", "[-2:]", "[::2]", "[5:1:-1]", "[:-1]"];
const intFormats = [
  "",
  ":5d",
  ":<6",
  ":^7",
  ":+d",
  ":05d",
  ":x",
  ":#x",
  ":b",
  ":o",
  ":,",
  ":_d",
  ":e",
  ":.2f",
  ":>8,d",
  ": d",
  ":*^9d",
  ":#010b",
];
const floatFormats = [
  "",
  ":.3f",
  ":8.2f",
  ":e",
  ":.3e",
  ":g",
  ":.3g",
  ":+.1f",
  ":010.3f",
  ":%",
  ":.1%",
  ":,.2f",
  ":<9.1f",
  ":G",
  ":.0f",
  ":#.3g",
  "!r",
  "!s:>9",
];
const textFormats = ["", ":5", ":>6", ":^7", ":*<8", ":.2", "!r", "!r:>9", ":-^5.1"];

/** A hole of an f-string: no quotes, no backslash. */
function hole(m: Maker): Expression {
  const name = (type: Type): string | null => {
    const known = m.variables(type);
    return known.length === 0 ? null : m.pick(known).name;
  };
  return m.pick([
    () => str`{${name(intType) ?? "17"}${m.pick(intFormats)}}`,
    () => str`{${name(floatType) ?? "2.5"}${m.pick(floatFormats)}}`,
    () => str`{${name(strType) ?? "len"}${name(strType) === null ? "(()) " : m.pick(textFormats)}}`,
    () => str`{${name(boolType) ?? "True"}${m.pick(["", "!r", ":>6", ":d"])}}`,
    () => str`{${name(intType) ?? "3"} * 2}`,
    () => str`{${name(listOf(intType)) ?? "[1]"}}`,
    () => (name(intType) === null ? str`{1=}` : str`{${name(intType) ?? ""}=}`),
    () => str`{${name(floatType) ?? "0.5"}:{${"6"}}.{2}f}`,
  ])();
}

function fstring(m: Maker): Expression {
  const holes = m.many(1, 3, () => hole(m));
  return {
    kind: "expression",
    type: strType,
    parts: ['f"', ...holes.flatMap((one, index) => [index === 0 ? "" : m.pick([" ", ":", "{{", ", "]), one]), '"'],
  };
}

function printable(m: Maker): Type {
  const known = m.scope.map((one) => one.type).filter(isPrintable);
  const plain = [
    intType,
    floatType,
    boolType,
    strType,
    listOf(intType),
    listOf(strType),
    dictOf(strType, intType),
    tupleOf(intType, strType),
  ];
  return m.pick(m.chance(0.4) && known.length > 0 ? known : plain).kind === "array" ? intType : m.pick(plain);
}

function method(m: Maker): Expression {
  const text = m.pick(methods);
  const [before = "", after] = text.split("$s");
  if (after !== undefined) return str`${m.e(strType)}.${before}${m.e(listOf(strType))}${after}`;
  const [name = "", ...rest] = text.replace("$_", '(":" + $)').split("$");
  const holes = rest.flatMap((part) => [m.e(strType), part]);
  return { kind: "expression", type: strType, parts: [m.e(strType), ".", name, ...holes] };
}

export const strs: Family = (m) => {
  const [e, i, f] = [() => m.e(strType), () => m.e(intType), () => m.e(floatType)];
  return [
    () => textLiteral(m),
    () => str`(${e()} + ${e()})`,
    () => str`(${e()} + ${e()})`,
    () => str`(${e()} * ${m.upTo(4)})`,
    () => str`(${m.upTo(3)} * ${e()})`,
    () => str`${e()}${m.pick(slices)}`,
    () => str`(${e()} + "q")[${m.pick(["0", "-1"])}]`,
    () => str`${e()}[${m.upTo(3)}]`,
    () => str`${e()}[${i()}:]`,
    () => method(m),
    () => method(m),
    () => method(m),
    () => str`str(${m.e(printable(m))})`,
    () => str`repr(${m.e(printable(m))})`,
    () => fstring(m),
    () => fstring(m),
    () => fstring(m),
    () => str`format(${i()}, "${m.pick(intFormats).slice(1)}")`,
    () => str`format(${f()}, "${m.pick(["", ".3f", "8.2e", "g", "+.1f", ",.2f", "%"])}")`,
    () => str`("%d %s" % (${i()}, ${e()}))`,
    () => str`("%5.2f|%-4d|%x" % (${f()}, ${i()}, ${i()} & 255))`,
    () => str`"{:>4} {} {:.2f}".format(${i()}, ${e()}, ${f()})`,
    () => str`"{1}-{0!r}".format(${e()}, ${i()})`,
    () => str`chr(${i()} % 1000 + 40)`,
    () => str`${m.pick(["hex", "bin", "oct"])}(${i()})`,
    () => str`",".join(${m.e(listOf(strType))})`,
    () => str`"".join(str(q) for q in ${m.still(() => m.e(listOf(intType)))})`,
    () => str`(${e()} if ${m.e(boolType)} else ${e()})`,
    () => str`(${e()} or ${e()})`,
    () => str`${m.e(tupleOf(intType, strType))}[1]`,
    () => str`(${m.e(listOf(strType))} or ["z"])[0]`,
    () => str`${m.pick(["min", "max"])}(${e()}, ${e()})`,
    () => str`"".join(sorted(${e()}))`,
    () => str`"".join(reversed(${e()}))`,
    () => optionalValue(m, strType),
    () => unionValue(m, strType),
    () => fieldOf(m, strType),
    () => methodOf(m, strType),
    () => applied(m, strType),
    () => generated(m, strType),
    () => enumName(m),
  ];
};

function enumName(m: Maker): Expression {
  if (m.enums.length === 0) return m.literal(strType);
  return str`${m.e(m.pick(m.enums).type)}.name`;
}
