// One chunk, stage by stage: shape -> erosion -> slopes -> climate -> biome ->
// features -> colour. Each stage is computed when something first asks for it.

import type { BiomeValue, CellColumns } from "./cellColumns.ts";
import { noBiome } from "./cellColumns.ts";
import { erodeHeights, erosionHalo, shapeHeights } from "./elevation.ts";
import type { DrawnLayer } from "./drawing.ts";
import { chunkLayers, drawsLayers } from "./drawing.ts";
import type { FeatureGround, FeatureValue } from "./features.ts";
import { chunkFeatures } from "./features.ts";
import type { Patch } from "./lattice.ts";
import { cellCentres, chunkCells, chunkPatch, cropGrid, gradients } from "./lattice.ts";
import type { MaskedPlace } from "./mask.ts";
import type { WorldSetup } from "./setup.ts";
import { chunkStage } from "./stageCache.ts";
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

interface Ground extends Heights {
  /** Columns with heights and slopes only. */
  readonly cells: CellColumns;
}

type Air = Pick<CellColumns, "temperature" | "moisture" | "water_depth" | "flow">;

/** What no stage has filled yet; nobody writes into it. */
const unfilled = new Float64Array(chunkCells * chunkCells);

export class Chunk {
  readonly cx: number;
  readonly cy: number;
  readonly cellSizeMetres: number;
  private readonly setup: WorldSetup;
  private readonly extraHalo: number;
  private readonly where: string;
  private stages: {
    ground?: Ground;
    surface?: CellColumns;
    features?: readonly FeatureValue[];
    colors?: ChunkColors;
    layers?: readonly DrawnLayer[];
  } = {};

  /** `extraHalo` widens what erosion sees beyond what it declares: for the seam check only. */
  constructor(setup: WorldSetup, cx: number, cy: number, cellSizeMetres: number, extraHalo = 0) {
    this.setup = setup;
    this.cx = cx;
    this.cy = cy;
    this.cellSizeMetres = cellSizeMetres;
    this.extraHalo = extraHalo;
    this.where = `${cellSizeMetres} ${cx} ${cy} ${extraHalo}`;
  }

  /** Finished heights with one cell of border: `[66, 66]`. */
  get bordered(): Heights {
    return this.ground;
  }

  /** Finished heights of the chunk's own cells: `[64, 64]`. */
  get elevation(): Float64Array {
    return this.ground.cells.elevation;
  }

  /** The atlas is asked for first: what its plugins did wrong is told to every world. */
  private get ground(): Ground {
    if (this.stages.ground === undefined) {
      this.setup.atlas();
      this.stages.ground = chunkStage(this.setup, "detail", `${this.setup.keys.detail} ${this.where}`, (own) => this.makeGround(own));
    }
    return this.stages.ground;
  }

  private makeGround(setup: WorldSetup): Ground {
    const halo = erosionHalo(setup);
    const margin = border + halo + (halo === 0 ? 0 : this.extraHalo);
    const patch = chunkPatch(this.cx, this.cy, this.cellSizeMetres, margin);
    const eroded = erodeHeights(setup, patch, settleHeights(setup, patch, shapeHeights(setup, patch)));
    const rest = (eroded.patch.columns - chunkCells) / 2 - border;
    const bordered = {
      patch: chunkPatch(this.cx, this.cy, this.cellSizeMetres, border),
      heights: cropGrid(eroded.heights, eroded.patch.columns, eroded.patch.rows, rest),
    };
    return { ...bordered, cells: groundColumns(bordered) };
  }

  /** Columns with climate and biomes too. */
  get surface(): CellColumns {
    return (this.stages.surface ??= this.makeSurface());
  }

  private makeSurface(): CellColumns {
    const { setup, where } = this;
    const ground = this.ground.cells;
    const air = chunkStage(setup, "climate", `${setup.keys.climate} ${where}`, (own) => makeAir(own, ground, this.cellSizeMetres));
    const biome = chunkStage(setup, "biome", `${setup.keys.biome} ${where}`, (own) => makeBiomes(own, { ...ground, ...air }));
    return { ...ground, ...air, biome };
  }

  /** Things whose anchors lie here. */
  get features(): readonly FeatureValue[] {
    return (this.stages.features ??= this.makeFeatures());
  }

  private makeFeatures(): readonly FeatureValue[] {
    const { setup, where } = this;
    if (!setup.attachments.some(({ plugin }) => plugin.hooks.includes("features"))) return [];
    return chunkStage(setup, "features", `${setup.keys.features} ${where}`, (own) => chunkFeatures(own, this.regionGround()));
  }

  private regionGround(): FeatureGround {
    const { patch, heights } = this.bordered;
    return { patch, border, heights, biomes: this.borderedBiomes(), placeAt: (x, y) => this.placeAt(x, y) };
  }

  /** What plugins draw over the map here, in the order of the layers. */
  get layers(): readonly DrawnLayer[] {
    return (this.stages.layers ??= this.makeLayers());
  }

  private makeLayers(): readonly DrawnLayer[] {
    const { setup, where } = this;
    if (!drawsLayers(setup)) return [];
    return chunkStage(setup, "draw", `${setup.keys.drawing} ${where}`, (own) => chunkLayers(own, this.regionGround()));
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
    return { ...this.placeOf(row * chunkCells + column), x, y };
  }

  /** What masks may read of a cell. */
  placeOf(k: number): MaskedPlace {
    const cells = this.surface;
    return {
      x: cells.x[k]!,
      y: cells.y[k]!,
      height: cells.elevation[k]!,
      slope: cells.slope[k]!,
      biome: cells.biome.values[cells.biome.codes[k]!]!.name,
      layer: this.setup.layer,
    };
  }

  /** Colours before light, and the gradients that light needs. */
  get colors(): ChunkColors {
    return (this.stages.colors ??= this.makeColors());
  }

  private makeColors(): ChunkColors {
    const { setup, surface, where } = this;
    const { patch, heights } = this.bordered;
    return chunkStage(setup, "look", `${setup.keys.look} ${where}`, (own) => {
      const seen = visibleSurface(own, patch, heights);
      return { ...foldColors(own, surface), ...gradients(seen, patch.columns, patch.rows, patch.cellSizeMetres) };
    });
  }
}

/** What climate and water make of the ground. */
function makeAir(setup: WorldSetup, ground: CellColumns, cellSizeMetres: number): Air {
  const zeros = (): Float64Array => new Float64Array(ground.x.length);
  const air = { temperature: zeros(), moisture: zeros(), water_depth: zeros(), flow: zeros() };
  fillWater(setup, { ...ground, ...air }, cellSizeMetres);
  foldClimate(setup, { ...ground, ...air });
  return air;
}

function makeBiomes(setup: WorldSetup, cells: CellColumns): CellColumns["biome"] {
  const biome = { codes: new Int32Array(cells.x.length), values: [noBiome] };
  foldBiomes(setup, { ...cells, biome });
  return biome;
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
  return {
    x,
    y,
    elevation: cropGrid(heights, patch.columns, patch.rows, border),
    slope: east.map((rise, k) => Math.sqrt(rise * rise + south[k]! * south[k]!)),
    aspect: east.map((rise, k) => arctangent2(-south[k]!, -rise)),
    temperature: unfilled,
    moisture: unfilled,
    biome: { codes: new Int32Array(x.length), values: [noBiome] },
    water_depth: unfilled,
    flow: unfilled,
  };
}
