/** A control of the viewer. */
import { html } from 'hono/html';
import type { Job } from '../contracts/job.ts';
import { type Html, NOTHING } from './html.ts';
import { fragmentUrl, type View, viewUrl } from './view.ts';

/**
 * A link that shows another view: in place with JavaScript, by loading the page without. Its id keeps the focus on it.
 * @param name what it does, where its label does not say.
 */
export const control = (job: Job, view: View, label: Html | string, id: string, name?: string): Html =>
  html`<a class="button quiet" id="${id}" href="${viewUrl(job.job_id, view)}" hx-get="${fragmentUrl(job.job_id, view)}" hx-target="#viewer" hx-swap="outerMorph"${name === undefined ? NOTHING : html` aria-label="${name}" title="${name}"`}>${label}</a>`;
