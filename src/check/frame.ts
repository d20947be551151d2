// The state of one analysis of one instance: its variables so far, what is
// known here about their types (narrowing), loops around, labels. Also the
// table through which the families of expressions and statements call each
// other, so that no file imports in a circle.

import type { Place, Span } from "../base/span.ts";
import type { DiagnosticLabel } from "../base/diagnostic.ts";
import type { Expression, Statement } from "../syntax/ast.ts";
import { NEVER, UNKNOWN } from "../types/primitives.ts";
import { find, freshVariable, shallow } from "../types/variables.ts";
import type { Type, TypeVariable } from "../types/type.ts";
import type { ClassDeclaration, Entity, FileInfo, FunctionDeclaration } from "./declarations.ts";
import { withFix } from "./errors/fixes.ts";
import type { Problem } from "./errors/problem.ts";
import type { Instance } from "./instances.ts";
import { noteUnknown } from "./isolation.ts";
import type { Facts } from "./narrowing.ts";
import { noFacts } from "./narrowing.ts";
import type { LabelId, TypedExpression, TypedStatement, Variable } from "./program.ts";
import type { FunctionScope, Web, Webs } from "./scopes/scope.ts";
import type { Session } from "./session.ts";

/** A test with what is known on either side of it. */
export interface Condition {
  readonly test: TypedExpression;
  readonly whenTrue: Facts;
  readonly whenFalse: Facts;
  /** Known without running: the other side is not analysed. */
  readonly constant: boolean | null;
}

/** An evaluated argument, in source order. */
export interface Actual {
  readonly kind: "positional" | "keyword" | "star" | "doubleStar";
  readonly name: string | null;
  readonly value: TypedExpression;
  readonly span: Span;
}

/** The entry of each family. */
export interface Passes {
  expression(frame: Frame, node: Expression): TypedExpression;
  condition(frame: Frame, node: Expression): Condition;
  block(frame: Frame, statements: readonly Statement[]): TypedStatement[];
  /** Analyses the body of an instance now. */
  analyse(session: Session, instance: Instance): void;
  isBuiltin(name: string): boolean;
  /** Calls a value of function type. */
  callValue(frame: Frame, callee: TypedExpression, actuals: readonly Actual[], site: object, span: Span): TypedExpression;
  /** Calls a declared function, overloads and all. */
  callFunction(frame: Frame, call: FunctionCall): TypedExpression;
  callMethod(frame: Frame, call: MethodCall): TypedExpression;
  /** Runs the getter of a property. */
  callProperty(frame: Frame, call: MethodCall): TypedExpression;
  /** A generator expression or function called: a suspended generator. */
  callGenerator(frame: Frame, callee: TypedExpression, actuals: readonly Actual[], site: object, span: Span): TypedExpression;
  /** The items of anything a `for` could go through, in a new list made by a loop; null where it cannot. */
  /** All items of an iterable in a new list; null where it cannot be iterated. */
  listOf(frame: Frame, value: TypedExpression, site: object): TypedExpression | null;
  /** `a[i, j]`, `a[y0:y1, x]` of arrays. */
  arraySubscript(frame: Frame, object: TypedExpression, items: readonly Expression[], site: object, span: Span): TypedExpression;
  /** Compares tuples of unknown length. */
  compareVariadic(frame: Frame, operator: string, left: TypedExpression, right: TypedExpression, span: Span): TypedExpression;
  /** `Color(1)`: the member with that value. */
  enumByValue(frame: Frame, declaration: ClassDeclaration, value: TypedExpression, site: object, span: Span): TypedExpression;
  /** `tuple(x)` */
  tupleOf(frame: Frame, value: TypedExpression, site: object, span: Span): TypedExpression;
  /** The texts of all items with a separator between them. */
  joinTexts(frame: Frame, value: TypedExpression, separator: TypedExpression, site: object, span: Span): TypedExpression;
  /** `replace(x, field=...)` */
  replaceFields(frame: Frame, value: TypedExpression, changes: readonly Actual[], site: object, span: Span): TypedExpression;
  convert(value: TypedExpression, type: Type): TypedExpression;
  concatenate(parts: readonly TypedExpression[], span: Span): TypedExpression;
  /** Assigns a name whose binding is found by `node`. */
  assign(frame: Frame, target: Extract<Expression, { kind: "name" }>, node: object, value: TypedExpression): TypedStatement[];
  storeArray(
    frame: Frame,
    object: TypedExpression,
    items: readonly Expression[],
    value: TypedExpression,
    site: object,
    span: Span,
  ): TypedStatement[];
  /** A field read that a test has narrowed. */
  narrowedPath(frame: Frame, node: Expression, value: TypedExpression): TypedExpression;
  attribute(frame: Frame, value: TypedExpression, name: string, nameSpan: Span, site: object): TypedExpression;
  /** Makes an object of a class. */
  construct(frame: Frame, declaration: ClassDeclaration, actuals: readonly Actual[], site: object, span: Span): TypedExpression;
  /** Calls whatever a name stands for: functions, classes, builtins. */
  callEntity(frame: Frame, entity: Entity, name: string, actuals: readonly Actual[], site: object, span: Span): TypedExpression;
}

