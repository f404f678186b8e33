/** Callbacks as operators look after them: the endpoints, paused ones first, and what failed or still waits. */
import { html, raw } from 'hono/html';
import { CursorSchema, NAME_MAX, URL_MAX } from '../contracts/bounds.ts';
import { type CallbackList, type CallbackSummary, type Endpoint, LastStatusSchema, lastStatusOf } from '../contracts/callback.ts';
import { CALLBACK_STATUSES, type CallbackStatus } from '../contracts/job.ts';
import type { Scope } from '../contracts/scope.ts';
import { BadCursor } from '../jobs/read.ts';
import type { UiDeps } from './deps.ts';
import { type Html, NOTHING } from './html.ts';
import { live } from './live.ts';
import { notice, page } from './page-frame.ts';
import { redeliveredOf } from './redeliver-page.ts';
import { callbackBadge, count, named, time, visible } from './show.ts';
import { callbacksWords } from './words/callbacks.ts';
import { commonWords } from './words/common.ts';

/** Seconds between two looks of the page. */
const LOOK_SECONDS = 5;
/** Endpoints shown; the paused ones come first. */
const ENDPOINTS = 100;
/** Callbacks of each state on a page. */
const CALLBACKS = 50;

/** The lists page apart: each has its place in the address, under the list's name. Those that were delivered are shown where they are asked for. */
const LISTS = { failed: 'failed', waiting: 'pending', delivered: 'delivered' } as const;
type ListName = keyof typeof LISTS;
const LIST_NAMES = ['failed', 'waiting', 'delivered'] as const satisfies readonly ListName[];

/** @param search `failed` and `waiting`: `next_cursor` of the list's page before. One that is not ours leads to the first page. */
export async function callbacksPage(deps: UiDeps, scope: Scope, search: URLSearchParams): Promise<Html> {
  const w = callbacksWords();
  const filter = await filterOf(deps, scope, search);
  const { lastStatus: _, ...ofEndpoints } = filter;
  const names = shownLists(search);
  const [endpoints, ...lists] = await Promise.all([
    deps.callbacks.endpoints(scope, ofEndpoints),
    ...names.map((name) => listed(deps, scope, name, search, filter)),
  ]);
  const now = deps.now();
  return page({
    scope,
    title: w.title,
    here: 'callbacks',
    body: html`<h1>${w.title}</h1>
${redeliveredOf(search)}
${filterForm(search)}
${isBadStatus(search) ? notice('warning', w.notApplied, w.badStatus(visible(statusIn(search)))) : NOTHING}
<div id="callbacks">
${live({ url: `/ui/callbacks${search.size === 0 ? '' : `?${search}`}`, region: 'callbacks', seconds: LOOK_SECONDS, now })}
<section class="card"><h2>${w.endpoints}</h2>${endpoints.length === 0 ? html`<p class="empty">${w.nothingSent} <code>callback_url</code> ${w.sentThere}</p>` : endpointTable(scope, endpoints.slice(0, ENDPOINTS), now)}</section>
${names.map((name, i) => listSection(name, lists[i] ?? { callbacks: [], next_cursor: null }, search, now))}
</div>`,
  });
}

/** What waits and what failed; or those in the state that was asked for. */
function shownLists(search: URLSearchParams): readonly ListName[] {
  const one = LIST_NAMES.find((name) => LISTS[name] === search.get('state'));
  return one === undefined ? ['failed', 'waiting'] : [one];
}

function listSection(name: ListName, list: CallbackList, search: URLSearchParams, now: Date): Html {
  const w = callbacksWords();
  const none = {
    failed: [w.noneFailed, w.noneFailedBefore],
    waiting: [w.noneWaits, w.noneWaitsBefore],
    delivered: [w.noneDelivered, w.noneDeliveredBefore],
  }[name];
  const table =
    list.callbacks.length === 0 ? html`<p class="empty">${none[search.has(name) ? 1 : 0]}</p>` : callbackTable(list.callbacks, now);
  return html`<section class="card" id="${name}"><h2>${w[name]}</h2>${table}${pager(name, list, search)}</section>`;
}

