/** A cache bounded by the bytes it holds: the least recently used goes first. What is asked for twice at once is made once. */
export class BoundedCache<V> {
  readonly #maxBytes: number;
  readonly #sizeOf: (value: V) => number;
  /** In the order of their last use. */
  readonly #kept = new Map<string, V>();
  readonly #underWay = new Map<string, Promise<V>>();
  #bytes = 0;

  constructor(maxBytes: number, sizeOf: (value: V) => number) {
    this.#maxBytes = maxBytes;
    this.#sizeOf = sizeOf;
  }

  /** Bytes of what is kept. */
  get bytes(): number {
    return this.#bytes;
  }

  /** A value that fails to be made is not kept, nor is one larger than the whole cache. */
  async get(key: string, make: () => Promise<V>): Promise<V> {
    const kept = this.#kept.get(key);
    if (kept !== undefined) {
      this.#kept.delete(key);
      this.#kept.set(key, kept);
      return kept;
    }
    const underWay = this.#underWay.get(key) ?? this.#make(key, make);
    this.#underWay.set(key, underWay);
    return await underWay;
  }

  async #make(key: string, make: () => Promise<V>): Promise<V> {
    try {
      const value = await make();
      this.#keep(key, value);
      return value;
    } finally {
      this.#underWay.delete(key);
    }
  }

  #keep(key: string, value: V): void {
    if (this.#sizeOf(value) > this.#maxBytes) return;
    this.#kept.set(key, value);
    this.#bytes += this.#sizeOf(value);
    for (const [oldest, old] of this.#kept) {
      if (this.#bytes <= this.#maxBytes) return;
      this.#kept.delete(oldest);
      this.#bytes -= this.#sizeOf(old);
    }
  }
}
