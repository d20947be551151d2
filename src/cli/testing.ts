// Runs what `wgen test` names. A test is a hook that only this host knows: the
// host of the file, with one hook more for each function `test_*`.

import type { Diagnostic } from "../base/diagnostic.ts";
import type { HookContract } from "../check/host.ts";
import { compile, programHost } from "../engine/compile.ts";
import type { Fault } from "../engine/fault.ts";
import type { Host } from "../engine/host.ts";
import type { RunLimits } from "../engine/runLimits.ts";
import { parse } from "../syntax/parse.ts";
import { decodeSource } from "../syntax/source.ts";
import { worldHost } from "../world/host.ts";
import { pluginSeed } from "../world/seed.ts";
import { importsOf } from "./lockfile.ts";
import { type NamedSource, pluginName } from "./files.ts";
import { isPlugin } from "./hosts.ts";
import { readParameters, requireKnown } from "./parameter-values.ts";
import type { TierName } from "./running-options.ts";

export interface TestRequest {
  readonly seed: string;
  readonly tier: TierName;
  /** Part of the names of tests to run; empty for all. */
  readonly only: string;
  readonly parameters: ReadonlyMap<string, string>;
  readonly limits: RunLimits;
}

export interface TestResult {
  readonly name: string;
  /** Null where the test holds. */
  readonly fault: Fault | null;
  readonly fuelUsed: number;
  readonly printed: readonly string[];
}

export interface TestedFile {
  readonly file: string;
  /** Where the file was refused, else warnings. */
  readonly diagnostics: readonly Diagnostic[];
  /** In the order of the file. */
  readonly tests: readonly TestResult[];
}

export function testSource(source: NamedSource, path: string, request: TestRequest): TestedFile {
  const names = testNames(source);
  const forWorld = isPlugin(source.bytes, "auto");
  const { seed, tier, only, limits, parameters } = request;
  const host = withTests(forWorld ? worldHost : programHost, names, forWorld);
  const plugin = compile(source.bytes, { host, fileName: source.name, moduleName: pluginName(path), tier, limits, ...importsOf(path) });
  const { diagnostics } = plugin;
  if (!plugin.ok) return { file: source.name, diagnostics, tests: [] };
  requireKnown(parameters, new Set(plugin.parameters.map((parameter) => parameter.name)));
  const params = readParameters(plugin.parameters, parameters);
  const w = { seed: pluginSeed(seed, "terrain", ""), sea_level: 0, cell_size: 10, size: 204_800 };
  const tests = plugin.signatures
    .filter((signature) => names.includes(signature.name) && signature.name.includes(only))
    .map(({ name, parameters: taken }): TestResult => {
      const outcome = plugin.call(name, taken.length === 0 ? {} : { w }, { params, limits, seed });
      return { name, fault: outcome.ok ? null : outcome.fault, fuelUsed: outcome.fuelUsed, printed: outcome.log.map((line) => line.text) };
    });
  return { file: source.name, diagnostics, tests };
}

/** Functions at the top level; a file with mistakes has none, and the checker says why. */
function testNames({ name, bytes }: NamedSource): readonly string[] {
  const { file, diagnostics } = decodeSource(name, bytes);
  if (diagnostics.length > 0) return [];
  return parse(file).module.body.flatMap((statement) =>
    statement.kind === "function" && statement.name.name.startsWith("test_") ? [statement.name.name] : [],
  );
}

function withTests(host: Host, names: readonly string[], takesWorld: boolean): Host {
  const parameters = takesWorld ? [{ name: "w", type: "World", constant: true }] : [];
  const hooks = names.map((name): HookContract => ({ name, parameters, result: null, perCell: false }));
  return { ...host, contract: { ...host.contract, hooks: [...host.contract.hooks, ...hooks] } };
}
