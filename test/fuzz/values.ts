/** Strings nobody would send by mistake: of any length up to 64 kB, in many alphabets, and in the shapes that get past a first look. */
import type { Random } from './random.ts';

const MAX_BYTES = 65_536;
/** On both sides of every bound in the contracts. */
const EDGES = [1, 2, 3, 16, 63, 64, 200, 253, 255, 1024, 2048, 2704, 8192, 65_536] as const;

/** How many characters, or bytes: as many short ones as long ones, and those at the edges more often. */
function length(random: Random): number {
  if (random.chance(0.3)) return random.pick(EDGES) + random.below(3) - 1;
  return Math.floor(2 ** (random.below(16_001) / 1000)) - 1;
}

/** So many characters, each one of these. */
const of =
  (characters: string) =>
  (random: Random, n: number): string => {
    const list = Array.from(characters);
    return Array.from(random.bytes(n), (byte) => list[byte % list.length]).join('');
  };

/** So many characters from one range of code points to another. */
const between =
  (from: number, to: number) =>
  (random: Random, n: number): string =>
    Array.from(new Uint32Array(new Uint8Array(random.bytes(4 * n)).buffer), (at) =>
      String.fromCodePoint(from + (at % (to - from + 1))),
    ).join('');

const base64 = (random: Random, n: number): string => random.bytes(n).toString('base64').slice(0, n);

/** Up to `n` characters, or a few more. */
const ALPHABETS: readonly [Alphabet, ...Alphabet[]] = [
  base64,
  (random, n) => random.bytes(n).toString('base64url').slice(0, n),
  between(0x20, 0x7e),
  between(0xa0, 0xff),
  between(0x4e00, 0x9fff),
  // Four bytes each in UTF-8, two units in UTF-16.
  between(0x20000, 0x2a6df),
  // Anything at all: controls, U+0000, halves of surrogate pairs.
  between(0, 0x10ffff),
  between(0, 0xff),
  between(0xd700, 0xe000),
  between(0, 0x1f),
  of('%0123456789abcdefABCDEFgz'),
  of('./\\'),
  of('./\\:?#&=;@ %2eF'),
  of(`'"\`$\\;-<>{}[]()%_*\n`),
  of('0123456789'),
  of('-+.eE0123456789'),
  of('\u200b\u200d\u202e\u0301\ufeff\u00ad\uffff'),
];
type Alphabet = (random: Random, n: number) => string;

const uuid = (random: Random): string =>
  random
    .bytes(16)
    .toString('hex')
    .replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');

const digits = (random: Random, n: number): string => of('0123456789')(random, n);

function time(random: Random): string {
  const year = random.pick(['0000', '0001', '1969', '2026', '9999', '10000', '-0001', digits(random, 4)]);
  const day = random.pick(['01-01', '12-31', '02-30', `${digits(random, 2)}-${digits(random, 2)}`]);
  const zone = random.pick(['Z', '+14:00', '-23:59', '+23:59', '', ` ${digits(random, 2)}`]);
  return `${year}-${day}T${random.pick(['00:00:00', '23:59:59', '24:00:00'])}${random.pick(['', '.000000', '.999999'])}${zone}`;
}

/** Hosts are this machine, or no host at all: nothing is looked up, nothing is reached. */
function url(random: Random, n: number): string {
  const host = random.pick(['127.0.0.1', '[::1]', '127.0.0.1:1', `127.0.0.1:${digits(random, 6)}`, long(random, n)]);
  const user = random.pick(['', '', '', 'user@', `${base64(random, n)}:${digits(random, 3)}@`]);
  const rest = random.pick(ALPHABETS)(random, n);
  return `${random.pick(['http', 'https', 'file', 'ftp', 'javascript'])}://${user}${host}/${rest}`;
}

/** A host name that is longer than one can be. */
const long = (random: Random, n: number): string => `${random.bytes(64 + (n % 4000)).toString('hex')}.invalid`;

const SHAPES: readonly [Alphabet, ...Alphabet[]] = [
  url,
  url,
  time,
  uuid,
  (random) => `sha256:${random.bytes(32).toString('hex')}`,
  (random) => Buffer.from(`${random.pick(['older ', 'newer ', ''])}${time(random)} ${uuid(random)}`).toString('base64url'),
  (random) => random.pick(['', '.', '..', '%2e%2e', 'null', '__proto__', 'constructor', '-1', '1e400', '\u0000', '\ud800', '{}', '*']),
];

export function text(random: Random): string {
  const n = length(random);
  const value = random.pick(random.chance(0.4) ? SHAPES : ALPHABETS)(random, n);
  return Buffer.byteLength(value) <= MAX_BYTES ? value : value.slice(0, MAX_BYTES / 4);
}

/** Any JSON. */
export function json(random: Random, depth = 0): unknown {
  const kind = random.below(depth > 3 ? 6 : 9);
  if (kind < 3) return text(random);
  if (kind < 6) return random.pick<unknown>([null, true, 0, -0.5, 1e300, Number.MAX_SAFE_INTEGER + 2]);
  const size = random.below(4);
  if (kind === 6) return Array.from({ length: size }, () => json(random, depth + 1));
  if (kind === 7) return Object.fromEntries(Array.from({ length: size }, () => [text(random), json(random, depth + 1)]));
  // Nested a thousand deep.
  return Array.from({ length: 1000 }).reduce<unknown>((inner) => [inner], 1);
}
