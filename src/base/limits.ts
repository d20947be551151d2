// Every limit of wgen, once: what a host gets when it says nothing, the most it
// may set, the unit, and why. Checker, engine, command line, playground and
// server read this table, and the documentation is printed from it. A limit
// whose default equals its hard maximum is a fixed part of the language.

const KIB = 1024;
const MIB = 1024 * KIB;

/** One limit. `hardMax` is null where the host's choice is free but must be finite. */
export interface Limit {
  readonly default: number;
  readonly hardMax: number | null;
  readonly unit: string;
  /** What is counted, and why there is a limit. */
  readonly doc: string;
}

export const limits = {
  // The source text.
  sourceBytes: { default: 256 * KIB, hardMax: MIB, unit: "bytes", doc: "UTF-8 bytes of one file; generous for code written by hand" },
  pluginSourceBytes: { default: MIB, hardMax: 8 * MIB, unit: "bytes", doc: "a plugin with all it imports" },
  lineLength: { default: 4_096, hardMax: 65_536, unit: "characters", doc: "one line of source; messages stay readable" },
  tokens: { default: 100_000, hardMax: 400_000, unit: "tokens", doc: "tokens of one file" },
  expressionNesting: {
    default: 64,
    hardMax: 64,
    unit: "levels",
    doc: "brackets, unary operators, ternaries and lambdas inside one another",
  },
  blockNesting: { default: 20, hardMax: 20, unit: "levels", doc: "indented blocks inside one another" },
  chainLength: {
    default: 192,
    hardMax: 192,
    unit: "links",
    doc: "`.name`, `(...)` and `[...]` hung one behind the other, with the nesting inside them",
  },
  functions: { default: 1_000, hardMax: 4_000, unit: "functions", doc: "`def` and `lambda` in one file" },
  classes: { default: 200, hardMax: 800, unit: "classes", doc: "classes in one file" },
  locals: { default: 500, hardMax: 2_000, unit: "names", doc: "local names of one function" },
  parameters: { default: 32, hardMax: 128, unit: "parameters", doc: "parameters of one function, arguments of one call" },
  nodesPerFunction: {
    default: 5_000,
    hardMax: 20_000,
    unit: "nodes",
    doc: "parts of the syntax tree of one function or of the module's own statements",
  },
  nodesPerPlugin: { default: 100_000, hardMax: 400_000, unit: "nodes", doc: "parts of the syntax tree of a plugin" },
  diagnostics: { default: 20, hardMax: 100, unit: "messages", doc: "messages reported for one plugin" },

  // The checker and what comes behind it.
  functionSize: {
    default: 32_000_000,
    hardMax: 128_000_000,
    unit: "objects x parts",
    doc: "objects that one function holds, times its parts, with the calls of `*values` and the like written out",
  },
  typeNodes: { default: 1_000, hardMax: 4_000, unit: "nodes", doc: "size of one type" },
  unionMembers: { default: 8, hardMax: 32, unit: "types", doc: "alternatives in one union" },
  unificationSteps: { default: 1_000_000, hardMax: 4_000_000, unit: "steps", doc: "work of type inference for one plugin" },
  importDepth: { default: 8, hardMax: 16, unit: "plugins", doc: "plugins that import plugins" },
  importedPlugins: { default: 32, hardMax: 128, unit: "plugins", doc: "plugins imported in all" },
  compileMilliseconds: { default: 5_000, hardMax: 30_000, unit: "ms", doc: "wall clock of one compile in a child process" },
  compileResidentBytes: { default: 512 * MIB, hardMax: 2_048 * MIB, unit: "bytes", doc: "resident size of the compiling child process" },

  // While a plugin runs.
  fuelPerCall: { default: 10_000_000, hardMax: null, unit: "fuel", doc: "one call of a hook" },
  fuelPerChunk: { default: 100_000_000, hardMax: null, unit: "fuel", doc: "all calls for one chunk" },
  fuelPerAtlasStage: { default: 2_000_000_000, hardMax: null, unit: "fuel", doc: "one stage over the whole world" },
  fuelPerRun: { default: 1_000_000_000, hardMax: null, unit: "fuel", doc: "one program run by `wgen run`" },
  memoryBytes: {
    default: 64 * MIB,
    hardMax: 1_024 * MIB,
    unit: "logical bytes",
    doc: "what a plugin holds at one time; a 1024 x 1024 float grid is 8 MiB. Compiled, a run takes at most 8 times as much of real memory and 16 MiB beside (48 bytes a byte of output in a program), and never more than 2 GiB",
  },
  depth: { default: 1_000, hardMax: 1_000, unit: "weighted frames", doc: "calls inside one another; a frame weighs 1 + locals / 64" },
  stringBytes: { default: 8 * MIB, hardMax: 64 * MIB, unit: "bytes", doc: "one string" },
  hostCalls: { default: 10_000, hardMax: 1_000_000, unit: "calls", doc: "calls of host functions by one hook" },
  hostCallBytes: { default: 4 * MIB, hardMax: 64 * MIB, unit: "bytes", doc: "what one hook passes to host functions" },
  logLines: { default: 100, hardMax: 1_000, unit: "lines", doc: "lines printed by one hook call; then one line says that more was cut" },
  logLineBytes: { default: KIB, hardMax: 10 * KIB, unit: "bytes", doc: "one printed line of a hook" },
  logBytes: { default: 16 * KIB, hardMax: 160 * KIB, unit: "bytes", doc: "what one hook call prints" },
  runOutputBytes: { default: MIB, hardMax: 10 * MIB, unit: "bytes", doc: "what `wgen run` prints; then a fault" },
  featuresPerChunk: { default: 1_000, hardMax: 10_000, unit: "features", doc: "features that one hook returns for a chunk" },
  resultStringLength: { default: 256, hardMax: 2_560, unit: "characters", doc: "a string in a hook's result" },
  resultBytes: { default: 4 * MIB, hardMax: 64 * MIB, unit: "bytes", doc: "the result of one hook call" },
  backstopMilliseconds: {
    default: 1_000,
    hardMax: 60_000,
    unit: "ms",
    doc: "wall clock before a child is killed, plus 20 ns for each unit of fuel granted; when it strikes, a price is wrong",
  },
} as const satisfies Record<string, Limit>;
