/** Jobs as rows of a table: their state, why they ended in error, what they were, and how long they took. */
import { html } from 'hono/html';
import type { JobSummary } from '../contracts/job.ts';
import type { Scope } from '../contracts/scope.ts';
import { type Html, NOTHING } from './html.ts';
import { between, callbackBadge, duration, named, nameOf, stateBadge, time, visible } from './show.ts';
import { commonWords } from './words/common.ts';
import { jobsWords } from './words/jobs.ts';
import { isConnected } from './workers.ts';

export interface RowsOptions {
  readonly scope: Scope;
  /** Those that are connected: a running job of another does not run. */
  readonly workers: readonly string[];
  readonly now: Date;
  /** Each row can be ticked. */
  readonly pick: boolean;
}

export function jobRows(jobs: readonly JobSummary[], options: RowsOptions): Html {
  const [w, c] = [jobsWords(), commonWords()];
  return html`<div class="scroll"><table class="jobs">
<thead><tr>
${options.pick ? html`<th scope="col" class="pick"><input type="checkbox" data-all aria-label="${w.selectAll}"></th>` : NOTHING}
<th scope="col">${c.state}</th><th scope="col">${c.document}</th><th scope="col" class="wide">${c.client}</th><th scope="col" class="wide">${c.useCase}</th>
<th scope="col">${c.submitted}</th><th scope="col" class="wide">${w.took}</th><th scope="col" class="wide">${w.callback}</th>
</tr></thead>
<tbody>${jobs.map((job) => row(job, options))}</tbody>
</table></div>`;
}

function row(job: JobSummary, { scope, workers, now, pick }: RowsOptions): Html {
  const name = nameOf(job);
  const w = jobsWords();
  return html`<tr id="job-${job.job_id}">
${pick ? html`<td class="pick"><input type="checkbox" name="job" value="${job.job_id}" aria-label="${w.select(name)}"></td>` : NOTHING}
<td class="state">${stateBadge(job)}${isOrphan(job, workers) ? html` <span class="badge lost">${w.workerGone}</span>` : NOTHING}${job.held === null ? NOTHING : html` <span class="badge">${w.held}</span>`}${job.needs_review ? reviewBadge(scope, job, name) : NOTHING}</td>
<th scope="row" class="name"><a href="/ui/jobs/${job.job_id}"><bdi class="named">${name}</bdi></a><span class="sub narrow">${named(job.client_id)} · ${job.use_case === null ? w.noUseCase : named(job.use_case)}</span>${failure(job)}</th>
<td class="wide clip">${named(job.client_id)}</td>
<td class="wide clip">${job.use_case === null ? html`<span class="quiet">–</span>` : named(job.use_case)}</td>
<td class="when">${time(job.created_at, now)}</td>
<td class="wide number">${took(job)}</td>
<td class="wide">${callbackBadge(job.callback_status)}</td>
</tr>`;
}

/** The code leads to all jobs that ended with it. */
function failure({ code, error }: JobSummary): Html | string {
  if (code === null || code === 'IX_003_000') return NOTHING;
  const words = (error ?? '').replace(`${code}: `, '');
  return html`<span class="sub failure"><a href="/ui/jobs?code=${code}">${code}</a> ${visible(words)}</span>`;
}

const isOrphan = ({ status, worker_id }: JobSummary, workers: readonly string[]): boolean =>
  status === 'running' && worker_id !== null && !isConnected(worker_id, workers);

const reviewBadge = (scope: Scope, { job_id }: JobSummary, name: string): Html =>
  scope.may.includes('review')
    ? html` <a class="badge needs-review" href="/ui/jobs/${job_id}/review" aria-label="${jobsWords().reviewOne(name)}">${jobsWords().review}</a>`
    : html` <span class="badge needs-review">${jobsWords().needsReview}</span>`;

/** From submission to the end, and how much of it was waiting. */
function took(job: JobSummary): Html | string {
  if (job.finished_at === null) return html`<span class="quiet">–</span>`;
  const waited = between(job.created_at, job.started_at ?? job.finished_at);
  return html`<span title="${jobsWords().waited(duration(waited))}">${duration(between(job.created_at, job.finished_at))}</span>`;
}