export interface FunctionCall {
  readonly overloads: readonly FunctionDeclaration[];
  readonly name: string;
  readonly receiver: TypedExpression | null;
  /** Type arguments of the receiver's class. */
  readonly classArguments: readonly Type[];
  readonly actuals: readonly Actual[];
  /** Where its type variables are kept. */
  readonly site: object;
  readonly span: Span;
}

export interface MethodCall {
  readonly receiver: TypedExpression;
  readonly name: string;
  readonly nameSpan: Span;
  readonly actuals: readonly Actual[];
  readonly site: object;
  readonly span: Span;
}

export interface LoopLabels {
  readonly leave: LabelId;
  readonly next: LabelId;
  /** What is known where the loop is left by `break`. */
  readonly breakFacts: Facts[];
  /** And where `continue` goes on. */
  readonly nextFacts: Facts[];
  /** Some `continue` goes there. */
  usesNext: boolean;
}

export class Frame {
  readonly session: Session;
  readonly instance: Instance;
  readonly declaration: FunctionDeclaration | null;
  readonly file: FileInfo;
  readonly scope: FunctionScope;
  readonly webs: Webs;
  readonly variables: Variable[] = [];
  readonly byWeb = new Map<Web, Variable>();
  facts: Facts = noFacts;
  /** What was known until some call may have changed it; for messages. */
  readonly lost = new Set<Type>();
  /** The annotated type that the expression checked next is meant for. */
  expected: Type | null = null;
  /** False behind return, raise, break, continue: nothing there is analysed. */
  reachable = true;
  readonly loops: LoopLabels[] = [];
  /** What of this function stands around that runs when a generator is closed there. */
  closersAround = 0;
  /** How many handlers of this function stand around: `raise` alone raises what they caught. */
  handlersAround = 0;
  private labels = 0;

  constructor(
    session: Session,
    instance: Instance,
    where: { declaration: FunctionDeclaration | null; file: FileInfo; scope: FunctionScope; webs: Webs },
  ) {
    this.session = session;
    this.instance = instance;
    this.declaration = where.declaration;
    this.file = where.file;
    this.scope = where.scope;
    this.webs = where.webs;
  }

  label(): LabelId {
    this.labels += 1;
    return this.labels;
  }

  /** A variable of the checker's own. */
  temporary(type: Type, name = "temporary"): Variable {
    const variable: Variable = { id: this.variables.length, name, type, boxed: false, named: false, maybeUnbound: false };
    this.variables.push(variable);
    return variable;
  }

  /** The type variable of a local, kept across rounds. */
  localType(web: Web): TypeVariable {
    let variable = this.instance.locals.get(web);
    if (variable === undefined) {
      variable = freshVariable(NEVER);
      this.instance.locals.set(web, variable);
    }
    return find(variable);
  }

