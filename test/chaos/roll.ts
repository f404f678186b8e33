/** Chance that replays: a number that depends on the seed and on what it is for, and on nothing that went before. */
import { createHash } from 'node:crypto';

/** In [0, 1), evenly spread. */
export function roll(seed: number, ...what: readonly (string | number)[]): number {
  const digest = createHash('sha256')
    .update(JSON.stringify([seed, ...what]))
    .digest();
  return digest.readUInt32BE(0) / 2 ** 32;
}
