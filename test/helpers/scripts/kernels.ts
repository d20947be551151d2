// Scripts of functions that only compute, as noise and fields are written: floats
// that become ints and floats again, tables that are read by them, arms that a
// comparison of floats chooses, ways out in between. They are called in loops,
// with borders of what floats hold, and where they fail the script goes on.

import { Writer } from "./writer.ts";

const floats = ["x", "y", "a", "b", "c", "0.5", "2.0", "-0.0", "0.2113248654", "float(i)", "float(j)", "(i + j) * 0.25", "1.0 * k"];
const deepFloats = [...floats, "($f + $f)", "($f - $f)", "($f * $f)", "-$f", "abs($f)", "$f / 3.0", "GX[$i % 8]", "(x - (i - $f))"];
const ints = ["i", "j", "k", "(i & 7)", "(j & 255)", "TABLE[i & 7]", "3", "(k % 5)"];
const deepInts = [...ints, "($i + $i)", "($i - $i)", "($i & 15)", "TABLE[(i & 3) + TABLE[j & 3]]", "($i + 1)", "$i % 12", "TABLE[$i]"];
const tests = ["$f < $f", "$f > $f", "$f <= $f", "$f >= 0.0", "$f < 0.0", "$f == $f", "$f != $f", "not $f < $f", "x > y"];
const conversions = ["floor($f)", "ceil($f)", "int($f)", "trunc($f)", "round($f)", "floor($f * 2.0)", "int(x)", "floor(x + y)"];
const firsts = ["floor(x)", "int(x)", "ceil(x + y)", "trunc(y)", "round(x)", "floor(x * 2.0)"];
const floatSteps = ["a = $f", "b = $f", "c = $f", "a *= a", "b += $f", "c = GX[$i & 7] * x + GX[$i & 3] * y", "x = $f", "y -= $f"];
const intSteps = ["i = $t", "j = $t", "k = $i", "i = $i", "k = TABLE[$i] % 12", "j += 1"];

class KernelWriter extends Writer {
  /** Somebody catches what fails; it leaves a function in other ways than what nobody may catch. */
  readonly isCaught = this.chance(0.4);

  fill(form: string, depth: number): string {
    const safe = this.isCaught ? form : form.replace("TABLE[$i]", "TABLE[$i % 12]").replace("$i, x, y", "$i & 7, x, y");
    return safe.replace(/\$([fit])/g, (_, kind: string) => {
      const [ends, deep] = kind === "f" ? [floats, deepFloats] : kind === "i" ? [ints, deepInts] : [conversions, conversions];
      return this.fill(this.pick(depth > 0 ? deep : ends), depth - 1);
    });
  }

  step(): string {
    return this.fill(this.pick(this.chance(0.6) ? floatSteps : intSteps), 2);
  }

  /** Of floats mostly, that a choice without a jump can take. */
  arm(): string[] {
    return this.times(this.count(1, 3), () => (this.chance(0.8) ? this.fill(this.pick(floatSteps), 2) : this.step()));
  }

  branch(): string[] {
    const test = `if ${this.fill(this.pick(tests), 1)}:`;
    if (this.chance(0.25)) return [test, `    return ${this.fill("$f", 1)}`];
    if (this.chance(0.3)) return [test, `    i = ${this.count(-2, 2)}`, `    j = ${this.count(-2, 2)}`, "else:", "    i = 1", "    j = 0"];
    const then = this.arm().map((line) => `    ${line}`);
    if (this.chance(0.3)) return [test, ...then];
    const otherwise = this.chance(0.5) ? [`${this.pick(["a", "b", "c"])} = 0.0`] : this.arm();
    return [test, ...then, "else:", ...otherwise.map((line) => `    ${line}`)];
  }

  kernel(name: string): string {
    const steps = this.times(this.count(3, 9), () => (this.chance(0.45) ? this.branch() : [this.step()])).flat();
    const small = this.chance(0.5) ? [`a = corner($f, $i, x, y)`, "b += corner(c, $i & 7, y, x)"].map((form) => this.fill(form, 1)) : [];
    const body = ["a = x * 0.5", "b = y", "c = 0.0", `i = ${this.pick(firsts)}`, "j = floor(y)", "k = 0", ...steps, ...small];
    return `def ${name}(x: float, y: float) -> float:\n${body.map((line) => `    ${line}`).join("\n")}\n    return ${this.fill("$f + a - b * c + i - j + k", 1)}`;
  }
}

const special = [
  "0.0",
  "-0.0",
  "0.5",
  "-0.5",
  "-0.25",
  "1.0",
  "2251799813685247.5",
  "2251799813685248.0",
  "-2251799813685249.0",
  "4503599627370497.0",
  "1e-310",
  "float('inf')",
  "float('nan')",
  "255.75",
  "-7.999",
];

const plain = special.filter((one) => !one.startsWith("float"));

export function kernelsScript(seed: number): string {
  const writer = new KernelWriter(seed);
  const names = writer.times(4, (at) => `f${at}`);
  const { isCaught } = writer;
  const calls = names.map((name) => {
    const xs = writer.times(7, () => writer.pick(isCaught ? special : plain));
    const ys = writer.times(5, () =>
      writer.chance(0.6) ? writer.pick(isCaught ? special : plain) : (writer.random() * 20 - 10).toFixed(3),
    );
    const head = `for x in [${xs.join(", ")}, 0.37, -3.2]:\n    for y in [${ys.join(", ")}, 1.5]:`;
    const shown = `print("${name}", x, y, ${name}(x, y))`;
    if (!isCaught) return `${head}\n        ${shown}`;
    return `${head}
        try:
            ${shown}
        except (IndexError, OverflowError, ValueError) as e:
            print("${name}", x, y, type(e).__name__, e)`;
  });
  return `from math import ceil, floor, trunc
GX = [1.0, -1.0, 0.5, -0.0, 2.0, -3.25, 0.125, 1e100]
TABLE = [3, 0, 7, 2, 5, 1, 6, 4, 9, -3, 11, 254]


def corner(t: float, g: int, x: float, y: float) -> float:
    if t < 0.0:
        return 0.0
    t *= t
    return t * t * (GX[g] * x + GX[g & 3] * y)


${names.map((name) => writer.kernel(name)).join("\n\n\n")}


${calls.join("\n")}
`;
}
