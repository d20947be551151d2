// One target of a call that depends on the object's class. All targets of one
// call must take the same arguments and return the same type; a small function
// around the real call converts where they differ.

import { typeKey } from "../../types/key.ts";
import type { Type } from "../../types/type.ts";
import { convert } from "../convert.ts";
import type { Frame } from "../frame.ts";
import { typeOf } from "../frame.ts";
import type { TypedExpression, TypedStatement, Variable } from "../program.ts";
import { synthesise } from "./function.ts";

/** The function to call for `call`, in which `receiver` and `values` are read from variables. */
export function adapt(
  frame: Frame,
  call: TypedExpression,
  receiver: TypedExpression,
  values: readonly TypedExpression[],
  result: Type,
): number {
  const inputs = [receiver, ...values];
  const target = directTarget(call, inputs, result);
  if (target !== null) return target;
  const key = `adapter ${frame.instance.id} ${describe(call, inputs)} ${inputs.map((input) => typeKey(input.type)).join(",")}->${typeKey(result)}`;
  const instance = synthesise(frame, {
    key,
    name: "<call>",
    closure: null,
    span: call.span,
    parameters: inputs.map((input) => input.type),
    build: (_inner, parameters) => ({ body: body(replaceInputs(call, inputs, parameters), result), result }),
  });
  frame.instance.references.add(instance);
  for (const reference of frame.instance.references) instance.references.add(reference);
  return instance.id;
}

/** Where the call itself already has the right shape. */
function directTarget(call: TypedExpression, inputs: readonly TypedExpression[], result: Type): number | null {
  if (call.kind !== "call" || typeKey(call.type) !== typeKey(result) || call.arguments.length !== inputs.length) return null;
  const plain = call.arguments.every((value, index) => {
    const input = inputs[index] as TypedExpression;
    const inner = index === 0 && value.kind === "convert" ? value.value : value;
    return inner === input;
  });
  return plain ? call.function : null;
}

/** What it does with which input: two calls of one description are the same call. */
function describe(node: TypedExpression, inputs: readonly TypedExpression[]): string {
  const index = inputs.indexOf(node);
  if (index >= 0) return `#${index}`;
  const all = (nodes: readonly TypedExpression[]): string => `(${nodes.map((one) => describe(one, inputs)).join()})`;
  switch (node.kind) {
    case "literal":
      return typeof node.value === "string" ? JSON.stringify(node.value) : `${typeKey(node.type)} ${String(node.value)}`;
    case "global":
      return `global ${node.global.id}`;
    case "convert":
      return `${typeKey(node.type)}${all([node.value])}`;
    case "call":
      return `${node.function}${all(node.arguments)}`;
    case "sequence":
      return describe(node.value, inputs);
    case "tuple":
    case "list":
      return `${node.kind}${all(node.items)}`;
    case "dispatch":
      return `${node.targets.map((target) => target.function).join("/")}${all([node.receiver, ...node.arguments])}`;
    case "generator":
      return `generator ${node.function}${all([...(node.environment === null ? [] : [node.environment]), ...node.arguments])}`;
    case "closure":
      return `closure ${node.closure.id}`;
    default:
      return node.kind;
  }
}

function body(call: TypedExpression, result: Type): TypedStatement[] {
  const type = typeOf(call);
  if (type.kind === "none" && result.kind === "none") return [{ kind: "evaluate", value: call, span: call.span }];
  if (type.kind === "none")
    return [
      { kind: "evaluate", value: call, span: call.span },
      { kind: "return", value: convert({ kind: "literal", value: null, type, span: call.span }, result), span: call.span },
    ];
  return [{ kind: "return", value: convert(call, result), span: call.span }];
}

/** Does the call depend on nothing but its inputs? */
export function isAdaptable(node: TypedExpression, inputs: readonly TypedExpression[]): boolean {
  if (inputs.includes(node)) return true;
  const all = (nodes: readonly TypedExpression[]): boolean => nodes.every((one) => isAdaptable(one, inputs));
  switch (node.kind) {
    case "literal":
    case "global":
      return true;
    case "convert":
      return isAdaptable(node.value, inputs);
    case "call":
      return all(node.arguments);
    case "sequence":
      return node.statements.length === 0 && isAdaptable(node.value, inputs);
    case "tuple":
    case "list":
      return all(node.items);
    case "dispatch":
      return isAdaptable(node.receiver, inputs) && all(node.arguments);
    case "generator":
      return (node.environment === null || isAdaptable(node.environment, inputs)) && all(node.arguments);
    case "closure":
      return node.captures.length === 0;
    default:
      return false;
  }
}

/** The same call over the adapter's own parameters. */
function replaceInputs(node: TypedExpression, inputs: readonly TypedExpression[], parameters: readonly Variable[]): TypedExpression {
  const index = inputs.indexOf(node);
  const variable = parameters[index];
  if (variable !== undefined) return { kind: "variable", variable, type: variable.type, span: node.span };
  switch (node.kind) {
    case "convert":
      return { ...node, value: replaceInputs(node.value, inputs, parameters) };
    case "call":
      return { ...node, arguments: node.arguments.map((item) => replaceInputs(item, inputs, parameters)) };
    case "sequence":
      return { ...node, value: replaceInputs(node.value, inputs, parameters) };
    case "tuple":
    case "list":
      return { ...node, items: node.items.map((item) => replaceInputs(item, inputs, parameters)) };
    case "dispatch":
      return {
        ...node,
        receiver: replaceInputs(node.receiver, inputs, parameters),
        arguments: node.arguments.map((item) => replaceInputs(item, inputs, parameters)),
      };
    case "generator":
      return {
        ...node,
        environment: node.environment === null ? null : replaceInputs(node.environment, inputs, parameters),
        arguments: node.arguments.map((item) => replaceInputs(item, inputs, parameters)),
      };
    default:
      return node;
  }
}
