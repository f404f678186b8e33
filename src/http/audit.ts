/** The audit: who did what to which. */
import { z } from 'zod';
import { CursorSchema, LINE_MAX, upTo } from '../contracts/bounds.ts';
import { LIST_LIMIT_MAX } from '../contracts/job.ts';
import { BadCursor } from '../jobs/read.ts';
import type { AppDeps } from './deps.ts';
import { TimeSchema } from './jobs.ts';
import { LINK, linksOf } from './paging.ts';
import { invalid } from './problem.ts';
import { parseQuery } from './query.ts';
import type { Route } from './route.ts';

const text = () => upTo(LINE_MAX, z.string().min(1)).optional();

const AuditQuerySchema = z.strictObject({
  who: text().describe('Entries of exactly this one: `key 2f6kabcdefgh`, `IX_ADMIN_KEY`, `this machine`.'),
  act: text().describe('Entries of exactly this act: `cancel`, `create key`.'),
  target: text().describe('Entries about exactly this: `job` and its id, `key` and its id.'),
  after: TimeSchema.optional().describe('Entries after this time; a date alone is its midnight in UTC.'),
  before: TimeSchema.optional().describe('Entries before this time.'),
  limit: z.int().min(1).default(50).describe(`Entries on a page; more than ${LIST_LIMIT_MAX} is cut down to it.`),
  cursor: CursorSchema.optional().describe('`next_cursor` of an earlier answer.'),
});

export function auditRoutes({ keys }: AppDeps): Route[] {
  return [
    {
      method: 'get',
      path: '/v1/audit',
      operationId: 'listAudit',
      needs: 'admin',
      tag: 'Keys',
      summary: 'Who did what to which, newest first',
      description:
        'Cancelling, resubmitting, redelivering, pausing, and all that is done to keys and signing secrets; who signed in. An entry commits with its act, and is never changed. A submission is told by its job.',
      query: AuditQuerySchema,
      answers: { 200: { description: 'One page.', schema: 'AuditList', headers: LINK } },
      handler: async (c, scope) => {
        const { after, before, ...query } = parseQuery(c, AuditQuerySchema);
        const times = {
          after: after === undefined ? undefined : new Date(after),
          before: before === undefined ? undefined : new Date(before),
        };
        try {
          const list = await keys.audit(scope, { ...query, ...times });
          return c.json(list, 200, linksOf(c, { next: list.next_cursor }));
        } catch (error) {
          if (error instanceof BadCursor) throw invalid([{ parameter: 'cursor', detail: 'expected next_cursor of an earlier answer' }]);
          throw error;
        }
      },
    },
  ];
}
