/** Files that are uploaded by themselves, before any job names them. */
import { Migration } from '@mikro-orm/migrations';

export class Migration20261201000030_files extends Migration {
  override up(): void {
    // Until then a file stays without a job. Null: it came with a job, and goes with its last.
    this.addSql(`ALTER TABLE ix_files ADD COLUMN kept_until timestamptz`);
  }

  override down(): void {
    this.addSql(`ALTER TABLE ix_files DROP COLUMN kept_until`);
  }
}
