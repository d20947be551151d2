// Forms of Python that wgen leaves out, found by looking at the tree alone:
// told also where nothing calls the function or makes the object, so that
// what passes the check runs when it is called.

import type { Argument, ClassDefinition, Expression, FunctionDefinition, Lambda, Statement } from "../../syntax/ast.ts";
import type { Span } from "../../base/span.ts";
import { walkTree } from "../../syntax/walk.ts";
import { isPrivateModule, publicModules } from "../../library/modules.ts";
import type { ClassDeclaration, FileInfo } from "../declarations.ts";
import { decoratorName } from "../indexing.ts";
import { classInBlock, classTwice, nestedClass, severalBases } from "../errors/classes.ts";
import {
  builtinBase,
  classDecorator,
  classKeyword,
  enteredAlone,
  keywordParameters,
  methodDecorator,
  noMethodHook,
  propertyDeleter,
  usedExitArguments,
  yieldInside,
} from "../errors/forms.ts";
import type { Problem } from "../errors/problem.ts";
import { unsupported } from "../errors/types.ts";
import { hasManagers } from "../lifting/contextManagers.ts";
import { hasOrder } from "../lifting/baseOrder.ts";
import { baseEntity, refuseBases, refuseUnheard } from "./bases.ts";
import { isException } from "../classes/raised.ts";
import { knownDecorators } from "../lifting/decoratedMethods.ts";
import { capturedName } from "../lifting/lifting.ts";
import type { Session } from "../session.ts";

type Report = (span: Span, problem: Problem) => void;

export function checkForms(session: Session): void {
  for (const file of session.main.files) {
    if (file.info.isLibrary) continue;
    const report: Report = (span, problem) => session.report(file.module.file, span, problem);
    checkBlock(session, file, file.module.body, {
      report,
      inFunction: false,
      hasManagers: hasManagers(file.module),
    });
  }
}

interface Place {
  readonly report: Report;
  readonly inFunction: boolean;
  /** Objects made by `@contextmanager`, whose generators nothing but a `with` may start. */
  readonly hasManagers: boolean;
}

function checkBlock(session: Session, file: FileInfo, body: readonly Statement[], place: Place): void {
  for (const statement of body) checkStatement(session, file, statement, place);
}

function checkStatement(session: Session, file: FileInfo, node: Statement, place: Place): void {
  switch (node.kind) {
    case "function":
      checkParameters(node, place.report);
      for (const parameter of node.parameters) checkExpression(parameter.defaultValue, place);
      return checkBlock(session, file, node.body, { ...place, inFunction: true });
    case "class":
      checkClass(session, file, node, place);
      return checkBlock(session, file, node.body, place);
    case "try":
      for (const handler of node.handlers) checkBlock(session, file, handler.body, place);
      for (const part of [node.body, node.otherwise, node.finalizer]) checkBlock(session, file, part, place);
      return;
    case "if":
      checkExpression(node.test, place);
      checkBlock(session, file, node.body, place);
      for (const branch of node.branches) {
        checkExpression(branch.test, place);
        checkBlock(session, file, branch.body, place);
      }
      return checkBlock(session, file, node.otherwise, place);
    case "for":
    case "while":
      checkExpression(node.kind === "for" ? node.iterable : node.test, place);
      checkBlock(session, file, node.body, place);
      return checkBlock(session, file, node.otherwise, place);
    case "match":
      checkExpression(node.subject, place);
      return node.cases.forEach((arm) => checkBlock(session, file, arm.body, place));
    case "assignment":
    case "annotated":
    case "return":
    case "expression":
      if (node.value?.kind === "yieldFrom" || node.value?.kind === "yield") {
        if (node.kind === "assignment") for (const target of node.targets) checkExpression(target, place);
        if (node.kind === "annotated") checkExpression(node.target, place);
        return checkExpression(node.value.value, place);
      }
      return checkExpression(node, place);
    default:
      checkExpression(node, place);
  }
}

