// The shapes of answers. All that a child sends passes through here before
// anybody sees it: own data only, every text and list capped, typed arrays of
// exactly the length that was asked for.

import { codes, type DiagnosticCode } from "../base/codes.ts";
import type { DiagnosticData } from "../base/diagnosticData.ts";
import type { Effect } from "../engine/effects.ts";
import type { Fault } from "../engine/fault.ts";
import type { LogLine } from "../engine/log.ts";
import type { Parameter } from "../engine/parameters.ts";
import type { Value } from "../engine/values.ts";
import type { FeatureValue } from "../world/features.ts";
import type { BiomeValue, ColorValue } from "../world/cellColumns.ts";
import type { PointValues } from "../world/world.ts";
import type { CheckAnswer, ChunkValues, MapColumn, OpenedWorld, PluginCost, PluginFacts, WorldNotice } from "./answers.ts";
import type { OutShape } from "./pool.ts";
import type { Shape } from "./shapes.ts";
import { flag, float, list, nullable, oneOf, pair, record, requireRecord, ShapeError, text, typed, whole } from "./shapes.ts";

/** Longest text of a message or a name; the child cuts what is longer. */
export const longestText = 64 * 1024;

const line = whole(0, 10_000_000);
const word = text(4_096);
const message = text(longestText);
const amount = whole(0, Number.MAX_SAFE_INTEGER);
const extent = { line, column: line, endLine: line, endColumn: line };

const knownCodes = new Set<string>(Object.keys(codes));
const code: Shape<DiagnosticCode> = (value, path) => {
  if (typeof value !== "string" || !knownCodes.has(value)) throw new ShapeError(`${path}: expected a code`);
  return value as DiagnosticCode;
};

const diagnostic: Shape<DiagnosticData> = record({
  code,
  severity: oneOf(["error", "warning"]),
  message,
  hint: nullable(message),
  file: word,
  ...extent,
  labels: list(record({ text: message, file: word, ...extent }), 100),
  fix: nullable(record({ title: message, text: message, ...extent })),
});

export const diagnosticsShape: Shape<readonly DiagnosticData[]> = list(diagnostic, 200);

export const faultShape: Shape<Fault> = record({
  code: code as Shape<Fault["code"]>,
  message,
  file: word,
  ...extent,
  chain: list(record({ function: word, file: word, ...extent }), 2_000),
  fuelUsed: amount,
});

const log: Shape<LogLine[]> = list(record({ text: message, line, cell: nullable(amount) }), 2_000);

/** Whatever `decodeValue` makes is plain data; typed arrays stand only in `{ shape, data }`. */
const value: Shape<Value> = (given) => given as Value;

const effect: Shape<Effect> = record({
  name: word,
  arguments: list(value, 128),
  kind: oneOf(["reversible", "outward"]),
  state: oneOf(["proposed"]),
});

const spent = { fuelUsed: amount, peakBytes: amount, log };

export const callShape = outcome(
  record({ ok: isTrue, value, effects: list(effect, 1_000_000), ...spent }),
  record({ ok: isFalse, fault: faultShape, effects: list(effect, 0), ...spent }),
);

export function mapShape(out: OutShape, count: number) {
  const column = columnShape(out, count);
  const done = whole(0, count);
  return outcome(
    record({ ok: isTrue, count: done, out: column, ...spent }),
    record({ ok: isFalse, count: done, at: done, fault: faultShape, out: column, ...spent }),
  );
}

function columnShape(out: OutShape, count: number): Shape<MapColumn> {
  switch (out) {
    case "float64":
      return typed(Float64Array, count);
    case "int64":
      return typed(BigInt64Array, count);
    case "bool":
      return typed(Uint8Array, count);
    case "values":
      return list(value, count);
  }
  const parts = Object.entries(out).map(([name, part]) => [name, columnShape(part, count)] as const);
  return record(Object.fromEntries(parts)) as Shape<MapColumn>;
}

function outcome<Done, Failed>(done: Shape<Done>, failed: Shape<Failed>): Shape<Done | Failed> {
  return (given, path) => (requireRecord(given, path)["ok"] === true ? done(given, path) : failed(given, path));
}

function isTrue(given: unknown, path: string): true {
  if (given !== true) throw new ShapeError(`${path}: expected true`);
  return true;
}

function isFalse(given: unknown, path: string): false {
  if (given !== false) throw new ShapeError(`${path}: expected false`);
  return false;
}

type ParameterValue = Parameter["default"];

const parameterValue: Shape<ParameterValue> = (given, path) => plainValue(given, path, 8);

