// The noise of `stdlib/_noise_basis.wgen` and `stdlib/noise.wgen` by hand in
// TypeScript, equal to the last bit: hashes of 64 bits as two halves of 32, of
// which gradients need the low one only.

/** 64 bits of a seed: its halves. */
export interface Seed {
  readonly low: number;
  readonly high: number;
}

export function seedOf(bits: bigint): Seed {
  return { low: Number(BigInt.asIntN(32, bits)), high: Number(BigInt.asIntN(32, bits >> 32n)) };
}

/** A seed with other low bits. */
export function other(seed: Seed, bits: number): Seed {
  return { low: seed.low ^ bits, high: seed.high };
}

/** One step along x, along y, and one more of the seed. */
const xStep = seedOf(-7046029254386353131n);
const yStep = seedOf(-4417276706812531889n);
const seedStep = seedOf(1609587929392839161n);
const xyStep = seedOf(-7046029254386353131n - 4417276706812531889n);
const xLow = xStep.low >>> 0;
const yLow = yStep.low >>> 0;
const finish = seedOf(-4658895280553007687n).low;
const word = 4294967296;

const gradientX = Float64Array.of(1, -1, 1, -1, 2, 2, -2, -2);
const gradientY = Float64Array.of(2, 2, -2, -2, 1, -1, 1, -1);

const skew = 0.36602540378443865;
const unskew = 0.21132486540518713;

/** The high half of the product of two unsigned words. */
function highProduct(a: number, b: number): number {
  const [a0, a1, b0, b1] = [a & 0xffff, a >>> 16, b & 0xffff, b >>> 16];
  const middle = a1 * b0 + ((a0 * b0) >>> 16);
  return (a1 * b1 + Math.floor(middle / 65536) + Math.floor(((middle % 65536) + a0 * b1) / 65536)) | 0;
}

/** What a corner adds, 16 times; `low` and `high` are its hash before the last mixing. */
function corner(low: number, high: number, x: number, y: number): number {
  let t = 0.5 - x * x - y * y;
  t += Math.abs(t);
  t *= t;
  const product = Math.imul(low ^ high, finish);
  const k = (product ^ (product >>> 29)) & 7;
  return t * t * (gradientX[k]! * x + gradientY[k]! * y);
}

/** For places within 2^20 cells: products of a word and a cell are exact. `low` and `high` are the seed's. */
function simplexAt(x: number, y: number, low: number, high: number): number {
  const s = (x + y) * skew;
  const i = Math.floor(x + s);
  const j = Math.floor(y + s);
  const t = (i + j) * unskew;
  const x0 = x - (i - t);
  const y0 = y - (j - t);
  const ix = i * xLow;
  const jy = j * yLow;
  const seeded = Math.imul(low, seedStep.low);
  const sum = ix - Math.floor(ix / word) * word + (jy - Math.floor(jy / word) * word) + (seeded >>> 0);
  const h = sum | 0;
  const seededHigh = highProduct(low, seedStep.low) + Math.imul(high, seedStep.low) + Math.imul(low, seedStep.high);
  const across = Math.imul(i, xStep.high) + Math.imul(j, yStep.high) + Math.floor(ix / word) + Math.floor(jy / word);
  const up = (across + seededHigh + Math.floor(sum / word)) | 0;
  const isEast = x0 > y0;
  const i1 = isEast ? 1 : 0;
  const j1 = 1 - i1;
  const aside = isEast ? xStep : yStep;
  const low1 = (h + aside.low) | 0;
  const high1 = (up + aside.high + (low1 >>> 0 < aside.low >>> 0 ? 1 : 0)) | 0;
  const low2 = (h + xyStep.low) | 0;
  const high2 = (up + xyStep.high + (low2 >>> 0 < xyStep.low >>> 0 ? 1 : 0)) | 0;
  const n0 = corner(h, up, x0, y0);
  const n1 = corner(low1, high1, x0 - i1 + unskew, y0 - j1 + unskew);
  const n2 = corner(low2, high2, x0 - 1 + 2 * unskew, y0 - 1 + 2 * unskew);
  return 2.8269125 * (n0 + n1 + n2);
}

export function simplex(x: number, y: number, seed: Seed): number {
  return simplexAt(x, y, seed.low, seed.high);
}

export function fbm(x: number, y: number, octaves: number, lacunarity: number, gain: number, seed: Seed): number {
  let total = 0;
  let amplitude = 1;
  let weight = 0;
  for (let octave = 0; octave < octaves; octave++) {
    total += amplitude * simplexAt(x, y, seed.low ^ octave, seed.high);
    weight += amplitude;
    amplitude *= gain;
    x *= lacunarity;
    y *= lacunarity;
  }
  return total / weight;
}

export function ridged(x: number, y: number, octaves: number, lacunarity: number, gain: number, seed: Seed): number {
  let total = 0;
  let amplitude = 1;
  let weight = 0;
  let signalWeight = 1;
  for (let octave = 0; octave < octaves; octave++) {
    const crest = 1 - Math.abs(simplexAt(x, y, seed.low ^ octave, seed.high));
    const signal = crest * crest * signalWeight;
    total += amplitude * signal;
    weight += amplitude;
    signalWeight = Math.min(Math.max(signal * 2, 0), 1);
    amplitude *= gain;
    x *= lacunarity;
    y *= lacunarity;
  }
  return total / weight;
}

export function clamp(v: number, low = 0, high = 1): number {
  return Math.min(Math.max(v, low), high);
}

export function smoothstep(low: number, high: number, v: number): number {
  const t = clamp((v - low) / (high - low));
  return t * t * (3 - 2 * t);
}
