// Pages on what a host calls and reads in a plugin: its hooks with all that
// each may take, the constants and the tables. Made from the host's contract,
// so that they say what the checker checks.

import type { Host } from "./host.ts";
import type { Page } from "./libraryPages.ts";

export function hookPages({ contract }: Host): Page[] {
  const hooks = contract.hooks.map(({ name, parameters, result, doc = "" }): Page => {
    const taken = parameters.map(({ name: word, type }) => `${word}: ${type}`).join(", ");
    return { name: `hooks.${name}`, kind: "function", signature: `def ${name}(${taken}) -> ${result ?? "S"}`, text: sentence(doc) };
  });
  const constants = contract.constants.map(({ name, type, default: value, min, max, doc = "" }): Page => {
    const range = min === undefined || max === undefined ? "" : `; ${min} to ${max}`;
    return { name: `hooks.${name}`, kind: "function", signature: `${name}: ${type} = ${String(value)}`, text: sentence(`${doc}${range}`) };
  });
  const tables = (contract.tables ?? []).map(({ name, hook }): Page => {
    const text = `A table at the top level that stands for the hook \`${hook}\`.`;
    return { name: `hooks.${name}`, kind: "function", signature: name, text };
  });
  return [{ name: "hooks", kind: "module", signature: "hooks", text: introduction }, ...hooks, ...constants, ...tables];
}

const introduction = `Functions that a plugin may define and the host calls.

A hook takes any of its parameters, by name, in any order. \`S\` is whatever the
plugin's own \`prepare\` returns. Constants and tables stand at the top level.`;

function sentence(text: string): string {
  return text === "" || text.endsWith(".") ? text : `${text}.`;
}
