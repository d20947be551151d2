// Where items come from, one at a time. A source has statements that set it
// up, and statements at the head of each turn that either make the next item
// ready or run what ends the loop. Sources combine: `enumerate`, `zip`,
// `reversed` and `d.items()` in a loop make no objects.

import { isList } from "../../types/classes.ts";
import type { Span } from "../../base/span.ts";
import { BOOL, INT, STR, instanceOf, isSilent, tupleOf } from "../../types/primitives.ts";
import type { Type } from "../../types/type.ts";
import { boolLiteral, intLiteral, intrinsic, not, readVariable, setVariable } from "../build.ts";
import { enumMembers } from "../classes/enums.ts";
import { convert, withoutClasses } from "../convert.ts";
import { declarationOf, findMethod } from "../declarations.ts";
import { notAnIterator, notIterable } from "../errors/iteration.ts";
import type { Frame } from "../frame.ts";
import { typeOf } from "../frame.ts";
import { sourceOfEach } from "./eachType.ts";
import { returnedValue } from "./returned.ts";
import { closeQuietly, isClosedByLoop } from "./throwing.ts";
import { asType, isOptional, notIterableText } from "../present.ts";
import type { TypedExpression, TypedStatement, Variable } from "../program.ts";
import { listElement } from "../expressions/subscript.ts";
import { afterCall } from "../settled.ts";

export interface Source {
  readonly setup: TypedStatement[];
  /** `ended` runs (and leaves) where there is no further item. */
  readonly next: (ended: readonly TypedStatement[]) => TypedStatement[];
  /** Reads the item that `next` made ready. */
  readonly item: TypedExpression;
  /** Once it has ended: what `yield from` gives, where that may be more than None. */
  readonly returned?: () => TypedExpression;
  /** Where the items come from one generator. */
  readonly generator?: TypedExpression;
  /** Of a generator that has to be closed where a loop over it is left. */
  readonly closing?: () => TypedStatement[];
}

/** Of an evaluated value; null (reported) where it cannot be iterated. */
export function sourceOf(frame: Frame, value: TypedExpression, site: object): Source | null {
  const type = typeOf(value);
  const { span } = value;
  if (isOptional(type)) return sourceOf(frame, asType(value, notIterableText), site);
  switch (type.kind) {
    case "str":
      return indexed(
        frame,
        value,
        STR,
        (object) => intrinsic("str_len", [object], INT, span),
        (object, index) => intrinsic("str_at", [object, index], STR, span),
      );
    case "variadic":
      return indexed(
        frame,
        value,
        type.element,
        (object) => intrinsic("storage_len", [object], INT, span),
        (object, index) => intrinsic("storage_get", [object, index], type.element, span),
      );
    case "tuple":
      return tupleSource(frame, value, type, site);
    case "generator":
      return generatorSource(frame, value, type.element, site);
    case "instance":
      return objectSource(frame, value, type, site);
    case "class":
      if (type.class.isEnum) return sourceOf(frame, enumMembers(frame, declarationOf(type.class), span), site);
      frame.report(span, notIterable(type));
      return null;
    case "union":
      return sourceOfEach(frame, value, type, site);
    default:
      frame.report(span, notIterable(type));
      return null;
  }
}

/** By position, the length looked at anew in each turn. */
function indexed(
  frame: Frame,
  value: TypedExpression,
  element: Type,
  length: (object: TypedExpression) => TypedExpression,
  at: (object: TypedExpression, index: TypedExpression) => TypedExpression,
): Source {
  const { span } = value;
  const object = frame.temporary(value.type, "sequence");
  const index = frame.temporary(INT, "index");
  const item = frame.temporary(element, "item");
  const read = (): TypedExpression => readVariable(object, span);
  const position = readVariable(index, span);
  return {
    setup: [setVariable(object, value), setVariable(index, intLiteral(0, span))],
    next: (ended) => [
      { kind: "if", test: intrinsic("int_ge", [position, length(read())], BOOL, span), then: ended, else: [], span },
      setVariable(item, at(read(), position)),
      setVariable(index, intrinsic("int_add", [position, intLiteral(1, span)], INT, span)),
    ],
    item: readVariable(item, span),
  };
}

function tupleSource(frame: Frame, given: TypedExpression, of: Extract<Type, { kind: "tuple" }>, site: object): Source | null {
  const value = withoutClasses(frame.session, given);
  const type = value.type.kind === "tuple" ? value.type : of;
  const element = type.items.reduce<Type | null>((all, item) => (all === null ? null : frame.session.join(all, item)), { kind: "never" });
  if (element === null) {
    frame.report(value.span, notIterable(type));
    return null;
  }
  return sourceOf(frame, convertTuple(value, element), site);
}

export function convertTuple(value: TypedExpression, element: Type): TypedExpression {
  const type: Type = { kind: "variadic", element };
  if (value.kind === "tuple") return { kind: "list", items: value.items.map((item) => convert(item, element)), type, span: value.span };
  return { kind: "convert", value, type, orRaise: null, span: value.span };
}