interface Filter {
  readonly clientId?: string;
  readonly origin?: string;
  readonly lastStatus?: ReturnType<typeof lastStatusOf>;
}

const statusIn = (search: URLSearchParams): string => (search.get('status') ?? '').trim().toLowerCase();
const isBadStatus = (search: URLSearchParams): boolean => statusIn(search) !== '' && !LastStatusSchema.safeParse(statusIn(search)).success;

/** A URL there will do for an endpoint: its scheme, host and port count. */
async function filterOf(deps: UiDeps, scope: Scope, search: URLSearchParams): Promise<Filter> {
  const word = (name: string): string => (search.get(name) ?? '').slice(0, URL_MAX).replaceAll('\u0000', '').toWellFormed().trim();
  const [client, endpoint] = [word('client'), word('endpoint')];
  return {
    ...(client === '' ? {} : { clientId: await deps.clientNamed(scope, client) }),
    ...(endpoint === '' ? {} : { origin: URL.parse(endpoint)?.origin ?? endpoint }),
    ...(statusIn(search) === '' || isBadStatus(search) ? {} : { lastStatus: lastStatusOf(statusIn(search)) }),
  };
}

function filterForm(search: URLSearchParams): Html {
  const [w, c] = [callbacksWords(), commonWords()];
  const state = search.get('state') ?? '';
  const option = (status: CallbackStatus) =>
    html`<option value="${status}"${status === state ? raw(' selected') : NOTHING}>${c.callbackStates[status]}</option>`;
  return html`<form class="filters" action="/ui/callbacks" method="get" role="search" aria-label="${w.filter}">
<label>${c.client} <input name="client" value="${search.get('client') ?? ''}" maxlength="${NAME_MAX}" autocomplete="off"></label>
<label>${w.endpoint} <input name="endpoint" value="${search.get('endpoint') ?? ''}" maxlength="${URL_MAX}" placeholder="https://example.com" autocomplete="off"></label>
<label>${w.state} <select name="state"><option value="">${w.any}</option>${CALLBACK_STATUSES.map(option)}</select></label>
<label>${w.answered} <input name="status" value="${search.get('status') ?? ''}" maxlength="4" placeholder="500, 5xx, none" autocomplete="off"></label>
<div class="buttons"><button>${c.apply}</button><a class="button quiet" href="/ui/callbacks">${c.clear}</a></div>
</form>`;
}

async function listed(deps: UiDeps, scope: Scope, name: ListName, search: URLSearchParams, filter: Filter): Promise<CallbackList> {
  const list = (cursor: string | null) =>
    deps.callbacks.list(scope, { ...filter, statuses: [LISTS[name]], limit: CALLBACKS, ...(cursor === null ? {} : { cursor }) });
  const cursor = CursorSchema.nullable().safeParse(search.get(name));
  try {
    if (!cursor.success) throw new BadCursor();
    return await list(cursor.data);
  } catch (error) {
    if (!(error instanceof BadCursor)) throw error;
    search.delete(name);
    return list(null);
  }
}

/** Nothing when all are on one page. */
function pager(name: ListName, { next_cursor }: CallbackList, search: URLSearchParams): Html | string {
  const at = (cursor: string | null): string => {
    const places = new URLSearchParams(search);
    for (const said of ['redelivered', 'more']) places.delete(said);
    if (cursor === null) places.delete(name);
    else places.set(name, cursor);
    return `/ui/callbacks${places.size === 0 ? '' : `?${places}`}#${name}`;
  };
  const newest = search.has(name) ? html`<a class="button quiet" href="${at(null)}">${commonWords().newest}</a>` : NOTHING;
  const older =
    next_cursor === null ? NOTHING : html`<a class="button quiet" rel="next" href="${at(next_cursor)}">${commonWords().older}</a>`;
  if (newest === NOTHING && older === NOTHING) return NOTHING;
  return html`<nav class="pager" aria-label="${callbacksWords().pagesOf(callbacksWords()[name].toLowerCase())}">${newest} ${older}</nav>`;
}

