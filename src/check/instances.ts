// An instance: one function for one tuple of argument types. It keeps its type
// variables from round to round, so that what was learnt stays learnt; its
// typed body is made anew each time it is analysed.

import type { Place } from "../base/span.ts";
import type { Diagnostic } from "../base/diagnostic.ts";
import type { Span } from "../base/span.ts";
import type { ClassInfo, ClosureInfo, GeneratorInfo, Type, TypeVariable } from "../types/type.ts";
import type { ClassDeclaration, FunctionDeclaration } from "./declarations.ts";
import type { KeptFunction } from "./kept.ts";
import type { TypedFunction } from "./program.ts";
import type { Changes } from "./repeating.ts";
import type { Web } from "./scopes/scope.ts";

/** How the body of an instance is made. */
export type InstanceCode =
  | { readonly kind: "declared"; readonly declaration: FunctionDeclaration }
  /** Written by the checker: equality, text, adapters, module bodies ... */
  | { readonly kind: "synthesised"; readonly name: string; readonly build: (instance: Instance) => void };

export interface Instance {
  readonly id: number;
  readonly key: string;
  readonly name: string;
  readonly code: InstanceCode;
  /** The instance whose variables a closure carries. */
  readonly environment: Instance | null;
  readonly closure: ClosureInfo | null;
  /** In order of the declaration's parameters, `self` first. Of a closed signature: final. */
  readonly parameters: Type[];
  /** Positions of parameters that this instance is called without: a closure carries their defaults behind its captures. */
  readonly ownDefaults: readonly number[];
  /** Type arguments of a closed signature, in order of `Signature.typeParameters`. */
  typeArguments: readonly Type[];
  /** What it returns; of a generator what it yields. */
  result: Type;
  generator: GeneratorInfo | null;
  /** What the `return`s of a generator give, once somebody asks for it. */
  returned: Type | null;
  /** Of a generator: exceptions can be thrown into it. */
  receives: boolean;
  /** Of a generator: what is sent to it, once anything is. */
  sent: Type | null;
  /** Of a generator: Python runs some of it when it is let go before its end. */
  closes: boolean;
  locals: Map<Web, TypeVariable>;
  /** Type variables and call data by syntax node, kept across rounds. */
  sites: Map<object, Map<string, Type[]>>;
  closures: Map<object, ClosureInfo>;
  /** The round it was last analysed in. */
  round: number;
  /** The changes before its last analysis, and whether that made more of them: see `repeating.ts`. */
  before: Changes | null;
  changed: boolean;
  /** The changes so far when it was found, last, that it need not be looked at again. */
  quietAt: Changes | null;
  running: boolean;
  /** Nothing of the program around it can change what it is: analysed once for good, and kept for other programs. */
  sealed: boolean;
  /** Of a sealed one: its final trees. */
  kept: KeptFunction | null;
  /** Its last analysis read nothing that the rest of a program could change. */
  isolated: boolean;
  /** Classes whose subclasses its code asked for. */
  readonly consulted: Set<ClassInfo>;
  /** Classes of which it makes objects. */
  readonly constructs: Set<ClassDeclaration>;
  /** The call that led here first, for messages. */
  caller: { readonly instance: Instance; readonly place: Place } | null;
  diagnostics: Diagnostic[];
  /** The first place of its last analysis that has no type. */
  untyped: Span | null;
  /** Instances whose bodies its calls need, found in its last analysis. */
  references: Set<Instance>;
  typed: TypedFunction | null;
}
