// In hosts where a result may depend on the place only, module-level functions
// of `random` draw from nobody's seed and are refused, and so is what remembers
// results from call to call.

import type { Span } from "../../base/span.ts";
import type { Expression } from "../../syntax/ast.ts";
import type { Entity } from "../declarations.ts";
import { cached, unseeded } from "../errors/contracts.ts";
import type { Frame } from "../frame.ts";
import { decoratorName } from "../indexing.ts";

const drawing = new Set([
  "random",
  "uniform",
  "randint",
  "randrange",
  "choice",
  "choices",
  "shuffle",
  "sample",
  "gauss",
  "normalvariate",
  "triangular",
  "expovariate",
  "betavariate",
  "getrandbits",
  "vonmisesvariate",
  "gammavariate",
  "paretovariate",
  "weibullvariate",
  "lognormvariate",
  "rand",
  "randn",
  "normal",
  "permutation",
  "random_sample",
  "standard_normal",
  "exponential",
]);

export function refuseUnseeded(frame: Frame, entity: Extract<Entity, { kind: "function" }>, span: Span): void {
  const host = frame.session.host;
  if (host === null || host.unseededRandom || frame.isLibrary) return;
  const module = entity.overloads[0]?.file.info.name ?? "";
  if (module !== "random" && module !== "_numpy_random") return;
  if (drawing.has(entity.name)) frame.report(span, unseeded(`${module === "random" ? "random" : "np.random"}.${entity.name}`));
}

const remembering = new Set(["cache", "lru_cache"]);

/** `@cache`, `@lru_cache(...)`, `@functools.cache` */
export function refuseCache(frame: Frame, decorator: Expression): void {
  const name = decoratorName(decorator);
  if (frame.session.host?.frozenState !== true || frame.isLibrary || !remembering.has(name)) return;
  const written = decorator.kind === "call" ? decorator.callee : decorator;
  const entity = written.kind === "name" ? frame.session.lookup(frame.file, written.name) : null;
  const isOurs = entity?.kind === "function" ? entity.overloads[0]?.file.info.name === "functools" : written.kind === "attribute";
  if (isOurs) frame.report(decorator.span, cached(name));
}
