/** A document as people see it, with the places its values were read from: a page image under an SVG of boxes, or a text with marks. */
import { html } from 'hono/html';
import { IxError } from '../contracts/errors.ts';
import { type JobId, JobIdSchema } from '../contracts/ids.ts';
import type { Job } from '../contracts/job.ts';
import type { Source } from '../contracts/response.ts';
import type { Scope } from '../contracts/scope.ts';
import type { PageSource } from '../http/deps.ts';
import { readText } from '../pipeline/reading/text.ts';
import { type Html, NOTHING } from './html.ts';
import { notice } from './page-frame.ts';
import { resultRows, VERDICT_WORDS, type Verdict } from './result.ts';
import { reviewedFields } from './review-choices.ts';
import { counted } from './show.ts';

const ZOOMS = [0, 50, 75, 100, 150, 200, 300] as const;

export interface View {
  /** Into `context.files`, then `context.texts`. */
  readonly file: number;
  /** 1-based. */
  readonly page: number;
  /** Per cent of the page's size on paper; 0: as wide as there is room. */
  readonly zoom: (typeof ZOOMS)[number];
  /** Degrees clockwise, beyond the page's own rotation. */
  readonly turn: 0 | 90 | 180 | 270;
  /** The value under review, as in `response.trust`: the places of its candidates are marked, and those alone. Null: of all values. */
  readonly field: string | null;
}

const TURNS = [0, 90, 180, 270] as const;
/** CSS pixels of an inch, and points. */
const CSS_DPI = 96;
const POINTS = 72;
/** Lines of a text that are shown: a browser gets slow with more. */
const LINES_MAX = 3000;

/** The view that a URL names; what it does not say comes from the first place that is marked. */
export function parseView(params: URLSearchParams, job: Job, field: string | null = params.get('field')): View {
  const first = placesOf(job, field).flatMap(({ sources }) => sources)[0];
  const number = (name: string, fallback: number): number => {
    const text = params.get(name) ?? '';
    return /^\d{1,6}$/.test(text) ? Number(text) : fallback;
  };
  const file = number('file', first?.file_index ?? 0);
  return {
    file,
    page: Math.max(1, number('page', first?.file_index === file ? first.page : 1)),
    zoom: ZOOMS.find((zoom) => zoom === number('zoom', 0)) ?? 0,
    turn: TURNS.find((turn) => turn === number('turn', 0)) ?? 0,
    field,
  };
}

const searchOf = ({ file, page, zoom, turn, field }: View): string =>
  new URLSearchParams({
    ...(field === null ? {} : { field }),
    file: String(file),
    page: String(page),
    zoom: String(zoom),
    turn: String(turn),
  }).toString();
export const viewUrl = (jobId: string, view: View): string =>
  `/ui/jobs/${jobId}${view.field === null ? '' : '/review'}?${searchOf(view)}#viewer`;
export const fragmentUrl = (jobId: string, view: View): string => `/ui/jobs/${jobId}/viewer?${searchOf(view)}`;

/** Takes the viewer's place until it is loaded: the page does not wait for the document. */
export function viewerLater(job: Job, view: View): Html {
  return html`<section id="viewer" class="viewer" aria-label="Document" aria-busy="true" hx-get="${fragmentUrl(job.job_id, view)}" hx-trigger="load" hx-swap="outerHTML">
<p class="empty">Loading the page… <noscript><a href="${viewUrl(job.job_id, view)}">Show the page</a></noscript></p>
</section>`;
}

export async function viewer(pages: PageSource, scope: Scope, job: Job, view: View): Promise<Html> {
  const { files, texts } = job.request.context;
  const jobId = JobIdSchema.parse(job.job_id);
  const inner = await documentOf(pages, scope, jobId, job, view);
  const names = [
    ...files.map((file, i) => file.display_name ?? ('url' in file ? lastPart(file.url) : `file ${i + 1}`)),
    ...texts.map((_, i) => `text ${i + 1}`),
  ];
  const documents = names.map((name, index) => {
    const other = { ...view, file: index, page: 1 };
    return index === view.file ? html`<span aria-current="true" class="button quiet">${name}</span>` : control(job, other, name);
  });
  return html`<section id="viewer" class="viewer" aria-label="Document">
${names.length > 1 ? html`<div class="documents" role="group" aria-label="Documents">${documents}</div>` : NOTHING}
${inner}
</section>`;
}

