// A plugin as a file: the wasm module with its sections for hooks, types,
// parameters, sites and origin (`grammar/abi.md`), for `wgen build` and for
// runners in other languages.

import { engineVersion } from "../base/version.ts";
import { priceVersion } from "../library/prices.ts";
import { makeArtifact, type Artifact } from "../wasm/artifact.ts";
import { compileModule } from "../wasm/compile.ts";
import { writeFace } from "./artifactFace.ts";
import { parameterJSON } from "./parameters.ts";
import { partsOf, type Plugin } from "./plugin.ts";
import { resolveLimits } from "./runLimits.ts";
import { lowerUnit } from "./unit.ts";

/** The artifact of a plugin of either tier: bytes and their SHA-256. Cost: one more compile, with names for debuggers. */
export function buildArtifact(plugin: Plugin): Artifact {
  const { host, limits, fileName, recheck } = partsOf(plugin);
  const program = recheck();
  const { module, heapTypes, mapLoops, storageTypes } = lowerUnit(program, host.contract.hooks);
  const compiled = compileModule(module, { debug: true });
  return makeArtifact({
    compiled,
    heapTypes,
    library: writeFace({ plugin, fileName, program, host, compiled, heapTypes, mapLoops, storageTypes }),
    hooks: program.entries.map(({ name, function: id, parameters, result }) => ({ name, function: id, parameters, result })),
    parameters: plugin.parameters.map((parameter, index) => ({ ...parameterJSON(parameter), global: program.parameters[index]?.global })),
    origin: {
      sourceHash: plugin.hash,
      compiler: `wgen ${engineVersion}`,
      host: host.name,
      prices: priceVersion,
      limits: { ...resolveLimits("call", limits) },
    },
  });
}
