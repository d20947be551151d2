// What the host calls: one thin wrapper a callable function. i64 crosses the
// border as a float where that is exact, else as NaN with the 64 bits in an
// argument word: a BigInt argument costs an engine twenty times as much.

import type { IRFunction, Representation } from "../ir/ir.ts";
import { call, define, get, i32, set } from "./assembler.ts";
import type { Code, RuntimeFunction } from "./assembler.ts";
import { argumentWords } from "./memory.ts";
import type { ValueType } from "./opcodes.ts";

/** How a value crosses the border. */
export function borderType(representation: Representation): ValueType {
  switch (representation) {
    case "i64":
    case "f64":
      return "f64";
    case "i32":
    case "ref":
      return "i32";
  }
}

/** The name that stands for a function of the IR when wrappers are assembled. */
export function calleeName(id: number): string {
  return `function ${id}`;
}

export function wrapFunction(of: IRFunction): RuntimeFunction {
  const representations = of.locals.slice(0, of.parameterCount).map((local) => local.representation);
  const parameters = Object.fromEntries(representations.map((one, index) => [`p${index}`, borderType(one)]));
  const values = representations.map((one, index) => argument(one, index));
  const result = call(calleeName(of.id), ...values);
  return define(of.name, parameters, of.result === null ? null : borderType(of.result), of.result === "i64" ? { r: "i64" } : {}, [
    call("beginRun"),
    of.result === "i64" ? [set("r", result), call("passInt", get("r"), i32(argumentWords))] : result,
    call("endRun"),
  ]);
}

function argument(representation: Representation, index: number): Code {
  const value = get(`p${index}`);
  return representation === "i64" ? call("takeInt", value, i32(argumentWords + 8 * index)) : value;
}
