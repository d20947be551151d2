// Heights over a window of the world, and the sidecar that stands beside files
// which hold numbers only: what they mean, where they lie, what made them.

/** Heights in metres, `[rows, columns]` row-major, from the north-west. */
export interface HeightField {
  readonly columns: number;
  readonly rows: number;
  readonly metres: Float64Array;
  readonly metresPerCell: number;
  /** The north-western corner (not the middle of a cell), metres; y grows to the south. */
  readonly west: number;
  readonly north: number;
}

/** What a world was made of. */
export interface Provenance {
  readonly seed: string;
  readonly engine: number;
  /** SHA-256 of the plugins' sources, in order. */
  readonly plugins: readonly string[];
}

export interface HeightRange {
  readonly minMetres: number;
  readonly maxMetres: number;
}

export function heightRange(metres: Float64Array): HeightRange {
  let minMetres = Infinity;
  let maxMetres = -Infinity;
  for (const height of metres) {
    minMetres = Math.min(minMetres, height);
    maxMetres = Math.max(maxMetres, height);
  }
  return { minMetres, maxMetres };
}

/** Values of 16 bits stretched over the range; `metres = min + value / 65535 · (max - min)`. */
export function stretchHeights(metres: Float64Array, { minMetres, maxMetres }: HeightRange): Uint16Array {
  const span = maxMetres - minMetres || 1;
  return Uint16Array.from(metres, (height) => Math.round(((height - minMetres) / span) * 65535));
}

/** The JSON beside a height file. `unreal` is what its landscape import asks for: scales in percent of a centimetre. */
export function heightSidecar(field: HeightField, made: Provenance, format: string): object {
  const { columns, rows, metresPerCell, west, north } = field;
  const { minMetres, maxMetres } = heightRange(field.metres);
  return {
    format,
    width: columns,
    height: rows,
    minMetres,
    maxMetres,
    metresPerCell,
    west,
    north,
    unreal: { scaleX: metresPerCell * 100, scaleY: metresPerCell * 100, scaleZ: ((maxMetres - minMetres) * 100) / 512 },
    seed: made.seed,
    engine: made.engine,
    plugins: made.plugins,
  };
}
