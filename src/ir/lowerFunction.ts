// One function from its typed body to IR: homes for parameters and variables,
// the body, and two ends. The normal end releases what the variables own and
// returns the result; the other, for exceptions, also what was in flight.

import type { TypedFunction } from "../check/program.ts";
import { representationOf, resultRepresentation } from "../types/layouts.ts";
import { local, zero } from "./build.ts";
import { hasFinalizers } from "./finalizers.ts";
import { FunctionBuilder } from "./functionBuilder.ts";
import type { Home } from "./functionBuilder.ts";
import type { Expression, Instruction, IRFunction, Representation } from "./ir.ts";
import { lowerStatements } from "./lowerStatement.ts";
import { lowerMaker, lowerResume } from "./lowerYield.ts";
import { settleVariables } from "./lowerVariables.ts";
import type { ModuleBuilder, Variant } from "./moduleBuilder.ts";

/** A frame weighs 1 and a 64th for each variable of the author's. */
function depthWeight(module: ModuleBuilder, source: TypedFunction): number {
  return module.facts.onCycle[source.id] === true ? 64 + source.variables.length : 0;
}

export function lowerFunction(module: ModuleBuilder, variant: Variant): IRFunction {
  const f = new FunctionBuilder(module, variant);
  const { source } = variant;
  if (variant.isResume) return finished(f, variant, { body: lowerResume(f), parameterCount: 1, result: "i32" });
  const parameters = addParameters(f);
  const parameterCount = f.locals.length;
  if (source.generator !== null) {
    const made = lowerMaker(f, source, f.environment === null ? parameters : [f.environment, ...parameters]);
    const body: readonly Instruction[] = [...f.instructions, { kind: "return", value: made }];
    return finished(f, variant, { body, parameterCount, result: "ref" });
  }
  const result = resultRepresentation(source.result);
  return finished(f, variant, { body: lowerBody(f, parameters, result), parameterCount, result });
}

interface Shape {
  readonly body: readonly Instruction[];
  readonly parameterCount: number;
  readonly result: Representation | null;
}

function finished(f: FunctionBuilder, variant: Variant, shape: Shape): IRFunction {
  const { source } = variant;
  const isMaker = source.generator !== null && !variant.isResume;
  return {
    ...shape,
    id: variant.id,
    name: source.name,
    locals: f.locals,
    mayRaise: !isMaker && f.module.mayRaise(source.id),
    depthWeight: isMaker ? 0 : depthWeight(f.module, source),
    isLibrary: source.isLibrary,
  };
}

/** Locals for what the caller passes: the closure first, where this is one's code. */
function addParameters(f: FunctionBuilder): Home[] {
  const { source } = f;
  if (source.closure !== null) f.environment = { kind: "local", local: f.addLocal("ref", null), representation: "ref" };
  return source.parameters.map(({ name, type }): Home => {
    const representation = representationOf(type);
    return { kind: "local", local: f.addLocal(representation, name), representation };
  });
}

function lowerBody(f: FunctionBuilder, parameters: readonly Home[], result: Representation | null): readonly Instruction[] {
  f.hasFinalizers = hasFinalizers(f.source);
  if (result !== null) f.resultHome = f.newHome(result, null, result === "ref");
  const mark = f.mark();
  settleVariables(f, parameters);
  f.reclaim(mark);
  lowerStatements(f, f.source.body);
  const value = f.resultHome === null ? null : f.read(f.resultHome);
  const releases = f.ownedHomes.map((home): Instruction => ({ kind: "release", value: f.read(home) }));
  const body: Instruction[] = f.usesExit ? [{ kind: "block", label: f.exitLabel, body: f.instructions }] : [...f.instructions];
  body.push(...releases, { kind: "return", value });
  return f.usesFail ? [{ kind: "block", label: f.failLabel, body }, ...lowerFailure(f, releases, result)] : body;
}

/** Everything owned is let go of; the caller looks at the pending exception and not at the result. */
function lowerFailure(f: FunctionBuilder, releases: readonly Instruction[], result: Representation | null): readonly Instruction[] {
  const inFlight = f.ownedTemporaries.map((each): Instruction => ({ kind: "release", value: local(each) }));
  const kept: readonly Instruction[] = result === "ref" && f.resultHome !== null ? [{ kind: "release", value: f.read(f.resultHome) }] : [];
  const value: Expression | null = result === null ? null : zero(result);
  return [...releases, ...inFlight, ...kept, { kind: "return", value }];
}
