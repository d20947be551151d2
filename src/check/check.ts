// From a parsed program to a typed one, or to diagnostics. In order: names and
// imports, parameters, then rounds of inference from the roots (the module
// body and the host's hooks; functions with complete annotations; functions
// that nobody calls), then the final trees.

import type { Diagnostic } from "../base/diagnostic.ts";
import { limits } from "../base/limits.ts";
import type { Module } from "../syntax/ast.ts";
import { TypeTooLarge } from "../types/key.ts";
import { moduleInstance } from "./analysis.ts";
import { readConstants } from "./contracts/constants.ts";
import { checkHookForms, checkHookNames, checkMethods } from "./contracts/definitions.ts";
import { findHooks, hookEntries } from "./contracts/hooks.ts";
import { readParameters } from "./contracts/parameter.ts";
import { functionSizes } from "./contracts/functionSizes.ts";
import { findUsedEarly } from "./contracts/order.ts";
import { checkForms, hasBaselessClass } from "./contracts/forms.ts";
import { checkAnnotationNames } from "./contracts/annotationNames.ts";
import { preparedWrites } from "./contracts/preparedWrites.ts";
import { regionWide } from "./contracts/regionWide.ts";
import { sharedClasses } from "./contracts/sharedClasses.ts";
import { checkImports } from "./contracts/imports.ts";
import { typeTooLarge, withoutType } from "./errors/limits.ts";
import type { HostContract } from "./host.ts";
import type { OpenClass } from "./declarations.ts";
import { findOpenClasses } from "./openClasses.ts";
import { indexModule } from "./indexing.ts";
import type { Instance } from "./instances.ts";
import { firstAuthorsClass, keepIsolated } from "./isolation.ts";
import type { Library } from "./library.ts";
import { checkNames } from "./contracts/names.ts";
import { passes } from "./passes.ts";
import { assemble } from "./assembling.ts";
import { firstLook, nextLook } from "./lookAgain.ts";
import type { LookAgain } from "./lookAgain.ts";
import { missingNone } from "./orNone.ts";
import type { ParameterValue, Program } from "./program.ts";
import { reach, runRounds } from "./rounds.ts";
import { CheckStopped } from "./checkState.ts";
import { Session } from "./session.ts";
import { uncalledInstances } from "./uncalled.ts";

export interface CheckOptions {
  readonly host: HostContract | null;
  /** Shared by all checks of a process. */
  readonly library: Library;
  /** May it import intrinsics and private modules? */
  readonly isLibrary?: boolean;
  /** Plugins that it imports, each before those that import it; all were found in order as main modules. */
  readonly plugins?: readonly LinkedModule[];
}

/** A plugin as others import it. */
export interface LinkedModule {
  /** As imports write it. */
  readonly name: string;
  readonly module: Module;
}

export interface CheckResult {
  /** Null where there is any error. */
  readonly program: Program | null;
  readonly diagnostics: readonly Diagnostic[];
}

/** Checks a parsed main module. Errors come back as diagnostics. */
export function checkProgram(main: Module, options: CheckOptions): CheckResult {
  const first = checkOnce(main, options, new Map(), firstLook());
  if (first.program !== null || first.isStopped || options.isLibrary === true) return first;
  const second = checkAgain(main, options, new Map(), first);
  if (second.program !== null) return second;
  const open = second.isStopped ? null : findOpenClasses(first.session);
  if (open !== null) {
    const third = checkAgain(main, options, open, checkOnce(main, options, open, firstLook()));
    if (third.program !== null) return third;
  }
  return second.diagnostics.length < first.diagnostics.length ? second : first;
}

/** So many times a check may find out something that the next should know. */
const mostLooks = 6;

/** The same program with what the checks before it missed, until nothing is missing or nothing helps. */
function checkAgain(main: Module, options: CheckOptions, open: ReadonlyMap<string, OpenClass>, failed: Checked): Checked {
  let last = failed;
  for (let count = 0; count < mostLooks && last.program === null && !last.isStopped; count += 1) {
    const next = nextLook(last.session.again, missingNone(last.diagnostics));
    if (next === null) break;
    last = checkOnce(main, options, open, next);
  }
  return last;
}

interface Checked extends CheckResult {
  readonly session: Session;
  /** A limit ended it: looking again would take as long. */
  readonly isStopped: boolean;
}

