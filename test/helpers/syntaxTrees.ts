// Random syntax trees for property tests: every kind of expression, pattern
// and statement, within the rules that the parser checks. Places are zero.

import fc from "fast-check";
import type * as ast from "../../src/syntax/ast.ts";
import { walkTree } from "../../src/syntax/walk.ts";

const span = { start: 0, end: 0 };
const words = ["a", "b", "xs", "value", "match", "case", "_x", "Point"];
const name = fc.constantFrom(...words);
const identifier: fc.Arbitrary<ast.Identifier> = name.map((text) => ({ span, name: text }));
const nameNode: fc.Arbitrary<ast.Expression> = name.map((text) => ({ kind: "name", span, name: text }));
const text = fc.string({
  unit: fc.constantFrom("a", "Z", " ", "\\", "'", '"', "\n", "{", "}", "é", "\u202e", "😀", "\t", "#", "%"),
  maxLength: 8,
});
/** In the fields of an f-string no backslash may be needed. */
const plainText = fc.string({ unit: fc.constantFrom("a", "b", " ", "é", ":"), maxLength: 4 });
const float = fc
  .oneof(fc.double({ min: 0, noNaN: true, noDefaultInfinity: true }), fc.constantFrom(0, 1, 1e21, 1e-7, 5e-324, Infinity))
  .map((value) => value + 0);

const leaf: fc.Arbitrary<ast.Expression> = fc.oneof(
  { weight: 4, arbitrary: nameNode },
  fc.constantFrom<ast.Expression>(
    { kind: "none", span },
    { kind: "bool", span, value: true },
    { kind: "bool", span, value: false },
    { kind: "ellipsis", span },
  ),
  fc.bigInt({ min: 0n, max: 1n << 70n }).map((value): ast.Expression => ({ kind: "int", span, value })),
  float.map((value): ast.Expression => ({ kind: "float", span, value })),
  text.map((value): ast.Expression => ({ kind: "string", span, value })),
);

const binaryGroups: readonly (readonly ast.BinaryOperator[])[] = [
  ["|"],
  ["^"],
  ["&"],
  ["<<", ">>"],
  ["+", "-"],
  ["*", "/", "//", "%", "@"],
];
const comparisons: readonly ast.ComparisonOperator[] = ["==", "!=", "<", "<=", ">", ">=", "in", "not in", "is", "is not"];

const fieldValue: fc.Arbitrary<ast.Expression> = fc.oneof(
  nameNode,
  plainText.map((value): ast.Expression => ({ kind: "string", span, value })),
  nameNode.map((key): ast.Expression => ({ kind: "dict", span, entries: [{ kind: "pair", key, value: key }] })),
  nameNode.map((body): ast.Expression => ({ kind: "lambda", span, parameters: [], body })),
  fc
    .tuple(nameNode, nameNode)
    .map((operands): ast.Expression => ({ kind: "comparison", span, operands: [...operands], operators: [{ operator: "!=", span }] })),
);

const field: fc.Arbitrary<ast.FormattedPart> = fc
  .tuple(fieldValue, fc.constantFrom(null, "r" as const, "s" as const), fc.constantFrom(null, ">8", ".2f"))
  .map(([value, conversion, format]) => ({
    kind: "field",
    span,
    value,
    selfDocumenting: null,
    conversion,
    format:
      format === null
        ? null
        : [
            { kind: "text", value: format, span },
            { kind: "field", span, value: { kind: "name", span, name: "w" }, selfDocumenting: null, conversion: null, format: null },
          ],
  }));

const formatted: fc.Arbitrary<ast.Expression> = fc.array(fc.tuple(text, field), { minLength: 1, maxLength: 2 }).map((pairs) => ({
  kind: "formatted",
  span,
  parts: pairs.flatMap(([value, one]): ast.FormattedPart[] => (value === "" ? [one] : [{ kind: "text", value, span }, one])),
}));

