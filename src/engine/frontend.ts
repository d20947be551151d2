// The front end as the engine uses it: from text to a typed program. The
// standard library is read, parsed and indexed once per process, as programs
// ask for its modules.

import type { Diagnostic } from "../base/diagnostic.ts";
import { InternalError } from "../base/internalError.ts";
import { renderDiagnostic } from "../base/rendering.ts";
import type { SourceFile } from "../base/span.ts";
import { checkProgram } from "../check/check.ts";
import type { HostContract } from "../check/host.ts";
import { Library } from "../check/library.ts";
import type { Program } from "../check/program.ts";
import { coreModule } from "../library/modules.ts";
import type { Module, Statement } from "../syntax/ast.ts";
import { withoutSettings } from "../syntax/imports.ts";
import type { Linked, PluginImports } from "./imports.ts";
import { importedPlugins, linkImports } from "./imports.ts";
import { writeOutGetters } from "../syntax/getters.ts";
import { parse } from "../syntax/parse.ts";
import { writeOutCachedProperties } from "../check/lifting/cachedProperties.ts";
import { writeOutNamedBases } from "../check/namedTuples.ts";
import { writeOutCacheInfo } from "../check/lifting/cacheInfo.ts";
import { writeOutMaking } from "../check/lifting/makingRows.ts";
import { writeOutDecoratedMethods } from "../check/lifting/decoratedMethods.ts";
import { writeOutContextManagers } from "../check/lifting/contextManagers.ts";
import { writeOutSingleDispatch } from "../check/lifting/singleDispatch.ts";
import { writeOutWith } from "../check/lifting/managers.ts";
import { chainBases, withoutRoot } from "../check/lifting/bases.ts";
import { liftClasses } from "../check/lifting/lifting.ts";
import { writeOutPrivateNames } from "../syntax/privateNames.ts";
import { withTables } from "./tables.ts";
import { findStandardSource, listStandardFolder } from "./stdlib-files.ts";

export interface FrontEndResult {
  readonly module: Module;
  readonly program: Program | null;
  readonly diagnostics: readonly Diagnostic[];
}

export interface FrontEndOptions {
  readonly host: HostContract;
  /** May it import intrinsics and private modules? */
  readonly isLibrary: boolean;
  /** What imports of other plugins stand for. Default: there are none. */
  readonly imports?: PluginImports;
}

/** Begins the names of all files of the standard library. */
const libraryPrefix = "<stdlib>/";

let library: Library | null = null;

function standardLibrary(): Library {
  if (library === null) {
    const modules = listStandardFolder("").map((file) => file.replace(/\.wgen$/, ""));
    library = new Library(readModule, parseLibrary, [coreModule, ...modules]);
  }
  return library;
}

function readModule(name: string): readonly SourceFile[] | null {
  if (name === coreModule) {
    return listStandardFolder("core").flatMap((file) => sourceAt(`core/${file}`) ?? []);
  }
  const file = /^[a-z_][a-z0-9_]*$/.test(name) ? sourceAt(`${name}.wgen`) : null;
  return file === null ? null : [file];
}

function sourceAt(path: string): SourceFile | null {
  const text = findStandardSource(path);
  return text === null ? null : { name: `${libraryPrefix}${path}`, text };
}

/** Of the library and of hosts: a mistake in a host's source is a misuse of `defineHost`. */
function parseLibrary(file: SourceFile): Module {
  const { module, diagnostics } = parse(file);
  const [first] = diagnostics;
  if (first === undefined) return module;
  const text = renderDiagnostic(first, { colour: false });
  throw file.name.startsWith(libraryPrefix) ? new InternalError(text) : new TypeError(`the host's source is wrong\n${text}`);
}

/** Each writes out one form of the language by others. */
const writings: readonly ((module: Module) => Module)[] = [
  writeOutPrivateNames,
  writeOutGetters,
  writeOutCachedProperties,
  writeOutNamedBases,
  writeOutMaking,
  writeOutSingleDispatch,
  writeOutContextManagers,
  writeOutCacheInfo,
  writeOutWith,
  liftClasses,
  writeOutDecoratedMethods,
  withoutRoot,
  chainBases,
];

/** As it is checked: what other forms say already, written out. */
function rewritten(module: Module): Module {
  return writings.reduce((tree, write) => write(tree), module);
}

/** Parses and checks; the program is null where there are errors. */
export function checkSource(file: SourceFile, options: FrontEndOptions): FrontEndResult {
  const { module, diagnostics } = parse(file);
  if (diagnostics.some(isError)) return { module, program: null, diagnostics };
  const linked = link(rewritten(module), options);
  if (linked.diagnostics.length > 0) return { module, program: null, diagnostics: [...diagnostics, ...linked.diagnostics] };
  const checked = checkProgram(withTables(linked.main, options.host.tables ?? []), {
    library: standardLibrary(),
    plugins: linked.modules,
    ...options,
  });
  return { module, program: checked.program, diagnostics: [...diagnostics, ...checked.diagnostics] };
}

function isError({ severity }: Diagnostic): boolean {
  return severity === "error";
}

function link(module: Module, { host, imports }: FrontEndOptions): Linked {
  if (imports === undefined || imports.pins.size === 0 || importedPlugins(module).length === 0)
    return { main: module, modules: [], diagnostics: [] };
  return linkImports(module, imports, (hash, file, own) => checkAlone(host, hash, file, own));
}

/** Plugins that were found in order, or not, by host and hash. */
const checkedAlone = new WeakMap<HostContract, Map<string, Module | null>>();
const mostCheckedAlone = 256;

function checkAlone(host: HostContract, hash: string, file: SourceFile, imports: PluginImports): Module | null {
  const known = checkedAlone.get(host) ?? new Map<string, Module | null>();
  checkedAlone.set(host, known);
  const key = `${hash} ${file.name}`;
  const found = known.get(key);
  if (found !== undefined) return found;
  const { module, program } = checkSource(file, { host, isLibrary: false, imports });
  const made = program === null ? null : withoutSettings(rewritten(module), isSetting);
  if (known.size >= mostCheckedAlone) known.clear();
  known.set(key, made);
  return made;
}

/** `low: float = param(...)` at the top level. */
function isSetting(statement: Statement): boolean {
  const value = statement.kind === "annotated" || statement.kind === "assignment" ? statement.value : null;
  return value?.kind === "call" && value.callee.kind === "name" && value.callee.name === "param";
}