function checkExpression(node: Expression | Statement | null, place: Place): void {
  walkTree(node, (found) => {
    if (found.kind === "lambda") checkParameters(found as Lambda, place.report);
    if (found.kind === "yieldFrom" || found.kind === "yield") place.report(found.span, yieldInside(found.kind));
    if (place.hasManagers && entersAlone(found as Expression)) place.report(found.span, enteredAlone());
    return true;
  });
}

/** `manager.__enter__()` that the author wrote, other than of a base class. */
function entersAlone(node: Expression): boolean {
  if (node.kind !== "attribute" || node.name.name !== "__enter__") return false;
  return node.object.kind !== "call" && !(node.object.kind === "name" && node.object.name.includes(" "));
}

function checkParameters(node: FunctionDefinition | Lambda, report: Report): void {
  for (const parameter of node.kind === "lambda" ? node.parameters : [])
    if (parameter.kind === "doubleStar") report(parameter.span, keywordParameters(parameter.name.name));
}

// -------------------------------------------------------------------- classes

/** Classes of the library that an author's class may not derive from: their values are no objects with fields. */
const valueClasses: ReadonlySet<string> = new Set([
  "int",
  "float",
  "bool",
  "str",
  "tuple",
  "list",
  "dict",
  "set",
  "range",
  "deque",
  "defaultdict",
  "Counter",
  "OrderedDict",
]);

/** What `@dataclass` may be told; those that change nothing here, such as `slots`, are let pass. */
function checkRecordOptions(given: readonly Argument[], report: Place["report"]): void {
  for (const argument of given) {
    if (argument.kind !== "keyword") continue;
    const { name } = argument.name;
    const isKnown = argument.value.kind === "bool" && (recordOptions.has(name) || argument.value.value === recordDefaults.get(name));
    if (!isKnown) report(argument.span, unsupported(`\`@dataclass(${name}=...)\``, recordRewrites.get(name) ?? "leave it out"));
  }
}

const recordOptions = new Set(["frozen", "order", "eq", "repr", "kw_only", "slots"]);
const recordDefaults = new Map([
  ["init", true],
  ["match_args", true],
  ["unsafe_hash", false],
  ["weakref_slot", false],
]);
const recordRewrites = new Map([
  ["init", "write a plain class with the `__init__` you want"],
  ["unsafe_hash", "write `@dataclass(frozen=True)`, whose objects are keys"],
]);

const baseless = new WeakSet<Session>();

/** Does a class derive from one that none can derive from? Then nothing is known of what it has. */
export function hasBaselessClass(session: Session): boolean {
  return baseless.has(session);
}

function checkClass(session: Session, file: FileInfo, node: ClassDefinition, place: Place): void {
  if (place.inFunction) return place.report(node.name.span, nestedClass(node.name.name, capturedName(node)));
  const entity = file.info.entities.get(node.name.name);
  if (entity?.kind !== "class" || entity.class.node !== node) return refuseHidden(file, node, place.report);
  const bases = node.bases.filter((base) => base.kind === "positional");
  const isEnum = bases.some(({ value }) => value.kind === "name" && value.name.endsWith("Enum"));
  const real = bases.filter(({ value }) => value.kind === "name" && session.lookup(file, value.name)?.kind === "class");
  if (real.length > 1 && hasOrder(node, file.module.body)) place.report(real[1]?.span ?? node.span, severalBases(node.name.name));
  for (const { value, span } of bases) {
    const entity = baseEntity(session, file, value);
    if (entity?.kind !== "class" || !isClosed(entity.class)) continue;
    place.report(span, builtinBase(entity.class.info.name, isEnum));
    baseless.add(session);
  }
  for (const base of node.bases) {
    const isAbstract = base.kind === "keyword" && base.name.name === "metaclass" && decoratorName(base.value) === "ABCMeta";
    if (base.kind === "keyword" && !isAbstract) place.report(base.span, classKeyword(base.name.name));
  }
  for (const decorator of node.decorators) {
    const name = decoratorName(decorator);
    if (name !== "" && !classDecorators.has(name)) place.report(decorator.span, classDecorator(name));
    if (name === "dataclass" && decorator.kind === "call") checkRecordOptions(decorator.arguments, place.report);
  }
  refuseBases(session, file, node, place.report);
  for (const statement of node.body) {
    const name = statement.kind === "function" ? statement.name.name : null;
    const above = statement.kind === "function" && statement.decorators.find((one) => !knownDecorators.has(decoratorName(one)));
    if (above) place.report(above.span, methodDecorator(decoratorName(above), name ?? ""));
    refuseUnheard(statement, place.report);
    const deleter = statement.kind === "function" && statement.decorators.find((one) => decoratorName(one) === "deleter");
    if (deleter) place.report(deleter.span, propertyDeleter(name ?? ""));
    if (statement.kind === "function" && statement.name.name === "__exit__") checkExit(statement, place.report);
    if (statement.kind === "function" && unheardMethods.has(statement.name.name))
      place.report(statement.name.span, noMethodHook(name ?? "", unheardMethods.get(statement.name.name) ?? ""));
  }
}

