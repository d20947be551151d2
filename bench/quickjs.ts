// quickjs for scale: the JavaScript twins inside the quickjs of the package
// quickjs-emscripten, where that is installed; else there is nothing to say.

import { readFileSync } from "node:fs";
import { stripTypeScriptTypes } from "node:module";

/** As much of the package as is used here. */
interface QuickJS {
  newContext(): { evalCode(code: string): object; unwrapResult(result: object): { dispose(): void }; dispose(): void };
}

async function loadQuickJS(): Promise<QuickJS | null> {
  const name = "quickjs-emscripten";
  try {
    const { getQuickJS } = (await import(name)) as { getQuickJS: () => Promise<QuickJS> };
    return await getQuickJS();
  } catch {
    return null;
  }
}

/** Milliseconds of one run after one for warming; null where the package is missing. */
export async function quickjsTime(name: string, size: number): Promise<number | null> {
  const engine = await loadQuickJS();
  if (engine === null) return null;
  const source = ["javascript.ts", "javascriptData.ts"].map((file) => readFileSync(new URL(file, import.meta.url), "utf8")).join("\n");
  const script = stripTypeScriptTypes(source).replaceAll("export ", "");
  const context = engine.newContext();
  context.unwrapResult(context.evalCode(script)).dispose();
  const start = performance.now();
  context.unwrapResult(context.evalCode(`${name}(${size})`)).dispose();
  const ms = performance.now() - start;
  context.dispose();
  return ms;
}
