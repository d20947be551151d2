// Constants that the host reads from a plugin, such as `HALO: int = 32`.

import { badConstant } from "../errors/contracts.ts";
import type { ParameterValue } from "../program.ts";
import type { Session } from "../session.ts";
import { literalOf } from "./parameter.ts";

export function readConstants(session: Session): Map<string, ParameterValue> {
  const found = new Map<string, ParameterValue>();
  for (const constant of session.host?.constants ?? []) {
    const entity = session.main.entities.get(constant.name);
    const file = session.main.files[0];
    if (entity?.kind !== "variable" || file === undefined) continue;
    const value = entity.constant === null ? null : literalOf(entity.constant);
    const number = typeof value === "number" || typeof value === "bigint" ? Number(value) : null;
    const outside =
      number !== null && ((constant.min !== undefined && number < constant.min) || (constant.max !== undefined && number > constant.max));
    if (value === null || outside || !isOf(value, constant.type))
      session.report(file.module.file, entity.span, badConstant(constant.name, constant.type));
    else found.set(constant.name, value);
  }
  return found;
}

function isOf(value: ParameterValue, type: string): boolean {
  if (type === "int") return typeof value === "bigint";
  if (type === "float") return typeof value === "number" || typeof value === "bigint";
  return type === "str" ? typeof value === "string" : typeof value === "boolean";
}
