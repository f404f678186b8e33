/** Pauses by hand: of a client's jobs, of those of a use case, of a worker. */
import { Migration } from '@mikro-orm/migrations';

export class Migration20261201000070_pauses extends Migration {
  override up(): void {
    // `resumed_at`: the pause is over; the row stays for a while, as jobs that it holds, or that a submit under way makes held, are yet to be let go.
    this.addSql(`
      CREATE TABLE ix_pauses (
        kind       text        NOT NULL CHECK (kind IN ('client', 'use_case', 'worker')),
        name       text        NOT NULL,
        paused_at  timestamptz NOT NULL DEFAULT clock_timestamp(),
        paused_by  text        NOT NULL,
        resumed_at timestamptz,
        PRIMARY KEY (kind, name)
      )`);
  }

  override down(): void {
    this.addSql(`DROP TABLE ix_pauses`);
  }
}
