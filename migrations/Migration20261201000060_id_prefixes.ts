/** What lists find more by: how request ids begin, and callbacks that failed or wait. */
import { Migration } from '@mikro-orm/migrations';

export class Migration20261201000060_id_prefixes extends Migration {
  override up(): void {
    // Letter by letter, whatever the collation of the database: equality is served as well.
    this.addSql(`DROP INDEX ix_job_search_request_id`);
    this.addSql(`CREATE INDEX ix_job_search_request_id ON ix_job_search (request_id text_pattern_ops)`);
    // listRecent of a callback's outcome; those delivered are many, and found without it.
    this.addSql(
      `CREATE INDEX ix_jobs_recent_of_callback ON ix_jobs (status, callback_status, created_at DESC, job_id DESC) WHERE callback_status IN ('pending', 'failed')`,
    );
  }

  override down(): void {
    this.addSql(`DROP INDEX ix_jobs_recent_of_callback`);
    this.addSql(`DROP INDEX ix_job_search_request_id`);
    this.addSql(`CREATE INDEX ix_job_search_request_id ON ix_job_search (request_id)`);
  }
}
