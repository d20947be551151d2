// Loops over anything: `for`, comprehensions, `yield from`. What is written
// behind `in` decides: `range(...)` counts, `enumerate`, `zip`, `reversed`,
// `.items()`, `.keys()` and `.values()` are fused, all else is evaluated and
// iterated by its type.

import type { Span } from "../../base/span.ts";
import type { Argument, Expression } from "../../syntax/ast.ts";
import { BOOL, INT, isSilent, tupleOf } from "../../types/primitives.ts";
import { evaluate, intLiteral, intrinsic, isTrivial, readVariable, setVariable } from "../build.ts";
import { missingArgument } from "../errors/calls.ts";
import { notACount } from "../errors/iteration.ts";
import { asType } from "../present.ts";
import type { Frame, LoopLabels } from "../frame.ts";
import { typeOf } from "../frame.ts";
import { asPlace, convertToInt } from "../expressions/numbers.ts";
import { isIndex } from "../expressions/subscript.ts";
import type { TypedExpression, TypedStatement } from "../program.ts";
import { keptByCall } from "../settled.ts";
import { headFacts, noteBack } from "./facts.ts";
import type { HeadFacts } from "./facts.ts";
import { raiseNamed } from "../statements/raising.ts";
import { cursorSource, enumerated, reversedSource, siteOf, sourceOf, zipped } from "./sources.ts";
import type { Source } from "./sources.ts";

export interface LoopRequest {
  readonly iterable: Expression;
  /** Where it was evaluated before (a generator expression's first). */
  readonly evaluated: TypedExpression | null;
  readonly site: object;
  readonly span: Span;
  /** The node whose assignments end what was known. */
  readonly loopNode: object;
  /** Of a `for` statement; null where nothing can break. */
  readonly labels: LoopLabels | null;
  readonly body: (item: TypedExpression, source: Source | null) => TypedStatement[];
  /** Where the items have ended. `source` is what they came from, unless they were counted. */
  readonly otherwise: (source: Source | null) => TypedStatement[];
}

export function loopOver(frame: Frame, request: LoopRequest): TypedStatement[] {
  const range = request.evaluated === null ? callOf(frame, request.iterable, ["range"]) : null;
  if (range !== null) return countedLoop(frame, request, range);
  const source = request.evaluated === null ? sourceOfNode(frame, request.iterable) : silentSource(frame, request.evaluated, request.site);
  if (source === null) return [];
  if (!("next" in source)) return [evaluate(source.silent)];
  return sourceLoop(frame, request, source);
}

interface Silent {
  readonly silent: TypedExpression;
}

/** The arguments of a call of one of these builtins, not shadowed. */
function callOf(frame: Frame, node: Expression, names: readonly string[]): readonly Argument[] | null {
  if (node.kind !== "call" || node.callee.kind !== "name" || !names.includes(node.callee.name)) return null;
  if ((frame.scope.resolved.get(node.callee) ?? null) !== null) return null;
  return node.arguments.every(
    (argument) => argument.kind === "positional" || (argument.kind === "keyword" && argument.name.name === "start"),
  )
    ? node.arguments
    : null;
}

function silentSource(frame: Frame, value: TypedExpression, site: object): Source | Silent | null {
  return isSilent(typeOf(value)) ? { silent: value } : sourceOf(frame, value, site);
}

function sourceOfNode(frame: Frame, node: Expression): Source | Silent | null {
  const enumerate = callOf(frame, node, ["enumerate"]);
  if (enumerate !== null && enumerate[0] !== undefined) {
    const inner = sourceOfNode(frame, enumerate[0].value);
    const start = enumerate[1] === undefined ? intLiteral(0, node.span) : convertToInt(frame.expression(enumerate[1].value));
    return inner === null || !("next" in inner) ? inner : enumerated(frame, inner, start, node.span);
  }
  const zip = callOf(frame, node, ["zip"]);
  if (zip !== null && zip.length > 0 && zip.every((argument) => argument.kind === "positional")) return zipOf(frame, zip, node.span);
  const reversed = callOf(frame, node, ["reversed"]);
  if (reversed?.length === 1 && reversed[0] !== undefined) return reversedOf(frame, reversed[0].value, node);
  return methodSource(frame, node) ?? silentSource(frame, frame.expression(node), node);
}

function zipOf(frame: Frame, zip: readonly Argument[], span: Span): Source | Silent | null {
  const sources: Source[] = [];
  for (const argument of zip) {
    const source = sourceOfNode(frame, argument.value);
    if (source === null || !("next" in source)) return source;
    sources.push(source);
  }
  return zipped(sources, span);
}

function reversedOf(frame: Frame, node: Expression, call: Expression): Source | Silent | null {
  const value = frame.expression(node);
  if (isSilent(typeOf(value))) return { silent: value };
  const fused = reversedSource(frame, value);
  if (fused !== null) return fused;
  const overloads = frame.session.coreFunction("reversed");
  const generator = frame.session.passes.callFunction(frame, {
    overloads,
    name: "reversed",
    receiver: null,
    classArguments: [],
    actuals: [{ kind: "positional", name: null, value, span: node.span }],
    site: call,
    span: call.span,
  });
  return silentSource(frame, generator, siteOf(call, "reversed"));
}

