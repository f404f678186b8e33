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
import { commonWords } from './words/common.ts';
import { jobsWords } from './words/jobs.ts';

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
  const w = jobsWords();
  const many = `${count(total.total)}${total.relation === 'more_than' ? '+' : ''}`;
  return page({
    scope,
    title: w.toCheck,
    here: 'review',
    body: html`<h1>${w.toCheck}</h1>
${asOf(now)}
<div class="bar"><p class="showing">${total.total > JOBS ? w.newestNeedReview(JOBS, many) : w.needReview(many)}</p>
${stakes.length === 0 ? NOTHING : html`<a class="button" href="/ui/review">${w.oneByOne}</a> `}<a class="button quiet" href="/ui/jobs?needs_review=true">${w.asList}</a></div>
${stakes.length === 0 ? html`<p class="empty">${w.nothingWaits}</p>` : table(stakes, now)}`,
  });
}

function stakeOf(deps: UiDeps, job: Job): Stake {
  if (job.response === null) return { job, missing: 0, low: 0, check: 0 };
  const open = new Set(job.review?.open ?? job.response.needs_review);
  const rows = resultRows(job.response, fieldsOfJob(deps, job) ?? []).filter(({ path }) => open.has(`result.${path}`));
  const of = (level: string) => rows.filter(({ trust, value }) => value !== null && trust?.level === level).length;
  return { job, missing: rows.filter(({ required, value }) => required && value === null).length, low: of('low'), check: of('check') };
}

function table(stakes: readonly Stake[], now: Date): Html {
  const [w, c] = [jobsWords(), commonWords()];
  return html`<div class="scroll"><table class="jobs stack">
<thead><tr><th scope="col">${c.document}</th><th scope="col">${c.client}</th><th scope="col">${w.requiredEmpty}</th><th scope="col">${w.lowTrust}</th><th scope="col">${w.check}</th><th scope="col">${c.submitted}</th></tr></thead>
<tbody>${stakes.map(
    ({ job, missing, low, check }) =>
      html`<tr id="job-${job.job_id}"><th scope="row" class="name"><a href="/ui/jobs/${job.job_id}/review"><bdi class="named">${nameOf(job)}</bdi></a><span class="sub">${job.use_case === null ? NOTHING : named(job.use_case)}</span></th><td data-label="${c.client}">${named(job.client_id)}</td><td class="number" data-label="${w.requiredEmpty}">${number(missing, 'missing')}</td><td class="number" data-label="${w.lowTrust}">${number(low, 'trust-low')}</td><td class="number" data-label="${w.check}">${number(check, 'trust-check')}</td><td data-label="${c.submitted}">${time(job.created_at, now)}</td></tr>`,
  )}</tbody></table></div>`;
}

const number = (n: number, kind: string): Html =>
  n === 0 ? html`<span class="quiet">0</span>` : html`<span class="badge ${kind}">${n}</span>`;
