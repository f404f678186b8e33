/** Runs that may take long, as long as they get on: a scan of a hundred pages is recognised page by page. */
import { Migration } from '@mikro-orm/migrations';

export class Migration20261130000000_progress extends Migration {
  override up(): void {
    // When the run last got on by its own account: it began or ended a page, or waited for a thread to do so. The sweep counts a run's time
    // from here, or from its start where this is older. Null: no run of the job ever said so. In no index, so heartbeats stay HOT updates.
    this.addSql(`ALTER TABLE ix_jobs ADD COLUMN moved_at timestamptz`);
  }

  override down(): void {
    this.addSql(`ALTER TABLE ix_jobs DROP COLUMN moved_at`);
  }
}
