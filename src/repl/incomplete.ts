// Is an input finished, or does the person go on writing? As in Python's own
// prompt: open brackets and triple quotes go on, and a block goes on until an
// empty line. A small scan of characters, because an unfinished input is no
// program yet.

/** True where the prompt should ask for one more line. */
export function needsMore(input: string): boolean {
  const { depth, isInText } = scan(input);
  if (depth > 0 || isInText) return true;
  const lines = input.split("\n");
  const last = lines.at(-1) ?? "";
  if (/\\\s*$/.test(last)) return true;
  const opensBlock = lines.some((line) => /:\s*(#.*)?$/.test(line) || /^\s*@/.test(line));
  return opensBlock && last.trim() !== "";
}

interface Scan {
  /** Brackets that are open. */
  readonly depth: number;
  /** Inside a text in triple quotes. */
  readonly isInText: boolean;
}

const token = /"""|'''|"(?:[^"\\\n]|\\.)*"?|'(?:[^'\\\n]|\\.)*'?|#[^\n]*|[([{]|[)\]}]/g;

function scan(input: string): Scan {
  let depth = 0;
  token.lastIndex = 0;
  for (let match = token.exec(input); match !== null; match = token.exec(input)) {
    const [text] = match;
    if (text === '"""' || text === "'''") {
      const end = input.indexOf(text, token.lastIndex);
      if (end < 0) return { depth, isInText: true };
      token.lastIndex = end + 3;
    } else if ("([{".includes(text)) depth++;
    else if (")]}".includes(text)) depth--;
  }
  return { depth, isInText: false };
}
