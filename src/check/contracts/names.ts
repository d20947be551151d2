// Names that nobody defines, and `global`/`nonlocal` without a target: found
// by resolution alone, so they are told once, also in code that never runs.

import type { Span } from "../../base/span.ts";
import { libraryWords } from "../builtins.ts";
import type { FileInfo, FunctionDeclaration } from "../declarations.ts";
import { methodWithoutSelf } from "../errors/classes.ts";
import { comparedOnly, dunderName, fieldWithoutSelf, livesInside, misplaced, unknownName } from "../errors/names.ts";
import type { Binding } from "../scopes/scope.ts";
import type { ScopeTable } from "../scopes/resolve.ts";
import { starNames } from "./imports.ts";
import type { Session } from "../session.ts";

const alwaysThere = new Set(["__name__", "NotImplemented"]);

export function checkNames(session: Session): void {
  checkDunders(session);
  for (const file of session.main.files) {
    const scopes = file.scopes;
    if (scopes === null) continue;
    const fromStars = starNames(session, file.module);
    for (const { name, span, visible } of scopes.free) {
      if (alwaysThere.has(name) || fromStars.has(name) || session.lookup(file, name) !== null) continue;
      if (name === "object" && file.module.file.text.startsWith(".__setattr__(", span.end)) continue;
      if (name === "object" && file.module.body.some((one) => one.kind === "class" && one.bases.some((base) => base.value.span === span)))
        continue;
      if ((name === "self" || name === "cls") && isWithoutSelf(session, file, span)) continue;
      const method = name === "self" ? methodAround(session, file, span) : null;
      if (method !== null) {
        tellSelf(session, file, method);
        continue;
      }
      const owner = ownerOfField(session, file, name, span);
      session.report(
        file.module.file,
        span,
        owner === null
          ? unknownName(name, [...visible(), ...builtinNames(session)], meantBy(file, scopes, name, span))
          : fieldWithoutSelf(name, owner),
      );
    }
    for (const { kind, name, span } of scopes.misplaced) session.report(file.module.file, span, misplaced(kind, name));
  }
}

/** What somebody meant who wrote a name that nobody defines, where it is not another spelling. */
function meantBy(file: FileInfo, scopes: ScopeTable, name: string, span: Span): string | undefined {
  const { text } = file.module.file;
  const isFirst = text.slice(text.lastIndexOf("\n", span.start - 1) + 1, span.start).trim() === "";
  if (isFirst && /^[ \t]*==(?!=)/u.test(text.slice(span.end, span.end + 9))) return comparedOnly(name);
  const owner = [...scopes.functions.values()].find((scope) => scope.bindings.has(name) && !scope.name.startsWith("<"));
  return owner === undefined ? undefined : livesInside(name, owner.name);
}

/** In a method that lacks the parameter, which is told there. */
function isWithoutSelf(session: Session, file: FileInfo, span: Span): boolean {
  return [...session.main.entities.values()].some(
    (entity) =>
      entity.kind === "class" &&
      entity.class.file === file &&
      entity.class.node.body.some(
        (one) => one.kind === "function" && one.parameters.length === 0 && one.span.start <= span.start && span.end <= one.span.end,
      ),
  );
}

/** `def __init__(name): self.name = name`: the method whose first parameter is not the object that its body speaks of. */
function methodAround(session: Session, file: FileInfo, span: Span): FunctionDeclaration | null {
  const classes = [...session.main.entities.values()].flatMap((entity) => (entity.kind === "class" ? [entity.class] : []));
  const methods = classes.filter((one) => one.file === file).flatMap((one) => [...one.methods.values()].flat());
  const around = methods.find(({ node }) => node.span.start <= span.start && span.end <= node.span.end);
  return around === undefined || around.isStatic || around.isClassMethod ? null : around;
}

/** Once for each method, however often it speaks of `self`. */
function tellSelf(session: Session, file: FileInfo, method: FunctionDeclaration): void {
  if (session.selfless.has(method) || method.node.kind !== "function") return;
  session.selfless.add(method);
  const parameters = method.node.parameters.map((one) => one.name.name);
  session.report(file.module.file, method.node.name.span, methodWithoutSelf(method.name, ["self", ...parameters].join(", ")));
}

/** The class around a name, where it has a field of that name: `self.` was forgotten. */
function ownerOfField(session: Session, file: FileInfo, name: string, span: Span): string | null {
  for (const entity of session.main.entities.values()) {
    if (entity.kind !== "class" || entity.class.file !== file) continue;
    const { node, attributes } = entity.class;
    if (span.start < node.span.start || span.end > node.span.end) continue;
    const text = file.module.file.text.slice(node.span.start, node.span.end);
    if (attributes.some((attribute) => attribute.name === name) || new RegExp(`\\bself\\.${name}\\b`, "u").test(text)) return entity.name;
  }
  return null;
}

/** Names that Python gives no meaning, which say something of the file. */
const remarks: ReadonlySet<string> = new Set(
  [
    "all",
    "author",
    "contact",
    "copyright",
    "credits",
    "date",
    "description",
    "email",
    "license",
    "maintainer",
    "status",
    "title",
    "url",
    "version",
  ].map((name) => `__${name}__`),
);

/** Names that begin and end with two underscores are Python's own: an author binds none but methods of classes. */
function checkDunders(session: Session): void {
  for (const file of session.main.files) {
    const scopes = file.scopes;
    if (scopes === null || file.info.isLibrary) continue;
    const bound = new Set<Binding>();
    for (const scope of [scopes.module, ...scopes.functions.values()]) {
      for (const binding of [...scope.bindings.values(), ...scope.resolved.values()]) if (binding !== null) bound.add(binding);
    }
    for (const { name, span, prefix } of bound) {
      const isMethod = prefix !== "" && /^__\w+__$/.test(name);
      if (/^__.*__$/u.test(name) && !isMethod && !remarks.has(name)) session.report(file.module.file, span, dunderName(name));
    }
  }
}

function builtinNames(session: Session): string[] {
  const core = [...session.library.core.entities.keys()].filter((name) => !name.startsWith("_"));
  return [...core, "print", "len", "isinstance", "repr", "super", "next"].filter((name) => !libraryWords.has(name));
}
