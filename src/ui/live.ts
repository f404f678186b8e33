/** Pages that keep themselves up to date: of when what they show is, how often they look again, and what they say when ix does not answer. */
import { html } from 'hono/html';
import type { Html } from './html.ts';
import { exact } from './show.ts';
import { frameWords } from './words/frame.ts';

export interface Live {
  /** Where the region is looked for again. */
  readonly url: string;
  /** The id of the region that this stands in: it is replaced by what comes. */
  readonly region: string;
  readonly seconds: number;
  readonly now: Date;
}

/** Looks again every so many seconds, and says as of when the region is. Where ix does not answer the page's bar says so (src/ui/assets/ix.js). */
export function live({ url, region, seconds, now }: Live): Html {
  const at = now.toISOString();
  const w = frameWords();
  return html`<p class="as-of" id="${region}-as-of" data-as-of="${at}" hx-get="${url}" hx-trigger="every ${seconds}s" hx-target="#${region}" hx-select="#${region}" hx-swap="outerMorph" hx-config="timeout:8000" hx-status:4xx="swap:none" hx-status:5xx="swap:none">${w.asOf} ${clockTime(at)}<span class="scripted"> <span class="pulse" aria-hidden="true"></span> <span class="when-live">${w.liveEvery(seconds)}</span><span class="when-away">${w.notLive}</span></span></p>`;
}

/** A time of day; the page's script shows the viewer's own zone instead of UTC. */
export const clockTime = (iso: string): Html =>
  html`<time data-clock datetime="${iso}" title="${exact(iso)}">${iso.slice(11, 19)} UTC</time>`;

/** Shown by the page's script once a live region could not be refreshed. */
export const away = (): Html =>
  html`<div id="away" class="away-bar" role="alert" hidden data-gone="${frameWords().gone}" data-failing="${frameWords().failing}" data-seen="${frameWords().seen}"></div>`;

/** Of when a page is that does not look again by itself. */
export const asOf = (now: Date, words: Html | string = ''): Html =>
  html`<p class="as-of">${frameWords().asOf} ${clockTime(now.toISOString())}${words}</p>`;
