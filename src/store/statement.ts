/**
 * Raw SQL with what it answers. The columns are declared beside the statement, by name and PostgreSQL type, and give its rows their type;
 * test/store/statements.test.ts has the server say what it answers and compares.
 *
 * To declare one (and then call its function once in that test, which fails until it is):
 *
 *   const rows = await query(em, { job_id: uuid<JobId>(), error: text<string | null>() })`SELECT job_id, error FROM …`;
 *
 * or, where the row has a type already, which the compiler then holds the columns to:
 *
 *   const CLAIM: Columns<Claim> = { jobId: uuid(), attempt: integer(), request: json() };
 *   const claims = await query(em, CLAIM)`UPDATE … RETURNING job_id AS "jobId", attempts AS attempt, request`;
 *
 * Whether a column may be null, and what is in a json, no server tells of a statement: there the type is the author's word.
 */
import type { EntityManager } from '@mikro-orm/postgresql';
import { type CompiledQuery, type QueryResult, type RawBuilder, sql } from 'kysely';

/** A column of PostgreSQL's `type`, which a program gets as T. */
export interface Column<T> {
  readonly type: string;
  /** Never there: it ties T to the column, so that no other type will do. */
  readonly as?: (value: T) => T;
}

export type Columns<T> = { readonly [Name in keyof T]-?: Column<T[Name]> };

const column =
  <Base>(type: string) =>
  <T extends Base | null = Base>(): Column<T> => ({ type });

export const uuid = column<string>('uuid');
export const text = column<string>('text');
export const uuids = column<readonly string[]>('uuid[]');
export const texts = column<readonly string[]>('text[]');
export const smallint = column<number>('smallint');
export const integer = column<number>('integer');
export const float8 = column<number>('float8');
export const boolean = column<boolean>('boolean');
export const bytea = column<Buffer>('bytea');
export const json = column<unknown>('json');
export const jsonb = column<unknown>('jsonb');

/** A raw statement on its way. */
export interface SentStatement {
  /** Null: its answer is not read. */
  readonly columns: Readonly<Record<string, { readonly type: string }>> | null;
  readonly statement: CompiledQuery;
}

const watchers = new Set<(sent: SentStatement) => void>();

/** For tests: tells of each raw statement before it is sent. @returns what ends that. */
export function watchStatements(watcher: (sent: SentStatement) => void): () => void {
  watchers.add(watcher);
  return () => watchers.delete(watcher);
}

type Tag<Answer> = (fragments: TemplateStringsArray, ...values: readonly unknown[]) => Promise<Answer>;

/** The rows that a statement answers, within the transaction of `em`. */
export const query =
  <T>(em: EntityManager, columns: Columns<T>): Tag<T[]> =>
  async (...statement) =>
    (await send(em, columns, sql<T>(...statement))).rows;

/** A statement whose answer nobody reads. Gives how many rows it wrote. */
export const execute =
  (em: EntityManager): Tag<number> =>
  async (...statement) =>
    Number((await send(em, null, sql(...statement))).numAffectedRows ?? 0n);

function send<T>(em: EntityManager, columns: SentStatement['columns'], statement: RawBuilder<T>): Promise<QueryResult<T>> {
  const db = em.getKysely();
  for (const watch of watchers) watch({ columns, statement: statement.compile(db) });
  return statement.execute(db);
}
