// Classes inside classes and functions stand at the top level in the checked
// tree, under their full names as CPython writes them: `Tree.Node`,
// `walk.<locals>.Point`. A class inside a function is lifted where it uses
// nothing of the function; all calls then share it. The others are refused
// where they stand (`contracts/forms.ts`).

import type { ClassDefinition, Expression, FunctionDefinition, Module, Statement } from "../../syntax/ast.ts";
import { walkTree } from "../../syntax/walk.ts";
import { decoratorName } from "../indexing.ts";
import { isNamedAlone, noteAsking } from "./asking.ts";
import { constantOf, givenNames, isConstant, isEnum, isLiteral, isPlainDecorator, plainClasses } from "./constant.ts";
import { boundNames, freeNames } from "./freeNames.ts";
import { rename, unquote } from "./rewriting.ts";
import { writeOutPaths } from "./paths.ts";

/** What a class that was left inside its function uses of it. */
const captured = new WeakMap<object, string>();

/** By the place of its name: a copy of the tree keeps it. */
export function capturedName(node: ClassDefinition): string | null {
  return captured.get(node.name.span) ?? null;
}

/** The same tree with classes inside others at the top level. */
export function liftClasses(module: Module): Module {
  if (!module.body.some(holdsClass)) return module;
  const lift = new Lift(module);
  const written = unquote(module.body, innerNames(module.body), module.file);
  const body = written.flatMap((statement) => lift.topLevel(statement));
  return { ...module, body: writeOutPaths(body, lift.inner) };
}

function holdsClass(statement: Statement): boolean {
  if (statement.kind !== "class" && statement.kind !== "function") return false;
  let found = false;
  walkTree(statement.body, (node) => {
    found ||= node.kind === "class" && "bases" in node;
    return !found;
  });
  return found;
}

function innerNames(body: readonly Statement[]): Set<string> {
  const names = new Set<string>();
  for (const statement of body)
    walkTree(statement.kind === "class" || statement.kind === "function" ? statement.body : [], (node) => {
      if (node.kind === "class" && "bases" in node) names.add((node as ClassDefinition).name.name);
      return true;
    });
  return names;
}

class Lift {
  /** Full names of the classes inside a class, by its full name and their own. */
  readonly inner = new Map<string, Map<string, string>>();
  private readonly module: Module;
  private readonly names = new Set<string>();
  /** Classes at the top level so far. */
  private readonly known = new Set<string>();
  private lifted: Statement[] = [];
  /** Names so far that are given one constant for good. */
  private readonly constants = new Set<string>();
  private readonly given: readonly string[];

  constructor(module: Module) {
    this.module = module;
    this.given = givenNames(module.body);
  }

  topLevel(statement: Statement): Statement[] {
    this.lifted = [];
    const [name, value] = constantOf(statement);
    if (value !== null && isLiteral(value, this.constants) && this.given.filter((one) => one === name).length === 1)
      this.constants.add(name);
    const kept = this.statement(statement, "", new Set());
    if (kept.kind === "class") this.known.add(kept.name.name);
    return [...this.lifted, kept];
  }

  /** `around`: what the functions around bind. */
  private statement(node: Statement, prefix: string, around: ReadonlySet<string>): Statement {
    if (node.kind === "class") return this.classBody(node, `${prefix}${node.name.name}`, around);
    return node.kind === "function" ? this.functionBody(node, `${prefix}${node.name.name}`, around) : node;
  }

  private classBody(node: ClassDefinition, name: string, around: ReadonlySet<string>): ClassDefinition {
    const names = new Map<string, string>();
    const body: Statement[] = [];
    for (const statement of node.body) {
      const full = statement.kind === "class" ? this.newName(`${name}.${statement.name.name}`) : null;
      if (statement.kind !== "class" || full === null) {
        body.push(this.statement(statement, `${name}.`, around));
        continue;
      }
      const written = rename(statement, names);
      this.put(this.classBody(written, full, around), full);
      names.set(statement.name.name, full);
    }
    if (names.size > 0) this.inner.set(name, names);
    return { ...node, body: body.map((statement) => this.renameInClass(statement, names)) };
  }

  /** The names of a class body are seen there, and not in the bodies of its methods. */
  private renameInClass(statement: Statement, names: ReadonlyMap<string, string>): Statement {
    if (statement.kind !== "function") return rename(statement, names);
    const { body, ...header } = statement;
    return { ...rename(header, names), body };
  }

