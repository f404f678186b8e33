/** `npm run scans:hostile [-- pictures pages]`: so many changed pictures through the decoder, so many changed scans through OCR. Minutes. */
import { readFileSync } from 'node:fs';
import { IxError } from '../../src/contracts/errors.ts';
import { ThreadPool } from '../../src/pipeline/threads/pool.ts';
import { random } from '../documents/random.ts';
import { decodeMutations, mutate, reached } from './decoded.ts';
import { PICTURES } from './pictures.ts';

const [pictures = 5000, pages = 100] = process.argv.slice(2).map(Number);
const decoded = await decodeMutations(pictures, 18);
process.stdout.write(
  `${pictures} pictures, ${reached(decoded)} of which the decoder had: ${JSON.stringify(Object.fromEntries(decoded))}\n`,
);

const threads = new ThreadPool({ threads: 2, kept: 0, maxHeapMb: 512 });
const scan = await PICTURES['JPEG 40']?.('receipt-us', 1);
const pdf = readFileSync(new URL('../../samples/receipt-us.pdf', import.meta.url));
if (scan == null) throw new Error('the receipt has a page');
const next = random(4);
const outcomes: Record<string, number> = {};
for (let n = 0; n < pages; n++) {
  const kind = n % 4 === 0 ? 'pdf' : 'image';
  const input = {
    bytes: mutate(kind === 'pdf' ? pdf : scan, next),
    kind,
    page: 1,
    languages: ['eng'],
    straighten: true,
    password: null,
    maxMb: 512,
  } as const;
  const outcome = await threads.run('recognition', input, { client: 'hostile', signal: AbortSignal.timeout(120_000) }).then(
    ({ words }) => (words.length > 0 ? 'read' : 'nothing to read'),
    (error: unknown) => (error instanceof IxError ? error.code : `bug: ${error}`),
  );
  outcomes[outcome] = (outcomes[outcome] ?? 0) + 1;
}
process.stdout.write(`${pages} pages: ${JSON.stringify(outcomes)}; resident ${Math.round(process.memoryUsage().rss / 1e6)} MB\n`);
await threads.close();
const all = [...decoded.keys(), ...Object.keys(outcomes)];
if (all.some((outcome) => outcome.startsWith('bug')) || reached(decoded) < pictures / 3) process.exitCode = 1;
