// The standard library as the checker sees it: parsed and indexed once per
// process, module by module as programs ask for them. Its declarations and
// class infos are shared by all programs.

import type { SourceFile } from "../base/span.ts";
import type { Expression, Module } from "../syntax/ast.ts";
import { coreModule, isPrivateModule, knownNames, publicModules } from "../library/modules.ts";
import type { ClassDeclaration, Entity, ModuleInfo } from "./declarations.ts";
import type { HostContract, HostModuleContract } from "./host.ts";
import type { Instance } from "./instances.ts";
import { indexModule } from "./indexing.ts";

/** The texts of a library module, `core` being many; null where there is no such module. */
export type LibraryReader = (moduleName: string) => readonly SourceFile[] | null;

/** All ids have six digits, so that they are in the same order as texts. */
const firstLibraryClass = 100_000;
const classesInModule = 1000;
const firstHostClass = 200_000;
/** Of each of two generations. */
const mostKept = 1500;

export class Library {
  private readonly read: LibraryReader;
  private readonly parse: (file: SourceFile) => Module;
  private readonly names: readonly string[];
  private readonly modules = new Map<string, ModuleInfo | null>();
  private hostClasses = 0;
  /** Instances of library code over library types, kept from program to program; below them those that no late program has used. */
  #kept = new Map<string, Instance>();
  #older = new Map<string, Instance>();

  /** `names`: of all modules, always in the same order. */
  constructor(read: LibraryReader, parse: (file: SourceFile) => Module, names: readonly string[]) {
    this.read = read;
    this.parse = parse;
    this.names = names;
  }

  get keptCount(): number {
    return this.#kept.size + this.#older.size;
  }

  findKept(key: string): Instance | undefined {
    return this.#kept.get(key) ?? this.#older.get(key);
  }

  /** Anew, or because a program uses it. */
  keep(instance: Instance): Instance {
    this.#kept.set(instance.key, instance);
    this.#older.delete(instance.key);
    return instance;
  }

  /** Before more are kept: with what later stages keep of them they take some 25 kB each, and programs may ask for ever new types. */
  makeRoom(more: number): void {
    if (this.#kept.size + more <= mostKept) return;
    this.#older = this.#kept;
    this.#kept = new Map();
  }

  /** What is visible everywhere. */
  get core(): ModuleInfo {
    const core = this.module(coreModule);
    if (core === null) throw new Error("the standard library has no core");
    return core;
  }

  /** By any name, private ones included. */
  module(name: string): ModuleInfo | null {
    const known = this.modules.get(name);
    if (known !== undefined) return known;
    const files = name === "intrinsics" ? null : this.read(name);
    const made = files === null ? this.knownModule(name) : this.index(files, name, this.libraryClassIds(name));
    const systemError = name === coreModule ? made?.entities.get("OSError") : undefined;
    if (systemError !== undefined) for (const old of ["IOError", "EnvironmentError"]) made?.entities.set(old, systemError);
    this.modules.set(name, made);
    return made;
  }

  /** A block for each module: which programs came first, and which modules they asked for, must not show in the order of classes. */
  private libraryClassIds(name: string): () => number {
    let id = firstLibraryClass + classesInModule * (1 + this.names.indexOf(name));
    return () => (id += 1);
  }

  private index(files: readonly SourceFile[], name: string, nextClassId: () => number): ModuleInfo {
    return indexModule(files.map(this.parse), name === coreModule ? "" : name, true, nextClassId, (module, word) =>
      this.findClass(module, word),
    );
  }

  private findClass(module: ModuleInfo, name: string): ClassDeclaration | null {
    const imported = module.entities.get(name);
    const home = imported?.kind === "imported" ? this.module(imported.module) : module.name === "" ? null : this.core;
    const found = home?.entities.get(imported?.kind === "imported" ? imported.name : name);
    return found?.kind === "class" ? found.class : null;
  }

  /** As `findClass`, for an author's module, which sees the host's modules too. */
  findClassFor(module: ModuleInfo, name: string, hostModules: ReadonlyMap<string, ModuleInfo>): ClassDeclaration | null {
    const imported = module.entities.get(name);
    const home = imported?.kind === "imported" ? hostModules.get(imported.module) : undefined;
    const found = home?.entities.get(imported?.kind === "imported" ? imported.name : name);
    return found?.kind === "class" ? found.class : this.findClass(module, name);
  }

  /** May an author import it? */
  isPublic(name: string): boolean {
    return !isPrivateModule(name) && (publicModules.includes(name) || knownNames.has(name));
  }

  /** The expression behind the colon of an annotation given as text. */
  parseAnnotation(text: string): Expression | null {
    const [statement] = this.parse({ name: "<host>", text: `x: ${text}\n` }).body;
    return statement?.kind === "annotated" ? statement.annotation : null;
  }

  private readonly hosts = new WeakMap<HostContract, ReadonlyMap<string, ModuleInfo>>();

  /** Modules that a host supplies, made once per contract. */
  hostModules(host: HostContract): ReadonlyMap<string, ModuleInfo> {
    let made = this.hosts.get(host);
    if (made === undefined) {
      const modules = new Map<string, ModuleInfo>();
      const sources = [...(host.source === null ? [] : [{ name: "wgen", source: host.source }]), ...(host.sources ?? [])];
      const nextClassId = (): number => firstHostClass + (this.hostClasses += 1);
      for (const { name, source } of sources) modules.set(name, this.index([{ name: `<${name}>`, text: source }], name, nextClassId));
      for (const module of host.modules) addHostFunctions(modules, module);
      made = modules;
      this.hosts.set(host, made);
    }
    return made;
  }

  private knownModule(name: string): ModuleInfo | null {
    return knownNames.has(name) ? { name, isLibrary: true, files: [], entities: new Map<string, Entity>() } : null;
  }
}

function addHostFunctions(modules: Map<string, ModuleInfo>, contract: HostModuleContract): void {
  const known = modules.get(contract.name) ?? { name: contract.name, isLibrary: true, files: [], entities: new Map<string, Entity>() };
  for (const made of contract.functions) known.entities.set(made.name, { kind: "hostFunction", module: contract.name, function: made });
  modules.set(contract.name, known);
}
