/** The first tables: jobs, uploaded files, callbacks and their attempts, and what the server itself remembers. */
import { Migration } from '@mikro-orm/migrations';

export class Migration20261124000000_jobs extends Migration {
  override up(): void {
    // pg-boss fills it, and would make it; but of many hosts that start at once it lets some fail.
    this.addSql(`CREATE SCHEMA IF NOT EXISTS ix_queue`);
    // json, not jsonb, for what is only ever read whole: it keeps the order of keys, which is the order of a use case's fields.
    this.addSql(`
      CREATE TABLE ix_jobs (
        job_id          uuid        NOT NULL PRIMARY KEY,
        ix_id           text        NOT NULL CHECK (ix_id ~ '^[0-9a-f]{16}$'),
        client_id       text        NOT NULL CHECK (client_id <> ''),
        request_id      text        NOT NULL,
        status          text        NOT NULL DEFAULT 'pending' CHECK (status IN ('pending', 'running', 'done', 'error')),
        priority        smallint    NOT NULL DEFAULT 0,
        turn            bigint      NOT NULL,
        attempts        integer     NOT NULL DEFAULT 0,
        strikes         integer     NOT NULL DEFAULT 0,
        use_case        text,
        display_name    text,
        callback_url    text,
        callback_status text        CHECK (callback_status IN ('pending', 'delivered', 'failed')),
        callback_error  text,
        worker_id       text,
        origin_job_id   uuid,
        traceparent     text,
        created_at      timestamptz NOT NULL DEFAULT clock_timestamp(),
        started_at      timestamptz,
        heartbeat_at    timestamptz,
        finished_at     timestamptz,
        cancel_requested_at timestamptz,
        lost_runs       jsonb       NOT NULL DEFAULT '[]',
        request_hash    bytea       NOT NULL,
        request         json        NOT NULL,
        response        json,
        UNIQUE (client_id, request_id),
        CHECK ((status IN ('done', 'error')) = (response IS NOT NULL AND finished_at IS NOT NULL)),
        CHECK ((status = 'running') = (heartbeat_at IS NOT NULL))
      )`);
    // A heartbeat touches no indexed column: with room left in the page it is a heap-only update.
    this.addSql(`ALTER TABLE ix_jobs SET (fillfactor = 85, toast_tuple_target = 256,
      autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_insert_scale_factor = 0.05, autovacuum_analyze_scale_factor = 0.02,
      autovacuum_vacuum_cost_delay = 0)`);
    // claim and queuePosition: the order of the queue. Its columns are what both compare.
    this.addSql(`CREATE INDEX ix_jobs_claim ON ix_jobs (priority DESC, turn, created_at, job_id) WHERE status = 'pending'`);
    // claim: the few that wait after a lost run, of which a worker runs one at a time. So a claim need not look for one among all that wait.
    this.addSql(
      `CREATE INDEX ix_jobs_suspects ON ix_jobs (priority DESC, turn, created_at, job_id) WHERE status = 'pending' AND attempts > 0`,
    );
    // insertPending: the last turn of a client. (No turn is below 0: it keeps all others off this index, which a planner whose statistics
    // know of no pending job takes for as good as ix_jobs_claim.)
    this.addSql(`CREATE INDEX ix_jobs_turns ON ix_jobs (client_id, priority, turn) WHERE status = 'pending' AND turn >= 0`);
    // listRecent: newest first of one status; several are merged. Also sweepOrphans and prune. With the names, so that looking for a word
    // among the newest reads the index alone.
    this.addSql(`CREATE INDEX ix_jobs_recent ON ix_jobs (status, created_at DESC, job_id DESC) INCLUDE (display_name)`);
    this.addSql(
      `CREATE INDEX ix_jobs_recent_of_client ON ix_jobs (client_id, status, created_at DESC, job_id DESC) INCLUDE (display_name)`,
    );
    this.addSql(`CREATE INDEX ix_jobs_recent_of_use_case ON ix_jobs (use_case, status, created_at DESC, job_id DESC)`);

    // What people search for, in a table of its own: it never changes, while every status change of a job renews all index entries of
    // its row.
    this.addSql(`CREATE EXTENSION IF NOT EXISTS pg_trgm`);
    this.addSql(`
      CREATE TABLE ix_job_search (
        job_id       uuid NOT NULL PRIMARY KEY REFERENCES ix_jobs ON DELETE CASCADE,
        ix_id        text NOT NULL,
        request_id   text NOT NULL,
        display_name text
      )`);
    this.addSql(`CREATE INDEX ix_job_search_ix_id ON ix_job_search (ix_id)`);
    this.addSql(`CREATE INDEX ix_job_search_request_id ON ix_job_search (request_id)`);
    // An administrator may have created the extension in a schema of its own, which need not be on the role's path.
    this.addSql(`
      DO $$
      BEGIN
        EXECUTE format(
          'CREATE INDEX ix_job_search_name ON ix_job_search USING gin (display_name %s.gin_trgm_ops) WHERE display_name IS NOT NULL',
          (SELECT extnamespace::regnamespace FROM pg_extension WHERE extname = 'pg_trgm'));
      END $$`);

    // Rule 4 of the house in SQL: nothing leaves a terminal state, and an answer is never replaced.
    this.addSql(`
      CREATE FUNCTION ix_jobs_terminal_is_final() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        RAISE EXCEPTION 'job % is %: a finished job does not change', OLD.job_id, OLD.status USING ERRCODE = 'integrity_constraint_violation';
      END $$`);
    this.addSql(`
      CREATE TRIGGER ix_jobs_terminal_is_final BEFORE UPDATE ON ix_jobs FOR EACH ROW
      WHEN (OLD.status IN ('done', 'error') AND (
        NEW.status IS DISTINCT FROM OLD.status OR NEW.finished_at IS DISTINCT FROM OLD.finished_at OR NEW.response::text IS DISTINCT FROM OLD.response::text))
      EXECUTE FUNCTION ix_jobs_terminal_is_final()`);

    this.addSql(`
      CREATE TABLE ix_files (
        client_id  text        NOT NULL,
        file_id    text        NOT NULL,
        size       integer     NOT NULL,
        created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
        PRIMARY KEY (client_id, file_id)
      )`);
    // In pieces of about a megabyte, so that neither side of the connection holds a file more than once.
    this.addSql(`
      CREATE TABLE ix_file_pieces (
        client_id text    NOT NULL,
        file_id   text    NOT NULL,
        number    integer NOT NULL,
        bytes     bytea   NOT NULL,
        PRIMARY KEY (client_id, file_id, number),
        FOREIGN KEY (client_id, file_id) REFERENCES ix_files ON DELETE CASCADE
      )`);
    // Documents are compressed already: store them out of line as they are.
    this.addSql(`ALTER TABLE ix_file_pieces ALTER COLUMN bytes SET STORAGE EXTERNAL`);
    this.addSql(`
      CREATE TABLE ix_job_files (
        job_id    uuid NOT NULL REFERENCES ix_jobs ON DELETE CASCADE,
        client_id text NOT NULL,
        file_id   text NOT NULL,
        PRIMARY KEY (job_id, file_id),
        FOREIGN KEY (client_id, file_id) REFERENCES ix_files
      )`);
    this.addSql(`CREATE INDEX ix_job_files_file ON ix_job_files (client_id, file_id)`);

    this.addSql(`
      CREATE TABLE ix_callbacks (
        callback_id     uuid        NOT NULL PRIMARY KEY,
        job_id          uuid        NOT NULL REFERENCES ix_jobs ON DELETE CASCADE,
        client_id       text        NOT NULL,
        url             text        NOT NULL,
        status          text        NOT NULL DEFAULT 'pending' CHECK (status IN ('pending', 'delivered', 'failed')),
        attempts        integer     NOT NULL DEFAULT 0,
        next_attempt_at timestamptz,
        created_at      timestamptz NOT NULL DEFAULT clock_timestamp(),
        finished_at     timestamptz
      )`);
    this.addSql(`CREATE INDEX ix_callbacks_job ON ix_callbacks (job_id)`);
    this.addSql(`
      CREATE TABLE ix_callback_attempts (
        callback_id      uuid        NOT NULL REFERENCES ix_callbacks ON DELETE CASCADE,
        attempt          integer     NOT NULL,
        started_at       timestamptz NOT NULL,
        duration_ms      integer     NOT NULL,
        status_code      integer,
        error            text,
        response_excerpt text,
        PRIMARY KEY (callback_id, attempt)
      )`);
    this.addSql(`CREATE TABLE ix_settings (name text NOT NULL PRIMARY KEY, value text NOT NULL)`);
  }

  override down(): void {
    this.addSql(
      `DROP TABLE ix_settings, ix_callback_attempts, ix_callbacks, ix_job_files, ix_file_pieces, ix_files, ix_job_search, ix_jobs`,
    );
    this.addSql(`DROP FUNCTION ix_jobs_terminal_is_final`);
    this.addSql(`DROP SCHEMA ix_queue CASCADE`);
  }
}
