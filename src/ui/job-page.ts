/** One job: live while it is active, then its result beside the document. */
import { html } from 'hono/html';
import type { Callback, Endpoint } from '../contracts/callback.ts';
import { JobIdSchema } from '../contracts/ids.ts';
import { isTerminal, type Job } from '../contracts/job.ts';
import { latestOf } from '../contracts/review.ts';
import type { Scope } from '../contracts/scope.ts';
import { fieldsOfJob } from '../http/decisions.ts';
import { curlOf } from './curl.ts';
import type { UiDeps } from './deps.ts';
import { documentNames } from './documents.ts';
import { type Html, NOTHING } from './html.ts';
import { attemptsNote, callbacks, fold, rawJson, rawText, runs, timings } from './job-details.ts';
import { live } from './live.ts';
import { notice, page } from './page-frame.ts';
import { isDoubtful, type ResultRow, resultRows, shown, warningsBeside } from './result.ts';
import { type ResultLinks, resultTables } from './result-table.ts';
import { between, callbackBadge, clock, counted, duration, named, nameOf, stateBadge, time } from './show.ts';
import { fragmentUrl, parseView, type View, viewOfSource, viewUrl } from './view.ts';
import { viewer, viewerLater } from './viewer.ts';
import { commonWords } from './words/common.ts';
import { errorWords } from './words/errors.ts';
import { jobWords } from './words/job.ts';
import { isConnected } from './workers.ts';

/** Seconds after which the page is loaded again without JavaScript. */
const REFRESH_SECONDS = 3;
/** Seconds between two looks, beside what its events tell. */
const LOOK_SECONDS = 5;

export async function jobPage(
  deps: UiDeps,
  scope: Scope,
  job: Job,
  params: URLSearchParams,
  list: readonly Callback[],
  address: string,
): Promise<Html> {
  const view = parseView(params, job, null);
  // A page in the URL was asked for: it is there without JavaScript too.
  const document = params.has('page') ? await viewer(deps.pages, scope, job, view) : viewerLater(job, view);
  const active = !isTerminal(job.status);
  const [workers, paused, origin] = await Promise.all([
    active ? deps.connectedWorkers() : [],
    job.callback_url === null ? [] : deps.callbacks.endpoints(scope, { clientId: job.client_id, paused: true }),
    active || job.origin_job_id === null ? null : deps.getJob(scope, JobIdSchema.parse(job.origin_job_id)),
  ]);
  const now = deps.now();
  return page({
    scope,
    title: titleOf(job),
    here: null,
    scripts: ['job.js'],
    ...(active ? { refresh: REFRESH_SECONDS } : {}),
    body: html`<div id="job" data-job="${job.job_id}" data-status="${job.status}" data-title="${titleOf(job)} · ix"${active ? html` data-live` : NOTHING}>
${params.get('again') === 'true' ? notice('info', jobWords().again, jobWords().sameRequest) : NOTHING}
${heading(deps, scope, job, workers)}
${active ? live({ url: `/ui/jobs/${job.job_id}`, region: 'job', seconds: LOOK_SECONDS, now }) : outcome(deps, job, origin, view, document)}
${details(deps, scope, job, list, paused, address)}
</div>`,
  });
}

const titleOf = (job: Job): string => `${commonWords().states[job.status]}: ${nameOf(job)}`;

function heading(deps: UiDeps, scope: Scope, job: Job, workers: readonly string[]): Html {
  const now = deps.now();
  const [w, c] = [jobWords(), commonWords()];
  return html`<p class="crumbs"><a href="/ui/jobs">${c.recentJobs}</a> /</p>
<div class="head"><h1><bdi>${nameOf(job)}</bdi></h1> ${stateBadge(job)}
<div class="buttons">${reviewLink(scope, job)}${scope.may.includes('submit') ? actions(job) : NOTHING}</div></div>
<div aria-live="polite">${standing(job, workers, deps.leaseSeconds, now)}</div>
<dl class="facts">
${fact(c.client, named(job.client_id))}${fact(w.requestId, html`<code>${named(job.request_id)}</code>`)}
${fact(c.useCase, job.use_case === null ? w.none : named(job.use_case))}
${fact(c.submitted, time(job.created_at, now))}
${job.started_at === null ? NOTHING : fact(w.started, html`${time(job.started_at, now)}${w.waited(duration(between(job.created_at, job.started_at)))}`)}
${job.finished_at === null ? NOTHING : fact(w.ended, html`${time(job.finished_at, now)}${w.took(duration(between(job.created_at, job.finished_at)))}`)}
${job.priority === 0 ? NOTHING : fact(w.priority, String(job.priority))}
${job.callback_status === null ? NOTHING : fact(w.callback, callbackBadge(job.callback_status))}
${job.origin_job_id === null ? NOTHING : fact(w.copyOf, html`<a href="/ui/jobs/${job.origin_job_id}">${w.anotherJob}</a>`)}
${fact(w.ixId, html`<code>${job.ix_id}</code>`)}
</dl>`;
}

