/** Files that are uploaded by themselves: once, to be named by any number of jobs. */
import { z } from 'zod';

/** Seconds that an uploaded file stays without a job: a day. */
export const FILE_KEPT_SECONDS = 86_400;

/** `POST /v1/files`, `GET /v1/files/{file_id}` */
export const StoredFileSchema = z.strictObject({
  file_id: z.string().describe('What jobs of the same client name it by: `sha256:` and the SHA-256 of its bytes.'),
  client_id: z.string().describe('Whose it is: no other client’s jobs can name it.'),
  size: z.int().describe('Bytes.'),
  created_at: z.iso.datetime().describe('When it was stored first.'),
  used: z.boolean().describe('A job has it: it stays as long as its last one.'),
  kept_until: z.iso.datetime().nullable().describe('Until then it stays without a job; null: it came with one.'),
});
export type StoredFile = z.output<typeof StoredFileSchema>;
