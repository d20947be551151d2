// The shape of every error: RFC 9457 with our members. `diagnostics` come with
// a refused plugin, the members of a fault with a plugin that stopped.

import { type TSchema, Type } from "typebox";

const line = Type.Integer({ minimum: 1, description: "From 1." });
const column = Type.Integer({ minimum: 1, description: "From 1, in code points." });

const extent = { line, column, endLine: line, endColumn: column };

export const DiagnosticShape = Type.Object(
  {
    code: Type.String({ description: "`wgen explain CODE` says more." }),
    severity: Type.Enum(["error", "warning"]),
    message: Type.String(),
    hint: Type.Union([Type.String(), Type.Null()]),
    file: Type.String(),
    ...extent,
    labels: Type.Array(Type.Object({ text: Type.String(), file: Type.String(), ...extent })),
    fix: Type.Union([Type.Object({ title: Type.String(), text: Type.String(), ...extent }), Type.Null()]),
  },
  { title: "Diagnostic" },
);

const FrameShape = Type.Object({ function: Type.String(), file: Type.String(), ...extent });

export const FaultShape = Type.Object(
  {
    code: Type.String(),
    message: Type.String(),
    file: Type.String(),
    ...extent,
    chain: Type.Array(FrameShape),
    fuelUsed: Type.Number({ minimum: 0 }),
  },
  { title: "Fault" },
);

export const ProblemShape = Type.Object(
  {
    type: Type.String({ description: "urn:wgen:problem:KIND" }),
    title: Type.String(),
    status: Type.Integer({ minimum: 400, maximum: 599 }),
    detail: Type.String({ description: "What is wrong with this request, and what to do." }),
    instance: Type.Optional(Type.String({ description: "Names this request in the server's log." })),
    diagnostics: Type.Optional(Type.Array(DiagnosticShape)),
    path: Type.Optional(Type.String({ description: "The member of the request that is wrong, as a JSON pointer." })),
    current: Type.Optional(Type.String({ description: "The ETag that stands now." })),
    code: Type.Optional(Type.String()),
    file: Type.Optional(Type.String()),
    line: Type.Optional(line),
    column: Type.Optional(column),
    chain: Type.Optional(Type.Array(FrameShape)),
    fuelUsed: Type.Optional(Type.Number({ minimum: 0 })),
  },
  { title: "Problem", description: "RFC 9457", additionalProperties: false },
);

const problemContent = { content: { "application/problem+json": { schema: ProblemShape } } };

/** What every route may answer when it does not answer what it is for. */
export const problemResponses: Readonly<Record<"4xx" | "5xx", object>> = {
  "4xx": { description: "The request is wrong, or not allowed.", ...problemContent },
  "5xx": { description: "The server could not do it.", ...problemContent },
};

/** A body that is not JSON, by its media type. */
export function bytesOf(mediaType: string, description: string): object {
  return { description, content: { [mediaType]: { schema: Type.Unsafe<Uint8Array>({ type: "string", format: "binary" } as TSchema) } } };
}
