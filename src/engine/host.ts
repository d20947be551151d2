// `defineHost`: from what a host says about itself to the contract that the
// checker reads and the functions that the executors call. There is no other
// way to make a host, and the world has no private one.

import type { HookContract, HostConstant, HostContract, HostFunctionContract, HostModuleContract } from "../check/host.ts";
import type { HostConstantDefinition, HostDefinition, HostField, HostFunctionDefinition, HostHook } from "./hostDefinition.ts";
import { entriesOf, requireName, requireText, requireType } from "./hostNames.ts";
import { literalText, writeHostSource } from "./hostSource.ts";

/** What a declared function does when it is called. */
export type HostAction =
  | { readonly kind: "pure"; readonly run: (...values: never[]) => unknown }
  | { readonly kind: "effect"; readonly effect: "reversible" | "outward" };

/** Made by `defineHost`; immutable, to be shared by any number of plugins. */
export interface Host {
  readonly name: string;
  /** What the checker knows of it. */
  readonly contract: HostContract;
  /** By `module.function`. */
  readonly actions: ReadonlyMap<string, HostAction>;
}

const defaultPrice = 10;
const highestPrice = 1e9;

/**
 * Declares what a plugin may see and be asked for. Throws `TypeError` or
 * `RangeError` with the path of what is wrong; wgen source in it is checked at
 * the first `compile`.
 *
 * @example
 * const host = defineHost({
 *   name: "records",
 *   modules: { records: { lookup: { parameters: { key: "str" }, result: "float", run: (key: string) => key.length } } },
 *   hooks: { transform: { parameters: { price: "float" }, result: "float" } },
 * });
 */
export function defineHost(definition: HostDefinition): Host {
  if (typeof definition !== "object" || definition === null) throw new TypeError("defineHost: expected an object");
  const actions = new Map<string, HostAction>();
  const contract: HostContract = Object.freeze({
    name: requireName(definition.name, "name"),
    source: writeHostSource(definition),
    sources: entriesOf(definition.sources, "sources").map(([name, source]) => ({
      name: requireName(name, "sources"),
      source: requireText(source, `sources.${name}`),
    })),
    modules: entriesOf(definition.modules, "modules").map(([name, functions]) => moduleContract(name, functions, actions)),
    hooks: entriesOf(definition.hooks, "hooks").map(([name, hook]) => hookContract(name, hook)),
    constants: entriesOf(definition.constants, "constants").map(([name, constant]) => constantContract(name, constant)),
    tables: entriesOf(definition.tables, "tables").map(([name, { hook, source }]) => ({
      name: requireName(name, "tables"),
      hook: requireName(hook, `tables.${name}.hook`),
      source: requireText(source, `tables.${name}.source`),
    })),
    frozenState: definition.frozenState ?? false,
    unseededRandom: definition.unseededRandom ?? true,
    runsMain: definition.runsMain ?? false,
  });
  return Object.freeze({ name: contract.name, contract, actions });
}

function moduleContract(
  name: string,
  functions: Readonly<Record<string, HostFunctionDefinition>>,
  actions: Map<string, HostAction>,
): HostModuleContract {
  requireName(name, "modules");
  const path = `modules.${name}`;
  return {
    name,
    functions: entriesOf(functions, path).map(([word, definition]) => {
      const contract = functionContract(word, definition, path);
      actions.set(`${name}.${word}`, actionOf(definition, `${path}.${word}`));
      return contract;
    }),
  };
}

function functionContract(name: string, definition: HostFunctionDefinition, modulePath: string): HostFunctionContract {
  const path = `${modulePath}.${requireName(name, modulePath)}`;
  const isEffect = "effect" in definition;
  return {
    name,
    parameters: entriesOf(definition.parameters, `${path}.parameters`).map(([word, field]) => parameterContract(word, field, path)),
    result: isEffect ? "None" : requireType(definition.result, `${path}.result`),
    price: requirePrice(definition.price, `${path}.price`),
    kind: isEffect ? "effect" : "pure",
    ...(definition.doc === undefined ? {} : { doc: requireText(definition.doc, `${path}.doc`) }),
  };
}

function parameterContract(name: string, field: HostField, path: string): HostFunctionContract["parameters"][number] {
  const where = `${path}.parameters.${name}`;
  requireName(name, `${path}.parameters`);
  if (typeof field === "string") return { name, type: requireType(field, where) };
  const type = requireType(field.type, where);
  const { default: value } = field;
  if (value === undefined) return { name, type };
  if (typeof value === "object") throw new TypeError(`${where}.default: expected a number, a string or a boolean`);
  literalText(value, `${where}.default`);
  return { name, type, default: value };
}

function requirePrice(price: number | undefined, path: string): number {
  if (price === undefined) return defaultPrice;
  if (typeof price !== "number" || !Number.isInteger(price)) throw new TypeError(`${path}: expected a whole number of units of fuel`);
  if (price < 0 || price > highestPrice) throw new RangeError(`${path}: expected 0 to ${highestPrice}`);
  return price;
}

function actionOf(definition: HostFunctionDefinition, path: string): HostAction {
  if ("effect" in definition) {
    const { effect } = definition;
    if (effect !== "reversible" && effect !== "outward") throw new TypeError(`${path}.effect: expected "reversible" or "outward"`);
    return { kind: "effect", effect };
  }
  if (typeof definition.run !== "function") throw new TypeError(`${path}.run: expected a function`);
  return { kind: "pure", run: definition.run };
}

function hookContract(name: string, hook: HostHook): HookContract {
  const path = `hooks.${requireName(name, "hooks")}`;
  return {
    name,
    parameters: entriesOf(hook.parameters, `${path}.parameters`).map(([word, spec]) => {
      const where = `${path}.parameters.${word}`;
      requireName(word, `${path}.parameters`);
      if (typeof spec === "string") return { name: word, type: requireType(spec, where) };
      return {
        name: word,
        type: requireType(spec.type, where),
        required: spec.required ?? false,
        constant: spec.constant ?? false,
        isRegional: spec.isRegional ?? false,
      };
    }),
    result: hook.result === null ? null : requireType(hook.result, `${path}.result`),
    perCell: hook.perCell ?? false,
    ...(hook.isPrepare === undefined ? {} : { isPrepare: hook.isPrepare }),
    ...(hook.doc === undefined ? {} : { doc: requireText(hook.doc, `${path}.doc`) }),
  };
}

const constantTypes: Readonly<Record<HostConstant["type"], string>> = { int: "number", float: "number", str: "string", bool: "boolean" };

function constantContract(name: string, constant: HostConstantDefinition): HostConstant {
  const path = `constants.${requireName(name, "constants")}`;
  const expected = Object.hasOwn(constantTypes, constant.type) ? constantTypes[constant.type] : undefined;
  if (expected === undefined) throw new TypeError(`${path}.type: expected "int", "float", "str" or "bool"`);
  if (typeof constant.default !== expected) throw new TypeError(`${path}.default: expected a ${expected}`);
  return Object.freeze({ name, ...constant });
}
