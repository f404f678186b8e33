/** The jobs that were submitted together, one a document: live until all of them have ended. Its address names them. */
import { html } from 'hono/html';
import { type JobId, JobIdSchema } from '../contracts/ids.ts';
import { isTerminal, type Job } from '../contracts/job.ts';
import type { Scope } from '../contracts/scope.ts';
import type { UiDeps } from './deps.ts';
import { type Html, NOTHING } from './html.ts';
import { jobRows } from './job-rows.ts';
import { asOf, live } from './live.ts';
import { notice, page } from './page-frame.ts';
import { counted, named } from './show.ts';

/** Seconds between two looks. */
const LOOK_SECONDS = 3;
/** As many as one form can make. */
const JOBS_MAX = 200;

export const batchUrl = (jobs: readonly string[], taken: readonly string[] = []): string =>
  `/ui/batch?${new URLSearchParams([...jobs.map((id): [string, string] => ['job', id]), ...taken.map((id): [string, string] => ['taken', id])])}`;

const idsOf = (search: URLSearchParams, name: string): JobId[] =>
  search
    .getAll(name)
    .slice(0, JOBS_MAX)
    .flatMap((id) => JobIdSchema.safeParse(id).data ?? []);

/** @param search `job`: the ids; `taken`: jobs that stood under a request id already, and were asked for something else. */
export async function batchPage(deps: UiDeps, scope: Scope, search: URLSearchParams): Promise<Html> {
  const [ids, taken] = [idsOf(search, 'job'), idsOf(search, 'taken')];
  const [found, workers] = await Promise.all([deps.getJobs(scope, [...ids, ...taken]), deps.connectedWorkers()]);
  const those = (wanted: readonly JobId[]): Job[] => wanted.flatMap((id) => found.get(id) ?? []);
  const jobs = those(ids);
  const ended = jobs.filter(({ status }) => isTerminal(status));
  const now = deps.now();
  const missing = ids.length + taken.length - found.size;
  const failed = ended.filter(({ status }) => status === 'error').length;
  return page({
    scope,
    title: `${ended.length} of ${jobs.length} ended`,
    here: null,
    ...(ended.length < jobs.length ? { refresh: LOOK_SECONDS } : {}),
    body: html`<p class="crumbs"><a href="/ui/jobs">Recent jobs</a> /</p>
<h1>${counted(jobs.length, 'document')}, each a job</h1>
<div id="batch">
${ended.length < jobs.length ? live({ url: batchUrl(ids, taken), region: 'batch', seconds: LOOK_SECONDS, now }) : asOf(now)}
${taken.length === 0 ? NOTHING : notice('error', `${counted(taken.length, 'document')} not submitted.`, html`Their request ids are taken by other requests: ${those(taken).map((job) => html`<a href="/ui/jobs/${job.job_id}">${named(job.request_id)}</a> `)}`)}
${missing <= 0 ? NOTHING : notice('info', `${counted(missing, 'job')} not found.`, 'It may be past its retention.')}
<p class="showing">${ended.length} of ${jobs.length} ended${failed === 0 ? '' : `, ${failed} in error`}; ${jobs.filter(({ needs_review }) => needs_review).length} to review</p>
${jobs.length === 0 ? html`<p class="empty">The address names no job.</p>` : jobRows(jobs, { scope, workers, now, pick: false })}
</div>`,
  });
}
