// Prose for the width of a terminal: lines break between words. Data that is
// no prose (programs, JSON, messages with carets) is never broken.

/** Words in lines of at most `width` columns; a longer word stands alone. */
export function brokenLines(text: string, width: number): string[] {
  const lines: string[] = [];
  for (const word of text.split(" ")) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= width) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines;
}

/** A text whose lines go over the width, broken; what is broken keeps the indentation of its line. */
export function fitted(text: string, width: number): string {
  const lines = text.split("\n").flatMap((line) => {
    if (line.length <= width) return [line];
    const indent = /^ */.exec(line)![0];
    return brokenLines(line.slice(indent.length), Math.max(24, width - indent.length)).map((part) => indent + part);
  });
  return lines.join("\n");
}
