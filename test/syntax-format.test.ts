// The formatter: comments and meaning stay, twice is once.

import { globSync, readFileSync } from "node:fs";
import fc from "fast-check";
import { expect, test } from "vitest";
import { formatSource } from "../src/syntax/format.ts";
import { parse } from "../src/syntax/parse.ts";
import { printModule } from "../src/syntax/print.ts";
import { modules } from "./helpers/syntaxTrees.ts";

function shape(text: string): string {
  const { module, diagnostics } = parse({ name: "a.wgen", text });
  expect(diagnostics.map(({ message }) => `${message}\n${text}`)).toEqual([]);
  return JSON.stringify(module.body, (key, value: unknown) => {
    if (key === "span" || key === "operatorSpan") return undefined;
    return typeof value === "bigint" ? `${value}n` : value;
  });
}

function format(text: string): string {
  return formatSource({ name: "a.wgen", text }).text;
}

test("one way to write it", () => {
  const text = `import   math ;
x=1   # a
#b



#c
def f( a:int=3,b = 4, *args,**kw )->int :
  # deep
  if a==b :
        x = [ 1,2,
   3 , # three
   # own
     ]
        y=a[1 : 2, ::3];  z = - x ** - 2
        # end of if
  # end of def
  return {"a" :1, **kw} [ "a" ]

# top
@ foo . bar
class A( B ):
   x : int=3
   def g(self): return lambda x=1,*a: x if not(a) else f"{ x  }"
print( "a" , sep="" , end = '' )
from . import a
from .b import (c,
 d)
`;
  expect(format(text)).toBe(`import math
x = 1  # a
# b


# c
def f(a: int = 3, b=4, *args, **kw) -> int:
    # deep
    if a == b:
        x = [1, 2,
            3,  # three
            # own
        ]
        y = a[1:2, ::3]; z = -x ** -2
        # end of if
    # end of def
    return {"a": 1, **kw}["a"]

# top
@foo.bar
class A(B):
    x: int = 3
    def g(self): return lambda x=1, *a: x if not (a) else f"{ x  }"
print("a", sep="", end='')
from . import a
from .b import (c,
    d)
`);
});

test("the standard library and the examples are formatted, or stay the same trees", () => {
  for (const path of globSync("{stdlib,examples}/**/*.wgen")) {
    const text = readFileSync(path, "utf8");
    const once = format(text);
    expect(shape(once), path).toBe(shape(text));
    expect(format(once), path).toBe(once);
    expect(once.match(/#.*/g), path).toEqual(text.match(/#.*/g));
  }
});

/** The text with other spaces, empty lines and comments. */
function untidy(text: string, seed: number): string {
  let state = seed;
  const random = (most: number): number => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fffffff;
    return (state >> 8) % most;
  };
  return text
    .split("\n")
    .map((line) => {
      if (line.trim() === "") return line;
      const indent = line.length - line.trimStart().length;
      const comment = random(3) === 0 ? `${" ".repeat(random(3))}# note ${random(9)}` : "";
      const before = random(4) === 0 ? `${" ".repeat((indent / 4) * 3)}#own ${random(9)}\n\n` : "";
      return before + " ".repeat((indent / 4) * 3) + line.trimStart() + comment;
    })
    .join("\n");
}

test("random programs, written untidily, keep tree and comments", () => {
  fc.assert(
    fc.property(modules, fc.nat(), (module, seed) => {
      const tidy = printModule(module);
      const text = untidy(tidy, seed);
      const once = format(text);
      expect(shape(once)).toBe(shape(tidy));
      expect(format(once)).toBe(once);
      expect(once.match(/# (?:note|own) \d/g)?.length).toBe(text.match(/# note \d|#own \d/g)?.length);
    }),
    { numRuns: 200 },
  );
});

test("a text with errors stays as it is", () => {
  const text = "x  = = 1\n";
  const { text: same, diagnostics } = formatSource({ name: "a.wgen", text });
  expect([same, diagnostics.length]).toEqual([text, 1]);
});

test.each(["", "\n\n", "# only\n", "\ufeffx = 1", "x = 1\r\ny = 2\r"])("%j", (text) => {
  const once = format(text);
  expect(format(once)).toBe(once);
  expect(once === "" || once.endsWith("\n")).toBe(true);
});
