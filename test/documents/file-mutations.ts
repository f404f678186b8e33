/** Files with bytes changed, cut and repeated, and what reading makes of them: a reading or a fault of the file, never a fault of ix. */
import { readdirSync, readFileSync } from 'node:fs';
import { IxError } from '../../src/contracts/errors.ts';
import { readFile } from '../../src/pipeline/reading/readers/readers.ts';
import { sniff } from '../../src/pipeline/reading/sniff.ts';
import { unzipped, zipFile } from './zip-file.ts';

const folder = new URL('../../samples/', import.meta.url);
export const SAMPLES: readonly Uint8Array[] = readdirSync(folder)
  .filter((name) => name.endsWith('.pdf'))
  .map((name) => readFileSync(new URL(name, folder)));

/** mulberry32: the same seed gives the same mutations. */
function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Most mutations of an archive are within one of its parts, packed anew: else hardly any would come past the checksums. */
async function mutated(file: Uint8Array, next: () => number): Promise<Buffer> {
  if (file[0] !== 0x50 || file[1] !== 0x4b || next() < 0.3) return next() < 0.5 ? mutate(file, next) : mutateMarkup(file, next);
  const parts = await unzipped(file);
  const names = Object.keys(parts);
  const name = names[Math.floor(next() * names.length)] ?? '';
  const part = parts[name] ?? Buffer.alloc(0);
  return zipFile({ ...parts, [name]: next() < 0.2 ? mutate(part, next) : mutateMarkup(part, next) });
}

const ODD = [
  '',
  '-1',
  '0',
  '1e9',
  '99999999999',
  '2147483648',
  'x',
  '\u0000',
  '&#0;',
  '&#x10ffff;',
  '&amp;lt;',
  'a|b',
  '=1+1',
  '\u202e',
  'é'.repeat(99),
  '../../a',
];

/** Markup with elements gone or twice and odd texts and values in it, and well-formed still. Anything else stays as it is. */
function mutateMarkup(file: Uint8Array, next: () => number): Buffer {
  const odd = () => ODD[Math.floor(next() * ODD.length)] ?? '';
  const rate = next() * 0.1;
  const text = Buffer.from(file)
    .toString('latin1')
    .replace(/>([^<>]+)</g, (whole) => (next() < rate ? `>${odd()}<` : whole))
    .replace(/="[^"<>]*"/g, (whole) => (next() < rate / 2 ? `="${odd()}"` : whole))
    .replace(/<([\w:]+)\b[^<>]*>[^<>]*<\/\1>|<[\w:]+\b[^<>]*\/>/g, (whole) =>
      next() < rate ? (next() < 0.5 ? '' : whole.repeat(2)) : whole,
    );
  return Buffer.from(text, 'latin1');
}

function mutate(file: Uint8Array, next: () => number): Buffer {
  const below = (n: number) => Math.floor(next() * n);
  let bytes = Buffer.from(file);
  for (let change = below(6); change >= 0; change--) {
    const at = below(bytes.length);
    const length = 1 + below(40);
    const kind = below(5);
    if (kind === 0) bytes[at] = below(256);
    else if (kind === 1) bytes.fill(below(256), at, Math.min(bytes.length, at + length));
    else if (kind === 2) bytes = Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + length)]);
    else if (kind === 3) bytes = Buffer.concat([bytes.subarray(0, at), bytes.subarray(at, at + length), bytes.subarray(at)]);
    else
      bytes = Buffer.from(
        bytes.toString('latin1').replace(/\d+/g, (digits) => (next() < 0.02 ? String(below(100_000)) : digits)),
        'latin1',
      );
  }
  return bytes;
}

/** Outcome → how often. `read as pdf`, the codes of documents' faults, and each fault of ix by its message. */
export async function readMutations(files: readonly Uint8Array[], count: number, seed: number): Promise<Map<string, number>> {
  const next = random(seed);
  const outcomes = new Map<string, number>();
  for (let n = 0; n < count; n++) {
    const file = files[Math.floor(next() * files.length)] ?? Buffer.alloc(0);
    const outcome = await outcomeOf(await mutated(file, next));
    outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
  }
  return outcomes;
}

export async function outcomeOf(bytes: Uint8Array): Promise<string> {
  try {
    const type = await sniff(bytes);
    await readFile(
      { bytes, type, password: null },
      { recognised: null, limits: { maxPages: 100, maxMb: 256 }, onPage: () => {}, useEmbedded: true },
    );
    return `read as ${type.kind}`;
  } catch (error) {
    return error instanceof IxError ? error.code : `bug: ${error instanceof Error ? error.stack : error}`;
  }
}
