/** GET /jobs: filters, pages, and what it refuses. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Job, type JobList, JobListSchema } from '../../src/contracts/job.ts';
import { ProblemSchema } from '../../src/http/problem.ts';
import { Api } from './api.ts';

let api: Api;
/** In the order they were submitted: req0 and req1 are done, the rest is pending. */
const jobs: Job[] = [];

beforeAll(async () => {
  api = await Api.open();
  for (let i = 0; i < 5; i++) {
    const context = { texts: ['x'], files: [`https://files.example.com/${i === 3 ? 'march_100%25' : `plain-${i}`}.pdf`] };
    jobs.push(
      await api.submitted({ use_case: i === 4 ? 'other' : 'slip', ix_client_id: i < 3 ? 'a' : 'b', request_id: `req${i}`, context }),
    );
    if (i === 1) await api.endAll();
  }
});
afterAll(() => api.close());

async function list(query: string): Promise<JobList & { link: string | null }> {
  const response = await api.get(`/jobs${query}`);
  expect(response.status).toBe(200);
  return { ...JobListSchema.parse(await response.json()), link: response.headers.get('link') };
}

const ids = (page: JobList): string[] => page.jobs.map((job) => job.request_id);

test('newest first, all of them, and never a request or a response', async () => {
  const page = await list('');
  expect(ids(page)).toEqual(['req4', 'req3', 'req2', 'req1', 'req0']);
  expect(page).toMatchObject({ total: 5, total_relation: 'exact', limit: 50, offset: 0, next_cursor: null, prev_cursor: null, link: null });
});

describe('filters', () => {
  const cases: [string, string[]][] = [
    ['?status=done', ['req1', 'req0']],
    ['?status=pending&client_id=a', ['req2']],
    ['?status=done&status=pending&client_id=a', ['req2', 'req1', 'req0']],
    ['?status=', []],
    ['?status=running', []],
    ['?client_id=b', ['req4', 'req3']],
    ['?client_id=B', []],
    ['?use_case=other', ['req4']],
    ['?code=IX_003_000', []],
    ['?q=MARCH', ['req3']],
    ['?q=_100%25', ['req3']],
    ['?q=req2', ['req2']],
    ['?created_before=2001-01-01', []],
    ['?created_after=2001-01-01T00:00:00%2B02:00&client_id=b', ['req4', 'req3']],
  ];
  test.each(cases)('%s', async (query, expected) => {
    const page = await list(query);
    expect([ids(page), page.total]).toEqual([expected, expected.length]);
  });

  test('q finds a job by its own id', async () => {
    expect(ids(await list(`?q=${jobs[2]?.job_id}`))).toEqual(['req2']);
  });
});

describe('pages', () => {
  /** Each page's jobs, from following the Link of that relation until there is none. */
  async function follow(rel: 'next' | 'prev', query: string): Promise<{ pages: string[][]; last: string }> {
    const pages: string[][] = [];
    for (let at = query; ; ) {
      const page = await list(at);
      pages.push(ids(page));
      const link = new RegExp(`<([^>]*)>; rel="${rel}"`).exec(page.link ?? '')?.[1];
      if (link === undefined) return { pages, last: at };
      expect(new URL(link, 'http://x').pathname).toBe('/jobs');
      at = new URL(link, 'http://x').search;
    }
  }

  test('the Link of each leads through all of them, each job once, and back', async () => {
    const { pages, last } = await follow('next', '?limit=2');
    expect(pages).toEqual([['req4', 'req3'], ['req2', 'req1'], ['req0']]);
    expect((await follow('prev', last)).pages.flat().toSorted()).toEqual(['req0', 'req1', 'req2', 'req3', 'req4']);
  });

  test('Links keep the filters', async () => {
    expect((await follow('next', '?limit=1&client_id=a&status=done')).pages.flat()).toEqual(['req1', 'req0']);
  });

  test('a job that comes in meanwhile moves nothing on the pages that follow', async () => {
    const first = await list('?limit=2&client_id=a');
    expect(ids(first)).toEqual(['req2', 'req1']);
    await api.submitted({ context: { texts: ['x'] }, ix_client_id: 'z', request_id: 'late' });
    expect(ids(await list(`?limit=2&client_id=a&cursor=${first.next_cursor}`))).toEqual(['req0']);
  });

  test('by offset, with the total of all that match', async () => {
    expect(await list('?limit=1&offset=1&client_id=a')).toMatchObject({ total: 3, limit: 1, offset: 1, jobs: [{ request_id: 'req1' }] });
    expect(await list('?offset=1000&client_id=a')).toMatchObject({ total: 3, jobs: [], link: null });
  });

  test('a limit above 200 is cut down to it', async () => {
    expect((await list('?limit=100000')).limit).toBe(200);
  });
});

const cursorAt = (time: string): string => Buffer.from(`older ${time} 019a2f3e-5b1c-7c44-9d0e-2f6a1b3c4d5e`).toString('base64url');

describe('422 names the parameter', () => {
  const cases: [string, string, RegExp][] = [
    ['?statu=done', 'statu', /unknown parameter, expected one of status, client_id/],
    ['?__proto__=1', '__proto__', /unknown parameter/],
    ['?status=finished', 'status', /expected one of "pending"/],
    ['?limit=0', 'limit', /expected.*>=1/],
    ['?limit=-1', 'limit', /expected.*>=1/],
    ['?limit=abc', 'limit', /expected/],
    ['?limit=1.5', 'limit', /expected/],
    ['?limit=1&limit=2', 'limit', /expected once/],
    ['?offset=-1', 'offset', /expected.*>=0/],
    ['?offset=10001', 'offset', /expected.*<=10000/],
    ['?created_after=yesterday', 'created_after', /ISO 8601/],
    ['?created_after=2026-01-01T00:00:00+02:00', 'created_after', /%2B/],
    ['?created_before=2026-02-30', 'created_before', /ISO 8601/],
    ['?created_before=0000-12-31', 'created_before', /year 1/],
    ['?created_before=0001-01-01T00:00:00%2B14:00', 'created_before', /year 1/],
    ['?q=', 'q', /expected.*>=3/],
    ['?q=ab', 'q', /expected.*>=3/],
    ['?q=a%00b', 'q', /U\+0000/],
    ['?client_id=%00', 'client_id', /U\+0000/],
    ['?cursor=nonsense', 'cursor', /next_cursor/],
    [`?cursor=${cursorAt('2026-03-20T09:30:00.000000Z')}&offset=1`, 'offset', /not both/],
    // What PostgreSQL cannot read as a time.
    ['?created_before=9999-12-31T23:59:59-14:00', 'created_before', /year 9999/],
    [`?cursor=${cursorAt('0000-03-20T09:30:00.000000Z')}`, 'cursor', /next_cursor/],
    [`?cursor=${cursorAt('2026-02-31T09:30:00.000000Z')}`, 'cursor', /next_cursor/],
  ];
  test.each(cases)('%s', async (query, parameter, detail) => {
    const response = await api.get(`/jobs${query}`);
    expect([response.status, response.headers.get('content-type')]).toEqual([422, 'application/problem+json']);
    expect(ProblemSchema.parse(await response.json()).errors).toEqual([{ parameter, detail: expect.stringMatching(detail) }]);
  });
});
