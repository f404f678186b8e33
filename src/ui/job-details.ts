/** What stands below a job's result: timings, runs, callbacks, the request and the raw answer. */
import { html } from 'hono/html';
import type { Callback, Endpoint } from '../contracts/callback.ts';
import type { Job } from '../contracts/job.ts';
import type { Scope } from '../contracts/scope.ts';
import { type Html, NOTHING } from './html.ts';
import { between, callbackBadge, counted, duration, json, stateBadge, time } from './show.ts';
import { commonWords } from './words/common.ts';
import { jobWords } from './words/job.ts';

/** The steps as bars on one time line. Lengths are SVG attributes: the page has no inline styles. */
export function timings(job: Job): Html {
  const steps = job.response?.metadata.timings ?? [];
  const waited = between(job.created_at, job.started_at ?? job.finished_at ?? job.created_at);
  const w = jobWords();
  const bars = [{ step: w.waiting, elapsed_seconds: waited }, ...steps];
  const total = bars.reduce((sum, bar) => sum + bar.elapsed_seconds, 0);
  if (steps.length === 0 || total === 0) return html`<p class="empty">${w.timingsLater}</p>`;
  let from = 0;
  const rows = bars.map(({ step, elapsed_seconds }) => {
    const x = (from / total) * 100;
    from += elapsed_seconds;
    const width = Math.max(0.4, (elapsed_seconds / total) * 100);
    return html`<tr><th scope="row">${step}</th><td class="number">${duration(elapsed_seconds)}</td><td class="bars"><svg viewBox="0 0 100 1" preserveAspectRatio="none" aria-hidden="true"><rect class="bar ${step === w.waiting ? 'waiting' : 'step'}" x="${Math.min(x, 99.6)}" y="0" width="${width}" height="1"></rect></svg></td></tr>`;
  });
  return html`<table class="waterfall"><thead class="hidden"><tr><th scope="col">${w.step}</th><th scope="col">${w.time}</th><th scope="col">${w.share}</th></tr></thead><tbody>${rows}</tbody></table>`;
}

export function runs(job: Job, now: Date): Html {
  const w = jobWords();
  const last =
    job.started_at === null
      ? NOTHING
      : html`<li>${stateBadge(job)} ${job.worker_id === null ? '' : html`${w.runOn} <code>${job.worker_id}</code>, `}${w.runStarted} ${time(job.started_at, now)}${job.finished_at === null ? '' : html`, ${w.runEnded} ${time(job.finished_at, now)}: ${job.response?.error ?? w.stored}`}</li>`;
  const never =
    job.status === 'error' && job.started_at === null
      ? html`<li>${stateBadge(job)} ${w.neverRan} ${job.response?.error ?? ''}</li>`
      : NOTHING;
  if (job.started_at === null && job.lost_runs.length === 0 && job.status === 'pending') return html`<p class="empty">${w.notYetRun}</p>`;
  return html`<ol class="log">
${job.lost_runs.map((run) => html`<li><span class="badge lost">${w.lost}</span> ${w.runOn} <code>${run.worker_id}</code>, ${w.runStarted} ${time(run.started_at, now)}, ${w.runEnded} ${time(run.lost_at, now)}: ${w.lostBy[run.reason]}</li>`)}
${last}${never}</ol>`;
}

/** @param paused endpoints of the job's client. */
export function callbacks(scope: Scope, job: Job, list: readonly Callback[], paused: readonly Endpoint[], now: Date): Html {
  const w = jobWords();
  if (job.callback_error !== null)
    return html`<p>${callbackBadge('failed')}${job.callback_url === null ? NOTHING : html` ${commonWords().to} <code>${job.callback_url}</code>`}: ${job.callback_error}</p>`;
  if (list.length === 0 && job.callback_url === null) return html`<p class="empty">${w.noCallbackUrl}</p>`;
  if (list.length === 0) return html`<p class="empty">${w.goesTo} <code>${job.callback_url}</code> ${w.whenEnded}</p>`;
  const held = paused.filter((endpoint) => list.some(({ origin }) => origin === endpoint.origin));
  return html`${held.map((endpoint) => pausedNotice(scope, job, endpoint, now))}${list.map((callback) => oneCallback(callback, now))}
${scope.may.includes('submit') ? html`<form method="post" action="/ui/jobs/${job.job_id}/redeliver"><button>${w.redeliver}</button></form>` : NOTHING}`;
}

