// The form of what an artifact says of itself: each section has the fields that
// it must have and no others, of the right kinds. Whether they fit together is
// asked by artifactFit.ts.

import { ArtifactError, type LoadedArtifact } from "../wasm/artifact.ts";

/** True for a value of that form. */
type Form = (value: unknown) => boolean;

const text: Form = (value) => typeof value === "string";
const number: Form = (value) => typeof value === "number";
const flag: Form = (value) => typeof value === "boolean";
const count: Form = (value) => Number.isSafeInteger(value) && (value as number) >= 0;
const place: Form = (value) => count(value) && (value as number) <= 2 ** 24;
const representation: Form = (value) => value === "i64" || value === "f64" || value === "i32" || value === "ref";

const orNull =
  (form: Form): Form =>
  (value) =>
    value === null || form(value);
const listOf =
  (form: Form): Form =>
  (value) =>
    Array.isArray(value) && value.every(form);
/** A list of just these. */
const items =
  (...forms: readonly Form[]): Form =>
  (value) =>
    Array.isArray(value) && value.length === forms.length && forms.every((form, index) => form(value[index]));
/** An object of just these fields. */
const fields = (forms: Readonly<Record<string, Form>>): Form => {
  const entries = Object.entries(forms);
  return (value) => {
    if (typeof value !== "object" || value === null || Array.isArray(value)) return false;
    return Object.keys(value).length === entries.length && entries.every(([name, form]) => form((value as Record<string, unknown>)[name]));
  };
};
const anyOf =
  (...forms: readonly Form[]): Form =>
  (value) =>
    forms.some((form) => form(value));
const word = (...words: readonly string[]): Form =>
  anyOf(
    ...words.map(
      (one): Form =>
        (value) =>
          value === one,
    ),
  );

const borderType: Form = (value) => isBorderType(value);
const isBorderType = anyOf(
  word("None", "bool", "int", "u64", "float", "str"),
  fields({ tuple: listOf(borderType), id: count }),
  fields({ variadic: borderType, id: count }),
  fields({ storage: borderType, id: count }),
  fields({ union: listOf(borderType) }),
  fields({ object: count }),
  fields({ closed: text }),
);
const named = listOf(fields({ name: text, type: borderType }));
const faceValue: Form = (value) => isFaceValue(value);
const isFaceValue = anyOf(
  text,
  flag,
  number,
  items(word("int"), (value) => typeof value === "string" && /^-?\d{1,20}$/u.test(value)),
  items(word("float"), text),
  items(word("list"), listOf(faceValue)),
  items(word("fields"), listOf(items(text, faceValue))),
);
const signature = { parameters: listOf(representation), result: orNull(representation) };
const mapPart = anyOf(
  fields({ kind: word("none") }),
  fields({ kind: word("whole", "column"), representation }),
  fields({ kind: word("record"), slots: listOf(representation) }),
  fields({ kind: word("record"), type: count, slots: listOf(representation) }),
);

const isFace = fields({
  hostHash: text,
  name: text,
  fileName: text,
  entries: listOf(
    fields({
      name: text,
      function: count,
      parameters: named,
      result: borderType,
      definition: orNull(items(text, items(place, place, place, place))),
      reads: listOf(text),
    }),
  ),
  hostFunctions: listOf(fields({ name: text, parameters: listOf(borderType), result: borderType, price: number })),
  parameters: listOf(fields({ name: text, type: borderType, global: count, facts: faceValue })),
  constants: listOf(items(text, faceValue)),
  classes: listOf(
    fields({
      id: count,
      name: text,
      module: text,
      class: count,
      bases: listOf(count),
      isEnum: flag,
      arguments: listOf(borderType),
      fields: named,
      members: listOf(items(text, count)),
    }),
  ),
  storageTypes: fields({ i64: count, f64: count, i32: count, ref: count }),
  loops: listOf(
    items(text, fields({ function: count, shape: fields({ entry: text, parameters: listOf(mapPart), result: mapPart }), isFloats: flag })),
  ),
  functions: listOf(fields({ id: place, ...signature })),
  initializer: count,
  globals: count,
  ends: listOf(items(place, place)),
  operands: listOf(count),
});

const isInterface = fields({
  abi: number,
  imports: listOf(fields({ name: text, ...signature })),
  hooks: listOf(fields({ name: text, export: text, parameters: named, result: borderType })),
  initializer: text,
  globals: listOf(fields({ name: text, representation, address: count })),
  parameters: listOf(() => true),
  types: listOf(
    fields({
      kind: word("text", "record", "storage"),
      name: text,
      slots: listOf(representation),
      bases: listOf(count),
      fields: orNull(named),
    }),
  ),
  writesModuleState: flag,
  frozenState: flag,
  residentBytes: count,
});

const isSites = fields({
  files: listOf(text),
  sites: listOf(items(count, place, place, text, flag, orNull(count))),
  calls: listOf(items(count, count)),
  functions: items(count, count),
  traps: listOf(fields({ code: text, parts: listOf(anyOf(text, fields({ representation }))), site: count })),
  checks: listOf(fields({ operation: text, site: count })),
});

/** Throws where a section has not the form that it must have. */
export function requireForms(loaded: LoadedArtifact): void {
  if (!isInterface(loaded.interface)) throw notOfForm("interface");
  if (!isSites(loaded.sites)) throw notOfForm("sites");
  if (!isFace(loaded.library)) throw notOfForm("library");
}

function notOfForm(section: string): ArtifactError {
  return new ArtifactError(`the section \`wgen.${section}\` has not the form that this library writes`);
}
