/** Every page and every act of one, with what whoever asks must be allowed to do. */
import { EndpointNameSchema } from '../contracts/callback.ts';
import { type JobId, JobIdSchema } from '../contracts/ids.ts';
import type { Job } from '../contracts/job.ts';
import { RotateKeySchema } from '../contracts/key.ts';
import type { Scope } from '../contracts/scope.ts';
import { routesOf } from '../http/app.ts';
import { parseBody } from '../http/faults.ts';
import { FIELDS_ONLY, readForm } from '../http/form.ts';
import { keyIdOf } from '../http/path.ts';
import { Problem } from '../http/problem.ts';
import { BadCursor, type JobListPage } from '../jobs/read.ts';
import { answer, type Ui } from './answer.ts';
import { auditPage } from './audit-page.ts';
import { batchPage } from './batch-page.ts';
import { confirmPage, parseBulkForm, runBulk, saidOf } from './bulk-page.ts';
import { callbacksPage } from './callbacks-page.ts';
import type { UiDeps } from './deps.ts';
import { docsPage, isKind, problemPage } from './docs-page.ts';
import { csvOfJob, csvOfList, valuesOf, xlsxOfList } from './export.ts';
import { guidePages } from './guide-pages.ts';
import { healthPage } from './health-page.ts';
import { jobPage } from './job-page.ts';
import { jobsPage } from './jobs-page.ts';
import { keysPage, newKeyOf } from './keys-page.ts';
import { filterOf, type ListQuery, listUrl, PAGE_SIZE, parseListQuery } from './list-query.ts';
import type { PageRoute } from './page-route.ts';
import { pausePages } from './pauses.ts';
import { redeliverPages } from './redeliver-page.ts';
import { decide } from './review-form.ts';
import { fieldsUnderReview, nextOpen, reviewPage, reviewUrl } from './review-page.ts';
import { filterPages } from './saved-filters.ts';
import { json } from './show.ts';
import { signInPages } from './sign-in.ts';
import { submitPages } from './submit-pages.ts';
import { themePages } from './theme.ts';
import { toCheckPage } from './to-check-page.ts';
import { useCasePages } from './use-case-pages.ts';
import { parseView, viewUrl } from './view.ts';
import { viewer } from './viewer.ts';
import { wayBack } from './way-back.ts';
import { jobsWords } from './words/jobs.ts';

