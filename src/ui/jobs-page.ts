/** The list of jobs: found by state, client, use case, time and text; live; with acts on many at once. */
import { html, raw } from 'hono/html';
import { IX_ERROR_CODES, IX_ERRORS } from '../contracts/errors.ts';
import { CALLBACK_STATUSES, JOB_STATUSES, type JobStatus, SEARCH_TEXT_MIN } from '../contracts/job.ts';
import { TRUST_LEVELS } from '../contracts/response.ts';
import type { Scope } from '../contracts/scope.ts';
import type { JobListPage } from '../jobs/read.ts';
import type { CodeCount, JobTotal } from '../store/list-recent.ts';
import type { UiDeps } from './deps.ts';
import { type Html, NOTHING } from './html.ts';
import { jobRows } from './job-rows.ts';
import { filterOf, filterWords, isFiltered, type ListQuery, listUrl, pairsOf } from './list-query.ts';
import { asOf, live } from './live.ts';
import { notice, page } from './page-frame.ts';
import { savedFilters } from './saved-filters.ts';
import { count } from './show.ts';
import { commonWords } from './words/common.ts';
import { errorWords } from './words/errors.ts';
import { jobsWords } from './words/jobs.ts';

/** Seconds between two looks of a live list. */
const LIVE_SECONDS = 3;

/** A page of jobs, and the workers that are connected where one of them runs. */
interface Listed extends JobListPage {
  readonly workers: readonly string[];
}

type StatusCounts = ReadonlyMap<JobStatus, JobTotal>;

