/**
 * Files of which a part is stored while the rest is still on its way: under a name that no job can have, of no client, until the transaction
 * that stores the file moves them to their place. What an upload that broke off leaves goes as any file does that stays without a job.
 */
import type { EntityManager } from '@mikro-orm/postgresql';
import { execute } from './statement.ts';

/** Clients have a name of one character or more. */
const NO_CLIENT = '';
/** Longer than a body may take. */
const KEPT_SECONDS = 3600;

/** Pieces that are stored already. */
export interface StagedPieces {
  /** `upload:` and a UUID, where a file has its hash. */
  readonly stagedId: string;
  /** How many those are, and how many bytes. */
  readonly pieces: number;
  readonly bytes: number;
}

/** Where pieces go. Index: ix_files_pkey. */
export async function openStaged(em: EntityManager, stagedId: string): Promise<void> {
  await execute(em)`
    INSERT INTO ix_files (client_id, file_id, size, kept_until)
    VALUES (${NO_CLIENT}, ${stagedId}, 0, statement_timestamp() + make_interval(secs => ${KEPT_SECONDS}))`;
}

/** The next piece: it goes out as it is, in binary. Index: ix_files_pkey. */
export async function stagePiece(em: EntityManager, stagedId: string, number: number, piece: Buffer): Promise<void> {
  await execute(em)`
    INSERT INTO ix_file_pieces (client_id, file_id, number, bytes)
    SELECT client_id, file_id, ${number}::integer, ${piece}::bytea FROM ix_files WHERE client_id = ${NO_CLIENT} AND file_id = ${stagedId}`;
}

/** Their bytes stay where they are: the rows alone are written anew. Index: ix_file_pieces_pkey. @returns how many. */
export async function moveStaged(em: EntityManager, stagedId: string, clientId: string, fileId: string): Promise<number> {
  return await execute(em)`
    UPDATE ix_file_pieces SET client_id = ${clientId}, file_id = ${fileId} WHERE client_id = ${NO_CLIENT} AND file_id = ${stagedId}`;
}

/** With the pieces that were not moved. Index: primary keys. */
export async function deleteStaged(em: EntityManager, stagedId: string): Promise<void> {
  await execute(em)`DELETE FROM ix_files WHERE client_id = ${NO_CLIENT} AND file_id = ${stagedId}`;
}
