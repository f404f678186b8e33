/** Pauses by hand on the page of health: what is paused and since when, and buttons that pause and resume. The API has the same (`/v1/pauses`). */
import { html } from 'hono/html';
import { NAME_MAX, NameSchema } from '../contracts/bounds.ts';
import { PAUSE_KINDS, type Pause, type PauseKind } from '../contracts/pause.ts';
import type { Scope } from '../contracts/scope.ts';
import { parseBody } from '../http/faults.ts';
import { FIELDS_ONLY, readForm } from '../http/form.ts';
import { Problem } from '../http/problem.ts';
import type { UiDeps } from './deps.ts';
import { type Html, NOTHING } from './html.ts';
import type { PageRoute } from './page-route.ts';
import { named, time, visible } from './show.ts';
import { healthWords } from './words/health.ts';

/** The button that pauses it, or that ends its pause. Nothing for those who may not. */
export function pauseButton(scope: Scope, pauses: readonly Pause[], kind: PauseKind, name: string): Html | string {
  if (!scope.may.includes('operate')) return NOTHING;
  const w = healthWords();
  const isPaused = pauses.some((one) => one.kind === kind && one.name === name);
  const label = isPaused ? w.resume : kind === 'worker' ? w.quiet : w.pause;
  const says = isPaused ? w.resumeOne : kind === 'worker' ? (_: string, worker: string) => w.quietOne(worker) : w.pauseOne;
  return html`<form method="post" action="/ui/pauses/${isPaused ? 'resume' : 'pause'}"><input type="hidden" name="kind" value="${kind}"><input type="hidden" name="name" value="${name}"><button class="quiet" aria-label="${says(w.kinds[kind], visible(name))}">${label}</button></form>`;
}

export function pausesSection(scope: Scope, pauses: readonly Pause[], now: Date): Html {
  const w = healthWords();
  const row = ({ kind, name, paused_at, paused_by }: Pause) =>
    html`<tr><th scope="row">${w.kinds[kind]} ${named(name)}</th><td>${time(paused_at, now)}</td><td>${named(paused_by)}</td><td>${pauseButton(scope, pauses, kind, name)}</td></tr>`;
  const table = html`<div class="scroll"><table><thead><tr><th scope="col">${w.pauseWhat}</th><th scope="col">${w.since}</th><th scope="col">${w.by}</th><th scope="col">${w.act}</th></tr></thead><tbody>${pauses.map(row)}</tbody></table></div>`;
  const form = html`<form method="post" action="/ui/pauses/pause" class="keep"><label>${w.pause} <select name="kind">${PAUSE_KINDS.map((kind) => html`<option value="${kind}">${w.kinds[kind]}</option>`)}</select></label>
<label>${w.name} <input name="name" id="pause-name" maxlength="${NAME_MAX}" required autocomplete="off"></label><button class="quiet">${w.pause}</button></form>`;
  return html`<section id="pauses"><h2>${w.pausesTitle}</h2>${pauses.length === 0 ? html`<p class="empty">${w.noPauses}</p>` : table}
${scope.may.includes('operate') ? html`<p class="quiet">${w.pauseMeans}</p>${form}` : NOTHING}</section>`;
}

export const pausePages = (deps: UiDeps): readonly PageRoute[] => [
  {
    method: 'post',
    path: '/ui/pauses/:act{pause|resume}',
    needs: 'operate',
    handler: async (c, scope) => {
      const { texts: form } = await readForm(c, FIELDS_ONLY);
      const kind = PAUSE_KINDS.find((known) => known === form.get('kind'));
      if (kind === undefined) throw new Problem('unreadable', 'the form names nothing to pause: go back and reload the page');
      const name = parseBody(NameSchema, form.get('name') ?? '');
      await (c.req.param('act') === 'pause' ? deps.pauses.pause(scope, kind, name) : deps.pauses.resume(scope, kind, name));
      return c.redirect('/ui/health#pauses', 303);
    },
  },
];