const trees = fc.letrec((tie) => {
  const some = tie("expression") as fc.Arbitrary<ast.Expression>;
  const part = tie("pattern") as fc.Arbitrary<ast.Pattern>;
  const several = (least: number): fc.Arbitrary<ast.Expression[]> => fc.array(some, { minLength: least, maxLength: 3 });
  const starred = some.map((value): ast.Expression => ({ kind: "starred", span, value }));
  const items = fc.array(fc.oneof({ weight: 4, arbitrary: some }, starred), { maxLength: 3 });
  const orNull = fc.option(some, { nil: null });
  const target = targetOf(some);
  const clauses = fc.array(fc.record({ span: fc.constant(span), target, iterable: some, conditions: fc.array(some, { maxLength: 2 }) }), {
    minLength: 1,
    maxLength: 2,
  });
  const chain = (
    operators: readonly string[],
  ): fc.Arbitrary<{ operands: ast.Expression[]; operators: { operator: string; span: typeof span }[] }> =>
    several(2).chain((operands) =>
      fc
        .array(fc.constantFrom(...operators), { minLength: operands.length - 1, maxLength: operands.length - 1 })
        .map((found) => ({ operands, operators: found.map((operator) => ({ operator, span })) })),
    );
  const binary = fc.oneof(
    ...binaryGroups.map((group) => chain(group)),
    fc.tuple(some, some).map((operands) => ({ operands: [...operands], operators: [{ operator: "**", span }] })),
  );
  const slice = fc.record({ kind: fc.constant("slice" as const), span: fc.constant(span), lower: orNull, upper: orNull, step: orNull });
  const index = fc.oneof(
    some,
    slice,
    fc.array(fc.oneof(some, slice), { minLength: 1, maxLength: 2 }).map((list): ast.Expression => ({ kind: "tuple", span, items: list })),
  );
  return {
    expression: fc.oneof(
      { depthSize: "small", withCrossShrink: true },
      leaf,
      fc
        .tuple(fc.constantFrom("-", "+", "~", "not"), some)
        .map(([operator, operand]) => ({ kind: "unary", span, operator, operatorSpan: span, operand })),
      binary.map((found) => ({ kind: "binary", span, ...found })),
      chain(comparisons).map((found) => ({ kind: "comparison", span, ...found })),
      fc.tuple(fc.constantFrom("and", "or"), several(2)).map(([operator, operands]) => ({ kind: "boolean", span, operator, operands })),
      fc.tuple(some, some, some).map(([test, whenTrue, whenFalse]) => ({ kind: "conditional", span, test, whenTrue, whenFalse })),
      fc.tuple(identifier, some).map(([bound, value]) => ({ kind: "walrus", span, target: bound, value })),
      fc.tuple(parametersOf(some, false), some).map(([parameters, body]) => ({ kind: "lambda", span, parameters, body })),
      fc.tuple(some.filter(isCallable), argumentsOf(some)).map(([callee, given]) => ({ kind: "call", span, callee, arguments: given })),
      fc.tuple(some, identifier).map(([object, attribute]) => ({ kind: "attribute", span, object, name: attribute })),
      fc
        .tuple(
          some.filter((value) => value.kind !== "list"),
          index,
        )
        .map(([object, at]) => ({ kind: "subscript", span, object, index: at })),
      items.map((list) => ({ kind: "tuple", span, items: list })),
      items.map((list) => ({ kind: "list", span, items: list })),
      items.filter((list) => list.length > 0).map((list) => ({ kind: "set", span, items: list })),
      fc.array(entryOf(some), { maxLength: 2 }).map((entries) => ({ kind: "dict", span, entries })),
      fc
        .tuple(fc.constantFrom("list", "set", "generator"), some, clauses)
        .map(([result, element, found]) => ({ kind: "comprehension", span, result, element, clauses: found })),
      fc.tuple(some, some, clauses).map(([key, value, found]) => ({ kind: "dictComprehension", span, key, value, clauses: found })),
      formatted,
    ) as fc.Arbitrary<ast.Expression>,
    pattern: fc.oneof(
      { depthSize: "small" },
      fc.constant<ast.Pattern>({ kind: "wildcard", span }),
      fc
        .oneof(
          text.map((value): ast.Expression => ({ kind: "string", span, value })),
          fc.bigInt({ min: 0n, max: 99n }).map((value): ast.Expression => ({ kind: "int", span, value })),
        )
        .map((value): ast.Pattern => ({ kind: "value", span, value })),
      identifier.map((attribute): ast.Pattern => ({
        kind: "value",
        span,
        value: { kind: "attribute", span, object: { kind: "name", span, name: "Color" }, name: attribute },
      })),
      fc.array(part, { maxLength: 3 }).map((list): ast.Pattern => ({ kind: "sequence", span, items: list })),
      fc.array(part, { maxLength: 2 }).map((list): ast.Pattern => ({
        kind: "mapping",
        span,
        keys: list.map((_, at) => ({ kind: "int", span, value: BigInt(at) })),
        values: list,
        rest: null,
      })),
      fc.array(part, { maxLength: 2 }).map((list): ast.Pattern => ({
        kind: "class",
        span,
        class: { kind: "name", span, name: "Point" },
        positional: list,
        keywords: [],
      })),
      part.map((pattern): ast.Pattern => ({
        kind: "or",
        span,
        alternatives: [
          { kind: "value", span, value: { kind: "none", span } },
          { kind: "sequence", span, items: [pattern] },
        ],
      })),
    ),
  };
});

