/** A text as people see it: its lines as the pipeline reads them, with the places of values marked. */
import { html } from 'hono/html';
import type { Job } from '../contracts/job.ts';
import { readText } from '../pipeline/reading/text.ts';
import { type Html, NOTHING } from './html.ts';
import { notice } from './page-frame.ts';
import { type Marked, placesOf } from './places.ts';
import { count, counted } from './show.ts';
import { isOn, LINES_MAX, lineOf, type View } from './view.ts';
import { control } from './view-control.ts';
import { commonWords } from './words/common.ts';
import { viewerWords } from './words/viewer.ts';

export function textSheet(job: Job, view: View, text: string): Html {
  const pages = readText(text);
  const [w, c] = [viewerWords(), commonWords()];
  const page = pages[view.page - 1];
  if (page === undefined) return notice('info', w.noSuchPage, w.textHas(counted(pages.length, 'page')));
  const parts = Math.max(1, Math.ceil(page.lines.length / LINES_MAX));
  const from = (Math.min(view.part, parts) - 1) * LINES_MAX;
  const spans = spansOf(job, view);
  const lines = page.lines.slice(from, from + LINES_MAX).map((line, i) => markedLine(line.text, spans.get(from + i) ?? []));
  return html`${
    pages.length > 1
      ? choice(w.page, pages.length, view.page, (n) => control(job, { ...view, page: n, part: 1 }, c.page(n), `view-page-${n}`), c.page)
      : NOTHING
  }
${parts > 1 ? choice(w.lines, parts, view.part, (n) => control(job, { ...view, part: n }, linesOf(n), `view-part-${n}`), linesOf) : NOTHING}
<pre class="text" id="view-text" tabindex="0" aria-label="${w.theText}">${lines}</pre>`;
}

const linesOf = (part: number): string => viewerWords().linesFrom(count((part - 1) * LINES_MAX + 1));

const choice = (name: string, length: number, current: number, link: (n: number) => Html, words: (n: number) => string): Html =>
  html`<div class="controls" role="group" aria-label="${name}">${Array.from({ length }, (_, i) => (i + 1 === current ? html`<span class="button quiet" aria-current="true">${words(i + 1)}</span>` : link(i + 1)))}</div>`;

interface Span {
  readonly start: number;
  readonly end: number;
  readonly row: Marked;
  readonly source: number;
}

/** By line, from 0. */
function spansOf(job: Job, view: View): Map<number, Span[]> {
  const spans = placesOf(job, view.field).flatMap((row) =>
    row.sources.flatMap((source, i) =>
      isOn(source, view) ? [{ line: lineOf(source), start: source.char_span[0], end: source.char_span[1], row, source: i }] : [],
    ),
  );
  return Map.groupBy(
    spans.sort((a, b) => a.start - b.start || b.end - a.end),
    ({ line }) => line,
  );
}

/** Of spans that overlap the first is marked. */
function markedLine(text: string, spans: readonly Span[]): Html {
  const parts: (Html | string)[] = [];
  let at = 0;
  for (const { start, end, row, source } of spans) {
    if (start < at || end > text.length) continue;
    parts.push(text.slice(at, start));
    parts.push(
      html`<a class="mark ${row.verdict}" href="#field-${row.name}" data-field="${row.name}" data-source="${source}" title="${row.title}">${text.slice(start, end)}</a>`,
    );
    at = end;
  }
  parts.push(text.slice(at), '\n');
  return html`${parts}`;
}
