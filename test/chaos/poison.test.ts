/** A job that kills the worker it runs in, again and again, beside jobs that do no harm. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import type { JobId } from '../../src/contracts/ids.ts';
import { isTerminal } from '../../src/contracts/job.ts';
import type { Ix } from '../lifecycle/ix.ts';
import { Stage } from '../support/stage.ts';
import { FileServer } from './file-server.ts';
import { killOutright, startRecorded } from './recorded-ix.ts';
import { until } from './until.ts';

const INNOCENTS = 6;
/** Strikes until a job ends. */
const MAX_ATTEMPTS = 2;

it('ends alone: those beside it run to their end, though they were lost with it', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'ix-poison-'));
  const files = await FileServer.open(Number.POSITIVE_INFINITY);
  const never = await FileServer.open(Number.POSITIVE_INFINITY);
  const stage = await Stage.open();
  const started: Ix[] = [];
  try {
    const poison = await stage.job({ context: { files: [never.url(0)] } });
    const texts = Array.from({ length: INNOCENTS }, (_, n) => ({ context: { files: [files.url(n)] } }));
    const innocents = (await stage.submit(...texts)).map(({ job }) => job.job_id as JobId);
    const start = (): Ix => {
      const settings = { IX_MAX_ATTEMPTS: String(MAX_ATTEMPTS) };
      const history = join(folder, 'history');
      const ix = startRecorded('worker', { url: stage.url, history, ordinal: started.length, seed: null, poison, settings });
      started.push(ix);
      return ix;
    };
    expect(await start().ended()).toBe('SIGKILL');
    const lost = await Promise.all([poison, ...innocents].map((id) => stage.get(id)));
    expect(new Set(lost.map(({ status }) => status))).toEqual(new Set(['running']));
    files.holdNoMore();
    // A supervisor starts the worker again and again.
    for (let strike = 1; strike <= MAX_ATTEMPTS; strike++) expect(await start().ended()).toBe('SIGKILL');
    start();
    await until(async () => (await Promise.all([poison, ...innocents].map((id) => stage.get(id)))).every((job) => isTerminal(job.status)));
    expect(await stage.get(poison)).toMatchObject({ status: 'error', response: { code: 'IX_003_001' }, strikes: MAX_ATTEMPTS });
    for (const jobId of innocents) expect(await stage.get(jobId)).toMatchObject({ status: 'done', strikes: 0 });
  } finally {
    await Promise.all(started.map(killOutright));
    await Promise.all([files.close(), never.close()]);
    await stage.close();
    await rm(folder, { recursive: true, force: true });
  }
});
