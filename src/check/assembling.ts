// The program out of what the last round reached: functions numbered from 0
// in the order they are met from the initializer and the entries, nothing that
// is not called.

import type { ClassInfo } from "../types/type.ts";
import { ensureFields } from "./classes/fields.ts";
import { Finisher } from "./finish.ts";
import type { Instance } from "./instances.ts";
import { firstAuthorsClass } from "./isolation.ts";
import { moduleInstance } from "./analysis.ts";
import { keptFunction, useKept } from "./kept.ts";
import type { ParameterValue, Program, TypedFunction, TypedStatement } from "./program.ts";
import type { Session } from "./session.ts";

export interface EntryInstance {
  readonly name: string;
  readonly instance: Instance;
}

export function assemble(
  session: Session,
  reached: ReadonlySet<Instance>,
  entries: readonly EntryInstance[],
  constants: ReadonlyMap<string, ParameterValue>,
): Program {
  const byId = new Map<number, Instance>();
  for (const instance of session.instances.values()) byId.set(instance.id, instance);
  const numbers = new Map<number, number>();
  const queue: Instance[] = [];
  const numberOf = (id: number): number => {
    let number = numbers.get(id);
    if (number === undefined) {
      const instance = byId.get(id);
      if (instance === undefined) throw new Error(`function ${id} has no instance`);
      number = queue.length + 1;
      numbers.set(id, number);
      queue.push(instance);
    }
    return number;
  };
  const finisher = new Finisher(numberOf);
  const initializer = makeInitializer(session, numberOf);
  const finalEntries = entries.map((entry) => ({
    name: entry.name,
    function: numberOf(entry.instance.id),
    parameters: (entry.instance.typed?.parameters ?? []).map((parameter) => ({
      name: parameter.name,
      type: finisher.type(parameter.type),
    })),
    result: finisher.type(entry.instance.result),
  }));
  const functions: TypedFunction[] = [initializer];
  for (const instance of queue) functions.push(instance.sealed ? useKept(keptFunction(instance), numberOf) : finishOne(finisher, instance));
  finishClasses(session, finisher);
  return {
    functions,
    classes: [...classesOf(session)],
    globals: [...session.globals.values()].map((state) => finisher.global(state.global)),
    initializer: 0,
    entries: finalEntries,
    parameters: [...session.parameters.values()].map((parameter) => ({ ...parameter, type: finisher.type(parameter.type) })),
    exceptions: exceptionsOf(session),
    hostFunctions: [...session.hostUses.values()],
    writesModuleState: session.writesModuleState,
    constants,
    frozenState: session.host?.frozenState ?? false,
  };
}

function finishOne(finisher: Finisher, instance: Instance): TypedFunction {
  if (instance.typed === null) throw new Error(`${instance.name} was never analysed`);
  if (instance.closure !== null) for (const capture of instance.closure.captures) capture.type = finisher.type(capture.type);
  return finisher.function(instance.typed);
}

/** Library modules that something reads from, then imported plugins, then the author's own body. */
function makeInitializer(session: Session, numberOf: (id: number) => number): TypedFunction {
  const main = session.main.files[0];
  if (main === undefined) throw new Error("no main file");
  const bodies = [
    ...[...session.usedModules, ...session.plugins].flatMap((module) => module.files.map((file) => moduleInstance(session, file))),
    moduleInstance(session, main),
  ];
  const span = { start: 0, end: 0 };
  const body = bodies.map((instance): TypedStatement => ({
    kind: "evaluate",
    value: { kind: "call", function: numberOf(instance.id), arguments: [], type: { kind: "none" }, span },
    span,
  }));
  return {
    id: 0,
    name: "<module>",
    file: main.module.file,
    span,
    parameters: [],
    variables: [],
    closure: null,
    generator: null,
    result: { kind: "none" },
    body,
    isLibrary: true,
    leaf: null,
  };
}

function finishClasses(session: Session, finisher: Finisher): void {
  for (const info of classesOf(session))
    if (info.id >= firstAuthorsClass) for (const field of info.fields) field.type = finisher.fieldType(field.type);
}

function* classesOf(session: Session): Iterable<ClassInfo> {
  const seen = new Set<ClassInfo>();
  for (const module of [session.library.core, ...session.hostModules.values(), ...session.usedModules, session.main]) {
    for (const entity of module.entities.values()) {
      if (entity.kind !== "class" || seen.has(entity.class.info)) continue;
      seen.add(entity.class.info);
      ensureFields(session, entity.class);
      yield entity.class.info;
    }
  }
}

/** Builtin exceptions by Python's name. */
function exceptionsOf(session: Session): Map<string, ClassInfo> {
  const found = new Map<string, ClassInfo>();
  const root = session.coreClass("BaseException").info;
  for (const [name, entity] of session.library.core.entities) {
    if (entity.kind !== "class") continue;
    for (let at: ClassInfo | null = entity.class.info; at !== null; at = at.base) if (at === root) found.set(name, entity.class.info);
  }
  return found;
}