function generatorSource(frame: Frame, value: TypedExpression, element: Type, site: object): Source {
  afterCall(frame);
  const { span } = value;
  const generator = frame.temporary(value.type, "generator");
  const item = frame.temporary(element, "item");
  const read = readVariable(generator, span);
  return {
    setup: [setVariable(generator, value)],
    next: (ended) => [
      { kind: "if", test: not({ kind: "advance", generator: read, type: BOOL, span }), then: ended, else: [], span },
      setVariable(item, { kind: "yielded", generator: read, type: element, span }),
    ],
    item: readVariable(item, span),
    returned: () => returnedValue(frame, read, value.kind === "generator", span),
    generator: read,
    ...(isClosedByLoop(frame, value) ? { closing: () => closeQuietly(frame, read, site, span) } : {}),
  };
}

function objectSource(frame: Frame, value: TypedExpression, type: Extract<Type, { kind: "instance" }>, site: object): Source | null {
  const { span } = value;
  if (isList(type)) {
    const element = listElement(type);
    return indexed(
      frame,
      value,
      element,
      (object) => intrinsic("list_len", [object], INT, span),
      (object, index) => intrinsic("list_item", [object, index], element, span),
    );
  }
  const declaration = declarationOf(type.class);
  if (findMethod(declaration, "_next") !== null && declaration.file.info.isLibrary)
    return cursorSource(frame, value, site, (call, cursor) => call("_at", [cursor]));
  if (findMethod(declaration, "__iter__") !== null) {
    const iterator = callOn(frame, value, "__iter__", [], site);
    const made = typeOf(iterator);
    if (made.kind === "unknown" || made.kind === "never") return null;
    if (made.kind === "generator") return sourceOf(frame, iterator, siteOf(site, "iterator"));
    if (made.kind === "instance" && findMethod(declarationOf(made.class), "__next__") !== null)
      return iteratorSource(frame, iterator, site);
    frame.report(span, notAnIterator(type, made));
    return null;
  }
  if (findMethod(declaration, "__getitem__") !== null && !declaration.file.info.isLibrary) return itemSource(frame, value, site);
  frame.report(span, notIterable(type));
  return null;
}

/** By `__getitem__` from 0 on, until it raises IndexError or StopIteration: Python's older way. */
function itemSource(frame: Frame, value: TypedExpression, site: object): Source | null {
  const { span } = value;
  const object = frame.temporary(value.type, "sequence");
  const index = frame.temporary(INT, "index");
  const position = readVariable(index, span);
  const read = callOn(frame, readVariable(object, span), "__getitem__", [position], siteOf(site, "item"));
  if (isSilent(typeOf(read))) return null;
  const item = frame.temporary(read.type, "item");
  const isLast = frame.temporary(BOOL, "isLast");
  const handler = {
    classes: ["IndexError", "StopIteration"].map((name) => frame.session.coreClass(name).info),
    variable: null,
    body: [setVariable(isLast, boolLiteral(true, span))],
  };
  return {
    setup: [setVariable(object, value), setVariable(index, intLiteral(0, span)), setVariable(isLast, boolLiteral(false, span))],
    next: (ended) => [
      { kind: "try", body: [setVariable(item, read)], handlers: [handler], otherwise: [], finalizer: [], span },
      { kind: "if", test: readVariable(isLast, span), then: ended, else: [], span },
      setVariable(index, intrinsic("int_add", [position, intLiteral(1, span)], INT, span)),
    ],
    item: readVariable(item, span),
  };
}

function callOn(frame: Frame, receiver: TypedExpression, name: string, values: readonly TypedExpression[], site: object): TypedExpression {
  const { span } = receiver;
  return frame.session.passes.callMethod(frame, {
    receiver,
    name,
    nameSpan: span,
    actuals: values.map((value) => ({ kind: "positional", name: null, value, span })),
    site,
    span,
  });
}

const sites = new WeakMap<object, Map<string, object>>();

/** A place of its own for a call that the checker adds at a place in the syntax. */
export function siteOf(site: object, name: string): object {
  let names = sites.get(site);
  if (names === undefined) sites.set(site, (names = new Map()));
  let made = names.get(name);
  if (made === undefined) names.set(name, (made = { name }));
  return made;
}

type CallMethod = (name: string, values: readonly TypedExpression[]) => TypedExpression;