/** Nothing is sent to a paused endpoint, whatever is asked for. */
function pausedNotice(scope: Scope, job: Job, { client_id, origin, paused_at, paused_by, probe_at }: Endpoint, now: Date): Html {
  const w = jobWords();
  const why = paused_by === 'operator' ? w.byHand : w.keptFailing;
  const until = probe_at === null ? w.untilResumed : html`${w.untilResumed}${w.orAnswers} ${time(probe_at, now)}`;
  const resume = scope.may.includes('operate')
    ? html`<form method="post" action="/ui/callbacks/resume"><input type="hidden" name="client_id" value="${client_id}"><input type="hidden" name="origin" value="${origin}"><input type="hidden" name="to" value="/ui/jobs/${job.job_id}"><button aria-label="${w.resume} ${origin}">${w.resume}</button></form>`
    : w.operatorCan;
  return html`<div class="notice warning"><strong>${w.endpointPaused}</strong> <span>${w.wasPaused(origin, why)} ${time(paused_at, now)}${w.nothingSent} ${until}.</span> ${resume}</div>`;
}

function oneCallback({ callback_id, url, status, event, subscription_id, paused, next_attempt_at, log }: Callback, now: Date): Html {
  const w = jobWords();
  return html`<div class="callback">
<p>${callbackBadge(status)} <code>${event}</code> ${commonWords().to} ${subscription_id === null ? NOTHING : w.registered}<code>${url}</code>${paused ? w.waitsPaused : status === 'pending' && next_attempt_at !== null ? html`${w.nextAttempt} ${time(next_attempt_at, now)}` : NOTHING}</p>
${
  log.length === 0
    ? html`<p class="empty">${w.nothingYet}</p>`
    : html`<div class="scroll"><table class="attempts"><caption class="hidden">${w.attemptsOf(callback_id)}</caption>
<thead><tr><th scope="col">${w.attempt}</th><th scope="col">${w.when}</th><th scope="col">${w.answer}</th><th scope="col">${w.tookTime}</th><th scope="col">${w.said}</th></tr></thead>
<tbody>${log.map((a) => html`<tr><td class="number">${a.attempt}</td><td>${time(a.started_at, now)}</td><td>${a.status_code ?? w.noAnswer}</td><td class="number">${duration(a.duration_ms / 1000)}</td><td class="why">${a.error ?? w.accepted}${a.response_excerpt === null ? NOTHING : html` <q class="snippet">${a.response_excerpt}</q>`}</td></tr>`)}</tbody>
</table></div>`
}
</div>`;
}

/** JSON with a button to copy it. */
export const rawJson = (id: string, value: unknown): Html => rawText(id, json(value), 'JSON');

export const rawText = (id: string, text: string, name = 'Text'): Html =>
  html`<div class="raw"><button type="button" class="quiet scripted" data-copy="${id}">${commonWords().copy}</button><pre id="${id}" tabindex="0" aria-label="${name}">${text}</pre></div>`;

export const fold = (id: string, title: string, open: boolean, inner: Html, note = ''): Html =>
  html`<details class="fold" id="${id}"${open ? html` open` : NOTHING}><summary><h2>${title}</h2>${note === '' ? NOTHING : html` <span class="quiet">${note}</span>`}</summary>${inner}</details>`;

export const attemptsNote = (list: readonly Callback[]): string => {
  const attempts = list.reduce((sum, callback) => sum + callback.log.length, 0);
  return attempts === 0 ? '' : counted(attempts, 'attempt');
};
