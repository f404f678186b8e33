/** Filters of the list that somebody keeps under a name: links to them, and a form to keep the present ones. The API has the same (`/v1/filters`). */
import { html } from 'hono/html';
import { NAME_MAX, NameSchema } from '../contracts/bounds.ts';
import type { SavedFilter } from '../contracts/saved-filter.ts';
import { NewSavedFilterSchema } from '../contracts/saved-filter.ts';
import { parseBody } from '../http/faults.ts';
import { FIELDS_ONLY, readForm } from '../http/form.ts';
import { Problem } from '../http/problem.ts';
import { FiltersFull } from '../jobs/filters.ts';
import type { UiDeps } from './deps.ts';
import { type Html, NOTHING } from './html.ts';
import { isFiltered, type ListQuery, listUrl, pairsOf, parseListQuery } from './list-query.ts';
import type { PageRoute } from './page-route.ts';
import { named, visible } from './show.ts';
import { jobsWords } from './words/jobs.ts';

export function savedFilters(kept: readonly SavedFilter[], query: ListQuery): Html | string {
  if (kept.length === 0 && !isFiltered(query)) return NOTHING;
  const w = jobsWords();
  const list = kept.map(
    ({ name, filter }) =>
      html`<li><a class="chip" href="${urlOf(filter)}">${named(name)}</a><form method="post" action="/ui/filters/forget"><input type="hidden" name="name" value="${name}"><button class="quiet" aria-label="${w.forget(visible(name))}">×</button></form></li>`,
  );
  const isKeepable = query.worker === '' && query.callback === '' && query.trust === '';
  const form = html`<form method="post" action="/ui/filters" class="keep">${pairsOf({ ...query, cursor: null, live: true }).map(([name, value]) => html`<input type="hidden" name="${name}" value="${value}">`)}
<label>${w.keepAs} <input name="name" maxlength="${NAME_MAX}" required autocomplete="off"></label><button class="quiet">${w.keep}</button></form>`;
  return html`<div class="saved">${kept.length === 0 ? NOTHING : html`<ul aria-label="${w.kept}">${list}</ul>`}${isFiltered(query) ? (isKeepable ? form : html`<p class="quiet">${w.notKept}</p>`) : NOTHING}</div>`;
}

/** As the API has filters → as the address of the list has them. */
function urlOf(filter: SavedFilter['filter']): string {
  const pairs: [string, string | undefined][] = [
    ...(filter.status ?? []).map((status): [string, string] => ['status', status]),
    ['client', filter.client_id],
    ['use_case', filter.use_case],
    ['q', filter.q ?? filter.batch_id],
    ['code', filter.code],
    ['needs_review', filter.needs_review === true ? 'true' : undefined],
    ['after', filter.created_after],
    ['before', filter.created_before],
  ];
  return listUrl(
    parseListQuery(new URLSearchParams(pairs.flatMap(([name, value]): [string, string][] => (value === undefined ? [] : [[name, value]])))),
  );
}

function filterOf(query: ListQuery): SavedFilter['filter'] {
  const given = (value: string): string | undefined => (value === '' ? undefined : value);
  return parseBody(NewSavedFilterSchema, {
    filter: {
      ...(query.statuses.length === 0 ? {} : { status: query.statuses }),
      client_id: given(query.client),
      use_case: given(query.useCase),
      q: given(query.text),
      code: given(query.code),
      ...(query.needsReview ? { needs_review: true } : {}),
      created_after: given(query.after),
      created_before: given(query.before),
    },
  }).filter;
}

export const filterPages = (deps: UiDeps): readonly PageRoute[] => [
  {
    method: 'post',
    path: '/ui/filters',
    needs: 'read',
    handler: async (c, scope) => {
      const { texts: form } = await readForm(c, FIELDS_ONLY);
      const query = parseListQuery(form);
      try {
        await deps.filters.save(scope, parseBody(NameSchema, form.get('name') ?? ''), filterOf(query));
      } catch (error) {
        if (error instanceof FiltersFull) throw new Problem('filters-full', error.message);
        throw error;
      }
      return c.redirect(listUrl(query), 303);
    },
  },
  {
    method: 'post',
    path: '/ui/filters/forget',
    needs: 'read',
    handler: async (c, scope) => {
      await deps.filters.delete(scope, (await readForm(c, FIELDS_ONLY)).texts.get('name') ?? '');
      return c.redirect('/ui/jobs', 303);
    },
  },
];
