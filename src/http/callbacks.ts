/** Callbacks: the log of their attempts, sending them again, the endpoints they go to. */
import type { Context } from 'hono';
import { z } from 'zod';
import { CursorSchema, NameSchema, URL_MAX, upTo } from '../contracts/bounds.ts';
import {
  CallbackIdSchema,
  type CallbackList,
  EndpointNameSchema,
  LastStatusSchema,
  lastStatusOf,
  REDELIVER_MAX,
  RedeliverManySchema,
} from '../contracts/callback.ts';
import { CALLBACK_STATUSES, LIST_LIMIT_MAX } from '../contracts/job.ts';
import type { Scope } from '../contracts/scope.ts';
import { SubscriptionIdSchema } from '../contracts/subscription.ts';
import { BadCursor } from '../jobs/read.ts';
import { readJson } from './body-json.ts';
import type { AppDeps, AppEnv } from './deps.ts';
import { TimeSchema } from './jobs.ts';
import { LINK, linksOf } from './paging.ts';
import { JobPath, jobIdOf } from './path.ts';
import { invalid, Problem } from './problem.ts';
import { parseQuery } from './query.ts';
import type { Route } from './route.ts';

const ListQuerySchema = z.strictObject({
  status: z.array(z.enum(CALLBACK_STATUSES)).optional().describe('Callbacks in this state; may be repeated. An empty one matches nothing.'),
  client_id: NameSchema.optional().describe('Callbacks of exactly this client.'),
  origin: upTo(URL_MAX, z.string()).optional().describe('Callbacks to exactly this scheme, host and port, `https://hooks.example.com`.'),
  last_status: LastStatusSchema.optional().describe(
    'HTTP status of the last attempt: `500`, any of a class `5xx`, or `none` when no answer came.',
  ),
  subscription_id: SubscriptionIdSchema.optional().describe('Callbacks to exactly this subscription.'),
  created_after: TimeSchema.optional().describe('Callbacks made after this time; a date alone is its midnight in UTC.'),
  created_before: TimeSchema.optional().describe('Callbacks made before this time.'),
  limit: z.int().min(1).default(50).describe(`Callbacks on a page; more than ${LIST_LIMIT_MAX} is cut down to it.`),
  cursor: CursorSchema.optional().describe('`next_cursor` of an earlier answer.'),
});

const EndpointQuerySchema = z.strictObject({
  client_id: NameSchema.optional().describe('Endpoints of exactly this client.'),
  paused: z.enum(['true', 'false']).optional().describe('Only those that are paused, or that are not.'),
});

