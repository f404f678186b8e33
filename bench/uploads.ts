/** Suite `uploads`: how much memory a process takes while half a gigabyte of files comes in. Linux only: it reads /proc. */
import { randomBytes } from 'node:crypto';
import { Readable } from 'node:stream';
import { request } from 'undici';
import { createDatabase, dropDatabase } from './database.ts';
import { startProcess } from './ix-process.ts';
import { forgetPeak, sizeOf } from './resident.ts';
import type { Suite, SuiteContext } from './suite.ts';
import { below, row } from './table.ts';

const DATABASE = 'ix_bench_uploads';
const FILE_BYTES = 50_000_000;
const CHUNK_BYTES = 65_536;
const MOST_ROUNDS = 3;
/** Megabytes of a million bytes. */
const GROWTH_MB = 64;

type Way = 'files' | 'jobs';

export const uploads: Suite = async (context) => {
  const files = context.quick ? 4 : 10;
  const ways = [1, 4] as const;
  const rounds: Record<(typeof ways)[number], Growth[]> = { 1: [], 4: [] };
  for (let round = 0; round < Math.min(context.rounds, MOST_ROUNDS); round++)
    for (const together of ways) rounds[together].push(await growth(context, files, together));
  return {
    rows: ways.flatMap((together) => {
      const what = `growth of ix api at its most, ${(files * FILE_BYTES) / 1e6} MB of uploads, ${together} at a time`;
      const of = (since: keyof Growth) => rounds[together].map((one) => one[since]);
      return [
        row({ what: `${what}, since the first two`, beside: '', unit: 'MB', ours: of('first'), required: below(GROWTH_MB, 'MB') }),
        row({ what: `${what}, since its start`, beside: '', unit: 'MB', ours: of('start') }),
      ];
    }),
    notes: [],
    failed: false,
  };
};

/** Resident memory at its most, beyond what it was: when the process had started, and after the first upload of each way. */
interface Growth {
  readonly start: number;
  readonly first: number;
}

/** Half of the files by themselves, half with a job. */
async function growth({ server, say }: SuiteContext, files: number, together: number): Promise<Growth> {
  const ix = startProcess('api', await createDatabase(server, DATABASE));
  try {
    const address = await ix.address();
    const each = async (size: number): Promise<number> => {
      for (const way of ['files', 'jobs'] as const) await upload(address, way, size);
      return sizeOf(ix.pid, 'VmRSS');
    };
    // So that its modules are loaded.
    const start = await each(CHUNK_BYTES);
    const first = await each(FILE_BYTES);
    await forgetPeak(ix.pid);
    const next = Array.from({ length: files }, (_, n): Way => (n % 2 === 0 ? 'files' : 'jobs')).values();
    await Promise.all(
      Array.from({ length: together }, async () => {
        for (const way of next) await upload(address, way, FILE_BYTES);
      }),
    );
    const most = await sizeOf(ix.pid, 'VmHWM');
    say(`  ${together} at a time: ${start.toFixed(0)} MB, after the first ${first.toFixed(0)} MB, at its most ${most.toFixed(0)} MB`);
    return { start: most - start, first: most - first };
  } finally {
    ix.kill('SIGTERM');
    await ix.ended();
    await dropDatabase(server, DATABASE);
  }
}

/** A file that nobody has sent before. */
async function upload(address: string, way: Way, size: number): Promise<void> {
  const boundary = 'x'.repeat(30);
  const head = `--${boundary}\r\nContent-Disposition: form-data; name="request"\r\n\r\n{"use_case":"receipt"}\r\n--${boundary}\r\nContent-Disposition: form-data; name="files"; filename="a.bin"\r\n\r\n`;
  const [before, after] = way === 'files' ? ['', ''] : [head, `\r\n--${boundary}--\r\n`];
  const { statusCode, body } = await request(address + (way === 'files' ? '/v1/files' : '/v1/jobs'), {
    method: 'POST',
    headers: {
      'content-type': way === 'files' ? 'application/octet-stream' : `multipart/form-data; boundary=${boundary}`,
      'content-length': String(before.length + size + after.length),
    },
    body: Readable.from(content(before, size, after)),
  });
  const said = await body.text();
  if (statusCode !== 201) throw new Error(`${way}: answered ${statusCode}: ${said}`);
}

async function* content(before: string, size: number, after: string): AsyncGenerator<Buffer> {
  yield Buffer.from(before);
  for (let left = size; left > 0; left -= CHUNK_BYTES) yield randomBytes(Math.min(left, CHUNK_BYTES));
  yield Buffer.from(after);
}
