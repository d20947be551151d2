// Shapes of plugins: what is asked of `check` and `publish`, what a version
// says of itself.

import { type Static, type TSchema, Type } from "typebox";
import { Hash, OwnerName, PluginName, Reference, Time, Version } from "./names.ts";
import { DiagnosticShape } from "./problem.ts";

/** Bytes, not characters, are what counts; the checker counts them. */
const Source = Type.String({ minLength: 1, description: "The plugin's source, at most 256 KiB of UTF-8." });

export const CheckRequest = Type.Object(
  {
    source: Source,
    file: Type.Optional(Type.String({ maxLength: 100, pattern: "^[A-Za-z0-9_. -]+$", description: "As messages name it." })),
  },
  { title: "CheckRequest", additionalProperties: false },
);

export const ParameterShape = Type.Object(
  {
    name: Type.String(),
    type: Type.String({ description: "As wgen writes it: float, int, bool, str, Color, list[...]." }),
    default: Type.Unsafe<unknown>({}),
    min: Type.Optional(Type.Number()),
    max: Type.Optional(Type.Number()),
    step: Type.Optional(Type.Number()),
    maxLength: Type.Optional(Type.Integer()),
    choices: Type.Optional(Type.Array(Type.Unsafe<unknown>({}))),
    log: Type.Optional(Type.Boolean()),
    unit: Type.Optional(Type.String()),
    label: Type.Optional(Type.String()),
    group: Type.Optional(Type.String()),
    help: Type.Optional(Type.String()),
    widget: Type.Optional(Type.String()),
  },
  { title: "Parameter", additionalProperties: false },
);

export const HookShape = Type.Object(
  {
    name: Type.String(),
    parameters: Type.Array(Type.Object({ name: Type.String(), type: Type.String() })),
    result: Type.String(),
    perCell: Type.Boolean(),
  },
  { title: "Hook" },
);

/** JSON Schema as it stands: its members are the plugin's. */
const ParameterSchemaShape = Type.Unsafe<object>({
  type: "object",
  additionalProperties: true,
  description: "JSON Schema 2020-12.",
} as TSchema);

const facts = {
  hooks: Type.Array(HookShape),
  parameters: Type.Array(ParameterShape),
  parameter_schema: ParameterSchemaShape,
  docs: Type.String({ description: "The module's docstring." }),
};

export const CheckAnswer = Type.Object(
  { ok: Type.Boolean(), diagnostics: Type.Array(DiagnosticShape), hash: Hash, ...facts },
  { title: "CheckAnswer" },
);

export const PublishRequest = Type.Object(
  {
    owner: Type.Optional(OwnerName),
    name: PluginName,
    version: Version,
    source: Source,
    license: Type.Optional(
      Type.Union(
        [Type.String({ pattern: "^[A-Za-z0-9][A-Za-z0-9 .+()-]{0,99}$", description: "an SPDX expression, as MIT" }), Type.Null()],
        {
          description: "An SPDX expression, as MIT.",
        },
      ),
    ),
    forked_from: Type.Optional(Type.Union([Reference, Type.Null()])),
  },
  { title: "PublishRequest", additionalProperties: false },
);
export type PublishRequestBody = Static<typeof PublishRequest>;

const summary = {
  plugin: Reference,
  owner: OwnerName,
  name: PluginName,
  version: Version,
  hash: Hash,
  status: Type.Enum(["pending", "approved", "rejected", "withdrawn", "blocked"]),
  title: Type.String(),
  description: Type.String(),
  license: Type.Union([Type.String(), Type.Null()]),
  forked_from: Type.Union([Type.String(), Type.Null()]),
  engine: Type.Integer({ minimum: 1 }),
  published_at: Time,
};

export const VersionSummary = Type.Object(summary, { title: "PluginVersionSummary" });
export type VersionSummaryBody = Static<typeof VersionSummary>;

const Lines = Type.Array(Type.Integer());
const Audit = Type.Object(
  {
    imports: Type.Array(Type.String()),
    host_functions: Type.Array(Type.String(), { description: "That it uses, as module.function." }),
    lines: Type.Integer(),
    source_bytes: Type.Integer(),
    functions: Type.Integer(),
    unbounded_loops: { ...Lines, description: "Lines of `while` loops: nothing in them says how often they run." },
    recursions: { ...Lines, description: "Lines of functions that call themselves, also through others." },
    longest_text: Type.Integer({ description: "Characters of the longest text." }),
    largest_literal: Type.Integer({ description: "Items of the largest list, dict or tuple written out." }),
  },
  { title: "Audit", description: "What a reviewer wants to know." },
);

export const VersionAnswer = Type.Object(
  {
    ...summary,
    ...facts,
    audit: Audit,
    published_by: Type.String(),
    source: Type.String(),
    pins: Type.Array(Type.Object({ name: Type.String({ description: "As workshop.owner.name." }), hash: Hash }), {
      description: "The plugins that it imports, as they were when it was published: for ever these.",
    }),
    warnings: Type.Array(DiagnosticShape),
  },
  { title: "PluginVersion" },
);

export const SearchAnswer = Type.Object(
  { plugins: Type.Array(VersionSummary), next: Type.Union([Type.String(), Type.Null()], { description: "For `after` of the next page." }) },
  { title: "PluginSearch" },
);

export const VersionsAnswer = Type.Object({ versions: Type.Array(VersionSummary) }, { title: "PluginVersions" });

export const HashStatus = Type.Object(
  {
    hash: Hash,
    status: Type.Enum(["published", "blocked"]),
    reason: Type.Union([Type.String(), Type.Null()]),
    plugins: Type.Array(Reference),
  },
  { title: "HashStatus" },
);

export const HashStatusRequest = Type.Object(
  { status: Type.Enum(["published", "blocked"]), reason: Type.Optional(Type.String({ maxLength: 1000 })) },
  { title: "HashStatusRequest", additionalProperties: false },
);