export async function jobsPage(
  deps: UiDeps,
  scope: Scope,
  query: ListQuery,
  list: JobListPage,
  said: Html | string = NOTHING,
): Promise<Html> {
  const w = jobsWords();
  const [counts, toReview, clients, codes, workers, kept] = await Promise.all([
    deps.countByStatus(scope, filterOf({ ...query, statuses: [] })),
    deps.countJobs(scope, filterOf({ ...query, needsReview: true })),
    deps.clients(scope),
    deps.countByCode(scope, filterOf({ ...query, statuses: [], text: '', code: '' })),
    list.jobs.some(({ status }) => status === 'running') ? deps.connectedWorkers() : [],
    deps.filters.list(scope),
  ]);
  return page({
    scope,
    title: isFiltered(query) ? w.titleMatching : commonWords().recentJobs,
    here: 'jobs',
    body: html`<h1>${commonWords().recentJobs}</h1>
${said}
${filters(deps, query, clients)}
${savedFilters(kept, query)}
${listSection(deps, scope, query, { ...list, workers }, counts, toReview, causes(query, codes))}`,
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

/** Where errors are among what is listed: why they ended so, each a filter. */
function causes(query: ListQuery, codes: readonly CodeCount[]): Html | string {
  if (codes.length === 0 || query.text !== '' || (query.statuses.length > 0 && !query.statuses.includes('error'))) return NOTHING;
  const one = ({ code, n }: CodeCount) =>
    html`<li><a class="chip" href="${listUrl({ ...query, statuses: [], code: query.code === code ? '' : code, cursor: null })}"${query.code === code ? raw(' aria-current="true"') : NOTHING}>${errorWords().causes[code]} <span class="quiet">${code}</span> <span class="number">${count(n)}</span></a></li>`;
  return html`<ul class="chips causes" aria-label="${jobsWords().causes}">${codes.map(one)}</ul>`;
}

/** Filters that have no field of their own: they are set by qualifiers and links, and kept until they are cleared. */
const hiddenFilters = (query: ListQuery): [string, string][] =>
  pairsOf(query).filter(([name]) => ['code', 'worker', 'callback', 'trust'].includes(name));

function filters(deps: UiDeps, query: ListQuery, clients: readonly string[]): Html {
  const [w, c] = [jobsWords(), commonWords()];
  return html`<form id="filter" class="filters" action="/ui/jobs" method="get" role="search" aria-label="${w.filterJobs}"
  hx-get="/ui/jobs" hx-target="#list" hx-select="#list" hx-swap="outerMorph" hx-push-url="true">
<label>${w.nameOrId} <input type="search" name="q" value="${query.text}" maxlength="200" data-min="${SEARCH_TEXT_MIN}" placeholder="statement.pdf, code:IX_000_007" autocomplete="off" list="qualifiers"></label>
<datalist id="qualifiers">${[...IX_ERROR_CODES.map((code) => `code:${code}`), ...CALLBACK_STATUSES.map((status) => `callback:${status}`), ...TRUST_LEVELS.map((level) => `trust:${level}`)].map((one) => html`<option value="${one}"></option>`)}</datalist>
<label>${c.client} <input name="client" value="${query.client}" list="clients" maxlength="200" autocomplete="off"></label>
<datalist id="clients">${clients.map((client) => html`<option value="${client}"></option>`)}</datalist>
<label>${c.useCase} <input name="use_case" value="${query.useCase}" list="use-cases" maxlength="200" autocomplete="off"></label>
<datalist id="use-cases">${deps.useCases.list().map(({ name, title }) => html`<option value="${name}">${title}</option>`)}</datalist>
<label>${w.submittedAfter} <span class="zone">(UTC)</span> <input type="datetime-local" name="after" step="1" value="${query.after.slice(0, 19)}"></label>
<label>${w.before} <span class="zone">(UTC)</span> <input type="datetime-local" name="before" step="1" value="${query.before.slice(0, 19)}"></label>
${query.live ? NOTHING : html`<input type="hidden" name="live" value="off">`}
${hiddenFilters(query).map(([name, value]) => html`<input type="hidden" name="${name}" value="${value}">`)}
<div class="buttons"><button>${c.apply}</button><a class="button quiet" href="/ui/jobs">${c.clear}</a></div>
</form>`;
}

function listSection(
  deps: UiDeps,
  scope: Scope,
  query: ListQuery,
  list: Listed,
  counts: StatusCounts,
  toReview: JobTotal,
  causes: Html | string,
): Html {
  const now = deps.now();
  const w = jobsWords();
  return html`<section id="list" aria-label="${w.jobs}">
<fieldset class="chips"><legend>${commonWords().state}</legend>
${JOB_STATUSES.map((status) => chip(status, query.statuses.includes(status), counts))}
<label class="chip"><input type="checkbox" form="filter" name="needs_review" value="true"${query.needsReview ? raw(' checked') : NOTHING}> ${w.needsReview} <span class="number">${numberOf(toReview)}</span></label>
${query.needsReview && toReview.total > 0 && scope.may.includes('review') ? html`<a class="button quiet" href="/ui/review">${w.reviewThem}</a>` : NOTHING}
</fieldset>
${query.code === '' ? NOTHING : html`<p class="coded">${w.endedWith} <strong>${query.code}</strong>: ${IX_ERRORS[query.code]}. ${errorWords().advice[query.code]} <a href="${listUrl({ ...query, code: '', cursor: null })}">${w.allCodes}</a></p>`}
${query.worker === '' && query.callback === '' && query.trust === '' ? NOTHING : html`<p class="coded">${w.only} ${filterWords({ ...query, statuses: [], client: '', useCase: '', text: '', after: '', before: '', needsReview: false, code: '' })}. <a href="${listUrl({ ...query, worker: '', callback: '', trust: '', cursor: null })}">${w.allOfThem}</a></p>`}
${causes}
${query.problems.map((problem) => notice('warning', w.notApplied, problem))}
<div class="bar">${query.live ? live({ url: listUrl(query), region: 'list', seconds: LIVE_SECONDS, now }) : asOf(now, w.paused)}
<a class="button quiet" href="${listUrl({ ...query, live: !query.live })}" aria-label="${query.live ? w.pauseList : w.goLiveAgain}">${query.live ? w.pause : w.goLive}</a></div>
${list.jobs.length === 0 ? emptyList(query) : table(deps, scope, query, list, numberOf(totalOf(counts, query.statuses)))}
</section>`;
}

function chip(status: JobStatus, checked: boolean, counts: StatusCounts): Html {
  return html`<label class="chip ${status}"><input type="checkbox" form="filter" name="status" value="${status}"${checked ? raw(' checked') : NOTHING}> ${commonWords().states[status]} <span class="number">${numberOf(totalOf(counts, [status]))}</span></label>`;
}

function emptyList(query: ListQuery): Html {
  const w = jobsWords();
  if (query.cursor !== null)
    return html`<p class="empty">${w.noMore} <a href="${listUrl({ ...query, cursor: null })}">${w.backToNewest}</a></p>`;
  if (isFiltered(query)) return html`<p class="empty">${w.noMatch} <a href="/ui/jobs">${w.clearFilters}</a> ${w.toSeeAll}</p>`;
  return html`<p class="empty">${w.noJobsYet} <a href="/ui">${w.submitOne}</a>, ${w.orSend} <code>npx ix submit FILE --use-case invoice</code>.</p>`;
}

function table(deps: UiDeps, scope: Scope, query: ListQuery, list: Listed, total: string): Html {
  const now = deps.now();
  const w = jobsWords();
  return html`<form method="post" action="/ui/jobs/bulk" class="bulk">
<button class="hidden" tabindex="-1" aria-hidden="true" formmethod="get" formaction="/ui/jobs">${w.stayHere}</button>
${pairsOf({ ...query, cursor: null }).map(([name, value]) => html`<input type="hidden" name="${name}" value="${value}">`)}
<div class="bar">
<p class="showing">${w.showing(count(list.jobs.length), total)}</p>
<a class="button quiet" href="/ui/jobs.csv?${new URLSearchParams(pairsOf({ ...query, cursor: null, live: true }))}" download>CSV</a>
<a class="button quiet" href="/ui/jobs.xlsx?${new URLSearchParams(pairsOf({ ...query, cursor: null, live: true }))}" download>XLSX</a>
${
  scope.may.includes('submit')
    ? html`<fieldset class="acts"><legend class="hidden">${w.act}</legend>
<label>${w.with} <select name="scope"><option value="selected">${w.selected}</option><option value="matching">${w.matching(total)}</option></select></label>
<button name="act" value="cancel" class="quiet">${w.cancel}</button>
<button name="act" value="resubmit" class="quiet">${w.resubmit}</button>
<button name="act" value="redeliver" class="quiet">${w.redeliver}</button>
</fieldset>`
    : NOTHING
}
</div>
${jobRows(list.jobs, { scope, workers: list.workers, now, pick: true })}
${pager(query, list)}
</form>`;
}

function pager(query: ListQuery, list: JobListPage): Html {
  const link = (cursor: string | null, label: string, rel: string) =>
    cursor === null
      ? html`<span class="button quiet" aria-disabled="true">${label}</span>`
      : html`<a class="button quiet" rel="${rel}" href="${listUrl({ ...query, cursor })}">${label}</a>`;
  return html`<nav class="pager" aria-label="${commonWords().pages}">
${query.cursor === null ? NOTHING : html`<a class="button quiet" href="${listUrl({ ...query, cursor: null })}">${commonWords().newest}</a>`}
${link(list.prev_cursor, commonWords().newer, 'prev')} ${link(list.next_cursor, commonWords().older, 'next')}
</nav>`;
}
