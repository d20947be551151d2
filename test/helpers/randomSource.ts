// Random well-typed wgen programs from a seed: the type of an expression is
// chosen first, then one that has it. Loops end, names are bound before they
// are used; exceptions that Python would raise are welcome.

import { randomOf } from "./randomExpressions.ts";

type Type = "int" | "float" | "bool" | "str" | "ints" | "pair" | "table" | "point";

interface Name {
  readonly name: string;
  readonly type: Type;
}

const prelude = `class Point:
    def __init__(self, x: int, y: float):
        self.x = x
        self.y = y
        self.seen = [x]

    def shift(self, by: int) -> int:
        self.x += by
        self.seen.append(by)
        return self.x

    def __repr__(self) -> str:
        return f"Point({self.x}, {self.y}, {self.seen})"


class Near(Point):
    def shift(self, by: int) -> int:
        self.x = self.x + by // 2
        return len(self.seen)

`;

export function randomProgram(seed: number): string {
  return new ProgramMaker(randomOf(seed)).make();
}

class ProgramMaker {
  readonly #random: () => number;
  readonly #lines: string[] = [];
  readonly #functions: { readonly name: string; readonly types: readonly Type[]; readonly result: Type }[] = [];
  #scope: Name[] = [];
  #indent = 0;
  #count = 0;
  #result: Type | null = null;

  constructor(random: () => number) {
    this.#random = random;
  }

