// Loaded by a child of the pool as the module of a host: tries everything that
// a child must not be able to do, as code that has broken out of wasm would.
// Each attempt leaves what it met; the host's function tells it by number.

import { defineHost } from "../../src/engine/host.ts";

type Attempt = readonly [name: string, attempt: () => unknown];

const powers = process as unknown as Record<string, ((...values: unknown[]) => unknown) | undefined>;
const globals = globalThis as unknown as Record<string, (new (...values: unknown[]) => unknown) & ((...values: unknown[]) => unknown)>;
const load = async (address: string): Promise<unknown> => import(address);

/** Calls what is there; what is not there cannot be called. */
function call(owner: Record<string, unknown>, name: string, ...values: unknown[]): unknown {
  const found = owner[name];
  if (typeof found !== "function") throw new Error(`${name} is not there`);
  return (found as (...given: unknown[]) => unknown).apply(owner, values);
}

const moduleNames =
  "net http https http2 tls dgram dns fs fs/promises child_process worker_threads cluster inspector vm module v8 os repl wasi";
const processNames =
  "kill _kill binding _linkedBinding dlopen getBuiltinModule execve abort chdir setuid setgid umask loadEnvFile _debugProcess";
const globalNames = "fetch WebSocket EventSource BroadcastChannel MessageChannel Worker navigator localStorage";

const attempts: readonly Attempt[] = [
  ...moduleNames.split(" ").map((name): Attempt => [`import node:${name}`, () => load(`node:${name}`)]),
  ...processNames.split(" ").map((name): Attempt => [`process.${name}`, () => call(powers, name, 1, "node:fs")]),
  ...globalNames.split(" ").map((name): Attempt => [
    `globalThis.${name}`,
    () => {
      if (globals[name] === undefined) throw new Error("not there");
    },
  ]),
  ["process.stdout", () => (process.stdout as unknown) ?? Promise.reject(new Error("not there"))],
  ["an import of data", () => load("data:text/javascript,export default 1")],
  ["an import over the network", () => load("http://127.0.0.1:1/x.js")],
  ["a file of the system", () => load("file:///etc/passwd")],
  ["a file of the project outside its code", () => load(new URL("../../README.md", import.meta.url).href)],
  ["a test file beside the hosts", () => load(new URL("../architecture.test.ts", import.meta.url).href)],
  ["a package that it has no need of", () => load(new URL("../../node_modules/fastify/fastify.js", import.meta.url).href)],
  ["eval", () => call(globalThis as never, "eval", "1")],
  ["new Function", () => Reflect.construct(Function, ["return 1"])],
  ["an async function from text", () => Reflect.construct((async () => undefined).constructor as FunctionConstructor, ["return 1"])],
  ["a generator from text", () => Reflect.construct(function* () {}.constructor as FunctionConstructor, ["yield 1"])],
  [
    "the environment",
    () => {
      if (Object.keys(process.env).length === 0) throw new Error("empty");
    },
  ],
  [
    "__proto__",
    () => {
      if (!("__proto__" in {})) throw new Error("not there");
    },
  ],
];

const found: string[] = [];
for (const [name, attempt] of attempts) {
  try {
    await attempt();
    found.push(`${name}: POSSIBLE`);
  } catch {
    found.push(`${name}: refused`);
  }
}

export default defineHost({
  name: "probe",
  modules: { probe: { result: { parameters: { k: "int" }, result: "str", run: (k: number) => found[Number(k)] ?? "" } } },
  hooks: { tell: { parameters: { k: "int" }, result: "str" } },
});
