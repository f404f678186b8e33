/** Use cases that are kept in the database, each in versions that never change. */
import { Migration } from '@mikro-orm/migrations';

export class Migration20261201000100_use_cases extends Migration {
  override up(): void {
    // `version`: the latest. `retired_at`: no new job may name it.
    this.addSql(`
      CREATE TABLE ix_use_cases (
        name       text        NOT NULL PRIMARY KEY,
        version    integer     NOT NULL,
        retired_at timestamptz
      )`);
    this.addSql(`
      CREATE TABLE ix_use_case_versions (
        name         text        NOT NULL,
        version      integer     NOT NULL,
        definition   json        NOT NULL,
        content_hash bytea       NOT NULL,
        who          text        NOT NULL,
        created_at   timestamptz NOT NULL DEFAULT clock_timestamp(),
        PRIMARY KEY (name, version)
      )`);
    // The version that was the latest when the job was submitted, by which it runs; null: its use case is none of these.
    this.addSql(`ALTER TABLE ix_jobs ADD COLUMN use_case_version integer`);
  }

  override down(): void {
    this.addSql(`ALTER TABLE ix_jobs DROP COLUMN use_case_version`);
    this.addSql(`DROP TABLE ix_use_case_versions, ix_use_cases`);
  }
}
