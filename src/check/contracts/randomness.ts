// In hosts where a result may depend on the place only, module-level functions
// of `random` draw from nobody's seed and are refused.

import type { Span } from "../../base/span.ts";
import type { Entity } from "../declarations.ts";
import { unseeded } from "../errors/contracts.ts";
import type { Frame } from "../frame.ts";

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
