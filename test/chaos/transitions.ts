/** An append-only table, filled by triggers: every change of a job's state as the database saw it, whoever made it. */
import type { EntityManager } from '@mikro-orm/postgresql';
import { sql } from 'kysely';
import { z } from 'zod';
import { JOB_STATUSES } from '../../src/contracts/job.ts';

const Status = z.enum(JOB_STATUSES).nullable();
const TransitionSchema = z.object({
  job: z.string(),
  /** Null: the row is new. */
  from: Status,
  /** Null: the row was deleted. */
  to: Status,
  /** `attempts` before and after. */
  attemptsFrom: z.number().nullable(),
  attemptsTo: z.number().nullable(),
  /** Seconds, by the database's clock, from the job's last heartbeat until it was taken back; null where that did not happen. */
  silentSeconds: z.number().nullable(),
});
export type Transition = z.output<typeof TransitionSchema>;

/** Before any job is submitted. */
export async function recordTransitions(em: EntityManager): Promise<void> {
  const run = (statement: string) => sql.raw(statement).execute(em.getKysely());
  await run(`
    CREATE TABLE chaos_transitions (
      seq bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, job_id uuid NOT NULL, old_status text, new_status text,
      old_attempts integer, new_attempts integer, heartbeat_at timestamptz, at timestamptz NOT NULL DEFAULT statement_timestamp())`);
  await run(`
    CREATE FUNCTION chaos_record() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      INSERT INTO chaos_transitions (job_id, old_status, new_status, old_attempts, new_attempts, heartbeat_at)
      VALUES (coalesce(NEW.job_id, OLD.job_id), OLD.status, NEW.status, OLD.attempts, NEW.attempts, OLD.heartbeat_at);
      RETURN NULL;
    END $$`);
  await run(`CREATE TRIGGER chaos_rows AFTER INSERT OR DELETE ON ix_jobs FOR EACH ROW EXECUTE FUNCTION chaos_record()`);
  await run(`
    CREATE TRIGGER chaos_changes AFTER UPDATE ON ix_jobs FOR EACH ROW
    WHEN ((OLD.status, OLD.attempts, OLD.worker_id, OLD.finished_at, OLD.response::text)
      IS DISTINCT FROM (NEW.status, NEW.attempts, NEW.worker_id, NEW.finished_at, NEW.response::text))
    EXECUTE FUNCTION chaos_record()`);
}

/** In the order they happened: those of one job hold its row lock, so the sequence is theirs. */
export async function readTransitions(em: EntityManager): Promise<Transition[]> {
  const { rows } = await sql`
    SELECT job_id AS job, old_status AS from, new_status AS to, old_attempts AS "attemptsFrom", new_attempts AS "attemptsTo",
      CASE WHEN new_attempts > old_attempts THEN extract(epoch FROM at - heartbeat_at)::float8 END AS "silentSeconds"
    FROM chaos_transitions ORDER BY seq`.execute(em.getKysely());
  return z.array(TransitionSchema).parse(rows);
}

/** `pending→running`, `running→done`, …; a raised `attempts` shows as `+1`. */
export function nameOf({ from, to, attemptsFrom, attemptsTo }: Transition): string {
  const raised = (attemptsTo ?? 0) - (attemptsFrom ?? 0);
  return `${from ?? 'nothing'}→${to ?? 'nothing'}${raised === 0 ? '' : ` ${raised > 0 ? '+' : ''}${raised}`}`;
}

export function byJob(transitions: readonly Transition[]): Map<string, Transition[]> {
  return Map.groupBy(transitions, ({ job }) => job);
}
