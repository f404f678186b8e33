/** Secrets of jobs in columns of their own, sealed by IX_SECRET_KEY (see src/store/job-secrets.ts); `request` and `callback_url` may be shown. */
import { Migration } from '@mikro-orm/migrations';

export class Migration20261130000001_secrets extends Migration {
  override up(): void {
    // Two, because the header values are erased when the job ends, while its files may be looked at, and its callback sent, for long after.
    this.addSql(`ALTER TABLE ix_jobs ADD COLUMN secret_urls text, ADD COLUMN secret_headers text`);
  }

  override down(): void {
    this.addSql(`ALTER TABLE ix_jobs DROP COLUMN secret_urls, DROP COLUMN secret_headers`);
  }
}
