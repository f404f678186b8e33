/** Request ids are found by how they begin, too. */
import { Migration } from '@mikro-orm/migrations';

export class Migration20261201000060_id_prefixes extends Migration {
  override up(): void {
    // Letter by letter, whatever the collation of the database: equality is served as well.
    this.addSql(`DROP INDEX ix_job_search_request_id`);
    this.addSql(`CREATE INDEX ix_job_search_request_id ON ix_job_search (request_id text_pattern_ops)`);
  }

  override down(): void {
    this.addSql(`DROP INDEX ix_job_search_request_id`);
    this.addSql(`CREATE INDEX ix_job_search_request_id ON ix_job_search (request_id)`);
  }
}
