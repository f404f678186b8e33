/** Chance by a seed: the same seed gives the same documents, to the bit, on every machine. */
import { createHash } from 'node:crypto';

export class Random {
  readonly #state: Uint32Array;

  constructor(seed: string) {
    const hash = createHash('sha256').update(seed).digest();
    this.#state = Uint32Array.from([0, 4, 8, 12], (at) => hash.readUInt32LE(at));
  }

  /** From 0 up to 1, without 1 (sfc32). */
  next(): number {
    const s = this.#state;
    const [a = 0, b = 0, c = 0, d = 0] = s;
    const t = (a + b + d) >>> 0;
    s[0] = b ^ (b >>> 9);
    s[1] = (c + (c << 3)) >>> 0;
    s[2] = (((c << 21) | (c >>> 11)) + t) >>> 0;
    s[3] = (d + 1) >>> 0;
    return t / 2 ** 32;
  }

  /** A whole number of the range, both ends included. */
  int(least: number, most: number): number {
    return least + Math.floor(this.next() * (most - least + 1));
  }

  chance(share: number): boolean {
    return this.next() < share;
  }

  pick<T>(list: readonly T[]): T {
    const one = list[Math.floor(this.next() * list.length)];
    if (one === undefined) throw new Error('nothing to pick from');
    return one;
  }

  /** Of a list that begins with what is written most: an entry is likelier than those after it, the last ones are rare. */
  common<T>(list: readonly T[]): T {
    const spread = this.chance(0.6) ? this.next() * this.next() : this.next();
    const at = Math.floor(spread * list.length);
    const one = list[Math.min(at, list.length - 1)];
    if (one === undefined) throw new Error('nothing to pick from');
    return one;
  }

  /** One of the keys, as often as its weight says. */
  weighted<K extends string>(weights: Readonly<Record<K, number>>): K {
    const all = weightsOf(weights);
    let left = this.next() * all.reduce((sum, [, weight]) => sum + weight, 0);
    for (const [key, weight] of all) {
      left -= weight;
      if (left < 0) return key;
    }
    throw new Error('no weights');
  }

  shuffle<T>(list: readonly T[]): T[] {
    return list
      .map((item) => ({ item, at: this.next() }))
      .sort((a, b) => a.at - b.at)
      .map(({ item }) => item);
  }

  /** `0` stands for a digit, `@` for a capital letter, `#` for either; all else for itself. */
  shape(pattern: string): string {
    return pattern.replace(/[0@#]/g, (sign) => {
      if (sign === '0') return String(this.int(0, 9));
      return this.pick([...(sign === '@' ? LETTERS : LETTERS + DIGITS)]);
    });
  }
}

const DIGITS = '0123456789';
/** Without I and O, which people avoid in codes. */
const LETTERS = 'ABCDEFGHJKLMNPQRSTUVWXYZ';

function weightsOf<K extends string>(weights: Readonly<Record<K, number>>): [K, number][] {
  const all: [K, number][] = [];
  for (const key in weights) all.push([key, weights[key]]);
  return all;
}
