// Measures one JavaScript twin in a process of its own: what ran before in the
// same process, and even how it is called, changes what the engine makes of a
// function, up to a factor of two. `node bench/twin.ts name size` prints
// milliseconds: the shortest of the runs of two seconds.

import * as javascript from "./javascript.ts";
import * as javascriptData from "./javascriptData.ts";

const [, , name = "", text = "1"] = process.argv;
const size = Number(text);
const script = new Map<string, (size: number) => number>(Object.entries({ ...javascript, ...javascriptData })).get(name);
if (script === undefined) throw new Error(`no twin ${name}`);

const spanMs = 2000;
const fewest = 20;
const began = performance.now();
let least = Number.POSITIVE_INFINITY;
for (let run = 0; run < fewest || performance.now() - began < spanMs; run++) {
  const start = performance.now();
  script(size);
  least = Math.min(least, performance.now() - start);
}
console.log(least);
