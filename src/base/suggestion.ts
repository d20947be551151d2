// "Did you mean": the one candidate that the author most likely meant, or none.
// First the same word but for case and underscores; then the nearest by edits
// (Damerau's: insert, drop, change, swap two neighbours), up to a third of the
// word's length; of two equally near the one that comes first. Work is bounded:
// words far apart in length, and words over 64 characters, are not compared.

const longestWord = 64;

/** The candidate nearest to `word`, or null where none is near. Cost: candidates x length squared, for short words. */
export function suggest(word: string, candidates: Iterable<string>): string | null {
  const others = [...new Set(candidates)].filter((candidate) => candidate !== word);
  const folded = fold(word);
  const same = others.find((candidate) => fold(candidate) === folded);
  if (same !== undefined && folded !== "") return same;
  return nearest(word, others);
}

/** As `suggest`, but a single candidate is offered however far it is. */
export function suggestAmong(word: string, candidates: Iterable<string>): string | null {
  const all = [...candidates];
  return all.length === 1 ? (all[0] ?? null) : suggest(word, all);
}

function fold(word: string): string {
  return word.toLowerCase().replaceAll("_", "");
}

function nearest(word: string, candidates: readonly string[]): string | null {
  let best: string | null = null;
  let bestDistance = Math.floor(Math.max(word.length, 3) / 3) + 1;
  for (const candidate of candidates) {
    if (Math.abs(candidate.length - word.length) >= bestDistance) continue;
    const distance = editDistance(word, candidate);
    if (distance < bestDistance && distance < Math.max(word.length, candidate.length)) {
      best = candidate;
      bestDistance = distance;
    }
  }
  return best;
}

/** Optimal string alignment distance; Infinity for words over 64 characters. */
export function editDistance(left: string, right: string): number {
  if (left.length > longestWord || right.length > longestWord) return Infinity;
  let before: number[] = [];
  let last = Array.from({ length: right.length + 1 }, (_, index) => index);
  for (let row = 1; row <= left.length; row++) {
    const current = [row];
    for (let column = 1; column <= right.length; column++) {
      const same = left[row - 1] === right[column - 1];
      let cost = Math.min((last[column] ?? 0) + 1, (current[column - 1] ?? 0) + 1, (last[column - 1] ?? 0) + (same ? 0 : 1));
      if (row > 1 && column > 1 && left[row - 1] === right[column - 2] && left[row - 2] === right[column - 1]) {
        cost = Math.min(cost, (before[column - 2] ?? 0) + 1);
      }
      current.push(cost);
    }
    before = last;
    last = current;
  }
  return last[right.length] ?? 0;
}
