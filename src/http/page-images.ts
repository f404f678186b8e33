/** A page of a job's document as an image. */
import { z } from 'zod';
import { IxError } from '../contracts/errors.ts';
import type { AppDeps } from './deps.ts';
import { etagOf, hasVersion } from './etag.ts';
import { JobPath, jobIdOf } from './path.ts';
import { Problem } from './problem.ts';
import { parseQuery } from './query.ts';
import type { Route } from './route.ts';

/** Pixels per inch of an image when nothing is said: an A4 page is then 910 pixels wide. */
const DPI = 110;
const DPI_MAX = 300;

const PageQuerySchema = z.strictObject({
  file: z.int().min(0).max(99).default(0).describe('Which of `context.files`, from 0.'),
  dpi: z.int().min(18).max(DPI_MAX).default(DPI).describe('Pixels per inch; very large pages are drawn smaller.'),
});

export function pageRoutes(deps: AppDeps): Route[] {
  return [
    {
      method: 'get',
      path: '/jobs/{job_id}/pages/{image}',
      operationId: 'getPageImage',
      needs: 'read',
      tag: 'Jobs',
      summary: "A page of a job's document as an image",
      description:
        'Drawn from the PDF or the picture on demand, turned and straightened as it was read: the boxes of `provenance` fit it. A file named by URL is fetched again.',
      params: JobPath.extend({ image: z.string().describe('The page within its file, from 1, and `.png`: `1.png`.') }),
      query: PageQuerySchema,
      answers: {
        200: { description: 'The page.', media: 'image/png', schema: 'Image' },
        304: { description: 'The image is still the one named by `If-None-Match`.' },
      },
      problems: ['not-found', 'no-document'],
      handler: async (c, scope) => {
        const { file, dpi } = parseQuery(c, PageQuerySchema);
        const id = jobIdOf(c);
        const number = /^([1-9]\d{0,5})\.png$/.exec(c.req.param('image') ?? '')?.[1];
        const image = number === undefined ? null : await drawn(() => deps.pages.page(scope, id, file, Number(number), dpi));
        if (image === null || image.png === null)
          throw new Problem('not-found', `there is no such page: expected a job, a PDF or a picture of it and a page of that`);
        const etag = etagOf(image.png);
        // A file named by URL may be another one by tomorrow.
        const headers = { ETag: etag, 'Cache-Control': 'private, max-age=300' };
        if (hasVersion(c, etag)) return c.body(null, 304, headers);
        return c.body(Uint8Array.from(image.png), 200, { ...headers, 'Content-Type': 'image/png' });
      },
    },
  ];
}

/** @throws Problem 422 where the document cannot be had. */
export async function drawn<T>(draw: () => Promise<T>): Promise<T> {
  try {
    return await draw();
  } catch (error) {
    if (error instanceof IxError) throw new Problem('no-document', error.message);
    throw error;
  }
}
