/** Which engine a job's request names, beside its use case: what a worker of a class asks for. */
import { Migration } from '@mikro-orm/migrations';

export class Migration20261201000060_engine extends Migration {
  override up(): void {
    // Generated, so that an earlier ix, which does not know of it, may go on submitting.
    this.addSql(`
      ALTER TABLE ix_jobs
        ADD COLUMN engine text NOT NULL GENERATED ALWAYS AS (coalesce(request #>> '{options,gen_ai,engine}', 'auto')) STORED`);
  }

  override down(): void {
    this.addSql(`ALTER TABLE ix_jobs DROP COLUMN engine`);
  }
}
