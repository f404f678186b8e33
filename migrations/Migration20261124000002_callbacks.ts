/**
 * Callbacks by endpoint: which may be sent now, to whom and by whom (see src/store/callback-claims.ts); what is known of each
 * endpoint; the secrets of clients.
 */
import { Migration } from '@mikro-orm/migrations';

export class Migration20261124000002_callbacks extends Migration {
  override up(): void {
    // `origin`: scheme, host and port of the URL. `claims` counts claims: the fence of whoever sends. `schedule_start`: attempts that
    // were in the log when the present schedule began, at `scheduled_at`: a redelivery begins a new one.
    this.addSql(`
      ALTER TABLE ix_callbacks
        ADD COLUMN origin         text,
        ADD COLUMN claims         integer NOT NULL DEFAULT 0,
        ADD COLUMN claimed_until  timestamptz,
        ADD COLUMN schedule_start integer NOT NULL DEFAULT 0,
        ADD COLUMN scheduled_at   timestamptz NOT NULL DEFAULT clock_timestamp()`);
    this.addSql(`UPDATE ix_callbacks SET scheduled_at = created_at, origin = lower(substring(url FROM '^[A-Za-z]+://[^/]*'))`);
    this.addSql(`ALTER TABLE ix_callbacks ALTER COLUMN origin SET NOT NULL`);
    // claimCallbacks: endpoint by endpoint, the longest due first.
    this.addSql(`CREATE INDEX ix_callbacks_due ON ix_callbacks (origin, client_id, next_attempt_at, callback_id) WHERE status = 'pending'`);
    // claimCallbacks: how many are under way.
    this.addSql(`CREATE INDEX ix_callbacks_claimed ON ix_callbacks (origin, client_id) WHERE claimed_until IS NOT NULL`);
    // listCallbacks, and redelivery of all that failed.
    this.addSql(`CREATE INDEX ix_callbacks_recent ON ix_callbacks (status, created_at DESC, callback_id DESC)`);
    this.addSql(`CREATE INDEX ix_callbacks_recent_of_client ON ix_callbacks (client_id, status, created_at DESC, callback_id DESC)`);
    this.addSql(`ALTER TABLE ix_callback_attempts ADD COLUMN next_attempt_at timestamptz`);

    // An endpoint is what one client has at one origin. `outcomes`: its last attempts, the newest last, 1 for a failure. `slots`: how
    // many of its callbacks may be under way at a time, as far as it has earned. `paused_by`: the breaker, which tries again at
    // `probe_at`, or an operator, who ends it by hand.
    this.addSql(`
      CREATE TABLE ix_endpoints (
        client_id       text        NOT NULL,
        origin          text        NOT NULL,
        outcomes        text        NOT NULL DEFAULT '',
        slots           integer     NOT NULL DEFAULT 1,
        slow            boolean     NOT NULL DEFAULT false,
        paused_at       timestamptz,
        paused_by       text        CHECK (paused_by IN ('breaker', 'operator')),
        probe_at        timestamptz,
        probes          integer     NOT NULL DEFAULT 0,
        last_error      text,
        last_success_at timestamptz,
        last_failure_at timestamptz,
        PRIMARY KEY (client_id, origin),
        CHECK ((paused_at IS NULL) = (paused_by IS NULL)),
        CHECK ((probe_at IS NULL) = (paused_by IS DISTINCT FROM 'breaker'))
      ) WITH (fillfactor = 70)`);
    this.addSql(`CREATE INDEX ix_endpoints_paused ON ix_endpoints (paused_at) WHERE paused_at IS NOT NULL`);

    // What a client's callbacks are signed with. kind 'server' stands for the server's own secret, which signs on for as long as a
    // client that gets its first secret needs to change over.
    this.addSql(`
      CREATE TABLE ix_callback_secrets (
        secret_id  uuid        NOT NULL PRIMARY KEY,
        client_id  text        NOT NULL,
        kind       text        NOT NULL CHECK (kind IN ('hmac', 'ed25519', 'server')),
        secret     text        NOT NULL,
        created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
        expires_at timestamptz
      )`);
    this.addSql(`CREATE INDEX ix_callback_secrets_client ON ix_callback_secrets (client_id, created_at DESC)`);
  }

  override down(): void {
    this.addSql(`DROP TABLE ix_callback_secrets, ix_endpoints`);
    this.addSql(`ALTER TABLE ix_callback_attempts DROP COLUMN next_attempt_at`);
    this.addSql(`DROP INDEX ix_callbacks_due, ix_callbacks_claimed, ix_callbacks_recent, ix_callbacks_recent_of_client`);
    this.addSql(
      `ALTER TABLE ix_callbacks DROP COLUMN origin, DROP COLUMN claims, DROP COLUMN claimed_until, DROP COLUMN schedule_start, DROP COLUMN scheduled_at`,
    );
  }
}
