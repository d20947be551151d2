// Reads a golden file into cases. A case opens with `# === title`; its marks are
// comments `# expect...: text`, at the end of a line of code or on their own
// line, where they speak of the next line of code.
//
//   expect: text                 the value of the expression on that line
//   expect type: text            its type, or that of the name it assigns
//   expect tree: text            the syntax tree of the statement
//   expect fuel: n               what the whole case spends
//   expect output: text          one printed line; together, in order, all of them
//   expect error CODE: part      also `warning` and `fault`
//   not python: reason           the case states a deliberate difference
//   host: world                  checked as a plugin of a world, and never run

export type MarkKind = "value" | "type" | "tree" | "fuel" | "output" | "error" | "warning" | "fault";

export interface Mark {
  readonly kind: MarkKind;
  /** Of error, warning and fault; else empty. */
  readonly code: string;
  readonly text: string;
  /** The line of code it speaks of, from 1 within the case. */
  readonly line: number;
  /** The line that holds the mark, from 1 within the file. */
  readonly fileLine: number;
}

export interface GoldenCase {
  readonly title: string;
  /** Of the title, from 1 within the file. The case's line n is the file's line `fileLine + n`. */
  readonly fileLine: number;
  readonly source: string;
  readonly marks: readonly Mark[];
  /** Why CPython does not run it, or null. */
  readonly notPython: string | null;
}

const titlePattern = /^# === (.*\S)\s*$/;
const markPattern = /(^|\s)#\s*expect(?:\s+(type|tree|fuel|output)|\s+(error|warning|fault)\s+(WG\d{3}))?(?::\s?(.*))?$/;
const anyExpectPattern = /(^|\s)#\s*expect\b/;
const notPythonPattern = /#\s*not python:\s*(.*)$/;

/** Splits a golden file. Throws where a mark is misspelled, so that none is silently ignored. */
export function readCases(fileName: string, text: string): GoldenCase[] {
  const lines = text.split("\n");
  const starts = lines.flatMap((line, index) => (titlePattern.test(line) ? [index] : []));
  return starts.map((start, index) => {
    const end = starts[index + 1] ?? lines.length;
    return readCase(fileName, lines.slice(start, end), start + 1);
  });
}

function readCase(fileName: string, lines: readonly string[], fileLine: number): GoldenCase {
  const title = titlePattern.exec(lines[0] ?? "")?.[1] ?? "";
  const body = lines.slice(1);
  const marks: Mark[] = [];
  let notPython: string | null = null;
  for (const [index, line] of body.entries()) {
    notPython ??= notPythonPattern.exec(line)?.[1] ?? null;
    const match = markPattern.exec(line);
    if (match === null) {
      if (anyExpectPattern.test(line)) throw new Error(`${fileName}:${fileLine + index + 1}: a mark nobody reads`);
      continue;
    }
    const [, , plain, diagnostic, code = "", rest = ""] = match;
    const kind = (plain ?? diagnostic ?? "value") as MarkKind;
    marks.push({ kind, code, text: rest.trimEnd(), line: spokenLine(body, index) + 1, fileLine: fileLine + index + 1 });
  }
  return { title, fileLine, source: `${body.join("\n").trimEnd()}\n`, marks, notPython };
}

/** The index of the line that a mark on line `index` speaks of. */
function spokenLine(body: readonly string[], index: number): number {
  if (isCode(body[index] ?? "")) return index;
  for (let next = index + 1; next < body.length; next++) if (isCode(body[next] ?? "")) return next;
  // A mark after the last line of code: what is found at the end of the text.
  for (let before = index; before >= 0; before--) if (isCode(body[before] ?? "")) return before;
  return index;
}

function isCode(line: string): boolean {
  const trimmed = line.trim();
  return trimmed !== "" && !trimmed.startsWith("#");
}

/** The line without the mark at its end. */
export function withoutMark(line: string): string {
  const match = markPattern.exec(line);
  return match === null ? line : line.slice(0, match.index).trimEnd();
}

/** The line with another text in its mark. */
export function withMarkText(line: string, text: string): string {
  const match = markPattern.exec(line);
  if (match === null) return line;
  const head = match[0].slice(0, match[0].length - (match[5] ?? "").length).trimEnd();
  return `${line.slice(0, match.index)}${head} ${text}`;
}