  /** The typed variable that a web is in this instance. */
  local(web: Web): Variable {
    let variable = this.byWeb.get(web);
    if (variable === undefined) {
      variable = {
        id: this.variables.length,
        name: web.binding.name,
        type: { kind: "variable", variable: this.localType(web) },
        boxed: web.binding.boxed,
        named: true,
        maybeUnbound: web.maybeUnbound,
      };
      this.variables.push(variable);
      this.byWeb.set(web, variable);
    }
    return variable;
  }

  /** Type variables that belong to a place in the syntax, kept across rounds. */
  siteVariables(node: object, tag: string, count: number): Type[] {
    let tags = this.instance.sites.get(node);
    if (tags === undefined) this.instance.sites.set(node, (tags = new Map<string, Type[]>()));
    let types = tags.get(tag);
    if (types === undefined) {
      types = Array.from({ length: count }, () => ({ kind: "variable", variable: freshVariable(NEVER) }) as const);
      tags.set(tag, types);
    }
    return types;
  }

  siteVariable(node: object, tag = ""): Type {
    return this.siteVariables(node, tag, 1)[0] as Type;
  }

  get isLibrary(): boolean {
    return this.file.info.isLibrary;
  }

  place(span: Span): Place {
    return { file: this.file.module.file, span };
  }

  /** Records a mistake. Inside the library it is told at the author's call that led there. */
  report(span: Span, problem: Problem): void {
    const at = authorsPlace(this.instance, this.place(span));
    const labels = this.callerLabels(at);
    const mended = at.span === span ? withFix(problem, at.file.text, span) : problem;
    this.instance.diagnostics.push({ severity: "error", file: at.file, span: at.span, labels, ...mended });
  }

  /** An unannotated helper's mistake names the call that gave it these types, where that is another place. */
  private callerLabels(own: Place): DiagnosticLabel[] {
    const caller = this.instance.caller;
    if (caller === null || this.isLibrary || this.instance.parameters.length === 0) return [];
    const at = authorsPlace(caller.instance, caller.place);
    if (at.file === own.file && at.span.start === own.span.start) return [];
    return [{ file: at.file, span: at.span, text: `called from here` }];
  }

  /** Records a mistake and gives the value that stands for it. */
  fail(span: Span, problem: Problem): TypedExpression {
    this.report(span, problem);
    return unknownAt(span);
  }

  expression(node: Expression): TypedExpression {
    return this.session.passes.expression(this, node);
  }

  condition(node: Expression): Condition {
    return this.session.passes.condition(this, node);
  }

  block(statements: readonly Statement[]): TypedStatement[] {
    return this.session.passes.block(this, statements);
  }
}

/** In place of what has no type: a mistake was told, or what it depends on is not known yet. */
export function unknownAt(span: Span): TypedExpression {
  noteUnknown(span);
  return standIn(span);
}

/** A value that nobody reads. */
export function standIn(span: Span): TypedExpression {
  return { kind: "literal", value: null, type: UNKNOWN, span };
}

/** A short value as the author wrote it, else dots: for the rewrite in a hint. */
export function written(frame: Frame, value: TypedExpression): string {
  const text = frame.file.module.file.text.slice(value.span.start, value.span.end);
  return frame.isLibrary || text === "" || text.length > 40 || text.includes("\n") ? "..." : text;
}

/** Of a value, as it stands now. */
export function typeOf(value: TypedExpression): Type {
  return shallow(value.type);
}

function authorsPlace(instance: Instance, place: Place): Place {
  let at: Instance | null = instance;
  let where = place;
  while (at !== null && isLibraryCode(at)) {
    if (at.caller === null) return where;
    where = at.caller.place;
    at = at.caller.instance;
  }
  return where;
}

function isLibraryCode(instance: Instance): boolean {
  if (instance.code.kind === "declared") return instance.code.declaration.file.info.isLibrary;
  return instance.code.name !== "<module>";
}
