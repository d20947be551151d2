// What one check of one program shares: modules, instances, globals, closures,
// and whether anything has grown in the current round.

import type { Diagnostic } from "../base/diagnostic.ts";
import type { Place, SourceFile, Span } from "../base/span.ts";
import type { ClassInfo, ClosureInfo, GeneratorInfo, Type, TypeVariable } from "../types/type.ts";
import type { Growth, InstanceType } from "../types/join.ts";
import { keyWork } from "../types/key.ts";
import { grow, join, unify } from "../types/join.ts";
import { freshVariable } from "../types/variables.ts";
import { NEVER, NONE } from "../types/primitives.ts";
import { knownNames } from "../library/modules.ts";
import { readType } from "./annotations.ts";
import type { ClassDeclaration, Entity, FileInfo, FunctionDeclaration, ModuleInfo, VariableEntity } from "./declarations.ts";
import type { HostContract } from "./host.ts";
import { declarationOf, findMethod } from "./declarations.ts";
import type { LookAgain } from "./lookAgain.ts";
import type { Instance, InstanceCode } from "./instances.ts";
import type { Library } from "./library.ts";
import type { GlobalVariable, HostFunctionUse, ParameterSchema } from "./program.ts";
import type { Passes } from "./frame.ts";
import { withFix } from "./errors/fixes.ts";
import type { Problem } from "./errors/problem.ts";
import { isDone, type Changes } from "./repeating.ts";
import { Constructed } from "./constructed.ts";
import { findBases } from "./hierarchies.ts";
import { checkLimits, type ClosureCode, type GlobalState } from "./checkState.ts";

export class Session implements Growth {
  readonly library: Library;
  readonly main: ModuleInfo;
  /** Plugins that it imports, each before those that import it. */
  readonly plugins: readonly ModuleInfo[];
  readonly host: HostContract | null;
  readonly passes: Passes;
  /** Modules of the host, by name. */
  readonly hostModules: ReadonlyMap<string, ModuleInfo>;
  /** Has anything risen in this round? */
  grown = false;
  changes: Changes = { all: 0, shared: 0 };
  readonly lists = { wait: false, hold: false }; // see calls/emptyLists.ts
  steps = 0;
  /** Of other checks in this process. */
  readonly partsBefore = keyWork.parts;
  round = 0;
  depth = 0;
  readonly instances = new Map<string, Instance>();
  /** Inferred instances under analysis, by function and argument types. */
  readonly running = new Map<string, Instance>();
  /** Too deep when met: analysed from the top in each round, deepest first. */
  readonly deferred = new Set<Instance>();
  private instanceCount = 0;
  /** The instance under analysis. */
  current: Instance | null = null;
  readonly globals = new Map<string, GlobalState>();
  readonly closures = new Map<ClosureInfo, ClosureCode>();
  private readonly functionClosures = new Map<object, ClosureInfo>();
  readonly generators = new Map<GeneratorInfo, Instance>();
  unclosed: Span | null = null; // see iteration/throwing.ts
  private infoCount = 0;
  private readonly constructed = new Constructed();
  readonly fieldVariables = new Map<ClassInfo, Map<string, TypeVariable>>();
  readonly hostUses = new Map<string, HostFunctionUse>();
  readonly usedModules = new Set<ModuleInfo>();
  readonly parameters = new Map<string, ParameterSchema>();
  /** Found outside any instance: names, contracts. */
  readonly diagnostics: Diagnostic[] = [];
  /** What `value` of a StopIteration may be, all over the program. */
  readonly stopValue: { readonly kind: "variable"; readonly variable: TypeVariable } = { kind: "variable", variable: freshVariable(NONE) };
  /** Somebody reads it; else it need not be kept, nor go together. */
  keepsStopValue = false;
  writesModuleState = false;
  readonly again: LookAgain;
  /** The author's statement under analysis, and the first of this round whose types grew: where a limit is told. */
  at: Place | null = null;
  grownAt: { readonly round: number; readonly place: Place } | null = null;
  /** `Class.field` that got values of types that do not meet. */
  readonly mixedFields = new Set<string>();
  /** Methods that speak of `self` and do not take it; told once each. */
  readonly selfless = new Set<FunctionDeclaration>();
  /** Variables of the main module that some function may read before they have a value. */
  readonly usedEarly = new Set<string>();

  constructor(options: Pick<Session, "library" | "main" | "plugins" | "host" | "hostModules" | "passes" | "again">) {
    this.library = options.library;
    this.main = options.main;
    this.plugins = options.plugins;
    this.host = options.host;
    this.hostModules = options.hostModules;
    this.passes = options.passes;
    this.again = options.again;
  }

  // ---------------------------------------------------------------- inference

  grow(variable: TypeVariable, type: Type): boolean {
    return grow(this, variable, type);
  }

  grew(root: TypeVariable): void {
    this.grown = true;
    this.noteChange(root.owner === 0);
  }

  wasFixed(root: TypeVariable): void {
    this.noteChange(root.owner === 0);
  }

