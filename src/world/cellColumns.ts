// What is known of the cells of a patch, column by column: the form in which
// per-cell hooks are mapped over a chunk in one call.

/** A dictionary-coded column of records: `values[codes[k]]` belongs to cell k. */
export interface CodedColumn<Value> {
  readonly codes: Int32Array;
  readonly values: Value[];
}

/** A biome as it stands outside plugins. */
export interface BiomeValue {
  readonly name: string;
  readonly color: ColorValue | null;
}

/** Channels in 0..1. */
export interface ColorValue {
  readonly r: number;
  readonly g: number;
  readonly b: number;
}

/** The columns behind `Cell`; later stages fill what earlier ones leave at zero. */
export interface CellColumns {
  readonly x: Float64Array;
  readonly y: Float64Array;
  readonly elevation: Float64Array;
  readonly slope: Float64Array;
  readonly aspect: Float64Array;
  readonly temperature: Float64Array;
  readonly moisture: Float64Array;
  readonly biome: CodedColumn<BiomeValue>;
  readonly water_depth: Float64Array;
  readonly flow: Float64Array;
}

/** The biome of places of which no stage has spoken. */
export const noBiome: BiomeValue = { name: "", color: null };
