/** Callbacks as operators look after them: the endpoints, paused ones first, and what failed or still waits. */
import { html } from 'hono/html';
import { CursorSchema, NAME_MAX, URL_MAX } from '../contracts/bounds.ts';
import type { CallbackList, CallbackSummary, Endpoint } from '../contracts/callback.ts';
import type { Scope } from '../contracts/scope.ts';
import { BadCursor } from '../jobs/read.ts';
import type { UiDeps } from './deps.ts';
import { type Html, NOTHING } from './html.ts';
import { live } from './live.ts';
import { page } from './page-frame.ts';
import { callbackBadge, count, named, time, visible } from './show.ts';

/** Seconds between two looks of the page. */
const LOOK_SECONDS = 5;
/** Endpoints shown; the paused ones come first. */
const ENDPOINTS = 100;
/** Callbacks of each state on a page. */
const CALLBACKS = 50;

/** The two lists page apart: each has its place in the address, under the list's name. */
const LISTS = { failed: 'failed', waiting: 'pending' } as const;
type ListName = keyof typeof LISTS;

/** @param search `failed` and `waiting`: `next_cursor` of the list's page before. One that is not ours leads to the first page. */
export async function callbacksPage(deps: UiDeps, scope: Scope, search: URLSearchParams): Promise<Html> {
  const filter = await filterOf(deps, scope, search);
  const [endpoints, failed, waiting] = await Promise.all([
    deps.callbacks.endpoints(scope, filter),
    listed(deps, scope, 'failed', search, filter),
    listed(deps, scope, 'waiting', search, filter),
  ]);
  const now = deps.now();
  return page({
    scope,
    title: 'Callbacks',
    here: 'callbacks',
    body: html`<h1>Callbacks</h1>
${filterForm(search)}
<div id="callbacks">
${live({ url: `/ui/callbacks${search.size === 0 ? '' : `?${search}`}`, region: 'callbacks', seconds: LOOK_SECONDS, now })}
<section class="card"><h2>Endpoints</h2>${endpoints.length === 0 ? html`<p class="empty">Nothing was sent yet. Jobs submitted with a <code>callback_url</code> are sent there when they end.</p>` : endpointTable(scope, endpoints.slice(0, ENDPOINTS), now)}</section>
<section class="card" id="failed"><h2>Failed</h2>${failed.callbacks.length === 0 ? html`<p class="empty">No callback${search.has('failed') ? ' before these' : ''} has failed for good.</p>` : callbackTable(failed.callbacks, now)}${pager('failed', failed, search)}</section>
<section class="card" id="waiting"><h2>Waiting</h2>${waiting.callbacks.length === 0 ? html`<p class="empty">None${search.has('waiting') ? ' before these' : ''} waits to be sent.</p>` : callbackTable(waiting.callbacks, now)}${pager('waiting', waiting, search)}</section>
</div>`,
  });
}

interface Filter {
  readonly clientId?: string;
  readonly origin?: string;
}

/** A URL there will do for an endpoint: its scheme, host and port count. */
async function filterOf(deps: UiDeps, scope: Scope, search: URLSearchParams): Promise<Filter> {
  const word = (name: string): string => (search.get(name) ?? '').slice(0, URL_MAX).replaceAll('\u0000', '').toWellFormed().trim();
  const [client, endpoint] = [word('client'), word('endpoint')];
  return {
    ...(client === '' ? {} : { clientId: await deps.clientNamed(scope, client) }),
    ...(endpoint === '' ? {} : { origin: URL.parse(endpoint)?.origin ?? endpoint }),
  };
}