function plainValue(given: unknown, path: string, depth: number): ParameterValue {
  if (["number", "bigint", "boolean", "string"].includes(typeof given)) return given as ParameterValue;
  if (depth === 0 || !Array.isArray(given)) throw new ShapeError(`${path}: expected a number, text, truth value or list`);
  return given.map((item, index) => plainValue(item, `${path}[${index}]`, depth - 1));
}

const parameter: Shape<Parameter> = record(
  { name: word, type: word, default: parameterValue },
  {
    min: float,
    max: float,
    step: float,
    maxLength: amount,
    choices: list(parameterValue, 10_000),
    log: flag,
    unit: message,
    label: message,
    group: message,
    help: message,
    widget: message,
  },
);

const signature = record({ name: word, parameters: list(record({ name: word, type: word }), 128), result: word, perCell: flag });

const facts: Shape<PluginFacts> = record({
  hash: text(64),
  documentation: message,
  hooks: list(signature, 200),
  parameters: list(parameter, 1_000),
  parameterSchema: text(1024 * 1024),
  constants: list(
    pair(word, (given, path) => {
      const plain = plainValue(given, path, 0);
      if (typeof plain === "bigint" || typeof plain === "object") throw new ShapeError(`${path}: expected a plain constant`);
      return plain;
    }),
    200,
  ),
  audit: record({
    imports: list(word, 1_000),
    hostFunctions: list(word, 1_000),
    lines: line,
    sourceBytes: amount,
    functions: amount,
    unboundedLoops: list(line, 10_000),
    recursions: list(line, 10_000),
    longestText: amount,
    largestLiteral: amount,
  }),
});

export const checkShape: Shape<Omit<CheckAnswer, "ok" | "kind">> = record({
  hash: text(64),
  diagnostics: diagnosticsShape,
  plugin: nullable(facts),
});

const notice: Shape<WorldNotice> = record({ plugin: word, hook: word, fault: faultShape, x: float, y: float, count: amount });

const cost: Shape<PluginCost> = record({ plugin: text(64), fuel: amount, peakBytes: amount, fault: nullable(faultShape) });

interface AnswerOfWorld<T> {
  readonly value: T;
  readonly notices: readonly WorldNotice[];
  readonly costs: readonly PluginCost[];
}

/** Every answer about a world: its value, the notices so far, what it cost. */
export function worldShape<T>(shape: Shape<T>): Shape<AnswerOfWorld<T>> {
  return record({ value: shape, notices: list(notice, mostNotices), costs: list(cost, 1_000) }) as Shape<AnswerOfWorld<T>>;
}

export const mostNotices = 200;
/** Different biomes of one answer. */
export const mostBiomes = 4_096;

const color: Shape<ColorValue> = record({ r: float, g: float, b: float });
const biome: Shape<BiomeValue> = record({ name: message, color: nullable(color) });

const point = pair(float, float);
export const featureShape: Shape<FeatureValue> = record({
  kind: message,
  x: float,
  y: float,
  size: float,
  angle: float,
  name: message,
  points: list(point, 100_000),
});

export const pointShape: Shape<PointValues> = record({
  elevation: float,
  slope: float,
  temperature: float,
  moisture: float,
  biome,
  color,
});

/** Codes of so many cells, each of them naming one of the values; and what else stands in the record. */
export function biomesShape<F extends Readonly<Record<string, Shape<unknown>>>>(cells: number, others: F) {
  const shape = record({ ...others, codes: typed(Int32Array, cells), values: list(biome, mostBiomes) });
  return (given: unknown, path: string): ReturnType<typeof shape> => {
    const made = shape(given, path);
    const { codes: places, values } = made as unknown as { readonly codes: Int32Array; readonly values: readonly BiomeValue[] };
    for (const each of places) if (!(each >= 0 && each < values.length)) throw new ShapeError(`${path}.codes: one names no value`);
    return made;
  };
}

export function chunkShape(cx: number, cy: number, cells: number): Shape<ChunkValues> {
  const field = typed(Float64Array, cells);
  return record({
    cx: whole(cx, cx),
    cy: whole(cy, cy),
    elevation: field,
    slope: field,
    temperature: field,
    moisture: field,
    biomes: biomesShape(cells, {}),
    r: field,
    g: field,
    b: field,
    features: list(featureShape, 100_000),
  });
}

export const openedShape: Shape<OpenedWorld> = record({
  attachments: list(record({ plugin: word, hash: text(64), hooks: list(word, 100) }), 1_000),
});
