// What a class of the author's may not derive from or hold, because wgen would
// overlook what it does in Python: comparisons and lookups that come from
// abstract classes, bases that nothing stands for, methods set to None.

import type { Span } from "../../base/span.ts";
import type { ClassDefinition, Expression, Statement } from "../../syntax/ast.ts";
import type { Entity, FileInfo } from "../declarations.ts";
import { baseOrder } from "../errors/classes.ts";
import { abstractBase, blockedMethod, classProperty, unknownBase } from "../errors/forms.ts";
import type { Problem } from "../errors/problem.ts";
import { hasOrder } from "../lifting/baseOrder.ts";
import { decoratorName, hasDecorator } from "../indexing.ts";
import type { Session } from "../session.ts";

type Report = (span: Span, problem: Problem) => void;

export function refuseBases(session: Session, file: FileInfo, node: ClassDefinition, report: Report): void {
  if (!hasOrder(node, file.module.body)) {
    const names = node.bases.flatMap(({ kind, value }) => (kind === "positional" ? [decoratorName(value)] : []));
    report(node.bases[0]?.span ?? node.span, baseOrder(node.name.name, names));
  }
  for (const { kind, value: given, span } of node.bases) {
    if (kind !== "positional") continue;
    const value = given.kind === "subscript" ? given.object : given;
    const name = decoratorName(value);
    const isClass = value.kind === "name" && session.lookup(file, value.name)?.kind === "class";
    if (mixins.has(name) && !isClass) report(span, abstractBase(name));
    else if (value.kind === "attribute" && !isKnownBase(session, file, value)) report(span, unknownBase(name));
  }
}

/** Abstract classes whose comparisons and lookups come by inheritance. */
const mixins: ReadonlySet<string> = new Set(["Set", "MutableSet", "Mapping", "MutableMapping", "KeysView", "ItemsView", "ValuesView"]);

/** `module.Name` that stands for something. */
function isKnownBase(session: Session, file: FileInfo, value: Extract<Expression, { kind: "attribute" }>): boolean {
  return baseEntity(session, file, value) !== null || namesOnly.has(value.name.name);
}

/** Bases that say what a class is for, and give it nothing. */
const namesOnly: ReadonlySet<string> = new Set([
  ..."Iterable Iterator Generator Sized Container Collection Hashable Callable Reversible Sequence".split(" "),
  ..."ABC Enum IntEnum NamedTuple Generic Protocol Exception object".split(" "),
]);

/** `Random` or `random.Random`. */
export function baseEntity(session: Session, file: FileInfo, value: Expression): Entity | null {
  if (value.kind === "name") return session.lookup(file, value.name);
  if (value.kind !== "attribute" || value.object.kind !== "name") return null;
  const module = session.lookup(file, value.object.name);
  const found = module?.kind === "module" ? session.moduleOf(module.name)?.entities.get(value.name.name) : undefined;
  return found === undefined ? null : session.follow(found);
}

/** In a class body: methods that Python takes away, and properties of classes. */
export function refuseUnheard(statement: Statement, report: Report): void {
  if (statement.kind === "assignment" && statement.value.kind === "none")
    for (const target of statement.targets)
      if (target.kind === "name" && /^__\w+__$/.test(target.name) && !mayBeNone.has(target.name))
        report(target.span, blockedMethod(target.name));
  if (statement.kind === "function" && hasDecorator(statement, "property") && hasDecorator(statement, "classmethod"))
    report(statement.name.span, classProperty(statement.name.name));
}

const mayBeNone: ReadonlySet<string> = new Set(["__hash__", "__doc__"]);
