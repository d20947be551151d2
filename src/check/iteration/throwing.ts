// Exceptions that are thrown into a generator: `g.throw(e)`, `g.close()`, and
// what Python does to one that is let go before its end. The exception waits
// in the generator's record; the generator finds it where it yielded, or where
// it begins, and raises it there.
//
// Python closes a generator when its last owner lets go of it, and so runs the
// `finally` blocks around its `yield`. A `for` loop that made its generator
// closes it where it is left. Elsewhere generators that wait inside such a
// block are counted, and a program that ends while some still wait stops with
// a fault, as Python would have run those blocks by then.

import type { Span } from "../../base/span.ts";
import { BOOL, INT, NONE, instanceOf } from "../../types/primitives.ts";
import { annotatedUnion } from "../../types/join.ts";
import type { GeneratorInfo, Type } from "../../types/type.ts";
import { shallow } from "../../types/variables.ts";
import { evaluate, intLiteral, intrinsic, keep, noneLiteral, not, readVariable, sequence, setVariable } from "../build.ts";
import { raiseStop } from "../classes/stopValue.ts";
import { convert } from "../convert.ts";
import { yieldUnderFinally } from "../errors/forms.ts";
import { missingArgument, tooManyArguments } from "../errors/calls.ts";
import type { Frame, MethodCall } from "../frame.ts";
import { typeOf, unknownAt } from "../frame.ts";
import type { Instance } from "../instances.ts";
import type { TypedExpression, TypedStatement } from "../program.ts";
import type { Session } from "../session.ts";
import { afterCall } from "../settled.ts";
import { exceptionOf, raiseNamed } from "../statements/raising.ts";
import { handOnSent, send } from "./sending.ts";
import { siteOf } from "./sources.ts";
import type { Source } from "./sources.ts";

type GeneratorType = Extract<Type, { kind: "generator" }>;
type Statement<Kind extends TypedStatement["kind"]> = Extract<TypedStatement, { kind: Kind }>;

/** Exceptions can be thrown into it from now on. */
function receive(session: Session, instance: Instance): void {
  if (instance.receives) return;
  instance.receives = true;
  session.rise();
}

function instancesOf(session: Session, type: GeneratorType): Instance[] {
  session.touch();
  return type.sources.flatMap((source: GeneratorInfo) => session.generators.get(source) ?? []);
}

function isAuthors({ code }: Instance): boolean {
  return code.kind === "declared" && !code.declaration.file.info.isLibrary;
}

/** That of a `@contextmanager`, which `with` runs to its end. */
function isManagers({ name }: Instance): boolean {
  return name.includes("generator of ");
}

// -------------------------------------------------------- inside the generator

/** Takes what was thrown, and runs `found` where that is anything. */
function whenThrown(frame: Frame, span: Span, found: (exception: TypedExpression) => TypedStatement[]): TypedStatement[] {
  if (!frame.instance.receives) return [];
  const root = instanceOf(frame.session.coreClass("BaseException").info);
  const type = annotatedUnion(frame.session, [NONE, root]) ?? root;
  const thrown = frame.temporary(type, "thrown");
  const read = readVariable(thrown, span);
  const test = not({ kind: "typeTest", value: read, types: [NONE], type: BOOL, span });
  const exception: TypedExpression = { kind: "convert", value: read, type: root, orRaise: null, span };
  const taken = setVariable(thrown, { kind: "thrown", isValue: false, generator: null, type, span });
  return [taken, { kind: "if", test, then: found(exception), else: [], span }];
}

export function raiseThrown(frame: Frame, span: Span): TypedStatement[] {
  return whenThrown(frame, span, (exception) => [{ kind: "raise", value: exception, span }]);
}

