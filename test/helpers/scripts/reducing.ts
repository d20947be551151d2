// Makes a script smaller for as long as it differs from CPython: without a
// statement and its block, with the block in place of its head, with `pass`.

/** The smallest that is found; `isWrong` tells whether a script still shows it. */
export async function reduceScript(script: string, isWrong: (text: string) => Promise<boolean>): Promise<string> {
  let lines = script.split("\n").filter((line) => line.trim() !== "");
  for (let again = true; again;) {
    again = false;
    for (let at = lines.length - 1; at >= 0; at--) {
      const smaller = await firstWrong(smallerAt(lines, at), isWrong);
      if (smaller === null) continue;
      lines = smaller;
      again = true;
    }
  }
  return lines.join("\n");
}

async function firstWrong(tries: readonly string[][], isWrong: (text: string) => Promise<boolean>): Promise<string[] | null> {
  for (const lines of tries) if (await isWrong(lines.join("\n"))) return lines;
  return null;
}

function smallerAt(lines: readonly string[], at: number): string[][] {
  const line = lines[at];
  if (line === undefined) return [];
  let end = at + 1;
  while (end < lines.length && depthOf(lines[end]!) > depthOf(line)) end += 1;
  const [before, inner, after] = [lines.slice(0, at), lines.slice(at + 1, end), lines.slice(end)];
  const tries = [[...before, ...after]];
  if (line.trim() !== "pass") tries.push([...before, line.replace(/\S.*/u, "pass"), ...after]);
  if (inner.length > 0) tries.push([...before, ...inner.map((each) => each.slice(4)), ...after]);
  return tries;
}

function depthOf(line: string): number {
  return line.length - line.trimStart().length;
}
