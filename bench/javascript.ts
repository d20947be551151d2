// The workloads by hand in JavaScript: the same algorithms, written as one
// would write them for speed.

const solarMass = 4 * 3.141592653589793 * 3.141592653589793;

/** No class: a field that is declared begins as undefined, and its numbers are then boxed at every store. */
function makeBody(x: number, y: number, z: number, vx: number, vy: number, vz: number, mass: number) {
  return { x, y, z, vx: vx * 365.24, vy: vy * 365.24, vz: vz * 365.24, mass: mass * solarMass };
}

type Body = ReturnType<typeof makeBody>;

function makeBodies(): Body[] {
  const bodies = [
    makeBody(0, 0, 0, 0, 0, 0, 1),
    makeBody(
      4.8414314424647209,
      -1.16032004402742839,
      -0.103622044471123109,
      0.00166007664274403694,
      0.00769901118419740425,
      -0.0000690460016972063023,
      0.000954791938424326609,
    ),
    makeBody(
      8.34336671824457987,
      4.12479856412430479,
      -0.403523417114321381,
      -0.00276742510726411,
      0.00499852801234917238,
      0.0000230417297573763929,
      0.000285885980666130812,
    ),
    makeBody(
      12.894369562139131,
      -15.1111514016986312,
      -0.223307578892655734,
      0.00296460137564761618,
      0.0023784717395948095,
      -0.0000296589568540237556,
      0.0000436624404335156298,
    ),
    makeBody(
      15.3796971148509165,
      -25.9193146099879641,
      0.179258772950371181,
      0.00268067772490389322,
      0.00162824170038242295,
      -0.000095159225451971587,
      0.0000515138902046611451,
    ),
  ];
  let px = 0;
  let py = 0;
  let pz = 0;
  for (const b of bodies) {
    px += b.vx * b.mass;
    py += b.vy * b.mass;
    pz += b.vz * b.mass;
  }
  const sun = bodies[0]!;
  sun.vx = -px / solarMass;
  sun.vy = -py / solarMass;
  sun.vz = -pz / solarMass;
  return bodies;
}

function advance(bodies: readonly Body[], dt: number): void {
  const n = bodies.length;
  for (let i = 0; i < n; i++) {
    const a = bodies[i]!;
    for (let j = i + 1; j < n; j++) {
      const b = bodies[j]!;
      const dx = a.x - b.x;
      const dy = a.y - b.y;
      const dz = a.z - b.z;
      const d2 = dx * dx + dy * dy + dz * dz;
      const mag = dt / (d2 * Math.sqrt(d2));
      a.vx -= dx * b.mass * mag;
      a.vy -= dy * b.mass * mag;
      a.vz -= dz * b.mass * mag;
      b.vx += dx * a.mass * mag;
      b.vy += dy * a.mass * mag;
      b.vz += dz * a.mass * mag;
    }
  }
  for (const b of bodies) {
    b.x += dt * b.vx;
    b.y += dt * b.vy;
    b.z += dt * b.vz;
  }
}

function energy(bodies: readonly Body[]): number {
  let e = 0;
  for (const [i, a] of bodies.entries()) {
    e += 0.5 * a.mass * (a.vx * a.vx + a.vy * a.vy + a.vz * a.vz);
    for (const b of bodies.slice(i + 1)) {
      const dx = a.x - b.x;
      const dy = a.y - b.y;
      const dz = a.z - b.z;
      e -= (a.mass * b.mass) / Math.sqrt(dx * dx + dy * dy + dz * dz);
    }
  }
  return e;
}

export function nbody(n: number): number {
  const bodies = makeBodies();
  for (let step = 0; step < n; step++) advance(bodies, 0.01);
  return energy(bodies);
}

function matrix(i: number, j: number): number {
  return 1 / ((((i + j) * (i + j + 1)) >> 1) + i + 1);
}

function times(v: Float64Array, out: Float64Array, n: number): void {
  for (let i = 0; i < n; i++) {
    let total = 0;
    for (let j = 0; j < n; j++) total += matrix(i, j) * v[j]!;
    out[i] = total;
  }
}

