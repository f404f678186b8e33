/** Sending again what failed to one endpoint: says how many first, then does it, once. Works without JavaScript. */
import { html } from 'hono/html';
import { isStorableTime } from '../contracts/bounds.ts';
import { EndpointNameSchema, REDELIVER_MAX, RedeliverManySchema } from '../contracts/callback.ts';
import type { Scope } from '../contracts/scope.ts';
import { parseBody } from '../http/faults.ts';
import { FIELDS_ONLY, readForm } from '../http/form.ts';
import { answer } from './answer.ts';
import type { UiDeps } from './deps.ts';
import { type Html, NOTHING } from './html.ts';
import { notice, page } from './page-frame.ts';
import type { PageRoute } from './page-route.ts';
import { count, counted, exact, visible } from './show.ts';
import { callbacksWords } from './words/callbacks.ts';

interface Asked {
  readonly client_id: string;
  readonly origin: string;
  /** Callbacks made after it; null: whenever. */
  readonly created_after: string | null;
}

function askedOf(params: URLSearchParams): Asked {
  const name = parseBody(EndpointNameSchema, { client_id: params.get('client_id') ?? '', origin: params.get('origin') ?? '' });
  return { ...name, created_after: timeOf(params.get('after') ?? '') };
}

/** As a field of a date and a time has it, in UTC; what is none is nothing. */
function timeOf(text: string): string | null {
  const iso = /[zZ]$/.test(text) ? text : `${text}Z`;
  return isStorableTime(iso) ? new Date(iso).toISOString() : null;
}

async function redeliverPage(deps: UiDeps, scope: Scope, asked: Asked): Promise<Html> {
  const w = callbacksWords();
  const until = deps.now().toISOString();
  const n = await deps.callbacks.countFailed(scope, { ...asked, created_before: until });
  const told = n > REDELIVER_MAX ? w.moreThan(counted(REDELIVER_MAX, 'callback')) : counted(n, 'callback');
  const endpoint = html`<input type="hidden" name="client_id" value="${asked.client_id}"><input type="hidden" name="origin" value="${asked.origin}">`;
  const when = asked.created_after === null ? w.whenever : `${w.since(exact(asked.created_after))}.`;
  return page({
    scope,
    title: w.redeliverTitle(told),
    here: 'callbacks',
    body: html`<h1>${w.redeliverTitle(told)}</h1>
<p>${w.failedTo(asked.origin, visible(asked.client_id))}${when} ${w.spread}</p>
${n > REDELIVER_MAX ? html`<p>${w.atMost(count(REDELIVER_MAX))}</p>` : NOTHING}
<form method="get" action="/ui/callbacks/redeliver" class="filters">${endpoint}
<label>${w.sinceField} <span class="quiet">(UTC)</span> <input type="datetime-local" name="after" step="1" value="${asked.created_after?.slice(0, 19) ?? ''}"></label>
<div class="buttons"><button class="quiet">${w.countAgain}</button></div></form>
<form method="post" action="/ui/callbacks/redeliver">${endpoint}
<input type="hidden" name="after" value="${asked.created_after ?? ''}"><input type="hidden" name="until" value="${until}">
<div class="buttons"><button class="primary"${n === 0 ? html` disabled` : NOTHING}>${w.doIt(told)}</button><a class="button quiet" href="/ui/callbacks">${w.back}</a></div></form>`,
  });
}

/** Said on the page of callbacks, from its address. */
export function redeliveredOf(search: URLSearchParams): Html | string {
  const n = search.get('redelivered') ?? '';
  const w = callbacksWords();
  return /^\d{1,6}$/.test(n)
    ? notice('info', w.done(counted(Number(n), 'callback')), search.get('more') === 'true' ? w.more : '')
    : NOTHING;
}

export const redeliverPages = (deps: UiDeps): readonly PageRoute[] => [
  {
    method: 'get',
    path: '/ui/callbacks/redeliver',
    needs: 'operate',
    handler: async (c, scope) => answer(c, await redeliverPage(deps, scope, askedOf(new URL(c.req.url).searchParams))),
  },
  {
    method: 'post',
    path: '/ui/callbacks/redeliver',
    needs: 'operate',
    handler: async (c, scope) => {
      const { texts: form } = await readForm(c, FIELDS_ONLY);
      const which = parseBody(RedeliverManySchema, { ...askedOf(form), created_before: form.get('until') ?? '' });
      const { redelivered, more } = await deps.callbacks.redeliverMany(scope, which);
      return c.redirect(`/ui/callbacks?${new URLSearchParams({ redelivered: String(redelivered), more: String(more) })}`, 303);
    },
  },
];
