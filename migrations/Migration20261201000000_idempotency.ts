/** What was made under an `Idempotency-Key`, beside jobs, which have their request ids. */
import { Migration } from '@mikro-orm/migrations';

export class Migration20261201000000_idempotency extends Migration {
  override up(): void {
    // `made`: the id of what was made, never a secret. `request_hash`: SHA-256 of the request, which tells a repetition from another request.
    this.addSql(`
      CREATE TABLE ix_idempotency_keys (
        who          text        NOT NULL,
        operation    text        NOT NULL,
        key          text        NOT NULL,
        request_hash bytea       NOT NULL,
        made         text        NOT NULL,
        created_at   timestamptz NOT NULL DEFAULT clock_timestamp(),
        PRIMARY KEY (who, operation, key)
      )`);
  }

  override down(): void {
    this.addSql(`DROP TABLE ix_idempotency_keys`);
  }
}
