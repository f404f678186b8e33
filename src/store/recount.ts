/** recount: the counts of jobs made anew from the rows, when the rows say that they are wrong. */
import type { EntityManager } from '@mikro-orm/postgresql';
import { sql } from 'kysely';
import { UNFOLDED_COUNTS } from './counts.ts';
import { addingEnds } from './ends.ts';
import { boolean, execute, query } from './statement.ts';

/**
 * Triggers count every statement on ix_jobs; a restore or repair by hand with triggers off passes them by. Compares each client and status
 * with the rows (index: ix_jobs_recent_of_client, alone); when they differ, counts everything, which reads all of ix_jobs: no index leads
 * to what ended in the last two days. Needs a repeatable read transaction that has read nothing yet: first no folding or pruning of counts
 * is under way any more, then all that follows is of one moment. Deltas of that moment are in the new counts, later ones come on top.
 * @returns whether the counts were wrong.
 */
export async function recountRows(em: EntityManager): Promise<boolean> {
  await execute(em)`LOCK TABLE ix_job_counts, ix_job_ends IN SHARE ROW EXCLUSIVE MODE`;
  if (!(await countsAreWrong(em))) return false;
  for (const table of ['ix_job_deltas', 'ix_job_counts', 'ix_job_ends']) await execute(em)`DELETE FROM ${sql.table(table)}`;
  await execute(em)`
    INSERT INTO ix_job_counts (client_id, status, n)
    SELECT coalesce(client_id, ''), status, count(*) FROM ix_jobs GROUP BY GROUPING SETS ((client_id, status), (status))`;
  await execute(em)`${addingEnds(sql`(
    SELECT client_id, status, finished_at AS ended_at, started_at - created_at AS wait, 1 AS n FROM ix_jobs
    WHERE status IN ('done', 'error') AND finished_at > statement_timestamp() - interval '2 days') AS ended`)}`;
  return true;
}

/** Whether they differ from the rows, in one snapshot. Index: ix_jobs_recent_of_client, alone. */
export async function countsAreWrong(em: EntityManager): Promise<boolean> {
  const [told] = await query(em, { wrong: boolean() })`
    WITH counted AS (SELECT client_id, status, count(*) AS n FROM ix_jobs GROUP BY client_id, status),
    told AS (
      SELECT client_id, status, sum(n) AS n
      FROM (SELECT client_id, status, n FROM ix_job_counts UNION ALL
            SELECT whose, status, n FROM ${UNFOLDED_COUNTS}, LATERAL (VALUES (unfolded.client_id), ('')) AS each (whose)) AS change
      GROUP BY client_id, status HAVING sum(n) <> 0
    )
    SELECT EXISTS (
      SELECT FROM (SELECT * FROM counted UNION ALL SELECT '', status, sum(n) FROM counted GROUP BY status) AS row
      FULL JOIN told USING (client_id, status) WHERE row.n IS DISTINCT FROM told.n
    ) AS wrong`;
  return told?.wrong === true;
}
