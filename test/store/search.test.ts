/** Text search among more jobs than are looked through first: nothing is missed that is old, rare or an id. */

import { sql } from 'kysely';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { EVERYTHING } from '../../src/contracts/scope.ts';
import type { JobFilter } from '../../src/store/job-filter.ts';
import { countByStatus, countRecent, listRecent } from '../../src/store/list-recent.ts';
import { jobColumns } from '../support/job-columns.ts';
import { Stage } from '../support/stage.ts';

const JOBS = 2500;

let stage: Stage;

/** The job `n` is that many seconds old: every 500th is of a zeppelin, those from 1,500 on of balloons, all but these kites. */
beforeAll(async () => {
  stage = await Stage.open();
  await stage.job();
  const columns = await jobColumns(stage.em);
  await sql`
    WITH copy AS (
      INSERT INTO ix_jobs (${columns})
      SELECT ${columns} FROM (SELECT (jsonb_populate_record(j, jsonb_build_object(
        'job_id', gen_random_uuid(), 'request_id', 'request-' || n, 'client_id', CASE WHEN n % 2 = 0 THEN 'even' ELSE 'odd' END,
        'created_at', now() - make_interval(secs => n),
        'display_name', CASE WHEN n % 500 = 0 THEN 'zeppelin' WHEN n > 1500 THEN 'balloon' ELSE 'kite' END || '-' || n || '.pdf'))).*
      FROM ix_jobs AS j, generate_series(1, ${JOBS}::int) AS n) AS made
      RETURNING job_id, ix_id, request_id, display_name
    )
    INSERT INTO ix_job_search SELECT job_id, ix_id, request_id, display_name FROM copy`.execute(stage.em.getKysely());
});
afterAll(() => stage.close());

const names = async (filter: JobFilter, limit: number, offset = 0) =>
  (await listRecent(stage.em, EVERYTHING, filter, { limit, offset })).map((job) => job.display_name);
const named = (word: string, ...numbers: number[]) => numbers.map((n) => `${word}-${n}.pdf`);

it.each<[string, JobFilter, string[], number]>([
  ['a word in most of the newest', { text: 'kite' }, named('kite', 1, 2, 3), 1497],
  ['a word in some of the newest', { text: 'zeppelin' }, named('zeppelin', 500, 1000, 1500, 2000, 2500), 5],
  ['a word in none of the newest', { text: 'balloon' }, named('balloon', 1501, 1502, 1503), 998],
  ['that word, of a client', { text: 'balloon', clientId: 'even' }, named('balloon', 1502, 1504), 498],
  ['the request id of an old job', { text: 'request-2400' }, named('balloon', 2400), 1],
  ['a name that nobody has', { text: 'submarine' }, [], 0],
])('finds %s', async (_, filter, expected, total) => {
  expect((await names(filter, Math.max(expected.length, 1))).slice(0, expected.length)).toEqual(expected);
  expect(await countRecent(stage.em, EVERYTHING, filter)).toEqual({ total, relation: 'exact' });
  if (total > 0) expect((await names(filter, 200, total - 1)).length).toBe(1);
});

it.each<[string, JobFilter, number, 'exact' | 'more_than']>([
  ['a word in most of the newest', { text: 'kite' }, 1497, 'more_than'],
  ['that word, of a client', { text: 'kite', clientId: 'even' }, 747, 'exact'],
  ['a word in some of the newest', { text: 'zeppelin' }, 5, 'exact'],
  ['the request id of an old job', { text: 'request-2400' }, 1, 'exact'],
  ['a name that nobody has', { text: 'submarine' }, 0, 'exact'],
])('counts at a glance %s', async (_, filter, total, relation) => {
  // The newest 2,000 of a state are looked through; all 2,500 are pending.
  const counts = await countByStatus(stage.em, EVERYTHING, filter);
  expect(counts.get('pending')).toEqual({ total, relation });
  for (const status of ['running', 'done', 'error'] as const) expect(counts.get(status)).toEqual({ total: 0, relation: 'exact' });
});

it('counts at a glance what needs no text', async () => {
  expect((await countByStatus(stage.em, EVERYTHING, { clientId: 'even' })).get('pending')).toEqual({ total: 1250, relation: 'exact' });
  expect((await countByStatus(stage.em, EVERYTHING, { createdBefore: new Date() })).get('pending')).toEqual({
    total: 2000,
    relation: 'more_than',
  });
});

it('pages through what it finds, also past all that is looked through first', async () => {
  const found: (string | null)[] = [];
  for (let offset = 0; offset < 1497; offset += 150) found.push(...(await names({ text: 'kite' }, 150, offset)));
  expect(found).toEqual(
    named('kite', ...Array.from({ length: 1500 }, (_, n) => n + 1)).filter((name) => !/-(?:500|1000|1500)\.pdf$/.test(name)),
  );
});