/** A class that is not known by its name; of two of one name the lower is told. */
function refuseHidden({ module: { body } }: FileInfo, node: ClassDefinition, report: Report): void {
  const { name, span } = node.name;
  if (!body.includes(node)) return report(span, classInBlock(name));
  if (body.findLast((one) => one.kind === "class" && one.name.name === name) === node) report(span, classTwice(name));
}

/** Of the library: a builtin type, or of a module that is imported by name; the core's exceptions are bases like any. */
function isClosed(declaration: ClassDeclaration): boolean {
  const { info, file } = declaration;
  if (!file.info.isLibrary || isException(declaration)) return false;
  return valueClasses.has(info.name) || isPrivateModule(file.info.name) || publicModules.includes(file.info.name);
}

/** `*args` of `__exit__` would hold the exception three times. */
function checkExit(node: FunctionDefinition, report: Report): void {
  const star = node.parameters.find(({ kind }) => kind === "star")?.name.name;
  walkTree(node.body, (one) => {
    if (one.kind === "name" && star !== undefined && "name" in one && one.name === star) report(one.span, usedExitArguments());
    return true;
  });
}

/** Decorators of classes that the checker knows. */
const classDecorators: ReadonlySet<string> = new Set(["dataclass", "total_ordering", "unique", "final", "runtime_checkable"]);

/** Methods that Python would call by itself and wgen never does, with what to do instead. */
const unheardMethods: ReadonlyMap<string, string> = new Map([
  ["__new__", "make the object in `__init__`, or by a `@classmethod`"],
  ["__del__", "call a method of your own when you are done with the object"],
  ["__getattr__", "name the fields in `__init__`; for keys of your own write `__getitem__`"],
  ["__getattribute__", "name the fields in `__init__`; for keys of your own write `__getitem__`"],
  ["__setattr__", "write a `@property` with a setter for the field"],
  ["__delattr__", "set the field to None"],
  ["__init_subclass__", "call a function with the class where it is needed"],
  ["__class_getitem__", "leave it out: a class works for every type that fits"],
  ["__set_name__", "write a `@property`"],
  ["__get__", "write a `@property`"],
  ["__set__", "write a `@property` with a setter"],
  ["__delete__", "set the field to None"],
  ["__missing__", "use `collections.defaultdict`, or `d.get(key, default)`"],
  ["__instancecheck__", "write a function of your own"],
  ["__subclasscheck__", "write a function of your own"],
  ["__await__", "wgen has no async"],
  ["__aiter__", "wgen has no async"],
  ["__anext__", "wgen has no async"],
  ["__aenter__", "wgen has no async"],
  ["__aexit__", "wgen has no async"],
  ["__complex__", "wgen has no complex numbers"],
  ["__bytes__", "wgen has no bytes"],
  ["__dir__", "name the fields you need"],
  ["__sizeof__", "leave it out"],
  ["__reduce__", "leave it out"],
  ["__copy__", "write a method `copy` and call it"],
  ["__deepcopy__", "write a method `copy` and call it"],
]);
