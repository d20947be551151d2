// Tests for the words of a host definition. A wrong one is a misuse of the
// API: `TypeError` with the path of the word.

const identifier = /^[A-Za-z][A-Za-z0-9_]*$/;

/** Python's keywords, which no name can be. */
const keywords = new Set(
  (
    "False None True and as assert async await break class continue def del elif else except finally for from global " +
    "if import in is lambda nonlocal not or pass raise return try while with yield"
  ).split(" "),
);

/** An ASCII name without double underscores that is no keyword. */
export function requireName(name: string, path: string): string {
  if (typeof name !== "string" || !identifier.test(name) || name.includes("__") || name.length > 64) {
    throw new TypeError(`${path}: ${JSON.stringify(name)} is no name (a letter, then letters, digits and single _, at most 64)`);
  }
  if (keywords.has(name)) throw new TypeError(`${path}: ${name} is a keyword`);
  return name;
}

/** The text of one annotation: no line ends, no comments, no strings that could carry source in. */
export function requireType(type: unknown, path: string): string {
  if (typeof type !== "string" || !/^[A-Za-z_][A-Za-z0-9_.,|[\] ]*$/.test(type) || type.length > 400) {
    throw new TypeError(`${path}: expected a type such as "float" or "list[str]"`);
  }
  return type;
}

/** Own enumerable entries of a plain object; an absent one has none. */
export function entriesOf<Item>(object: Readonly<Record<string, Item>> | undefined, path: string): [string, Item][] {
  if (object === undefined) return [];
  if (typeof object !== "object" || object === null || Array.isArray(object)) throw new TypeError(`${path}: expected an object`);
  return Object.entries(object);
}

export function requireText(text: unknown, path: string): string {
  if (typeof text !== "string") throw new TypeError(`${path}: expected a string`);
  return text;
}
