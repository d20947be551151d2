// Functions that the checker writes itself: text and equality of tuples,
// wrappers, builtins as values. Each is an instance like any other, made anew
// in each round that needs it.

import type { Span } from "../../base/span.ts";
import { freshVariable } from "../../types/variables.ts";
import { sameType } from "../../types/key.ts";
import type { ClosureInfo, Type } from "../../types/type.ts";
import type { FileInfo } from "../declarations.ts";
import { Frame } from "../frame.ts";
import { begin, end } from "../isolation.ts";
import type { Instance } from "../instances.ts";
import type { TypedStatement, Variable } from "../program.ts";
import { NEVER, NONE } from "../../types/primitives.ts";
import { find, shallow, zonk } from "../../types/variables.ts";

export interface Synthesis {
  readonly key: string;
  readonly name: string;
  readonly closure: ClosureInfo | null;
  readonly parameters: readonly Type[];
  /** Where it is called for the first time: what it complains of is told there. */
  readonly span: Span;
  /** Given where it is known beforehand, so that recursion finds it. */
  readonly result?: Type;
  readonly build: (frame: Frame, parameters: readonly Variable[]) => { readonly body: TypedStatement[]; readonly result: Type };
}

const nowhere: Span = { start: 0, end: 0 };

/** The instance of that key, its body made at most once a round. */
export function synthesise(frame: Frame, recipe: Synthesis): Instance {
  const { session } = frame;
  const make = (instance: Instance): void => build(frame, instance, recipe);
  const instance = session.instance(recipe.key, recipe.name, { kind: "synthesised", name: recipe.name, build: make }, () => ({
    parameters: recipe.parameters.map(zonk),
    closure: recipe.closure,
    result: recipe.result ?? { kind: "variable", variable: freshVariable(NEVER) },
    caller: { instance: frame.instance, place: frame.place(recipe.span) },
  }));
  // Never left as it is: a recipe may hold parts of its caller, who looks again.
  if (instance.round !== session.round && !instance.running && !instance.sealed) make(instance);
  return instance;
}

function build(frame: Frame, instance: Instance, recipe: Synthesis): void {
  const { session } = frame;
  const outer = begin(session, instance);
  const inner = new Frame(session, instance, { declaration: frame.declaration, file: frame.file, scope: frame.scope, webs: frame.webs });
  const parameters = instance.parameters.map((type, index) => {
    const variable = inner.temporary(type, `p${index}`);
    return variable;
  });
  const made = recipe.build(inner, parameters);
  end(session, instance, outer);
  if (instance.result.kind === "variable") {
    const root = find(instance.result.variable);
    if (!sameType(root.bound, made.result)) session.noteChange(true);
    if (shallow(root.bound) !== shallow(made.result)) root.bound = made.result;
  }
  instance.typed = {
    id: instance.id,
    name: recipe.name,
    // What is kept for other programs must not name this one.
    file: fileOf(frame, instance).module.file,
    span: nowhere,
    parameters,
    variables: inner.variables,
    closure: recipe.closure,
    generator: null,
    result: instance.result.kind === "never" ? NONE : instance.result,
    body: made.body,
    isLibrary: true,
    leaf: null,
  };
}

function fileOf(frame: Frame, instance: Instance): FileInfo {
  const [core] = frame.session.library.core.files;
  return instance.isolated && core !== undefined ? core : frame.file;
}
