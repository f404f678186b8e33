/** The list of jobs: found by state, client, use case, time and text; live; with acts on many at once. */
import { html, raw } from 'hono/html';
import { JOB_STATUSES, type JobStatus, type JobSummary, SEARCH_TEXT_MIN } from '../contracts/job.ts';
import type { Scope } from '../contracts/scope.ts';
import type { JobListPage } from '../jobs/read.ts';
import type { JobTotal } from '../store/list-recent.ts';
import type { UiDeps } from './deps.ts';
import { type Html, NOTHING } from './html.ts';
import { filterOf, isFiltered, type ListQuery, listUrl, pairsOf } from './list-query.ts';
import { asOf, live } from './live.ts';
import { notice, page } from './page-frame.ts';
import { between, callbackBadge, count, counted, duration, nameOf, stateBadge, time } from './show.ts';
import { isConnected } from './workers.ts';

/** Seconds between two looks of a live list. */
const LIVE_SECONDS = 3;

/** A page of jobs, and the workers that are connected where one of them runs. */
interface Listed extends JobListPage {
  readonly workers: readonly string[];
}

const isOrphan = ({ status, worker_id }: JobSummary, workers: readonly string[]): boolean =>
  status === 'running' && worker_id !== null && !isConnected(worker_id, workers);

type StatusCounts = ReadonlyMap<JobStatus, JobTotal>;

export async function jobsPage(
  deps: UiDeps,
  scope: Scope,
  query: ListQuery,
  list: JobListPage,
  said: Html | string = NOTHING,
): Promise<Html> {
  const [counts, toReview, clients, workers] = await Promise.all([
    deps.countByStatus(scope, filterOf({ ...query, statuses: [] })),
    deps.countJobs(scope, filterOf({ ...query, needsReview: true })),
    deps.clients(scope),
    list.jobs.some(({ status }) => status === 'running') ? deps.connectedWorkers() : [],
  ]);
  return page({
    scope,
    title: isFiltered(query) ? 'Jobs that match' : 'Recent jobs',
    here: 'jobs',
    body: html`<h1>Recent jobs</h1>
${said}
${filters(deps, query, clients)}
${listSection(deps, scope, query, { ...list, workers }, counts, toReview)}`,
  });
}

/** Of the chosen states: none chosen are all. */
function totalOf(counts: StatusCounts, statuses: readonly JobStatus[]): JobTotal {
  const totals = (statuses.length === 0 ? JOB_STATUSES : statuses).flatMap((status) => counts.get(status) ?? []);
  return {
    total: totals.reduce((sum, { total }) => sum + total, 0),
    relation: totals.some(({ relation }) => relation === 'more_than') ? 'more_than' : 'exact',
  };
}

/** "2,000+": that many were counted, and there may be more. */
const numberOf = ({ total, relation }: JobTotal): string => `${count(total)}${relation === 'more_than' ? '+' : ''}`;

function filters(deps: UiDeps, query: ListQuery, clients: readonly string[]): Html {
  return html`<form id="filter" class="filters" action="/ui/jobs" method="get" role="search" aria-label="Filter jobs"
  hx-get="/ui/jobs" hx-target="#list" hx-select="#list" hx-swap="outerMorph" hx-push-url="true">
<label>Name or id <input type="search" name="q" value="${query.text}" maxlength="200" data-min="${SEARCH_TEXT_MIN}" placeholder="statement.pdf" autocomplete="off"></label>
<label>Client <input name="client" value="${query.client}" list="clients" maxlength="200" autocomplete="off"></label>
<datalist id="clients">${clients.map((client) => html`<option value="${client}"></option>`)}</datalist>
<label>Use case <input name="use_case" value="${query.useCase}" list="use-cases" maxlength="200" autocomplete="off"></label>
<datalist id="use-cases">${deps.useCases.list().map(({ name, title }) => html`<option value="${name}">${title}</option>`)}</datalist>
<label>Submitted after <span class="zone">(UTC)</span> <input type="datetime-local" name="after" step="1" value="${query.after.slice(0, 19)}"></label>
<label>before <span class="zone">(UTC)</span> <input type="datetime-local" name="before" step="1" value="${query.before.slice(0, 19)}"></label>
${query.live ? NOTHING : html`<input type="hidden" name="live" value="off">`}
<div class="buttons"><button>Apply</button><a class="button quiet" href="/ui/jobs">Clear</a></div>
</form>`;
}

function listSection(deps: UiDeps, scope: Scope, query: ListQuery, list: Listed, counts: StatusCounts, toReview: JobTotal): Html {
  const now = deps.now();
  return html`<section id="list" aria-label="Jobs">
<fieldset class="chips"><legend>State</legend>
${JOB_STATUSES.map((status) => chip(status, query.statuses.includes(status), counts))}
<label class="chip"><input type="checkbox" form="filter" name="needs_review" value="true"${query.needsReview ? raw(' checked') : NOTHING}> needs review <span class="number">${numberOf(toReview)}</span></label>
${query.needsReview && toReview.total > 0 && scope.may.includes('review') ? html`<a class="button quiet" href="/ui/review">Review them one by one</a>` : NOTHING}
</fieldset>
${query.problems.map((problem) => notice('warning', 'Not applied:', problem))}
<div class="bar">${query.live ? live({ url: listUrl(query), region: 'list', seconds: LIVE_SECONDS, now }) : asOf(now, ', paused')}
<a class="button quiet" href="${listUrl({ ...query, live: !query.live })}" aria-label="${query.live ? 'Pause the list' : 'Go live again'}">${query.live ? 'Pause' : 'Go live'}</a></div>
${list.jobs.length === 0 ? emptyList(query) : table(deps, scope, query, list, numberOf(totalOf(counts, query.statuses)))}
</section>`;
}