/** `d.items()`, `d.keys()`, `d.values()` of a dict, without a view object. */
function methodSource(frame: Frame, node: Expression): Source | Silent | null {
  if (node.kind !== "call" || node.callee.kind !== "attribute" || node.arguments.length > 0) return null;
  const name = node.callee.name.name;
  if (name !== "items" && name !== "keys" && name !== "values") return null;
  const value = frame.expression(node.callee.object);
  const type = typeOf(value);
  if (isSilent(type)) return { silent: value };
  if (type.kind !== "instance" || type.class.name !== "dict" || type.class.module !== "") {
    const made = frame.session.passes.callMethod(frame, {
      receiver: value,
      name,
      nameSpan: node.callee.name.span,
      actuals: [],
      site: node,
      span: node.span,
    });
    return silentSource(frame, made, siteOf(node, "view"));
  }
  return cursorSource(frame, value, node, (call, cursor) => {
    if (name === "keys") return call("_at", [cursor]);
    if (name === "values") return call("_value_at", [cursor]);
    const items = [call("_at", [cursor]), call("_value_at", [cursor])];
    return { kind: "tuple", items, type: tupleOf(items.map((item) => item.type)), span: node.span };
  });
}

function sourceLoop(frame: Frame, request: LoopRequest, source: Source): TypedStatement[] {
  const { span } = request;
  const leave = request.labels?.leave ?? frame.label();
  const head = headFacts(frame, request.loopNode);
  frame.facts = head.facts;
  const closing = request.labels === null ? undefined : source.closing;
  frame.closersAround += closing === undefined ? 0 : 1;
  const body = wrapBody(request, request.body(source.item, source));
  noteBody(frame, request, head);
  frame.reachable = true;
  const ended = [...request.otherwise(source), { kind: "leave" as const, label: leave, span }];
  frame.closersAround -= closing === undefined ? 0 : 1;
  const whole: TypedStatement = {
    kind: "block",
    label: leave,
    body: [{ kind: "loop", body: [...source.next(ended), ...body], span }],
    span,
  };
  if (closing === undefined) return [...source.setup, whole];
  // What is closed may change what others share.
  const ends = request.labels?.breakFacts ?? [];
  ends.splice(0, ends.length, ...ends.map((facts) => keptByCall(frame.session, facts)));
  frame.facts = keptByCall(frame.session, frame.facts);
  return [...source.setup, { kind: "try", body: [whole], handlers: [], otherwise: [], finalizer: closing(), span }];
}

/** Behind the body of a `for`: what its end says for the next turn, and what is known when there is none. */
function noteBody(frame: Frame, request: LoopRequest, head: HeadFacts): void {
  if (request.labels !== null) {
    const back = frame.reachable ? [...request.labels.nextFacts, frame.facts] : request.labels.nextFacts;
    noteBack(frame, request.loopNode, head, back);
  }
  frame.facts = head.facts;
}

/** `continue` leaves the block around the body. */
function wrapBody(request: LoopRequest, body: TypedStatement[]): TypedStatement[] {
  return request.labels?.usesNext === true ? [{ kind: "block", label: request.labels.next, body, span: request.span }] : body;
}

function countedLoop(frame: Frame, request: LoopRequest, given: readonly Argument[]): TypedStatement[] {
  const { span } = request;
  const values = given.map((argument, index) => {
    // CPython evaluates all bounds before it looks at the first.
    const isLast = given.slice(index + 1).every(({ value }) => ["int", "name", "none"].includes(value.kind));
    return rangeBound(frame, argument.value, isLast);
  });
  if (given.length === 0 || given.length > 3) {
    frame.report(request.iterable.span, missingArgument("range", ["stop"]));
    return [];
  }
  if (values.some((value) => isSilent(typeOf(value)))) return values.map(evaluate);
  const setup: TypedStatement[] = [];
  const [start, stop] =
    values.length === 1
      ? [intLiteral(0, span), values[0] as TypedExpression]
      : [values[0] as TypedExpression, values[1] as TypedExpression];
  let step = values[2] ?? intLiteral(1, span);
  let [from, to] = [start, stop];
  if (!(step.kind === "literal" && step.value !== 0n)) {
    const kept = [from, to, step].map((value) => {
      if (isTrivial(value)) return value;
      const variable = frame.temporary(INT, "bound");
      setup.push(setVariable(variable, value));
      return readVariable(variable, span);
    });
    [from, to, step] = kept as [TypedExpression, TypedExpression, TypedExpression];
    setup.push({
      kind: "if",
      test: intrinsic("int_eq", [step, intLiteral(0, span)], BOOL, span),
      then: raiseNamed(frame, "ValueError", "range() arg 3 must not be zero", span),
      else: [],
      span,
    });
  }
  const variable = frame.temporary(INT, "counter");
  const head = headFacts(frame, request.loopNode);
  frame.facts = head.facts;
  const body = wrapBody(request, request.body(readVariable(variable, span), null));
  noteBody(frame, request, head);
  frame.reachable = true;
  const loop: TypedStatement = { kind: "countedLoop", variable, start: from, stop: to, step, body, span };
  const whole = [loop, ...request.otherwise(null)];
  return [...setup, ...(request.labels === null ? whole : [{ kind: "block" as const, label: request.labels.leave, body: whole, span }])];
}

function rangeBound(frame: Frame, node: Expression, isLast: boolean): TypedExpression {
  const given = asPlace(frame, frame.expression(node));
  const value = isLast ? asType(given, "'NoneType' object cannot be interpreted as an integer") : given;
  const type = typeOf(value);
  if (isSilent(type)) return value;
  return isIndex(type) ? convertToInt(value) : frame.fail(node.span, notACount(type, divisionOf(frame, node)));
}

/** Both sides of `a / b` as the author wrote them. */
function divisionOf(frame: Frame, node: Expression): readonly [string, string] | null {
  if (node.kind !== "binary" || node.operators.length !== 1 || node.operators[0]?.operator !== "/") return null;
  const text = frame.file.module.file.text;
  const [left = "", right = ""] = node.operands.map(({ span }) => text.slice(span.start, span.end));
  return [left, right];
}
