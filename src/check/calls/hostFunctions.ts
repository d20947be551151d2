// Calls of functions that the host supplies.

import type { Span } from "../../base/span.ts";
import { boolLiteral, floatLiteral, impossible, intLiteral, stringLiteral } from "../build.ts";
import { NONE, isSilent } from "../../types/primitives.ts";
import type { Type } from "../../types/type.ts";
import { flowInto } from "../convert.ts";
import type { SignatureParameter } from "../declarations.ts";
import { wrongArgument } from "../errors/calls.ts";
import { effectOfModuleBody } from "../errors/contracts.ts";
import type { Actual, Frame } from "../frame.ts";
import { typeOf, unknownAt } from "../frame.ts";
import type { HostFunctionContract } from "../host.ts";
import type { Instance } from "../instances.ts";
import type { TypedExpression, TypedStatement } from "../program.ts";
import { sequence } from "../build.ts";
import { bindArguments, keepSourceOrder } from "./arguments.ts";

export function callHostFunction(
  frame: Frame,
  module: string,
  contract: HostFunctionContract,
  actuals: readonly Actual[],
  span: Span,
): TypedExpression {
  const { session } = frame;
  if (contract.kind === "effect" && isModuleBody(frame.instance)) return frame.fail(span, effectOfModuleBody(contract.name));
  if (actuals.some((actual) => isSilent(typeOf(actual.value))))
    return impossible(
      actuals.map((actual) => actual.value),
      span,
    );
  const types = contract.parameters.map((parameter) => session.hostType(parameter.type));
  const result = contract.kind === "effect" ? NONE : session.hostType(contract.result);
  const parameters = contract.parameters.map((parameter): SignatureParameter => ({
    name: parameter.name,
    kind: "positional",
    accepts: { kind: "inferred" },
    defaultValue: parameter.default === undefined ? null : { kind: "none", span },
    span,
  }));
  const matched = bindArguments(`\`${contract.name}\``, parameters, actuals);
  if (!("bound" in matched)) {
    frame.report(matched.span ?? span, matched.problem);
    return unknownAt(span);
  }
  const prelude: TypedStatement[] = [];
  const bound = keepSourceOrder(frame, matched.bound, actuals, prelude);
  const values: TypedExpression[] = [];
  for (const [index, one] of bound.entries()) {
    const value = one.kind === "value" ? one.actual.value : literal(contract.parameters[index]?.default, span);
    const wanted = types[index] as Type;
    const fitted = flowInto(session, value, wanted);
    if (fitted === null)
      return frame.fail(
        one.kind === "value" ? one.actual.span : span,
        wrongArgument(`\`${contract.name}\``, parameters[index]?.name ?? "", typeOf(value), wanted),
      );
    values.push(fitted);
  }
  const name = `${module}.${contract.name}`;
  // Each program must find its own uses: what calls the host is not kept for the next.
  session.touch();
  if (!session.hostUses.has(name)) session.hostUses.set(name, { name, parameters: types, result, price: contract.price });
  return sequence(prelude, { kind: "hostCall", name, arguments: values, type: result, span });
}

/** Does the first call that led here stand at the top level of a file? */
function isModuleBody(instance: Instance): boolean {
  let at = instance;
  while (at.caller !== null) at = at.caller.instance;
  return at.name === "<module>";
}

function literal(value: number | string | boolean | undefined, span: Span): TypedExpression {
  if (typeof value === "string") return stringLiteral(value, span);
  if (typeof value === "boolean") return boolLiteral(value, span);
  return value !== undefined && Number.isInteger(value) ? intLiteral(value, span) : floatLiteral(value ?? 0, span);
}
