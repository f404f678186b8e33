/** The primary dies, and a standby that has every commit takes its place: nothing acknowledged is lost, directly and through a real PgBouncer. */
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import type { Ix } from '../lifecycle/ix.ts';
import { type OpenGround, openGround } from './ground.ts';
import { History } from './history.ts';
import { killOutright, startRecorded } from './recorded-ix.ts';
import { submitUntilAcknowledged } from './submit.ts';
import { invoiceNumber, invoiceText } from './texts.ts';
import { until } from './until.ts';

const JOBS = 12;

let folder: string;
let open: OpenGround;
let processes: Ix[] = [];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ix-failover-'));
  await chmod(folder, 0o711);
  open = await openGround(folder, false);
});
afterAll(async () => {
  await Promise.all(processes.map(killOutright));
  await open.close();
  await rm(folder, { recursive: true, force: true });
});

const JobsSchema = z.object({
  jobs: z.array(z.looseObject({ request_id: z.string(), status: z.string(), job_id: z.string() })),
  total: z.number(),
});

test('jobs go on where they were, and none is lost', async () => {
  const { ground, cluster } = open;
  const history = join(folder, 'history');
  const log = new History(history);
  // One is through PgBouncer, where there is one.
  processes = (['api', 'worker'] as const).map((role, ordinal) =>
    startRecorded(role, {
      url: ground.processUrl(role, ordinal),
      history,
      ordinal,
      seed: null,
      settings: { ...ground.settings?.(role, ordinal) },
    }),
  );
  const [address = ''] = await Promise.all(processes.map((ix) => ix.address()));
  const submit = async (nth: number): Promise<void> => {
    const submission = { use_case: 'invoice', request_id: `job-${nth}`, context: { texts: [invoiceText(nth)] } };
    await submitUntilAcknowledged(async () => address, submission, log);
  };
  const half = Array.from({ length: JOBS / 2 }, (_, nth) => nth);
  await Promise.all(half.map(submit));
  await cluster.failOver();
  await Promise.all(half.map((nth) => submit(JOBS / 2 + nth)));

  const list = async () => JobsSchema.parse(await (await fetch(`${address}/jobs?status=done`)).json());
  await until(async () => (await list().catch(() => ({ total: 0 }))).total === JOBS);
  const { jobs } = await list();
  expect(jobs.map(({ request_id }) => request_id).toSorted()).toEqual(Array.from({ length: JOBS }, (_, nth) => `job-${nth}`).toSorted());
  for (const { job_id, request_id } of jobs) {
    const answer = await (await fetch(`${address}/jobs/${job_id}`)).text();
    expect(answer).toContain(invoiceNumber(Number(request_id.slice(4))));
  }
  log.close();
  // Both have lived through it.
  for (const ix of processes) ix.kill('SIGTERM');
  expect(await Promise.all(processes.map((ix) => ix.ended()))).toEqual([0, 0]);
});