function timesTransposed(v: Float64Array, out: Float64Array, n: number): void {
  for (let i = 0; i < n; i++) {
    let total = 0;
    for (let j = 0; j < n; j++) total += matrix(j, i) * v[j]!;
    out[i] = total;
  }
}

export function spectral(n: number): number {
  const u = new Float64Array(n).fill(1);
  const v = new Float64Array(n);
  const w = new Float64Array(n);
  for (let round = 0; round < 10; round++) {
    times(u, w, n);
    timesTransposed(w, v, n);
    times(v, w, n);
    timesTransposed(w, u, n);
  }
  let vbv = 0;
  let vv = 0;
  for (let i = 0; i < n; i++) {
    vbv += u[i]! * v[i]!;
    vv += v[i]! * v[i]!;
  }
  return Math.sqrt(vbv / vv);
}

export function fannkuch(n: number): number {
  const perm1 = Int32Array.from({ length: n }, (_, index) => index);
  const perm = new Int32Array(n);
  const count = new Int32Array(n);
  let most = 0;
  let checksum = 0;
  let turn = 0;
  let r = n;
  for (;;) {
    for (; r !== 1; r--) count[r - 1] = r;
    for (let i = 0; i < n; i++) perm[i] = perm1[i]!;
    let flips = 0;
    for (let k = perm[0]!; k !== 0; k = perm[0]!) {
      for (let i = 0, j = k; i < j; i++, j--) {
        const t = perm[i]!;
        perm[i] = perm[j]!;
        perm[j] = t;
      }
      flips++;
    }
    if (flips > most) most = flips;
    checksum += turn % 2 === 0 ? flips : -flips;
    for (;;) {
      if (r === n) return checksum * 1000 + most;
      const first = perm1[0]!;
      for (let i = 0; i < r; i++) perm1[i] = perm1[i + 1]!;
      perm1[r] = first;
      count[r]!--;
      if (count[r]! > 0) break;
      r++;
    }
    turn++;
  }
}

export function mandelbrot(size: number): number {
  let inside = 0;
  for (let py = 0; py < size; py++) {
    const ci = (2 * py) / size - 1;
    for (let px = 0; px < size; px++) {
      const cr = (2 * px) / size - 1.5;
      let zr = 0;
      let zi = 0;
      let i = 0;
      while (i < 200 && zr * zr + zi * zi <= 4) {
        const t = zr * zr - zi * zi + cr;
        zi = 2 * zr * zi + ci;
        zr = t;
        i++;
      }
      inside += i;
    }
  }
  return inside;
}

const f2 = 0.3660254037844386;
const g2 = 0.21132486540518713;
const gradientsX = Float64Array.of(1, -1, 1, -1, 1, -1, 1, -1, 0, 0, 0, 0);
const gradientsY = Float64Array.of(1, 1, -1, -1, 0, 0, 0, 0, 1, -1, 1, -1);
const table = makeTable();

function nextState(state: number): number {
  return Number((BigInt(state) * 1103515245n + 12345n) & 0x7fffffffn);
}

function makeTable(): Uint8Array {
  const perm = Uint8Array.from({ length: 512 }, (_, index) => index & 255);
  let state = 12345;
  for (let i = 255; i > 0; i--) {
    state = nextState(state);
    const j = state % (i + 1);
    const t = perm[i]!;
    perm[i] = perm[j]!;
    perm[j] = t;
  }
  perm.copyWithin(256, 0, 256);
  return perm;
}

function corner(t: number, gi: number, x: number, y: number): number {
  if (t < 0) return 0;
  const t2 = t * t;
  return t2 * t2 * (gradientsX[gi]! * x + gradientsY[gi]! * y);
}

