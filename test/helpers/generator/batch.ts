// Several generated programs as one module in both tiers: compiling costs more
// than running, and what the library gives them is compiled once for all.

import { locate } from "../../../src/base/lines.ts";
import type { Diagnostic } from "../../../src/base/diagnostic.ts";
import type { HostContract } from "../../../src/check/host.ts";
import type { Program } from "../../../src/check/program.ts";
import { checkSource } from "../../../src/engine/frontend.ts";
import { createInterpreter } from "../../../src/interpreter/instance.ts";
import type { Budget, HostFunction, Instance, InstanceOptions, MachineValue, Outcome } from "../../../src/ir/instance.ts";
import { lowerProgram } from "../../../src/ir/lower.ts";
import type { IRModule } from "../../../src/ir/ir.ts";
import { compileModule } from "../../../src/wasm/compile.ts";
import type { CompiledModule } from "../../../src/wasm/compile.ts";
import { createCompiled } from "../../../src/wasm/instance.ts";
import { readText } from "../ir.ts";
import { entryName, moduleText } from "./program.ts";
import type { GeneratedProgram } from "./program.ts";

export const tags: readonly string[] = Array.from("abcdefghijklmnopqrstuvwxyz");

/** A host with one pure function, one effect and a hook for each program of a batch. */
const contract: HostContract = {
  name: "generated",
  source: null,
  modules: [
    {
      name: "probe",
      functions: [
        {
          name: "note",
          parameters: [
            { name: "n", type: "int" },
            { name: "s", type: "str" },
          ],
          result: "none",
          price: 7,
          kind: "effect",
        },
        { name: "measure", parameters: [{ name: "x", type: "float" }], result: "float", price: 5, kind: "pure" },
      ],
    },
  ],
  hooks: tags.map((tag) => ({
    name: entryName(tag),
    parameters: [
      { name: "n", type: "int" },
      { name: "x", type: "float" },
      { name: "s", type: "str" },
    ],
    result: null,
    perCell: false,
  })),
  constants: [],
  frozenState: false,
  unseededRandom: true,
  runsMain: true,
};

export const plentyForCase: Budget = {
  fuel: 200_000,
  memoryBytes: 2 ** 22,
  depth: 200,
  outputBytes: 100_000,
  stringBytes: 2 ** 18,
  hostCalls: 500,
};

/** A program that the checker does not take. */
export class Refused extends Error {
  readonly code: string;
  readonly text: string;
  constructor(text: string, diagnostics: readonly Diagnostic[]) {
    const errors = diagnostics.filter(({ severity }) => severity === "error");
    super(
      errors
        .map(
          (each) =>
            `${each.code} line ${locate(each.file, each.span.start).line}: ${each.message}${each.hint === undefined ? "" : ` (${each.hint})`}`,
        )
        .join("\n"),
    );
    this.code = errors[0]?.code ?? "";
    this.text = text;
  }
}

/** All that can be seen of a run. */
export interface Seen {
  readonly outcome: Outcome;
  /** The value to the bit; texts as texts. */
  readonly value: string;
  /** What was printed, each text with its site; host calls in between. */
  readonly log: string;
  /** The same without sites. */
  readonly output: string;
}

const nothingSpent: Outcome = { ok: true, value: null, usage: { fuel: 0, peakBytes: 0 } };

type Make = (options: InstanceOptions) => Instance;

export class Tier {
  readonly #instance: Instance;
  readonly #module: IRModule;
  #log: string[] = [];
  #output: string[] = [];
  #isResident = false;

  constructor(module: IRModule, make: Make, profile?: Float64Array) {
    this.#module = module;
    this.#instance = make({
      hostFunctions: module.hostFunctions.map(({ name }) => this.#host(name)),
      print: (text, site) => {
        this.#log.push(`${site}:${text}`);
        this.#output.push(text);
      },
      moduleName: "__main__",
      runSeed: 3n,
      ...(profile === undefined ? {} : { profile }),
    });
  }

  #host(name: string): HostFunction {
    return (values, instance) => {
      const [first = 0, second] = values;
      if (name.endsWith("note")) {
        this.#write(`note ${first} ${readText(instance, Number(second))}\n`);
        return null;
      }
      this.#write(`measure ${bitsOf(first)}\n`);
      if (Number(first) > 1e300) throw new Error("too large");
      return Number(first) * 0.5 + 1;
    };
  }

  #write(text: string): void {
    this.#log.push(text);
    this.#output.push(text);
  }

  /** The module body and then the program's function, all under one budget; where state is frozen, the body once. */
  run(program: GeneratedProgram, budget: Budget): Seen {
    this.#log = [];
    this.#output = [];
    const instance = this.#instance;
    const { initializer, frozenState } = this.#module;
    if (frozenState && !this.#isResident) {
      instance.setBudget(plentyForCase);
      instance.call(initializer, []);
      instance.markResident();
      this.#isResident = true;
    }
    instance.reset();
    instance.setBudget(budget);
    const started = frozenState ? nothingSpent : instance.call(initializer, []);
    if (!started.ok || program.entry === null) return this.#seen(started, "");
    const entry = this.#module.entries.find(({ name }) => name === program.entry);
    const of = entry === undefined ? undefined : this.#module.functions[entry.function];
    if (entry === undefined || of === undefined) throw new Error(`no entry ${program.entry}`);
    const [n, x, s] = program.arguments;
    const text = this.#text(s);
    if (text === null)
      return this.#seen({ ok: false, stop: { code: "WG602", message: "no room for the argument", chain: [] }, usage: started.usage }, "");
    const outcome = instance.call(entry.function, [n, x, text]);
    if (!outcome.ok) return this.#seen(outcome, "");
    if (of.result === "ref") return this.#seen(outcome, readText(instance, Number(outcome.value)));
    return this.#seen(outcome, of.result === "f64" ? bitsOf(outcome.value ?? 0) : String(outcome.value));
  }

  #text(value: string): MachineValue | null {
    const codes = Array.from(value, (character) => character.codePointAt(0) ?? 0);
    try {
      const address = this.#instance.allocate(0, codes.length);
      const view = this.#instance.view();
      for (const [index, code] of codes.entries()) view.setUint32(address + 24 + 4 * index, code, true);
      return address;
    } catch {
      return null;
    }
  }

  #seen(outcome: Outcome, value: string): Seen {
    return { outcome, value, log: this.#log.join(""), output: this.#output.join("") };
  }
}

