// `node tools/run.js tools/conformance.ts FOLDER [word ...]`: writes the golden
// cases of test/lang for another implementation: `cases.json` and an artifact a
// case (test/lang/README.md). With words only those files whose names have one.

import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { makeCase, runnableCases } from "../test/lang-harness/conformance.ts";

const [, , folder, ...words] = process.argv;
if (folder === undefined) throw new Error("name a folder to write to");
mkdirSync(folder, { recursive: true });

const source = new URL("../test/lang/", import.meta.url);
const files = readdirSync(source).filter(
  (name) => name.endsWith(".wgen") && (words.length === 0 || words.some((word) => name.includes(word))),
);
const cases = files.flatMap((file) =>
  runnableCases(file, readFileSync(new URL(file, source), "utf8")).map((golden) => {
    const made = makeCase(file, golden);
    writeFileSync(join(folder, made.case.artifact), made.bytes);
    return made.case;
  }),
);
writeFileSync(join(folder, "cases.json"), `${JSON.stringify(cases, null, 1)}\n`);
console.log(`${cases.length} cases of ${files.length} files`);
