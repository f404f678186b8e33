/** A document of a job as it was sent. */
import { z } from 'zod';
import type { AppDeps } from './deps.ts';
import { etagOf, hasVersion } from './etag.ts';
import { drawn } from './page-images.ts';
import { JobPath, jobIdOf } from './path.ts';
import { Problem } from './problem.ts';
import type { Route } from './route.ts';

export function documentRoutes(deps: AppDeps): Route[] {
  return [
    {
      method: 'get',
      path: '/v1/jobs/{job_id}/documents/{index}',
      operationId: 'getDocument',
      needs: 'read',
      tag: 'Jobs',
      summary: 'A document of a job as it was sent',
      description: 'Its bytes, to be saved. A file named by URL is fetched again; a text is sent in UTF-8.',
      params: JobPath.extend({ index: z.string().describe('Which of `context.files`, from 0, then of `context.texts` after them.') }),
      requestHeaders: { 'If-None-Match': 'The ETag of an earlier answer: 304 when it is still the same.' },
      answers: {
        200: {
          description: 'The document.',
          media: 'application/octet-stream',
          schema: 'Bytes',
          headers: { ETag: 'Of its bytes, strong.', 'Content-Disposition': 'To be saved under its name.' },
        },
        304: { description: 'The document is still the one named by `If-None-Match`.' },
      },
      problems: ['not-found', 'no-document'],
      handler: async (c, scope) => {
        const id = jobIdOf(c);
        const index = /^(?:0|[1-9]\d{0,3})$/.exec(c.req.param('index') ?? '')?.[0];
        const found = index === undefined ? null : await drawn(() => deps.pages.original(scope, id, Number(index)));
        if (found === null)
          throw new Problem('not-found', 'there is no such document: expected a job and the number of one of its documents');
        const headers = { ETag: etagOf(found.bytes), 'Cache-Control': 'private, no-cache' };
        if (hasVersion(c, headers.ETag)) return c.body(null, 304, headers);
        return c.body(Uint8Array.from(found.bytes), 200, {
          ...headers,
          'Content-Type': 'application/octet-stream',
          // RFC 8187: whatever the name is, it is one parameter.
          'Content-Disposition': `attachment; filename*=UTF-8''${encodeURIComponent(found.name).replaceAll(/['()*]/g, percent)}`,
        });
      },
    },
  ];
}

const percent = (letter: string): string => `%${letter.charCodeAt(0).toString(16).toUpperCase()}`;
