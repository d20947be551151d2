// Scripts that change variables in every way there is (`:=`, handlers, loops,
// guards, closures, globals, functions that the library calls) between what
// tests them and what uses them. In mixed scripts most uses do not go by what a
// test has found: a value of several types is used as it is at run time.

import { indent, Writer } from "./writer.ts";

const head = `class Base:
    pass
class A(Base):
    def __init__(self):
        self.a = 11
class B(Base):
    def __init__(self):
        self.b = "bee"
class Box:
    def __init__(self, v: int | str | None, w: Base):
        self.v = v
        self.w = w
class Sly:
    def __init__(self, n):
        self.n = n
    def __lt__(self, other):
        setg()
        return self.n < other.n
tick = 0
def flip():
    global tick
    tick += 1
    return (tick * 7 + tick // 3) % 3 == 0
g: int | str | None = 1
h: Base = A()
box = Box(5, A())
def setg():
    global g, h
    g = "gs" if flip() else (None if flip() else 7)
    h = B() if flip() else A()
    box.v = "bs" if flip() else 8
    box.w = B() if flip() else A()
    return 1
def boom():
    setg()
    if flip():
        raise ValueError("boom")
    return 2
def gen():
    yield 1
    setg()
    yield 2
def f(p: int | str | None, q: Base):
    global g, h
    x = 1
    y: int | str | None = "y"
    z: int | str | None = 3
    o: Base = A()
    ws = 0
    n = 0
    it = gen()
    slys = [Sly(2), Sly(1)]
    def setz():
        nonlocal z
        z = "zs" if flip() else (9 if flip() else None)
        return 1
    def setzk(e):
        return setz() + e
    fs = [setz]
`;

const tail = `    return n
for a in [(1, A()), ("s", B()), (None, A())]:
    try:
        print(f(a[0], a[1]))
    except (AssertionError, ValueError, AttributeError, TypeError, IndexError, ZeroDivisionError) as e:
        print(type(e).__name__, e)
`;

const plain = ["g", "x", "y", "z", "p", "box.v"];
const objects = ["h", "o", "q", "box.w"];

/** A variable, and what a test before has found in it. */
type Fact = readonly [place: string, type: string];

/** Uses of two values of whatever type, `v` and `w`, and an object `o`. */
const anyUses = [
  "v + w",
  "v == w, v != o",
  "v < w",
  'v in [w, 1, "abc"]',
  "len(v)",
  'str(v) + "|"',
  "v * 2",
  "v[0]",
  'f"{w!r:>6}"',
  "[v, w] == [w, v]",
  "(v, w)",
  "sorted([v, w])",
  "{w: v}",
  "w or v",
  "w and v",
  "not v, bool(w)",
  "max(v, w)",
  "v % 3",
  "w is v",
  "int(v)",
  "v.upper()",
  "-v",
  "v // w",
  "[1, 2, 3][w]",
  '"abc"[w:]',
  "list(range(w))",
  "sum([w, 1])",
  "v << 1",
  "isinstance(w, (int, str))",
  "repr(w)",
  "hash(w) == hash(v)",
  '"%s" % w',
  "abs(w)",
  "[q for q in w]",
  "o.a if isinstance(o, A) else o.b",
  'w.startswith("a")',
  '{"abc": 1, 1: 2}.get(w)',
  "[w].count(v), [w, v].index(v)",
  "type(w).__name__",
  "min([w, v], key=str)",
];

class ChangingWriter extends Writer {
  private readonly isMixed: boolean;
  private budget = 25;

  constructor(seed: number, isMixed: boolean) {
    super(seed);
    this.isMixed = isMixed;
  }

  private place(): string {
    return this.pick(this.random() < 0.65 ? plain : objects);
  }

  /** Mostly a place of which something is known, so that an assignment matters. */
  private known(facts: readonly Fact[], allowed: readonly string[]): string {
    const places = facts.map(([place]) => place).filter((place) => allowed.includes(place));
    return places.length > 0 && this.random() < 0.8 ? this.pick(places) : this.pick(allowed);
  }

  private value(place: string): string {
    if (objects.includes(place)) return this.pick(["A()", "B()", ...objects]);
    return this.pick(["1", "2", '"abc"', '"d"', "None", ...plain]);
  }

  private test(): readonly [text: string, fact: Fact] {
    const place = this.place();
    const type = this.pick(objects.includes(place) ? ["A", "B"] : ["int", "str", "None"]);
    return [type === "None" ? `${place} is None` : `isinstance(${place}, ${type})`, [place, type]];
  }

  private use(facts: readonly Fact[]): string {
    if (this.isMixed && this.chance(0.6)) return this.anyUse();
    const [place, type] = facts.length > 0 && this.random() < 0.9 ? this.pick(facts.slice(-4)) : this.test()[1];
    const other = this.pick(plain);
    if (objects.includes(place)) return `print(${place}.${type === "A" ? "a" : "b"})`;
    if (type === "None") return this.pick([`print(${place})`, `print((${place}, ${other}) == (${other}, ${place}))`]);
    return this.pick(
      type === "int" ? [`print(${place} - 1)`, `print(-${place}, ${other})`] : [`print(${place}.upper())`, `print(${place} + "!")`],
    );
  }

