// Syntax tree to source text: the inverse of the parser. `parse(print(tree))`
// is the tree again, but for its places. Comments are not in the tree; the
// formatter (`format.ts`) works on tokens instead.

import { InternalError } from "../base/internalError.ts";
import type * as ast from "./ast.ts";
import { printArguments, printBare, printExpression, printParameters, printTarget } from "./printExpressions.ts";
import { printCase } from "./printPatterns.ts";

const INDENT = "    ";

/** The source of a module, ending with a line end. */
export function printModule(module: { readonly body: readonly ast.Statement[] }): string {
  return printLines(module.body)
    .map((line) => `${line}\n`)
    .join("");
}

function printLines(body: readonly ast.Statement[]): string[] {
  return body.flatMap(printStatement);
}

function block(header: string, body: readonly ast.Statement[]): string[] {
  return [`${header}:`, ...printLines(body).map((line) => (line === "" ? line : INDENT + line))];
}

/** `else` and its like, where they have statements. */
function clause(header: string, body: readonly ast.Statement[]): string[] {
  return body.length === 0 ? [] : block(header, body);
}

function printStatement(statement: ast.Statement): string[] {
  switch (statement.kind) {
    case "if":
      return printIf(statement);
    case "while":
      return [...block(`while ${printExpression(statement.test)}`, statement.body), ...clause("else", statement.otherwise)];
    case "for": {
      const header = `for ${printBare(statement.target)} in ${printBare(statement.iterable)}`;
      return [...block(header, statement.body), ...clause("else", statement.otherwise)];
    }
    case "try":
      return printTry(statement);
    case "with":
      return block(`with ${statement.items.map(printWithItem).join(", ")}`, statement.body);
    case "match":
      return [`match ${printBare(statement.subject)}:`, ...statement.cases.flatMap((one) => printMatchCase(one))];
    case "function":
      return printFunction(statement);
    case "class": {
      const bases = statement.bases.length === 0 ? "" : `(${printArguments(statement.bases)})`;
      return [...printDecorators(statement.decorators), ...block(`class ${statement.name.name}${bases}`, statement.body)];
    }
    default:
      return [printSimple(statement)];
  }
}

function printIf(statement: ast.If): string[] {
  return [
    ...block(`if ${printExpression(statement.test)}`, statement.body),
    ...statement.branches.flatMap((branch) => block(`elif ${printExpression(branch.test)}`, branch.body)),
    ...clause("else", statement.otherwise),
  ];
}

function printTry(statement: ast.Try): string[] {
  return [
    ...block("try", statement.body),
    ...statement.handlers.flatMap((handler) => block(printHandler(handler), handler.body)),
    ...clause("else", statement.otherwise),
    ...clause("finally", statement.finalizer),
  ];
}

function printHandler({ exceptions, name }: ast.ExceptHandler): string {
  const caught = exceptions === null ? "" : ` ${printExpression(exceptions)}`;
  return `except${caught}${name === null ? "" : ` as ${name.name}`}`;
}

function printWithItem(item: ast.With["items"][number]): string {
  return printExpression(item.context) + (item.target === null ? "" : ` as ${printTarget(item.target)}`);
}

function printMatchCase({ pattern, guard, body }: ast.MatchCase): string[] {
  return block(printCase(pattern) + (guard === null ? "" : ` if ${printExpression(guard)}`), body).map((line) => INDENT + line);
}

function printDecorators(decorators: readonly ast.Expression[]): string[] {
  return decorators.map((decorator) => `@${printExpression(decorator)}`);
}

function printFunction(statement: ast.FunctionDefinition): string[] {
  const returns = statement.returns === null ? "" : ` -> ${printExpression(statement.returns)}`;
  const header = `def ${statement.name.name}(${printParameters(statement.parameters)})${returns}`;
  return [...printDecorators(statement.decorators), ...block(header, statement.body)];
}

type SimpleStatement = Exclude<
  ast.Statement,
  ast.If | ast.While | ast.For | ast.Try | ast.With | ast.Match | ast.FunctionDefinition | ast.ClassDefinition
>;

function printSimple(statement: SimpleStatement): string {
  switch (statement.kind) {
    case "expression":
      return printBare(statement.value);
    case "assignment":
      return [...statement.targets, statement.value].map(printBare).join(" = ");
    case "annotated": {
      const value = statement.value === null ? "" : ` = ${printBare(statement.value)}`;
      return `${printTarget(statement.target)}: ${printExpression(statement.annotation)}${value}`;
    }
    case "augmented":
      return `${printTarget(statement.target)} ${statement.operator}= ${printBare(statement.value)}`;
    case "return":
      return statement.value === null ? "return" : `return ${printBare(statement.value)}`;
    case "pass":
    case "break":
    case "continue":
      return statement.kind;
    case "assert":
      return `assert ${printExpression(statement.test)}${statement.message === null ? "" : `, ${printExpression(statement.message)}`}`;
    case "raise":
      return printRaise(statement);
    case "delete":
      return `del ${statement.targets.map(printTarget).join(", ")}`;
    case "global":
    case "nonlocal":
      return `${statement.kind} ${statement.names.map((name) => name.name).join(", ")}`;
    case "import":
      return `import ${statement.modules.map(printAlias).join(", ")}`;
    case "fromImport":
      return `from ${".".repeat(statement.level)}${printPath(statement.path)} import ${statement.star ? "*" : statement.names.map(printAlias).join(", ")}`;
    case "error":
      throw new InternalError("a tree with errors has no source");
  }
}

function printRaise({ exception, cause }: ast.Raise): string {
  if (exception === null) return "raise";
  return `raise ${printExpression(exception)}${cause === null ? "" : ` from ${printExpression(cause)}`}`;
}

function printPath(path: readonly ast.Identifier[]): string {
  return path.map((part) => part.name).join(".");
}

function printAlias({ path, alias }: ast.ImportAlias): string {
  return printPath(path) + (alias === null ? "" : ` as ${alias.name}`);
}
