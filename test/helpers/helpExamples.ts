// The examples in the help of codes. Code stands indented in paragraphs of its
// own, under a line that says which kind it is: "Instead of" (wrong) or "write"
// and "For example" (right). Names that an example does not bind are bound by
// `bindings`, and only those that it needs: so examples stay short, and a name
// in them always means the same.

import type { Diagnostic } from "../../src/base/diagnostic.ts";
import type { HostName } from "../../src/cli/hosts.ts";
import { checkProgram } from "../../src/cli/programs.ts";

export interface HelpExample {
  readonly kind: "wrong" | "right";
  readonly text: string;
}

const kinds = new Map<string, HelpExample["kind"]>([
  ["Instead of", "wrong"],
  ["write", "right"],
  ["For example", "right"],
]);

/** All examples of a help text; throws where code stands under no line that says what it is. */
export function examplesOf(help: string): readonly HelpExample[] {
  const found: HelpExample[] = [];
  let kind: HelpExample["kind"] | undefined;
  for (const paragraph of help.split(/\n\n/)) {
    if (!paragraph.startsWith("    ")) {
      kind = kinds.get(paragraph);
      continue;
    }
    if (kind === undefined) throw new Error(`code under no such line: ${paragraph}`);
    found.push({ kind, text: `${paragraph.replace(/^ {4}/gm, "")}\n` });
  }
  return found;
}

const numbers = ["x", "y", "n", "a", "b", "c", "total", "count", "age"];
const bindings = new Map([
  ...numbers.map((name): [string, string] => [name, `${name} = 3`]),
  ["xs", "xs = [3, 1, 2]"],
  ["ys", "ys = [6, 5, 4]"],
  ["words", 'words = ["a", "b"]'],
  ["text", 'text = "12"'],
  ["word", 'word: str | None = "a"'],
  ["names", 'names = {3: "Ann"}'],
  ["ages", 'ages = {"Ann": 3}'],
  ["d", 'd = {"a": 1}'],
  ["lookup", "def lookup(key):\n    return 3"],
  ["send", "def send(text):\n    print(text)"],
]);

/** What the checker says of an example behind the bindings it needs. */
export function checkExample(text: string, host: HostName = "auto"): readonly Diagnostic[] {
  const first = check(text, host);
  const unbound = first.flatMap(({ code, message }) => (code === "WG201" || code === "WG204" ? (/`(\w+)`/.exec(message)?.[1] ?? []) : []));
  const prelude = [...new Set(unbound)].flatMap((name) => bindings.get(name) ?? []);
  return prelude.length === 0 ? first : check(`${prelude.join("\n")}\n${text}`, host);
}

function check(text: string, host: HostName): readonly Diagnostic[] {
  return checkProgram({ name: "example.wgen", bytes: new TextEncoder().encode(text) }, host);
}
