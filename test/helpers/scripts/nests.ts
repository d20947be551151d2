// Scripts of loops around loops over lists of floats: sums, products and stores
// as numeric programs write them, where lists may be one and the same, bounds
// depend on the outer counter, and indexes and divisions may fail midway. The
// lists are shown afterwards, also where an exception has left the loops.

import { Writer } from "./writer.ts";

const inits = ["0.0", "1.0", "v[i]", "float(i)", "total", "u[0] * i", "-0.0"];
const bounds = ["m", "m", "m", "m", "m", "n", "i", "i + 2", "len(u)", "6"];
const stores = [
  "out[i] = total",
  "out[i] = total",
  "out[i] = total",
  "out[i] = total * v[i]",
  "out[i] += total",
  "out[n - 1 - i] = total",
  "out[i + 1] = total",
  "out[(i * 7) % n] = total",
  "out[i] = total + float(k)",
  "u[i] = total",
  "out[i], total = total, 0.5",
];
const steps = [
  "total += $f",
  "total += $f",
  "total += $f * u[j]",
  "total -= $f / $f",
  "total = total * 0.5 + $f",
  "total = max(total, $f)",
  "k += 1",
  "x = $f\ntotal += x * x",
  "if $f > 1.5:\n    total += $f",
  "out[j] = total",
  "total += math.sqrt(abs($f))",
  "total = $f",
];
const floats = [
  "u[j]",
  "v[i]",
  "v[j]",
  "w[i + j]",
  "w[i * m + j]",
  "float(i + j)",
  "1.0 / ((i + j) * (i + j + 1) // 2 + i + 1)",
  "1.0 / (i - j)",
  "(i * 3 - j) * 0.25",
  "float(i * j % 5)",
  "2.5",
  "total",
  "float(k)",
  "($f + $f)",
  "($f * $f)",
  "($f - $f)",
  "$f / ($f + 3.0)",
];

/** What two turns at once are made of: no test, no divisor that may be zero, one store. */
const plainFloats = [
  "u[j]",
  "v[i]",
  "u[j]",
  "float(i + j)",
  "1.0 / ((i + j) * (i + j + 1) // 2 + i + 1)",
  "i * 0.25",
  "2.5",
  "w[i + 1]",
  "($f * $f)",
  "($f - $f)",
  "$f / 3.0",
  "-$f",
];
const plainSteps = ["total += $f", "total += $f * u[j]", "total = total * 0.5 + $f", "x = $f\ntotal -= x * x", "total = total / 3.0 - $f"];

class NestWriter extends Writer {
  private isPlain = false;

  fill(form: string, depth: number): string {
    return form.replace(/\$f/g, () => this.fill(this.pick(this.floats(depth)), depth - 1));
  }

  private floats(depth: number): readonly string[] {
    if (this.isPlain) return depth > 0 ? plainFloats : plainFloats.slice(0, 8);
    return depth > 0 ? floats : floats.slice(0, 11);
  }

  kernel(name: string): string {
    this.isPlain = this.chance(0.6);
    const rows = this.chance(0.85) ? "range(n)" : this.pick(["range(1, n)", "range(n - 1, -1, -1)", "range(0, n, 2)"]);
    const inner = this.times(this.count(1, 2), () => this.fill(this.pick(this.isPlain ? plainSteps : steps), 2).split("\n")).flat();
    const init = this.chance(0.85) ? this.pick(inits.slice(0, 4)) : this.pick(inits);
    return `def ${name}(n, m, u, v, w, out):
    k = 0
    total = 0.25
    try:
        for i in ${rows}:
            total = ${init}
            for j in range(${this.pick(this.isPlain ? bounds.slice(0, 7) : bounds)}):
${inner.map((line) => `                ${line}`).join("\n")}
            ${this.pick(this.isPlain ? stores.slice(0, 7) : stores)}
    except (IndexError, ZeroDivisionError, OverflowError, ValueError) as e:
        print(type(e).__name__, e)
    return total, k`;
  }

  lists(): string {
    const all = [
      "[0.5, 1.5, -2.0, 4.0, 8.5, 0.1, 3.0, 7.0]",
      "[1.0, -0.0, 2.5, 1e300, 3.0, 0.0, 1e-300, 2.0]",
      "[float(q) for q in range(80)]",
    ];
    return this.pick([...all, "[0.3] * 12", "[float('inf'), 1.0, float('nan'), 2.0, -5.0, 6.0, 7.5]"]);
  }
}

export function nestsScript(seed: number): string {
  const writer = new NestWriter(seed);
  const names = writer.times(5, (at) => `f${at}`);
  const calls = names.flatMap((name) =>
    writer.times(4, () => {
      const [n, m] = [writer.count(0, 8), writer.count(0, 8)];
      const given = writer.times(4, () => writer.pick(["a", "b", "c", "d", "d"]));
      return `a, b, c, d = ${writer.lists()}, ${writer.lists()}, [float(q) * 0.5 for q in range(100)], ${writer.lists()}
print("${name}", ${name}(${n}, ${m}, ${given.join(", ")}), a, b, sum(c), d)`;
    }),
  );
  return `import math\n${names.map((name) => writer.kernel(name)).join("\n")}\n${calls.join("\n")}\n`;
}
