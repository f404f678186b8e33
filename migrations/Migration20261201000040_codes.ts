/** Why jobs ended in error, where lists find it: the code and the words of their answers. */
import { Migration } from '@mikro-orm/migrations';

export class Migration20261201000040_codes extends Migration {
  override up(): void {
    // Generated: whatever ends a job need not write them. An answer is looked into only when it is an error, which is short.
    this.addSql(`
      ALTER TABLE ix_jobs
        ADD COLUMN error_code text GENERATED ALWAYS AS (CASE WHEN status = 'error' THEN response ->> 'code' END) STORED,
        ADD COLUMN error_message text GENERATED ALWAYS AS (CASE WHEN status = 'error' THEN left(response ->> 'error', 300) END) STORED`);
    // listRecent of one code: only ended errors are in it.
    this.addSql(`CREATE INDEX ix_jobs_recent_of_code ON ix_jobs (error_code, created_at DESC, job_id DESC) WHERE status = 'error'`);
  }

  override down(): void {
    this.addSql(`DROP INDEX ix_jobs_recent_of_code`);
    this.addSql(`ALTER TABLE ix_jobs DROP COLUMN error_message, DROP COLUMN error_code`);
  }
}
