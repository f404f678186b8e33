/** The pages of the browser, told of as the API tells of itself: what stands in their addresses and in their forms. */
import type { Document } from './slots.ts';

const string = { type: 'string' };
const strings = (...names: readonly string[]) => Object.fromEntries(names.map((name) => [name, string]));
const query = (...names: readonly string[]) => names.map((name) => ({ in: 'query' as const, name, schema: string }));
const inPath = (name: string) => ({ in: 'path' as const, name, schema: string });
const form = (type: string, properties: Readonly<Record<string, object>>) => ({
  content: { [type]: { schema: { type: 'object', properties } } },
});

const URLENCODED = 'application/x-www-form-urlencoded';
const FILTERS = ['client', 'use_case', 'q', 'after', 'before', 'cursor', 'status', 'live'];
const JOB = inPath('job_id');

export const PAGES: Document = {
  components: { schemas: {} },
  paths: {
    '/ui': { get: { parameters: [] } },
    '/ui/{page}': { get: { parameters: [inPath('page')] } },
    '/ui/assets/{name}': { get: { parameters: [inPath('name')] } },
    '/ui/submit': {
      post: {
        parameters: [],
        requestBody: form('multipart/form-data', {
          ...strings('use_case', 'use_case_inline', 'text', 'url', 'ix_client_id', 'request_id', 'callback_url', 'priority', 'engine'),
          files: { type: 'array', items: string },
        }),
      },
    },
    '/ui/jobs': { get: { parameters: query(...FILTERS) } },
    '/ui/jobs/bulk': {
      post: {
        parameters: [],
        requestBody: form(URLENCODED, {
          ...strings('act', 'scope', 'confirm', 'until', 'key', ...FILTERS),
          job: { type: 'array', items: string },
        }),
      },
    },
    '/ui/jobs/{job_id}': { get: { parameters: [JOB, ...query('file', 'page', 'zoom', 'turn')] } },
    '/ui/jobs/{job_id}/viewer': { get: { parameters: [JOB, ...query('file', 'page', 'zoom', 'turn')] } },
    '/ui/jobs/{job_id}/cancel': { post: { parameters: [JOB] } },
    '/ui/jobs/{job_id}/resubmit': { post: { parameters: [JOB] } },
    '/ui/jobs/{job_id}/redeliver': { post: { parameters: [JOB] } },
    '/ui/callbacks': { get: { parameters: query('failed', 'waiting') } },
    '/ui/callbacks/{act}': { post: { parameters: [inPath('act')], requestBody: form(URLENCODED, strings('client_id', 'origin')) } },
    '/ui/sign-in': { get: { parameters: query('to') }, post: { parameters: [], requestBody: form(URLENCODED, strings('key', 'to')) } },
    '/ui/keys': {
      get: { parameters: [] },
      post: { parameters: [], requestBody: form(URLENCODED, strings('role', 'client_id', 'name', 'days')) },
    },
    '/ui/keys/{key_id}/revoke': { post: { parameters: [inPath('key_id')] } },
    '/ui/audit': { get: { parameters: query('who', 'act', 'target', 'cursor') } },
    '/ui/health': { get: { parameters: [] } },
    '/ui/use-cases': { get: { parameters: [] } },
  },
};