function targetOf(some: fc.Arbitrary<ast.Expression>): fc.Arbitrary<ast.Expression> {
  const single = fc.oneof(
    nameNode,
    some.map((object): ast.Expression => ({ kind: "attribute", span, object, name: { span, name: "a" } })),
    nameNode.map((object): ast.Expression => ({ kind: "subscript", span, object, index: object })),
  );
  const tuple = fc.array(single, { minLength: 1, maxLength: 3 }).map((list): ast.Expression => ({ kind: "tuple", span, items: list }));
  return fc.oneof({ weight: 3, arbitrary: single }, tuple);
}

function parametersOf(some: fc.Arbitrary<ast.Expression>, annotated: boolean): fc.Arbitrary<ast.Parameters> {
  const kinds: readonly ast.Parameter["kind"][] = ["positionalOnly", "positional", "star", "keywordOnly", "doubleStar"];
  const order = (kind: ast.Parameter["kind"]): number => kinds.indexOf(kind);
  const piece = fc.record({
    kind: fc.constantFrom(...kinds),
    annotation: fc.option(some, { nil: null }),
    defaultValue: fc.option(some, { nil: null }),
  });
  return fc.array(piece, { maxLength: 4 }).map((pieces) => {
    const sorted = [...pieces].sort((a, b) => order(a.kind) - order(b.kind));
    const single = sorted.filter((one, at) => !(one.kind === "star" || one.kind === "doubleStar") || sorted[at - 1]?.kind !== one.kind);
    const firstDefault = single.findIndex((one) => one.defaultValue !== null && order(one.kind) < 2);
    return single.map(({ kind, annotation, defaultValue }, at): ast.Parameter => {
      const mayDefault = kind === "keywordOnly" || (order(kind) < 2 && firstDefault >= 0 && at >= firstDefault);
      const needsDefault = order(kind) < 2 && firstDefault >= 0 && at > firstDefault;
      const value = mayDefault ? (defaultValue ?? (needsDefault ? { kind: "none", span } : null)) : null;
      return { span, name: { span, name: `p${at}` }, annotation: annotated ? annotation : null, defaultValue: value, kind };
    });
  });
}

function argumentsOf(some: fc.Arbitrary<ast.Expression>): fc.Arbitrary<ast.Argument[]> {
  return fc.tuple(fc.array(some, { maxLength: 2 }), fc.boolean(), fc.boolean(), some).map(([values, star, keyword, extra]) => [
    ...values.map((value): ast.Argument => ({ kind: "positional", value, span })),
    ...(star ? [{ kind: "star", value: extra, span } as const] : []),
    ...(keyword
      ? ([
          { kind: "keyword", name: { span, name: "key" }, value: extra, span },
          { kind: "doubleStar", value: extra, span },
        ] as const)
      : []),
  ]);
}

function entryOf(some: fc.Arbitrary<ast.Expression>): fc.Arbitrary<ast.DictEntry> {
  return fc.oneof(
    { weight: 3, arbitrary: fc.tuple(some, some).map(([key, value]): ast.DictEntry => ({ kind: "pair", key, value })) },
    some.map((value): ast.DictEntry => ({ kind: "spread", value, span })),
  );
}

/** What the parser refuses to see called, because a comma is missing. */
function isCallable({ kind }: ast.Expression): boolean {
  return ["name", "attribute", "call", "subscript", "lambda", "conditional", "unary", "binary"].includes(kind);
}

export const expressions: fc.Arbitrary<ast.Expression> = trees.expression as fc.Arbitrary<ast.Expression>;

const target = targetOf(nameNode);
const body: fc.Arbitrary<ast.Statement[]> = fc.array(
  nameNode.map((value): ast.Statement => ({ kind: "assignment", span, targets: [value], value })),
  { minLength: 1, maxLength: 2 },
);
const maybeBody = fc.oneof(fc.constant<ast.Statement[]>([]), body);

