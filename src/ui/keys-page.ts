/** Keys as admins look after them: made, rotated, revoked; a new one is shown once. */
import { html } from 'hono/html';
import type { z } from 'zod';
import { type CreatedKey, type Key, type NewKey, NewKeySchema } from '../contracts/key.ts';
import { ROLES, type Scope } from '../contracts/scope.ts';
import { isLive } from '../jobs/keys.ts';
import type { UiDeps } from './deps.ts';
import { type Html, NOTHING } from './html.ts';
import { notice, page } from './page-frame.ts';
import { named, time } from './show.ts';
import { adminWords } from './words/admin.ts';
import { commonWords } from './words/common.ts';

/** @param made shown once, above the list. @param wrong why none was made. */
export async function keysPage(deps: UiDeps, scope: Scope, made: CreatedKey | null = null, wrong: string | null = null): Promise<Html> {
  const keys = await deps.keys.list(scope);
  const now = deps.now();
  const [w, c] = [adminWords(), commonWords()];
  return page({
    scope,
    title: w.keys,
    here: 'keys',
    body: html`<h1>${w.keys}</h1>
${made === null ? NOTHING : notice('info', w.shownOnce, html`<code id="new-key">${made.key}</code>`)}
${wrong === null ? NOTHING : notice('error', w.noneMade, wrong)}
<section class="card"><h2>${w.newKey}</h2>
<form method="post" action="/ui/keys" class="filters">
<label>${w.role} <select name="role">${ROLES.map((role) => html`<option>${role}</option>`)}</select></label>
<label>${c.client} <input name="client_id" maxlength="255" autocomplete="off" placeholder="${w.forRoleClient}"></label>
<label>${w.whatFor} <input name="name" maxlength="1024" autocomplete="off"></label>
<label>${w.endsAfter} <span class="quiet">${w.days}</span> <input type="number" name="days" min="1" max="3650"></label>
<div class="buttons"><button class="primary">${w.make}</button></div>
</form></section>
<section class="card"><h2>${w.allKeys}</h2>${keys.length === 0 ? html`<p class="empty">${w.noKeys}</p>` : table(keys, now)}</section>`,
  });
}

/** The form as it comes in. */
export function newKeyOf(form: URLSearchParams): z.ZodSafeParseResult<NewKey> {
  const given = (name: string): string | null => (form.get(name) ?? '').replaceAll('\u0000', '').toWellFormed().trim() || null;
  const days = given('days');
  return NewKeySchema.safeParse({
    role: given('role') ?? 'client',
    client_id: given('client_id'),
    name: given('name'),
    expires_in_seconds: days === null ? null : Number(days) * 86_400,
  });
}

function table(keys: readonly Key[], now: Date): Html {
  const [w, c] = [adminWords(), commonWords()];
  return html`<div class="scroll"><table><thead><tr><th scope="col">${w.key}</th><th scope="col">${w.role}</th><th scope="col">${c.client}</th><th scope="col">${c.state}</th><th scope="col" class="wide">${w.made}</th><th scope="col">${w.lastUsed}</th><th scope="col"><span class="hidden">${w.acts}</span></th></tr></thead>
<tbody>${keys.map((key) => row(key, now))}</tbody></table></div>`;
}

function row(key: Key, now: Date): Html {
  const w = adminWords();
  const act = (name: string, label: string) =>
    html`<form method="post" action="/ui/keys/${key.key_id}/${name}"><button class="quiet" aria-label="${label} ${key.key_id}">${label}</button></form>`;
  return html`<tr><th scope="row"><code>${key.key_id}</code>${key.name === null ? NOTHING : html`<span class="sub">${named(key.name)}</span>`}</th><td>${key.role}</td><td>${key.client_id === null ? html`<span class="quiet">–</span>` : named(key.client_id)}</td>
<td>${state(key, now)}</td><td class="wide">${time(key.created_at, now)} ${commonWords().by} ${key.created_by}</td><td>${key.last_used_at === null ? w.never : time(key.last_used_at, now)}</td>
<td>${isLive(key) ? html`<div class="buttons">${act('rotate', w.rotate)}${act('revoke', w.revoke)}</div>` : NOTHING}</td></tr>`;
}

function state(key: Key, now: Date): Html | string {
  const w = adminWords();
  if (key.revoked_at !== null) return html`${w.revoked} ${time(key.revoked_at, now)}`;
  if (key.expires_at === null) return w.live;
  return html`${isLive(key) ? w.liveEnds : w.expired} ${time(key.expires_at, now)}`;
}