const fact = (name: string, value: Html | string): Html => html`<div><dt>${name}</dt><dd>${value}</dd></div>`;

function reviewLink(scope: Scope, { job_id, response, review, needs_review }: Job): Html | string {
  if (response?.trust === null || response === null || !scope.may.includes('review')) return NOTHING;
  const open = (review?.open ?? response.needs_review).length;
  return html`<a class="button${needs_review ? '' : ' quiet'}" href="/ui/jobs/${job_id}/review">${needs_review ? jobWords().reviewValues(counted(open, 'value')) : jobWords().review}</a>`;
}

function actions(job: Job): Html {
  const act = (name: string, label: string, kind: string) =>
    html`<form method="post" action="/ui/jobs/${job.job_id}/${name}"><button class="${kind}">${label}</button></form>`;
  if (!isTerminal(job.status)) return act('cancel', jobWords().cancel, 'danger');
  return html`<a class="button quiet" href="/ui?from=${job.job_id}">${jobWords().otherwise}</a>${act('resubmit', jobWords().resubmit, 'quiet')}`;
}

/** Where an active job stands, in words. @param workers that are connected: without its own one a job does not run, whatever its state says. */
function standing(job: Job, workers: readonly string[], leaseSeconds: number, now: Date): Html {
  const w = jobWords();
  if (job.held === 'not_before' && job.not_before !== null)
    return html`<p class="standing"><strong>${w.heldBack}</strong> · ${w.mayStart} ${time(job.not_before, now)}</p>`;
  if (job.held !== null) return html`<p class="standing stuck"><strong>${w.heldBack}</strong> · ${w.held[job.held]}</p>`;
  if (job.status === 'pending') {
    const ahead = job.queue?.ahead ?? 0;
    const least = job.queue?.ahead_is_minimum ? w.atLeast : '';
    const words = ahead === 0 ? (workers.length === 0 ? w.firstInLine : w.aboutToStart) : w.position(`${least}${counted(ahead, 'job')}`);
    const nobody = workers.length === 0 ? html` · <strong>${w.noWorker}</strong>${w.onceOneIs}` : NOTHING;
    return html`<p class="standing${workers.length === 0 ? ' stuck' : ''}"><strong>${words}</strong>${nobody} · ${w.waitingFor} <span class="clock" data-since="${job.created_at}" data-now="${now.toISOString()}">${clock(between(job.created_at, now.toISOString()))}</span></p>`;
  }
  if (job.status === 'running') {
    const since = job.started_at ?? job.created_at;
    if (job.worker_id !== null && !isConnected(job.worker_id, workers)) return orphaned(job, workers, leaseSeconds, now);
    const stopping = job.cancel_requested_at === null ? NOTHING : html` · ${w.stopping}`;
    return html`<p class="standing"><strong id="step" hx-morph-skip>${w.running}</strong> · ${w.runsFor} <span class="clock" data-since="${since}" data-now="${now.toISOString()}">${clock(between(since, now.toISOString()))}</span>${stopping}</p><progress id="progress" aria-label="${w.pagesRead}" hidden hx-morph-skip></progress>`;
  }
  return html``;
}

/** Its worker is gone: the sweep of another takes it back when the lease has run out. */
function orphaned({ started_at, created_at, cancel_requested_at }: Job, workers: readonly string[], leaseSeconds: number, now: Date): Html {
  const since = started_at ?? created_at;
  const w = jobWords();
  const what = cancel_requested_at === null ? w.backToQueue : w.endsCancelled;
  const when = workers.length === 0 ? w.onceConnected : w.within(duration(2 * leaseSeconds));
  return html`<p class="standing stuck"><strong>${w.workerGone}</strong> · ${what} ${when} · ${w.startedFor} <span class="clock" data-since="${since}" data-now="${now.toISOString()}">${clock(between(since, now.toISOString()))}</span> ${w.agoAfter}</p>`;
}

