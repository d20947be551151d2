// Rivers as the ground feels them: which stretch of which river is nearest to
// a place, and how deep it has cut there. Stretches are found through a grid
// of buckets, so that a cell asks only those that can reach it.

/** A stream from spring to mouth: metres, the width and the height of its water at each point. */
export interface RiverValue {
  readonly points: readonly (readonly [number, number])[];
  readonly widths: readonly number[];
  readonly levels: readonly number[];
}

/** Side of a bucket, metres. */
const bucketMetres = 800;
/** How far from its bank a river shapes the ground, metres. */
const valleyMetres = 420;
/** Widest river that the ground knows, metres. */
export const widestRiver = 2000;

interface Stretch {
  readonly ax: number;
  readonly ay: number;
  readonly dx: number;
  readonly dy: number;
  readonly lengthSquared: number;
  readonly width: number;
  readonly widthGrowth: number;
  readonly level: number;
  readonly levelGrowth: number;
}

/** The ground at a place by a river. */
export interface RiverGround {
  /** Metres; the ground after the river. */
  readonly height: number;
  /** Metres of water; 0 off the river. */
  readonly depth: number;
}

export class RiverIndex {
  private readonly buckets = new Map<number, Stretch[]>();
  private lastKey = Number.NaN;
  private lastBucket: readonly Stretch[] | undefined;

  constructor(rivers: readonly RiverValue[]) {
    for (const river of rivers) for (let k = 1; k < river.points.length; k++) this.add(stretchOf(river, k));
  }

  private add(stretch: Stretch): void {
    const reach = valleyMetres + stretch.width + Math.abs(stretch.widthGrowth);
    const left = Math.floor((Math.min(stretch.ax, stretch.ax + stretch.dx) - reach) / bucketMetres);
    const right = Math.floor((Math.max(stretch.ax, stretch.ax + stretch.dx) + reach) / bucketMetres);
    const top = Math.floor((Math.min(stretch.ay, stretch.ay + stretch.dy) - reach) / bucketMetres);
    const bottom = Math.floor((Math.max(stretch.ay, stretch.ay + stretch.dy) + reach) / bucketMetres);
    for (let row = top; row <= bottom; row++) {
      for (let column = left; column <= right; column++) {
        const key = bucketKey(column, row);
        const bucket = this.buckets.get(key);
        if (bucket === undefined) this.buckets.set(key, [stretch]);
        else bucket.push(stretch);
      }
    }
  }

  /** The ground at a place whose height was `height`; null where no river reaches. */
  groundAt(x: number, y: number, height: number): RiverGround | null {
    const bucket = this.bucketAt(bucketKey(Math.floor(x / bucketMetres), Math.floor(y / bucketMetres)));
    if (bucket === undefined) return null;
    let ground = height;
    let depth = 0;
    for (const stretch of bucket) {
      const px = x - stretch.ax;
      const py = y - stretch.ay;
      const along = stretch.lengthSquared === 0 ? 0 : (px * stretch.dx + py * stretch.dy) / stretch.lengthSquared;
      const t = Math.min(Math.max(along, 0), 1);
      const ex = px - t * stretch.dx;
      const ey = py - t * stretch.dy;
      const halfWidth = 0.5 * (stretch.width + t * stretch.widthGrowth);
      const off = Math.sqrt(ex * ex + ey * ey) - halfWidth;
      if (off >= valleyMetres) continue;
      const level = stretch.level + t * stretch.levelGrowth;
      if (off <= 0) depth = Math.max(depth, bedDepth(halfWidth));
      ground = Math.min(ground, off <= 0 ? level - bedDepth(halfWidth) : valleySide(level, off, height));
    }
    return ground === height && depth === 0 ? null : { height: ground, depth };
  }

  /** Cells come row by row: the last bucket is mostly the next one. */
  private bucketAt(key: number): readonly Stretch[] | undefined {
    if (key !== this.lastKey) {
      this.lastBucket = this.buckets.get(key);
      this.lastKey = key;
    }
    return this.lastBucket;
  }
}

function bucketKey(column: number, row: number): number {
  return (row + 65_536) * 131_072 + (column + 65_536);
}

function stretchOf(river: RiverValue, k: number): Stretch {
  const [ax, ay] = river.points[k - 1]!;
  const [bx, by] = river.points[k]!;
  const width = Math.min(river.widths[k - 1]!, widestRiver);
  const level = river.levels[k - 1]!;
  const dx = bx - ax;
  const dy = by - ay;
  return {
    ax,
    ay,
    dx,
    dy,
    lengthSquared: dx * dx + dy * dy,
    width,
    widthGrowth: Math.min(river.widths[k]!, widestRiver) - width,
    level,
    levelGrowth: river.levels[k]! - level,
  };
}

/** Metres of water in a flat bed as wide as the river. */
function bedDepth(halfWidth: number): number {
  return Math.min(0.5 + 0.06 * halfWidth, 12);
}

/**
 * The valley that a stretch cuts into ground of `height`: its banks lean back
 * into the ground as it was, so that no edge is left where the river's reach
 * ends.
 */
function valleySide(level: number, off: number, height: number): number {
  const bank = level + 0.04 * off;
  if (bank >= height) return height;
  const back = off / valleyMetres;
  return bank + (height - bank) * back * back * (3 - 2 * back);
}
