/** The samples with bytes changed, cut and repeated, and what becomes of jobs with them: an answer or a fault of the document, never a fault of ix. */
import { readdirSync, readFileSync } from 'node:fs';
import { inflateSync } from 'node:zlib';
import type { ResponseIX } from '../../src/contracts/response.ts';
import { Random } from '../fuzz/random.ts';
import { testPipeline } from '../pipeline/parts.ts';

const folder = new URL('../../samples/', import.meta.url);
/** PDFs also with their streams laid open: a change in a compressed one leaves nothing of it to be read. */
const SAMPLES = readdirSync(folder)
  .filter((name) => /\.(?:pdf|txt)$/.test(name))
  .map((name) => readFileSync(new URL(name, folder)))
  .flatMap((bytes) => (bytes.subarray(0, 5).toString() === '%PDF-' ? [bytes, laidOpen(bytes)] : [bytes]));

const USE_CASES = ['invoice', 'receipt', 'bank_statement_header'] as const;

export interface Outcomes {
  /** `done` and the codes of documents' faults → how often. */
  readonly counts: ReadonlyMap<string, number>;
  /** What is nobody's fault but ix's, by the number of the mutation. */
  readonly bugs: ReadonlyMap<number, string>;
}

/** @param numbers of the mutations: those of one seed are always the same. */
export async function runMutations(
  seed: number,
  numbers: Iterable<number>,
  onBug: (nth: number, what: string) => void = () => {},
): Promise<Outcomes> {
  const pipeline = await testPipeline({ rules: null, pdfMaxPages: 100 });
  const counts = new Map<string, number>();
  const bugs = new Map<number, string>();
  try {
    for (const nth of numbers) {
      const random = new Random(seed, nth);
      const url = await pipeline.file('mutation', mutated(random));
      const outcome = outcomeOf(
        await pipeline.run({
          use_case: random.pick(USE_CASES),
          context: { files: [url] },
          options: { ocr: { include_ocr_text: true, include_geometries: random.chance(0.2) } },
        }),
      );
      if (outcome.bug !== null) {
        bugs.set(nth, outcome.bug);
        onBug(nth, outcome.bug);
      } else counts.set(outcome.code, (counts.get(outcome.code) ?? 0) + 1);
    }
  } finally {
    await pipeline.close();
  }
  return { counts, bugs };
}

function outcomeOf(response: ResponseIX): { readonly code: string; readonly bug: string | null } {
  const { code, error } = response;
  if (code !== null && !code.startsWith('IX_000') && code !== 'IX_001_000') return { code, bug: error };
  return { code: code ?? 'done', bug: isStorable(response) ? null : 'the answer holds U+0000 or half of a character' };
}

/** PostgreSQL takes no text with either. */
function isStorable(response: ResponseIX): boolean {
  let storable = true;
  JSON.stringify(response, (_, value: unknown) => {
    if (typeof value === 'string') storable &&= value.isWellFormed() && !value.includes('\0');
    return value;
  });
  return storable;
}

function mutated(random: Random): Buffer {
  let bytes = Buffer.from(SAMPLES[random.below(SAMPLES.length)] ?? Buffer.alloc(0));
  for (let change = random.below(6); change >= 0; change--) {
    const at = random.below(bytes.length + 1);
    const length = 1 + random.below(40);
    const [before, after] = [bytes.subarray(0, at), bytes.subarray(at)];
    const kind = random.below(5);
    if (kind === 0) bytes = Buffer.concat([before, random.bytes(1), after.subarray(1)]);
    else if (kind === 1) bytes.fill(random.below(256), at, Math.min(bytes.length, at + length));
    else if (kind === 2) bytes = Buffer.concat([before, after.subarray(length)]);
    else if (kind === 3) bytes = Buffer.concat([before, after.subarray(0, length), after]);
    else {
      const numbers = bytes.toString('latin1').replace(/\d+/g, (digits) => (random.chance(0.02) ? String(random.below(100_000)) : digits));
      bytes = Buffer.from(numbers, 'latin1');
    }
  }
  return bytes;
}

/** Each compressed stream as it is without compression; the table of places is wrong then, and readers make one anew. */
function laidOpen(bytes: Buffer): Buffer {
  const stream =
    /<<((?:(?!>>\s*stream)[\s\S])*?)\/Filter\s*\/FlateDecode((?:(?!>>\s*stream)[\s\S])*?)>>\s*stream\r?\n([\s\S]*?)\r?\nendstream/g;
  const open = bytes.toString('latin1').replace(stream, (all, before: string, after: string, data: string) => {
    try {
      const content = inflateSync(Buffer.from(data, 'latin1')).toString('latin1');
      const entries = `${before}${after}`.replace(/\/Length\s+\d+(?:\s+\d+\s+R)?/, `/Length ${content.length}`);
      return `<<${entries}>>\nstream\n${content}\nendstream`;
    } catch {
      return all;
    }
  });
  return Buffer.from(open, 'latin1');
}
