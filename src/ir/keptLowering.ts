// Functions of a program on their way from typed trees to IR without needless
// counting. What is the same function in every program is lowered for the first
// one and relocated for the others.

import type { KeptFunction, KeptUse } from "../check/kept.ts";
import { reservedTypes } from "./ir.ts";
import type { FunctionId, IRFunction } from "./ir.ts";
import { lowerFunction } from "./lowerFunction.ts";
import type { ModuleBuilder, Variant } from "./moduleBuilder.ts";
import { visitNodes } from "./nodes.ts";
import { summarise } from "./quietCode.ts";
import type { Summary } from "./quietCode.ts";
import type { Answered, Lowered } from "./recording.ts";
import { placeFunction } from "./placement.ts";
import { relocateFunction } from "./relocation.ts";
import type { Relocation } from "./relocation.ts";
import { elideInOne } from "./retainElision.ts";
import { cutUnreachable } from "./unreachable.ts";

type IsQuiet = (id: FunctionId) => boolean;

/** A function of the program. */
export interface LoweredPart extends Pick<IRFunction, "id" | "result" | "mayRaise"> {
  readonly summary: Summary;
  /** As it was lowered. */
  plain(): IRFunction;
  /** Without the counting that quiet code does not need. */
  elided(isQuiet: IsQuiet): IRFunction;
}

/** By what of the program its code depends on; null where it depends on more. */
const forms = new WeakMap<KeptFunction, Map<string, Lowered | null>>();
/** Functions called under many kinds of protection are rare; then some are lowered again. */
const mostForms = 16;
/** Types that have the same ids in every program. */
const reserved: readonly number[] = Object.values(reservedTypes);

export function lowerPart(module: ModuleBuilder, variant: Variant): LoweredPart {
  const { use } = variant.source;
  if (use === undefined) return ownPart(lowerOne(module, variant));
  const key = conditions(module, variant, use);
  const known = formsOf(use.kept).get(key);
  if (known === null) return ownPart(lowerOne(module, variant));
  if (known !== undefined) return keptPart(known, relocationFor(module, variant, known, use));
  return lowerFirst(module, variant, use, key);
}

function lowerOne(module: ModuleBuilder, variant: Variant): IRFunction {
  const made = lowerFunction(module, variant);
  cutUnreachable(made.body);
  return made;
}

function ownPart(made: IRFunction): LoweredPart {
  const { id, result, mayRaise } = made;
  return { id, result, mayRaise, summary: summarise(made.body, made), plain: () => made, elided: (isQuiet) => elideInOne(made, isQuiet) };
}

function formsOf(kept: KeptFunction): Map<string, Lowered | null> {
  const found = forms.get(kept) ?? new Map<string, Lowered | null>();
  forms.set(kept, found);
  return found;
}

/** All of the program that lowering looks at without asking for it by name. */
function conditions({ facts }: ModuleBuilder, { id, source, charged }: Variant, { functions }: KeptUse): string {
  const { isProtected, mayRaise } = facts.raises;
  const flags = [charged, isProtected[source.id], facts.onCycle[source.id], facts.guardsFrozenState, id === source.id];
  return [...flags, ...functions.map((callee) => mayRaise[callee])].map((flag) => (flag === true ? 1 : 0)).join("");
}

function lowerFirst(module: ModuleBuilder, variant: Variant, use: KeptUse, key: string): LoweredPart {
  const { made, recording } = module.record(use, () => lowerOne(module, variant));
  const kept = formsOf(use.kept);
  const lowered: Lowered | null =
    recording.isWhole && isSelfContained(made, recording.requests)
      ? { made, requests: recording.requests, summary: summarise(made.body, made), elided: new Map() }
      : null;
  if (kept.size < mostForms) kept.set(key, lowered);
  return lowered === null ? ownPart(made) : keptPart(lowered, unmoved);
}

/** Does it say nothing that has not been asked for, and so nothing of what only this program has? */
function isSelfContained(made: IRFunction, requests: readonly Answered[]): boolean {
  let isContained = true;
  visitNodes(made.body, ({ kind }) => {
    if (kind === "typeId" || kind === "global" || kind === "setGlobal" || kind === "hostCall") isContained = false;
  });
  const known = { site: new Set<number>(), text: new Set<number>(), type: new Set(reserved), function: new Set([made.id]) };
  for (const { kind, id } of requests) known[kind].add(id);
  const within = (ids: ReadonlySet<number>) => {
    return (id: number): number => {
      isContained &&= ids.has(id);
      return id;
    };
  };
  relocateFunction(made, {
    site: within(known.site),
    text: within(known.text),
    type: within(known.type),
    function: within(known.function),
  });
  return isContained;
}

const unmoved: Relocation | null = null;

/** `to` is null in the program that it was lowered for. */
function keptPart(lowered: Lowered, to: Relocation | null): LoweredPart {
  const { made, requests, summary } = lowered;
  const idOf = (id: FunctionId): FunctionId => (to === null ? id : to.function(id));
  const placed = (one: IRFunction): IRFunction => placeFunction(one, requests, to);
  return {
    id: idOf(made.id),
    result: made.result,
    mayRaise: made.mayRaise,
    summary: { isQuiet: summary.isQuiet, callees: new Set(Array.from(summary.callees, idOf)) },
    plain: () => placed(made),
    elided: (isQuiet) => placed(elidedForm(lowered, (id) => isQuiet(idOf(id)))),
  };
}

function elidedForm(lowered: Lowered, isQuiet: IsQuiet): IRFunction {
  const { made, requests, elided } = lowered;
  const asked = [made.id, ...requests.flatMap(({ kind, id }) => (kind === "function" ? [id] : []))];
  const key = asked.map((id) => (isQuiet(id) ? 1 : 0)).join("");
  const known = elided.get(key);
  if (known !== undefined) return known;
  const form = elideInOne(made, isQuiet);
  elided.set(key, form);
  return form;
}

/** Asks of this module what was asked of the first one, in the same order. */
function relocationFor(module: ModuleBuilder, variant: Variant, lowered: Lowered, use: KeptUse): Relocation {
  const answers = {
    site: new Map<number, number>(),
    text: new Map<number, number>(),
    type: new Map(reserved.map((id) => [id, id])),
    function: new Map<number, number>(),
  };
  for (const request of lowered.requests) answers[request.kind].set(request.id, ask(module, variant, request, use));
  answers.function.set(lowered.made.id, variant.id);
  const from = (map: ReadonlyMap<number, number>) => {
    return (id: number): number => {
      const to = map.get(id);
      if (to === undefined) throw new RangeError(`nobody has asked for ${id}`);
      return to;
    };
  };
  return { site: from(answers.site), text: from(answers.text), type: from(answers.type), function: from(answers.function) };
}

function ask(module: ModuleBuilder, variant: Variant, request: Answered, use: KeptUse): number {
  switch (request.kind) {
    case "site":
      return module.site(variant.source, request.span);
    case "text":
      return module.textId(request.text);
    case "type":
      return module.heapTypes.idOf(request.type);
    case "function":
      return module.calleeOf(use.functions[request.place] ?? -1, request.charged);
  }
}
