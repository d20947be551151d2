// Tests that prove something about a type: `is None`, `isinstance`,
// `type(x) is C`, and comparison of an optional with `== None`.

import type { Expression } from "../../syntax/ast.ts";
import { isSubclass } from "../../types/classes.ts";
import { membersOf, unionOf } from "../../types/join.ts";
import { BOOL, BOOL as BOOL_TYPE, FLOAT, INT, NEVER, NONE, STR, instanceOf } from "../../types/primitives.ts";
import { shallow } from "../../types/variables.ts";
import type { ClassInfo, Type } from "../../types/type.ts";
import { boolLiteral, intrinsic, not, sequence } from "../build.ts";
import { declarationOf, isProtocol } from "../declarations.ts";
import { unsupported } from "../errors/types.ts";
import { intWithinFloat, notAClass } from "../errors/tests.ts";
import type { Condition, Frame } from "../frame.ts";
import { typeOf } from "../frame.ts";
import { canBeNone, isKindOf, splitByKind, withoutNone } from "../narrowing.ts";
import type { TypedExpression } from "../program.ts";
import { asksAboutNone, equals } from "./equals.ts";
import { factKey, narrowTo } from "./paths.ts";
import { compareTypes } from "./typeOfObject.ts";

/** Null where the node is no such test. */
export function checkTypeTest(frame: Frame, node: Expression): Condition | null {
  if (node.kind === "comparison" && node.operands.length === 2) return checkComparisonTest(frame, node);
  if (
    node.kind === "call" &&
    node.callee.kind === "name" &&
    node.callee.name === "isinstance" &&
    frame.scope.resolved.get(node.callee) === null &&
    node.arguments.length === 2
  ) {
    return checkIsInstance(frame, node.arguments[0]?.value as Expression, node.arguments[1]?.value as Expression, node);
  }
  const isSubclassTest =
    node.kind === "call" && node.callee.kind === "name" && node.callee.name === "issubclass" && node.arguments.length === 2;
  if (isSubclassTest && frame.scope.resolved.get(node.callee) === null)
    return checkIsSubclass(frame, node.arguments[0]?.value as Expression, node.arguments[1]?.value as Expression, node);
  return null;
}

function checkComparisonTest(frame: Frame, node: Extract<Expression, { kind: "comparison" }>): Condition | null {
  const [left, right] = node.operands as [Expression, Expression];
  const operator = node.operators[0]?.operator;
  const isNegative = operator === "is not" || operator === "!=";
  if (operator !== "is" && operator !== "is not" && operator !== "==" && operator !== "!=") return null;
  const other = right.kind === "none" ? left : left.kind === "none" ? right : null;
  if (other !== null) {
    const value = frame.expression(other);
    if ((operator === "==" || operator === "!=") && asksAboutNone(frame, value)) {
      const sides = other === left ? [value, frame.expression(right)] : [frame.expression(left), value];
      const test = equals(frame, operator, sides[0] as TypedExpression, sides[1] as TypedExpression, node, node.span);
      return { test, whenTrue: frame.facts, whenFalse: frame.facts, constant: null };
    }
    return negateIf(isNegative, checkIsNone(frame, other, value));
  }
  const same = compareTypes(frame, left, right, node.span);
  if (same !== null) return negateIf(isNegative, { test: same, whenTrue: frame.facts, whenFalse: frame.facts, constant: null });
  if (left.kind === "call" && left.callee.kind === "name" && left.callee.name === "type" && left.arguments.length === 1) {
    return negateIf(isNegative, checkIsInstance(frame, left.arguments[0]?.value as Expression, right, node, true));
  }
  if (left.kind === "attribute" && left.name.name === "__class__")
    return negateIf(isNegative, checkIsInstance(frame, left.object, right, node, true));
  return null;
}

function negateIf(negative: boolean, condition: Condition): Condition {
  if (!negative) return condition;
  return {
    test: not(condition.test),
    whenTrue: condition.whenFalse,
    whenFalse: condition.whenTrue,
    constant: condition.constant === null ? null : !condition.constant,
  };
}

function targetKey(frame: Frame, node: Expression): ReturnType<typeof factKey> {
  if (node.kind === "walrus") return factKey(frame, { kind: "name", name: node.target.name, span: node.target.span }, node.target);
  return factKey(frame, node);
}

export function checkIsNone(frame: Frame, node: Expression, value = frame.expression(node)): Condition {
  const type = typeOf(value);
  const { facts } = frame;
  const key = targetKey(frame, node);
  if (type.kind === "never" || type.kind === "unknown")
    return { test: { ...value, type: BOOL }, whenTrue: facts, whenFalse: facts, constant: null };
  if (!canBeNone(type) || type.kind === "none") {
    const test = sequence([{ kind: "evaluate", value, span: node.span }], boolLiteral(type.kind === "none", node.span));
    return { test, whenTrue: facts, whenFalse: facts, constant: type.kind === "none" };
  }
  const test = intrinsic("is_none", [value], BOOL, node.span);
  if (key === null) return { test, whenTrue: facts, whenFalse: facts, constant: null };
  return { test, whenTrue: narrowTo(facts, key, NONE), whenFalse: narrowTo(facts, key, withoutNone(type)), constant: null };
}

