// The standard library for a browser: its sources, bundled as text by Vite and
// given to the engine before anything else is loaded. Import this module first.

import { provideStandardSources } from "../../engine/stdlib-files.ts";

const folder = "../../../stdlib/";
const texts = import.meta.glob<string>("../../../stdlib/**/*.wgen", { query: "?raw", import: "default", eager: true });

provideStandardSources(new Map(Object.entries(texts).map(([path, text]) => [path.slice(folder.length), text])));
