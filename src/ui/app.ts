/** The pages as a Hono app, to be mounted beside the API: one route a page, one an act; errors are pages too. */
import { type Context, Hono } from 'hono';
import { html } from 'hono/html';
import { EndpointNameSchema } from '../contracts/callback.ts';
import { type JobId, JobIdSchema } from '../contracts/ids.ts';
import type { Job } from '../contracts/job.ts';
import type { AppEnv } from '../http/deps.ts';
import { parseBody } from '../http/faults.ts';
import { FIELDS_ONLY, readForm } from '../http/form.ts';
import { PROBLEMS, Problem } from '../http/problem.ts';
import { problemOf } from '../http/refusal.ts';
import { wholeOf } from '../http/submission.ts';
import { BadCursor, type JobListPage } from '../jobs/read.ts';
import { isPassing } from '../store/database-fault.ts';
import { assetAnswer } from './assets.ts';
import { ACT_WORDS, confirmPage, parseBulkForm, runBulk } from './bulk-page.ts';
import { callbacksPage } from './callbacks-page.ts';
import type { UiDeps } from './deps.ts';
import { healthPage } from './health-page.ts';
import type { Html } from './html.ts';
import { jobPage } from './job-page.ts';
import { actSaid, jobsPage } from './jobs-page.ts';
import { filterOf, type ListQuery, NO_PLACE, PAGE_SIZE, parseListQuery } from './list-query.ts';
import { notice, page } from './page-frame.ts';
import { readSubmitForm } from './submit-form.ts';
import { submitPage } from './submit-page.ts';
import { useCasesPage } from './use-cases-page.ts';
import { parseView, viewer } from './viewer.ts';

/** Only what ix itself serves, and nothing that stands in a page: no inline script, style or handler. */
const CSP = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' blob:",
  "connect-src 'self'",
  "form-action 'self'",
  "frame-ancestors 'none'",
  "base-uri 'none'",
].join('; ');

type Ui = Context<AppEnv>;

export function createUi(deps: UiDeps): Hono<AppEnv> {
  const app = new Hono<AppEnv>();
  app.onError((error, c) => answer(c, ...errorPage(deps, error, c.get('requestId'))));

  app.get('/', (c) => c.redirect('/ui'));
  app.get('/ui/assets/:name', (c) => assetAnswer(c, c.req.param('name')) ?? answer(c, nothingHere(c.req.path), 404));

  app.get('/ui', (c) => answer(c, submitPage(deps)));
  app.get('/ui/submit', (c) => c.redirect('/ui'));
  app.post('/ui/submit', (c) =>
    deps.intake.hold(async (held) => {
      const limits = { body: wholeOf(deps.limits), maxFileBytes: deps.limits.maxFileBytes };
      const form = readSubmitForm(await readForm(c, limits, held), deps.refusalOf);
      if ('wrong' in form) return answer(c, submitPage(deps, form.filled, form.wrong), 422);
      const [submitted] = await deps.submit([form.job]);
      if (submitted === undefined) throw new Error('submit answered nothing for one job');
      return c.redirect(`/ui/jobs/${submitted.job.job_id}`, 303);
    }),
  );

  app.get('/ui/jobs', async (c) => {
    const query = parseListQuery(searchOf(c));
    return answer(c, await jobsPage(deps, ...(await listed(deps, query))));
  });
  app.get('/ui/jobs/bulk', (c) => c.redirect('/ui/jobs'));
  app.post('/ui/jobs/bulk', async (c) => {
    const form = parseBulkForm((await readForm(c, FIELDS_ONLY)).texts);
    if (form === null) throw new Problem('unreadable', 'the form names no act: expected one of this page’s buttons');
    if (form.confirmed === null) return answer(c, await confirmPage(deps, form));
    const { seen, applied, more } = await runBulk(deps, form, form.confirmed);
    const [query, list] = await listed(deps, { ...form.query, cursor: null });
    return answer(c, await jobsPage(deps, query, list, actSaid(ACT_WORDS[form.act].done, applied, seen, more)));
  });

  app.get('/ui/jobs/:job_id', async (c) => {
    const job = await jobOf(deps, c);
    return answer(c, await jobPage(deps, job, searchOf(c), await deps.callbacks.ofJob(JobIdSchema.parse(job.job_id))));
  });
  app.get('/ui/jobs/:job_id/viewer', async (c) => {
    const job = await jobOf(deps, c);
    return answer(c, await viewer(deps.pages, job, parseView(searchOf(c), job)));
  });
  app.post('/ui/jobs/:job_id/cancel', async (c) => {
    await deps.cancelJobs([idOf(c)]);
    return c.redirect(`/ui/jobs/${idOf(c)}`, 303);
  });
  app.post('/ui/jobs/:job_id/resubmit', async (c) => {
    const copy = await deps.resubmitJob(idOf(c));
    if (copy === null) throw new Problem('not-found', `there is no job ${idOf(c)}`);
    return c.redirect(`/ui/jobs/${copy.job.job_id}`, 303);
  });

  app.post('/ui/jobs/:job_id/redeliver', async (c) => {
    await deps.callbacks.redeliverJob(idOf(c));
    return c.redirect(`/ui/jobs/${idOf(c)}#callback`, 303);
  });

  app.get('/ui/callbacks', async (c) => answer(c, await callbacksPage(deps, searchOf(c))));
  app.post('/ui/callbacks/:act{pause|resume}', async (c) => {
    const { texts: form } = await readForm(c, FIELDS_ONLY);
    const name = parseBody(EndpointNameSchema, { client_id: form.get('client_id') ?? '', origin: form.get('origin') ?? '' });
    await (c.req.param('act') === 'pause' ? deps.callbacks.pause(name) : deps.callbacks.resume(name));
    return c.redirect('/ui/callbacks', 303);
  });
  app.get('/ui/health', async (c) => answer(c, await healthPage(deps)));
  app.get('/ui/use-cases', (c) => answer(c, useCasesPage(deps)));
  app.all('/ui/*', (c) => answer(c, nothingHere(c.req.path), 404));
  return app;
}

