// `with` as the language reference spells it out: `__enter__`, the body under
// `try`, `__exit__` with the exception or with None, which swallows the
// exception where it gives true. Of the three things that `__exit__` is given
// wgen has the exception only: it stands for its class and its traceback too,
// and what the method asks of them is asked of the exception instead.

import type { ClassDefinition, Expression, FunctionDefinition, Module, Statement, Try, With } from "../../syntax/ast.ts";
import type { Span } from "../../base/span.ts";
import { walkTree } from "../../syntax/walk.ts";
import { isFrom } from "./importedNames.ts";
import { mapStatements, mapTree } from "./rewriting.ts";

/** The same tree without `with`. */
export function writeOutWith(module: Module): Module {
  suppresses = isFrom(module, "contextlib", "suppress");
  let count = 0;
  walkTree(module.body, (node) => {
    if (node.kind === "with") count += 1;
    return true;
  });
  if (count === 0 && !module.file.text.includes("__exit__")) return module;
  names = 0;
  return { ...module, body: withoutWith(module.body.map(writeExit)) };
}

function withoutWith(body: readonly Statement[]): Statement[] {
  return mapStatements(body, (statement) => (statement.kind === "with" ? written(statement) : null));
}

/** Managers of the module so far, each with local names of its own that no author can write. */
let names = 0;

function written(node: With): Statement[] {
  const [first, ...others] = node.items;
  if (first === undefined) return withoutWith(node.body);
  const body = others.length === 0 ? node.body : [{ ...node, items: others }];
  if (first.target === null && first.context.kind === "call" && suppresses(first.context.callee))
    return suppressing(node, first.context, body);
  const { span } = first.context;
  names += 1;
  const local = (what: string): Expression => ({ kind: "name", name: `${what} ${names}`, span });
  const [manager, left, error] = ["manager", "left", "error"].map(local) as [Expression, Expression, Expression];
  const enter = call(manager, "__enter__", [], span);
  const exit = (value: Expression): Expression => call(manager, "__exit__", [value, value, value], span);
  const bool = (value: boolean): Expression => ({ kind: "bool", value, span });
  const assign = (target: Expression, value: Expression): Statement => ({ kind: "assignment", targets: [target], value, span });
  const raised: Statement = {
    kind: "if",
    test: { kind: "unary", operator: "not", operatorSpan: span, operand: exit(error), span },
    body: [{ kind: "raise", exception: null, cause: null, span }],
    branches: [],
    otherwise: [],
    span,
  };
  const handler = {
    exceptions: { kind: "name", name: "BaseException", span } as const,
    name: { name: (error as Extract<Expression, { kind: "name" }>).name, span },
    body: [assign(left, bool(true)), raised],
    span,
  };
  const inner: Try = { kind: "try", body: withoutWith(body), handlers: [handler], otherwise: [], finalizer: [], span: node.span };
  const last: Statement = {
    kind: "if",
    test: { kind: "unary", operator: "not", operatorSpan: span, operand: left, span },
    body: [{ kind: "expression", value: exit({ kind: "none", span }), span }],
    branches: [],
    otherwise: [],
    span,
  };
  return [
    assign(manager, first.context),
    first.target === null ? { kind: "expression", value: enter, span } : assign(first.target, enter),
    assign(left, bool(false)),
    { kind: "try", body: [inner], handlers: [], otherwise: [], finalizer: [last], span: node.span },
  ];
}

/** Asks of `suppress` whether it is that of `contextlib`. */
let suppresses: (callee: Expression) => boolean = () => false;

/** `with suppress(KeyError, IndexError):` */
function suppressing(
  node: With,
  { arguments: given, span }: Extract<Expression, { kind: "call" }>,
  body: readonly Statement[],
): Statement[] {
  if (given.length === 0) return withoutWith(body);
  const exceptions: Expression = { kind: "tuple", items: given.map(({ value }) => value), span };
  const handler = { exceptions, name: null, body: [{ kind: "pass", span } as const], span };
  return [{ kind: "try", body: withoutWith(body), handlers: [handler], otherwise: [], finalizer: [], span: node.span }];
}

function call(object: Expression, name: string, values: readonly Expression[], span: Span): Expression {
  const callee: Expression = { kind: "attribute", object, name: { name, span }, span };
  return { kind: "call", callee, arguments: values.map((value) => ({ kind: "positional", value, span: value.span })), span };
}

// ------------------------------------------------------------------- __exit__

function writeExit(statement: Statement): Statement {
  return statement.kind === "class" ? { ...statement, body: statement.body.map((one) => exitOf(statement, one)) } : statement;
}

function exitOf(_: ClassDefinition, statement: Statement): Statement {
  if (statement.kind === "class") return writeExit(statement);
  if (statement.kind !== "function" || statement.name.name !== "__exit__") return statement;
  const [, first] = statement.parameters;
  const parameters = statement.parameters.map((one, index) => (index === 0 ? one : { ...one, annotation: null }));
  const body = first?.kind === "positional" ? aboutClass(statement.body, first.name.name) : statement.body;
  return { ...statement, parameters, body };
}

/** The exception stands for its class: a test of it asks whether there is one, anything else asks its type. */
function aboutClass(body: FunctionDefinition["body"], name: string): FunctionDefinition["body"] {
  const isClass = (node: Expression | null | undefined): boolean => node?.kind === "name" && node.name === name;
  const tested = (node: Expression): Expression => (isClass(node) ? isThere(node) : change(node));
  const change = <T>(part: T): T =>
    mapTree(part, (one) => {
      const node = one as Expression | Extract<Statement, { kind: "if" }>;
      if (node.kind === "name") return isClass(node) ? typeOf(node) : null;
      if (node.kind === "if") {
        const branches = node.branches.map((branch) => ({ ...branch, test: tested(branch.test), body: change(branch.body) }));
        return { ...node, test: tested(node.test), body: change(node.body), branches, otherwise: change(node.otherwise) };
      }
      if (node.kind === "unary" && node.operator === "not") return { ...node, operand: tested(node.operand) };
      if (node.kind === "conditional")
        return { ...node, test: tested(node.test), whenTrue: change(node.whenTrue), whenFalse: change(node.whenFalse) };
      if (node.kind === "boolean") return { ...node, operands: node.operands.map(tested) };
      if (node.kind === "comparison" && node.operands.some(({ kind }) => kind === "none")) return node;
      const [first, ...others] = node.kind === "call" ? node.arguments : [];
      if (node.kind !== "call" || node.callee.kind !== "name" || node.callee.name !== "issubclass" || !isClass(first?.value)) return null;
      return { ...node, callee: { ...node.callee, name: "isinstance" }, arguments: [first, ...change(others)] };
    });
  return change(body);
}

function typeOf(node: Expression): Expression {
  const { span } = node;
  return { kind: "call", callee: { kind: "name", name: "type", span }, arguments: [{ kind: "positional", value: node, span }], span };
}

function isThere(node: Expression): Expression {
  const { span } = node;
  return { kind: "comparison", operands: [node, { kind: "none", span }], operators: [{ operator: "is not", span }], span };
}
