// Between a caller and an instance of an inferred function. The instance has
// variables of its own; what its body learnt of them (an item appended, two
// lists found to be the same) is carried over to the caller's types, and its
// result comes back in terms of the caller's variables, so that aliases stay
// aliases. What the caller learns later changes the key, and so the instance.

import { membersOf } from "../../types/join.ts";
import { find, freshVariable, hasVariables, mapType, shallow } from "../../types/variables.ts";
import type { Type, TypeVariable } from "../../types/type.ts";
import type { Session } from "../session.ts";

/** Callee's variable -> the caller's part in its place. */
export type Links = Map<TypeVariable, Type>;

/** Goes through a parameter's type and the argument's side by side. False where the caller's type cannot follow. */
export function link(session: Session, callee: Type, caller: Type, links: Links): boolean {
  const inner = shallow(callee);
  const outer = shallow(caller);
  switch (inner.kind) {
    case "instance":
      return linkInstance(session, inner, outer, links);
    case "tuple":
      return (
        outer.kind !== "tuple" ||
        outer.items.length !== inner.items.length ||
        inner.items.every((item, index) => link(session, item, outer.items[index] as Type, links))
      );
    case "variadic":
      return outer.kind !== "variadic" || link(session, inner.element, outer.element, links);
    case "storage":
      return outer.kind !== "storage" || linkArgument(session, inner.element, outer.element, links);
    case "generator":
      return outer.kind !== "generator" || linkArgument(session, inner.element, outer.element, links);
    case "union":
      return membersOf(outer).every((member) => linkMember(session, membersOf(inner), shallow(member), links));
    default:
      return outer.kind !== "union" || linkMember(session, [inner], inner, links);
  }
}

function linkInstance(session: Session, inner: Extract<Type, { kind: "instance" }>, outer: Type, links: Links): boolean {
  const match = membersOf(outer)
    .map(shallow)
    .find((member) => member.kind === "instance" && member.class === inner.class);
  if (match?.kind !== "instance") return true;
  return inner.arguments.every((part, index) => linkArgument(session, part, match.arguments[index] as Type, links));
}

function linkMember(session: Session, members: readonly Type[], outer: Type, links: Links): boolean {
  const match = members
    .map(shallow)
    .find(
      (member) => member.kind === outer.kind && (member.kind !== "instance" || (outer.kind === "instance" && member.class === outer.class)),
    );
  return match === undefined || match === outer || link(session, match, outer, links);
}

/** A type argument: shared by reference, so the two become one where it is met twice. */
function linkArgument(session: Session, inner: Type, outer: Type, links: Links): boolean {
  if (inner.kind !== "variable") return link(session, inner, outer, links);
  const root = find(inner.variable);
  const known = links.get(root);
  if (known !== undefined) return session.unify(known, outer);
  links.set(root, outer);
  if (!link(session, root.bound, outer, links)) return false;
  const grown = bring(root.bound, links);
  if (outer.kind === "variable") return session.grow(outer.variable, grown);
  return session.unify(grown, outer);
}

/** A callee's type in terms of the caller's variables; what the callee made itself gets fresh ones. */
export function bring(type: Type, links: Links): Type {
  if (!hasVariables(type)) return type;
  return mapType(type, (leaf) => {
    if (leaf.kind !== "variable") return leaf;
    const root = find(leaf.variable);
    let outer = links.get(root);
    if (outer === undefined) {
      const variable = freshVariable();
      outer = { kind: "variable", variable };
      links.set(root, outer);
      variable.bound = bring(root.bound, links);
    }
    return outer;
  });
}