/** One statement that may stand in a function. */
export const statements: fc.Arbitrary<ast.Statement> = fc.oneof(
  expressions.filter((value) => value.kind !== "unary").map((value) => ({ kind: "expression", span, value })),
  fc
    .tuple(fc.array(target, { minLength: 1, maxLength: 2 }), expressions)
    .map(([targets, value]) => ({ kind: "assignment", span, targets, value })),
  fc
    .tuple(nameNode, expressions, fc.option(expressions, { nil: null }))
    .map(([one, annotation, value]) => ({ kind: "annotated", span, target: one, annotation, value })),
  fc
    .tuple(nameNode, fc.constantFrom("+", "**", "//", "<<", "@"), expressions)
    .map(([one, operator, value]) => ({ kind: "augmented", span, target: one, operator, operatorSpan: span, value })),
  fc
    .tuple(expressions, body, fc.array(fc.record({ test: expressions, body, span: fc.constant(span) }), { maxLength: 2 }), maybeBody)
    .map(([test, then, branches, otherwise]) => ({ kind: "if", span, test, body: then, branches, otherwise })),
  fc.tuple(expressions, body, maybeBody).map(([test, loop, otherwise]) => ({ kind: "while", span, test, body: loop, otherwise })),
  fc
    .tuple(target, expressions, body, maybeBody)
    .map(([one, iterable, loop, otherwise]) => ({ kind: "for", span, target: one, iterable, body: loop, otherwise })),
  fc.option(expressions, { nil: null }).map((value) => ({ kind: "return", span, value })),
  fc.tuple(expressions, fc.option(expressions, { nil: null })).map(([test, message]) => ({ kind: "assert", span, test, message })),
  fc.tuple(expressions, fc.option(expressions, { nil: null })).map(([exception, cause]) => ({ kind: "raise", span, exception, cause })),
  fc.tuple(body, expressions, maybeBody, maybeBody).map(([tried, exceptions, otherwise, finalizer]) => ({
    kind: "try",
    span,
    body: tried,
    handlers: [
      { span, exceptions, name: { span, name: "e" }, body: tried },
      { span, exceptions: null, name: null, body: tried },
    ],
    otherwise,
    finalizer,
  })),
  fc.tuple(expressions, fc.option(target, { nil: null }), body).map(([context, one, inner]) => ({
    kind: "with",
    span,
    items: [
      { context, target: one },
      { context, target: null },
    ],
    body: inner,
  })),
  target.map((one) => ({ kind: "delete", span, targets: [one, one] })),
  fc
    .tuple(parametersOf(expressions, true), fc.option(expressions, { nil: null }), body, fc.array(nameNode, { maxLength: 1 }))
    .map(([parameters, returns, inner, decorators]) => ({
      kind: "function",
      span,
      name: { span, name: "f" },
      parameters,
      returns,
      body: inner,
      decorators,
      docstring: null,
    })),
  fc
    .tuple(expressions, trees.pattern as fc.Arbitrary<ast.Pattern>, fc.option(expressions, { nil: null }), body)
    .map(([subject, pattern, guard, inner]) => ({
      kind: "match",
      span,
      subject,
      cases: [
        { span, pattern: { kind: "sequence", span, items: [pattern] }, guard, body: inner },
        { span, pattern: { kind: "capture", span, name: { span, name: "rest" } }, guard: null, body: inner },
      ],
    })),
  fc.option(expressions, { nil: null }).map((value) => ({ kind: "expression", span, value: { kind: "yield", span, value } })),
) as fc.Arbitrary<ast.Statement>;

/** Whether `:=` stands in a comprehension, where Python refuses it for some names and places. */
function hasInnerWalrus(node: unknown, within = false): boolean {
  let found = false;
  walkTree(node, (part) => {
    const { kind } = part as { kind?: string };
    found ||= within && kind === "walrus";
    if (within || (kind !== "comprehension" && kind !== "dictComprehension")) return !found;
    found ||= hasInnerWalrus(Object.values(part), true);
    return false;
  });
  return found;
}

/** A module of one function with random statements. */
export const modules: fc.Arbitrary<{ readonly body: readonly ast.Statement[] }> = fc
  .array(statements, { minLength: 1, maxLength: 3 })
  .map((inner) => ({
    body: [
      { kind: "function", span, name: { span, name: "g" }, parameters: [], returns: null, body: inner, decorators: [], docstring: null },
    ],
  }))
  .filter((module) => !hasInnerWalrus(module.body)) as fc.Arbitrary<{ readonly body: readonly ast.Statement[] }>;
