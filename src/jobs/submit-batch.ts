/** Submitting many in one request, under one batch: all or none, or each for itself. Their jobs are not read. */
import { setImmediate } from 'node:timers/promises';
import { type BatchId, type JobId, newBatchId } from '../contracts/ids.ts';
import type { Scope } from '../contracts/scope.ts';
import { isItemsFault } from '../store/database-fault.ts';
import type { InsertedJob, NewJobRow } from '../store/insert-pending.ts';
import { transact } from './act.ts';
import type { JobsDeps } from './deps.ts';
import { settleEach } from './settle.ts';
import { type AskedJob, type NewJob, type Refusal, refusalsOf, rowOf, storeAll, UseCaseRetired } from './submit.ts';

/** What a batch is told of each job. */
export interface SubmittedKey {
  readonly jobId: JobId;
  readonly clientId: string;
  readonly requestId: string;
  readonly created: boolean;
  readonly differs: boolean;
  /** Which made the job; null: it came alone. */
  readonly batchId: BatchId | null;
}

/** The database does not take what one of them says. */
export class NotStored extends Error {
  override readonly name = 'NotStored';
}

/** One answer an item, in order. All are stored, or none. @throws ClientFull, OutOfScope, UseCaseRetired */
export async function submitBatch(deps: JobsDeps, scope: Scope, items: readonly NewJob[]): Promise<SubmittedKey[]> {
  const asked = items.map((job) => ({ scope, job }));
  const refusal = (await refusalsOf(deps, asked)).find((refused) => refused !== null);
  if (refusal !== undefined) throw refusal;
  const stored = await rowsOf(deps, asked);
  const inserted = await transact(deps, 'submit', (em) => storeAll(em, deps, asked, stored, true));
  return inserted.flatMap((answer, i) => keyOf(stored[i], answer));
}

/** One answer an item, in order: what is refused keeps no other out. */
export async function submitLines(deps: JobsDeps, scope: Scope, items: readonly NewJob[]): Promise<(SubmittedKey | Refusal | NotStored)[]> {
  const all = items.map((job) => ({ scope, job }));
  const refused = await refusalsOf(deps, all);
  const asked = all.filter((_, i) => refused[i] === null);
  const rows = await rowsOf(deps, asked);
  const both = asked.flatMap((one, i) => {
    const row = rows[i];
    return row === undefined ? [] : [{ one, row }];
  });
  const outcomes = await settleEach(both, (some) =>
    transact(deps, 'submit', (em) =>
      storeAll(
        em,
        deps,
        some.map(({ one }) => one),
        some.map(({ row }) => row),
        false,
      ),
    ),
  );
  const answers = outcomes.flatMap((outcome, i): (SubmittedKey | UseCaseRetired | NotStored)[] => {
    const asking = asked[i];
    if (outcome.status === 'fulfilled' && outcome.value.retired && asking !== undefined) return [new UseCaseRetired(asking.job.submission)];
    if (outcome.status === 'fulfilled') return keyOf(rows[i], outcome.value);
    if (!isItemsFault(outcome.reason)) throw outcome.reason;
    return [new NotStored('the database does not take what stands there', { cause: outcome.reason })];
  });
  const next = answers.values();
  return refused.map((refusal) => {
    const answer = refusal ?? next.next().value;
    if (answer === undefined) throw new Error('no answer for a job that was stored');
    return answer;
  });
}

async function rowsOf(deps: JobsDeps, asked: readonly AskedJob[]): Promise<NewJobRow[]> {
  const batchId = newBatchId();
  const rows: NewJobRow[] = [];
  for (const { job } of asked) {
    rows.push({ ...rowOf(deps.keyring, job), batchId });
    // Others have their turn in between: 1,000 rows take 20 ms to make.
    if (rows.length % 100 === 0) await setImmediate();
  }
  return rows;
}

const keyOf = (row: NewJobRow | undefined, { jobId, created, differs, batchId }: InsertedJob): SubmittedKey[] =>
  row === undefined ? [] : [{ jobId, clientId: row.clientId, requestId: row.requestId, created, differs, batchId }];
