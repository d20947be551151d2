// Pages of the interpreter's memory. A page is 4 KiB; it is free, a slab of
// small blocks, or part of a run that holds one big block. Free runs lie in
// bins by the power of two of their length, and coalesce with their
// neighbours; a run that ends at the top goes back below the top. So freed
// pages serve any size again, which keeps physical size near logical size.
//
// All lists are linked through page numbers; page 0 is never given out, so 0
// ends a list and address 0 can mean None.

export const pageShift = 12;
export const pageBytes = 1 << pageShift;

/** Addresses stay below 2^31, so that they are small non-negative numbers in any arithmetic. */
const mostPages = 2 ** 31 / pageBytes - 1;
const binCount = 20;
/** How far a bin whose runs may be too short is searched. */
const searchLimit = 8;

export const pageKind = { free: 0, slab: 1, run: 2, inside: 3 } as const;

export class Pages {
  buffer = new ArrayBuffer(64 * pageBytes);
  /** Pages from here on are neither in use nor in a bin. */
  top = 1;
  /** Pages below are resident: never given out, never taken back. */
  first = 1;
  kinds = new Uint8Array(64);
  /** Of a run in use, at its first page: its length. Of a free run, at its first and last page. */
  lengths = new Int32Array(64);
  /** Links of whichever list a page is in: a bin, or the slabs of a size class that have room. */
  next = new Int32Array(64);
  previous = new Int32Array(64);
  private readonly bins = new Int32Array(binCount);

  /** The first page of a run of `count` pages, or 0 where there is no more memory. */
  take(count: number): number {
    const page = this.takeFree(count) || this.extend(count);
    if (page === 0) return 0;
    this.kinds[page] = pageKind.run;
    if (count > 1) this.kinds.fill(pageKind.inside, page + 1, page + count);
    this.lengths[page] = count;
    return page;
  }

  give(page: number, count: number): void {
    let start = page;
    let length = count;
    this.kinds.fill(pageKind.free, page, page + count);
    if (start > this.first && this.kinds[start - 1] === pageKind.free) {
      const before = this.lengths[start - 1]!;
      start -= before;
      length += before;
      this.unbin(start);
    }
    const end = page + count;
    if (end === this.top) {
      this.top = start;
      return;
    }
    if (this.kinds[end] === pageKind.free) {
      length += this.lengths[end]!;
      this.unbin(end);
    }
    this.bin(start, length);
  }

  /** Everything in use becomes resident. */
  keep(): void {
    this.first = this.top;
    this.bins.fill(0);
  }

  /** All above the resident part is free again. */
  reset(): void {
    this.kinds.fill(pageKind.free, this.first, this.top);
    this.top = this.first;
    this.bins.fill(0);
  }

  private takeFree(count: number): number {
    const exactBin = binOf(count);
    for (let bin = exactBin; bin < binCount; bin++) {
      let page = this.bins[bin]!;
      for (let i = 0; page !== 0 && i < searchLimit; i++) {
        if (this.lengths[page]! >= count) return this.split(page, count);
        page = this.next[page]!;
      }
    }
    return 0;
  }

  private split(page: number, count: number): number {
    const length = this.lengths[page]!;
    this.unbin(page);
    if (length > count) this.bin(page + count, length - count);
    return page;
  }

  private extend(count: number): number {
    const page = this.top;
    if (page + count > mostPages) return 0;
    if (page + count > this.kinds.length && !this.grow(page + count)) return 0;
    this.top = page + count;
    return page;
  }

  private grow(pages: number): boolean {
    const size = Math.min(Math.max(pages, this.kinds.length * 2), mostPages + 1);
    try {
      this.buffer = this.buffer.transfer(size * pageBytes);
    } catch {
      return false;
    }
    this.kinds = enlarged(this.kinds, new Uint8Array(size));
    this.lengths = enlarged(this.lengths, new Int32Array(size));
    this.next = enlarged(this.next, new Int32Array(size));
    this.previous = enlarged(this.previous, new Int32Array(size));
    return true;
  }

  private bin(page: number, length: number): void {
    this.lengths[page] = length;
    this.lengths[page + length - 1] = length;
    const bin = binOf(length);
    const head = this.bins[bin]!;
    this.next[page] = head;
    this.previous[page] = 0;
    if (head !== 0) this.previous[head] = page;
    this.bins[bin] = page;
  }

  private unbin(page: number): void {
    const next = this.next[page]!;
    const previous = this.previous[page]!;
    if (next !== 0) this.previous[next] = previous;
    if (previous !== 0) this.next[previous] = next;
    else this.bins[binOf(this.lengths[page]!)] = next;
  }
}

function binOf(length: number): number {
  return 31 - Math.clz32(length);
}

function enlarged<T extends Uint8Array | Int32Array>(from: T, to: T): T {
  to.set(from);
  return to;
}
