// A call of a function whose annotations say everything: arguments flow into
// the parameter types, type parameters grow on the way, and the result is read
// off. The body is instantiated for the final types and analysed by itself.

import { UNKNOWN } from "../../types/primitives.ts";
import { substitute } from "../../types/variables.ts";
import type { Type } from "../../types/type.ts";
import { callInstance } from "../build.ts";
import { convert } from "../convert.ts";
import type { FunctionDeclaration, Signature } from "../declarations.ts";
import type { Frame } from "../frame.ts";
import { unknownAt } from "../frame.ts";
import type { TypedExpression } from "../program.ts";
import { afterCall, afterLibraryCall } from "../settled.ts";
import type { Bound } from "./arguments.ts";
import { closedInstance } from "./closedInstance.ts";
import { passArgument } from "./passing.ts";

export interface ClosedCall {
  readonly declaration: FunctionDeclaration;
  readonly signature: Signature;
  /** Of the class, from the receiver. */
  readonly classArguments: readonly Type[];
  readonly receiver: TypedExpression | null;
  readonly bound: readonly Bound[];
  readonly site: object;
  readonly name: string;
  readonly span: TypedExpression["span"];
}

export function callClosed(frame: Frame, call: ClosedCall): TypedExpression {
  const { declaration, signature } = call;
  const own = frame.siteVariables(
    call.site,
    `type parameters of ${declaration.id}`,
    signature.typeParameters.length - signature.classParameters,
  );
  const typeArguments = [...call.classArguments.slice(0, signature.classParameters), ...own];
  const parameters = call.receiver === null ? signature.parameters : signature.parameters.slice(1);
  const self = signature.parameters[0];
  const receiver =
    call.receiver !== null && self?.accepts.kind === "type"
      ? convert(call.receiver, substitute(self.accepts.type, typeArguments))
      : call.receiver;
  const values: TypedExpression[] = receiver === null ? [] : [receiver];
  const actualTypes: Type[] = receiver === null ? [] : [receiver.type];
  for (const [index, parameter] of parameters.entries()) {
    const passed = passArgument(frame, call, parameter, call.bound[index] as Bound, typeArguments);
    if (passed === null) return unknownAt(call.span);
    values.push(passed);
    actualTypes.push(passed.type);
  }
  if (declaration.file.info.isLibrary) afterLibraryCall(frame, values);
  else afterCall(frame);
  const result = substitute(signature.returns ?? UNKNOWN, typeArguments);
  const instance = closedInstance(frame, declaration, signature, typeArguments, actualTypes, frame.place(call.span));
  return callInstance(frame, instance, values, result, call.span);
}
