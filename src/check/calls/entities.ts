// Calling what a name stands for: a function, a class, a builtin, an
// intrinsic, a function of the host.

import type { Span } from "../../base/span.ts";
import type { Type } from "../../types/type.ts";
import { shallow } from "../../types/variables.ts";
import { convertingClasses } from "../builtins.ts";
import { impossible, keep, sequence, stringLiteral } from "../build.ts";
import type { ClassDeclaration, Entity } from "../declarations.ts";
import { declarationOf, findMethod } from "../declarations.ts";
import { notAFactory, notCallable, rowsAmongOthers } from "../errors/calls.ts";
import type { Actual, Frame } from "../frame.ts";
import { typeOf, unknownAt } from "../frame.ts";
import { readGlobal } from "../expressions/names.ts";
import { asPlace } from "../expressions/numbers.ts";
import { classByNumber } from "../classes/systemErrors.ts";
import { siteOf } from "../iteration/sources.ts";
import type { TypedExpression, TypedStatement } from "../program.ts";
import { callBuiltin, mostArguments } from "./builtins.ts";
import { callConversion } from "./conversions.ts";
import { callCore } from "./core.ts";
import { callHostFunction } from "./hostFunctions.ts";
import { callIntrinsic } from "./intrinsics.ts";
import { placesFor, spreadCall } from "./spreading.ts";
import { refuseUnseeded } from "../contracts/randomness.ts";

export function callEntity(
  frame: Frame,
  entity: Entity,
  name: string,
  actuals: readonly Actual[],
  site: object,
  span: Span,
): TypedExpression {
  const { passes } = frame.session;
  switch (entity.kind) {
    case "function":
      refuseUnseeded(frame, entity, span);
      if (isTransposition(entity, actuals)) return transpose(frame, actuals, site, span);
      if (actuals[0]?.kind === "star") {
        const overRows = rowsOf(entity, actuals);
        if (overRows !== null) return callOverRows(frame, overRows, actuals, site, span);
      }
      if (isOfAnyNumber(entity) && actuals.some(({ kind }) => kind === "star")) return frame.fail(span, rowsAmongOthers(entity.name));
      if (isNegativePower(entity, actuals)) {
        const values = actuals.map((actual) => actual.value);
        return callCore(frame, "_int_pow_float", values, site, span);
      }
      return passes.callFunction(frame, {
        overloads: entity.overloads,
        name: `\`${name}\``,
        receiver: null,
        classArguments: [],
        actuals,
        site,
        span,
      });
    case "class":
      return callClass(frame, entity.class, actuals, site, span);
    case "builtin":
      return (
        spreadOver(frame, entity.name, [1, mostArguments.get(entity.name) ?? 0], actuals, site, span, (given, at) =>
          callBuiltin(frame, entity.name, given, at, span),
        ) ?? callBuiltin(frame, entity.name, actuals, site, span)
      );
    case "intrinsic":
      return callIntrinsic(frame, entity.name, actuals, site, span);
    case "hostFunction":
      return callHostFunction(frame, entity.module, entity.function, actuals, span);
    case "variable":
      return passes.callValue(frame, readGlobal(frame, entity, span), actuals, site, span);
    case "module":
      return frame.fail(span, notCallable({ kind: "module", name: entity.name }));
    case "imported":
    case "unknown":
      return unknownAt(span);
  }
}