function checkOnce(main: Module, options: CheckOptions, open: ReadonlyMap<string, OpenClass>, again: LookAgain): Checked {
  const { library, host } = options;
  let classCount = firstAuthorsClass;
  const hostModules = new Map(host === null ? [] : library.hostModules(host));
  const plugins = (options.plugins ?? []).map(({ name, module }) => {
    const plugin = indexModule(
      [module],
      name,
      false,
      () => (classCount += 1),
      (at, word) => library.findClassFor(at, word, hostModules),
    );
    // Those that import it may read whatever it holds.
    for (const file of plugin.files) for (const binding of file.scopes?.module.bindings.values() ?? []) binding.isGlobal = true;
    hostModules.set(name, plugin);
    return plugin;
  });
  const info = indexModule(
    [main],
    "main",
    options.isLibrary === true,
    () => (classCount += 1),
    (module, name) => library.findClassFor(module, name, hostModules),
    open,
  );
  const session = new Session({ library, main: info, plugins, host, hostModules, passes, again });
  let reached: Set<Instance>;
  let used: Set<Instance>;
  let constants: ReadonlyMap<string, ParameterValue>;
  try {
    if (options.isLibrary !== true) {
      checkImports(session, main);
      checkAnnotationNames(session, main);
    }
    checkNames(session);
    checkMethods(session);
    if (options.isLibrary !== true) checkForms(session);
    // Whatever its methods are said to lack would only repeat that.
    if (hasBaselessClass(session) || session.selfless.size > 0)
      return { program: null, diagnostics: collect(session, [], new Set()), session, isStopped: false };
    checkHookForms(session);
    readParameters(session, main.body);
    for (const file of [...plugins, info].flatMap(({ files }) => files))
      for (const name of findUsedEarly(session, file))
        session.usedEarly.add(session.namedGlobal(file.info.name, name, { maybeUnbound: true }).name);
    constants = readConstants(session);
    ({ reached, used } = infer(session));
  } catch (error) {
    return { program: null, diagnostics: stopped(session, error, main), session, isStopped: true };
  }
  keepIsolated(session, reached);
  const diagnostics = collect(session, reached, used);
  const hasErrors = diagnostics.some((diagnostic) => diagnostic.severity === "error");
  if (hasErrors) return { program: null, diagnostics, session, isStopped: false };
  const untyped = options.isLibrary === true ? [] : findUntyped(used);
  if (untyped.length > 0) return { program: null, diagnostics: [...diagnostics, ...untyped], session, isStopped: false };
  const program = assemble(session, reached, hookEntries(session), constants);
  const large = functionSizes(program);
  if (large.length > 0) return { program: null, diagnostics: [...diagnostics, ...large], session, isStopped: true };
  const wide =
    options.isLibrary === true ? [] : [...regionWide(program, host), ...preparedWrites(program, host), ...sharedClasses(program)];
  return { program: wide.length > 0 ? null : program, diagnostics: [...diagnostics, ...wide], session, isStopped: false };
}

/** All that is looked at, and of it what the program uses. */
function infer(session: Session): { readonly reached: Set<Instance>; readonly used: Set<Instance> } {
  const file = session.main.files[0];
  if (file === undefined) throw new Error("no main file");
  let uncalled: readonly Instance[] = [];
  const roots = (): Instance[] => [
    ...[...session.usedModules, ...session.plugins].flatMap((module) => module.files.map((one) => moduleInstance(session, one))),
    moduleInstance(session, file),
    ...findHooks(session),
    ...uncalled,
  ];
  uncalled = uncalledInstances(session, runRounds(session, roots));
  checkHookNames(
    session,
    uncalled.flatMap(({ code }) => (code.kind === "declared" ? [code.declaration] : [])),
  );
  const reached = runRounds(session, roots);
  const called = roots().filter((instance) => !uncalled.includes(instance));
  return { reached, used: reach(called) };
}

/** What has no type though no mistake was told: a statement of the program may have been left out for it. */
function findUntyped(used: Iterable<Instance>): Diagnostic[] {
  for (const { key, code, typed, untyped } of used) {
    if (untyped === null || typed === null || typed.isLibrary) continue;
    if (code.kind === "declared" || key.startsWith("module "))
      return [{ severity: "error", file: typed.file, span: untyped, labels: [], ...withoutType() }];
  }
  return [];
}

function collect(session: Session, reached: Iterable<Instance>, used: ReadonlySet<Instance>): Diagnostic[] {
  const told = [...reached].flatMap((instance) =>
    used.has(instance) ? instance.diagnostics : instance.diagnostics.filter((one) => !supposesNone(one)),
  );
  const all = [...session.diagnostics, ...told];
  const seen = new Set<string>();
  const unique = all.filter((diagnostic) => {
    const key = `${diagnostic.code} ${diagnostic.file.name} ${diagnostic.span.start} ${diagnostic.span.end}`;
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
  return cap(unique.sort((a, b) => a.span.start - b.span.start));
}

/** In what nothing calls, None is all that is known of what a caller would have set: no ground for a complaint. */
function supposesNone({ code, message }: Diagnostic): boolean {
  return usesOfValues.has(code) && /\bNone\b/.test(message);
}

/** Attributes, operators, arguments, lengths, loops, calls, items, comparisons. */
const usesOfValues = new Set(["WG203", "WG301", "WG302", "WG304", "WG307", "WG308", "WG309", "WG311"]);

/** The first of many mistakes; the last one told says how many more there are. */
function cap(all: Diagnostic[]): Diagnostic[] {
  const most = limits.diagnostics.default;
  const last = all[most - 1];
  if (all.length <= most || last === undefined) return all;
  const more = all.length - most;
  return [
    ...all.slice(0, most - 1),
    { ...last, hint: `${last.hint === undefined ? "" : `${last.hint}; `}and ${more} more mistake${more === 1 ? "" : "s"} below` },
  ];
}

/** A limit ends the check with one message of its own. */
function stopped(session: Session, error: unknown, main: Module): Diagnostic[] {
  if (!(error instanceof CheckStopped) && !(error instanceof TypeTooLarge)) throw error;
  const problem = error instanceof CheckStopped ? error.problem : typeTooLarge();
  const place = (error instanceof CheckStopped ? (error.place ?? session.grownAt?.place) : session.at) ?? null;
  const span = place?.span ?? main.body[0]?.span ?? { start: 0, end: 0 };
  return [...session.diagnostics, { severity: "error", file: place?.file ?? main.file, span, labels: [], ...problem }];
}