  private anyUse(): string {
    const places: Record<string, string> = { v: this.pick(plain), w: this.pick(plain), o: this.pick(objects) };
    return `print(${this.pick(anyUses).replace(/\b[vwo]\b/g, (name) => places[name] ?? name)})`;
  }

  /** Assigns within an expression, or lets something else assign. */
  private disturbance(facts: readonly Fact[]): string {
    const place = this.known(facts, ["x", "y", "p", "o"]);
    const set = `(${place} := ${this.value(place)})`;
    return this.pick([
      `ws = [${set} for _ in range(2) if flip()]`,
      `ws = any(${set} == 1 for _ in range(2))`,
      `ws = all(setg() for _ in range(2))`,
      `flip() and ${set}`,
      `flip() or ${set}`,
      `ws = ${set} if flip() else ${set}`,
      `ws = n < 1 < len([${set}])`,
      `ws = sum(setz() for _ in gen())`,
      "setg()",
      "setz()",
      "ws = sorted([2, 1], key=lambda e: setg())",
      "ws = list(map(setzk, [1, 2]))",
      "ws = next(it, 0)",
      "ws = [setz() for _ in range(1)]",
      "ws = [f() for f in fs]",
      "slys.sort()",
      "ws = max(slys)",
    ]);
  }

  block(depth: number, facts: readonly Fact[], inLoop: boolean): string[] {
    const known = [...facts];
    const lines = Array.from({ length: 1 + Math.floor(this.random() * 3) }, () => this.statement(depth, known, inLoop)).flat();
    return [...lines, this.use(known)];
  }

  private statement(depth: number, facts: Fact[], inLoop: boolean): string[] {
    this.budget -= 1;
    if (this.budget < 0 || depth > 3) return [this.use(facts)];
    const inner = (more: readonly Fact[] = [], loop = inLoop): string[] => indent(this.block(depth + 1, [...facts, ...more], loop));
    const [text, fact] = this.test();
    const way = Math.floor(this.random() * 12);
    if (way === 0) return [this.assignment(facts)];
    if (way === 1) return [`if ${text}:`, ...inner([fact]), "else:", ...inner()];
    if (way === 2) return [`if ${text} and (${this.pick(["setg()", "setz()", "boom()"])} or (p := ${this.value("p")})):`, ...inner([fact])];
    if (way === 3) {
      facts.push(fact);
      return [`if not ${text}:`, `    ${inLoop ? this.pick(["continue", "break"]) : "return 0"}`];
    }
    if (way === 4) return ["while flip():", ...inner([], true), "else:", ...inner()];
    if (way === 5) return [`for ${this.pick(["i", "y", "p"])} in ${this.pick(["range(2)", "gen()", "[1, 2]"])}:`, ...inner([], true)];
    if (way === 6) return ["try:", ...this.broken(facts), ...inner(), "except ValueError:", ...inner()];
    if (way === 7) return ["try:", ...this.broken(facts), "finally:", ...indent(this.block(depth + 1, facts, false))];
    if (way === 8) return this.match(this.pick(plain), inner);
    if (way === 9) {
      facts.push(fact);
      return [`assert ${text}`];
    }
    return way === 10 ? [this.use(facts)] : [this.disturbance(facts)];
  }

  private assignment(facts: readonly Fact[]): string {
    const place = this.known(facts, [...plain, ...objects]);
    return `${place} = ${this.value(place)}`;
  }

  /** Assigns, then may stop, then assigns again. */
  private broken(facts: readonly Fact[]): string[] {
    return indent([this.assignment(facts), this.pick(["boom()", "boom()", this.disturbance(facts)]), this.assignment(facts)]);
  }

  private match(place: string, inner: (more: readonly Fact[]) => string[]): string[] {
    const guard = this.random() < 0.4 ? ` if ${this.pick(["setg()", "setz()", `(x := ${this.value("x")})`])}` : "";
    const arms = [`case int()${guard}:`, ...inner([[place, "int"]]), "case str():", ...inner([[place, "str"]]), "case _:", ...inner([])];
    return [`match ${place}:`, ...indent(arms)];
  }
}

function script(writer: ChangingWriter): string {
  const lines = [...writer.block(0, [], false), ...writer.block(1, [], false)];
  return head + indent(lines).join("\n") + `\n${tail}`;
}

/** About 25 statements, most of which use what a test before has found. */
export function changingScript(seed: number): string {
  return script(new ChangingWriter(seed, false));
}

/** The same, most of which use values as they are. */
export function mixedScript(seed: number): string {
  return script(new ChangingWriter(seed, true));
}
