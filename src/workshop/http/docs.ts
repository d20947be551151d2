// The browsable page of the API: every route of the OpenAPI document with its
// parameters, bodies and answers, as one HTML page without script or style of
// its own beyond what a browser brings.

interface Operation {
  readonly summary?: string;
  readonly description?: string;
  readonly security?: readonly unknown[];
  readonly parameters?: readonly { readonly name: string; readonly in: string; readonly description?: string; readonly schema?: unknown }[];
  readonly requestBody?: unknown;
  readonly responses?: Readonly<Record<string, unknown>>;
}

/** `document` is an OpenAPI document of our own making; texts in it are escaped all the same. */
export function docsPage(document: object): string {
  const { info, paths = {} } = document as {
    readonly info: { readonly title: string; readonly description?: string };
    readonly paths?: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  };
  const operations = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => showOperation(path, method, operation)),
  );
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><meta name="color-scheme" content="light dark"><title>${escape(info.title)}</title></head>
<body><h1>${escape(info.title)}</h1><p>${escape(info.description ?? "")}</p><p><a href="/openapi.json">openapi.json</a></p>
${operations.join("\n")}
</body></html>
`;
}

function showOperation(path: string, method: string, operation: Operation): string {
  const parameters = (operation.parameters ?? []).map(
    (each) => `<li><code>${escape(each.name)}</code> (${escape(each.in)}) ${escape(each.description ?? "")}</li>`,
  );
  const answers = Object.entries(operation.responses ?? {}).map(([status, answer]) => foldJSON(`answer ${status}`, answer));
  return `<section><h2><code>${method.toUpperCase()} ${escape(path)}</code></h2>
<p>${escape(operation.summary ?? "")}${operation.security === undefined ? "" : " <em>Needs a token.</em>"}</p>
${parameters.length === 0 ? "" : `<ul>${parameters.join("")}</ul>`}
${operation.requestBody === undefined ? "" : foldJSON("body", operation.requestBody)}
${answers.join("\n")}</section>`;
}

function foldJSON(title: string, value: unknown): string {
  return `<details><summary>${escape(title)}</summary><pre>${escape(JSON.stringify(value, null, 2))}</pre></details>`;
}

function escape(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");
}
