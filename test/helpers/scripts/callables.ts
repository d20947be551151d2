// Scripts of values that are called: functions with defaults, names, `*args`,
// results of several types and `yield`, methods that are overridden by such, and
// bound, partial, nested, static and class's own, kept in variables, containers
// and attributes and called in every way. What a call cannot do raises.

import { indent, Writer } from "./writer.ts";

/** A parameter list with the names that its body may read. */
interface Shape {
  readonly list: string;
  readonly names: readonly string[];
}

const shapes: readonly Shape[] = [
  { list: "a", names: ["a"] },
  { list: "a, b", names: ["a", "b"] },
  { list: "a, b=2", names: ["a", "b"] },
  { list: "a, b=3, c=4", names: ["a", "b", "c"] },
  { list: "b, a=5", names: ["a", "b"] },
  { list: "a, *, b=6", names: ["a", "b"] },
  { list: "a, *rest", names: ["a", "len(rest)", "sum(rest)"] },
  { list: "a, b=7, *rest", names: ["a", "b", "sum(rest)"] },
  { list: "*rest", names: ["len(rest)", "sum(rest)"] },
  { list: "a, *rest, b=8", names: ["a", "b", "len(rest)"] },
  { list: "a, b, /", names: ["a", "b"] },
  { list: "a, **named", names: ["a", "len(named)"] },
  { list: "a=1, b=None", names: ["a", "0 if b is None else b"] },
];

/** Shapes that take the same arguments, and forms of those. */
const agreements: readonly { readonly shapes: readonly Shape[]; readonly forms: readonly string[] }[] = [
  { shapes: shapes.filter(({ list }) => /^(a(, b=.*|, \*.*)?|\*rest)$/u.test(list)), forms: ["$i", "$i", "*(n,)", "*[n][:1]"] },
  { shapes: shapes.filter(({ list }) => /^a(, \*, b.*|, \*\*named|, b=.*|=1.*)?$/u.test(list)), forms: ["$i", "a=$i", "**{'a': $i}"] },
  {
    shapes: shapes.filter(({ list }) => /\bb\b/u.test(list) && !/\/|\*rest|^b/u.test(list)),
    forms: ["$i, b=$i", "a=$i, b=$i", "b=$i, a=$i", "$i, **{'b': $i}"],
  },
  { shapes: shapes.filter(({ list }) => /^a, b|^b|rest/u.test(list)), forms: ["$i, $i", "*(n, 1)", "*[n, 2]", "$i, *[n]", "*range(2)"] },
];

/** Forms of arguments; few are right for every shape. */
const argumentLists = [
  "$i",
  "$i",
  "$i, $i",
  "$i, $i",
  "$i, b=$i",
  "a=$i",
  "a=$i, b=$i",
  "b=$i, a=$i",
  "$i, $i, $i",
  "$i, c=$i",
  "*($i, $i)",
  "*(n, 1)",
  "*[n, 2]",
  "$i, *[n]",
  "*range(2)",
  "**{'a': $i}",
  "$i, **{'b': $i}",
  "",
];

class CallableWriter extends Writer {
  /** What the functions of this script agree on: the more they do, the more of it is accepted. */
  private readonly agreed = this.chance(0.8) ? this.pick(agreements) : { shapes, forms: argumentLists };

  private shape(): Shape {
    return this.pick(this.agreed.shapes);
  }

  int(): string {
    return this.pick(["n", "n", "1", "2", "7", "n + 1", "n * 2", "n % 3"]);
  }

  arguments(): string {
    return this.pick(this.agreed.forms).replace(/\$i/g, () => this.int());
  }

  /** The lines of a function of the kind that gives ints, texts, either, lists, or yields. */
  body({ names }: Shape, own: readonly string[]): string[] {
    const read = (): string => this.pick([...names, ...names, ...own, "1", "10"]);
    const sum = `${read()} * ${this.count(2, 9)} + ${read()}`;
    const kind = this.count(0, 11);
    if (kind < 5) return [`return ${sum}`];
    if (kind === 5) return [`return str(${sum})`];
    if (kind === 6) return [`if ${read()} % 2 == 0:`, `    return str(${read()})`, `return ${sum}`];
    if (kind === 7) return [`return [${read()}, ${read()}]`];
    if (kind === 8) return [`if ${read()} > 3:`, "    return None", `return ${sum}`];
    if (kind === 9) return [`yield ${read()}`, `yield ${sum}`];
    if (kind === 10) return [`for i in range(${read()} % 3):`, `    yield i + ${read()}`, `yield ${sum}`];
    return [`return (${read()}, ${sum})`];
  }

  method(name: string): string[] {
    const shape = this.shape();
    const way = this.count(0, 9);
    const [mark, first, own] =
      way === 0
        ? ["@staticmethod", "", []]
        : way === 1
          ? ["@classmethod", "cls, ", ["cls.step", "len(cls.__name__)"]]
          : ["", "self, ", ["self.v", "self.step", "self.base(n=2)"]];
    const list = (first + shape.list).replace(/, $/u, "");
    return [...(mark === "" ? [] : [mark]), `def ${name}(${list}):`, ...indent(this.body(shape, own))];
  }

