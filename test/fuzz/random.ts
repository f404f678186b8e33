/** Chance that replays: bytes that depend on the seed and on what they are for, and that nothing can compress. */
import { type Cipheriv, createCipheriv, createHash } from 'node:crypto';

export class Random {
  readonly #stream: Cipheriv;

  constructor(seed: number, ...what: readonly number[]) {
    const key = createHash('sha256')
      .update(JSON.stringify([seed, ...what]))
      .digest();
    this.#stream = createCipheriv('aes-256-ctr', key, Buffer.alloc(16));
  }

  bytes(n: number): Buffer {
    return this.#stream.update(Buffer.alloc(n));
  }

  /** 0 to n - 1. */
  below(n: number): number {
    return this.bytes(6).readUIntBE(0, 6) % n;
  }

  chance(share: number): boolean {
    return this.below(1_000_000) < share * 1_000_000;
  }

  pick<T>(list: readonly [T, ...T[]]): T {
    return list[this.below(list.length)] ?? list[0];
  }

  shuffled<T>(list: readonly T[]): T[] {
    return list
      .map((item) => ({ item, at: this.below(2 ** 40) }))
      .toSorted((a, b) => a.at - b.at)
      .map(({ item }) => item);
  }
}
