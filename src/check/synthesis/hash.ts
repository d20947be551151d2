// `hash` by structure, equal for equal values: 1, 1.0 and True hash alike.

import type { Span } from "../../base/span.ts";
import { typeKey } from "../../types/key.ts";
import { INT, STR, isSilent } from "../../types/primitives.ts";
import { shallow } from "../../types/variables.ts";
import type { ClassInfo, Type } from "../../types/type.ts";
import { callInstance, impossible, intLiteral, intrinsic, readVariable } from "../build.ts";
import { callCore } from "../calls/core.ts";
import { distribute } from "../calls/distribute.ts";
import { dataclassFields } from "../classes/dataclass.ts";
import { hashByNumber, isNumbered, noteUnhashable } from "../classes/numbered.ts";
import { declarationOf, findMethod } from "../declarations.ts";
import { unhashable } from "../errors/types.ts";
import type { Frame } from "../frame.ts";
import { typeOf } from "../frame.ts";
import { siteOf } from "../iteration/sources.ts";
import type { TypedExpression } from "../program.ts";
import { readField, recordOf } from "./equality.ts";
import { synthesise } from "./function.ts";

export function hash(frame: Frame, value: TypedExpression, site: object, span: Span): TypedExpression {
  const type = typeOf(value);
  if (isSilent(type)) return { ...impossible([value], span), type: INT };
  switch (type.kind) {
    case "int":
      return callCore(frame, "_int_hash", [value], site, span);
    case "u64":
      return callCore(frame, "_int_hash", [intrinsic("u64_to_bits", [value], INT, span)], site, span);
    case "float":
      return callCore(frame, "_float_hash", [value], site, span);
    case "bool":
      return callCore(frame, "_int_hash", [intrinsic("bool_to_int", [value], INT, span)], site, span);
    case "str":
      return intrinsic("str_hash", [value], INT, span);
    case "none":
      return intLiteral(1_000_003, span);
    case "variadic":
      return isHashable(type.element) ? callCore(frame, "_tuple_hash", [value], site, span) : frame.fail(span, unhashable(type));
    case "tuple":
    case "union":
    case "instance":
      if (isHashable(type)) return hashObject(frame, value, type, site, span);
      noteUnhashable(frame.session, type);
      return frame.fail(span, unhashable(type));
    default:
      return frame.fail(span, unhashable(type));
  }
}

/** May values of this type be keys? */
export function isHashable(type: Type): boolean {
  const found = shallow(type);
  switch (found.kind) {
    case "tuple":
      return found.items.every((item) => isHashable(item));
    case "union":
      return found.members.every((member) => isHashable(member));
    case "instance": {
      const declaration = declarationOf(found.class);
      if (found.class.isEnum || findMethod(declaration, "__hash__") !== null || isNumbered(found.class)) return true;
      return recordOf(declaration) !== null && found.class.isFrozen;
    }
    case "none":
    case "bool":
    case "int":
    case "u64":
    case "float":
    case "str":
    case "never":
    case "unknown":
    case "parameter":
    case "variable":
      return true;
    case "variadic":
      return isHashable(found.element);
    case "function":
    case "generator":
    case "storage":
    case "class":
    case "module":
      return false;
  }
}

function hashObject(frame: Frame, value: TypedExpression, type: Type, site: object, span: Span): TypedExpression {
  if (type.kind === "instance") {
    if (findMethod(declarationOf(type.class), "__hash__") !== null)
      return frame.session.passes.callMethod(frame, { receiver: value, name: "__hash__", nameSpan: span, actuals: [], site, span });
    if (type.class.isEnum) return intrinsic("str_hash", [{ kind: "field", object: value, field: 0, type: STR, span }], INT, span);
  }
  const instance = synthesise(frame, {
    key: `hash ${typeKey(value.type)}`,
    name: "__hash__",
    closure: null,
    span,
    parameters: [value.type],
    result: INT,
    build: (inner, [variable]) => {
      if (variable !== undefined && type.kind === "instance" && isNumbered(type.class)) {
        const numbered = hashByNumber(inner, readVariable(variable, span), span);
        return { body: [...numbered.statements, { kind: "return", value: numbered.value, span }], result: INT };
      }
      const result = variable === undefined ? intLiteral(0, span) : combine(inner, readVariable(variable, span), span);
      return { body: [{ kind: "return", value: result, span }], result: INT };
    },
  });
  return callInstance(frame, instance, [value], INT, span);
}

function combine(frame: Frame, value: TypedExpression, span: Span): TypedExpression {
  const type = typeOf(value);
  if (type.kind === "union")
    return distribute(frame, value, (member) => hash(frame, member, siteOf(frame.instance, `member ${typeKey(member.type)}`), span), span);
  const parts: TypedExpression[] =
    type.kind === "tuple"
      ? type.items.map((item, index) => ({ kind: "tupleItem", tuple: value, index, type: item, span }))
      : type.kind === "instance"
        ? hashedFields(frame, type.class).map((field) => readField(frame, value, type, field.name, span))
        : [];
  return parts.reduce(
    (all, part, index) =>
      callCore(
        frame,
        "_hash_combine",
        [all, hash(frame, part, siteOf(frame.instance, `part ${index}`), span)],
        siteOf(frame.instance, `all ${index}`),
        span,
      ),
    intLiteral(parts.length + 7, span),
  );
}

/** Equal objects have equal hashes: what is not compared does not count. */
function hashedFields(frame: Frame, info: ClassInfo): ReturnType<typeof dataclassFields> {
  return dataclassFields(frame, declarationOf(info)).filter((field) => field.inHash);
}
