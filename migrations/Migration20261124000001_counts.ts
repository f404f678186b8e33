/**
 * Exact counts at a price that does not grow with the table.
 *
 * Every statement on ix_jobs appends what it changed to ix_job_deltas (statement-level triggers; nobody waits for anybody's row), and
 * now and then the deltas are folded into ix_job_counts and ix_job_ends (see src/store/counts.ts). A count is what was
 * folded plus what was not yet, read in one snapshot.
 */
import { Migration } from '@mikro-orm/migrations';

export class Migration20261124000001_counts extends Migration {
  override up(): void {
    // Jobs of a status that came (n above 0) or went, and how many running jobs of the client that made: a job that starts or ends is
    // one row, not two. `xid` lets readers start behind everything that was ever folded, however long vacuum is held back (see
    // ix_count_floor). Jobs that ended come with the moment of their end, and each with its wait from
    // submission to start (null: it never started).
    this.addSql(`
      CREATE TABLE ix_job_deltas (
        xid       xid8     NOT NULL DEFAULT pg_current_xact_id(),
        delta_id  bigint   NOT NULL GENERATED ALWAYS AS IDENTITY,
        client_id text     NOT NULL,
        status    text     NOT NULL,
        n         integer  NOT NULL,
        running   integer  NOT NULL,
        ended_at  timestamptz,
        waits     interval[],
        PRIMARY KEY (xid, delta_id)
      )`);
    this.addSql(`ALTER TABLE ix_job_deltas SET (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 2000,
      autovacuum_vacuum_insert_threshold = -1, autovacuum_vacuum_cost_delay = 0)`);

    // Per client and status; client_id '' is all clients together.
    this.addSql(`
      CREATE TABLE ix_job_counts (
        client_id text   NOT NULL,
        status    text   NOT NULL,
        n         bigint NOT NULL,
        PRIMARY KEY (client_id, status)
      ) WITH (fillfactor = 50)`);

    // Ended jobs by when they ended, in spans of a minute and of half an hour; client_id '' is all clients together. Of these alone, how many
    // waited how long for their start, by bucket (see src/store/ends.ts): {"40": 12}.
    this.addSql(`
      CREATE TABLE ix_job_ends (
        client_id text        NOT NULL,
        seconds   smallint    NOT NULL,
        at        timestamptz NOT NULL,
        done      bigint      NOT NULL,
        error     bigint      NOT NULL,
        waits     jsonb,
        PRIMARY KEY (client_id, seconds, at)
      ) WITH (fillfactor = 50, autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 2000, autovacuum_vacuum_cost_delay = 0)`);

    // Everything of transactions before \`xid\` is folded. One row.
    this.addSql(
      `CREATE TABLE ix_count_floor (one boolean NOT NULL PRIMARY KEY DEFAULT true CHECK (one), xid xid8 NOT NULL) WITH (fillfactor = 10)`,
    );
    this.addSql(`INSERT INTO ix_count_floor (xid) VALUES ('0')`);

    // Running jobs are what an update takes from the others. (So the client of a job that runs cannot be changed; nothing changes it.)
    this.addSql(`
      CREATE FUNCTION ix_jobs_count() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        IF TG_OP = 'UPDATE' THEN
          ${changes('-sum(n)', `${changed('after', 1)} WHERE status <> 'running' UNION ALL ${changed('before', -1)} WHERE status <> 'running'`)};
        ELSIF TG_OP = 'INSERT' THEN
          ${changes('0', changed('after', 1))};
        ELSIF TG_OP = 'DELETE' THEN
          ${changes('0', changed('before', -1, LATELY))};
        ELSE
          DELETE FROM ix_job_deltas;
          DELETE FROM ix_job_counts;
          DELETE FROM ix_job_ends;
        END IF;
        RETURN NULL;
      END $$`);
    const trigger = (event: string, tables: string) => `
      CREATE TRIGGER ix_jobs_count_${event.toLowerCase()} AFTER ${event} ON ix_jobs ${tables} FOR EACH STATEMENT EXECUTE FUNCTION ix_jobs_count()`;
    this.addSql(trigger('INSERT', 'REFERENCING NEW TABLE AS after'));
    this.addSql(trigger('UPDATE', 'REFERENCING OLD TABLE AS before NEW TABLE AS after'));
    this.addSql(trigger('DELETE', 'REFERENCING OLD TABLE AS before'));
    this.addSql(trigger('TRUNCATE', ''));
  }

  override down(): void {
    for (const event of ['insert', 'update', 'delete', 'truncate']) this.addSql(`DROP TRIGGER ix_jobs_count_${event} ON ix_jobs`);
    this.addSql(`DROP FUNCTION ix_jobs_count`);
    this.addSql(`DROP TABLE ix_count_floor, ix_job_ends, ix_job_counts, ix_job_deltas`);
  }
}

/** Rows of `changed`, summed up, as deltas. (A finished job that an update leaves as it is cancels itself out.) */
const changes = (running: string, rows: string): string => `
  INSERT INTO ix_job_deltas (client_id, status, n, running, ended_at, waits)
  SELECT client_id, status, sum(n), ${running}, ended_at, array_agg(wait) FILTER (WHERE ended_at IS NOT NULL)
  FROM (${rows}) AS changed GROUP BY client_id, status, ended_at HAVING sum(n) <> 0`;

/** A transition table's rows with their sign, and the end and the wait of those that ended. */
const changed = (table: 'before' | 'after', sign: 1 | -1, endedAt = 'finished_at'): string => `
  SELECT client_id, status, ${sign} AS n, ${endedAt} AS ended_at, started_at - created_at AS wait FROM ${table}`;

/** What ended longer ago is counted in no span any more, so those that are deleted need not be told apart by it. */
const LATELY = `CASE WHEN finished_at > statement_timestamp() - interval '2 days' THEN finished_at END`;
