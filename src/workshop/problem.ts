// Everything that can go wrong for someone who asks: RFC 9457 problems. Code
// throws a `Problem`; `http/errors.ts` answers it as application/problem+json.
// Each kind has one status and one title; the detail says what to do.

/** Kind -> status and title. The kind stands in `type` as `urn:wgen:problem:KIND`. */
const kinds = {
  "malformed-request": [400, "The request cannot be read"],
  unauthenticated: [401, "A token is needed"],
  "not-allowed": [403, "The token does not allow this"],
  "not-found": [404, "There is no such thing"],
  "method-not-allowed": [405, "The address does not take this method"],
  "request-timeout": [408, "The request came too slowly"],
  conflict: [409, "This is taken"],
  stale: [412, "Somebody changed it first"],
  "too-large": [413, "The request is too large"],
  "unsupported-media-type": [415, "The body is of the wrong kind"],
  "wrong-host": [421, "This server does not answer to that name"],
  refused: [422, "The plugin was refused"],
  invalid: [422, "A value is not allowed"],
  "plugin-fault": [422, "The plugin faulted"],
  "precondition-required": [428, "Say which state you change"],
  "too-many-requests": [429, "Too many requests"],
  "headers-too-large": [431, "The headers are too large"],
  blocked: [451, "The plugin is blocked here"],
  internal: [500, "A bug of the server's"],
  unavailable: [503, "The server cannot answer now"],
  "took-too-long": [504, "The run took too long"],
} as const satisfies Record<string, readonly [number, string]>;

export type ProblemKind = keyof typeof kinds;

export interface ProblemExtras {
  /** Members beside those of RFC 9457; their shapes stand in `shapes/problem.ts`. */
  readonly members?: Readonly<Record<string, unknown>>;
  readonly headers?: Readonly<Record<string, string>>;
}

export class Problem extends Error {
  readonly kind: ProblemKind;
  readonly status: number;
  readonly title: string;
  readonly extras: ProblemExtras;

  constructor(kind: ProblemKind, detail: string, extras: ProblemExtras = {}) {
    super(detail);
    this.kind = kind;
    [this.status, this.title] = kinds[kind];
    this.extras = extras;
  }

  toJSON(): object {
    const { kind, title, status, message: detail, extras } = this;
    return { type: `urn:wgen:problem:${kind}`, title, status, detail, ...extras.members };
  }
}

/** The kind that stands for a status when nothing more is known. */
export function kindOfStatus(status: number): ProblemKind {
  for (const [kind, [known]] of Object.entries(kinds)) if (known === status) return kind as ProblemKind;
  return status >= 500 ? "internal" : "malformed-request";
}