export const pagesOf = (deps: UiDeps): readonly PageRoute[] => [
  { method: 'get', path: '/', needs: 'public', handler: (c) => c.redirect('/ui') },
  ...signInPages(deps),
  ...themePages,
  ...filterPages(deps),
  ...redeliverPages(deps),
  ...pausePages(deps),
  { method: 'get', path: '/docs', needs: 'public', handler: (c) => answer(c, docsPage(routesOf(deps))) },
  {
    method: 'get',
    path: '/docs/problems/:kind',
    needs: 'public',
    handler: (c) => {
      const kind = c.req.param('kind') ?? '';
      if (!isKind(kind)) throw new Problem('not-found', `there is no kind of problem ${JSON.stringify(kind)}`);
      return answer(c, problemPage(kind));
    },
  },
  ...guidePages,
  ...submitPages(deps),
  {
    method: 'get',
    path: '/ui/jobs',
    needs: 'read',
    handler: async (c, scope) =>
      answer(c, await jobsPage(deps, scope, ...(await listed(deps, scope, parseListQuery(searchOf(c)))), saidOf(searchOf(c)))),
  },
  { method: 'get', path: '/ui/to-check', needs: 'review', handler: async (c, scope) => answer(c, await toCheckPage(deps, scope)) },
  { method: 'get', path: '/ui/batch', needs: 'read', handler: async (c, scope) => answer(c, await batchPage(deps, scope, searchOf(c))) },
  { method: 'get', path: '/ui/jobs/bulk', needs: 'public', handler: (c) => c.redirect('/ui/jobs') },
  {
    method: 'post',
    path: '/ui/jobs/bulk',
    needs: 'submit',
    handler: async (c, scope) => {
      const form = parseBulkForm((await readForm(c, FIELDS_ONLY)).texts);
      if (form === null) throw new Problem('unreadable', 'the form names no act: expected one of this page’s buttons');
      if (form.confirmed === null) return answer(c, await confirmPage(deps, scope, form));
      const { seen, applied, more } = await runBulk(deps, scope, form, form.confirmed);
      // The list is another request: loading it again repeats nothing.
      const said = new URLSearchParams({ did: form.act, applied: String(applied), seen: String(seen), more: String(more) });
      const back = listUrl({ ...form.query, cursor: null });
      return c.redirect(`${back}${back.includes('?') ? '&' : '?'}${said}`, 303);
    },
  },
  {
    method: 'get',
    path: '/ui/jobs/:job_id',
    needs: 'read',
    handler: async (c, scope) => {
      const job = await jobOf(deps, scope, c);
      return answer(
        c,
        await jobPage(
          deps,
          scope,
          job,
          searchOf(c),
          await deps.callbacks.ofJob(scope, JobIdSchema.parse(job.job_id)),
          deps.front.urlOf(c, ''),
        ),
      );
    },
  },
  {
    method: 'get',
    path: '/ui/jobs.csv',
    needs: 'read',
    handler: async (c, scope) => saved(c, await csvOfList(deps, scope, parseListQuery(searchOf(c))), 'text/csv; charset=utf-8', 'jobs.csv'),
  },
  {
    method: 'get',
    path: '/ui/jobs.xlsx',
    needs: 'read',
    handler: async (c, scope) => saved(c, await xlsxOfList(deps, scope, parseListQuery(searchOf(c))), XLSX, 'jobs.xlsx'),
  },
  {
    method: 'get',
    path: '/ui/jobs/:job_id/result.csv',
    needs: 'read',
    handler: async (c, scope) => {
      const job = await jobOf(deps, scope, c);
      return saved(c, csvOfJob(deps, job), 'text/csv; charset=utf-8', `${job.job_id}.csv`);
    },
  },
  {
    method: 'get',
    path: '/ui/jobs/:job_id/result.json',
    needs: 'read',
    handler: async (c, scope) => {
      const job = await jobOf(deps, scope, c);
      return saved(c, json(valuesOf(job)), 'application/json', `${job.job_id}.json`);
    },
  },
  {
    method: 'get',
    path: '/ui/jobs/:job_id/viewer',
    needs: 'read',
    handler: async (c, scope) => {
      const job = await jobOf(deps, scope, c);
      const view = parseView(searchOf(c), job);
      // What is looked at is in the address; the first page of all is not what anybody asked for.
      const headers = c.req.query('first') === undefined ? { 'HX-Replace-Url': viewUrl(job.job_id, view) } : {};
      return answer(c, await viewer(deps.pages, scope, job, view), 200, headers);
    },
  },
  {
    method: 'get',
    path: '/ui/review',
    needs: 'review',
    handler: async (c, scope) => {
      const next = await deps.nextToReview(scope, JobIdSchema.safeParse(c.req.query('after')).data ?? null);
      return c.redirect(next === null ? '/ui/jobs?needs_review=true' : reviewUrl(next), 303);
    },
  },
  {
    method: 'get',
    path: '/ui/jobs/:job_id/review',
    needs: 'review',
    handler: async (c, scope) => answer(c, await reviewPage(deps, scope, await jobOf(deps, scope, c), searchOf(c))),
  },
  {
    method: 'post',
    path: '/ui/jobs/:job_id/review',
    needs: 'review',
    handler: async (c, scope) => {
      const job = await jobOf(deps, scope, c);
      const { texts: form } = await readForm(c, FIELDS_ONLY);
      const path = form.get('path') ?? '';
      const decided = await decide(deps, scope, job, form);
      if ('why' in decided) return answer(c, await reviewPage(deps, scope, job, new URLSearchParams({ field: path }), decided), 422);
      const next = decided.needs_review ? nextOpen(fieldsUnderReview(deps, decided), path) : null;
      return c.redirect(reviewUrl(job.job_id, next?.path), 303);
    },
  },
  {
    method: 'post',
    path: '/ui/jobs/:job_id/cancel',
    needs: 'submit',
    handler: async (c, scope) => {
      await deps.cancelJobs(scope, [idOf(c)]);
      return c.redirect(`/ui/jobs/${idOf(c)}`, 303);
    },
  },
  {
    method: 'post',
    path: '/ui/jobs/:job_id/resubmit',
    needs: 'submit',
    handler: async (c, scope) => {
      const copy = await deps.resubmitJob(scope, idOf(c));
      if (copy === null) throw new Problem('not-found', `there is no job ${idOf(c)}`);
      return c.redirect(`/ui/jobs/${copy.job.job_id}`, 303);
    },
  },
  {
    method: 'post',
    path: '/ui/jobs/:job_id/redeliver',
    needs: 'submit',
    handler: async (c, scope) => {
      await deps.callbacks.redeliverJob(scope, idOf(c));
      return c.redirect(`/ui/jobs/${idOf(c)}#callback`, 303);
    },
  },
  {
    method: 'get',
    path: '/ui/callbacks',
    needs: 'read',
    handler: async (c, scope) => answer(c, await callbacksPage(deps, scope, searchOf(c))),
  },
  {
    method: 'post',
    path: '/ui/callbacks/:act{pause|resume}',
    needs: 'operate',
    handler: async (c, scope) => {
      const { texts: form } = await readForm(c, FIELDS_ONLY);
      const name = parseBody(EndpointNameSchema, { client_id: form.get('client_id') ?? '', origin: form.get('origin') ?? '' });
      await (c.req.param('act') === 'pause' ? deps.callbacks.pause(scope, name) : deps.callbacks.resume(scope, name));
      const to = wayBack(form.get('to'));
      return c.redirect(to === '/ui' ? '/ui/callbacks' : `${to}#callback`, 303);
    },
  },
  { method: 'get', path: '/ui/health', needs: 'read', handler: async (c, scope) => answer(c, await healthPage(deps, scope)) },
  { method: 'get', path: '/ui/keys', needs: 'admin', handler: async (c, scope) => answer(c, await keysPage(deps, scope)) },
  {
    method: 'post',
    path: '/ui/keys',
    needs: 'admin',
    handler: async (c, scope) => {
      const given = newKeyOf((await readForm(c, FIELDS_ONLY)).texts);
      if (!given.success)
        return answer(c, await keysPage(deps, scope, null, given.error.issues.map(({ message }) => message).join('; ')), 422);
      return answer(c, await keysPage(deps, scope, await deps.keys.create(scope, given.data)));
    },
  },
  {
    method: 'post',
    path: '/ui/keys/:key_id/:act{rotate|revoke}',
    needs: 'admin',
    handler: async (c, scope) => {
      const [keyId, isRotation] = [keyIdOf(c), c.req.param('act') === 'rotate'];
      const made = isRotation ? await deps.keys.rotate(scope, keyId, RotateKeySchema.parse({})) : null;
      if (!isRotation) await deps.keys.revoke(scope, keyId);
      return made === null ? c.redirect('/ui/keys', 303) : answer(c, await keysPage(deps, scope, made));
    },
  },
  { method: 'get', path: '/ui/audit', needs: 'admin', handler: async (c, scope) => answer(c, await auditPage(deps, scope, searchOf(c))) },
  ...useCasePages(deps),
];