/** `exact`: `type(x) is C`, which subclasses do not pass. */
function checkIsInstance(frame: Frame, subject: Expression, classes: Expression, node: Expression, exact = false): Condition {
  const value = frame.expression(subject);
  const wanted = readClasses(frame, classes);
  const { facts } = frame;
  const type = typeOf(value);
  if (wanted === null || type.kind === "never" || type.kind === "unknown")
    return { test: { ...value, type: BOOL }, whenTrue: facts, whenFalse: facts, constant: null };
  const kinds = membersOf(type).map((member) => shallow(member).kind);
  if (asksForInt(wanted) && kinds.includes("float") && !kinds.includes("int") && !isUntouched(frame, subject))
    frame.report(node.span, intWithinFloat());
  const accepted = exact ? wanted : wanted.flatMap((one) => (one.kind === "int" ? intsOf(type) : [one]));
  const split = exact ? splitExactly(type, accepted) : splitByKind(type, accepted);
  const constant = knownAnswer(frame, type, split, exact);
  const test = typeTest(frame, value, constant, split, node, exact);
  const key = targetKey(frame, subject);
  if (key === null || constant !== null) return { test, whenTrue: facts, whenFalse: facts, constant };
  const no = exact ? withDerived(frame, split) : split.no;
  return { test, whenTrue: narrowTo(facts, key, split.yes), whenFalse: narrowTo(facts, key, no), constant };
}

/** What of a type is an int to `isinstance`: bools too, and the members of an IntEnum. */
export function intsOf(type: Type): Type[] {
  const members = membersOf(type).map(shallow);
  return [INT, BOOL_TYPE, ...members.filter((one) => one.kind === "instance" && declarationOf(one.class).intEnum)];
}

/** `type(True) is int` is false, and so is `type(square) is Shape`. */
function splitExactly(type: Type, wanted: readonly Type[]): { readonly yes: Type; readonly no: Type } {
  const isLeftOut = (member: Type): boolean => {
    const found = shallow(member);
    if (found.kind === "instance") return wanted.every((one) => one.kind !== "instance" || isDerived(found.class, one.class));
    if (found.kind === "tuple" || found.kind === "variadic") return !wanted.some((one) => nameOf(one) === nameOf(found));
    return found.kind === "bool" && !wanted.some((one) => one.kind === "bool");
  };
  const bools = membersOf(type).filter(isLeftOut);
  if (bools.length === 0) return splitByKind(type, wanted);
  const rest = membersOf(type).filter((member) => !isLeftOut(member));
  const split = splitByKind(rest.length === 0 ? NEVER : unionOf(rest), wanted);
  return { yes: split.yes, no: unionOf([...membersOf(split.no), ...bools]) };
}

/** Of tuples the class that names them, null where none does; of anything else undefined. */
function nameOf(type: Type): ClassInfo | null | undefined {
  return type.kind === "tuple" ? (type.named ?? null) : type.kind === "variadic" ? null : undefined;
}

/** What `type(x) is C` does not take: objects of derived classes are still there. */
function withDerived(frame: Frame, split: { readonly yes: Type; readonly no: Type }): Type {
  const derived = membersOf(split.yes).filter((member) => frame.session.hasSubclasses(shallow(member)));
  const others = split.no.kind === "never" ? [] : membersOf(split.no);
  return derived.length + others.length === 0 ? split.no : unionOf([...others, ...derived]);
}

function isDerived(info: ClassInfo, base: ClassInfo): boolean {
  return info !== base && isSubclass(info, base);
}

/** Of float and int, for int only: `(int, float)` is true of both. */
function asksForInt(wanted: readonly Type[]): boolean {
  return wanted.some((one) => one.kind === "int") && !wanted.some((one) => one.kind === "float");
}

/** A parameter without annotation has the type of what was handed over, ints among floats aside. */
export function isUntouched(frame: Frame, subject: Expression): boolean {
  if (frame.isLibrary) return true;
  const node = frame.declaration?.node;
  if (subject.kind === "float") return true;
  if (subject.kind !== "name" || node?.kind !== "function" || frame.scope.resolved.get(subject)?.scope !== frame.scope) return false;
  return node.parameters.some((parameter) => parameter.name.name === subject.name && parameter.annotation === null);
}

