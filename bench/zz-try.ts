import { readFileSync, readdirSync } from "node:fs";
import { compile, openWorld, renderDiagnostic, worldHost, type Plugin } from "../src/index.ts";
for (const f of readdirSync("examples").filter((n) => n.endsWith(".wgen"))) {
  const t = performance.now();
  try {
    const p = compile(readFileSync("examples/" + f, "utf8"), { host: worldHost, fileName: f });
    if (!p.ok) {
      console.log(
        f,
        p.diagnostics
          .slice(0, 2)
          .map((d) => renderDiagnostic(d, { colour: false }))
          .join("\n"),
      );
      continue;
    }
    const t1 = performance.now();
    const w = openWorld({ seed: "7", attachments: [{ plugin: p }] } as never);
    const c = (w as any).grid("elevation", { x0: 0, y0: 0, cols: 64, rows: 64, cellSize: 100 });
    console.log(
      f,
      p.hooks.join(),
      (t1 - t).toFixed(0),
      "ms compile",
      (performance.now() - t1).toFixed(0),
      "ms world",
      String(Object.values(c as object)[0]).slice(0, 60),
    );
  } catch (e) {
    console.log(f, String((e as Error).stack).slice(0, 600));
  }
}
