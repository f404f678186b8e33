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
import { commonWords } from './words/common.ts';
import { jobsWords } from './words/jobs.ts';

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
  const w = jobsWords();
  const missing = ids.length + taken.length - found.size;
  const failed = ended.filter(({ status }) => status === 'error').length;
  return page({
    scope,
    title: w.ended(ended.length, jobs.length),
    here: null,
    ...(ended.length < jobs.length ? { refresh: LOOK_SECONDS } : {}),
    body: html`<p class="crumbs"><a href="/ui/jobs">${commonWords().recentJobs}</a> /</p>
<h1>${w.eachAJob(counted(jobs.length, 'document'))}</h1>
<div id="batch">
${ended.length < jobs.length ? live({ url: batchUrl(ids, taken), region: 'batch', seconds: LOOK_SECONDS, now }) : asOf(now)}
${taken.length === 0 ? NOTHING : notice('error', w.notSubmitted(counted(taken.length, 'document')), html`${w.idsTaken} ${those(taken).map((job) => html`<a href="/ui/jobs/${job.job_id}">${named(job.request_id)}</a> `)}`)}
${missing <= 0 ? NOTHING : notice('info', w.notFound(counted(missing, 'job')), w.pastRetention)}
<p class="showing">${w.ended(ended.length, jobs.length)}${failed === 0 ? '' : w.inError(failed)}${w.toReview(jobs.filter(({ needs_review }) => needs_review).length)}</p>
${jobs.length === 0 ? html`<p class="empty">${w.namesNone}</p>` : jobRows(jobs, { scope, workers, now, pick: false })}
</div>`,
  });
}
