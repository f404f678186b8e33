/** Who may: keys, the sessions of people who signed in with one, and the audit of what was done by whom. */
import { Migration } from '@mikro-orm/migrations';

export class Migration20261130000010_keys extends Migration {
  override up(): void {
    // `hash`: SHA-256 of the whole key; the key itself is nowhere. A client's key is confined to its client; the other roles see all, and
    // `client_id` says no more than for whom such a key was made. Limits are of this key alone; null: none.
    this.addSql(`
      CREATE TABLE ix_keys (
        key_id                  text        NOT NULL PRIMARY KEY,
        hash                    bytea       NOT NULL,
        role                    text        NOT NULL CHECK (role IN ('client', 'reader', 'operator', 'admin')),
        client_id               text,
        name                    text,
        max_requests_per_minute integer,
        max_pending             integer,
        max_upload_bytes_per_minute integer,
        created_at              timestamptz NOT NULL DEFAULT clock_timestamp(),
        created_by              text        NOT NULL,
        expires_at              timestamptz,
        revoked_at              timestamptz,
        last_used_at            timestamptz,
        CHECK (role <> 'client' OR client_id IS NOT NULL)
      )`);
    // countLiveKeys.
    this.addSql(`CREATE INDEX ix_keys_client ON ix_keys (client_id)`);

    // `hash`: SHA-256 of what the browser holds. `holder`: the key it was opened with, which is asked at every request.
    this.addSql(`
      CREATE TABLE ix_sessions (
        hash       bytea       NOT NULL PRIMARY KEY,
        holder     text        NOT NULL,
        created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
        expires_at timestamptz NOT NULL
      )`);

    this.addSql(`
      CREATE TABLE ix_audit (
        entry_id  uuid        NOT NULL PRIMARY KEY,
        at        timestamptz NOT NULL DEFAULT clock_timestamp(),
        who       text        NOT NULL,
        role      text,
        act       text        NOT NULL,
        target    text        NOT NULL,
        client_id text
      )`);
    // listAudit.
    this.addSql(`CREATE INDEX ix_audit_recent ON ix_audit (at DESC, entry_id DESC)`);
    this.addSql(`CREATE INDEX ix_audit_target ON ix_audit (target, at DESC, entry_id DESC)`);
    // Append-only, whoever asks.
    this.addSql(`
      CREATE FUNCTION ix_audit_stays() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        RAISE EXCEPTION 'ix_audit is append-only: no % of it', lower(TG_OP);
      END $$`);
    this.addSql(`CREATE TRIGGER ix_audit_stays BEFORE DELETE OR UPDATE ON ix_audit FOR EACH STATEMENT EXECUTE FUNCTION ix_audit_stays()`);
    this.addSql(`CREATE TRIGGER ix_audit_stays_whole BEFORE TRUNCATE ON ix_audit FOR EACH STATEMENT EXECUTE FUNCTION ix_audit_stays()`);
  }

  override down(): void {
    this.addSql(`DROP TABLE ix_audit, ix_sessions, ix_keys`);
    this.addSql(`DROP FUNCTION ix_audit_stays()`);
  }
}
