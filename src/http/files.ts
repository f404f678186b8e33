/** Files by themselves: uploaded once, to be named by any number of jobs. */
import { createHash } from 'node:crypto';
import type { Context } from 'hono';
import { z } from 'zod';
import { NameSchema } from '../contracts/bounds.ts';
import { type FileId, FileIdSchema } from '../contracts/ids.ts';
import { onlyClientOf, type Scope } from '../contracts/scope.ts';
import { Content, chunksOf } from './body.ts';
import type { AppDeps, AppEnv } from './deps.ts';
import type { Held } from './intake.ts';
import { invalid, Problem } from './problem.ts';
import { parseQuery } from './query.ts';
import type { Route } from './route.ts';

const MEDIA = 'application/octet-stream';

const FileQuerySchema = z.strictObject({
  client_id: NameSchema.optional().describe('Whose it is; without it the client of the key, or `default`.'),
});
const FilePath = z.strictObject({ file_id: FileIdSchema.describe('The `file_id` of the upload.') });

export function fileRoutes(deps: AppDeps): Route[] {
  return [
    {
      method: 'post',
      path: '/v1/files',
      operationId: 'uploadFile',
      needs: 'submit',
      tag: 'Files',
      summary: 'Upload a file, for jobs to name',
      description:
        'The body is the file as it is. Jobs of the same client name it by `{"file_id": …}` in `context.files`, as many as will. Its id is made of its bytes, so the same file again is the same. It stays a day without a job, and then as long as its last job.',
      query: FileQuerySchema,
      body: { [MEDIA]: { schema: 'Bytes' } },
      answers: {
        201: { description: 'The file, stored.', schema: 'StoredFile', headers: { Location: 'Where it is.' } },
        200: { description: 'The file, which was there already.', schema: 'StoredFile', headers: { Location: 'Where it is.' } },
      },
      problems: ['unreadable', 'cross-site', 'too-slow', 'too-large', 'unsupported-media-type', 'busy'],
      handler: async (c, scope) => {
        const clientId = clientOf(c, scope);
        const { file, created } = await deps.intake.hold(
          async (held) => deps.files.store(scope, { clientId, ...(await readFile(c, deps, held)) }),
          (bytes) => deps.rates.upload(scope, bytes),
        );
        const Location = `/v1/files/${file.file_id}${onlyClientOf(scope) === null ? `?client_id=${encodeURIComponent(clientId)}` : ''}`;
        return c.json(file, created ? 201 : 200, { Location });
      },
    },
    {
      method: 'get',
      path: '/v1/files/{file_id}',
      operationId: 'getFile',
      needs: 'read',
      tag: 'Files',
      summary: 'What is known of a file',
      params: FilePath,
      query: FileQuerySchema,
      answers: { 200: { description: 'The file, without its bytes.', schema: 'StoredFile' } },
      problems: ['not-found'],
      handler: async (c, scope) => {
        const file = await deps.files.get(scope, clientOf(c, scope), fileIdOf(c));
        if (file === null) throw noFile(c);
        return c.json(file);
      },
    },
    {
      method: 'delete',
      path: '/v1/files/{file_id}',
      operationId: 'deleteFile',
      needs: 'submit',
      tag: 'Files',
      summary: 'Delete a file that no job has, for good',
      params: FilePath,
      query: FileQuerySchema,
      answers: { 204: { description: 'It is gone.' } },
      problems: ['not-found', 'cross-site', 'in-use'],
      handler: async (c, scope) => {
        if (!(await deps.files.delete(scope, clientOf(c, scope), fileIdOf(c)))) throw noFile(c);
        return c.body(null, 204);
      },
    },
  ];
}

const clientOf = (c: Context<AppEnv>, scope: Scope): string => parseQuery(c, FileQuerySchema).client_id ?? onlyClientOf(scope) ?? 'default';

/** @throws Problem 404 */
function fileIdOf(c: Context<AppEnv>): FileId {
  const id = FileIdSchema.safeParse(c.req.param('file_id'));
  if (!id.success) throw noFile(c);
  return id.data;
}

const noFile = (c: Context<AppEnv>): Problem =>
  new Problem('not-found', `there is no file ${JSON.stringify(c.req.param('file_id'))} of this client`);

/** @throws Problem 408, 413, 415, 422 or 503 */
async function readFile(c: Context<AppEnv>, { limits, files }: AppDeps, held: Held) {
  const { maxFileBytes, bodySeconds: seconds } = limits;
  const mediaType = (c.req.header('content-type') ?? '').split(';')[0]?.trim().toLowerCase();
  if (mediaType !== MEDIA)
    throw new Problem('unsupported-media-type', `Content-Type: expected ${MEDIA}`, { headers: { 'Accept-Post': MEDIA } });
  const limit = { bytes: maxFileBytes, what: 'the file (IX_FILE_MAX_BYTES)', seconds };
  const content = new Content(limit, files.stage());
  held.onRelease(() => content.free());
  const hash = createHash('sha256');
  for await (const chunk of chunksOf(c, limit, held)) {
    content.take(chunk);
    hash.update(chunk);
    await content.settle();
  }
  if (content.size === 0) throw invalid([{ pointer: '', detail: 'expected the bytes of a file, found none' }]);
  return { fileId: FileIdSchema.parse(`sha256:${hash.digest('hex')}`), pieces: content.pieces(), staged: content.staged };
}
