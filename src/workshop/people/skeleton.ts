// A name's skeleton: the name with signs that look alike made one, so that
// `he11o`, `hello` and `he-llo` next to `he_llo` cannot stand for two people.
// Names are lower-case ASCII by their pattern; only these few are left.

const lookAlikes: readonly (readonly [pattern: RegExp, stands: string])[] = [
  [/rn/g, "m"],
  [/vv/g, "w"],
  [/[1i|]/g, "l"],
  [/0/g, "o"],
  [/5/g, "s"],
  [/[-_.]/g, ""],
];

export function skeletonOf(name: string): string {
  return lookAlikes.reduce((text, [pattern, stands]) => text.replaceAll(pattern, stands), name.toLowerCase());
}