  /** Something else than a variable has risen. */
  rise(isShared = true): void {
    this.grown = true;
    this.noteChange(isShared);
  }

  /** What no round has to follow for, but who looked at it before has to look again if one does. */
  noteChange(isShared: boolean): void {
    const { all, shared } = this.changes;
    this.changes = { all: all + 1, shared: isShared ? shared + 1 : shared };
  }

  join(a: Type, b: Type): Type | null {
    return join(this, a, b);
  }

  unify(a: Type, b: Type): boolean {
    return unify(this, a, b);
  }

  keepStopValue(): void {
    if (this.keepsStopValue) return;
    this.keepsStopValue = true;
    this.rise();
  }

  // ---------------------------------------------------------------- instances

  /** The instance of that key, made by `make` where it is new. */
  instance(key: string, name: string, code: InstanceCode, make: () => Partial<Instance>): Instance {
    const known = this.instances.get(key) ?? this.adopt(key);
    if (known !== undefined) return known;
    this.instanceCount += 1;
    instanceIds += 1;
    const made: Instance = {
      id: instanceIds,
      key,
      name,
      code,
      environment: null,
      closure: null,
      parameters: [],
      ownDefaults: [],
      typeArguments: [],
      result: { kind: "variable", variable: freshVariable(NEVER) },
      generator: null,
      returned: null,
      receives: false,
      sent: null,
      closes: false,
      locals: new Map(),
      sites: new Map(),
      closures: new Map(),
      round: 0,
      before: null,
      changed: true,
      quietAt: null,
      running: false,
      sealed: false,
      kept: null,
      isolated: false,
      consulted: new Set(),
      constructs: new Set(),
      caller: null,
      diagnostics: [],
      untyped: null,
      references: new Set(),
      typed: null,
      ...make(),
    };
    this.instances.set(key, made);
    return made;
  }

  /** An instance that an earlier program left, where this one has no subclasses it did not reckon with. */
  private adopt(key: string): Instance | undefined {
    const kept = this.library.findKept(key);
    if (kept === undefined || !this.canAdopt(kept, new Set())) return undefined;
    this.takeOver(kept);
    return kept;
  }

  private canAdopt(instance: Instance, seen: Set<Instance>): boolean {
    if (seen.has(instance) || this.instances.get(instance.key) === instance) return true;
    seen.add(instance);
    if (this.instances.has(instance.key)) return false;
    for (const info of instance.consulted) if (this.bases.has(info)) return false;
    for (const next of instance.references) if (!this.canAdopt(next, seen)) return false;
    return true;
  }

  private takeOver(instance: Instance): void {
    if (this.instances.has(instance.key)) return;
    this.instances.set(instance.key, this.library.keep(instance));
    for (const declaration of instance.constructs) this.noteConstructed(declaration);
    for (const next of instance.references) this.takeOver(next);
  }

  /** Objects of that class are made somewhere. */
  noteConstructed(declaration: ClassDeclaration, type: InstanceType | null = null): void {
    this.current?.constructs.add(declaration);
    const news = this.constructed.note(declaration, type);
    if (news === null) return;
    // Of other classes nobody asks whether objects are made.
    const isShared = declaration.info.base !== null || this.bases.has(declaration.info);
    if (news === "rise") this.rise(isShared);
    else this.noteChange(isShared);
  }

  /** The class itself and those below it, of which objects are made: as the types they may have where `type` is the static one. */
  concreteTypes(type: InstanceType): InstanceType[] {
    return this.hasDescendants(type.class) ? this.constructed.typesOf(type) : [type];
  }

  /** What the instance under analysis does depends on the rest of the program. */
  touch(): void {
    if (this.current !== null) this.current.isolated = false;
  }

  private knownBases: ReadonlySet<ClassInfo> | null = null;

  /** Classes in whose place objects of another one may stand. */
  private get bases(): ReadonlySet<ClassInfo> {
    this.knownBases ??= findBases([this.library.core, this.main, ...this.hostModules.values()], (name) => this.moduleOf(name));
    return this.knownBases;
  }

  /** Analyses an instance unless this round already has; in chains deeper than our stack it is left for later. */
  enter(instance: Instance, argumentsKey: string): void {
    if (isDone(this, instance)) return;
    if (this.depth >= checkLimits.depth) {
      this.deferred.add(instance);
      if (instance.round === 0) this.rise();
      return;
    }
    this.running.set(argumentsKey, instance);
    this.depth += 1;
    this.passes.analyse(this, instance);
    this.depth -= 1;
    this.running.delete(argumentsKey);
  }

  get instanceTotal(): number {
    return this.instanceCount;
  }

  newClosure(name: string, code: ClosureCode, isNamed = false): ClosureInfo {
    this.touch();
    this.infoCount += 1;
    const closure: ClosureInfo = { id: this.infoCount, name, captures: [], isNamed, method: code.kind === "bound" ? code.name : null };
    this.closures.set(closure, code);
    return closure;
  }