function callClass(frame: Frame, declaration: ClassDeclaration, given: readonly Actual[], site: object, span: Span): TypedExpression {
  const { info } = declaration;
  const actuals = info.module === "" && info.name === "range" ? given.map((one) => ({ ...one, value: asPlace(frame, one.value) })) : given;
  if (info.module === "" && convertingClasses.has(info.name))
    return (
      spreadOver(frame, info.name, [0, info.name === "int" ? 2 : 1], actuals, site, span, (given, at) =>
        callConversion(frame, info.name, given, at, span),
      ) ?? callConversion(frame, info.name, actuals, site, span)
    );
  if (actuals.some((actual) => actual.value.type.kind === "never"))
    return sequence(
      [],
      impossible(
        actuals.map((actual) => actual.value),
        span,
      ),
    );
  if (takesItemsByName(declaration, actuals)) return dictByNames(frame, declaration, actuals, site, span);
  if (info.name === "Counter" && declaration.file.info.isLibrary && actuals.length > 0 && actuals.every(({ kind }) => kind === "keyword")) {
    const counts = dictByNames(frame, frame.session.coreClass("dict"), actuals, siteOf(site, "counts"), span);
    return frame.session.passes.construct(frame, declaration, [{ kind: "positional", name: null, value: counts, span }], site, span);
  }
  const [value] = actuals;
  if (info.name === "defaultdict" && declaration.file.info.isLibrary && value?.kind === "positional" && !isFactory(typeOf(value.value)))
    return frame.fail(value.span, notAFactory(typeOf(value.value)));
  if (info.isEnum && actuals.length === 1 && value !== undefined && (value.kind === "positional" || value.name === "value"))
    return frame.session.passes.enumByValue(frame, declaration, value.value, site, span);
  const made = classByNumber(frame, declaration, actuals, span);
  return made === null ? unknownAt(span) : frame.session.passes.construct(frame, made, actuals, site, span);
}

function isFactory(type: Type): boolean {
  if (type.kind === "instance") return findMethod(declarationOf(type.class), "__call__") !== null;
  return (
    ["function", "class", "none", "unknown", "never"].includes(type.kind) ||
    (type.kind === "union" && type.members.map(shallow).every(isFactory))
  );
}

/** `str(*xs)`, `len(*xs)`: what the checker spells out itself takes so many arguments at most. */
function spreadOver(
  frame: Frame,
  name: string,
  [least, most]: readonly [number, number],
  actuals: readonly Actual[],
  site: object,
  span: Span,
  make: (actuals: readonly Actual[], site: object) => TypedExpression,
): TypedExpression | null {
  const called = { qualifiedName: name, hasSelf: false };
  return most === 0 ? null : spreadCall(frame, { actuals, called, site, span }, placesFor(least, most, span), make);
}

/** `zip(*rows)` of a list of rows, `zip(names, *rows)` with one more row before them. */
function isTransposition(entity: Extract<Entity, { kind: "function" }>, actuals: readonly Actual[]): boolean {
  if (entity.name !== "zip" || entity.overloads[0]?.file.info.name !== "" || actuals.at(-1)?.kind !== "star") return false;
  const [first] = actuals;
  return actuals.length === 1 || (actuals.length === 2 && first?.kind === "positional" && typeOf(first.value).kind !== "generator");
}

function transpose(frame: Frame, actuals: readonly Actual[], site: object, span: Span): TypedExpression {
  const values = actuals.map(({ value, kind }, index) =>
    kind === "star" && typeOf(value).kind === "generator"
      ? (frame.session.passes.listOf(frame, value, siteOf(site, `rows ${index}`)) ?? value)
      : value,
  );
  const rows = typeOf(values.at(-1) as TypedExpression);
  const isOfIterators = values.length === 1 && rows.kind === "instance" && rows.arguments.some((row) => shallow(row).kind === "generator");
  const name = isOfIterators ? "_zip_iterators" : values.length === 1 ? "_zip_rows" : "_zip_before";
  return frame.session.passes.callFunction(frame, {
    overloads: frame.session.coreFunction(name),
    name: "`zip`",
    receiver: null,
    classArguments: [],
    actuals: values.map((value) => ({ kind: "positional", name: null, value, span })),
    site,
    span,
  });
}

/** Those that take any number of iterables in Python and a few here. */
function isOfAnyNumber({ name, overloads: [first] }: Extract<Entity, { kind: "function" }>): boolean {
  return first?.file.info.isLibrary === true && (name === "zip" || overRowsNames.has(name));
}