function endpointTable(scope: Scope, endpoints: readonly Endpoint[], now: Date): Html {
  const w = callbacksWords();
  return html`<div class="scroll"><table class="stack"><thead><tr><th scope="col">${w.endpoint}</th><th scope="col">${w.state}</th><th scope="col">${w.failures}</th><th scope="col">${w.waiting}</th><th scope="col" class="wide">${w.lastDelivered}</th><th scope="col">${w.lastFailure}</th><th scope="col"><span class="hidden">${w.acts}</span></th></tr></thead>
<tbody>${endpoints.map((endpoint) => endpointRow(scope, endpoint, now))}</tbody></table></div>`;
}

function endpointRow(scope: Scope, endpoint: Endpoint, now: Date): Html {
  const { client_id, origin, paused_at, paused_by, probe_at, pending, recent, last_error, last_success_at, last_failure_at } = endpoint;
  const w = callbacksWords();
  const state =
    paused_at === null
      ? html`<span class="badge ${recent.failures === 0 ? 'done' : 'callback-pending'}">${recent.failures === 0 ? w.well : w.failing}</span>`
      : html`<span class="badge callback-failed">${w.paused}</span> ${paused_by === 'operator' ? w.byHand : NOTHING}${time(paused_at, now)}${probe_at === null ? NOTHING : html`${w.triedAgain} ${time(probe_at, now)}`}`;
  const act = paused_at === null ? 'pause' : 'resume';
  return html`<tr><th scope="row"><code>${origin}</code><span class="sub">${w.of} ${named(client_id)}</span></th><td data-label="${w.state}">${state}</td><td class="number" data-label="${w.failures}">${w.ofNumber(recent.failures, recent.attempts)}</td><td class="number" data-label="${w.waiting}">${count(pending)}</td><td class="wide">${time(last_success_at, now)}</td><td class="why" data-label="${w.lastFailure}">${time(last_failure_at, now)}${last_error === null ? NOTHING : html`: ${last_error}`}</td>
<td>${scope.may.includes('operate') ? html`<div class="buttons"><form method="post" action="/ui/callbacks/${act}"><input type="hidden" name="client_id" value="${client_id}"><input type="hidden" name="origin" value="${origin}"><button class="quiet" aria-label="${act === 'pause' ? w.pauseOne(origin, visible(client_id)) : w.resumeOne(origin, visible(client_id))}">${w[act]}</button></form> <a class="button quiet" href="/ui/callbacks/redeliver?${new URLSearchParams({ client_id, origin })}" aria-label="${w.redeliverOne(origin, visible(client_id))}">${w.redeliver}</a></div>` : NOTHING}</td></tr>`;
}

function callbackTable(callbacks: readonly CallbackSummary[], now: Date): Html {
  const w = callbacksWords();
  return html`<div class="scroll"><table class="stack"><thead><tr><th scope="col">${w.state}</th><th scope="col">${w.toUrl}</th><th scope="col">${w.attempts}</th><th scope="col">${w.lastAnswer}</th><th scope="col">${w.next}</th><th scope="col">${w.job}</th></tr></thead>
<tbody>${callbacks.map((c) => html`<tr><td>${callbackBadge(c.status)}</td><th scope="row"><code>${c.url}</code><span class="sub">${w.of} ${named(c.client_id)}</span></th><td class="number" data-label="${w.attempts}">${c.attempts}</td><td class="why" data-label="${w.lastAnswer}">${c.last_status_code ?? NOTHING} ${c.last_error ?? NOTHING}</td><td data-label="${w.next}">${c.paused ? w.whenWell : time(c.next_attempt_at, now)}</td><td>${c.job_id === null ? 'a test' : html`<a href="/ui/jobs/${c.job_id}#callback" aria-label="${w.openJob(c.url, c.job_id)}">${w.open}</a>`}</td></tr>`)}</tbody></table></div>`;
}