function simplex(x: number, y: number): number {
  const s = (x + y) * f2;
  const i = Math.floor(x + s);
  const j = Math.floor(y + s);
  const t = (i + j) * g2;
  const x0 = x - (i - t);
  const y0 = y - (j - t);
  const i1 = x0 > y0 ? 1 : 0;
  const j1 = 1 - i1;
  const x1 = x0 - i1 + g2;
  const y1 = y0 - j1 + g2;
  const x2 = x0 - 1 + 2 * g2;
  const y2 = y0 - 1 + 2 * g2;
  const ii = i & 255;
  const jj = j & 255;
  const a = table[ii + table[jj]!]! % 12;
  const b = table[ii + i1 + table[jj + j1]!]! % 12;
  const c = table[ii + 1 + table[jj + 1]!]! % 12;
  const n0 = corner(0.5 - x0 * x0 - y0 * y0, a, x0, y0);
  const n1 = corner(0.5 - x1 * x1 - y1 * y1, b, x1, y1);
  const n2 = corner(0.5 - x2 * x2 - y2 * y2, c, x2, y2);
  return 70 * (n0 + n1 + n2);
}

function fbmAt(x: number, y: number): number {
  let total = 0;
  let amplitude = 0.5;
  let fx = x;
  let fy = y;
  for (let octave = 0; octave < 5; octave++) {
    total += amplitude * simplex(fx, fy);
    amplitude *= 0.5;
    fx *= 2;
    fy *= 2;
  }
  return total;
}

export function fbm(size: number): number {
  let total = 0;
  for (let y = 0; y < size; y++) for (let x = 0; x < size; x++) total += fbmAt(x * 0.01, y * 0.01);
  return total;
}

function makeText(count: number): string {
  const vowels = "aeiou";
  const consonants = "bcdfghklmnprstvz";
  let state = 42;
  const words: string[] = [];
  for (let k = 0; k < 400; k++) {
    let word = "";
    state = nextState(state);
    for (let syllables = 1 + ((state >> 8) % 3); syllables > 0; syllables--) {
      state = nextState(state);
      word += consonants[(state >> 8) % 16]! + vowels[(state >> 16) % 5]!;
    }
    words.push(word);
  }
  const parts: string[] = [];
  let length = 0;
  while (length < count) {
    state = nextState(state);
    const a = (state >> 8) % 400;
    state = nextState(state);
    const word = words[Math.floor((a * ((state >> 8) % 400)) / 400)]!;
    parts.push(word);
    length += word.length + 1;
  }
  return parts.join(" ");
}

const text = makeText(200_000);

function top(counts: ReadonlyMap<string, number>): [number, string][] {
  const items = Array.from(counts, ([word, count]): [number, string] => [-count, word]);
  items.sort((a, b) => a[0] - b[0] || (a[1] < b[1] ? -1 : 1));
  return items.slice(0, 20);
}

export function words(): number {
  const single = new Map<string, number>();
  const pairs = new Map<string, number>();
  let last = "";
  for (const word of text.split(" ")) {
    single.set(word, (single.get(word) ?? 0) + 1);
    if (last !== "") {
      const pair = `${last} ${word}`;
      pairs.set(pair, (pairs.get(pair) ?? 0) + 1);
    }
    last = word;
  }
  let total = 0;
  for (const [count, word] of [...top(single), ...top(pairs)]) total = ((total * 31) % 1000003) - count + word.length;
  return total;
}

export function stencil(n: number): number {
  let h = new Float64Array(n * n);
  let next = new Float64Array(n * n);
  const at = (row: number, column: number): number => Math.floor(row) * n + Math.floor(column);
  h[at(n / 2, n / 2)] = 1000;
  h[at(n / 3, n / 4)] = -400;
  for (let step = 0; step < 20; step++) {
    for (let row = 1; row < n - 1; row++) {
      for (let k = row * n + 1; k < row * n + n - 1; k++) {
        next[k] = h[k]! + 0.2 * (h[k - n]! + h[k + n]! + h[k - 1]! + h[k + 1]! - 4 * h[k]!);
      }
    }
    const spare = h;
    h = next;
    next = spare;
  }
  return h[at(n / 2, n / 2)]! + h[at(n / 2, n / 2) - 3 * n + 5]! + h[at(n / 3, n / 4)]!;
}
