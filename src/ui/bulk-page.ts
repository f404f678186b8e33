/** Acts on many jobs: says how many first, then does it. Works without JavaScript. */
import { randomBytes } from 'node:crypto';
import { html } from 'hono/html';
import { isStorableTime } from '../contracts/bounds.ts';
import { type JobId, JobIdSchema } from '../contracts/ids.ts';
import type { Scope } from '../contracts/scope.ts';
import { BULK_ACTS, BULK_MAX, BULK_STATUSES, type BulkAct, type BulkResult } from '../jobs/bulk.ts';
import type { UiDeps } from './deps.ts';
import { type Html, NOTHING } from './html.ts';
import { filterOf, filterWords, type ListQuery, listUrl, pairsOf, parseListQuery } from './list-query.ts';
import { notice, page } from './page-frame.ts';
import { count, counted } from './show.ts';
import { jobsWords } from './words/jobs.ts';

export interface BulkForm {
  readonly act: BulkAct;
  /** Null: all that match. */
  readonly jobIds: readonly JobId[] | null;
  readonly query: ListQuery;
  /** Null: the count is to be said first. */
  readonly confirmed: { readonly until: Date; readonly key: string } | null;
}

/** @returns null: the form was not one of ours. */
export function parseBulkForm(form: URLSearchParams): BulkForm | null {
  const act = BULK_ACTS.find((known) => known === form.get('act'));
  if (act === undefined) return null;
  const jobIds = form.getAll('job').flatMap((id) => {
    const parsed = JobIdSchema.safeParse(id);
    return parsed.success ? [parsed.data] : [];
  });
  const [until, key] = [form.get('until') ?? '', form.get('key') ?? ''];
  const whole = form.get('confirm') === 'yes' && isStorableTime(until) && /^[0-9a-f]{16}$/.test(key);
  const confirmed = whole ? { until: new Date(until), key } : null;
  return { act, jobIds: form.get('scope') === 'matching' ? null : jobIds, query: parseListQuery(form), confirmed };
}

export async function runBulk(
  deps: UiDeps,
  scope: Scope,
  { act, jobIds, query }: BulkForm,
  { until, key }: NonNullable<BulkForm['confirmed']>,
): Promise<BulkResult> {
  if (jobIds === null) return deps.actOnAll(scope, act, filterOf(query), until, key);
  return { seen: jobIds.length, applied: await deps.act(scope, act, jobIds, key), more: false, next: null };
}

/** Said in the list after an act on many, from its address. */
export function saidOf(search: URLSearchParams): Html | string {
  const act = BULK_ACTS.find((known) => known === search.get('did'));
  const number = (name: string): number | null => (/^\d{1,6}$/.test(search.get(name) ?? '') ? Number(search.get(name)) : null);
  const [applied, seen] = [number('applied'), number('seen')];
  if (act === undefined || applied === null || seen === null) return NOTHING;
  const w = jobsWords();
  const others = seen > applied ? w.hadNothing(counted(seen - applied, 'other')) : '';
  const more = search.get('more') === 'true' ? w.repeat : '';
  return notice('info', `${w.acts[act].done}: ${counted(applied, 'job')}.`, `${others}${more}`);
}

export async function confirmPage(deps: UiDeps, scope: Scope, { act, jobIds, query }: BulkForm): Promise<Html> {
  const w = jobsWords();
  const { verb, what } = w.acts[act];
  const back = html`<a class="button quiet" href="${listUrl(query)}">${w.backToList}</a>`;
  if (jobIds !== null && jobIds.length === 0) {
    return page({
      scope,
      title: verb,
      here: 'jobs',
      body: html`<h1>${w.actOnJobs(verb)}</h1>
${notice('warning', w.noneSelected, w.tick)}
<p>${back}</p>`,
    });
  }
  const statuses = BULK_STATUSES[act].filter((status) => query.statuses.length === 0 || query.statuses.includes(status));
  const { total, relation } =
    jobIds === null ? await deps.countJobs(scope, { ...filterOf(query), statuses }) : { total: jobIds.length, relation: 'exact' as const };
  const number = relation === 'more_than' ? w.moreThan(counted(total, 'job')) : counted(total, 'job');
  const hidden = [
    ['act', act],
    ['scope', jobIds === null ? 'matching' : 'selected'],
    ['confirm', 'yes'],
    ['until', deps.now().toISOString()],
    ['key', randomBytes(8).toString('hex')],
    ...(jobIds ?? []).map((id) => ['job', id]),
    ...pairsOf({ ...query, cursor: null }),
  ];
  return page({
    scope,
    title: `${verb} ${number}?`,
    here: 'jobs',
    body: html`<h1>${verb} ${number}?</h1>
<p>${jobIds === null ? w.allThatMatch(filterWords(query)) : w.thoseSelected} ${what}</p>
${total > BULK_MAX ? html`<p>${w.atMost(count(BULK_MAX))}</p>` : NOTHING}
<form method="post" action="/ui/jobs/bulk">
${hidden.map(([name, value]) => html`<input type="hidden" name="${name}" value="${value}">`)}
<div class="buttons"><button class="primary"${total === 0 ? html` disabled` : NOTHING}>${verb} ${number}</button>${back}</div>
</form>`,
  });
}
