/** The seed of a chaos run: the one that is asked for, or a new one. */
import { randomInt } from 'node:crypto';

/** @throws when `asked` is no integer from 0 to 2^32 - 1. */
export function newSeed(asked: string | undefined): number {
  if (asked === undefined || asked === '') return randomInt(2 ** 32);
  const seed = Number(asked);
  if (Number.isInteger(seed) && seed >= 0 && seed < 2 ** 32) return seed;
  throw new Error(`seed ${asked}: expected an integer from 0 to ${2 ** 32 - 1}`);
}