const bits = new DataView(new ArrayBuffer(8));

function bitsOf(value: MachineValue): string {
  if (Number.isNaN(value)) return "7ff8000000000000";
  bits.setFloat64(0, Number(value));
  return bits.getBigUint64(0).toString(16).padStart(16, "0");
}

/** Equal to the bit, and to the unit of fuel. */
export function isSameSeen(a: Seen, b: Seen): boolean {
  if (a.value !== b.value || a.log !== b.log || a.outcome.ok !== b.outcome.ok) return false;
  if (a.outcome.usage.fuel !== b.outcome.usage.fuel || a.outcome.usage.peakBytes !== b.outcome.usage.peakBytes) return false;
  if (a.outcome.ok || b.outcome.ok) return true;
  const [left, right] = [a.outcome.stop, b.outcome.stop];
  return left.code === right.code && left.message === right.message && left.chain.join() === right.chain.join();
}

export interface CheckedBatch {
  readonly text: string;
  readonly program: Program;
  readonly module: IRModule;
}

/** Throws `Refused`. */
export function checkBatch(programs: readonly GeneratedProgram[], frozenState = false): CheckedBatch {
  const text = moduleText(programs);
  const { program, diagnostics } = checkSource({ name: "generated.wgen", text }, { host: { ...contract, frozenState }, isLibrary: false });
  if (program === null || diagnostics.some(({ severity }) => severity === "error")) throw new Refused(text, diagnostics);
  return { text, program, module: lowerProgram(program).module };
}

interface BatchOptions {
  /** Gives the compiled tier another module than the interpreter. */
  readonly plant?: (module: IRModule) => IRModule;
  /** What the module body made is frozen, as in world hooks. */
  readonly frozenState?: boolean;
}

function same(module: IRModule): IRModule {
  return module;
}

export class Batch {
  readonly text: string;
  readonly program: Program;
  readonly module: IRModule;
  readonly compiled: CompiledModule;
  readonly interpreter: Tier;
  readonly compiledTier: Tier;

  /** Throws `Refused`. */
  constructor(programs: readonly GeneratedProgram[], { plant = same, frozenState = false }: BatchOptions = {}) {
    const { text, program, module } = checkBatch(programs, frozenState);
    this.text = text;
    this.program = program;
    this.module = module;
    const compiled = compileModule(plant(module));
    this.compiled = compiled;
    this.interpreter = new Tier(module, (options) => createInterpreter(module, options));
    this.compiledTier = new Tier(module, (options) => createCompiled(compiled, options));
  }

  /** Runs it in both tiers; throws where they differ. */
  run(program: GeneratedProgram, budget: Budget): Seen {
    const expected = this.interpreter.run(program, budget);
    const found = this.compiledTier.run(program, budget);
    if (isSameSeen(expected, found)) return expected;
    throw new Error(
      `the tiers differ under ${JSON.stringify(budget)}\n${this.#show(expected)}\n--- compiled\n${this.#show(found)}\n--- program\n${this.text}`,
    );
  }

  #show({ outcome, value, log }: Seen): string {
    const { usage } = outcome;
    const sites = outcome.ok ? [] : outcome.stop.chain.map((site) => this.#place(site));
    const end = outcome.ok ? value : `${outcome.stop.code} ${outcome.stop.message} ${sites.join(" < ")}`;
    return `${log.slice(-2000)}\n=> ${end} fuel ${usage.fuel} peak ${usage.peakBytes}`;
  }

  #place(site: number): string {
    const at = this.module.sites[site];
    return at === undefined ? String(site) : `${at.place.file.name}:${locate(at.place.file, at.place.span.start).line} in ${at.function}`;
  }
}
