/** Uploaded files: bytes by client and content, and which jobs use them. */
import type { EntityManager } from '@mikro-orm/postgresql';
import type { StoredFile } from '../contracts/file.ts';
import type { FileId, JobId } from '../contracts/ids.ts';
import type { Scope } from '../contracts/scope.ts';
import { inScope } from './in-scope.ts';
import { isoTime } from './row.ts';
import { moveStaged, type StagedPieces } from './staged-files.ts';
import { boolean, type Columns, execute, integer, query, text } from './statement.ts';
import { tables } from './tables.ts';

export interface NewFile {
  readonly clientId: string;
  readonly fileId: FileId;
  /** One or more, in order: all of it, or what follows on those that are staged. */
  readonly pieces: readonly Uint8Array[];
  readonly staged?: StagedPieces | null;
}

/**
 * The same content of the same client is stored once. One piece a statement: it goes out as it is, in binary. Index: primary keys.
 * @returns false: it was there.
 */
export async function insertFile(em: EntityManager, { clientId, fileId, pieces, staged = null }: NewFile): Promise<boolean> {
  const size = pieces.reduce((sum, { length }) => sum + length, staged?.bytes ?? 0);
  const inserted = await tables(em)
    .insertInto('ix_files')
    .values({ client_id: clientId, file_id: fileId, size })
    .onConflict((row) => row.doNothing())
    .executeTakeFirst();
  if (inserted.numInsertedOrUpdatedRows === 0n) return false;
  if (staged !== null) {
    const moved = await moveStaged(em, staged.stagedId, clientId, fileId);
    if (moved !== staged.pieces) throw new Error(`${fileId}: expected ${staged.pieces} pieces that were stored before, found ${moved}`);
  }
  for (const [number, piece] of pieces.entries())
    await execute(em)`
      INSERT INTO ix_file_pieces (client_id, file_id, number, bytes)
      SELECT client_id, file_id, ${(staged?.pieces ?? 0) + number}::integer, ${binary(piece)}::bytea FROM ix_files WHERE client_id = ${clientId} AND file_id = ${fileId}`;
  return true;
}

/** It stays for `seconds` from now without a job, at least. Index: ix_files_pkey. */
export async function keepFile(em: EntityManager, clientId: string, fileId: FileId, seconds: number): Promise<void> {
  await execute(em)`
    UPDATE ix_files SET kept_until = greatest(kept_until, statement_timestamp() + make_interval(secs => ${seconds}))
    WHERE client_id = ${clientId} AND file_id = ${fileId}`;
}

const STORED_FILE: Columns<StoredFile> = {
  file_id: text(),
  client_id: text(),
  size: integer(),
  created_at: text(),
  used: boolean(),
  kept_until: text(),
};

/** Null: the client has no such file. Indexes: ix_files_pkey, ix_job_files_file. */
export async function findFile(em: EntityManager, scope: Scope, clientId: string, fileId: FileId): Promise<StoredFile | null> {
  const [file] = await query(em, STORED_FILE)`
    SELECT file_id, client_id, size, ${isoTime('created_at')} AS created_at, ${isoTime('kept_until')} AS kept_until,
      EXISTS (SELECT FROM ix_job_files AS link WHERE link.client_id = file.client_id AND link.file_id = file.file_id) AS used
    FROM ix_files AS file WHERE client_id = ${clientId} AND file_id = ${fileId} AND ${inScope(scope)}`;
  return file ?? null;
}

/** As the driver takes it. */
const binary = ({ buffer, byteOffset, length }: Uint8Array): Buffer => Buffer.from(buffer, byteOffset, length);

/** Ties files to their jobs: a file goes when its last job does. Files the client does not have are passed over. Index: primary keys. */
export async function linkFiles(em: EntityManager, links: readonly { jobId: JobId; clientId: string; fileId: FileId }[]): Promise<void> {
  await execute(em)`
    INSERT INTO ix_job_files (job_id, client_id, file_id)
    SELECT link.job_id, client_id, file_id
    FROM unnest(${links.map((link) => link.jobId)}::uuid[], ${links.map((link) => link.clientId)}::text[],
                ${links.map((link) => link.fileId)}::text[]) AS link (job_id, client_id, file_id)
    JOIN ix_files USING (client_id, file_id)
    ON CONFLICT DO NOTHING`;
}

/** The driver reads bytes as hexadecimal text; base64 is a third shorter and decoded in half the time. */
const PIECE: Columns<{ readonly base64: string }> = { base64: text() };

/** How a file of some size is read. */
export type Manner = (size: number) => {
  /** Where its bytes go. */
  readonly room: Uint8Array;
  /** Called after each piece, with the milliseconds that it took. */
  readonly giveWay: (ms: number) => Promise<void>;
};

const atOnce: Manner = (size) => ({ room: Buffer.allocUnsafe(size), giveWay: async () => {} });

/** A client's file, or null: nobody reads another client's. Index: primary keys. */
export async function readFile(
  em: EntityManager,
  scope: Scope,
  clientId: string,
  fileId: FileId,
  manner = atOnce,
): Promise<Uint8Array | null> {
  const file = await tables(em)
    .selectFrom('ix_files')
    .select('size')
    .where(inScope(scope))
    .where('client_id', '=', clientId)
    .where('file_id', '=', fileId)
    .executeTakeFirst();
  if (file === undefined) return null;
  const { room, giveWay } = manner(file.size);
  const bytes = binary(room);
  for (let number = 0, read = 0; read < file.size; number++) {
    const began = performance.now();
    const [piece] = await query(em, PIECE)`
      SELECT encode(bytes, 'base64') AS base64 FROM ix_file_pieces
      WHERE client_id = ${clientId} AND file_id = ${fileId} AND number = ${number}::integer`;
    // Not there any more.
    if (piece === undefined) return null;
    read += bytes.write(piece.base64, read, 'base64');
    await giveWay(performance.now() - began);
  }
  return room;
}
