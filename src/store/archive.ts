/** Jobs that have ended as lines of an archive, and back: each line is a JSON document of the rows that are a job's, or of a file. */
import type { EntityManager } from '@mikro-orm/postgresql';
import { type RawBuilder, sql } from 'kysely';
import type { JobId } from '../contracts/ids.ts';
import { execute, integer, query, text, uuid } from './statement.ts';

export interface ArchiveFilter {
  readonly clientId: string | null;
  readonly useCase: string | null;
  /** Jobs that ended before. */
  readonly finishedBefore: Date | null;
}

export interface ArchivedJob {
  readonly jobId: JobId;
  readonly line: string;
}

/** What hangs on a job, in the order in which it can be put back. */
const CHILDREN = ['ix_job_search', 'ix_job_files', 'ix_callbacks', 'ix_reviews'] as const;
export type Child = (typeof CHILDREN)[number] | 'ix_callback_attempts';

/** Rows as they are: `request` and `response` keep the order of their keys, secrets stay sealed. */
const rows = (table: Child, where: RawBuilder<unknown>): RawBuilder<unknown> =>
  sql`coalesce((SELECT json_agg(to_json(child)) FROM ${sql.table(table)} AS child WHERE ${where}), '[]')`;

/** What went to subscriptions stays with them: where a job is put back there may be none of them. */
const OWN_URL = sql`subscription_id IS NULL`;

/** Jobs that have ended after this one by id, which is by time of submission, up to `limit`. Index: ix_jobs_pkey. */
export async function archivedJobs(em: EntityManager, filter: ArchiveFilter, after: JobId | null, limit: number): Promise<ArchivedJob[]> {
  const { clientId, useCase, finishedBefore } = filter;
  const own = sql`child.job_id = job.job_id`;
  return await query(em, { jobId: uuid<JobId>(), line: text() })`
    SELECT job_id AS "jobId", json_build_object('kind', 'job', 'ix_jobs', json_build_array(to_json(job)),
      ${sql.join(CHILDREN.map((table) => sql`${sql.lit(table)}, ${rows(table, table === 'ix_callbacks' ? sql`${own} AND ${OWN_URL}` : own)}`))},
      'ix_callback_attempts', ${rows('ix_callback_attempts', sql`child.callback_id IN (SELECT callback_id FROM ix_callbacks AS c WHERE c.job_id = job.job_id AND ${OWN_URL})`)})::text AS line
    FROM ix_jobs AS job
    WHERE status IN ('done', 'error') AND (${after}::uuid IS NULL OR job_id > ${after}::uuid) AND (${clientId}::text IS NULL OR client_id = ${clientId})
      AND (${useCase}::text IS NULL OR use_case = ${useCase}) AND (${finishedBefore}::timestamptz IS NULL OR finished_at < ${finishedBefore}::timestamptz)
    ORDER BY job_id LIMIT ${limit}`;
}

/** An uploaded file: its row, then its pieces, a line each. Indexes: ix_files_pkey, ix_file_pieces_pkey. */
export async function* archivedFile(em: EntityManager, clientId: string, fileId: string): AsyncGenerator<string> {
  const [file] = await query(em, { line: text(), pieces: integer() })`
    SELECT json_build_object('kind', 'file', 'ix_files', json_build_array(to_json(f)))::text AS line,
      (SELECT count(*)::int FROM ix_file_pieces AS p WHERE p.client_id = f.client_id AND p.file_id = f.file_id) AS pieces
    FROM ix_files AS f WHERE client_id = ${clientId} AND file_id = ${fileId}`;
  if (file === undefined) return;
  yield file.line;
  for (let nth = 0; nth < file.pieces; nth++) {
    const [piece] = await query(em, { line: text() })`
      SELECT json_build_object('kind', 'piece', 'ix_file_pieces', json_build_array(to_json(p)))::text AS line FROM ix_file_pieces AS p
      WHERE client_id = ${clientId} AND file_id = ${fileId} ORDER BY number OFFSET ${nth} LIMIT 1`;
    if (piece !== undefined) yield piece.line;
  }
}

/** The columns of a table that can be written, by name. From the server's own tables. */
export async function writableColumns(em: EntityManager, table: string): Promise<ReadonlySet<string>> {
  const found = await query(em, { name: text() })`
    SELECT attname::text AS name FROM pg_attribute
    WHERE attrelid = ${table}::regclass AND attnum > 0 AND NOT attisdropped AND attgenerated = ''`;
  return new Set(found.map(({ name }) => name));
}

/**
 * What was still to be sent when it was archived is not sent by whoever puts it back: the ix it comes from has sent it, most likely. It
 * counts as failed, and can be sent again by hand.
 */
const RESTORED: Readonly<Record<string, RawBuilder<unknown>>> = {
  'ix_jobs.callback_status': sql`CASE given.callback_status WHEN 'pending' THEN 'failed' ELSE given.callback_status END`,
  'ix_callbacks.status': sql`CASE given.status WHEN 'pending' THEN 'failed' ELSE given.status END`,
  'ix_callbacks.finished_at': sql`coalesce(given.finished_at, statement_timestamp())`,
  'ix_callbacks.next_attempt_at': sql`NULL`,
  'ix_callbacks.claimed_until': sql`NULL`,
};

/** A line's rows of a table, put back; those that are there stay as they are. @returns how many were put back. */
export async function restoreRows(em: EntityManager, table: string, columns: readonly string[], line: string): Promise<number> {
  const names = columns.map((name) => sql.ref(name));
  const values = columns.map((name) => RESTORED[`${table}.${name}`] ?? sql.ref(`given.${name}`));
  return await execute(em)`
    INSERT INTO ${sql.table(table)} (${sql.join(names)}) OVERRIDING SYSTEM VALUE
    SELECT ${sql.join(values)} FROM json_populate_recordset(NULL::${sql.table(table)}, ${line}::json -> ${table}) AS given
    ON CONFLICT DO NOTHING`;
}
