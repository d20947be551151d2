// The browsable page of the API: every route of the OpenAPI document with its
// parameters, bodies and answers, as one HTML page without script; its style is
// a file of its own, as the content policy wants it.

interface Schema {
  readonly type?: string | readonly string[];
  readonly title?: string;
  readonly description?: string;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly items?: Schema;
  readonly anyOf?: readonly Schema[];
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly pattern?: string;
  readonly format?: string;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly maxLength?: number;
}

interface Content {
  readonly description?: string;
  readonly content?: Readonly<Record<string, { readonly schema?: Schema }>>;
}

interface Operation {
  readonly tags?: readonly string[];
  readonly summary?: string;
  readonly security?: readonly unknown[];
  readonly parameters?: readonly { readonly name: string; readonly in: string; readonly required?: boolean; readonly schema?: Schema }[];
  readonly requestBody?: Content;
  readonly responses?: Readonly<Record<string, Content>>;
}

interface Route {
  readonly method: string;
  readonly path: string;
  readonly operation: Operation;
}

/** In the order in which one meets them. */
const groups = ["plugins", "worlds", "history", "tiles", "places", "tokens", "moderation", "operations"];

/** `document` is an OpenAPI document of our own making; texts in it are escaped all the same. */
export function docsPage(document: object): string {
  const { info, paths = {} } = document as {
    readonly info: { readonly title: string; readonly description?: string };
    readonly paths?: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  };
  const routes = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]): Route => ({ method: method.toUpperCase(), path, operation })),
  );
  const sections = groups.map((group) =>
    showGroup(
      group,
      routes.filter(({ operation }) => operation.tags?.[0] === group),
    ),
  );
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>${escape(info.title)}</title>
<link rel="icon" href="data:,"><link rel="stylesheet" href="/docs.css"></head>
<body><header><h1>${escape(info.title)}</h1><p>${escape(info.description ?? "")}</p>
<p><a href="/">The page</a> · <a href="/openapi.json">openapi.json</a> (OpenAPI 3.1)</p>
<nav>${groups.map((group) => `<a href="#${group}">${group}</a>`).join(" ")}</nav></header>
<main>${sections.join("\n")}
<section><h2 id="errors">errors</h2><p>Every error, of any route, is <code>application/problem+json</code>:</p>${showContent(routes[0]?.operation.responses?.["4XX"])}</section>
</main></body></html>
`;
}

function showGroup(group: string, routes: readonly Route[]): string {
  return `<section><h2 id="${group}">${group}</h2>${routes.map(showRoute).join("\n")}</section>`;
}

function showRoute({ method, path, operation }: Route): string {
  const { summary = "", security, parameters = [], requestBody, responses = {} } = operation;
  const answers = Object.entries(responses).filter(([status]) => !status.endsWith("XX"));
  const rows = parameters.map(({ name, in: place, required, schema }) => showMember(name, schema ?? {}, required === true, place));
  return `<details><summary><code><b class="${method.toLowerCase()}">${method}</b> ${escape(path)}</code><span>${escape(summary)}${
    security === undefined ? "" : " <em>token</em>"
  }</span></summary>
${rows.length === 0 ? "" : `<h3>Parameters</h3><ul>${rows.join("")}</ul>`}
${requestBody === undefined ? "" : `<h3>Body</h3>${showContent(requestBody)}`}
${answers.map(([status, answer]) => `<h3>${status}</h3>${showContent(answer)}`).join("\n")}</details>`;
}

function showContent(content: Content | undefined): string {
  const bodies = Object.entries(content?.content ?? {});
  if (bodies.length === 0) return `<p>${escape(content?.description ?? "")}</p>`;
  return bodies
    .map(([mediaType, { schema }]) => `<p><code>${escape(mediaType)}</code></p>${schema === undefined ? "" : showMembers(schema)}`)
    .join("");
}

function showMembers(schema: Schema): string {
  const { properties, items, anyOf } = schema;
  if (properties !== undefined) {
    const rows = Object.entries(properties).map(([name, each]) => showMember(name, each, schema.required?.includes(name) === true, ""));
    return `<ul>${rows.join("")}</ul>`;
  }
  if (items !== undefined) return showMembers(items);
  return (anyOf ?? []).map(showMembers).join("");
}

function showMember(name: string, schema: Schema, isRequired: boolean, place: string): string {
  const notes = [isRequired ? "" : "optional", place].filter((note) => note !== "").join(", ");
  const text = schema.description === undefined ? "" : ` ${escape(schema.description)}`;
  return `<li><code>${escape(name)}</code> <i>${escape(typeOf(schema))}</i>${notes === "" ? "" : ` (${notes})`}${text}${showMembers(schema)}</li>`;
}

function typeOf({ type, enum: values, const: value, anyOf, items, minimum, maximum, title }: Schema): string {
  if (value !== undefined) return JSON.stringify(value);
  if (values !== undefined) return values.map((each) => JSON.stringify(each)).join(" | ");
  if (anyOf !== undefined) return [...new Set(anyOf.map(typeOf))].join(" | ");
  if (type === "array") return items === undefined ? "list" : `list of ${typeOf(items)}`;
  const range =
    minimum !== undefined && maximum !== undefined ? ` ${minimum} to ${maximum}` : minimum === undefined ? "" : ` from ${minimum}`;
  return `${title ?? [type ?? "any"].flat().join(" | ")}${range}`;
}

function escape(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");
}

export const docsStyle = `:root { color-scheme: light dark; --line: light-dark(#d5dcd9, #34403c); --soft: light-dark(#4c5a55, #a9b7b1); --ground: light-dark(#f4f6f4, #151a18); }
body { font: 16px/1.5 system-ui, sans-serif; margin: 0 auto; max-width: 62rem; padding: 1rem 1.25rem 4rem; background: var(--ground); }
h1 { font-size: 1.6rem; margin: 0.5rem 0; } h2 { font-size: 1.15rem; margin: 2rem 0 0.5rem; } h3 { font-size: 0.85rem; margin: 0.75rem 0 0.25rem; color: var(--soft); }
nav { display: flex; flex-wrap: wrap; gap: 0.25rem 1rem; } a { color: light-dark(#0b6b5c, #6cc9b6); }
details { border: 1px solid var(--line); border-radius: 8px; margin: 0.4rem 0; padding: 0 0.8rem; background: light-dark(#fff, #1d2421); }
details[open] { padding-bottom: 0.8rem; }
summary { cursor: pointer; padding: 0.5rem 0; display: flex; flex-wrap: wrap; gap: 0 1rem; align-items: baseline; }
summary span { color: var(--soft); font-size: 0.9rem; } summary em { border: 1px solid var(--line); border-radius: 4px; padding: 0 0.3rem; font-style: normal; font-size: 0.8rem; }
code { font-family: ui-monospace, monospace; font-size: 0.9rem; overflow-wrap: anywhere; }
b { display: inline-block; min-width: 4rem; } .get { color: light-dark(#0b6b5c, #6cc9b6); } .post { color: light-dark(#8a4b00, #f0b565); } .put, .patch { color: light-dark(#2d4f9e, #9db8f5); } .delete { color: light-dark(#a02638, #f3909d); }
ul { margin: 0.2rem 0; padding-left: 1.2rem; font-size: 0.9rem; } i { color: var(--soft); }
`;