/** `pow(2, -3)`: as `2 ** -3` a float, where the exponent is written. */
function isNegativePower({ name, overloads: [first] }: Extract<Entity, { kind: "function" }>, actuals: readonly Actual[]): boolean {
  const [base, exponent] = actuals;
  if (name !== "pow" || first?.file.info.name !== "" || actuals.length !== 2 || base === undefined || exponent === undefined) return false;
  const { value } = exponent;
  return (
    base.kind !== "star" &&
    typeOf(base.value).kind === "int" &&
    value.kind === "literal" &&
    typeof value.value === "bigint" &&
    value.value < 0n
  );
}

/** `zip_longest(*rows)` and kin of one list of rows: the library's function that takes the list. */
function rowsOf(entity: Extract<Entity, { kind: "function" }>, actuals: readonly Actual[]): Extract<Entity, { kind: "function" }> | null {
  const file = entity.overloads[0]?.file.info;
  const name = file?.isLibrary === true && file.name.includes("itertools") ? overRowsNames.get(entity.name) : undefined;
  if (name === undefined || actuals.slice(1).some(({ kind }) => kind !== "keyword")) return null;
  const found = file?.entities.get(name);
  return found?.kind === "function" ? found : null;
}

const overRowsNames: ReadonlyMap<string, string> = new Map([
  ["chain", "_chain_from_iterable"],
  ["product", "_product_rows"],
  ["zip_longest", "_zip_longest_rows"],
]);

function callOverRows(
  frame: Frame,
  entity: Extract<Entity, { kind: "function" }>,
  [rows, ...keywords]: readonly Actual[],
  site: object,
  span: Span,
): TypedExpression {
  const given = rows?.value;
  if (given === undefined) return unknownAt(span);
  const value = typeOf(given).kind === "generator" ? (frame.session.passes.listOf(frame, given, siteOf(site, "rows")) ?? given) : given;
  return frame.session.passes.callFunction(frame, {
    overloads: entity.overloads,
    name: `\`${entity.name}\``,
    receiver: null,
    classArguments: [],
    actuals: [{ kind: "positional", name: null, value, span }, ...keywords],
    site,
    span,
  });
}

/** Any name may stand there, and is a key; what `Counter` adds it adds by `update`. */
function takesItemsByName({ info, file }: ClassDeclaration, actuals: readonly Actual[]): boolean {
  if (!file.info.isLibrary || !actuals.some((actual) => actual.kind === "keyword" && actual.name !== "_zero")) return false;
  if (info.name === "defaultdict") return actuals[0]?.kind === "positional" && isFactory(typeOf(actuals[0].value));
  return info.name === "OrderedDict" || (info.name === "dict" && info.module === "");
}

/** `dict(a=1, b=2)`: the dict of what stands before, then an item for each name. */
function dictByNames(frame: Frame, declaration: ClassDeclaration, actuals: readonly Actual[], site: object, span: Span): TypedExpression {
  const { passes } = frame.session;
  const statements: TypedStatement[] = [];
  const kept = actuals.map((actual) => ({ ...actual, value: keep(frame, actual.value, statements) }));
  const made = passes.construct(
    frame,
    declaration,
    kept.filter((actual) => actual.kind !== "keyword"),
    site,
    span,
  );
  if (typeOf(made).kind === "unknown") return made;
  const dict = keep(frame, made, statements, "dict");
  for (const actual of kept) {
    if (actual.kind !== "keyword") continue;
    const values = [stringLiteral(actual.name ?? "", actual.span), actual.value];
    const call = passes.callMethod(frame, {
      receiver: dict,
      name: "__setitem__",
      nameSpan: actual.span,
      actuals: values.map((value) => ({ kind: "positional", name: null, value, span: actual.span })),
      site: siteOf(site, `item ${actual.name}`),
      span: actual.span,
    });
    statements.push({ kind: "evaluate", value: call, span: actual.span });
  }
  return sequence(statements, dict);
}