/** In `yield from`: the inner generator is sent what is sent to this one, is closed where this one is, and is told of all else in its place. */
export function handOnThrown(frame: Frame, source: Source, span: Span): TypedStatement[] {
  const inner = source.generator;
  const type = inner === undefined ? null : shallow(inner.type);
  if (inner === undefined || type?.kind !== "generator")
    return [...raiseThrown(frame, span), ...handOnSent(frame, { generator: null, instances: [] }, span)];
  const instances = instancesOf(frame.session, type);
  if (instances.some(({ closes }) => closes)) close(frame.session, frame.instance);
  const isTold = instances.every(isAuthors);
  const sent = handOnSent(frame, { generator: isTold ? inner : null, instances }, span);
  if (!frame.instance.receives || !isTold) return [...raiseThrown(frame, span), ...sent];
  for (const one of instances) receive(frame.session, one);
  const exit = instanceOf(frame.session.coreClass("GeneratorExit").info);
  const thrown = whenThrown(frame, span, (exception) => [
    {
      kind: "if",
      test: { kind: "typeTest", value: exception, types: [exit], type: BOOL, span },
      then: [...closeNow(frame, inner, siteOf(inner, "close"), span), { kind: "raise", value: exception, span }],
      else: [{ kind: "setThrown", isValue: false, generator: inner, value: exception, span }],
      span,
    },
  ]);
  return [...thrown, ...sent];
}

/** A `yield` that something around waits behind: counted until the generator goes on. */
export function pausing(frame: Frame, pause: Statement<"yield">): TypedStatement[] {
  if (frame.closersAround === 0 || frame.isLibrary || isManagers(frame.instance)) return [pause];
  const { session } = frame;
  close(session, frame.instance);
  const { span } = pause;
  if (hasHooks(session)) {
    frame.report(span, yieldUnderFinally());
    return [pause];
  }
  session.unclosed ??= span;
  const state = unclosedCount(session);
  const read: TypedExpression = { kind: "global", global: state.global, type: INT, span };
  const count = (name: "int_add" | "int_sub"): TypedStatement => ({
    kind: "setGlobal",
    global: state.global,
    value: intrinsic(name, [read, intLiteral(1, span)], INT, span),
    span,
  });
  return [count("int_add"), pause, count("int_sub")];
}

/** Something of it runs when it is let go. */
function close(session: Session, instance: Instance): void {
  receive(session, instance);
  if (instance.closes) return;
  instance.closes = true;
  session.rise();
}

function hasHooks(session: Session): boolean {
  return (session.host?.hooks ?? []).some(({ name }) => session.main.entities.get(name)?.kind === "function");
}

function unclosedCount(session: Session): ReturnType<Session["namedGlobal"]> {
  const state = session.namedGlobal("main", "unclosed generators");
  session.grow(state.type, INT);
  return state;
}

/** At the end of the program. */
export function faultUnclosed(session: Session): TypedStatement[] {
  const span = session.unclosed;
  if (span === null) return [];
  const read: TypedExpression = { kind: "global", global: unclosedCount(session).global, type: INT, span };
  const test = intrinsic("int_ne", [read, intLiteral(0, span)], BOOL, span);
  const message = "a generator was left where it yielded, and what stands around that `yield` has not run";
  return [{ kind: "if", test, then: [{ kind: "fault", code: "WG530", message, span }], else: [], span }];
}

// ------------------------------------------------------- outside the generator

/** A loop over a generator of its own that has to be closed where the loop is left. */
export function isClosedByLoop(frame: Frame, value: TypedExpression): boolean {
  const type = typeOf(value);
  if (type.kind !== "generator" || !isFresh(frame.session, value)) return false;
  return instancesOf(frame.session, type).some(({ closes }) => closes);
}

/** Nobody else can hold it. */
function isFresh(session: Session, value: TypedExpression): boolean {
  switch (value.kind) {
    case "generator":
      return true;
    case "convert":
    case "sequence":
      return isFresh(session, value.value);
    case "conditional":
      return isFresh(session, value.then) && isFresh(session, value.else);
    case "dispatch": {
      const targets = new Set(value.targets.map((target) => target.function));
      const called = [...session.instances.values()].filter(({ id }) => targets.has(id));
      return called.every(givesFresh(session));
    }
    default:
      return false;
  }
}

/** What chooses between methods hands on what one of them made. */
function givesFresh(session: Session): (called: Instance) => boolean {
  return ({ generator, code, typed }) => {
    if (generator !== null) return true;
    const last = code.kind === "synthesised" ? typed?.body.at(-1) : undefined;
    return last?.kind === "return" && last.value !== null && isFresh(session, last.value);
  };
}

