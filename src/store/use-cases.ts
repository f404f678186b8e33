/** Use cases kept in the database: versions that never change, of which the latest is what new jobs get, unless it is retired. */
import type { EntityManager } from '@mikro-orm/postgresql';
import type { UseCaseDefinition, UseCaseVersion } from '../contracts/use-case.ts';
import { isoTime } from './row.ts';
import { boolean, type Columns, execute, integer, json, query, text } from './statement.ts';

export interface StoredUseCase {
  readonly name: string;
  /** The latest. */
  readonly version: number;
  readonly retiredAt: string | null;
}

const STATE: Columns<StoredUseCase> = { name: text(), version: integer(), retiredAt: text() };

/** All there are, by name. Index: the table is small, and read whole. */
export async function storedUseCases(em: EntityManager): Promise<StoredUseCase[]> {
  return await query(em, STATE)`SELECT name, version, ${isoTime('retired_at')} AS "retiredAt" FROM ix_use_cases ORDER BY name`;
}

export interface StoredVersion {
  readonly name: string;
  readonly version: number;
  readonly definition: UseCaseDefinition;
}

const VERSION: Columns<StoredVersion> = { name: text(), version: integer(), definition: json() };

/** Every version of these. Index: ix_use_case_versions_pkey. */
export async function versionsOf(em: EntityManager, names: readonly string[]): Promise<StoredVersion[]> {
  return await query(em, VERSION)`SELECT name, version, definition FROM ix_use_case_versions WHERE name = ANY(${names}::text[])`;
}

const HISTORY: Columns<UseCaseVersion> = { version: integer(), created_at: text(), created_by: text(), content_hash: text() };

/** The newest first. Index: ix_use_case_versions_pkey. */
export async function useCaseHistory(em: EntityManager, name: string): Promise<UseCaseVersion[]> {
  return await query(em, HISTORY)`
    SELECT version, ${isoTime('created_at')} AS created_at, who AS created_by, encode(content_hash, 'hex') AS content_hash
    FROM ix_use_case_versions WHERE name = ${name} ORDER BY version DESC`;
}

export interface SavedVersion {
  readonly version: number;
  /** false: the latest version says the same. */
  readonly created: boolean;
}

/** A new version, unless the latest one says the same; either way it is retired no more. Indexes: primary keys. */
export async function saveVersion(
  em: EntityManager,
  { name, json: definition, hash, who }: { readonly name: string; readonly json: string; readonly hash: Buffer; readonly who: string },
): Promise<SavedVersion> {
  await execute(em)`INSERT INTO ix_use_cases (name, version) VALUES (${name}, 0) ON CONFLICT DO NOTHING`;
  const [latest] = await query(em, { version: integer(), same: boolean() })`
    UPDATE ix_use_cases AS u SET retired_at = NULL WHERE name = ${name}
    RETURNING version, coalesce(${hash} = (SELECT content_hash FROM ix_use_case_versions AS v WHERE v.name = u.name AND v.version = u.version), false) AS same`;
  if (latest === undefined) throw new Error(`the use case ${name} is not there`);
  if (latest.same) return { version: latest.version, created: false };
  const version = latest.version + 1;
  await execute(em)`
    INSERT INTO ix_use_case_versions (name, version, definition, content_hash, who) VALUES (${name}, ${version}, ${definition}::json, ${hash}, ${who})`;
  await execute(em)`UPDATE ix_use_cases SET version = ${version} WHERE name = ${name}`;
  return { version, created: true };
}

/** @returns false: there is none, or it is retired already. Index: primary key. */
export async function retireRow(em: EntityManager, name: string): Promise<boolean> {
  return (await execute(em)`UPDATE ix_use_cases SET retired_at = statement_timestamp() WHERE name = ${name} AND retired_at IS NULL`) === 1;
}

/** Those of the names that are retired. Index: primary key. */
export async function retiredAmong(em: EntityManager, names: readonly string[]): Promise<Set<string>> {
  const rows = await query(em, { name: text() })`
    SELECT name FROM ix_use_cases WHERE name = ANY(${names}::text[]) AND retired_at IS NOT NULL`;
  return new Set(rows.map(({ name }) => name));
}
