/** The audit as admins read it: who did what to which, the newest first. */
import { html } from 'hono/html';
import type { AuditEntry, AuditList } from '../contracts/audit.ts';
import { CursorSchema, LINE_MAX } from '../contracts/bounds.ts';
import type { Scope } from '../contracts/scope.ts';
import { BadCursor } from '../jobs/read.ts';
import type { UiDeps } from './deps.ts';
import { type Html, NOTHING } from './html.ts';
import { page } from './page-frame.ts';
import { named, time } from './show.ts';
import { adminWords } from './words/admin.ts';
import { commonWords } from './words/common.ts';

const ENTRIES = 50;
const FIELDS = ['who', 'act', 'target'] as const;

export async function auditPage(deps: UiDeps, scope: Scope, search: URLSearchParams): Promise<Html> {
  const filter = Object.fromEntries(FIELDS.map((name) => [name, wordOf(search, name)]));
  const list = await listed(deps, scope, filter, search);
  const now = deps.now();
  const [w, c] = [adminWords(), commonWords()];
  const labels = { who: w.who, act: w.did, target: w.target };
  return page({
    scope,
    title: w.audit,
    here: 'audit',
    body: html`<h1>${w.audit}</h1>
<form class="filters" action="/ui/audit" method="get" role="search" aria-label="${w.filterAudit}">
${FIELDS.map((name) => html`<label>${labels[name]} <input name="${name}" value="${filter[name] ?? ''}" maxlength="${LINE_MAX}" autocomplete="off"></label>`)}
<div class="buttons"><button>${c.apply}</button><a class="button quiet" href="/ui/audit">${c.clear}</a></div>
</form>
${list.entries.length === 0 ? html`<p class="empty">${search.size > 0 ? w.nothingMatches : w.nothingDone}</p>` : table(list.entries, now)}
${older(list, search)}`,
  });
}

/** PostgreSQL holds neither U+0000 nor lone surrogates: nothing is called so. */
const wordOf = (search: URLSearchParams, name: string): string | undefined =>
  (search.get(name) ?? '').slice(0, LINE_MAX).replaceAll('\u0000', '').toWellFormed() || undefined;

/** A cursor that is not ours leads to the first page. */
async function listed(
  deps: UiDeps,
  scope: Scope,
  filter: Readonly<Record<string, string | undefined>>,
  search: URLSearchParams,
): Promise<AuditList> {
  const cursor = CursorSchema.safeParse(search.get('cursor'));
  try {
    return await deps.keys.audit(scope, { ...filter, limit: ENTRIES, cursor: cursor.data });
  } catch (error) {
    if (!(error instanceof BadCursor)) throw error;
    return deps.keys.audit(scope, { ...filter, limit: ENTRIES });
  }
}

function table(entries: readonly AuditEntry[], now: Date): Html {
  const w = adminWords();
  return html`<div class="scroll"><table><thead><tr><th scope="col">${w.when}</th><th scope="col">${w.who}</th><th scope="col">${w.did}</th><th scope="col">${w.target}</th><th scope="col" class="wide">${commonWords().client}</th></tr></thead>
<tbody>${entries.map((entry) => html`<tr><td>${time(entry.at, now)}</td><th scope="row">${named(entry.who)}${entry.role === null ? NOTHING : html`<span class="sub">${entry.role}</span>`}</th><td>${entry.act}</td><td>${target(entry)}</td><td class="wide">${entry.client_id === null ? html`<span class="quiet">–</span>` : named(entry.client_id)}</td></tr>`)}</tbody></table></div>`;
}

function target({ target }: AuditEntry): Html {
  const [, jobId] = /^job ([0-9a-f-]{36})$/.exec(target) ?? [];
  return jobId === undefined ? html`<code>${named(target)}</code>` : html`<a href="/ui/jobs/${jobId}"><code>${target}</code></a>`;
}

function older({ next_cursor }: AuditList, search: URLSearchParams): Html | string {
  if (next_cursor === null) return NOTHING;
  const next = new URLSearchParams(search);
  next.set('cursor', next_cursor);
  return html`<nav class="pager" aria-label="${commonWords().pages}"><a class="button quiet" rel="next" href="/ui/audit?${next}">${commonWords().older}</a></nav>`;
}
