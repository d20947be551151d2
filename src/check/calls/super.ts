// `super().name(...)`: the base class's method, chosen when compiled.

import type { Attribute, Call, Parameter } from "../../syntax/ast.ts";
import { instanceOf } from "../../types/primitives.ts";
import { evaluateArguments } from "./arguments.ts";
import { calledByName } from "./declining.ts";
import { noneLiteral, readVariable, sequence } from "../build.ts";
import { initializeRecord } from "../classes/construct.ts";
import { convert } from "../convert.ts";
import { findMethod } from "../declarations.ts";
import type { ClassDeclaration } from "../declarations.ts";
import { noSuper } from "../errors/classes.ts";
import { unknownAttribute, unsupported } from "../errors/types.ts";
import { attributeNames, classAttribute } from "../classes/attributes.ts";
import type { Actual, Frame } from "../frame.ts";
import type { TypedExpression } from "../program.ts";

export function checkSuperCall(frame: Frame, node: Call): TypedExpression | null {
  const { callee } = node;
  if (callee.kind !== "attribute" || callee.object.kind !== "call") return null;
  const inner = callee.object.callee;
  if (inner.kind !== "name" || inner.name !== "super" || (frame.scope.resolved.get(inner) ?? null) !== null) return null;
  const owner = frame.declaration?.owner ?? null;
  const written = frame.declaration?.node;
  const selfNode = written?.kind === "function" ? written.parameters[0] : undefined;
  const base = owner?.base ?? null;
  const name = callee.name.name;
  if (owner === null || selfNode === undefined) return frame.fail(node.span, noSuper("a function"));
  const { prelude, actuals } = evaluateArguments(frame, node.arguments);
  if (base === null)
    return name === "__init__" || name === "__post_init__"
      ? sequence(prelude, noneLiteral(node.span))
      : frame.fail(node.span, noSuper(owner.info.name));
  const overloads = findMethod(base, name);
  const record = overloads === null && name === "__init__" ? initialized(frame, base, selfNode, actuals, node) : null;
  if (record !== null) return sequence(prelude, record);
  if (overloads === null && name === "__init__" && base.dataclass === null) return sequence(prelude, noneLiteral(node.span));
  if (overloads === null)
    return frame.fail(callee.name.span, unknownAttribute(instanceOf(base.info), name, attributeNames(frame.session, base)));
  const web = frame.webs.at.get(selfNode);
  if (web === undefined) return frame.fail(node.span, noSuper(owner.info.name));
  const variable = frame.local(web);
  const self: TypedExpression = { kind: "variable", variable, type: variable.type, span: callee.object.span };
  const receiver = base.file.info.isLibrary ? convert(self, instanceOf(base.info)) : self;
  const call = { overloads, name: `super().${name}`, receiver, classArguments: [], actuals, site: node, span: node.span };
  return sequence(prelude, calledByName(frame, instanceOf(base.info), name, frame.session.passes.callFunction(frame, call), node));
}

/** Of a dataclass base, whose `__init__` nobody has written. */
function initialized(
  frame: Frame,
  base: ClassDeclaration,
  selfNode: Parameter,
  actuals: readonly Actual[],
  node: Call,
): TypedExpression | null {
  const web = frame.webs.at.get(selfNode);
  const variable = web === undefined ? null : frame.local(web);
  if (frame.declaration?.name !== "__init__")
    return frame.fail(node.span, unsupported("`super().__init__` outside `__init__`", "assign the fields: `self.x = ...`"));
  return variable === null ? null : initializeRecord(frame, base, readVariable(variable, node.span), actuals, node, node.span);
}

/** `super().name` read: a property of the base class, or its class attribute; null where the node is no such thing. */
export function checkSuperAttribute(frame: Frame, node: Attribute): TypedExpression | null {
  const { object, name, span } = node;
  if (object.kind !== "call" || object.callee.kind !== "name" || object.callee.name !== "super" || object.arguments.length > 0) return null;
  if ((frame.scope.resolved.get(object.callee) ?? null) !== null) return null;
  const owner = frame.declaration?.owner ?? null;
  const written = frame.declaration?.node;
  const selfNode = written?.kind === "function" ? written.parameters[0] : undefined;
  const web = selfNode === undefined ? undefined : frame.webs.at.get(selfNode);
  const base = owner?.base ?? null;
  if (owner === null || base === null || web === undefined) return frame.fail(span, noSuper(owner?.info.name ?? "a function"));
  const overloads = findMethod(base, name.name);
  const [method] = overloads ?? [];
  if (method !== undefined && !method.isProperty && !method.isStatic && !method.isClassMethod)
    return frame.fail(
      span,
      unsupported(
        `\`super().${name.name}\` as a value`,
        `call it, \`super().${name.name}(...)\`, in a function of its own if it is to be handed on`,
      ),
    );
  if (method?.isProperty !== true || overloads === null) return classAttribute(frame, base.info, name.name, name.span);
  const variable = frame.local(web);
  const receiver: TypedExpression = { kind: "variable", variable, type: variable.type, span: object.span };
  const call = { overloads, name: name.name, receiver, classArguments: [], actuals: [], site: node, span };
  return frame.session.passes.callFunction(frame, call);
}
