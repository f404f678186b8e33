/** Uploaded files: bytes by client and content, and which jobs use them. */
import type { EntityManager } from '@mikro-orm/postgresql';
import { sql } from 'kysely';
import type { FileId, JobId } from '../contracts/ids.ts';

export interface NewFile {
  readonly clientId: string;
  readonly fileId: FileId;
  readonly bytes: Uint8Array;
}

/** The same content of the same client is stored once. One row a statement: a file goes out as it is, in binary. Index: primary key. */
export async function insertFile(em: EntityManager, { clientId, fileId, bytes }: NewFile): Promise<void> {
  await sql`
    INSERT INTO ix_files (client_id, file_id, size, bytes) VALUES (${clientId}, ${fileId}, ${bytes.length}, ${Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length)})
    ON CONFLICT DO NOTHING`.execute(em.getKysely());
}

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

/** A client's file, or null: nobody reads another client's. Index: primary key. */
export async function readFile(em: EntityManager, clientId: string, fileId: FileId): Promise<Uint8Array | null> {
  const { rows } = await sql<{ bytes: Buffer }>`
    SELECT bytes FROM ix_files WHERE client_id = ${clientId} AND file_id = ${fileId}`.execute(em.getKysely());
  return rows[0]?.bytes ?? null;
}
