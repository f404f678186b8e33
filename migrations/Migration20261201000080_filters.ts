/** Filters of the list that people and programs keep under a name. */
import { Migration } from '@mikro-orm/migrations';

export class Migration20261201000080_filters extends Migration {
  override up(): void {
    // `who`: as the audit names whoever keeps it.
    this.addSql(`
      CREATE TABLE ix_saved_filters (
        who        text        NOT NULL,
        name       text        NOT NULL,
        filter     json        NOT NULL,
        created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
        PRIMARY KEY (who, name)
      )`);
  }

  override down(): void {
    this.addSql(`DROP TABLE ix_saved_filters`);
  }
}
