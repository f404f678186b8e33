/** Jobs that are held back until a time, and jobs that are wanted by one. */
import { Migration } from '@mikro-orm/migrations';

const CLAIM_ORDER = '(priority DESC, turn, created_at, job_id)';

export class Migration20261201000010_times extends Migration {
  override up(): void {
    // `held_until`: a pending job is not claimed while this is set; somebody has to clear it (src/store/held.ts). Whoever waits for a time has
    // that time here. What is held is in none of the indexes that claims, turns and places in the queue read, so it costs them nothing.
    this.addSql(
      `ALTER TABLE ix_jobs ADD COLUMN not_before timestamptz, ADD COLUMN deadline_at timestamptz, ADD COLUMN held_until timestamptz`,
    );
    this.addSql(`DROP INDEX ix_jobs_claim, ix_jobs_suspects, ix_jobs_turns`);
    this.addSql(`CREATE INDEX ix_jobs_claim ON ix_jobs ${CLAIM_ORDER} WHERE status = 'pending' AND held_until IS NULL`);
    this.addSql(`CREATE INDEX ix_jobs_suspects ON ix_jobs ${CLAIM_ORDER} WHERE status = 'pending' AND held_until IS NULL AND attempts > 0`);
    this.addSql(
      `CREATE INDEX ix_jobs_turns ON ix_jobs (client_id, priority, turn) WHERE status = 'pending' AND held_until IS NULL AND turn >= 0`,
    );
    // releaseDue: the first to be due first.
    this.addSql(`CREATE INDEX ix_jobs_held ON ix_jobs (held_until, job_id) WHERE status = 'pending' AND held_until IS NOT NULL`);
    // endOverdue. Running jobs are ended by their workers.
    this.addSql(`CREATE INDEX ix_jobs_deadline ON ix_jobs (deadline_at, job_id) WHERE status = 'pending' AND deadline_at IS NOT NULL`);
  }

  override down(): void {
    this.addSql(`DROP INDEX ix_jobs_held, ix_jobs_deadline, ix_jobs_claim, ix_jobs_suspects, ix_jobs_turns`);
    this.addSql(`CREATE INDEX ix_jobs_claim ON ix_jobs ${CLAIM_ORDER} WHERE status = 'pending'`);
    this.addSql(`CREATE INDEX ix_jobs_suspects ON ix_jobs ${CLAIM_ORDER} WHERE status = 'pending' AND attempts > 0`);
    this.addSql(`CREATE INDEX ix_jobs_turns ON ix_jobs (client_id, priority, turn) WHERE status = 'pending' AND turn >= 0`);
    this.addSql(`ALTER TABLE ix_jobs DROP COLUMN not_before, DROP COLUMN deadline_at, DROP COLUMN held_until`);
  }
}