  make(): string {
    for (let id = 0; id < 3; id++) this.#function(id);
    this.#block(() => {
      for (let k = 0; k < 10; k++) this.#statement(3);
      for (const { name } of this.#scope) this.#line(`print(${name})`);
    }, 0);
    return prelude + this.#lines.join("\n") + "\n";
  }

  #upTo(count: number): number {
    return Math.floor(this.#random() * count);
  }

  #pick<T>(items: readonly T[]): T {
    return items[this.#upTo(items.length)]!;
  }

  #line(text: string): void {
    this.#lines.push("    ".repeat(this.#indent) + text);
  }

  /** Names bound inside are forgotten behind it. */
  #block(body: () => void, deeper = 1): void {
    const scope = this.#scope;
    this.#scope = [...scope];
    this.#indent += deeper;
    body();
    this.#indent -= deeper;
    this.#scope = scope;
  }

  #function(id: number): void {
    const types = Array.from({ length: 1 + this.#upTo(3) }, () => this.#type());
    const result = this.#type();
    const parameters = types.map((type, index) => ({ name: `p${index}`, type }));
    this.#line(
      `def f${id}(${parameters.map(({ name, type }) => (this.#random() < 0.6 ? `${name}: ${annotation[type]}` : name)).join(", ")}) -> ${annotation[result]}:`,
    );
    const outer = this.#scope;
    this.#scope = parameters;
    this.#result = result;
    this.#block(() => {
      for (let k = 0; k < 4; k++) this.#statement(2);
      this.#line(`return ${this.#expression(result, 2)}`);
    });
    this.#scope = outer;
    this.#result = null;
    this.#line("");
    this.#functions.push({ name: `f${id}`, types, result });
  }

  #type(): Type {
    return this.#pick(["int", "int", "int", "float", "float", "bool", "str", "ints", "pair", "table", "point"] as const);
  }

  // --------------------------------------------------------------- statements

  #statement(depth: number): void {
    const simple: (() => void)[] = [
      () => this.#bind(),
      () => this.#bind(),
      () => this.#assign(),
      () => this.#assign(),
      () => this.#line(`print(${this.#expression(this.#type(), 2)}, ${this.#expression("int", 2)})`),
      () => this.#change(),
      () => this.#change(),
    ];
    const deep: (() => void)[] = [() => this.#if(depth), () => this.#for(depth), () => this.#while(depth), () => this.#try(depth)];
    if (this.#result !== null)
      simple.push(() =>
        this.#line(
          `if ${this.#expression("bool", 2)}:\n${"    ".repeat(this.#indent + 1)}return ${this.#expression(this.#result ?? "int", 1)}`,
        ),
      );
    this.#pick(depth > 0 ? [...simple, ...deep] : simple)();
  }

  #bind(): void {
    const type = this.#type();
    const value = this.#expression(type, 3);
    const name = `v${this.#count++}`;
    this.#line(`${name} = ${value}`);
    this.#scope.push({ name, type });
  }

  #of(type: Type): readonly Name[] {
    return this.#scope.filter((one) => one.type === type);
  }

  #assign(): void {
    const known = this.#scope.filter(({ name }) => name.startsWith("v"));
    if (known.length === 0) return this.#bind();
    const { name, type } = this.#pick(known);
    if (type === "int" && this.#random() < 0.5)
      return this.#line(`${name} ${this.#pick(["+=", "-=", "^=", "|="])} ${this.#expression("int", 2)}`);
    if (type === "float" && this.#random() < 0.5)
      return this.#line(`${name} ${this.#pick(["+=", "-=", "*="])} ${this.#expression("float", 2)}`);
    if (type === "str" && this.#random() < 0.7) return this.#line(`${name} += ${this.#expression("str", 1)}`);
    this.#line(`${name} = ${this.#expression(type, 3)}`);
  }

  #change(): void {
    const owners = this.#scope.filter(({ type }) => type === "ints" || type === "table" || type === "point");
    if (owners.length === 0) return this.#bind();
    const { name, type } = this.#pick(owners);
    const int = (): string => this.#expression("int", 2);
    if (type === "ints") {
      return this.#line(
        this.#pick([
          `${name}.append(${int()})`,
          `${name}[${this.#random() < 0.2 ? int() : "0"}] = ${int()}`,
          `${name}.append(${int()})`,
          `${name}.append(${int()} % 100)`,
          `${name}.sort()`,
          `${name} += [${int()}]`,
          `${name}.insert(${int()}, ${int()})`,
          `${name}.reverse()`,
        ]),
      );
    }
    if (type === "table")
      return this.#line(
        this.#pick([
          `${name}[${this.#expression("str", 1)}] = ${int()}`,
          `${name}.pop(${this.#expression("str", 1)}, 0)`,
          `${name}["k"] = ${int()}`,
        ]),
      );
    this.#line(
      this.#pick([
        `${name}.x = ${int()}`,
        `${name}.y -= ${this.#expression("float", 1)}`,
        `${name}.seen.append(${int()})`,
        `${name}.shift(${int()})`,
      ]),
    );
  }

  #if(depth: number): void {
    this.#line(`if ${this.#expression("bool", 2)}:`);
    this.#block(() => this.#statements(depth));
    if (this.#random() < 0.5) return;
    this.#line("else:");
    this.#block(() => this.#statements(depth));
  }

  #statements(depth: number): void {
    for (let left = 1 + this.#upTo(2); left > 0; left--) this.#statement(depth - 1);
  }

  #for(depth: number): void {
    const name = `i${this.#count++}`;
    const source = this.#pick([
      `range(${1 + this.#upTo(5)})`,
      `range(${this.#upTo(9)}, ${this.#upTo(9)}, ${this.#pick([1, 2, -1, -3])})`,
      `${this.#expression("ints", 1)}[:6]`,
    ]);
    this.#line(`for ${name} in ${source}:`);
    this.#block(() => {
      this.#scope.push({ name, type: "int" });
      this.#statements(depth);
      if (this.#random() < 0.2)
        this.#line(`if ${this.#expression("bool", 1)}:\n${"    ".repeat(this.#indent + 1)}${this.#pick(["break", "continue"])}`);
    });
  }

  #while(depth: number): void {
    const name = `w${this.#count++}`;
    this.#line(`${name} = ${this.#upTo(5)}`);
    this.#line(`while ${name} > 0:`);
    this.#block(() => {
      this.#line(`${name} -= 1`);
      this.#statements(depth);
    });
  }

  #try(depth: number): void {
    this.#line("try:");
    this.#block(() => this.#statements(depth));
    this.#line(
      `except ${this.#pick(["IndexError", "KeyError", "ZeroDivisionError", "ValueError", "(IndexError, KeyError)", "Exception"])} as e${this.#count}:`,
    );
    this.#block(() => {
      this.#line(`print("caught", e${this.#count++})`);
      if (this.#random() < 0.15) this.#line("raise");
    });
    if (this.#random() > 0.3) return;
    this.#line("finally:");
    this.#block(() => this.#line(`print("finally", ${this.#expression("int", 1)})`));
  }

  // -------------------------------------------------------------- expressions

  #expression(type: Type, depth: number): string {
    const known = this.#of(type);
    if (known.length > 0 && this.#random() < (depth === 0 ? 0.7 : 0.3)) return this.#pick(known).name;
    const made = this.#functions.filter((one) => one.result === type);
    if (depth > 0 && made.length > 0 && this.#random() < 0.12) {
      const { name, types } = this.#pick(made);
      return `${name}(${types.map((one) => this.#expression(one, depth - 1)).join(", ")})`;
    }
    return this.#pick(depth === 0 ? this.#literals(type) : [...this.#literals(type).slice(0, 1), ...this.#compound(type, depth - 1)])();
  }

  #literals(type: Type): (() => string)[] {
    switch (type) {
      case "int":
        return [() => String(this.#upTo(12)), () => this.#pick(["-3", "100", "65535", "3000000000", "2**40", "-(2**31)"])];
      case "float":
        return [() => this.#pick(["0.0", "0.5", "1.5", "-2.25", "3.75", "10.0"]), () => this.#pick(["1e16", "1e-7", "-0.0", "0.1"])];
      case "bool":
        return [() => this.#pick(["True", "False"])];
      case "str":
        return [() => this.#pick(['"a"', '""', '"bc"', '"h\u00e9"', '"x y"'])];
      case "ints":
        return [() => this.#pick(["[1, 2, 3]", "[5]", "[0, -1, 7, 7]"])];
      case "pair":
        return [() => `(${this.#upTo(5)}, "p")`];
      case "table":
        return [() => this.#pick(['{"a": 1}', '{"b": 2, "": 3}'])];
      case "point":
        return [() => `${this.#pick(["Point", "Near"])}(${this.#upTo(5)}, 0.5)`];
    }
  }

  #compound(type: Type, depth: number): (() => string)[] {
    const e = (of: Type): string => this.#expression(of, depth);
    switch (type) {
      case "int":
        return [
          () => `(${e("int")} ${this.#pick(["+", "-", "&", "|", "^"])} ${e("int")})`,
          () => `(${e("int")} ${this.#pick(["//", "%"])} ${this.#random() < 0.9 ? this.#pick(["3", "7", "-4", "16", "(-1)"]) : e("int")})`,
          () => `(${e("int")} % 1000 * ${e("int")})`,
          () => `(${e("int")} >> ${this.#upTo(5)})`,
          () => `(${e("int")} << ${this.#upTo(9)})`,
          () => `abs(${e("int")})`,
          () => `len(${e(this.#pick(["str", "ints", "table"]))})`,
          () => (this.#random() < 0.2 ? `${e("ints")}[${e("int")}]` : `(${e("ints")} + [4])[${this.#pick(["0", "-1"])}]`),
          () => (this.#random() < 0.1 ? `${e("table")}[${e("str")}]` : `${e("table")}.get(${e("str")}, ${e("int")})`),
          () => `${e("pair")}[0]`,
          () => `${e("point")}.x`,
          () => `${e("point")}.shift(${e("int")})`,
          () => `int(${e("float")} % 1000.0)`,
          () => `(${e("int")} if ${e("bool")} else ${e("int")})`,
          () => `${this.#pick(["min", "max"])}(${e("int")}, ${e("int")})`,
          () => `sum(${e("ints")})`,
          () => `((${e("int")} * 6364136223846793005 + ${e("int")}) & 0xFFFFFFFF)`,
        ];
      case "float":
        return [
          () => `(${e("float")} ${this.#pick(["+", "-", "*"])} ${e("float")})`,
          () =>
            `(${e("float")} ${this.#pick(["/", "//", "%"])} ${this.#random() < 0.9 ? this.#pick(["2.0", "-0.75", "3.0"]) : e("float")})`,
          () => `(${e("int")} / ${this.#random() < 0.9 ? "7" : e("int")})`,
          () => `(${e("float")} * ${e("int")})`,
          () => `float(${e("int")})`,
          () => `${e("point")}.y`,
          () => `abs(${e("float")})`,
          () => `round(${e("float")}, ${this.#upTo(3)})`,
        ];
      case "bool":
        return [
          () => `(${e("int")} ${this.#pick(["<", "<=", "==", "!=", ">", ">="])} ${e("int")})`,
          () => `(${e("float")} ${this.#pick(["<", "==", ">="])} ${e(this.#pick(["float", "int"]))})`,
          () => `(${e("str")} ${this.#pick(["<", "==", "in"])} ${e("str")})`,
          () => `(${e("int")} in ${e("ints")})`,
          () => `(not ${e("bool")})`,
          () => `(${e("bool")} ${this.#pick(["and", "or"])} ${e("bool")})`,
          () => `(${e("ints")} == ${e("ints")})`,
          () => `isinstance(${e("point")}, Near)`,
        ];
      case "str":
        return [
          () => `(${e("str")} + ${e("str")})`,
          () => `str(${e(this.#pick(["int", "float", "bool", "ints", "pair", "table", "point"]))})`,
          () => `f"{${this.#expression("int", 0)}}:{${this.#expression("float", 0)}:.3f}"`,
          () => `${e("str")}.${this.#pick(["upper()", "strip()", 'replace("a", "bb")'])}`,
          () => `(${e("str")} * ${this.#upTo(4)})`,
          () => `${e("str")}[${this.#pick(["1:", ":2", "::-1"])}]`,
          () => `${e("pair")}[1]`,
        ];
      case "ints":
        return [
          () => `[${e("int")}, ${e("int")}]`,
          () => `(${e("ints")} + ${e("ints")})`,
          () => `[q ${this.#pick(["+ 1", "* q", "% 3"])} for q in ${e("ints")}]`,
          () => `[q for q in ${e("ints")} if q ${this.#pick(["> 1", "!= 7", "% 2 == 0"])}]`,
          () => `sorted(${e("ints")})`,
          () => `${e("ints")}[${this.#pick(["1:", ":2", "::2", "::-1"])}]`,
          () => `list(range(${this.#upTo(6)}))`,
          () => `${e("point")}.seen`,
        ];
      case "pair":
        return [() => `(${e("int")}, ${e("str")})`];
      case "table":
        return [() => `{${e("str")}: ${e("int")}, ${e("str")}: ${e("int")}}`, () => `{str(q): q for q in ${e("ints")}}`];
      case "point":
        return [() => `${this.#pick(["Point", "Near"])}(${e("int")}, ${e("float")})`];
    }
  }
}

const annotation: Readonly<Record<Type, string>> = {
  int: "int",
  float: "float",
  bool: "bool",
  str: "str",
  ints: "list[int]",
  pair: "tuple[int, str]",
  table: "dict[str, int]",
  point: "Point",
};
