/** Uploaded files: bytes by client and content, and which jobs use them. */
import type { EntityManager } from '@mikro-orm/postgresql';
import type { FileId, JobId } from '../contracts/ids.ts';
import { execute } from './statement.ts';
import { tables } from './tables.ts';

export interface NewFile {
  readonly clientId: string;
  readonly fileId: FileId;
  readonly bytes: Uint8Array;
}

/** The same content of the same client is stored once. One row a statement: a file goes out as it is, in binary. Index: primary key. */
export async function insertFile(em: EntityManager, { clientId, fileId, bytes }: NewFile): Promise<void> {
  await tables(em)
    .insertInto('ix_files')
    .values({ client_id: clientId, file_id: fileId, size: bytes.length, bytes: Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length) })
    .onConflict((row) => row.doNothing())
    .execute();
}

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

/** A client's file, or null: nobody reads another client's. Index: primary key. */
export async function readFile(em: EntityManager, clientId: string, fileId: FileId): Promise<Uint8Array | null> {
  const file = await tables(em)
    .selectFrom('ix_files')
    .select('bytes')
    .where('client_id', '=', clientId)
    .where('file_id', '=', fileId)
    .executeTakeFirst();
  return file?.bytes ?? null;
}
