// The difference of two texts as a unified diff. The longest common
// subsequence of lines by its table, after what is equal on either end is cut
// off: changes are few and near each other here.

const contextLines = 3;
/** Beyond this the middle parts are taken for wholly different. */
const mostTableCells = 4_000_000;

interface Step {
  readonly mark: " " | "-" | "+";
  readonly text: string;
}

/** Empty where the texts are equal. */
export function unifiedDiff(name: string, before: string, after: string): string {
  if (before === after) return "";
  const steps = compareLines(linesOf(before), linesOf(after));
  const hunks = hunksOf(steps).map((hunk) => showHunk(steps, hunk));
  return `--- ${name}\n+++ ${name}\n${hunks.join("")}`;
}

function linesOf(text: string): readonly string[] {
  return text.replace(/\n$/, "").split("\n");
}

function compareLines(left: readonly string[], right: readonly string[]): Step[] {
  let head = 0;
  while (head < left.length && head < right.length && left[head] === right[head]) head++;
  let tail = 0;
  while (tail < left.length - head && tail < right.length - head && left.at(-1 - tail) === right.at(-1 - tail)) tail++;
  const same = (lines: readonly string[]): Step[] => lines.map((text) => ({ mark: " ", text }));
  return [
    ...same(left.slice(0, head)),
    ...compareMiddle(left.slice(head, left.length - tail), right.slice(head, right.length - tail)),
    ...same(left.slice(left.length - tail)),
  ];
}

function compareMiddle(left: readonly string[], right: readonly string[]): Step[] {
  const columns = right.length + 1;
  const steps: Step[] = [];
  let [row, column] = [0, 0];
  if (left.length * right.length <= mostTableCells) {
    const common = commonLengths(left, right);
    while (row < left.length && column < right.length) {
      const isSame = left[row] === right[column];
      const isTaken = !isSame && common[(row + 1) * columns + column]! >= common[row * columns + column + 1]!;
      steps.push({ mark: isSame ? " " : isTaken ? "-" : "+", text: (isSame || isTaken ? left[row] : right[column]) ?? "" });
      if (isSame || isTaken) row++;
      if (isSame || !isTaken) column++;
    }
  }
  const rest = (mark: "-" | "+", lines: readonly string[]): Step[] => lines.map((text) => ({ mark, text }));
  return [...steps, ...rest("-", left.slice(row)), ...rest("+", right.slice(column))];
}

/** At [i, j]: how many lines the rests from i and j have in common. */
function commonLengths(left: readonly string[], right: readonly string[]): Uint32Array {
  const columns = right.length + 1;
  const lengths = new Uint32Array((left.length + 1) * columns);
  for (let i = left.length - 1; i >= 0; i--) {
    for (let j = right.length - 1; j >= 0; j--) {
      const below = lengths[(i + 1) * columns + j]!;
      const beside = lengths[i * columns + j + 1]!;
      lengths[i * columns + j] = left[i] === right[j] ? lengths[(i + 1) * columns + j + 1]! + 1 : Math.max(below, beside);
    }
  }
  return lengths;
}

interface Hunk {
  readonly start: number;
  readonly end: number;
}

/** Changed steps with their context; what touches is one. */
function hunksOf(steps: readonly Step[]): Hunk[] {
  const hunks: Hunk[] = [];
  for (const [at, { mark }] of steps.entries()) {
    if (mark === " ") continue;
    const start = Math.max(at - contextLines, 0);
    const end = Math.min(at + contextLines + 1, steps.length);
    const last = hunks.at(-1);
    if (last !== undefined && start <= last.end) hunks[hunks.length - 1] = { start: last.start, end };
    else hunks.push({ start, end });
  }
  return hunks;
}

function showHunk(steps: readonly Step[], { start, end }: Hunk): string {
  const counted = (part: readonly Step[], mark: "-" | "+"): number => part.filter((step) => step.mark === " " || step.mark === mark).length;
  const [before, part] = [steps.slice(0, start), steps.slice(start, end)];
  const range = (mark: "-" | "+"): string => `${mark}${counted(before, mark) + 1},${counted(part, mark)}`;
  return `@@ ${range("-")} ${range("+")} @@\n${part.map(({ mark, text }) => `${mark}${text}\n`).join("")}`;
}
