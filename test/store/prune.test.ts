/** Retention: what is old enough goes, with what hangs on it; uploaded files go with their last job. */

import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { FileId, JobId } from '../../src/contracts/ids.ts';
import { EVERYTHING } from '../../src/contracts/scope.ts';
import { claim } from '../../src/jobs/claim.ts';
import { finish } from '../../src/jobs/finish.ts';
import { prune } from '../../src/jobs/prune.ts';
import { submit } from '../../src/jobs/submit.ts';
import { readFile } from '../../src/store/files.ts';
import { answer, newJob, Stage } from '../support/stage.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await Stage.open();
  await sql`ALTER TABLE ix_jobs DISABLE TRIGGER ix_jobs_terminal_is_final`.execute(stage.em.getKysely());
});
afterEach(() => stage.clear());
afterAll(() => stage.close());

const bytes = Buffer.from('%PDF-1.7 a document');
const fileId = `sha256:${createHash('sha256').update(bytes).digest('hex')}` as FileId;

async function uploaded(clientId = 'acme'): Promise<JobId> {
  const { submission } = newJob({ ix_client_id: clientId, context: { files: [{ file_id: fileId, display_name: 'a.pdf' }] } });
  const [submitted] = await submit(stage.deps, EVERYTHING, [{ submission, uploads: [{ fileId, pieces: [bytes] }], traceparent: null }]);
  return submitted?.job.job_id as JobId;
}

/** Finishes all that is pending. */
async function finishAll(): Promise<void> {
  const claims = await claim(stage.deps, 100, 'w');
  await finish(
    stage.deps,
    claims.map((held) => ({ claim: held, response: answer(held) })),
  );
}

const age = (jobIds: readonly JobId[], days: number) =>
  sql`UPDATE ix_jobs SET created_at = created_at - make_interval(days => ${days}), finished_at = finished_at - make_interval(days => ${days})
    WHERE job_id = ANY(${jobIds}::uuid[])`.execute(stage.em.getKysely());

describe('prune', () => {
  it('deletes finished jobs past their retention, and no others', async () => {
    const old = await stage.job({ callback_url: 'https://example.com/hook' });
    const young = await stage.job();
    await finishAll();
    const pending = await stage.job();
    await age([old, pending], 91);
    await age([young], 89);
    expect(await prune(stage.deps, 90)).toEqual({ jobs: 1, files: 0 });
    const { rows } = await sql<{ job_id: string }>`SELECT job_id FROM ix_jobs`.execute(stage.em.getKysely());
    expect(rows.map((row) => row.job_id).toSorted()).toEqual([young, pending].toSorted());
    for (const table of ['ix_callbacks', 'ix_job_search']) {
      const left = await sql`SELECT FROM ${sql.table(table)} WHERE job_id = ${old}`.execute(stage.em.getKysely());
      expect(left.rows).toHaveLength(0);
    }
  });

  it('with 0 days deletes no job', async () => {
    const old = await stage.job();
    await finishAll();
    await age([old], 10_000);
    expect(await prune(stage.deps, 0)).toEqual({ jobs: 0, files: 0 });
  });

  it('keeps jobs of a client and of a use case for their own time; of both the client’s', async () => {
    const [kept, short, both, usual] = [
      await stage.job({ ix_client_id: 'keeps' }),
      await stage.job({ use_case: 'short' }),
      await stage.job({ ix_client_id: 'keeps', use_case: 'short' }),
      await stage.job(),
    ];
    await finishAll();
    const rules = [
      { of: 'client', name: 'keeps', days: 365 },
      { of: 'use_case', name: 'short', days: 7 },
      { of: 'client', name: 'for ever', days: 0 },
    ] as const;
    const left = async () =>
      (await sql<{ job_id: JobId }>`SELECT job_id FROM ix_jobs ORDER BY job_id`.execute(stage.em.getKysely())).rows.map(
        (row) => row.job_id,
      );
    await age([kept, short, both, usual], 8);
    expect([await prune(stage.deps, 90, rules), await left()]).toEqual([{ jobs: 1, files: 0 }, [kept, both, usual]]);
    await age([kept, both, usual], 90);
    expect([await prune(stage.deps, 90, rules), await left()]).toEqual([{ jobs: 1, files: 0 }, [kept, both]]);
    await age([kept, both], 300);
    expect([await prune(stage.deps, 0, rules), await left()]).toEqual([{ jobs: 2, files: 0 }, []]);
  });

  it('a file goes with the last job that uses it, and is each client’s own', async () => {
    const [first, second, other] = [await uploaded(), await uploaded(), await uploaded('globex')];
    expect(await readFile(stage.em, EVERYTHING, 'acme', fileId)).toEqual(bytes);
    expect(await readFile(stage.em, EVERYTHING, 'initech', fileId)).toBeNull();
    await finishAll();
    await age([first, other], 91);
    expect(await prune(stage.deps, 90)).toEqual({ jobs: 2, files: 1 });
    expect(await readFile(stage.em, EVERYTHING, 'acme', fileId)).toEqual(bytes);
    expect(await readFile(stage.em, EVERYTHING, 'globex', fileId)).toBeNull();
    await age([second], 91);
    expect(await prune(stage.deps, 90)).toEqual({ jobs: 1, files: 1 });
    expect(await readFile(stage.em, EVERYTHING, 'acme', fileId)).toBeNull();
  });

  it('does not keep a claim waiting, nor waits for one', async () => {
    const old = await stage.job();
    await finishAll();
    await age([old], 91);
    await stage.job();
    await stage.em.transactional(async (em) => {
      await sql`SELECT FROM ix_jobs WHERE job_id = ${old} FOR UPDATE`.execute(em.getKysely());
      expect(await prune(stage.deps, 90)).toEqual({ jobs: 0, files: 0 });
      expect(await claim(stage.deps, 10, 'w')).toHaveLength(1);
    });
    expect(await prune(stage.deps, 90)).toEqual({ jobs: 1, files: 0 });
  });
});
