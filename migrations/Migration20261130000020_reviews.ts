/** Reviews: what people decide about the values of answers, beside the answers, which stay as they are. */
import { Migration } from '@mikro-orm/migrations';

export class Migration20261130000020_reviews extends Migration {
  override up(): void {
    // Set with the end of a job, from what its answer says, and cleared when its review is complete.
    this.addSql(`ALTER TABLE ix_jobs ADD COLUMN needs_review boolean NOT NULL DEFAULT false`);
    // listRecent of what needs review: only that is in these, so they are as small as the pile of work is.
    this.addSql(`CREATE INDEX ix_jobs_to_review ON ix_jobs (status, created_at DESC, job_id DESC) WHERE needs_review`);
    this.addSql(`CREATE INDEX ix_jobs_to_review_of_client ON ix_jobs (client_id, status, created_at DESC, job_id DESC) WHERE needs_review`);
    this.addSql(
      `CREATE INDEX ix_jobs_to_review_of_use_case ON ix_jobs (use_case, status, created_at DESC, job_id DESC) WHERE needs_review`,
    );

    // `number` counts the decisions of a job from 1, in their order; of a path the last one counts. Without a path: the reviewer said that
    // the whole job is done. The job's row is locked by whoever decides, so numbers have no gaps and never meet.
    this.addSql(`
      CREATE TABLE ix_reviews (
        job_id uuid        NOT NULL REFERENCES ix_jobs ON DELETE CASCADE,
        number integer     NOT NULL,
        path   text,
        kind   text        NOT NULL CHECK (kind IN ('confirmed', 'picked', 'typed', 'left_empty', 'done')),
        value  json,
        who    text        NOT NULL,
        at     timestamptz NOT NULL DEFAULT clock_timestamp(),
        PRIMARY KEY (job_id, number),
        CHECK ((path IS NULL) = (kind = 'done'))
      )`);
    // Append-only. (What is deleted goes with its job.)
    this.addSql(`
      CREATE FUNCTION ix_reviews_stay() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        RAISE EXCEPTION 'ix_reviews is append-only: no update of it';
      END $$`);
    this.addSql(`CREATE TRIGGER ix_reviews_stay BEFORE UPDATE ON ix_reviews FOR EACH STATEMENT EXECUTE FUNCTION ix_reviews_stay()`);

    // What a callback tells of: null: the end of its job; else its review up to the decision of this number.
    this.addSql(`ALTER TABLE ix_callbacks ADD COLUMN reviewed integer`);
  }

  override down(): void {
    this.addSql(`ALTER TABLE ix_callbacks DROP COLUMN reviewed`);
    this.addSql(`DROP TABLE ix_reviews`);
    this.addSql(`DROP FUNCTION ix_reviews_stay()`);
    this.addSql(`DROP INDEX ix_jobs_to_review, ix_jobs_to_review_of_client, ix_jobs_to_review_of_use_case`);
    this.addSql(`ALTER TABLE ix_jobs DROP COLUMN needs_review`);
  }
}