const filterForm = (
  search: URLSearchParams,
): Html => html`<form class="filters" action="/ui/callbacks" method="get" role="search" aria-label="Filter callbacks">
<label>Client <input name="client" value="${search.get('client') ?? ''}" maxlength="${NAME_MAX}" autocomplete="off"></label>
<label>Endpoint <input name="endpoint" value="${search.get('endpoint') ?? ''}" maxlength="${URL_MAX}" placeholder="https://example.com" autocomplete="off"></label>
<div class="buttons"><button>Apply</button><a class="button quiet" href="/ui/callbacks">Clear</a></div>
</form>`;

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
    if (cursor === null) places.delete(name);
    else places.set(name, cursor);
    return `/ui/callbacks${places.size === 0 ? '' : `?${places}`}#${name}`;
  };
  const newest = search.has(name) ? html`<a class="button quiet" href="${at(null)}">Newest</a>` : NOTHING;
  const older = next_cursor === null ? NOTHING : html`<a class="button quiet" rel="next" href="${at(next_cursor)}">Older</a>`;
  if (newest === NOTHING && older === NOTHING) return NOTHING;
  return html`<nav class="pager" aria-label="Pages of ${name} callbacks">${newest} ${older}</nav>`;
}

function endpointTable(scope: Scope, endpoints: readonly Endpoint[], now: Date): Html {
  return html`<div class="scroll"><table class="stack"><thead><tr><th scope="col">Endpoint</th><th scope="col">State</th><th scope="col">Recent failures</th><th scope="col">Waiting</th><th scope="col" class="wide">Last delivered</th><th scope="col">Last failure</th><th scope="col"><span class="hidden">Pause or resume</span></th></tr></thead>
<tbody>${endpoints.map((endpoint) => endpointRow(scope, endpoint, now))}</tbody></table></div>`;
}

function endpointRow(scope: Scope, endpoint: Endpoint, now: Date): Html {
  const { client_id, origin, paused_at, paused_by, probe_at, pending, recent, last_error, last_success_at, last_failure_at } = endpoint;
  const state =
    paused_at === null
      ? html`<span class="badge ${recent.failures === 0 ? 'done' : 'callback-pending'}">${recent.failures === 0 ? 'well' : 'failing'}</span>`
      : html`<span class="badge callback-failed">paused</span> ${paused_by === 'operator' ? 'by hand, ' : NOTHING}${time(paused_at, now)}${probe_at === null ? NOTHING : html`, tried again ${time(probe_at, now)}`}`;
  const act = paused_at === null ? 'pause' : 'resume';
  return html`<tr><th scope="row"><code>${origin}</code><span class="sub">of ${named(client_id)}</span></th><td data-label="State">${state}</td><td class="number" data-label="Recent failures">${recent.failures} of ${recent.attempts}</td><td class="number" data-label="Waiting">${count(pending)}</td><td class="wide">${time(last_success_at, now)}</td><td class="why" data-label="Last failure">${time(last_failure_at, now)}${last_error === null ? NOTHING : html`: ${last_error}`}</td>
<td>${scope.may.includes('operate') ? html`<form method="post" action="/ui/callbacks/${act}"><input type="hidden" name="client_id" value="${client_id}"><input type="hidden" name="origin" value="${origin}"><button class="quiet" aria-label="${act === 'pause' ? 'Pause' : 'Resume'} ${origin} of ${visible(client_id)}">${act === 'pause' ? 'Pause' : 'Resume'}</button></form>` : NOTHING}</td></tr>`;
}

function callbackTable(callbacks: readonly CallbackSummary[], now: Date): Html {
  return html`<div class="scroll"><table class="stack"><thead><tr><th scope="col">State</th><th scope="col">To</th><th scope="col">Attempts</th><th scope="col">Last answer</th><th scope="col">Next</th><th scope="col">Job</th></tr></thead>
<tbody>${callbacks.map((c) => html`<tr><td>${callbackBadge(c.status)}</td><th scope="row"><code>${c.url}</code><span class="sub">of ${named(c.client_id)}</span></th><td class="number" data-label="Attempts">${c.attempts}</td><td class="why" data-label="Last answer">${c.last_status_code ?? NOTHING} ${c.last_error ?? NOTHING}</td><td data-label="Next">${c.paused ? 'when its endpoint is well' : time(c.next_attempt_at, now)}</td><td>${c.job_id === null ? 'a test' : html`<a href="/ui/jobs/${c.job_id}#callback" aria-label="Open the job of the callback to ${c.url}, ${c.job_id}">open</a>`}</td></tr>`)}</tbody></table></div>`;
}
