// `@singledispatch` written out: the function asks what its first argument is,
// classes further down before those above them, and calls what was registered
// for that. Where something runs between the function and what is registered
// with it, it stays as it is and is refused by its name.

import type { ClassDefinition, Expression, FunctionDefinition, Module, Statement } from "../../syntax/ast.ts";
import { isFrom } from "./importedNames.ts";

interface Registered {
  readonly node: FunctionDefinition;
  readonly types: readonly Expression[];
  /** What it is called from then on: `_` stands for several. */
  readonly name: string;
}

/** The same tree without `@singledispatch` at the top level. */
export function writeOutSingleDispatch(module: Module): Module {
  if (!module.file.text.includes("singledispatch")) return module;
  const isMark = isFrom(module, "functools", "singledispatch");
  return module.body.reduce((tree, one) => {
    const isGeneric = one.kind === "function" && one.decorators.length === 1 && one.decorators.every(isMark);
    return isGeneric ? { ...tree, body: dispatching(tree.body, one, module.file.text) } : tree;
  }, module);
}

function dispatching(body: readonly Statement[], generic: FunctionDefinition, text: string): readonly Statement[] {
  const at = body.indexOf(generic);
  const found = new Map<Statement, Registered>();
  for (const statement of body.slice(at + 1)) {
    const registered = registration(statement, generic.name.name, found.size);
    if (registered !== null) found.set(statement, registered);
  }
  const last = Math.max(at, ...[...found.keys()].map((one) => body.indexOf(one)));
  const between = body.slice(at + 1, last);
  const [first] = generic.parameters;
  if (first === undefined || generic.parameters.some(({ kind }) => !kind.startsWith("positional"))) return body;
  if (!between.every((one) => found.has(one) || quiet.has(one.kind))) return body;
  const all = withOwnNames([...found.values()]);
  const isPlain = all.every(
    ({ node, types }) => types.every((type) => depthOf(body, type) !== null) && haveSameDefaults(text, generic, node),
  );
  if (!isPlain) return body;
  const written = all.map(placed);
  const others = body.slice(0, last + 1).filter((one) => one !== generic && !found.has(one));
  const fallback: FunctionDefinition = { ...generic, name: { ...generic.name, name: fallbackName(generic) }, decorators: [] };
  return [...others, fallback, ...written, chooser(body, generic, all), ...body.slice(last + 1)];
}

/** What may stand in between: nothing there calls the function. */
const quiet: ReadonlySet<Statement["kind"]> = new Set(["function", "class", "import", "fromImport", "pass"]);

/** `@show.register` with an annotation, `@show.register(int)`, several of these. */
function registration(statement: Statement, name: string, count: number): Registered | null {
  if (statement.kind !== "function" || statement.decorators.length === 0) return null;
  const types = statement.decorators.map((decorator): Expression | null => {
    const callee = decorator.kind === "call" ? decorator.callee : decorator;
    const isRegister =
      callee.kind === "attribute" && callee.name.name === "register" && callee.object.kind === "name" && callee.object.name === name;
    if (!isRegister) return null;
    return (decorator.kind === "call" ? decorator.arguments[0]?.value : statement.parameters[0]?.annotation) ?? null;
  });
  const known = types.filter((type) => type !== null);
  if (known.length < types.length) return null;
  const own = statement.name.name === "_" ? `${name} of ${count}` : statement.name.name;
  return { node: statement, types: known.flatMap(membersOf), name: own };
}

/** `int | float` is both; `type(None)` is None's. */
function membersOf(type: Expression): Expression[] {
  if (type.kind === "binary" && type.operators.every(({ operator }) => operator === "|")) return type.operands.flatMap(membersOf);
  const isNone =
    type.kind === "call" && type.callee.kind === "name" && type.callee.name === "type" && type.arguments[0]?.value.kind === "none";
  return [isNone ? { kind: "none", span: type.span } : type];
}

/** Of several under one name, only the last one keeps it. */
function withOwnNames(all: readonly Registered[]): readonly Registered[] {
  return all.map((one, index) => {
    const isHidden = all.slice(index + 1).some(({ name }) => name === one.name);
    return isHidden ? { ...one, name: `${one.name} of ${index}` } : one;
  });
}

/** What is left out is filled in by the generic function: the registered one must fill in the same. */
function haveSameDefaults(text: string, generic: FunctionDefinition, node: FunctionDefinition): boolean {
  const defaults = ({ parameters }: FunctionDefinition): string[] =>
    parameters.slice(1).map(({ defaultValue: one }) => (one === null ? "" : text.slice(one.span.start, one.span.end)));
  return JSON.stringify(defaults(generic)) === JSON.stringify(defaults(node));
}

function fallbackName(generic: FunctionDefinition): string {
  return `${generic.name.name} of object`;
}

function placed({ node, types, name }: Registered): Statement {
  // What it is called with is asked before, and a bool is an int for that.
  const parameters = node.parameters.map((one, index) => (index === 0 && types.length > 1 ? { ...one, annotation: null } : one));
  return { ...node, parameters, name: { ...node.name, name }, decorators: [] };
}

function chooser(body: readonly Statement[], generic: FunctionDefinition, all: readonly Registered[]): Statement {
  const { span } = generic.name;
  const name = (word: string): Expression => ({ kind: "name", name: word, span });
  const subject = generic.parameters[0]?.name.name ?? "";
  const call = (of: string): Statement => {
    const given = generic.parameters.map((one) => ({ kind: "positional" as const, value: name(one.name.name), span }));
    return { kind: "return", value: { kind: "call", callee: name(of), arguments: given, span }, span };
  };
  const asked = all
    .flatMap((one, index) => one.types.map((type) => ({ ...one, type, index, depth: depthOf(body, type) ?? 0 })))
    .toSorted((a, b) => b.depth - a.depth || b.index - a.index);
  const tests = asked.map(({ type, name: called }): Statement => ({
    kind: "if",
    test: {
      kind: "call",
      callee: name("isinstance"),
      arguments: [name(subject), type].map((value) => ({ kind: "positional" as const, value, span })),
      span,
    },
    body: [call(called)],
    branches: [],
    otherwise: [],
    span,
  }));
  const parameters = generic.parameters.map((one) => ({ ...one, annotation: null }));
  return { ...generic, parameters, returns: null, decorators: [], body: [...tests, call(fallbackName(generic))] };
}

/** How far a class stands below the furthest of its bases; null of what may stand above others in ways not known here. */
function depthOf(body: readonly Statement[], type: Expression, below = 0): number | null {
  if (type.kind === "none") return 0;
  if (type.kind !== "name" || below > body.length) return null;
  const found = body.find((one): one is ClassDefinition => one.kind === "class" && one.name.name === type.name);
  if (found === undefined) {
    const own = depths.findIndex((names) => names.has(type.name));
    return own < 0 ? null : own;
  }
  const bases = found.bases.map(({ value }) => depthOf(body, value, below + 1));
  return bases.reduce<number | null>((most, one) => (most === null || one === null ? null : Math.max(most, one + 1)), 0);
}

/** Of the library's classes. */
const depths: readonly ReadonlySet<string>[] = [
  "BaseException int float str list dict tuple set frozenset bytes range ABC Enum NamedTuple Protocol",
  "Exception bool Counter OrderedDict defaultdict IntEnum",
  "ArithmeticError AssertionError AttributeError ImportError LookupError NameError OSError RuntimeError StopIteration TypeError ValueError",
  "ZeroDivisionError OverflowError IndexError KeyError NotImplementedError RecursionError FileNotFoundError UnicodeError",
].map((names) => new Set(names.split(" ")));