/** The library's own protocol: `_start`, `_next`, `_at`. */
export function cursorSource(
  frame: Frame,
  value: TypedExpression,
  site: object,
  at: (call: CallMethod, cursor: TypedExpression) => TypedExpression,
): Source {
  const { span } = value;
  const object = frame.temporary(value.type, "container");
  const token = frame.temporary(INT, "token");
  const cursor = frame.temporary(INT, "cursor");
  const read = readVariable(object, span);
  const place = readVariable(cursor, span);
  const call: CallMethod = (name, values) => callOn(frame, read, name, values, siteOf(site, name));
  const element = at(call, place);
  const item = frame.temporary(element.type, "item");
  return {
    setup: [setVariable(object, value), setVariable(token, call("_start", [])), setVariable(cursor, intLiteral(-1, span))],
    next: (ended) => [
      setVariable(cursor, call("_next", [place, readVariable(token, span)])),
      { kind: "if", test: intrinsic("int_lt", [place, intLiteral(0, span)], BOOL, span), then: ended, else: [], span },
      setVariable(item, element),
    ],
    item: readVariable(item, span),
  };
}

/** An author's `__next__`, until it raises StopIteration. */
function iteratorSource(frame: Frame, value: TypedExpression, site: object): Source {
  const { span } = value;
  const object = frame.temporary(value.type, "iterator");
  const ended = frame.temporary(BOOL, "ended");
  const call = callOn(frame, readVariable(object, span), "__next__", [], siteOf(site, "__next__"));
  const item = frame.temporary(call.type, "item");
  const stop = frame.session.coreClass("StopIteration").info;
  let stopped: { readonly variable: Variable; readonly kept: TypedStatement } | null = null;
  return {
    setup: [setVariable(object, value), setVariable(ended, boolLiteral(false, span))],
    next: (leave) => [
      {
        kind: "try",
        body: [setVariable(item, call)],
        handlers: [
          {
            classes: [stop],
            variable: stopped?.variable ?? null,
            body: [setVariable(ended, boolLiteral(true, span)), ...(stopped === null ? [] : [stopped.kept])],
          },
        ],
        otherwise: [],
        finalizer: [],
        span,
      },
      { kind: "if", test: readVariable(ended, span), then: leave, else: [], span },
    ],
    item: readVariable(item, span),
    returned: () => {
      const variable = frame.temporary(instanceOf(stop), "stop");
      const given = frame.session.passes.attribute(frame, readVariable(variable, span), "value", span, siteOf(site, "value"));
      const kept = frame.temporary(given.type, "value");
      stopped = { variable, kept: setVariable(kept, given) };
      return readVariable(kept, span);
    },
  };
}

/** `(count, item)` in step. */
export function enumerated(frame: Frame, inner: Source, start: TypedExpression, span: Span): Source {
  const count = frame.temporary(INT, "count");
  const current = frame.temporary(INT, "number");
  return {
    setup: [...inner.setup, setVariable(count, start)],
    next: (ended) => [
      ...inner.next(ended),
      setVariable(current, readVariable(count, span)),
      setVariable(count, intrinsic("int_add", [readVariable(count, span), intLiteral(1, span)], INT, span)),
    ],
    item: pair([readVariable(current, span), inner.item], span),
    ...(inner.closing === undefined ? {} : { closing: inner.closing }),
  };
}

/** Items side by side, until one source ends. */
export function zipped(sources: readonly Source[], span: Span): Source {
  return {
    setup: sources.flatMap((source) => source.setup),
    next: (ended) => sources.flatMap((source) => source.next(ended)),
    item: pair(
      sources.map((source) => source.item),
      span,
    ),
  };
}

function pair(items: readonly TypedExpression[], span: Span): TypedExpression {
  return { kind: "tuple", items, type: tupleOf(items.map((item) => item.type)), span };
}

/** From the last to the first by position; the length is taken once, as CPython does. */
export function reversedSource(frame: Frame, value: TypedExpression): Source | null {
  const type = typeOf(value);
  const { span } = value;
  const list = isList(type);
  if (!list && type.kind !== "str" && type.kind !== "variadic") return null;
  const element = list ? listElement(type) : type.kind === "variadic" ? type.element : STR;
  const object = frame.temporary(value.type, "sequence");
  const index = frame.temporary(INT, "index");
  const item = frame.temporary(element, "item");
  const read = readVariable(object, span);
  const position = readVariable(index, span);
  const length = intrinsic(list ? "list_len" : type.kind === "str" ? "str_len" : "storage_len", [read], INT, span);
  const get = intrinsic(list ? "list_item" : type.kind === "str" ? "str_at" : "storage_get", [read, position], element, span);
  // A list that shrank below the position ends the iteration.
  const isOver = intrinsic("int_lt", [position, intLiteral(0, span)], BOOL, span);
  const test: TypedExpression = list
    ? { kind: "or", left: isOver, right: intrinsic("int_ge", [position, length], BOOL, span), type: BOOL, span }
    : isOver;
  return {
    setup: [setVariable(object, value), setVariable(index, length)],
    next: (ended) => [
      setVariable(index, intrinsic("int_sub", [position, intLiteral(1, span)], INT, span)),
      { kind: "if", test, then: ended, else: [], span },
      setVariable(item, get),
    ],
    item: readVariable(item, span),
  };
}
