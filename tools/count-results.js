// Prints `N passed, N failed` from vitest's JSON results and ends with 1 where
// anything failed: a test, a file that could not be loaded, or vitest itself.
//   node tools/count-results.js RESULTS.json EXIT_CODE_OF_VITEST

import { existsSync, readFileSync } from "node:fs";

const [file = "", exitCode = "1"] = process.argv.slice(2);
const results = existsSync(file) ? JSON.parse(readFileSync(file, "utf8")) : { numPassedTests: 0, testResults: [] };
const passed = results.numPassedTests ?? 0;
let failed = results.numFailedTests ?? 0;
// A file that fails before its first test has no failed test to its name.
failed += results.testResults.filter((entry) => entry.status === "failed" && entry.assertionResults.length === 0).length;
if (failed === 0 && (exitCode !== "0" || passed === 0)) failed = 1;
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;