function chip(status: JobStatus, checked: boolean, counts: StatusCounts): Html {
  return html`<label class="chip ${status}"><input type="checkbox" form="filter" name="status" value="${status}"${checked ? raw(' checked') : NOTHING}> ${status} <span class="number">${numberOf(totalOf(counts, [status]))}</span></label>`;
}

function emptyList(query: ListQuery): Html {
  if (query.cursor !== null)
    return html`<p class="empty">There are no more jobs this way. <a href="${listUrl({ ...query, cursor: null })}">Back to the newest</a></p>`;
  if (isFiltered(query)) return html`<p class="empty">No job matches. <a href="/ui/jobs">Clear the filters</a> to see all jobs.</p>`;
  return html`<p class="empty">There are no jobs yet. <a href="/ui">Submit a document</a>, or send one with <code>npx ix submit FILE --use-case invoice</code>.</p>`;
}

function table(deps: UiDeps, scope: Scope, query: ListQuery, list: Listed, total: string): Html {
  const now = deps.now();
  return html`<form method="post" action="/ui/jobs/bulk" class="bulk">
${pairsOf({ ...query, cursor: null }).map(([name, value]) => html`<input type="hidden" name="${name}" value="${value}">`)}
<div class="bar">
<p class="showing">Showing <strong>${count(list.jobs.length)}</strong> of <strong>${total}</strong>, newest first</p>
${
  scope.may.includes('submit')
    ? html`<fieldset class="acts"><legend class="hidden">Act on several jobs</legend>
<label>With <select name="scope"><option value="selected">the selected</option><option value="matching">all ${total} that match</option></select></label>
<button name="act" value="cancel" class="quiet">Cancel…</button>
<button name="act" value="resubmit" class="quiet">Resubmit…</button>
<button name="act" value="redeliver" class="quiet">Redeliver…</button>
</fieldset>`
    : NOTHING
}
</div>
<div class="scroll"><table class="jobs">
<thead><tr>
<th scope="col" class="pick"><input type="checkbox" data-all aria-label="Select all on this page"></th>
<th scope="col">State</th><th scope="col">Document</th><th scope="col" class="wide">Client</th><th scope="col" class="wide">Use case</th>
<th scope="col">Submitted</th><th scope="col" class="wide">Took</th><th scope="col" class="wide">Callback</th>
</tr></thead>
<tbody>${list.jobs.map((job) => row(scope, job, list.workers, now))}</tbody>
</table></div>
${pager(query, list)}
</form>`;
}

function row(scope: Scope, job: JobSummary, workers: readonly string[], now: Date): Html {
  const name = nameOf(job);
  return html`<tr id="job-${job.job_id}">
<td class="pick"><input type="checkbox" name="job" value="${job.job_id}" aria-label="Select ${name}"></td>
<td>${stateBadge(job.status)}${isOrphan(job, workers) ? html` <span class="badge lost">worker gone</span>` : NOTHING}${job.needs_review ? reviewBadge(scope, job, name) : NOTHING}</td>
<th scope="row" class="name"><a href="/ui/jobs/${job.job_id}">${name}</a><span class="sub narrow">${job.client_id} · ${job.use_case ?? 'no use case'}</span></th>
<td class="wide">${job.client_id}</td>
<td class="wide">${job.use_case ?? html`<span class="quiet">–</span>`}</td>
<td class="when">${time(job.created_at, now)}</td>
<td class="wide number">${took(job)}</td>
<td class="wide">${callbackBadge(job.callback_status)}</td>
</tr>`;
}

const reviewBadge = (scope: Scope, { job_id }: JobSummary, name: string): Html =>
  scope.may.includes('review')
    ? html` <a class="badge needs-review" href="/ui/jobs/${job_id}/review" aria-label="Review ${name}">review</a>`
    : html` <span class="badge needs-review">needs review</span>`;

/** From submission to the end, and how much of it was waiting. */
function took(job: JobSummary): Html | string {
  if (job.finished_at === null) return html`<span class="quiet">–</span>`;
  const waited = between(job.created_at, job.started_at ?? job.finished_at);
  return html`<span title="waited ${duration(waited)}">${duration(between(job.created_at, job.finished_at))}</span>`;
}

function pager(query: ListQuery, list: JobListPage): Html {
  const link = (cursor: string | null, label: string, rel: string) =>
    cursor === null
      ? html`<span class="button quiet" aria-disabled="true">${label}</span>`
      : html`<a class="button quiet" rel="${rel}" href="${listUrl({ ...query, cursor })}">${label}</a>`;
  return html`<nav class="pager" aria-label="Pages">
${query.cursor === null ? NOTHING : html`<a class="button quiet" href="${listUrl({ ...query, cursor: null })}">Newest</a>`}
${link(list.prev_cursor, 'Newer', 'prev')} ${link(list.next_cursor, 'Older', 'next')}
</nav>`;
}

/** Said after an act on many. */
export const actSaid = (what: string, applied: number, seen: number, more: boolean): Html =>
  notice(
    'info',
    `${what}: ${counted(applied, 'job')}.`,
    `${seen > applied ? `${counted(seen - applied, 'other')} had nothing to be done. ` : ''}${more ? 'There are more: repeat the act to go on.' : ''}`,
  );