export function callbackRoutes({ callbacks, getJob }: AppDeps): Route[] {
  const ofJob = async (c: Context<AppEnv>, scope: Scope) => {
    const jobId = jobIdOf(c);
    const found = await callbacks.ofJob(scope, jobId);
    if (found.length === 0 && (await getJob(scope, jobId)) === null) throw new Problem('not-found', `there is no job ${jobId}`);
    return { jobId, callbacks: found };
  };
  return [
    {
      method: 'get',
      path: '/jobs/{job_id}/callbacks',
      operationId: 'listCallbacksOfJob',
      needs: 'read',
      tag: 'Callbacks',
      summary: 'The callbacks of a job, with the log of their attempts',
      params: JobPath,
      answers: {
        200: {
          description: 'None while nothing has happened that anybody is told of: by its `callback_url`, or by subscriptions of its client.',
          schema: 'JobCallbacks',
        },
      },
      problems: ['not-found'],
      handler: async (c, scope) => c.json({ callbacks: (await ofJob(c, scope)).callbacks }),
    },
    {
      method: 'post',
      path: '/jobs/{job_id}/callbacks/redeliver',
      operationId: 'redeliverCallbacksOfJob',
      needs: 'submit',
      tag: 'Callbacks',
      summary: 'Send the callbacks of a job again',
      description:
        'Whatever came of them: they keep their id and begin their schedule anew, at once. One that is being sent just now is left to its end.',
      params: JobPath,
      answers: { 202: { description: 'The callbacks, pending again.', schema: 'JobCallbacks' } },
      problems: ['not-found', 'cross-site'],
      handler: async (c, scope) => {
        const { jobId, callbacks: before } = await ofJob(c, scope);
        if (before.length === 0)
          throw new Problem('not-found', `job ${jobId} has no callback: nothing has happened to it that anybody is told of`);
        await callbacks.redeliverJob(scope, jobId);
        return c.json({ callbacks: await callbacks.ofJob(scope, jobId) }, 202);
      },
    },
    {
      method: 'get',
      path: '/callbacks',
      operationId: 'listCallbacks',
      needs: 'read',
      tag: 'Callbacks',
      summary: 'List callbacks, newest first',
      query: ListQuerySchema,
      answers: { 200: { description: 'One page.', schema: 'CallbackList', headers: LINK } },
      handler: async (c, scope) => {
        const { status, client_id, last_status, subscription_id, created_after, created_before, ...query } = parseQuery(c, ListQuerySchema);
        const filter = {
          statuses: status,
          clientId: client_id,
          lastStatus: last_status === undefined ? undefined : lastStatusOf(last_status),
          subscriptionId: subscription_id,
          createdAfter: created_after === undefined ? undefined : new Date(created_after),
          createdBefore: created_before === undefined ? undefined : new Date(created_before),
        };
        const list = await listOrRefuse(callbacks.list(scope, { ...query, ...filter }));
        return c.json(list, 200, linksOf(c, { next: list.next_cursor }));
      },
    },
    {
      method: 'get',
      path: '/callbacks/{callback_id}',
      operationId: 'getCallback',
      needs: 'read',
      tag: 'Callbacks',
      summary: 'One callback, with the log of its attempts',
      params: z.strictObject({ callback_id: CallbackIdSchema.describe('The `callback_id`: what receivers get as `webhook-id`.') }),
      answers: { 200: { description: 'The callback.', schema: 'Callback' } },
      problems: ['not-found'],
      handler: async (c, scope) => {
        const given = c.req.param('callback_id') ?? '';
        const id = CallbackIdSchema.safeParse(given);
        const callback = id.success ? await callbacks.get(scope, id.data) : null;
        if (callback === null) throw new Problem('not-found', `there is no callback ${JSON.stringify(given)}`);
        return c.json(callback);
      },
    },
    {
      method: 'post',
      path: '/callbacks/redeliver',
      operationId: 'redeliverCallbacks',
      needs: 'operate',
      tag: 'Callbacks',
      summary: 'Send callbacks that failed again',
      description: `All that failed, of a client, to an endpoint or of a time if so asked, the oldest first, at most ${REDELIVER_MAX} a call. They are spread over time: \`per_second\`.`,
      body: { 'application/json': { schema: 'RedeliverMany', example: { client_id: 'accounting', per_second: 5 } } },
      answers: { 202: { description: 'How many are pending again.', schema: 'Redelivered' } },
      problems: ['unreadable', 'cross-site', 'too-large', 'unsupported-media-type', 'invalid'],
      handler: async (c, scope) => c.json(await callbacks.redeliverMany(scope, await readJson(c, RedeliverManySchema)), 202),
    },
    {
      method: 'get',
      path: '/endpoints',
      operationId: 'listEndpoints',
      needs: 'read',
      tag: 'Callbacks',
      summary: 'The endpoints callbacks go to, those that are paused first',
      description:
        'An endpoint is what one client has at one scheme, host and port. It is listed once something was sent to it; at most 1,000.',
      query: EndpointQuerySchema,
      answers: { 200: { description: 'How each fares.', schema: 'EndpointList' } },
      handler: async (c, scope) => {
        const { client_id, paused } = parseQuery(c, EndpointQuerySchema);
        const filter = { clientId: client_id, paused: paused === undefined ? undefined : paused === 'true' };
        return c.json({ endpoints: await callbacks.endpoints(scope, filter) });
      },
    },
    {
      method: 'post',
      path: '/endpoints/pause',
      operationId: 'pauseEndpoint',
      needs: 'operate',
      tag: 'Callbacks',
      summary: 'Send nothing to an endpoint until it is resumed',
      description: 'Its callbacks wait; their schedules stand still. What is under way ends.',
      body: {
        'application/json': { schema: 'EndpointName', example: { client_id: 'accounting', origin: 'https://accounting.example.com' } },
      },
      answers: { 200: { description: 'The endpoint, paused.', schema: 'Endpoint' } },
      problems: ['unreadable', 'cross-site', 'too-large', 'unsupported-media-type', 'invalid'],
      handler: async (c, scope) => c.json(await callbacks.pause(scope, await readJson(c, EndpointNameSchema))),
    },
    {
      method: 'post',
      path: '/endpoints/resume',
      operationId: 'resumeEndpoint',
      needs: 'operate',
      tag: 'Callbacks',
      summary: 'End the pause of an endpoint, whoever began it',
      body: {
        'application/json': { schema: 'EndpointName', example: { client_id: 'accounting', origin: 'https://accounting.example.com' } },
      },
      answers: { 200: { description: 'The endpoint, not paused. What waits is sent at once.', schema: 'Endpoint' } },
      problems: ['unreadable', 'cross-site', 'not-found', 'too-large', 'unsupported-media-type', 'invalid'],
      handler: async (c, scope) => {
        const name = await readJson(c, EndpointNameSchema);
        const endpoint = await callbacks.resume(scope, name);
        if (endpoint === null) {
          throw new Problem(
            'not-found',
            `client ${JSON.stringify(name.client_id)} has no endpoint ${name.origin}: nothing was sent there yet`,
          );
        }
        return c.json(endpoint);
      },
    },
  ];
}

async function listOrRefuse(list: Promise<CallbackList>): Promise<CallbackList> {
  try {
    return await list;
  } catch (error) {
    if (error instanceof BadCursor) throw invalid([{ parameter: 'cursor', detail: 'expected next_cursor of an earlier answer' }]);
    throw error;
  }
}
