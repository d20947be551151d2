// What the checker found in a plugin, in the API's shape.

import type { DiagnosticData } from "../../base/diagnosticData.ts";
import type { Parameter } from "../../engine/parameters.ts";
import type { PluginFacts } from "../../sandbox/answers.ts";

export function factsOf({ hooks, parameters, parameterSchema, documentation }: PluginFacts) {
  return {
    hooks: hooks.map(({ name, parameters: taken, result, perCell }) => ({ name, parameters: [...taken], result, perCell })),
    parameters: parameters.map(plainParameter),
    parameter_schema: JSON.parse(parameterSchema) as object,
    docs: documentation,
  };
}

export function auditView({ audit }: PluginFacts) {
  const { imports, hostFunctions, lines, sourceBytes, functions, unboundedLoops, recursions, longestText, largestLiteral } = audit;
  return {
    imports: [...imports],
    host_functions: [...hostFunctions],
    lines,
    source_bytes: sourceBytes,
    functions,
    unbounded_loops: [...unboundedLoops],
    recursions: [...recursions],
    longest_text: longestText,
    largest_literal: largestLiteral,
  };
}

/** Ints beyond 2^53 are decimal strings, as everywhere in JSON. */
function plainParameter(parameter: Parameter) {
  const { choices, default: value, ...rest } = parameter;
  return { ...rest, default: plain(value), ...(choices === undefined ? {} : { choices: choices.map(plain) }) };
}

function plain(value: unknown): unknown {
  if (typeof value === "bigint") return String(value);
  return Array.isArray(value) ? value.map(plain) : value;
}

export function diagnosticViews(diagnostics: readonly DiagnosticData[]) {
  return diagnostics.map((each) => ({ ...each, labels: [...each.labels] }));
}
