// Every error as problem+json: ours, the shapes' and fastify's own, addresses
// that do not exist, methods that an address does not take, and requests so
// broken that no route sees them.

import type { FastifyError, FastifyReply, FastifyRequest } from "fastify";
import { STATUS_CODES } from "node:http";
import type { Socket } from "node:net";
import { kindOfStatus, Problem } from "../problem.ts";
import type { App } from "./app.ts";

const mediaType = "application/problem+json";

export function addErrorAnswers(app: App): void {
  const methods = collectMethods(app);
  app.setErrorHandler<FastifyError>((error, request, reply) => answer(readError(error, request), request, reply));
  app.setNotFoundHandler((request, reply) => {
    const allowed = methods(request.url);
    const problem = allowed.length === 0 ? noSuchAddress : wrongMethod(request, allowed);
    return answer(problem, request, reply);
  });
}

function answer(problem: Problem, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  if (problem.status === 401) reply.header("www-authenticate", "Bearer");
  const body = { ...problem.toJSON(), instance: `urn:wgen:request:${request.id}` };
  return reply
    .code(problem.status)
    .headers({ "cache-control": "no-store", ...problem.extras.headers })
    .type(mediaType)
    .serializer((value: unknown) => JSON.stringify(value))
    .send(body);
}

function readError(error: FastifyError, request: FastifyRequest): Problem {
  if (error instanceof Problem) return error;
  if (error.validation !== undefined) return wrongShape(error);
  const status = error.statusCode ?? 500;
  if (status < 500) return new Problem(kindOfStatus(status), clientDetail(error, status));
  request.log.error({ err: error }, "a request failed");
  if (isStorageFailure(error)) {
    return new Problem("unavailable", "the server cannot store anything now; nothing was changed", { headers: { "retry-after": "60" } });
  }
  if (status === 503) return new Problem("unavailable", "the server cannot answer now", { headers: { "retry-after": "5" } });
  // What went wrong inside says nothing to strangers; the log has it under the request's name.
  return new Problem("internal", "this is a bug of the server's; its log has the details under this request's name");
}

/** Of SQLite: I/O error, read-only, full, cannot open, busy. Of the system: disk or quota full, read-only, too many files. */
const sqliteCodes: ReadonlySet<unknown> = new Set([5, 8, 10, 13, 14]);
const systemCodes: ReadonlySet<unknown> = new Set(["ENOSPC", "EDQUOT", "EROFS", "EIO", "EMFILE", "ENFILE", "EACCES"]);

function isStorageFailure(error: FastifyError): boolean {
  const { errcode } = error as { readonly errcode?: unknown };
  return systemCodes.has(error.code) || (typeof errcode === "number" && sqliteCodes.has(errcode & 255));
}

function clientDetail(error: FastifyError, status: number): string {
  if (status === 413) return "the body is larger than this server takes";
  if (status === 415) return "send the body as application/json";
  return error.message;
}

/** The first thing that is not as the shape says, with its path. */
function wrongShape(error: FastifyError): Problem {
  const all = (error.validation ?? []).toSorted((a, b) => b.instancePath.length - a.instancePath.length);
  const path = all[0]?.instancePath ?? "";
  const where = path === "" ? (error.validationContext ?? "request") : `${error.validationContext ?? "request"}${path}`;
  const wrong = all.filter(({ instancePath }) => instancePath === path);
  return new Problem("malformed-request", `${where} ${explainWrong(wrong)}`, path === "" ? {} : { members: { path } });
}

type Wrong = NonNullable<FastifyError["validation"]>[number] & { readonly parentSchema?: { readonly description?: string } };

/** In words; several where a union has none that fits. */
function explainWrong(wrong: readonly Wrong[]): string {
  const [first] = wrong;
  const { additionalProperty: extra } = first?.params ?? {};
  if (typeof extra === "string") return `must not have the member ${JSON.stringify(extra)}`;
  const values = wrong.flatMap(({ keyword, params }) => {
    if (keyword === "const") return [params["allowedValue"]];
    return keyword === "enum" ? (params["allowedValues"] as readonly unknown[]) : [];
  });
  if (values.length > 0) return `must be one of ${[...new Set(values)].map((value) => JSON.stringify(value)).join(", ")}`;
  if (first?.keyword !== "pattern") return first?.message ?? "is wrong";
  const { description } = first.parentSchema ?? {};
  return description === undefined ? "is not written as it must be" : `is not written as it must be: ${description}`;
}

const noSuchAddress = new Problem("not-found", "there is nothing at this address; /docs lists what there is");

function wrongMethod(request: FastifyRequest, allowed: readonly string[]): Problem {
  return new Problem("method-not-allowed", `${request.method} is not taken here; ${allowed.join(", ")} is`, {
    headers: { allow: allowed.join(", ") },
  });
}

/** Which methods any route takes at an address. */
function collectMethods(app: App): (url: string) => string[] {
  const routes: { readonly pattern: RegExp; readonly methods: readonly string[] }[] = [];
  app.addHook("onRoute", ({ url, method }) => {
    if (url.includes("*")) return;
    const parts = url.split("/").map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, "\\$&").replace(/:[A-Za-z]+/g, "[^/]+"));
    routes.push({ pattern: new RegExp(`^${parts.join("/")}$`), methods: [method].flat() });
  });
  return (url) => {
    const path = url.split("?")[0] ?? "";
    return [...new Set(routes.filter(({ pattern }) => pattern.test(path)).flatMap(({ methods }) => methods))];
  };
}

/** An address that no router can read, as `/%ff`. */
export function answerBadAddress(_error: Error, request: FastifyRequest, reply: FastifyReply): void {
  void answer(new Problem("malformed-request", "the address is not written as addresses are"), request, reply);
}

/** Answers on the bare socket: no request could be made of what came. */
export function answerBrokenRequest(error: Error & { readonly code?: string }, socket: Socket): void {
  if (!socket.writable || error.code === "ECONNRESET") return void socket.destroy();
  const problem = brokenProblem(error.code);
  const body = JSON.stringify(problem);
  const head = [
    `HTTP/1.1 ${problem.status} ${STATUS_CODES[problem.status] ?? ""}`,
    `content-type: ${mediaType}`,
    `content-length: ${Buffer.byteLength(body)}`,
    "connection: close",
  ];
  socket.end(`${head.join("\r\n")}\r\n\r\n${body}`);
}

function brokenProblem(code: string | undefined): Problem {
  if (code === "HPE_HEADER_OVERFLOW") return new Problem("headers-too-large", "the headers are larger than this server takes");
  if (code === "ERR_HTTP_REQUEST_TIMEOUT") return new Problem("request-timeout", "the request did not come in time");
  return new Problem("malformed-request", "this is not a request of HTTP/1.1");
}
