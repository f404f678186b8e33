/** A document as people see it, with the places its values were read from: a page image under an SVG of boxes, or a text with marks. */
import { html } from 'hono/html';
import { IxError } from '../contracts/errors.ts';
import { type JobId, JobIdSchema } from '../contracts/ids.ts';
import type { Job } from '../contracts/job.ts';
import type { BoundingBox, Line } from '../contracts/response.ts';
import type { Scope } from '../contracts/scope.ts';
import type { PageSource } from '../http/deps.ts';
import type { PageImage } from '../pipeline/reading/draw-page.ts';
import { documentNames } from './documents.ts';
import { type Html, NOTHING } from './html.ts';
import { notice } from './page-frame.ts';
import { type Marked, placesOf } from './places.ts';
import { counted } from './show.ts';
import { textSheet } from './text-sheet.ts';
import { fragmentUrl, isOn, pageUrl, pairsOf, TURNS, type View, viewUrl, ZOOMS } from './view.ts';
import { control } from './view-control.ts';
import { commonWords } from './words/common.ts';
import { viewerWords } from './words/viewer.ts';

/** Pages shown small at most: each is an image. */
const OVERVIEW_MAX = 200;

/** Takes the viewer's place until it is loaded: the page does not wait for the document. */
export function viewerLater(job: Job, view: View): Html {
  const w = viewerWords();
  return html`<section id="viewer" class="viewer" aria-label="${w.document}" aria-busy="true" hx-get="${fragmentUrl(job.job_id, view)}&amp;first=true" hx-trigger="load" hx-swap="outerHTML">
<p class="empty">${w.loading} <noscript><a href="${viewUrl(job.job_id, view)}">${w.showPage}</a></noscript></p>
</section>`;
}

export async function viewer(pages: PageSource, scope: Scope, job: Job, view: View): Promise<Html> {
  const jobId = JobIdSchema.parse(job.job_id);
  const w = viewerWords();
  const inner = await documentOf(pages, scope, jobId, job, view);
  const names = documentNames(job);
  const documents = names.map((name, index) =>
    index === view.file
      ? html`<span id="view-file-${index}" aria-current="true" class="button quiet"><bdi class="named">${name}</bdi></span>`
      : control(job, { ...view, file: index, page: 1, part: 1 }, html`<bdi class="named">${name}</bdi>`, `view-file-${index}`),
  );
  return html`<section id="viewer" class="viewer" aria-label="${w.document}" tabindex="-1" data-file="${view.file}" data-page="${view.page}">
${names.length > 1 ? html`<div class="documents" role="group" aria-label="${w.documents}">${documents}</div>` : NOTHING}
<p class="pointed-at" id="view-pointed" hidden></p>
${inner}
${names.length === 0 ? NOTHING : html`<p class="original"><a href="/v1/jobs/${job.job_id}/documents/${view.file}" download>${w.original}</a></p>`}
</section>`;
}

/** Where there is nothing further this way the focus stays all the same. */
const step = (job: Job, label: string, id: string, name: string, to: View | null): Html =>
  to === null
    ? html`<a class="button quiet" id="${id}" role="link" tabindex="0" aria-disabled="true" aria-label="${name}">${label}</a>`
    : control(job, to, label, id, name);

async function documentOf(pages: PageSource, scope: Scope, jobId: JobId, job: Job, view: View): Promise<Html> {
  try {
    const size = await pages.page(scope, jobId, view.file, view.page, null);
    if (size !== null) return sheet(job, view, size);
    const text = await pages.text(scope, jobId, view.file);
    if (text !== null) return textSheet(job, view, text);
    return notice(
      'info',
      viewerWords().noSuchPage,
      html`${viewerWords().noSuchNumber} ${control(job, { ...view, page: 1 }, viewerWords().toFirst, 'view-first')}`,
    );
  } catch (error) {
    if (!(error instanceof IxError)) throw error;
    return notice('warning', viewerWords().cannotShow, error.message);
  }
}

type Size = Pick<PageImage, 'pages' | 'width' | 'height' | 'lines'>;

function sheet(job: Job, view: View, size: Size): Html {
  const { pages } = size;
  const zoomAt = ZOOMS.indexOf(view.zoom);
  const at = (change: Partial<View>) => ({ ...view, ...change });
  const zoomed = (by: number) => {
    const zoom = ZOOMS[zoomAt + by];
    return zoom === undefined ? null : at({ zoom });
  };
  const w = viewerWords();
  const isFirst = view.page <= 1;
  const isLast = view.page >= pages;
  return html`<div class="controls" role="group" aria-label="${w.controls}">
${
  pages === 1
    ? html`<span class="position">${w.onlyPage}</span>`
    : html`${step(job, '«', 'view-first', w.first, isFirst ? null : at({ page: 1 }))}
${step(job, '‹', 'view-previous', w.previous, isFirst ? null : at({ page: view.page - 1 }))}
${pageField(job, view, pages)}
${step(job, '›', 'view-next', w.next, isLast ? null : at({ page: view.page + 1 }))}
${step(job, '»', 'view-last', w.last, isLast ? null : at({ page: pages }))}`
}
<span class="gap"></span>
${step(job, '−', 'view-smaller', w.smaller, zoomed(-1))}
<span class="position">${view.zoom} %</span>
${step(job, '+', 'view-larger', w.larger, zoomed(1))}
${step(job, w.fit, 'view-fit', w.fitWidth, view.zoom === 100 ? null : at({ zoom: 100 }))}
${control(job, at({ turn: TURNS[(TURNS.indexOf(view.turn) + 1) % TURNS.length] ?? 0 }), w.turn, 'view-turn', w.turnClockwise)}
${pages === 1 ? NOTHING : control(job, at({ overview: !view.overview }), view.overview ? w.hidePages : w.allPages, 'view-overview')}
</div>
${view.overview && pages > 1 ? overview(job, view, pages) : NOTHING}
<div class="paper" id="view-paper" tabindex="0" role="region" aria-label="${w.scrolled(view.page)}">${drawing(job, view, size)}</div>`;
}