/** Known when compiled. */
function checkIsSubclass(frame: Frame, subject: Expression, classes: Expression, node: Expression): Condition {
  const [one, wanted] = [readClasses(frame, subject), readClasses(frame, classes)];
  const known = one?.[0] !== undefined && wanted !== null && wanted.some((all) => isKindOf(one[0] as Type, all));
  return { test: boolLiteral(known, node.span), whenTrue: frame.facts, whenFalse: frame.facts, constant: known };
}

/** Null where only the value itself can tell. */
function knownAnswer(frame: Frame, type: Type, split: { yes: Type; no: Type }, exact: boolean): boolean | null {
  if (split.yes.kind === "never") return false;
  const hasSubclasses = membersOf(type).some(
    (member) => shallow(member).kind === "instance" && frame.session.hasSubclasses(shallow(member)),
  );
  return split.no.kind === "never" && !(exact && hasSubclasses) ? true : null;
}

function typeTest(
  frame: Frame,
  value: TypedExpression,
  known: boolean | null,
  split: { yes: Type; no: Type },
  node: Expression,
  exact: boolean,
): TypedExpression {
  if (known !== null) return sequence([{ kind: "evaluate", value, span: node.span }], boolLiteral(known, node.span));
  const members = membersOf(split.yes).map(shallow);
  if (!exact) return { kind: "typeTest", value, types: members, type: BOOL, span: node.span };
  const others = members.flatMap((member) => frame.session.subclassesOf(member));
  const test: TypedExpression = { kind: "typeTest", value, types: members, type: BOOL, span: node.span };
  if (others.length === 0) return test;
  const variable = frame.temporary(value.type);
  const read: TypedExpression = { kind: "variable", variable, type: value.type, span: node.span };
  return sequence([{ kind: "setVariable", variable, value, span: node.span }], {
    kind: "and",
    left: { ...test, value: read },
    right: not({ kind: "typeTest", value: read, types: others, type: BOOL, span: node.span }),
    type: BOOL,
    span: node.span,
  });
}

const primitiveNames = new Map<string, Type>([
  ["int", INT],
  ["float", FLOAT],
  ["bool", BOOL],
  ["str", STR],
]);

const anyTuple: Type = { kind: "variadic", element: NEVER };

/** The second argument of isinstance: a class, or a tuple of classes. */
function readClasses(frame: Frame, node: Expression): Type[] | null {
  if (node.kind === "tuple") {
    const all = node.items.map((item) => readClasses(frame, item));
    return all.some((one) => one === null) ? null : all.flatMap((one) => one ?? []);
  }
  if (node.kind === "binary" && node.operators.every((operator) => operator.operator === "|")) {
    const all = node.operands.map((item) => readClasses(frame, item));
    return all.some((one) => one === null) ? null : all.flatMap((one) => one ?? []);
  }
  if (node.kind === "none") return [NONE];
  const primitive = node.kind === "name" ? primitiveNames.get(node.name) : undefined;
  if (primitive !== undefined) return [primitive];
  if (node.kind === "name" && node.name === "tuple") return [anyTuple];
  if (isArrayClass(frame, node)) return arrayClasses.map((name) => valueType(frame.session.coreClass(name).info));
  const value = frame.expression(node);
  const type = typeOf(value);
  if (type.kind === "class" && isProtocol(declarationOf(type.class))) {
    frame.report(node.span, unsupported("`isinstance` with a Protocol", "ask for the classes themselves: `isinstance(x, (A, B))`"));
    return null;
  }
  if (type.kind === "class") return [valueType(type.class)];
  if (type.kind === "tuple") {
    const classes = type.items.map(shallow);
    if (classes.every((item) => item.kind === "class")) return classes.map((item) => valueType(item.class));
  }
  if (type.kind !== "unknown") frame.report(node.span, notAClass());
  return null;
}

const arrayClasses = ["_Array1", "_Array2", "_Array3"];

/** `np.ndarray`, by whatever name the file knows numpy. */
function isArrayClass(frame: Frame, node: Expression): boolean {
  if (node.kind === "name") {
    const entity = frame.scope.resolved.get(node) === null ? frame.session.lookup(frame.file, node.name) : null;
    return entity?.kind === "builtin" && entity.name === "ndarray";
  }
  if (node.kind !== "attribute" || node.object.kind !== "name" || node.name.name !== "ndarray") return false;
  const module = frame.session.lookup(frame.file, node.object.name);
  return module?.kind === "module" && module.name === "numpy";
}

/** What `isinstance` of that class accepts. */
function valueType(info: ClassInfo): Type {
  if (info.module === "" && info.name === "tuple") return anyTuple;
  const primitive = info.module === "" ? primitiveNames.get(info.name) : undefined;
  if (declarationOf(info).isNamedTuple) return { kind: "tuple", items: [], named: info };
  return (
    primitive ??
    instanceOf(
      info,
      info.typeParameters.map(() => NEVER),
    )
  );
}
