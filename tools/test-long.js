// `npm run test:long`: the tests of files `*.long.test.ts`, which take minutes
// to hours (random programs by the hundred thousand, every budget). Tests read
// their counts and seeds from the environment and print what they ran.

process.env.WGEN_LONG = "1";
process.argv.splice(2, 0, "run");
await import("../node_modules/vitest/vitest.mjs");
