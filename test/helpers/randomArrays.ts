// Random programs of whole-array expressions: slices, rolled arrays, reversed
// and broadcast ones, assignments in place that read what they write. Each
// exists in two forms: as written, where an expression is one loop, and step
// by step, where each operation is a statement of its own. Both must print the
// same.

/** Numbers from a seed: xorshift of 32 bits. */
class Draws {
  private state: number;

  constructor(seed: number) {
    this.state = (seed * 2654435761) | 1;
    for (let i = 0; i < 4; i++) this.below(2);
  }

  below(count: number): number {
    let x = this.state;
    x ^= x << 13;
    x ^= x >>> 17;
    x ^= x << 5;
    this.state = x;
    return (x >>> 0) % count;
  }

  pick<T>(items: readonly T[]): T {
    return items[this.below(items.length)] as T;
  }
}

type Tree = string | { readonly name: string; readonly write: (parts: readonly string[]) => string; readonly parts: readonly Tree[] };

function call(name: string, ...parts: readonly Tree[]): Tree {
  return { name, write: (texts) => `${name}(${texts.join(", ")})`, parts };
}

function infix(operator: string, left: Tree, right: Tree): Tree {
  return { name: operator, write: ([a, b]) => `(${a} ${operator} ${b})`, parts: [left, right] };
}

class Generator {
  private readonly draws: Draws;
  private readonly rows: number;
  private readonly columns: number;
  private names = 0;

  constructor(seed: number) {
    this.draws = new Draws(seed);
    this.rows = this.draws.pick([1, 2, 3, 4, 5, 7, 8, 9]);
    this.columns = this.draws.pick([1, 2, 3, 5, 6, 8, 9, 17]);
  }

  private leaf(): Tree {
    const { draws } = this;
    const array = draws.pick(["a", "b"]);
    switch (draws.below(8)) {
      case 0:
        return "c";
      case 1:
        return "d";
      case 2:
        return draws.pick(["s", "2", "0.5", "-1.5"]);
      case 3:
      case 4:
        return `np.roll(${array}, ${draws.pick([1, -1, 2, -3, 0, 7])}, ${draws.pick([0, 1, -1])})`;
      case 5:
        return draws.pick([`${array}[::-1]`, `${array}[:, ::-1]`, `${array}[0]`, `${array}[:, :1]`]);
      default:
        return array;
    }
  }

  private tree(depth: number): Tree {
    if (depth === 0) return this.leaf();
    const { draws } = this;
    const part = (): Tree => this.tree(depth - 1);
    switch (draws.below(8)) {
      case 0:
        return call("np.where", infix(draws.pick(["<", ">=", "=="]), part(), part()), part(), part());
      case 1:
        return call(draws.pick(["np.minimum", "np.maximum"]), part(), part());
      case 2:
        return call("np.sqrt", call("np.abs", part()));
      case 3:
        return call(draws.pick(["np.floor", "np.sign", "np.exp"]), call("np.clip", part(), "-3.0", "s"));
      default:
        return infix(draws.pick(["+", "-", "*", "/"]), part(), part());
    }
  }

  /** `steps`: each operation as an assignment before. */
  private text(tree: Tree, steps: string[] | null): string {
    if (typeof tree === "string") return tree;
    const written = tree.write(tree.parts.map((part) => this.text(part, steps)));
    if (steps === null) return written;
    const name = `t${this.names++}`;
    steps.push(`${name} = ${written}`);
    return name;
  }

  private window(): string {
    const [y, x] = [this.draws.below(2), this.draws.below(2)];
    return `[${y}:${this.rows - 1 + y}, ${x}:${this.columns - 1 + x}]`;
  }

  private statement(isStepwise: boolean, tree: Tree, write: (value: string) => string): string[] {
    const steps: string[] | null = isStepwise ? [] : null;
    const value = this.text(tree, steps);
    return [...(steps ?? []), write(value)];
  }

  /** The statements in both forms. */
  private statements(): readonly [string[], string[]] {
    const { draws } = this;
    const array = draws.pick(["a", "b"]);
    const kind = draws.below(5);
    const operator = draws.pick(["=", "+=", "*="]);
    const window = kind === 0 ? this.window() : "[:]";
    const slice = (): Tree => `${draws.pick(["a", "b"])}${this.window()}`;
    const tree: Tree = kind === 0 ? infix("+", infix("*", slice(), draws.pick(["s", "-1"])), slice()) : this.tree(1 + draws.below(3));
    const write = (value: string): string => {
      if (kind === 1) return `print((a * 0 + ${value}).tolist())`;
      return kind === 2 && operator !== "=" ? `${array} ${operator} ${value}` : `${array}${window} ${operator} ${value}`;
    };
    return [this.statement(false, tree, write), this.statement(true, tree, write)];
  }

  program(): { readonly fused: string; readonly stepwise: string } {
    const [n, m] = [this.rows, this.columns];
    const head = [
      "import numpy as np",
      `a = (np.arange(${n * m}) * 7 % 11 - 3.0).reshape(${n}, ${m})`,
      `b = (np.arange(${n * m}) * 5 % 13 - 6.0).reshape(${n}, ${m}) / 4.0`,
      `c = np.arange(${m}) * 0.5 - 1.0`,
      `d = (np.arange(${n}) * 3 % 5 - 1.5).reshape(${n}, 1)`,
      "s = 1.25",
    ];
    const made = Array.from({ length: 2 + this.draws.below(3) }, () => this.statements());
    const end = ["print(a.tolist())", "print(b.tolist())", ""];
    return {
      fused: [...head, ...made.flatMap(([fused]) => fused), ...end].join("\n"),
      stepwise: [...head, ...made.flatMap(([, stepwise]) => stepwise), ...end].join("\n"),
    };
  }
}

export function randomArrays(seed: number): { readonly fused: string; readonly stepwise: string } {
  return new Generator(seed).program();
}
