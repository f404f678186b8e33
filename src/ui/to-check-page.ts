/** What to check first: the jobs that a person should look at, those with the most at stake on top. */
import { html } from 'hono/html';
import { JobIdSchema } from '../contracts/ids.ts';
import type { Job } from '../contracts/job.ts';
import type { Scope } from '../contracts/scope.ts';
import { fieldsOfJob } from '../http/decisions.ts';
import type { UiDeps } from './deps.ts';
import { type Html, NOTHING } from './html.ts';
import { asOf } from './live.ts';
import { page } from './page-frame.ts';
import { resultRows } from './result.ts';
import { count, named, nameOf, time } from './show.ts';

/** The newest of those that need review: their answers are looked into. */
const JOBS = 100;

interface Stake {
  readonly job: Job;
  /** Required fields without a value, and values of low and middling trust, that nobody has decided yet. */
  readonly missing: number;
  readonly low: number;
  readonly check: number;
}

export async function toCheckPage(deps: UiDeps, scope: Scope): Promise<Html> {
  const [list, total] = await Promise.all([
    deps.listPage(scope, { needsReview: true, limit: JOBS, offset: 0 }),
    deps.countJobs(scope, { needsReview: true }),
  ]);
  const jobs = await deps.getJobs(
    scope,
    list.jobs.map(({ job_id }) => JobIdSchema.parse(job_id)),
  );
  const stakes = [...jobs.values()]
    .map((job) => stakeOf(deps, job))
    .sort((a, b) => b.missing - a.missing || b.low - a.low || b.check - a.check);
  const now = deps.now();
  const many = `${count(total.total)}${total.relation === 'more_than' ? '+' : ''}`;
  return page({
    scope,
    title: 'To check first',
    here: 'review',
    body: html`<h1>To check first</h1>
${asOf(now)}
<div class="bar"><p class="showing">${total.total > JOBS ? html`The newest <strong>${JOBS}</strong> of <strong>${many}</strong> that need review` : html`<strong>${many}</strong> that need review`}, the most at stake on top</p>
${stakes.length === 0 ? NOTHING : html`<a class="button" href="/ui/review">Review one by one</a> `}<a class="button quiet" href="/ui/jobs?needs_review=true">As a list, with filters</a></div>
${stakes.length === 0 ? html`<p class="empty">Nothing waits for a person.</p>` : table(stakes, now)}`,
  });
}

function stakeOf(deps: UiDeps, job: Job): Stake {
  if (job.response === null) return { job, missing: 0, low: 0, check: 0 };
  const open = new Set(job.review?.open ?? job.response.needs_review);
  const rows = resultRows(job.response, fieldsOfJob(deps, job) ?? []).filter(({ path }) => open.has(`result.${path}`));
  const of = (level: string) => rows.filter(({ trust, value }) => value !== null && trust?.level === level).length;
  return { job, missing: rows.filter(({ required, value }) => required && value === null).length, low: of('low'), check: of('check') };
}

const table = (stakes: readonly Stake[], now: Date): Html => html`<div class="scroll"><table class="jobs stack">
<thead><tr><th scope="col">Document</th><th scope="col">Client</th><th scope="col">Required, and empty</th><th scope="col">Low trust</th><th scope="col">To check</th><th scope="col">Submitted</th></tr></thead>
<tbody>${stakes.map(
  ({ job, missing, low, check }) =>
    html`<tr id="job-${job.job_id}"><th scope="row" class="name"><a href="/ui/jobs/${job.job_id}/review"><bdi class="named">${nameOf(job)}</bdi></a><span class="sub">${job.use_case === null ? NOTHING : named(job.use_case)}</span></th><td data-label="Client">${named(job.client_id)}</td><td class="number" data-label="Required, and empty">${number(missing, 'missing')}</td><td class="number" data-label="Low trust">${number(low, 'trust-low')}</td><td class="number" data-label="To check">${number(check, 'trust-check')}</td><td data-label="Submitted">${time(job.created_at, now)}</td></tr>`,
)}</tbody></table></div>`;

const number = (n: number, kind: string): Html =>
  n === 0 ? html`<span class="quiet">0</span>` : html`<span class="badge ${kind}">${n}</span>`;
