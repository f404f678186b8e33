/** Uploaded files: bytes by client and content, and which jobs use them. */
import type { EntityManager } from '@mikro-orm/postgresql';
import { sql } from 'kysely';
import type { FileId, JobId } from '../contracts/ids.ts';

export interface NewFile {
  readonly clientId: string;
  readonly fileId: FileId;
  /** One or more, in order. */
  readonly pieces: readonly Uint8Array[];
}

/** The same content of the same client is stored once. One piece a statement: it goes out as it is, in binary. Index: primary keys. */
export async function insertFile(em: EntityManager, { clientId, fileId, pieces }: NewFile): Promise<void> {
  const [first = Buffer.alloc(0), ...others] = pieces;
  const size = pieces.reduce((sum, { length }) => sum + length, 0);
  const { numAffectedRows } = await sql`
    WITH file AS (
      INSERT INTO ix_files (client_id, file_id, size) VALUES (${clientId}, ${fileId}, ${size}) ON CONFLICT DO NOTHING RETURNING client_id, file_id
    )
    INSERT INTO ix_file_pieces (client_id, file_id, number, bytes) SELECT client_id, file_id, 0, ${binary(first)} FROM file`.execute(
    em.getKysely(),
  );
  if (numAffectedRows === 0n) return;
  for (const [i, piece] of others.entries()) {
    await sql`INSERT INTO ix_file_pieces (client_id, file_id, number, bytes) VALUES (${clientId}, ${fileId}, ${i + 1}, ${binary(piece)})`.execute(
      em.getKysely(),
    );
  }
}

/** As the driver takes it. */
const binary = ({ buffer, byteOffset, length }: Uint8Array): Buffer => Buffer.from(buffer, byteOffset, length);

/** Ties files to their jobs: a file goes when its last job does. Files the client does not have are passed over. Index: primary keys. */
export async function linkFiles(em: EntityManager, links: readonly { jobId: JobId; clientId: string; fileId: FileId }[]): Promise<void> {
  await sql`
    INSERT INTO ix_job_files (job_id, client_id, file_id)
    SELECT link.job_id, client_id, file_id
    FROM unnest(${links.map((link) => link.jobId)}::uuid[], ${links.map((link) => link.clientId)}::text[],
                ${links.map((link) => link.fileId)}::text[]) AS link (job_id, client_id, file_id)
    JOIN ix_files USING (client_id, file_id)
    ON CONFLICT DO NOTHING`.execute(em.getKysely());
}

/** A client's file, or null: nobody reads another client's. Index: primary keys. */
export async function readFile(em: EntityManager, clientId: string, fileId: FileId): Promise<Uint8Array | null> {
  let file: Buffer | null = null;
  for (let number = 0, read = 0; file === null || read < file.length; number++) {
    const { rows } = await sql<{ size: number; bytes: Buffer }>`
      SELECT size, bytes FROM ix_files JOIN ix_file_pieces USING (client_id, file_id)
      WHERE client_id = ${clientId} AND file_id = ${fileId} AND number = ${number}`.execute(em.getKysely());
    const [piece] = rows;
    // Not there, or not any more.
    if (piece === undefined) return null;
    if (piece.bytes.length === piece.size) return piece.bytes;
    file ??= Buffer.allocUnsafe(piece.size);
    read += piece.bytes.copy(file, read);
  }
  return file;
}