async function answer(c: Ui, body: Html, status: 200 | ErrorStatus = 200): Promise<Response> {
  c.header('Content-Security-Policy', CSP);
  c.header('Cache-Control', 'no-store');
  // With the API's no-referrer a browser would send our own forms with `Origin: null`, as another site's.
  c.header('Referrer-Policy', 'same-origin');
  return c.html(body, status);
}

const searchOf = (c: Ui): URLSearchParams => new URL(c.req.url).searchParams;

/** A cursor that is not ours leads to the first page, with a word about it. */
async function listed(deps: UiDeps, query: ListQuery): Promise<[ListQuery, JobListPage]> {
  const list = (cursor: string | null) =>
    deps.listPage({ ...filterOf(query), limit: PAGE_SIZE, offset: 0, ...(cursor === null ? {} : { cursor }) });
  try {
    return [query, await list(query.cursor)];
  } catch (error) {
    if (!(error instanceof BadCursor)) throw error;
    const problems = [...query.problems, NO_PLACE];
    return [{ ...query, cursor: null, problems }, await list(null)];
  }
}

function idOf(c: Ui): JobId {
  const id = JobIdSchema.safeParse(c.req.param('job_id'));
  if (!id.success) throw new Problem('not-found', 'the address names no job: expected a UUID');
  return id.data;
}

async function jobOf(deps: UiDeps, c: Ui): Promise<Job> {
  const job = await deps.getJob(idOf(c));
  if (job === null) throw new Problem('not-found', `there is no job ${idOf(c)}; it may be past its retention`);
  return job;
}

const nothingHere = (path: string): Html =>
  page({
    title: 'Nothing here',
    here: null,
    body: html`<h1>Nothing here</h1><p>There is no page at <code>${path}</code>. Go to <a href="/ui/jobs">the jobs</a> or <a href="/ui">submit a document</a>.</p>`,
  });

type ErrorStatus = 400 | 404 | 408 | 413 | 422 | 429 | 500 | 503;

function errorPage(deps: UiDeps, error: unknown, requestId: string): [Html, ErrorStatus] {
  const problem = problemOf(error);
  if (problem !== null) {
    const { status, title } = PROBLEMS[problem.kind];
    const known = status === 404 || status === 408 || status === 413 || status === 422 || status === 429 || status === 503;
    return [saying(title, problem.message), known ? status : 400];
  }
  const away = isPassing(error);
  deps.log.error({ err: error, request_id: requestId }, away ? 'the database is not available' : 'a page failed');
  if (away) return [saying('The database does not answer', 'Reload the page in a moment; nothing that was stored is lost.'), 503];
  return [saying('ix failed', `The log has the details under request id ${requestId}.`), 500];
}

const saying = (title: string, text: string): Html =>
  page({
    title,
    here: null,
    body: html`<h1>${title}</h1>${notice('error', 'Sorry.', text)}<p><a class="button quiet" href="/ui/jobs">Recent jobs</a></p>`,
  });
