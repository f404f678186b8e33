/** Endpoints that are registered for the events of a client, beside the `callback_url` of each job. */
import { Migration } from '@mikro-orm/migrations';

export class Migration20261201000090_subscriptions extends Migration {
  override up(): void {
    // `url`, `header_names`: as they may be shown. `sealed`: the URL and the header values as they were given; null: what is shown is whole.
    this.addSql(`
      CREATE TABLE ix_subscriptions (
        subscription_id uuid        NOT NULL PRIMARY KEY,
        client_id       text        NOT NULL,
        url             text        NOT NULL,
        origin          text        NOT NULL,
        events          text[]      NOT NULL,
        header_names    text[]      NOT NULL DEFAULT '{}',
        sealed          text,
        created_at      timestamptz NOT NULL DEFAULT clock_timestamp(),
        updated_at      timestamptz NOT NULL DEFAULT clock_timestamp()
      )`);
    // What an act on jobs of a client owes to its endpoints; the listing.
    this.addSql(`CREATE INDEX ix_subscriptions_client ON ix_subscriptions (client_id, created_at)`);
    // Null: the callback goes to the `callback_url` of its job. `event` null: written by an earlier ix, and tells of the job's end or review.
    // A test of an endpoint is a callback without a job.
    this.addSql(`
      ALTER TABLE ix_callbacks
        ADD COLUMN subscription_id uuid CONSTRAINT ix_callbacks_subscription_id_fkey REFERENCES ix_subscriptions ON DELETE CASCADE,
        ADD COLUMN event text CONSTRAINT ix_callbacks_event_check
          CHECK (event IN ('job.started', 'job.done', 'job.error', 'job.reviewed', 'subscription.test')),
        ALTER COLUMN job_id DROP NOT NULL,
        ADD CONSTRAINT ix_callbacks_of_check CHECK (job_id IS NOT NULL OR subscription_id IS NOT NULL)`);
    // What goes with an endpoint that is deleted, or moves with it.
    this.addSql(`CREATE INDEX ix_callbacks_subscription ON ix_callbacks (subscription_id) WHERE subscription_id IS NOT NULL`);
    // A job starts once for those who are told, however often it is claimed.
    this.addSql(`CREATE UNIQUE INDEX ix_callbacks_started ON ix_callbacks (job_id, subscription_id) WHERE event = 'job.started'`);
  }

  override down(): void {
    this.addSql(`DELETE FROM ix_callbacks WHERE subscription_id IS NOT NULL`);
    this.addSql(
      `ALTER TABLE ix_callbacks DROP CONSTRAINT ix_callbacks_of_check, ALTER COLUMN job_id SET NOT NULL, DROP COLUMN event, DROP COLUMN subscription_id`,
    );
    this.addSql(`DROP TABLE ix_subscriptions`);
  }
}
