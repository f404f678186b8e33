/** How values are shown to people: counts, durations, times, states. */
import { html } from 'hono/html';
import type { CallbackStatus, JobStatus, JobSummary } from '../contracts/job.ts';
import type { Html } from './html.ts';
import { commonWords, type Noun } from './words/common.ts';

/** `1234567` → `1,234,567`, in German `1.234.567`. */
export const count = (n: number): string => n.toLocaleString(commonWords().locale);

/** `1 job`, `2 jobs`. */
export const counted = (n: number, noun: Noun): string => `${count(n)} ${commonWords().nouns[noun][n === 1 ? 0 : 1]}`;

/** Seconds in the two largest units that say something: `0.84 s`, `42 s`, `3 min 12 s`, `2 h 5 min`, `3 d 4 h`. */
export function duration(seconds: number): string {
  const s = Math.max(0, seconds);
  if (s < 10) return `${decimal(s, s < 1 ? 2 : 1)} s`;
  const whole = Math.round(s);
  if (whole < 60) return `${whole} s`;
  if (whole < 3600) return `${Math.floor(whole / 60)} min${whole % 60 === 0 ? '' : ` ${whole % 60} s`}`;
  const minutes = Math.round(s / 60);
  if (minutes < 1440) return `${Math.floor(minutes / 60)} h${minutes % 60 === 0 ? '' : ` ${minutes % 60} min`}`;
  const hours = Math.round(s / 3600);
  return `${Math.floor(hours / 24)} d${hours % 24 === 0 ? '' : ` ${hours % 24} h`}`;
}

const decimal = (n: number, digits: number): string =>
  n.toLocaleString(commonWords().locale, { minimumFractionDigits: digits, maximumFractionDigits: digits });

/** Elapsed time as a clock: `MM:SS`, hours before it when there are any. */
export function clock(seconds: number): string {
  const s = Math.max(0, Math.floor(seconds));
  const two = (n: number) => String(n).padStart(2, '0');
  const hours = Math.floor(s / 3600);
  return `${hours > 0 ? `${hours}:` : ''}${two(Math.floor(s / 60) % 60)}:${two(s % 60)}`;
}

/** `just now`, `42 s ago`, `3 min ago`, `in 5 min`: one unit. */
export function ago(then: Date, now: Date): string {
  const seconds = (now.getTime() - then.getTime()) / 1000;
  const size = Math.abs(seconds);
  const w = commonWords();
  if (size < 1.5) return w.justNow;
  const [value, unit] =
    size < 60 ? [size, 's'] : size < 3600 ? [size / 60, 'min'] : size < 86_400 ? [size / 3600, 'h'] : [size / 86_400, 'd'];
  const text = `${Math.floor(value)} ${unit}`;
  return seconds > 0 ? w.ago(text) : w.ahead(text);
}

/** `2026-03-20 09:30:00 UTC`. The page's script shows the viewer's own zone instead. */
export const exact = (iso: string): string => `${iso.slice(0, 10)} ${iso.slice(11, 19)} UTC`;

/** A relative time, the exact one in its title; "–" for null. The page's script keeps it current. */
export const time = (iso: string | null, now: Date): Html =>
  iso === null ? html`–` : html`<time datetime="${iso}" title="${exact(iso)}">${ago(new Date(iso), now)}</time>`;

/** Seconds from one time to another. */
export const between = (from: string, to: string): number => (Date.parse(to) - Date.parse(from)) / 1000;

/** What was cancelled ended in error, too, but by somebody's will. */
export const stateBadge = ({ status, code }: { readonly status: JobStatus; readonly code: string | null }): Html =>
  code === 'IX_003_000'
    ? html`<span class="badge cancelled">${commonWords().cancelled}</span>`
    : html`<span class="badge ${status}">${commonWords().states[status]}</span>`;

export const callbackBadge = (status: CallbackStatus | null): Html =>
  status === null
    ? html`<span class="quiet">–</span>`
    : html`<span class="badge callback-${status}">${commonWords().callbackStates[status]}</span>`;

/** Names may hold letters that nobody sees and that turn others around: they are shown by their numbers. Joiners are part of scripts and of emoji. */
export const visible = (text: string): string =>
  text.replace(/[\p{Cc}\p{Cf}]/gu, (letter) =>
    letter === '\u200c' || letter === '\u200d' ? letter : `⟨U+${(letter.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}⟩`,
  );

/** A name that others gave, as long as it may be and in whatever direction it is written. */
export const named = (text: string): Html => html`<bdi class="named">${visible(text)}</bdi>`;

/** What a job is called where people look for it: its file's name, else what its submitter called it. */
export const nameOf = (job: Pick<JobSummary, 'display_name' | 'request_id'>): string => visible(job.display_name ?? job.request_id);

/** A JSON value for people. Never throws: it came out of the database. */
export const json = (value: unknown): string => JSON.stringify(value, null, 2);
