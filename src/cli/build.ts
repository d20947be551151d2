// `wgen build plugin.wgen -o plugin.wasm`: the compiled plugin as one file for
// runners in any language (grammar/abi.md). Its digest goes to stdout: a runner
// loads an artifact only under the digest that it expects.

import { diagnosticsText } from "./diagnostics.ts";
import { exitCodes } from "./exit.ts";
import { pluginName, readSource, writeResult } from "./files.ts";
import type { AddCommand } from "./main.ts";

interface BuildOptions {
  readonly output?: string;
  readonly json?: true;
}

export const addBuildCommand: AddCommand = (program, terminal, finish) => {
  program
    .command("build")
    .description("compile a plugin to one file for runners in any language")
    .argument("<file>", "the plugin; - reads stdin")
    .option("-o, --output <file>", "where to write it; - is stdout (default: the plugin's name .wasm)")
    .option("--json", "print JSON")
    .action(async (path: string, options: BuildOptions) => {
      const { buildPlugin } = await import("./artifacts.ts");
      const source = readSource(path, terminal);
      const { diagnostics, artifact } = buildPlugin(source, pluginName(path));
      if (diagnostics.length > 0) terminal.note(diagnosticsText(diagnostics, "text", terminal.colour.notes).trimEnd());
      if (artifact === null) return finish(exitCodes.problems);
      const output = options.output ?? `${pluginName(path)}.wasm`;
      writeResult(output, artifact.bytes, terminal);
      const { length: bytes } = artifact.bytes;
      if (options.json === true) terminal.write(`${JSON.stringify({ output, bytes, digest: artifact.digest })}\n`);
      else if (output !== "-") terminal.write(`${artifact.digest}  ${output}\n`);
      finish(exitCodes.fine);
    });
};