/** What it raises then is nobody's, as in Python. */
export function closeQuietly(frame: Frame, generator: TypedExpression, site: object, span: Span): TypedStatement[] {
  const body = [throwExit(frame, generator, site, span), evaluate({ kind: "advance", generator, type: BOOL, span })];
  return [{ kind: "try", body, handlers: [{ classes: null, variable: null, body: [] }], otherwise: [], finalizer: [], span }];
}

function throwExit(frame: Frame, generator: TypedExpression, site: object, span: Span): TypedStatement {
  const value = frame.session.passes.construct(frame, frame.session.coreClass("GeneratorExit"), [], siteOf(site, "exit"), span);
  return { kind: "setThrown", isValue: false, generator, value, span };
}

function closeNow(frame: Frame, generator: TypedExpression, site: object, span: Span): TypedStatement[] {
  const { session } = frame;
  const then = raiseNamed(frame, "RuntimeError", "generator ignored GeneratorExit", span);
  const classes = [session.coreClass("GeneratorExit").info, session.coreClass("StopIteration").info];
  return [
    {
      kind: "try",
      body: [
        throwExit(frame, generator, site, span),
        { kind: "if", test: { kind: "advance", generator, type: BOOL, span }, then, else: [], span },
      ],
      handlers: [{ classes, variable: null, body: [] }],
      otherwise: [],
      finalizer: [],
      span,
    },
  ];
}

/** `g.close()` and `g.throw(e)`; null for any other name, and for what is no generator of the author's. */
export function callOnGenerator(frame: Frame, call: MethodCall, type: GeneratorType): TypedExpression | null {
  if (call.name !== "close" && call.name !== "throw" && call.name !== "send") return null;
  const { session } = frame;
  const instances = instancesOf(session, type);
  if (!instances.every(isAuthors)) return null;
  for (const one of instances) receive(session, one);
  afterCall(frame);
  if (call.name === "send") return send(frame, call, type.element, instances);
  const { span, site } = call;
  const statements: TypedStatement[] = [];
  const generator = keep(frame, call.receiver, statements, "generator");
  const [given, ...more] = call.actuals;
  if (call.name === "close" && given === undefined)
    return sequence([...statements, ...closeNow(frame, generator, site, span)], noneLiteral(span));
  if (given === undefined) return frame.fail(span, missingArgument("throw", ["exception"]));
  if (call.name === "close" || given.kind !== "positional" || more.length > 0)
    return frame.fail(span, tooManyArguments(call.name, call.name === "close" ? 0 : 1, call.actuals.length));
  // A class makes its own exception.
  const isMade = typeOf(given.value).kind === "function";
  const made = isMade ? session.passes.callValue(frame, given.value, [], siteOf(site, "made"), span) : given.value;
  const exception = exceptionOf(frame, made, site);
  if (exception === null) return unknownAt(span);
  return thrownInto(frame, generator, exception, type.element, { statements, site, span });
}

interface Place {
  readonly statements: TypedStatement[];
  readonly site: object;
  readonly span: Span;
}

/** One that had ended before raises the exception itself. */
function thrownInto(frame: Frame, generator: TypedExpression, exception: TypedExpression, element: Type, at: Place): TypedExpression {
  const { statements, site, span } = at;
  const thrown = keep(frame, exception, statements, "exception");
  const root = instanceOf(frame.session.coreClass("BaseException").info);
  const type = annotatedUnion(frame.session, [NONE, root]) ?? root;
  const isTaken: TypedExpression = {
    kind: "typeTest",
    value: { kind: "thrown", isValue: false, generator, type, span },
    types: [NONE],
    type: BOOL,
    span,
  };
  const ended: TypedStatement[] = [
    { kind: "if", test: not(isTaken), then: [{ kind: "raise", value: thrown, span }], else: [], span },
    ...raiseStop(frame, generator, false, site, span),
  ];
  const advance: TypedExpression = { kind: "advance", generator, type: BOOL, span };
  return sequence(
    [
      ...statements,
      { kind: "setThrown", isValue: false, generator, value: convert(thrown, root), span },
      { kind: "if", test: not(advance), then: ended, else: [], span },
    ],
    { kind: "yielded", generator, type: element, span },
  );
}
