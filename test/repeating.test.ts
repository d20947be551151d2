// The checker leaves out analyses that would find the same again. What it then
// knows is what it knows when it looks again at everything.

import { readFileSync } from "node:fs";
import { expect, test, vi } from "vitest";
import { passes } from "../src/check/passes.ts";
import { asking } from "../src/check/repeating.ts";
import { lowerProgram } from "../src/ir/lower.ts";
import { programHost } from "../src/engine/compile.ts";
import { checkSource } from "../src/engine/frontend.ts";
import { encodeModule } from "../src/wasm/compile.ts";

const own = (name: string): string => readFileSync(new URL(`programs/${name}.wgen`, import.meta.url), "utf8");

/** Types come to functions from below, from behind, and in a circle. */
const circle = `
class Node:
    def __init__(self, value):
        self.value = value
        self.next = None

class Late(Node):
    def show(self):
        return even(self.value)

def even(n):
    return True if n == 0 else odd(n - 1)

def odd(n):
    return False if n == 0 else even(n - 1)

def grow(node, more):
    node.value = node.value + more
    return [node.value]

def total(xs):
    result = 0
    for x in xs:
        result += x
    return result

def chain(n):
    head = Late(n)
    for k in range(n):
        other = Late(k)
        other.next = head
        head = other
    return head

head = chain(3)
print(head.show(), grow(head, 1), total([1, 2]), total([0.5]))
print(grow(head.next, 0.5) if head.next is not None else [])
`;

function checked(text: string): { readonly looks: number; readonly told: unknown; readonly bytes: string } {
  const looks = vi.spyOn(passes, "analyse");
  try {
    const options = { host: programHost.contract, isLibrary: false };
    const { program, diagnostics } = checkSource({ name: "plugin.wgen", text }, options);
    const bytes = program === null ? "" : Buffer.from(encodeModule(lowerProgram(program).module).bytes).toString("base64");
    return { looks: looks.mock.calls.length, told: diagnostics.map(({ code, message, span }) => ({ code, message, span })), bytes };
  } finally {
    looks.mockRestore();
  }
}

/** With every analysis repeated in each round. */
function checkedAgain(text: string): ReturnType<typeof checked> {
  const { callees } = asking;
  asking.callees = -1;
  try {
    return checked(text);
  } finally {
    asking.callees = callees;
  }
}

const programs = {
  circle,
  protocols: own("protocols"),
  classes: own("classes_and_closures"),
  refused: `${circle}head.value.x = even("a")\n`,
};

test.each(Object.entries(programs))("%s: the same bytes and words", (_, text) => {
  checked(text);
  const { looks, ...found } = checked(text);
  const { looks: all, ...expected } = checkedAgain(text);
  expect(found).toEqual(expected);
  expect(looks).toBeLessThan(0.85 * all);
});
