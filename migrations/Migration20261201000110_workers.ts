/** Workers: who they are and how they are, as each says it of itself every few seconds. */
import { Migration } from '@mikro-orm/migrations';

export class Migration20261201000110_workers extends Migration {
  override up(): void {
    // One row a start of a worker, until an hour after it was last seen. `busy` is the share of its slots since it last told; `use_cases` and
    // `engines` are null where it runs all. Of an hour's workers there are few: no index but the key, so that each update stays in its page.
    this.addSql(`
      CREATE TABLE ix_workers (
        worker_id    text             NOT NULL PRIMARY KEY,
        host         text             NOT NULL,
        pid          integer          NOT NULL,
        version      text             NOT NULL,
        started_at   timestamptz      NOT NULL DEFAULT clock_timestamp(),
        seen_at      timestamptz      NOT NULL DEFAULT clock_timestamp(),
        stopped_at   timestamptz,
        slots        integer          NOT NULL,
        running      integer          NOT NULL,
        busy         double precision NOT NULL,
        memory_bytes bigint           NOT NULL,
        use_cases    text[],
        engines      text[]
      ) WITH (fillfactor = 50)`);
  }

  override down(): void {
    this.addSql(`DROP TABLE ix_workers`);
  }
}
