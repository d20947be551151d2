// A service of pictures: one program draws, the address says what.
//
//   npx node examples/images/serve.ts              any program with `draw(cv: Canvas)` may follow
//   http://127.0.0.1:8090/chart.png?title=Snow&figures=[3,9,4]&ink=%23336699
//
// The same address gives the same bytes on every machine. What a stranger's
// program may spend is limited; a setting that it does not have, or of a wrong
// type, is answered with 400. In a project of your own import from "wgen".

import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import { canvasHost, compile, draw, drawingPNG, drawingSVG } from "../../src/index.ts";

const file = process.argv[2] ?? new URL("chart.wgen", import.meta.url);
const plugin = compile(readFileSync(file, "utf8"), { host: canvasHost });
if (!plugin.ok) throw new Error(plugin.diagnostics.map((each) => each.message).join("\n"));

/** Texts as they stand, everything else as JSON: `figures=[3,9,4]`, `bold=true`. */
function readSetting(name: string, text: string): unknown {
  const type = plugin.ok ? plugin.parameters.find((parameter) => parameter.name === name)?.type : undefined;
  return type === "str" || type === "Color" ? text : JSON.parse(text);
}

const server = createServer((request, response) => {
  const { pathname, searchParams } = new URL(request.url ?? "/", "http://localhost");
  try {
    const params = Object.fromEntries([...searchParams].map(([name, text]) => [name, readSetting(name, text)]));
    const out = draw(plugin, 640, 360, { params, limits: { fuel: 1e6 } });
    if (!out.ok) response.writeHead(422).end(`line ${out.fault.line}: ${out.fault.message}\n`);
    else if (pathname.endsWith(".svg")) response.writeHead(200, { "content-type": "image/svg+xml" }).end(drawingSVG(out.drawing));
    else response.writeHead(200, { "content-type": "image/png" }).end(drawingPNG(out.drawing));
  } catch (error) {
    response.writeHead(400).end(`${(error as Error).message}\n`);
  }
});
server.listen(Number(process.env["PORT"] ?? 8090), "127.0.0.1", () => {
  const address = server.address();
  console.log(`Pictures at http://127.0.0.1:${typeof address === "object" ? address?.port : ""}/chart.png`);
});
