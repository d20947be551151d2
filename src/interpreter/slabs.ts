// Blocks of any size over pages. Up to 2 KiB: slabs of one page cut into equal
// blocks, a free list and a count in each, so that an empty slab gives its page
// back. Above: a run of pages of its own. A free block has 0 in its first word
// (where an object has its count) and the next free block in its second.

import { Pages, pageBytes, pageKind, pageShift } from "./pages.ts";

/** Block sizes: the coarsest set whose waste stays below a third, then as many blocks as a page holds. */
const classBytes = [
  8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 312, 368, 408, 512, 584, 680, 816, 1024, 1360, 2048,
];
const largestSmall = 2048;

/** By size / 8: the class whose blocks are just large enough. */
const classOfWords = Uint8Array.from({ length: largestSmall / 8 + 1 }, (_, words) => classBytes.findIndex((bytes) => bytes >= words * 8));

export class Slabs {
  readonly pages = new Pages();
  words = new Int32Array(this.pages.buffer);
  /** By class: the first slab with room. */
  private readonly heads = new Int32Array(classBytes.length);
  /** By page, of slabs: class, first free block, next block never used, blocks in use. */
  private classes = new Uint8Array(this.pages.kinds.length);
  private free = new Int32Array(this.pages.kinds.length);
  private fresh = new Int32Array(this.pages.kinds.length);
  private used = new Int32Array(this.pages.kinds.length);

  /** The address of a block of at least `bytes`, its content unspecified; 0 where there is no more memory. */
  allocate(bytes: number): number {
    if (bytes > largestSmall) return this.takePages(Math.ceil(bytes / pageBytes)) << pageShift;
    const sizeClass = classOfWords[(bytes + 7) >> 3]!;
    const page = this.heads[sizeClass]! || this.openSlab(sizeClass);
    if (page === 0) return 0;
    let address = this.free[page]!;
    if (address !== 0) this.free[page] = this.words[(address >> 2) + 1]!;
    else {
      address = this.fresh[page]!;
      this.fresh[page] = address + classBytes[sizeClass]!;
    }
    this.used[page]!++;
    if (this.free[page] === 0 && !this.hasFresh(page)) this.unlink(page);
    return address;
  }

  release(address: number): void {
    const page = address >> pageShift;
    if (this.pages.kinds[page] !== pageKind.slab) {
      this.pages.give(page, this.pages.lengths[page]!);
      return;
    }
    const wasFull = this.free[page] === 0 && !this.hasFresh(page);
    this.words[address >> 2] = 0;
    this.words[(address >> 2) + 1] = this.free[page]!;
    this.free[page] = address;
    if (wasFull) this.link(page);
    if (--this.used[page]! === 0) this.closeSlab(page);
  }

  /** Every block in use above the resident part. */
  forEachBlock(visit: (address: number) => void): void {
    const { first, top, kinds } = this.pages;
    for (let page = first; page < top; page++) {
      if (kinds[page] === pageKind.run) visit(page << pageShift);
      if (kinds[page] === pageKind.slab) this.forEachInSlab(page, visit);
    }
  }

  /** Everything in use becomes resident; nothing is allocated below the top again. */
  keep(): void {
    this.pages.keep();
    this.heads.fill(0);
  }

  reset(): void {
    this.pages.reset();
    this.heads.fill(0);
  }

  /** The first address that is not resident. */
  get mark(): number {
    return this.pages.first << pageShift;
  }

  private forEachInSlab(page: number, visit: (address: number) => void): void {
    const bytes = classBytes[this.classes[page]!]!;
    for (let address = page << pageShift; address < this.fresh[page]!; address += bytes) {
      if (this.words[address >> 2] !== 0) visit(address);
    }
  }

  private takePages(count: number): number {
    const page = this.pages.take(count);
    if (this.words.buffer !== this.pages.buffer) this.followGrowth();
    return page;
  }

  private followGrowth(): void {
    this.words = new Int32Array(this.pages.buffer);
    const size = this.pages.kinds.length;
    const classes = new Uint8Array(size);
    classes.set(this.classes);
    this.classes = classes;
    this.free = enlarged(this.free, size);
    this.fresh = enlarged(this.fresh, size);
    this.used = enlarged(this.used, size);
  }

  private openSlab(sizeClass: number): number {
    const page = this.takePages(1);
    if (page === 0) return 0;
    this.pages.kinds[page] = pageKind.slab;
    this.classes[page] = sizeClass;
    this.free[page] = 0;
    this.fresh[page] = page << pageShift;
    this.used[page] = 0;
    this.link(page);
    return page;
  }

  /** The only slab of its class with room stays, so that one object made and freed in turn costs no pages. */
  private closeSlab(page: number): void {
    if (this.heads[this.classes[page]!] === page && this.pages.next[page] === 0) return;
    this.unlink(page);
    this.pages.give(page, 1);
  }

  private hasFresh(page: number): boolean {
    return this.fresh[page]! + classBytes[this.classes[page]!]! <= (page + 1) << pageShift;
  }

  private link(page: number): void {
    const sizeClass = this.classes[page]!;
    const head = this.heads[sizeClass]!;
    this.pages.next[page] = head;
    this.pages.previous[page] = 0;
    if (head !== 0) this.pages.previous[head] = page;
    this.heads[sizeClass] = page;
  }

  private unlink(page: number): void {
    const next = this.pages.next[page]!;
    const previous = this.pages.previous[page]!;
    if (next !== 0) this.pages.previous[next] = previous;
    if (previous !== 0) this.pages.next[previous] = next;
    else this.heads[this.classes[page]!] = next;
  }
}

function enlarged(from: Int32Array, size: number): Int32Array<ArrayBuffer> {
  const to = new Int32Array(size);
  to.set(from);
  return to;
}
