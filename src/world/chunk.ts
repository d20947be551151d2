// One chunk, stage by stage: shape -> erosion -> slopes -> climate -> biome ->
// features -> colour. Each stage is computed when something first asks for it.

import type { BiomeValue, CellColumns } from "./cellColumns.ts";
import { noBiome } from "./cellColumns.ts";
import { erodeHeights, erosionHalo, shapeHeights } from "./elevation.ts";
import type { FeatureValue } from "./features.ts";
import { chunkFeatures } from "./features.ts";
import type { Patch } from "./lattice.ts";
import { cellCentres, chunkCells, chunkPatch, cropGrid, gradients } from "./lattice.ts";
import type { MaskedPlace } from "./mask.ts";
import type { WorldSetup } from "./setup.ts";
import { fillWater, settleHeights, visibleSurface } from "./ground.ts";
import { foldBiomes, foldClimate, foldColors } from "./surface.ts";
import { arctangent2 } from "./angle.ts";

/** Cells around the chunk's own that finished heights are known for, so that slopes reach its edge. */
const border = 1;

interface Heights {
  /** The chunk with its border. */
  readonly patch: Patch;
  readonly heights: Float64Array;
}

export class Chunk {
  readonly cx: number;
  readonly cy: number;
  readonly cellSizeMetres: number;
  private readonly setup: WorldSetup;
  private readonly extraHalo: number;
  private stages: { heights?: Heights; ground?: CellColumns; surface?: CellColumns; features?: FeatureValue[]; colors?: ChunkColors } = {};

  /** `extraHalo` widens what erosion sees beyond what it declares: for the seam check only. */
  constructor(setup: WorldSetup, cx: number, cy: number, cellSizeMetres: number, extraHalo = 0) {
    this.setup = setup;
    this.cx = cx;
    this.cy = cy;
    this.cellSizeMetres = cellSizeMetres;
    this.extraHalo = extraHalo;
  }

  /** Finished heights with one cell of border: `[66, 66]`. */
  get bordered(): Heights {
    return (this.stages.heights ??= this.makeHeights());
  }

  private makeHeights(): Heights {
    const halo = erosionHalo(this.setup);
    const margin = border + halo + (halo === 0 ? 0 : this.extraHalo);
    const patch = chunkPatch(this.cx, this.cy, this.cellSizeMetres, margin);
    const eroded = erodeHeights(this.setup, patch, settleHeights(this.setup, patch, shapeHeights(this.setup, patch)));
    const rest = (eroded.patch.columns - chunkCells) / 2 - border;
    return {
      patch: chunkPatch(this.cx, this.cy, this.cellSizeMetres, border),
      heights: cropGrid(eroded.heights, eroded.patch.columns, eroded.patch.rows, rest),
    };
  }

  /** Finished heights of the chunk's own cells: `[64, 64]`. */
  get elevation(): Float64Array {
    return this.ground.elevation;
  }

  /** Columns with heights and slopes only. */
  private get ground(): CellColumns {
    return (this.stages.ground ??= groundColumns(this.bordered));
  }

  /** Columns with climate and biomes too. */
  get surface(): CellColumns {
    if (this.stages.surface === undefined) {
      const cells = this.ground;
      fillWater(this.setup, cells, this.cellSizeMetres);
      foldClimate(this.setup, cells);
      foldBiomes(this.setup, cells);
      this.stages.surface = cells;
    }
    return this.stages.surface;
  }

  /** Things whose anchors lie here. */
  get features(): readonly FeatureValue[] {
    return (this.stages.features ??= this.makeFeatures());
  }

  private makeFeatures(): FeatureValue[] {
    if (!this.setup.attachments.some(({ plugin }) => plugin.hooks.includes("features"))) return [];
    const { patch, heights } = this.bordered;
    return chunkFeatures(this.setup, { patch, border, heights, biomes: this.borderedBiomes(), placeAt: (x, y) => this.placeAt(x, y) });
  }

  /** Biomes over the bordered patch; the border repeats the nearest cell of the chunk. */
  private borderedBiomes(): BiomeValue[] {
    const { codes, values } = this.surface.biome;
    const side = chunkCells + 2 * border;
    const nearest = (k: number): number => Math.min(Math.max(k - border, 0), chunkCells - 1);
    return Array.from({ length: side * side }, (_, k) => {
      const row = nearest(Math.floor(k / side));
      return values[codes[row * chunkCells + nearest(k % side)]!]!;
    });
  }

  private placeAt(x: number, y: number): MaskedPlace {
    const { patch } = this.bordered;
    const column = Math.floor(x / patch.cellSizeMetres) - patch.left - border;
    const row = Math.floor(y / patch.cellSizeMetres) - patch.top - border;
    const k = row * chunkCells + column;
    const cells = this.surface;
    return { x, y, height: cells.elevation[k]!, slope: cells.slope[k]!, biome: cells.biome.values[cells.biome.codes[k]!]!.name };
  }

  /** Colours before light, and the gradients that light needs. */
  get colors(): ChunkColors {
    if (this.stages.colors === undefined) {
      const { patch, heights } = this.bordered;
      const dry = visibleSurface(this.setup, patch, heights);
      this.stages.colors = { ...foldColors(this.setup, this.surface), ...gradients(dry, patch.columns, patch.rows, patch.cellSizeMetres) };
    }
    return this.stages.colors;
  }
}

/** `[64, 64]` each: channels in 0..1; rise over run of the visible surface to the east and south. */
export interface ChunkColors {
  readonly r: Float64Array;
  readonly g: Float64Array;
  readonly b: Float64Array;
  readonly east: Float64Array;
  readonly south: Float64Array;
}

function groundColumns({ patch, heights }: Heights): CellColumns {
  const { east, south } = gradients(heights, patch.columns, patch.rows, patch.cellSizeMetres);
  const inner: Patch = { ...patch, left: patch.left + border, top: patch.top + border, columns: chunkCells, rows: chunkCells };
  const { x, y } = cellCentres(inner);
  const zeros = (): Float64Array => new Float64Array(x.length);
  return {
    x,
    y,
    elevation: cropGrid(heights, patch.columns, patch.rows, border),
    slope: east.map((rise, k) => Math.sqrt(rise * rise + south[k]! * south[k]!)),
    aspect: east.map((rise, k) => arctangent2(-south[k]!, -rise)),
    temperature: zeros(),
    moisture: zeros(),
    biome: { codes: new Int32Array(x.length), values: [noBiome] },
    water_depth: zeros(),
    flow: zeros(),
  };
}
