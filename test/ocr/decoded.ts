/** Pictures with bytes changed, cut and repeated, and what decoding makes of them: pixels or a fault of the file, never a fault of ix. */
import { IxError } from '../../src/contracts/errors.ts';
import { faultOfFile, picturePage, pictureSize } from '../../src/pipeline/reading/ocr/images.ts';
import { sniff } from '../../src/pipeline/reading/sniff.ts';
import { random } from '../documents/random.ts';
import { FORMATS } from './files.ts';

export function mutate(file: Buffer, next: () => number): Buffer {
  const below = (n: number) => Math.floor(next() * n);
  let bytes = Buffer.from(file);
  for (let change = below(4); change >= 0; change--) {
    const at = below(bytes.length);
    const length = 1 + below(20);
    const kind = below(4);
    if (kind === 0) bytes[at] = below(256);
    else if (kind === 1) bytes.fill(below(256), at, Math.min(bytes.length, at + length));
    else if (kind === 2) bytes = Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + length)]);
    else bytes = Buffer.concat([bytes.subarray(0, at), bytes.subarray(at, at + length), bytes.subarray(at)]);
  }
  return bytes;
}

export const WHILE_DECODED = ' while it was decoded';

/** Of outcomes, how many pictures the decoder itself had to do with. */
export const reached = (outcomes: ReadonlyMap<string, number>): number =>
  [...outcomes].reduce((sum, [outcome, times]) => sum + (outcome === 'decoded' || outcome.endsWith(WHILE_DECODED) ? times : 0), 0);

/** `decoded`, the codes of files' faults, ` while it was decoded` behind those that the decoder found, or `bug: …`. */
export async function decode(bytes: Buffer): Promise<string> {
  let when = '';
  try {
    const { kind } = await sniff(bytes);
    if (kind !== 'image') return kind;
    await pictureSize(bytes, 1);
    when = WHILE_DECODED;
    const picture = await picturePage(bytes, 1);
    await faultOfFile(() => picture.raw().toBuffer());
    return 'decoded';
  } catch (error) {
    return error instanceof IxError ? `${error.code}${when}` : `bug: ${error}`;
  }
}

/** Outcome → how often. */
export async function decodeMutations(count: number, seed: number): Promise<Map<string, number>> {
  const next = random(seed);
  const files = await Promise.all(Object.values(FORMATS).map((make) => make()));
  const outcomes = new Map<string, number>();
  for (let n = 0; n < count; n++) {
    const outcome = await decode(mutate(files[n % files.length] ?? Buffer.alloc(0), next));
    outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
  }
  return outcomes;
}
