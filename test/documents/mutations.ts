/** The sample PDFs with bytes changed, cut and repeated, and what reading makes of them: a reading or a fault of the document, never a fault of ix. */
import { readdirSync, readFileSync } from 'node:fs';
import { IxError } from '../../src/contracts/errors.ts';
import { readPdf } from '../../src/pipeline/reading/pdf.ts';
import { sniff } from '../../src/pipeline/reading/sniff.ts';
import { readText } from '../../src/pipeline/reading/text.ts';
import { random } from './random.ts';

const folder = new URL('../../samples/', import.meta.url);
const samples = readdirSync(folder)
  .filter((name) => name.endsWith('.pdf'))
  .map((name) => readFileSync(new URL(name, folder)));

function mutate(next: () => number): Buffer {
  const below = (n: number) => Math.floor(next() * n);
  let bytes = Buffer.from(samples[below(samples.length)] ?? Buffer.alloc(0));
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

/** Outcome → how often. `read`, the codes of documents' faults, and each fault of ix by its message. */
export async function readMutations(count: number, seed: number): Promise<Map<string, number>> {
  const next = random(seed);
  const outcomes = new Map<string, number>();
  for (let n = 0; n < count; n++) {
    const outcome = await outcomeOf(mutate(next));
    outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
  }
  return outcomes;
}

async function outcomeOf(bytes: Buffer): Promise<string> {
  try {
    const type = await sniff(bytes);
    if (type.kind === 'text') return readText(new TextDecoder(type.encoding).decode(bytes)).length > 0 ? 'read as text' : 'nothing';
    await readPdf(bytes, { maxPages: 100 });
    return 'read';
  } catch (error) {
    return error instanceof IxError ? error.code : `bug: ${error}`;
  }
}
