// Python stubs (`.pyi`) of a host, so that any Python editor completes and
// checks its names: the host's records and helpers without bodies, and its
// functions by module. Made from the same tables that the checker reads.

import type { HostContract, HostFunctionContract } from "../check/host.ts";
import type { ClassDefinition, FunctionDefinition, Statement } from "../syntax/ast.ts";
import { parse } from "../syntax/parse.ts";
import type { Host } from "./host.ts";
import { literalText } from "./hostSource.ts";

const paramStub = `def param(default: T, *, min: float = ..., max: float = ..., step: float = ..., choices: list[T] = ..., max_len: int = ..., log: bool = ..., unit: str = ..., label: str = ..., group: str = ..., help: str = ..., widget: str = ...) -> T:
    """A setting of the plugin; every argument is a literal."""
    ...
`;

/** Text by file name: `wgen.pyi`, and one file for each module of the host. */
export function hostStubs(host: Host): ReadonlyMap<string, string> {
  const { contract } = host;
  const stubs = new Map([["wgen.pyi", wgenStub(contract)]]);
  for (const { name, source } of contract.sources ?? []) stubs.set(`${name}.pyi`, `${sourceStub(source, `${name}.wgen`)}\n`);
  for (const { name, functions } of contract.modules) stubs.set(`${name}.pyi`, `${functions.map(functionStub).join("\n\n")}\n`);
  return stubs;
}

function wgenStub({ source, hooks }: HostContract): string {
  const head = 'from dataclasses import dataclass\nfrom typing import Any, TypeVar\n\nT = TypeVar("T")\n';
  const body = source === null ? "" : `\n${sourceStub(source, "wgen.wgen")}\n`;
  const known = hooks.map((hook) => {
    const parameters = hook.parameters.map(({ name, type }) => `${name}: ${type}`).join(", ");
    return `#   def ${hook.name}(${parameters})${hook.result === null ? "" : ` -> ${hook.result}`}${hook.doc === undefined ? "" : `    ${hook.doc}`}`;
  });
  return `${head}\n${paramStub}${body}${known.length === 0 ? "" : `\n# Hooks; take any of the parameters, in any order:\n${known.join("\n")}\n`}`;
}

function functionStub({ name, parameters, result, doc }: HostFunctionContract): string {
  const list = parameters.map(
    ({ name: word, type, default: value }) => `${word}: ${type}${value === undefined ? "" : ` = ${literalText(value, word)}`}`,
  );
  const body = doc === undefined ? "    ..." : `    """${doc.replaceAll('"""', "'''").replaceAll("\\", "\\\\")}"""\n    ...`;
  return `def ${name}(${list.join(", ")}) -> ${result}:\n${body}`;
}

function sourceStub(source: string, fileName: string): string {
  const { module } = parse({ name: fileName, text: source });
  const parts = module.body.flatMap((statement) => statementStub(statement, source, ""));
  return parts.join("\n\n");
}

function statementStub(statement: Statement, source: string, indent: string): string[] {
  if (statement.kind === "function")
    return statement.name.name.startsWith("_") && !statement.name.name.startsWith("__") ? [] : [headingStub(statement, source, indent)];
  if (statement.kind === "class") return statement.name.name.startsWith("_") ? [] : [classStub(statement, source)];
  if (statement.kind !== "annotated" || statement.target.kind !== "name" || statement.target.name.startsWith("_")) return [];
  const { start, end } = statement.annotation.span;
  return [`${indent}${statement.target.name}: ${source.slice(start, end)}${statement.value === null ? "" : " = ..."}`];
}

function classStub(node: ClassDefinition, source: string): string {
  const members = node.body.flatMap((statement) => statementStub(statement, source, "    "));
  const decorators = node.decorators.map((each) => `@${source.slice(each.span.start, each.span.end).replace(/^@/, "")}\n`).join("");
  const base = node.bases.map((argument) => source.slice(argument.span.start, argument.span.end)).join(", ");
  return `${decorators}class ${node.name.name}${base === "" ? "" : `(${base})`}:\n${members.length === 0 ? "    ..." : members.join("\n")}`;
}

/** The text of a `def` up to the colon before its body. */
function headingStub(node: FunctionDefinition, source: string, indent: string): string {
  const bodyStart = node.body[0]?.span.start ?? node.span.end;
  const heading = source
    .slice(node.name.span.start, bodyStart)
    .trimEnd()
    .replace(/:\s*(#.*)?$/, "");
  const decorators = node.decorators
    .map((each) => `${indent}@${source.slice(each.span.start, each.span.end).replace(/^@/, "")}\n`)
    .join("");
  return `${decorators}${indent}def ${heading.replace(/\s*\n\s*/g, " ")}: ...`;
}