/** A file to be saved. @param name of ASCII letters. */
function saved(c: Ui, content: string | Uint8Array<ArrayBuffer>, type: string, name: string): Response {
  return c.body(content, 200, {
    'Content-Type': type,
    'Content-Disposition': `attachment; filename="${name}"`,
    'Cache-Control': 'no-store',
  });
}

const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

const searchOf = (c: Ui): URLSearchParams => new URL(c.req.url).searchParams;

/** A cursor that is not ours leads to the first page, with a word about it. */
async function listed(deps: UiDeps, scope: Scope, asked: ListQuery): Promise<[ListQuery, JobListPage]> {
  const query = asked.client === '' ? asked : { ...asked, client: await deps.clientNamed(scope, asked.client) };
  const list = (cursor: string | null) =>
    deps.listPage(scope, { ...filterOf(query), limit: PAGE_SIZE, offset: 0, ...(cursor === null ? {} : { cursor }) });
  try {
    return [query, await list(query.cursor)];
  } catch (error) {
    if (!(error instanceof BadCursor)) throw error;
    const problems = [...query.problems, jobsWords().noPlace];
    return [{ ...query, cursor: null, problems }, await list(null)];
  }
}

function idOf(c: Ui): JobId {
  const id = JobIdSchema.safeParse(c.req.param('job_id'));
  if (!id.success) throw new Problem('not-found', 'the address names no job: expected a UUID');
  return id.data;
}

async function jobOf(deps: UiDeps, scope: Scope, c: Ui): Promise<Job> {
  const job = await deps.getJob(scope, idOf(c));
  if (job === null) throw new Problem('not-found', `there is no job ${idOf(c)}; it may be past its retention`);
  return job;
}
