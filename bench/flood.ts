// Priority-flood with D8 by hand: the algorithm of `stdlib/_flow_flood.wgen`
// over typed arrays. Source: R. Barnes, C. Lehman, D. Mulla (2014).

class Heap {
  readonly levels: Float64Array;
  readonly turns: Int32Array;
  readonly cells: Int32Array;
  size = 0;
  count = 0;

  constructor(size: number) {
    this.levels = new Float64Array(size);
    this.turns = new Int32Array(size);
    this.cells = new Int32Array(size);
  }

  push(level: number, cell: number): void {
    const { levels, turns, cells } = this;
    let k = this.size++;
    while (k > 0) {
      const above = (k - 1) >> 1;
      if (levels[above]! <= level) break;
      levels[k] = levels[above]!;
      turns[k] = turns[above]!;
      cells[k] = cells[above]!;
      k = above;
    }
    levels[k] = level;
    turns[k] = this.count++;
    cells[k] = cell;
  }

  pop(): number {
    const { levels, turns, cells } = this;
    const top = cells[0]!;
    const end = --this.size;
    const [level, turn, cell] = [levels[end]!, turns[end]!, cells[end]!];
    let k = 0;
    while (2 * k + 1 < end) {
      let child = 2 * k + 1;
      const isRight = levels[child + 1]! < levels[child]! || (levels[child + 1]! === levels[child]! && turns[child + 1]! < turns[child]!);
      if (child + 1 < end && isRight) child += 1;
      if (level < levels[child]! || (level === levels[child]! && turn < turns[child]!)) break;
      levels[k] = levels[child]!;
      turns[k] = turns[child]!;
      cells[k] = cells[child]!;
      k = child;
    }
    levels[k] = level;
    turns[k] = turn;
    cells[k] = cell;
    return top;
  }
}

function spread(filled: Float64Array, n: number): Int32Array {
  const to = new Int32Array(n * n).fill(-1);
  const heap = new Heap(n * n);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < n; j++) {
      if (i !== 0 && j !== 0 && i !== n - 1 && j !== n - 1) continue;
      to[i * n + j] = i * n + j;
      heap.push(filled[i * n + j]!, i * n + j);
    }
  }
  const queue = new Int32Array(n * n);
  let head = 0;
  let tail = 0;
  let level = 0;
  while (heap.size > 0 || head < tail) {
    let cell = 0;
    if (head < tail && (heap.size === 0 || heap.levels[0]! > level)) cell = queue[head++]!;
    else {
      cell = heap.pop();
      level = filled[cell]!;
    }
    const i = Math.floor(cell / n);
    const j = cell - i * n;
    for (let ni = Math.max(i - 1, 0); ni < Math.min(i + 2, n); ni++) {
      for (let near = ni * n + Math.max(j - 1, 0); near < ni * n + Math.min(j + 2, n); near++) {
        if (to[near]! >= 0) continue;
        to[near] = cell;
        if (filled[near]! < level) filled[near] = level;
        if (filled[near] === level) queue[tail++] = near;
        else heap.push(filled[near]!, near);
      }
    }
  }
  return to;
}

function turnToSteepest(filled: Float64Array, to: Int32Array, n: number): void {
  for (let i = 1; i < n - 1; i++) {
    for (let j = 1; j < n - 1; j++) {
      const cell = i * n + j;
      if (to[cell] === cell) continue;
      let best = 0;
      for (let ni = i - 1; ni < i + 2; ni++) {
        for (let nj = j - 1; nj < j + 2; nj++) {
          let drop = filled[cell]! - filled[ni * n + nj]!;
          if (drop <= best) continue;
          if (ni !== i && nj !== j) drop *= 0.7071067811865476;
          if (drop <= best) continue;
          best = drop;
          to[cell] = ni * n + nj;
        }
      }
    }
  }
}

/** Makes the row's grid, floods it, and sums heights and receivers. */
export function handFlood(n: number): number {
  const filled = new Float64Array(n * n);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < n; j++) filled[i * n + j] = ((i * i * 31 + j * j * 17 + i * j * 7) % 1009) + 0.5 * Math.min(i, j);
  }
  const to = spread(filled, n);
  turnToSteepest(filled, to, n);
  let total = 0;
  for (let k = 0; k < n * n; k++) total += filled[k]! + (to[k]! % 1000);
  return total;
}
