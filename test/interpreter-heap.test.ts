// The allocator under the interpreter's heap: blocks never overlap, freed
// pages serve other sizes, nothing is left after everything was freed.

import { describe, expect, it } from "vitest";
import { Slabs } from "../src/interpreter/slabs.ts";

/** The same numbers at every run. */
function generator(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) | 0;
    return (state >>> 8) % below;
  };
}

interface Block {
  readonly address: number;
  readonly bytes: number;
  readonly mark: number;
}

function allocate(slabs: Slabs, bytes: number, mark: number): Block {
  const address = slabs.allocate(bytes);
  slabs.words.fill(mark, address >> 2, (address + bytes) >> 2);
  return { address, bytes, mark };
}

function isIntact(slabs: Slabs, { address, bytes, mark }: Block): boolean {
  const words = slabs.words.subarray(address >> 2, (address + bytes) >> 2);
  return words.every((word) => word === mark);
}

function randomSize(random: (below: number) => number): number {
  const kind = random(10);
  if (kind < 7) return 8 + 8 * random(40);
  return kind < 9 ? 8 + 8 * random(600) : 8 * random(20_000) + 8;
}

describe("the allocator", () => {
  it("keeps blocks apart through random allocation and release", () => {
    const slabs = new Slabs();
    const random = generator(1);
    const blocks: Block[] = [];
    for (let i = 1; i < 30_000; i++) {
      if (blocks.length < 500 || random(2) === 0) blocks.push(allocate(slabs, randomSize(random), i));
      else {
        const [block] = blocks.splice(random(blocks.length), 1);
        expect(isIntact(slabs, block!)).toBe(true);
        slabs.release(block!.address);
      }
    }
    expect(blocks.every((block) => isIntact(slabs, block))).toBe(true);
    const visited: number[] = [];
    slabs.forEachBlock((address) => visited.push(address));
    expect(visited).toEqual(blocks.map((block) => block.address).toSorted((a, b) => a - b));
    for (const block of blocks) slabs.release(block.address);
    const { top } = slabs.pages;
    slabs.allocate(1_000_000);
    expect(slabs.pages.top).toBe(top);
  });

  it("gives pages of one size to another", () => {
    const slabs = new Slabs();
    let most = 0;
    for (const bytes of [16, 24, 48, 320, 2048, 4096, 100_000, 1_000_000]) {
      const blocks = Array.from({ length: Math.floor(8e6 / bytes) }, () => slabs.allocate(bytes));
      most = Math.max(most, slabs.pages.top);
      for (const address of blocks) slabs.release(address);
    }
    expect(most * 4096).toBeLessThan(8e6 * 1.35);
  });

  it("allocates one object over and over in one page", () => {
    const slabs = new Slabs();
    const addresses = new Set<number>();
    for (let i = 0; i < 1000; i++) {
      const address = slabs.allocate(40);
      addresses.add(address);
      slabs.release(address);
    }
    expect(addresses.size).toBe(1);
  });

  it("says 0 where the engine refuses to grow the memory, and goes on with what it has", () => {
    const slabs = new Slabs();
    const refuse = (): never => {
      throw new RangeError("Array buffer allocation failed");
    };
    Object.defineProperty(slabs.pages.buffer, "transfer", { value: refuse });
    expect(slabs.allocate(64 * 4096)).toBe(0);
    expect(slabs.allocate(40)).toBeGreaterThan(0);
    const addresses = Array.from({ length: 100 }, () => slabs.allocate(4096));
    expect(addresses.filter((address) => address !== 0)).toHaveLength(62);
  });

  it("never touches what is resident", () => {
    const slabs = new Slabs();
    const kept = [allocate(slabs, 40, 1), allocate(slabs, 9000, 2)];
    slabs.keep();
    const { mark } = slabs;
    for (let round = 0; round < 3; round++) {
      const random = generator(round);
      for (let i = 0; i < 1000; i++) expect(slabs.allocate(randomSize(random))).toBeGreaterThanOrEqual(mark);
      slabs.reset();
    }
    expect(kept.every((block) => isIntact(slabs, block))).toBe(true);
  });
});
