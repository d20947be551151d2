// A table that keeps so many entries: the least recently asked for goes first.

export class Recent<Value> {
  private readonly kept = new Map<string, Value>();
  private readonly most: number;

  constructor(most: number) {
    this.most = most;
  }

  get size(): number {
    return this.kept.size;
  }

  get(key: string): Value | undefined {
    const value = this.kept.get(key);
    if (value !== undefined) this.set(key, value);
    return value;
  }

  set(key: string, value: Value): void {
    this.kept.delete(key);
    this.kept.set(key, value);
    if (this.kept.size > this.most)
      for (const oldest of this.kept.keys()) {
        this.kept.delete(oldest);
        break;
      }
  }

  has(key: string): boolean {
    return this.kept.has(key);
  }

  delete(key: string): void {
    this.kept.delete(key);
  }

  values(): Iterable<Value> {
    return this.kept.values();
  }

  clear(): void {
    this.kept.clear();
  }
}