const lastPart = (url: string): string =>
  url
    .split(/[?#]/)[0]
    ?.split('/')
    .findLast((part) => part !== '') ?? url;

/** A link that shows another view: in place with JavaScript, by loading the page without. */
const control = (job: Job, view: View, label: Html | string, name?: string): Html =>
  html`<a class="button quiet" href="${viewUrl(job.job_id, view)}" hx-get="${fragmentUrl(job.job_id, view)}" hx-target="#viewer" hx-swap="outerHTML"${name === undefined ? NOTHING : html` aria-label="${name}" title="${name}"`}>${label}</a>`;

async function documentOf(pages: PageSource, scope: Scope, jobId: JobId, job: Job, view: View): Promise<Html> {
  try {
    const size = await pages.page(scope, jobId, view.file, view.page, null);
    if (size !== null) return sheet(job, view, size);
    const text = await pages.text(scope, jobId, view.file);
    if (text !== null) return textSheet(job, view, text);
    return notice('info', 'There is no such page.', 'The job’s documents have no page of this number.');
  } catch (error) {
    if (!(error instanceof IxError)) throw error;
    return notice('warning', 'The document cannot be shown.', error.message);
  }
}

interface Size {
  readonly pages: number;
  readonly width: number;
  readonly height: number;
}

function sheet(job: Job, view: View, { pages, width, height }: Size): Html {
  const zoomAt = ZOOMS.indexOf(view.zoom);
  const at = (change: Partial<View>) => ({ ...view, ...change });
  const step = (label: string, name: string, to: View | null) =>
    to === null ? html`<span class="button quiet" aria-disabled="true" aria-hidden="true">${label}</span>` : control(job, to, label, name);
  const larger = view.zoom === 0 ? 100 : ZOOMS[zoomAt + 1];
  const smaller = view.zoom === 0 ? 75 : zoomAt > 1 ? ZOOMS[zoomAt - 1] : undefined;
  return html`<div class="controls" role="group" aria-label="Page, zoom and rotation">
${step('‹', 'Previous page', view.page > 1 ? at({ page: view.page - 1 }) : null)}
<span class="position">page ${view.page} of ${pages}</span>
${step('›', 'Next page', view.page < pages ? at({ page: view.page + 1 }) : null)}
<span class="gap"></span>
${step('−', 'Smaller', smaller === undefined ? null : at({ zoom: smaller }))}
<span class="position">${view.zoom === 0 ? 'fit' : `${view.zoom} %`}</span>
${step('+', 'Larger', larger === undefined ? null : at({ zoom: larger }))}
${view.zoom === 0 ? NOTHING : control(job, at({ zoom: 0 }), 'fit', 'Fit the width')}
${control(job, at({ turn: TURNS[(TURNS.indexOf(view.turn) + 1) % TURNS.length] ?? 0 }), 'Turn', 'Turn clockwise')}
</div>
<div class="paper">${drawing(job, view, width, height)}</div>`;
}

/** One SVG in the page's points: the image, and the boxes in a frame of their own that reaches from 0 to 1. */
function drawing(job: Job, view: View, width: number, height: number): Html {
  const upright = view.turn % 180 === 0;
  const [w, h] = upright ? [width, height] : [height, width];
  const scale = ((view.zoom === 0 ? 100 : view.zoom) / 100) * (CSS_DPI / POINTS);
  // Sharp on screens of two pixels a CSS pixel, in few steps so that images are used again.
  const dpi = view.zoom <= 75 ? 110 : view.zoom <= 150 ? 200 : 300;
  const turned = {
    0: '',
    90: `translate(${height} 0) rotate(90)`,
    180: `translate(${width} ${height}) rotate(180)`,
    270: `translate(0 ${width}) rotate(270)`,
  }[view.turn];
  const boxes = boxesOn(job, view);
  return html`<svg class="sheet${view.zoom === 0 ? ' fit' : ''}" viewBox="0 0 ${w} ${h}" width="${Math.round(w * scale)}" height="${Math.round(h * scale)}" role="group" aria-label="Page ${view.page}, ${counted(boxes.length, 'place')} of values marked">
<g transform="${turned}">
<image href="/jobs/${job.job_id}/pages/${view.page}.png?file=${view.file}&amp;dpi=${dpi}" width="${width}" height="${height}" aria-hidden="true"></image>
<svg viewBox="0 0 1 1" preserveAspectRatio="none" width="${width}" height="${height}">
${boxes.map(({ row, points }) => html`<a class="box ${row.verdict}" href="#field-${row.name}" data-field="${row.name}" aria-label="${row.label}"><title>${row.title}</title><polygon points="${points}"></polygon></a>`)}
</svg></g></svg>`;
}

function boxesOn(job: Job, view: View): { row: Marked; points: string }[] {
  return placesOf(job, view.field).flatMap((row) =>
    row.sources.flatMap((source) =>
      isOn(source, view) && source.bounding_box !== null ? [{ row, points: source.bounding_box.join(' ') }] : [],
    ),
  );
}

/** Something whose places are marked: `field-` and its name is the id of what tells of it beside the document. */
interface Marked {
  readonly name: string;
  readonly title: string;
  readonly label: string;
  readonly verdict: Verdict;
  readonly sources: readonly Source[];
}

/** The values of the result, or the candidates of one of them. */
function placesOf(job: Job, field: string | null): Marked[] {
  const rows = job.response === null ? [] : resultRows(job.response);
  if (field === null) {
    return rows.map(({ path, value, verdict, sources }) => {
      return { name: path, title: path, label: `${path}: ${String(value)}, ${VERDICT_WORDS[verdict]}`, verdict, sources };
    });
  }
  const reviewed = reviewedFields(job, rows).find(({ path }) => path === field);
  return (reviewed?.candidates ?? []).map(({ name, value, sources }) => {
    return { name, title: String(value), label: `candidate: ${String(value)}`, verdict: name === 'own' ? 'agreed' : 'unchecked', sources };
  });
}

const isOn = (source: Source, view: View): boolean => source.file_index === view.file && source.page === view.page;

/** The text's lines as the pipeline reads them, with the sources' spans marked. */
function textSheet(job: Job, view: View, text: string): Html {
  const pages = readText(text);
  const page = pages[view.page - 1];
  if (page === undefined) return notice('info', 'There is no such page.', `The text has ${counted(pages.length, 'page')}.`);
  const lines = page.lines.slice(0, LINES_MAX).map((line, index) => markedLine(line.text, spansOf(job, view, index)));
  return html`${pages.length > 1 ? html`<div class="controls" role="group" aria-label="Page">${pages.map((_, i) => control(job, { ...view, page: i + 1 }, `page ${i + 1}`))}</div>` : NOTHING}
<pre class="text" tabindex="0" aria-label="The text">${lines}</pre>
${page.lines.length > LINES_MAX ? html`<p class="quiet">Only the first ${LINES_MAX} lines are shown.</p>` : NOTHING}`;
}

interface Span {
  readonly start: number;
  readonly end: number;
  readonly row: Marked;
}

function spansOf(job: Job, view: View, line: number): Span[] {
  return placesOf(job, view.field)
    .flatMap((row) =>
      row.sources.flatMap((source) =>
        isOn(source, view) && source.segment_id.endsWith(`_l${line}`)
          ? [{ start: source.char_span[0], end: source.char_span[1], row }]
          : [],
      ),
    )
    .sort((a, b) => a.start - b.start || b.end - a.end);
}

/** Of spans that overlap the first is marked. */
function markedLine(text: string, spans: readonly Span[]): Html {
  const parts: (Html | string)[] = [];
  let at = 0;
  for (const { start, end, row } of spans) {
    if (start < at || end > text.length) continue;
    parts.push(text.slice(at, start));
    parts.push(
      html`<a class="mark ${row.verdict}" href="#field-${row.name}" data-field="${row.name}" title="${row.title}">${text.slice(start, end)}</a>`,
    );
    at = end;
  }
  parts.push(text.slice(at), '\n');
  return html`${parts}`;
}
