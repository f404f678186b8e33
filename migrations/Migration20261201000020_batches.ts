/** Batches: which jobs were made by one request. */
import { Migration } from '@mikro-orm/migrations';

export class Migration20261201000020_batches extends Migration {
  override up(): void {
    // The batch that made the job; a job that was there before stays in the one that made it. Null: it came alone.
    this.addSql(`ALTER TABLE ix_jobs ADD COLUMN batch_id uuid`);
    // countBatch, and listRecent of a batch.
    this.addSql(`CREATE INDEX ix_jobs_batch ON ix_jobs (batch_id, status, created_at DESC, job_id DESC) WHERE batch_id IS NOT NULL`);
  }

  override down(): void {
    this.addSql(`ALTER TABLE ix_jobs DROP COLUMN batch_id`);
  }
}