/** @param origin the job this one is a copy of: what came out differently there is said beside the value. */
function outcome(deps: UiDeps, job: Job, origin: Job | null, view: View, document: Html): Html {
  const { response } = job;
  const w = jobWords();
  if (response === null) return html``;
  const rows = resultRows(response, fieldsOfJob(deps, job) ?? []);
  const changes = changesSince(origin, rows);
  const links: ResultLinks = {
    names: documentNames(job),
    page: (source) => viewUrl(job.job_id, viewOfSource(view, source)),
    fragment: (source) => fragmentUrl(job.job_id, viewOfSource(view, source)),
    beside: (row) =>
      html`${decidedBeside(deps, job, row.path)}${changes.has(row.path) ? html`<span class="before">${w.before} ${shown(changes.get(row.path))}</span>` : NOTHING}`,
  };
  const failed =
    response.error === null
      ? NOTHING
      : notice(
          'error',
          job.status === 'error' && response.code === 'IX_003_000' ? w.cancelled : w.endedInError,
          html`${response.error}${response.code === null ? NOTHING : html`<span class="line advice">${errorWords().advice[response.code]}</span>`}`,
        );
  const warnings = warningsBeside(response, rows).map((warning) => notice('warning', w.note, warning));
  if (rows.length === 0 && response.error !== null) return html`${failed}${warnings}<div class="outcome">${document}</div>`;
  return html`${failed}${warnings}
<div class="outcome"><section class="fields" aria-label="${w.result}"><h2>${w.result}</h2>${rows.length === 0 ? NOTHING : html`<p class="export"><a href="/ui/jobs/${job.job_id}/result.json" download>JSON</a> <a href="/ui/jobs/${job.job_id}/result.csv" download>CSV</a></p>`}${summary(rows)}${origin === null || origin.response === null ? NOTHING : html`<p class="summary">${w.beside} <a href="/ui/jobs/${origin.job_id}">${w.theOrigin}</a>: ${changes.size === 0 ? w.sameValues : w.differently(counted(changes.size, 'value'))}.</p>`}
${resultTables(rows, links)}</section>
${document}</div>`;
}

/** Path → the value there, where it is another. */
function changesSince(origin: Job | null, rows: readonly ResultRow[]): ReadonlyMap<string, unknown> {
  const before = new Map(
    origin === null || origin.response === null ? [] : resultRows(origin.response).map(({ path, value }) => [path, value]),
  );
  if (before.size === 0) return before;
  return new Map(
    rows.flatMap(({ path, value }): [string, unknown][] => {
      const was = before.get(path) ?? null;
      return JSON.stringify(was) === JSON.stringify(value) ? [] : [[path, was]];
    }),
  );
}

/** In words what the rows below come to. */
function summary(rows: readonly ResultRow[]): Html | string {
  if (rows.length === 0) return NOTHING;
  const values = rows.filter(({ value }) => value !== null).length;
  const verified = rows.filter(({ verdict }) => verdict === 'verified').length;
  const doubtful = rows.filter(isDoubtful).length;
  const missing = rows.filter(({ value, required }) => value === null && required).length;
  const empty = rows.length - values;
  const w = jobWords();
  const blanks = empty === 0 ? '' : `${w.empty(counted(empty, 'field'))}${missing === 0 ? '' : w.required(missing)}`;
  return html`<p class="summary">${w.verified(counted(values, 'value'), verified)}${blanks}${doubtful === 0 ? '' : html`; <strong>${w.toLookAt(doubtful)}</strong>`}.</p>`;
}

/** What a person decided about a value stands below it. */
function decidedBeside(deps: UiDeps, { review }: Job, path: string): Html | string {
  const decision = latestOf(review ?? { decisions: [] }).get(`result.${path}`);
  if (decision === undefined) return NOTHING;
  return html`<span class="decided"><span class="badge done">${commonWords().decided[decision.kind]}</span> ${shown(decision.value)} <span class="quiet">${commonWords().by} ${decision.by} ${time(decision.at, deps.now())}</span></span>`;
}

/** What is still to be sent is looked at until it is; while the job is active, the whole page is. */
const watched = (job: Job, list: readonly Callback[], now: Date): Html | string =>
  isTerminal(job.status) && list.some(({ status }) => status === 'pending')
    ? live({ url: `/ui/jobs/${job.job_id}`, region: 'callback', seconds: LOOK_SECONDS, now })
    : NOTHING;

function details(deps: UiDeps, scope: Scope, job: Job, list: readonly Callback[], paused: readonly Endpoint[], address: string): Html {
  const now = deps.now();
  const w = jobWords();
  return html`<div class="folds">
${isTerminal(job.status) ? fold('timings', w.timings, true, timings(job)) : NOTHING}
${fold('runs', w.runs, true, runs(job, now), job.attempts === 0 ? '' : counted(job.attempts, 'lost run'))}
${fold('callback', w.callback, job.callback_url !== null || list.length > 0, html`${watched(job, list, now)}${callbacks(scope, job, list, paused, now)}`, attemptsNote(list))}
${fold('request', w.request, false, rawJson('request-json', job.request), w.masked)}
${scope.may.includes('submit') ? fold('as-a-command', w.asCommand, false, rawText('curl', curlOf(job, address, deps.authenticator.closed)), w.curl) : NOTHING}
${job.response === null ? NOTHING : fold('raw-answer', w.rawAnswer, false, rawJson('response-json', job.response))}
</div>`;
}