  private functionBody(node: FunctionDefinition, name: string, around: ReadonlySet<string>): FunctionDefinition {
    const bound = new Set([...around, ...boundNames(node)]);
    const names = new Map<string, string>();
    const body: Statement[] = [];
    for (const statement of node.body) {
      if (statement.kind !== "class" || !this.canLift(node, statement, bound, names)) {
        body.push(this.statement(statement, `${name}.<locals>.`, bound));
        continue;
      }
      const full = this.newName(`${name}.<locals>.${statement.name.name}`) ?? statement.name.name;
      noteAsking(this.module, node, statement);
      names.set(statement.name.name, full);
      this.put(this.classBody(rename(statement, names), full, around), full);
    }
    return names.size === 0 ? { ...node, body } : { ...node, body: rename(body, names) };
  }

  private newName(full: string): string | null {
    if (this.names.has(full)) return null;
    this.names.add(full);
    return full;
  }

  private put(node: ClassDefinition, full: string): void {
    this.lifted.push({ ...node, name: { ...node.name, name: full } });
    this.known.add(full);
  }

  private canLift(
    outer: FunctionDefinition,
    node: ClassDefinition,
    bound: ReadonlySet<string>,
    names: ReadonlyMap<string, string>,
  ): boolean {
    const own = node.name.name;
    const uses = [...freeNames({ ...node, name: null })].find((name) => bound.has(name) && name !== own && !names.has(name));
    if (uses !== undefined) captured.set(node.name.span, uses);
    return (
      uses === undefined &&
      isBoundOnce(outer, own) &&
      !isUsedBefore(outer, node) &&
      !isChanged(outer, node) &&
      isOnlyCalled(outer, node) &&
      node.decorators.every((one) => isPlainDecorator(one, plainClasses)) &&
      node.bases.every(({ value }) => this.isKnownBase(value, names)) &&
      node.body.every((statement) => isConstant(node, statement, this.constants))
    );
  }

  /** A class further down does not exist yet where this one is to stand. */
  private isKnownBase(value: Expression, names: ReadonlyMap<string, string>): boolean {
    if (value.kind !== "name" || names.has(value.name) || this.known.has(value.name)) return true;
    return !this.module.body.some((statement) => statement.kind === "class" && statement.name.name === value.name);
  }
}

/** Nowhere in the function, nor in functions inside, is the name anything else. */
function isBoundOnce(outer: FunctionDefinition, name: string): boolean {
  let count = boundNames(outer).filter((one) => one === name).length;
  walkTree(outer.body, (node) => {
    if (node.kind === "function" && "parameters" in node)
      count += boundNames(node as unknown as FunctionDefinition).filter((one) => one === name).length;
    if (node.kind === "lambda" || node.kind === "global" || node.kind === "nonlocal" || node.kind === "comprehension")
      walkTree(Object.values(node), (inner) => {
        if ("name" in inner && inner.name === name && inner.kind !== "name") count += 1;
        return true;
      });
    return true;
  });
  return count === 1;
}

function isUsedBefore(outer: FunctionDefinition, node: ClassDefinition): boolean {
  const before = outer.body.slice(0, outer.body.indexOf(node)).filter(({ kind }) => kind !== "function" && kind !== "class");
  return freeNames(before).has(node.name.name);
}

/** Nothing but its call is said of it, or it has no values that could change. */
function isOnlyCalled(outer: FunctionDefinition, node: ClassDefinition): boolean {
  const hasValues = node.body.some((one) => one.kind === "assignment" || (one.kind === "annotated" && one.value !== null));
  const isRecord = node.decorators.some((decorator) => decoratorName(decorator) === "dataclass");
  return !hasValues || isRecord || isEnum(node) || !isNamedAlone(outer, node);
}

/** `Point.count += 1`, `cls.count = 0`. */
function isChanged(outer: FunctionDefinition, node: ClassDefinition): boolean {
  let found = false;
  const look = (target: Expression): void => {
    if (target.kind === "tuple" || target.kind === "list") return target.items.forEach(look);
    const object = target.kind === "attribute" ? target.object : null;
    if (object?.kind === "name" && (object.name === node.name.name || object.name === "cls")) found = true;
    if (object?.kind === "call" || (object?.kind === "attribute" && object.name.name === "__class__")) found = true;
  };
  walkTree(outer.body, (one) => {
    const { targets, target } = one as { readonly targets?: readonly Expression[]; readonly target?: Expression };
    [...(targets ?? []), ...(target ? [target] : [])].forEach(look);
    return !found;
  });
  return found;
}
