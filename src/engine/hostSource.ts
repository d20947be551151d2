// Writes a host's records as wgen source: the module `wgen` that authors
// import from. Each record is a frozen dataclass; its methods are the host's
// own source, indented into the class.

import type { HostDefinition, HostField, HostLiteral, HostType } from "./hostDefinition.ts";
import { entriesOf, requireName, requireText, requireType } from "./hostNames.ts";

/** The source of the module `wgen`, or null where the host adds nothing to it. */
export function writeHostSource(definition: HostDefinition): string | null {
  const types = entriesOf(definition.types, "types");
  const methods = new Map(entriesOf(definition.methods, "methods"));
  const parts: string[] = [];
  for (const [name, type] of types) {
    parts.push(recordSource(requireName(name, "types"), type, methods.get(name)));
    methods.delete(name);
  }
  const [stray] = methods.keys();
  if (stray !== undefined) throw new TypeError(`methods.${stray}: there is no type ${stray} in \`types\``);
  if (definition.source !== undefined) parts.push(requireText(definition.source, "source"));
  if (parts.length === 0) return null;
  const imports = types.length === 0 ? "" : "from dataclasses import dataclass, field\n\n\n";
  return `${imports}${parts.map((part) => part.trimEnd()).join("\n\n\n")}\n`;
}

function recordSource(name: string, type: HostType, methods: string | undefined): string {
  const fields = entriesOf(type, `types.${name}`);
  const lines = fields.map(([field, spec]) => `    ${requireName(field, `types.${name}`)}: ${fieldText(spec, `types.${name}.${field}`)}`);
  const body = methods === undefined ? [] : ["", indent(requireText(methods, `methods.${name}`))];
  if (lines.length === 0 && body.length === 0) lines.push("    pass");
  return ["@dataclass(frozen=True)", `class ${name}:`, ...lines, ...body].join("\n");
}

function fieldText(spec: HostField, path: string): string {
  if (typeof spec === "string") return requireType(spec, path);
  const type = requireType(spec.type, `${path}.type`);
  return spec.default === undefined ? type : `${type} = ${defaultText(spec.default, `${path}.default`)}`;
}

function defaultText(value: HostLiteral, path: string): string {
  if (Array.isArray(value) && value.length === 0) return "field(default_factory=list)";
  if (typeof value === "object" && value !== null && Object.keys(value).length === 0) return "field(default_factory=dict)";
  return literalText(value, path);
}

/** A scalar as wgen writes it. */
export function literalText(value: unknown, path: string): string {
  if (value === null) return "None";
  if (typeof value === "boolean") return value ? "True" : "False";
  if (typeof value === "string") return JSON.stringify(value);
  if (typeof value === "number" && Number.isFinite(value)) return Object.is(value, -0) ? "-0.0" : String(value);
  throw new TypeError(`${path}: expected a finite number, a string, a boolean, null or something empty`);
}

/** Methods are given from the margin; blank lines stay blank. */
function indent(source: string): string {
  return source.replace(/^(?=[^\n])/gm, "    ").trimEnd();
}