  newGenerator(name: string, instance: Instance): GeneratorInfo {
    this.touch();
    this.noteChange(true);
    this.infoCount += 1;
    const generator: GeneratorInfo = { id: this.infoCount, name };
    this.generators.set(generator, instance);
    return generator;
  }

  /** The one closure without captures that a module-level function or class is as a value. */
  closureOf(key: object, name: string, code: ClosureCode): ClosureInfo {
    this.touch();
    let closure = this.functionClosures.get(key);
    if (closure === undefined) {
      closure = this.newClosure(name, code, true);
      this.functionClosures.set(key, closure);
    }
    return closure;
  }

  // -------------------------------------------------------------------- names

  moduleOf(name: string): ModuleInfo | null {
    return this.hostModules.get(name) ?? this.library.module(name);
  }

  /** What a name that is no local variable stands for. */
  lookup(file: FileInfo, name: string): Entity | null {
    const own = file.info.entities.get(name);
    if (own !== undefined) return this.follow(own);
    const core = this.library.core.entities.get(name);
    if (core !== undefined && (file.info.isLibrary || !name.startsWith("_"))) return this.follow(core);
    return this.passes.isBuiltin(name) ? { kind: "builtin", name } : null;
  }

  /** Through `from m import x` to what x is. */
  follow(entity: Entity): Entity | null {
    for (let at: Entity | undefined = entity, hops = 0; at !== undefined; hops += 1) {
      if (at.kind !== "imported") return at;
      if (hops > 8) return null;
      const module: ModuleInfo | null = this.moduleOf(at.module);
      const found: Entity | undefined = module?.entities.get(at.name);
      if (found === undefined) return knownNames.get(at.module)?.includes(at.name) === true ? { kind: "builtin", name: at.name } : null;
      at = found;
    }
    return null;
  }

  /** A class of the core that the checker must know by name. */
  coreClass(name: string): ClassDeclaration {
    const entity = this.library.core.entities.get(name);
    if (entity?.kind !== "class") throw new Error(`the core library has no class ${name}`);
    return entity.class;
  }

  coreFunction(name: string): FunctionDeclaration[] {
    const entity = this.library.core.entities.get(name);
    if (entity?.kind !== "function") throw new Error(`the core library has no function ${name}`);
    return entity.overloads;
  }

  methodOf(info: ClassInfo, name: string): FunctionDeclaration[] | null {
    return findMethod(declarationOf(info), name);
  }

  // ------------------------------------------------------------------ globals

  global(entity: VariableEntity): GlobalState {
    return this.namedGlobal(entity.file.info.name, entity.name);
  }

  namedGlobal(module: string, name: string, options: { isParameter?: boolean; maybeUnbound?: boolean } = {}): GlobalState {
    this.touch();
    const key = `${module}.${name}`;
    let state = this.globals.get(key);
    if (state === undefined) {
      const type = freshVariable(NEVER);
      const global: GlobalVariable = {
        id: this.globals.size,
        name,
        module,
        type: { kind: "variable", variable: type },
        maybeUnbound: options.maybeUnbound ?? false,
      };
      state = { name, module, type, global, isParameter: options.isParameter ?? false };
      this.globals.set(key, state);
    }
    return state;
  }

  /** May objects of a subclass stand where `info` is the static type? Noted, because the answer is the program's. */
  hasDescendants(info: ClassInfo): boolean {
    this.current?.consulted.add(info);
    if (!this.bases.has(info)) return false;
    this.touch();
    return true;
  }

  /** Classes below this one of which objects are made. */
  subclassesOf(type: Type): Type[] {
    if (type.kind !== "instance" || !this.hasDescendants(type.class)) return [];
    return this.concreteTypes(type).filter((one) => one.class !== type.class);
  }

  hasSubclasses(type: Type): boolean {
    return this.subclassesOf(type).length > 0;
  }

  /** A library module whose body must run, because something reads what it makes. */
  useModule(module: ModuleInfo): void {
    if (this.usedModules.has(module)) return;
    this.usedModules.add(module);
    this.rise();
  }

  private readonly hostTypes = new Map<string, Type>();

  /** A type that the host wrote as an annotation. */
  hostType(text: string): Type {
    let type = this.hostTypes.get(text);
    if (type === undefined) {
      const file = this.hostModules.get("wgen")?.files[0] ?? this.library.core.files[0];
      const node = this.library.parseAnnotation(text);
      const report = (_span: Span, problem: Problem): never => {
        throw new TypeError(`host type ${text}: ${problem.message}`);
      };
      if (file === undefined || node === null) throw new TypeError(`host type ${text} cannot be read`);
      type = readType({ session: this, file, typeParameters: [], mayDeclare: false, report }, node);
      this.hostTypes.set(text, type);
    }
    return type;
  }

  report(file: SourceFile, span: Span, problem: Problem, severity: "error" | "warning" = "error"): void {
    this.diagnostics.push({ severity, file, span, labels: [], ...withFix(problem, file.text, span) });
  }
}
let instanceIds = 0; // Unique in the process: kept instances go from program to program.
