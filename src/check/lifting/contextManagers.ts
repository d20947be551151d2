// `@contextmanager` written out: the generator stays a function of its own that
// is told what was raised in the body of the `with`, and raises it where it
// yielded; the decorated name makes an object whose `__enter__` and `__exit__`
// advance it, as CPython's `contextlib` does.

import type { Argument, ClassDefinition, Expression, FunctionDefinition, Module, Parameter, Statement } from "../../syntax/ast.ts";
import type { Span } from "../../base/span.ts";
import { parse } from "../../syntax/parse.ts";
import { walkTree } from "../../syntax/walk.ts";
import { decoratorName, hasDecorator } from "../indexing.ts";
import { isFrom } from "./importedNames.ts";
import { mapStatements, mapTree } from "./rewriting.ts";
import { callOf, nameOf, positional } from "./written.ts";

/** For each decorated function a copy, under names that no author can write. */
const template = parse({
  name: "contextlib",
  text: `
class Thrown:
    def __init__(self):
        self.error: BaseException | None = None

class Manager:
    def __init__(self, generator, thrown):
        self.generator = generator
        self.thrown = thrown

    def __enter__(self):
        try:
            return next(self.generator)
        except StopIteration:
            raise RuntimeError("generator didn't yield") from None

    def __exit__(self, kind, error, trace):
        if error is None:
            try:
                next(self.generator)
            except StopIteration:
                return False
            raise RuntimeError("generator didn't stop")
        self.thrown.error = error
        try:
            next(self.generator)
        except StopIteration as stop:
            return stop is not error
        except BaseException as other:
            if other is error:
                return False
            raise
        raise RuntimeError("generator didn't stop after throw()")

if thrown.error is not None:
    raise thrown.error
`,
}).module.body;

/** What the generator is told by. */
const thrownName = "thrown at yield";

const managerName = "context manager ";

/** Are there any in this tree? */
export function hasManagers(module: Module): boolean {
  return module.body.some((one) => one.kind === "class" && one.name.name.startsWith(managerName));
}

/** The same tree without `@contextmanager`. */
export function writeOutContextManagers(module: Module): Module {
  if (!module.file.text.includes("contextmanager")) return module;
  isMark = isFrom(module, "contextlib", "contextmanager");
  const classes: Statement[] = [];
  const body = mapStatements(module.body, (statement) => written(statement, null, classes));
  return classes.length === 0 ? module : { ...module, body: putFirst(body, classes) };
}

/** Behind the docstring and imports, of which some must come first. */
export function putFirst(body: readonly Statement[], added: readonly Statement[]): Statement[] {
  const first = body.findIndex(({ kind }) => !beginnings.has(kind));
  return [...body.slice(0, first), ...added, ...body.slice(first)];
}

const beginnings: ReadonlySet<Statement["kind"]> = new Set(["expression", "import", "fromImport"]);

/** What the body of the `with` raised: its generator lets it go on from where it yielded. */
export function isThrown(node: Expression): boolean {
  return node.kind === "attribute" && node.object.kind === "name" && node.object.name === thrownName;
}

function written(statement: Statement, owner: ClassDefinition | null, classes: Statement[]): Statement[] | null {
  if (statement.kind === "class") return [{ ...statement, body: mapStatements(statement.body, (one) => written(one, statement, classes)) }];
  if (statement.kind !== "function") return null;
  const body = mapStatements(statement.body, (one) => written(one, null, classes));
  const node = { ...statement, body };
  return node.decorators.some((one) => isMark(one)) && raisesWhereItYields(node) ? writtenOut(node, owner, classes) : [node];
}

/** Asks of a decorator whether it is that of `contextlib`. */
let isMark: (decorator: Expression) => boolean = () => false;

/** What is raised in the body of a `with` would not reach what a `yield from` goes through. */
function raisesWhereItYields(node: FunctionDefinition): boolean {
  let isSo = true;
  walkTree(node.body, (one) => {
    if (one.kind === "yieldFrom") isSo = false;
    return one.kind !== "function" && one.kind !== "class";
  });
  return isSo;
}

