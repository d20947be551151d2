// Characters that are taken for others: typographic quotes and dashes,
// full-width signs, unusual spaces, and letters of other alphabets that look
// like Latin ones. Only for messages; nothing is ever folded silently.

interface LookAlike {
  readonly plain: string;
  /** With its article: "an opening quote". */
  readonly name: string;
}

function entries(characters: string, plain: string, name: string): [string, LookAlike][] {
  return [...characters].map((character) => [character, { plain, name }]);
}

/** ASCII signs in full width: `（`, `＝`, `：`. */
function fullWidth(): [string, LookAlike][] {
  return [..."()[]{}=+-*/<>:;,.%&|^~@'\"!"].map((plain) => [
    String.fromCharCode(plain.charCodeAt(0) + 0xfee0),
    { plain, name: "a full-width sign" },
  ]);
}

export const lookAlikes: ReadonlyMap<string, LookAlike> = new Map([
  ...entries("“”„‟«»〝〞", '"', "a typographic quote"),
  ...entries("‘’‚‛´ʹʼ′", "'", "a typographic quote"),
  ...entries("‐‑‒–—―−﹣", "-", "a dash"),
  ...entries("×✕∗", "*", "a multiplication sign"),
  ...entries("÷∕⁄", "/", "a division sign"),
  ...entries("≤", "<=", "a mathematical sign"),
  ...entries("≥", ">=", "a mathematical sign"),
  ...entries("≠", "!=", "a mathematical sign"),
  ...entries("，、", ",", "a comma of another script"),
  ...entries("。．", ".", "a full stop of another script"),
  ...entries("；", ";", "a semicolon of another script"),
  ...entries("【「", "[", "a bracket of another script"),
  ...entries("】」", "]", "a bracket of another script"),
  ...fullWidth(),
]);

const spaces = new Map<string, string>([
  ["\u00a0", "a non-breaking space"],
  ["\u1680", "an ogham space"],
  ["\u2028", "a line separator"],
  ["\u2029", "a paragraph separator"],
  ["\u202f", "a narrow non-breaking space"],
  ["\u205f", "a mathematical space"],
  ["\u3000", "a full-width space"],
  ["\u0085", "a next-line character"],
  ["\u00ad", "a soft hyphen"],
  ["\u200b", "a zero-width space"],
  ["\u200c", "a zero-width non-joiner"],
  ["\u200d", "a zero-width joiner"],
  ["\u2060", "a word joiner"],
  ["\ufeff", "a byte order mark"],
  ["\u180e", "a vowel separator"],
]);

/** What kind of space a character is, with its article; null for none. */
export function spaceName(character: string): string | null {
  const code = character.charCodeAt(0);
  return spaces.get(character) ?? (code >= 0x2000 && code <= 0x200a ? "an unusual space" : null);
}

const cyrillic = new Map([..."аеорсухіјѕԁһԛԝАВЕКМНОРСТХЅІЈ"].map((letter, at) => [letter, "aeopcyxijsdhqwABEKMHOPCTXSIJ"[at]!]));
const greek = new Map([..."οαινρυΑΒΕΖΗΙΚΜΝΟΡΤΥΧ"].map((letter, at) => [letter, "oaivpuABEZHIKMNOPTYX"[at]!]));
const german = new Map([
  ["ä", "ae"],
  ["ö", "oe"],
  ["ü", "ue"],
  ["Ä", "Ae"],
  ["Ö", "Oe"],
  ["Ü", "Ue"],
  ["ß", "ss"],
  ["æ", "ae"],
  ["ø", "o"],
  ["å", "a"],
  ["ı", "i"],
  ["ł", "l"],
]);

/** What to write for a letter beyond ASCII; null where there is no plain spelling. */
export function plainLetter(letter: string): string | null {
  const special = german.get(letter) ?? cyrillic.get(letter) ?? greek.get(letter);
  if (special !== undefined) return special;
  const folded = letter.normalize("NFKD").replace(/\p{M}/gu, "");
  return /^[A-Za-z0-9_]*$/.test(folded) ? folded : null;
}

/** What a letter is called in a message: its alphabet, and what it looks like. */
export function nameOfLetter(letter: string): string | null {
  const twin = cyrillic.get(letter);
  if (twin !== undefined) return `a Cyrillic letter that looks like ${twin}`;
  const greekTwin = greek.get(letter);
  if (greekTwin !== undefined) return `a Greek letter that looks like ${greekTwin}`;
  if (/\p{Script=Cyrillic}/u.test(letter)) return "a Cyrillic letter";
  if (/\p{Script=Greek}/u.test(letter)) return "a Greek letter";
  if (/\p{Script=Latin}/u.test(letter))
    return letter.normalize("NFKC") === letter ? "a letter with a mark" : "a special form of a Latin letter";
  if (/\p{N}/u.test(letter)) return "a digit of another script";
  return null;
}