  class(name: string, base: string): string[] {
    const made =
      base === ""
        ? ["def __init__(self, v=1):", "    self.v = v", "def base(self, n):", "    return self.v + n"]
        : this.chance(0.3)
          ? ["def __init__(self, v=4, w=2):", "    super().__init__(v + w)", "    self.w = w"]
          : [];
    const methods = ["m", "k", "g"].filter(() => base === "" || this.chance(0.6)).flatMap((method) => this.method(method));
    const more = base !== "" && this.chance(0.4) ? ["def base(self, n, more=3):", "    return super().base(n) + more"] : [];
    const call = this.chance(0.5) ? this.method("__call__").filter((line) => !line.startsWith("@")) : [];
    const callable = call.some((line) => line.startsWith("def __call__(self")) ? call : [];
    return [
      `class ${name}${base === "" ? "" : `(${base})`}:`,
      ...indent([`step = ${this.count(1, 9)}`, ...made, ...methods, ...more, ...callable]),
    ];
  }

  /** A function, and one that makes functions. */
  functions(): string[] {
    const plain = ["f", "g", "h", "p"].flatMap((name) => {
      const shape = this.shape();
      return [`def ${name}(${shape.list}):`, ...indent(this.body(shape, ["total"]))];
    });
    const shape = this.shape();
    const counts = this.chance(0.5) ? ["nonlocal z", "z += 1"] : [];
    const inner = [...counts, ...this.body(shape, ["z", "z"])];
    return [...plain, "def maker(z):", ...indent([`def made(${shape.list}):`, ...indent(inner), "return made"])];
  }

  /** What can be called. */
  callable(): string {
    return this.pick([
      ..."f g h p".split(" "),
      ..."f g h p".split(" "),
      "maker(n)",
      "maker(2)",
      "x.m",
      "y.m",
      "z.m",
      "x.k",
      "y.k",
      "z.g",
      "X.k",
      "Y.m",
      "pick(n).m",
      "pick(n).k",
      "pick(n)",
      "x",
      "y",
      "X",
      "Y",
      "z.base",
      "X.base",
      "lambda a, b=n: a + b",
      "lambda a: str(a)",
      "lambda *a: len(a)",
      "partial(f, 1)",
      "partial(g, b=3)",
      "partial(pick(n).m, 2)",
      "len",
      "str",
      "max",
      "abs",
      "(f if n % 2 else g)",
      "[f, g, h][n % 3]",
      "twice(f)",
    ]);
  }

  /** Statements that call, of `n` and what the head names. */
  use(): string[] {
    const [one, two, three] = [this.callable(), this.callable(), this.callable()];
    const given = this.arguments();
    return this.pick<readonly string[]>([
      [`return show((${one})(${given}))`],
      [`c = ${one}`, `return show(c(${given}))`],
      [`c = ${one}`, "if n > 1:", `    c = ${two}`, `return show(c(${given}))`],
      ["out = []", `for c in [${one}, ${two}, ${three}]:`, `    out.append(show(c(${given})))`, "return out"],
      ["out = []", `for c in (${one}, ${two}):`, `    out.append(show(c(${given})))`, "return out"],
      [`table = {'one': ${one}, 'two': ${two}}`, `return show(table['one' if n > 0 else 'two'](${given}))`],
      [`table = {0: ${one}, 1: ${two}, 2: ${three}}`, `return [show(c(${given})) for c in table.values()]`],
      [`box = Box(${one})`, "if n == 2:", `    box.c = ${two}`, `return show(box.c(${given}))`],
      [`return show(call(${one}, ${this.int()}))`],
      [`return [show(call(c, ${this.int()})) for c in [${one}, ${two}]]`],
      [`return show(pass_on(${one}, ${given === "" ? "n" : given}))`],
      [`return [show(v) for v in map(${one}, [n, 3])]`],
      [`return sorted([3, n, 2], key=${one})`],
      [`return show(x.${this.pick(["m", "k", "g"])}(${given}))`],
      [`return [show(o.${this.pick(["m", "k", "g"])}(${given})) for o in [x, y, z]]`],
      [`o = pick(n)`, `return show(o.${this.pick(["m", "k", "g"])}(${given}))`],
      [`o = pick(n)`, `c = o.${this.pick(["m", "k"])}`, "o = x", `return show(c(${given}))`],
      [`a, b = ${one}, ${two}`, "for _ in range(n):", "    a, b = b, a", `return show(a(${given}))`],
      [`c = ${one}`, "try:", `    return show(c(${given}))`, "finally:", `    c = ${two}`],
      [`return [show(v) for c in [${one}, ${two}] if c is not None for v in [c(${given})]]`],
    ]) as string[];
  }
}

export function callablesScript(seed: number): string {
  const writer = new CallableWriter(seed);
  const classes = [writer.class("X", ""), writer.class("Y", "X"), writer.class("Z", writer.pick(["X", "Y"]))].flat();
  const uses = writer.times(12, (at) => [`def use${at}(n):`, ...indent(writer.use())]).flat();
  const calls = writer.times(12, (at) => [
    "    try:",
    `        print(${at}, n, use${at}(n))`,
    "    except (TypeError, AttributeError) as e:",
    `        print(${at}, n, type(e).__name__)`,
  ]);
  return `${[head, ...writer.functions(), ...classes, tail, ...uses, "for n in range(4):", ...calls.flat()].join("\n")}\n`;
}

const head = `from functools import partial
total = 5
class Box:
    def __init__(self, c):
        self.c = c`;

const tail = `x = X()
y = Y()
z = Z()
def pick(n):
    return [x, y, z][n % 3]
def twice(c):
    return lambda a: c(c(a))
def call(c, v):
    return c(v)
def pass_on(c, *args, **named):
    return c(*args, **named)
def show(v):
    if isinstance(v, (int, str)) or v is None:
        return repr(v)
    if isinstance(v, (list, tuple)):
        return 'some ' + repr(v)
    if isinstance(v, X):
        return type(v).__name__ + str(v.v)
    return 'yields ' + repr([w for w in v])`;