/** Any page by its number. */
function pageField(job: Job, view: View, pages: number): Html {
  const others = pairsOf(view).filter(([name]) => name !== 'page' && name !== 'part');
  return html`<form class="position" method="get" action="${pageUrl(job.job_id, view)}#viewer" hx-get="/ui/jobs/${job.job_id}/viewer" hx-target="#viewer" hx-swap="outerMorph">
${others.map(([name, value]) => html`<input type="hidden" name="${name}" value="${value}">`)}
<label for="view-page" class="hidden">${viewerWords().page}</label><input id="view-page" type="number" name="page" min="1" max="${pages}" value="${view.page}" inputmode="numeric" required> <span>${viewerWords().of(pages)}</span>
</form>`;
}

function overview(job: Job, view: View, pages: number): Html {
  const shown = Array.from({ length: Math.min(pages, OVERVIEW_MAX) }, (_, i) => i + 1);
  const small = (page: number) =>
    html`<a id="view-small-${page}" href="${viewUrl(job.job_id, { ...view, page })}" hx-get="${fragmentUrl(job.job_id, { ...view, page })}" hx-target="#viewer" hx-swap="outerMorph"${page === view.page ? html` aria-current="page"` : NOTHING}><img src="/jobs/${job.job_id}/pages/${page}.png?file=${view.file}&amp;dpi=18" alt="" loading="lazy" width="74" height="105"><span>${commonWords().page(page)}</span></a>`;
  return html`<nav class="overview" aria-label="${viewerWords().allPages}">${shown.map(small)}</nav>`;
}

/** One SVG in the page's points: the image, its words to be selected, and the boxes in a frame of their own that reaches from 0 to 1. */
function drawing(job: Job, view: View, { width, height, lines }: Size): Html {
  const upright = view.turn % 180 === 0;
  const [w, h] = upright ? [width, height] : [height, width];
  // Sharp on screens of two pixels a CSS pixel, in few steps so that images are used again.
  const dpi = view.zoom <= 100 ? 110 : view.zoom <= 200 ? 200 : 300;
  const turned = {
    0: '',
    90: `translate(${height} 0) rotate(90)`,
    180: `translate(${width} ${height}) rotate(180)`,
    270: `translate(0 ${width}) rotate(270)`,
  }[view.turn];
  const boxes = boxesOn(job, view);
  return html`<svg class="sheet" viewBox="0 0 ${w} ${h}" width="${view.zoom}%" role="group" aria-label="${viewerWords().marked(view.page, counted(boxes.length, 'place'))}">
<g transform="${turned}">
<image href="/jobs/${job.job_id}/pages/${view.page}.png?file=${view.file}&amp;dpi=${dpi}" width="${width}" height="${height}" aria-hidden="true"></image>
${lines.length === 0 ? NOTHING : html`<g class="words">${lines.map(wordsOf)}</g>`}
<svg viewBox="0 0 1 1" preserveAspectRatio="none" width="${width}" height="${height}">
${boxes.map(({ row, points, source }) => html`<a class="box ${row.verdict}" href="#field-${row.name}" data-field="${row.name}" data-source="${source}" aria-label="${row.label}"><title>${row.title}</title><polygon class="hit" points="${points}"></polygon><polygon points="${points}"></polygon></a>`)}
</svg></g></svg>`;
}

/** The words of a line where they are painted, so that they can be selected and copied; turned as the line is. */
function wordsOf({ bounding_box, words }: Line): Html {
  const [start, end, , foot] = cornersOf(bounding_box);
  const slope = (Math.atan2(end.y - start.y, end.x - start.x) * 180) / Math.PI;
  const high = between(start, foot);
  const one = ({ text, bounding_box: box }: Line['words'][number], i: number) => {
    const [from, to, , low] = cornersOf(box);
    return html`<tspan x="${(foot.x + between(foot, low)).toFixed(1)}" textLength="${Math.max(0.1, between(from, to)).toFixed(1)}" lengthAdjust="spacingAndGlyphs">${text}</tspan>${i < words.length - 1 ? ' ' : NOTHING}`;
  };
  const turned = Math.abs(slope) < 0.1 ? NOTHING : html` transform="rotate(${slope.toFixed(2)} ${foot.x.toFixed(1)} ${foot.y.toFixed(1)})"`;
  return html`<text y="${(foot.y - high * DESCENT).toFixed(1)}" font-size="${high.toFixed(1)}"${turned}>${words.map(one)}</text>
`;
}

/** Of a line's height, what lies below its baseline. */
const DESCENT = 0.2;

interface Point {
  readonly x: number;
  readonly y: number;
}

/** Clockwise, from the top left of the text. */
function cornersOf(box: BoundingBox): [Point, Point, Point, Point] {
  const at = (i: number): Point => ({ x: box[i] ?? 0, y: box[i + 1] ?? 0 });
  return [at(0), at(2), at(4), at(6)];
}

const between = (a: Point, b: Point): number => Math.hypot(b.x - a.x, b.y - a.y);

function boxesOn(job: Job, view: View): { row: Marked; points: string; source: number }[] {
  return placesOf(job, view.field).flatMap((row) =>
    row.sources.flatMap((source, i) =>
      isOn(source, view) && source.bounding_box !== null ? [{ row, points: source.bounding_box.join(' '), source: i }] : [],
    ),
  );
}
