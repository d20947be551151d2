// A flame graph as SVG: each function is a box as wide as its share of the
// whole, on top of what called it. Boxes too thin to see are left out; a title
// inside each says name, amount and share. No scripts, no outside resources.
// Source: B. Gregg, "The Flame Graph", CACM 59(6), 2016.

/** A function in the calls that led to it. */
export interface FlameNode {
  readonly name: string;
  /** Drawn paler: not the author's own. */
  readonly isLibrary: boolean;
  /** Spent in the function itself. */
  readonly own: number;
  readonly children: readonly FlameNode[];
}

export interface FlameOptions {
  readonly title: string;
  /** Of what is counted, as `fuel`. */
  readonly unit: string;
  readonly widthPixels?: number;
}

const rowPixels = 18;
const leastPixels = 0.5;
const headPixels = 30;
/** Of the font below, on the average. */
const letterPixels = 6.6;
/** Levels that are drawn; deeper recursion is cut. */
const mostLevels = 120;

interface Box {
  readonly node: FlameNode;
  readonly level: number;
  readonly x: number;
  readonly width: number;
  readonly total: number;
}

export function flameGraph(root: FlameNode, { title, unit, widthPixels = 1200 }: FlameOptions): string {
  const totals = new Map<FlameNode, number>();
  const total = sum(root, totals);
  const boxes = place(root, totals, widthPixels);
  const levels = boxes.reduce((most, box) => Math.max(most, box.level + 1), 1);
  const height = headPixels + levels * rowPixels + 10;
  const shapes = boxes.map((box) => draw(box, total, unit, height - 10 - (box.level + 1) * rowPixels));
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${widthPixels} ${height}" width="${widthPixels}" height="${height}" font-family="monospace" font-size="11">
<rect width="100%" height="100%" fill="#fffdf7"/>
<text x="8" y="20" font-size="14">${escapeText(title)}: ${group(total)} ${escapeText(unit)}</text>
${shapes.join("\n")}
</svg>
`;
}

function sum(node: FlameNode, totals: Map<FlameNode, number>): number {
  const total = node.children.reduce((before, child) => before + sum(child, totals), node.own);
  totals.set(node, total);
  return total;
}

/** Depth first, widest first, so that the same tree gives the same picture. */
function place(root: FlameNode, totals: ReadonlyMap<FlameNode, number>, widthPixels: number): Box[] {
  const boxes: Box[] = [];
  const scale = widthPixels / Math.max(totals.get(root) ?? 0, 1);
  const add = (node: FlameNode, level: number, x: number): void => {
    const total = totals.get(node) ?? 0;
    if (total * scale < leastPixels || level >= mostLevels) return;
    boxes.push({ node, level, x, width: total * scale, total });
    let at = x;
    for (const child of node.children.toSorted((left, right) => (totals.get(right) ?? 0) - (totals.get(left) ?? 0))) {
      add(child, level + 1, at);
      at += (totals.get(child) ?? 0) * scale;
    }
  };
  add(root, 0, 0);
  return boxes;
}

function draw({ node, x, width, total }: Box, all: number, unit: string, y: number): string {
  const share = ((100 * total) / Math.max(all, 1)).toFixed(1);
  const letters = Math.floor((width - 6) / letterPixels);
  const shown = node.name.length <= letters ? node.name : letters > 3 ? `${node.name.slice(0, letters - 2)}..` : "";
  const label = shown === "" ? "" : `<text x="${(x + 3).toFixed(1)}" y="${y + 13}">${escapeText(shown)}</text>`;
  const title = `<title>${escapeText(node.name)}: ${group(total)} ${escapeText(unit)} (${share} %), ${group(node.own)} of its own</title>`;
  return `<g>${title}<rect x="${x.toFixed(1)}" y="${y}" width="${width.toFixed(1)}" height="${rowPixels - 1}" rx="2" fill="${fillOf(node)}"/>${label}</g>`;
}

/** Warm colours by name, paler where it is not the author's. */
function fillOf({ name, isLibrary }: FlameNode): string {
  let hash = 7;
  for (const letter of name) hash = (Math.imul(hash, 31) + (letter.codePointAt(0) ?? 0)) >>> 0;
  return isLibrary ? `hsl(${200 + (hash % 30)} 35% ${78 + (hash % 8)}%)` : `hsl(${10 + (hash % 45)} 85% ${62 + (hash % 10)}%)`;
}

function group(value: number): string {
  return String(value).replace(/\B(?=(\d{3})+$)/g, ",");
}

function escapeText(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}