function writtenOut(node: FunctionDefinition, owner: ClassDefinition | null, classes: Statement[]): Statement[] {
  const { span, name } = node.name;
  const inner = `generator of ${owner === null ? "" : `${owner.name.name}.`}${name}`;
  const number = classes.length === 0 ? "" : ` ${classes.length}`;
  const [thrown, manager] = [`thrown into ${name}${number}`, `${managerName}${name}${number}`];
  classes.push(
    ...copies(
      new Map([
        ["Thrown", thrown],
        ["Manager", manager],
      ]),
      span,
    ),
  );
  const decorators = node.decorators.filter((one) => !isMark(one));
  const isMethod = owner !== null && !hasDecorator(node, "staticmethod");
  const self = isMethod ? node.parameters.slice(0, 1) : [];
  const given = node.parameters.slice(self.length);
  const told: Parameter = { kind: "positional", name: { name: thrownName, span }, annotation: null, defaultValue: null, span };
  const generator: FunctionDefinition = {
    ...node,
    name: { name: inner, span },
    parameters: [...self, told, ...given.map((one) => ({ ...one, defaultValue: null }))].map((one) => ({ ...one })),
    body: mapStatements(node.body, raiseAtYield),
    // The property is what makes the manager.
    decorators: decorators.filter((one) => decoratorName(one) !== "property"),
  };
  const [first] = self;
  const callee: Expression =
    first === undefined && owner === null
      ? nameOf(inner, span)
      : { kind: "attribute", object: nameOf(first?.name.name ?? owner?.name.name ?? "", span), name: { name: inner, span }, span };
  const start = callOf(callee, [positional(nameOf(thrownName, span)), ...given.map(handedOn)], span);
  const maker: Statement[] = [
    { kind: "assignment", targets: [nameOf(thrownName, span)], value: callOf(nameOf(thrown, span), [], span), span },
    { kind: "return", value: callOf(nameOf(manager, span), [positional(start), positional(nameOf(thrownName, span))], span), span },
  ];
  return [generator, { ...node, decorators, returns: null, body: maker }];
}

/** The classes of the template under these names, all at one place of the author's file. */
function copies(names: ReadonlyMap<string, string>, span: Span): Statement[] {
  return template.slice(0, 2).map((one) => {
    const { name } = one as ClassDefinition;
    return { ...placed(one, span), name: { name: names.get(name.name) ?? name.name, span } } as ClassDefinition;
  });
}

export function placed<T>(node: T, span: Span): T {
  const place = (part: unknown): unknown => {
    if (Array.isArray(part)) return part.map(place);
    if (typeof part !== "object" || part === null) return part;
    if ("start" in part) return { ...span };
    return Object.fromEntries(Object.entries(part).map(([key, value]) => [key, place(value)]));
  };
  return place(node) as T;
}

function raiseAtYield(statement: Statement): Statement[] | null {
  if (statement.kind === "function" || statement.kind === "class") return [statement];
  const isYield = (statement.kind === "expression" || statement.kind === "assignment") && statement.value.kind === "yield";
  return isYield ? [statement, ...template.slice(2).map((one) => named(placed(one, statement.span)))] : null;
}

function named<T>(node: T): T {
  return mapTree(node, (one) => {
    const { name } = one as { readonly name?: unknown };
    return one.kind === "name" && name === "thrown" ? { ...one, name: thrownName } : null;
  });
}

function handedOn({ kind, name, span }: Parameter): Argument {
  const value = nameOf(name.name, span);
  switch (kind) {
    case "star":
      return { kind: "star", value, span };
    case "doubleStar":
      return { kind: "doubleStar", value, span };
    case "keywordOnly":
      return { kind: "keyword", name, value, span };
    case "positional":
    case "positionalOnly":
      return positional(value);
  }
}
