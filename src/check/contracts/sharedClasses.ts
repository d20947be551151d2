// A class inside a function is made once for the program; in CPython each call
// makes its own, and objects of two calls are of different classes: not equal as
// records, and not what `isinstance` asks. Nobody sees that while the objects
// stay inside their call. Where they may leave it and something asks for their
// class, the class is refused.

import type { Diagnostic } from "../../base/diagnostic.ts";
import type { ClassInfo, Type } from "../../types/type.ts";
import { isSubclass } from "../../types/classes.ts";
import { shallow } from "../../types/variables.ts";
import { declarationOf } from "../declarations.ts";
import { sharedClass } from "../errors/classes.ts";
import { isAsked } from "../lifting/asking.ts";
import type { Program, TypedFunction } from "../program.ts";
import { nodesOf } from "./typedNodes.ts";

const inFunction = ".<locals>.";

export function sharedClasses(program: Program): Diagnostic[] {
  const found: Diagnostic[] = [];
  for (const info of program.classes) {
    const at = info.name.lastIndexOf(inFunction);
    if (at < 0) continue;
    const { node, file } = declarationOf(info);
    if (!isSeen(program, info) || !mayLeave(program, info, lastPart(info.name.slice(0, at)))) continue;
    found.push({
      severity: "error",
      file: file.module.file,
      span: node.name.span,
      labels: [],
      ...sharedClass(info.name.slice(at + inFunction.length)),
    });
  }
  return found;
}

function lastPart(path: string): string {
  return path.slice(path.lastIndexOf(".") + 1);
}

/** Does the program ask which class an object is of? */
function isSeen(program: Program, info: ClassInfo): boolean {
  if (info.isEnum || isAsked(declarationOf(info).node)) return true;
  if (!chain(info).some((one) => declarationOf(one).dataclass !== null)) return false;
  return program.functions.some(
    ({ name, parameters }) => comparisons.has(name) && parameters.some(({ type }) => isOf(type, (one) => one === info)),
  );
}

const comparisons: ReadonlySet<string> = new Set(["__eq__", "__lt__", "__le__", "__gt__", "__ge__"]);

function chain(info: ClassInfo): ClassInfo[] {
  const found: ClassInfo[] = [];
  for (let at: ClassInfo | null = info; at !== null; at = at.base) found.push(at);
  return found;
}

/** By results, parameters, captured and global variables of a type that such an object has; exceptions by any call within the call. */
function mayLeave(program: Program, info: ClassInfo, owner: string): boolean {
  const calls = program.functions.filter(({ name, isLibrary }) => name === owner && !isLibrary);
  const holds = (type: Type): boolean => mentions(type, info, new Set());
  if (program.globals.some(({ type }) => holds(type))) return true;
  if (chain(info).some(({ module, name }) => module === "" && name === "BaseException") && calls.some((one) => isRecursive(program, one)))
    return true;
  return calls.some(
    ({ result, parameters, closure }) =>
      holds(result) || parameters.some(({ type }) => holds(type)) || (closure?.captures ?? []).some(({ type }) => holds(type)),
  );
}

function isOf(type: Type, test: (info: ClassInfo) => boolean): boolean {
  const plain = shallow(type);
  if (plain.kind === "union") return plain.members.some((member) => isOf(member, test));
  return plain.kind === "instance" && test(plain.class);
}

/** Could a value of this type lead to an object of the class? */
function mentions(type: Type, info: ClassInfo, seen: Set<unknown>): boolean {
  const plain = shallow(type);
  const inside = (one: Type): boolean => mentions(one, info, seen);
  switch (plain.kind) {
    case "tuple":
      return plain.items.some(inside);
    case "variadic":
    case "storage":
    case "generator":
      return inside(plain.element);
    case "union":
      return plain.members.some(inside);
    case "class":
      return plain.class === info;
    case "function":
      return plain.closures.some((closure) => {
        if (seen.has(closure)) return false;
        seen.add(closure);
        return closure.captures.some((capture) => inside(capture.type));
      });
    case "instance": {
      if (isSubclass(info, plain.class) || isSubclass(plain.class, info) || plain.arguments.some(inside)) return true;
      if (seen.has(plain.class)) return false;
      seen.add(plain.class);
      return plain.class.fields.some((field) => inside(field.type));
    }
    default:
      return false;
  }
}

/** Does the function, or one that it calls or makes, call it again? */
function isRecursive(program: Program, start: TypedFunction): boolean {
  const seen = new Set<TypedFunction>();
  const waiting = [start];
  for (let code = waiting.pop(); code !== undefined; code = waiting.pop())
    for (const next of called(program, code)) {
      if (next.name === start.name && !next.isLibrary) return true;
      if (!seen.has(next)) waiting.push(next);
      seen.add(next);
    }
  return false;
}

function called(program: Program, code: TypedFunction): TypedFunction[] {
  return nodesOf(code.body).flatMap((node) => {
    const ids = node.kind === "call" ? [node.function] : node.kind === "dispatch" ? node.targets.map((target) => target.function) : [];
    const made = node.kind === "closure" ? program.functions.filter(({ closure }) => closure === node.closure) : [];
    return [...ids.flatMap((id) => program.functions[id] ?? []), ...made];
  });
}
