/** One document of the report: its mistakes, and the pages they are on with the boxes of what was taken and of what is true. */
import { html } from 'hono/html';
import type { Mistaken } from './mistakes.ts';
import type { Picture } from './pictures.ts';
import type { RunPlace, RunValue } from './run.ts';

type Html = ReturnType<typeof html>;

/** @param id unique in the report. */
export function documentSection({ name, error, mistakes }: Mistaken, id: string, pictures: readonly Picture[]): Html {
  const rows = mistakes.map((value, n) => mistakeRow(value, `${id}-${n}`, pictures));
  return html`<section class="document" id="${id}"><h3>${name}</h3>
${error === null ? '' : html`<p><span class="badge wrong">no answer</span> ${error}</p>`}
<div class="${pictures.length > 0 ? 'two' : ''}">
${mistakes.length === 0 ? '' : html`<div class="scroll" tabindex="0" role="region" aria-label="Mistakes in ${name}"><table><thead><tr><th scope="col">field</th><th scope="col">given</th><th scope="col">true</th></tr></thead><tbody>${rows}</tbody></table></div>`}
<div>${pictures.map((picture) => pictureFigure(picture, mistakes, id))}</div>
</div>
</section>`;
}

function mistakeRow(
  { path, verdict, given, truth, level, probability, given_at, true_at, reasons }: RunValue,
  id: string,
  pictures: readonly Picture[],
): Html {
  const trust = given === null ? '' : html`<br><span class="quiet">trust ${level}${probability === null ? '' : ` (${probability})`}</span>`;
  return html`<tr id="${id}"><th scope="row">${path}<br><span class="badge ${verdict}">${verdict}</span></th>
<td class="value">${shown(given)}${placeLink(given_at, `${id}-given`, pictures)}${trust}${reasons.map((reason) => html`<br><span class="quiet">${reason}</span>`)}</td>
<td class="value">${shown(truth)}${placeLink(true_at, `${id}-true`, pictures)}</td></tr>`;
}

const shown = (value: unknown): Html | string =>
  value === null ? html`<span class="quiet">none</span>` : typeof value === 'string' ? value : JSON.stringify(value);

/** To its box, where the page has a picture. */
function placeLink([place]: readonly RunPlace[], target: string, pictures: readonly Picture[]): Html | string {
  if (place === undefined) return '';
  const seen = place.box !== null && pictures.some(({ page }) => page === place.page);
  return html`<br>${seen ? html`<a href="#${target}">page ${place.page}</a>` : html`<span class="quiet">page ${place.page}</span>`}`;
}

/** One SVG in the page's points: the image, and the boxes in a frame of their own that reaches from 0 to 1. */
function pictureFigure(picture: Picture, mistakes: readonly RunValue[], id: string): Html {
  const { document, page, width, height, png } = picture;
  const boxes = mistakes.flatMap((value, n) => [
    ...boxOf(value, value.given_at, picture, 'given', `${id}-${n}`),
    ...boxOf(value, value.true_at, picture, 'true', `${id}-${n}`),
  ]);
  return html`<figure><svg class="sheet" viewBox="0 0 ${width} ${height}" role="group" aria-label="Page ${page} of ${document}">
<image href="data:image/png;base64,${Buffer.from(png).toString('base64')}" width="${width}" height="${height}" aria-hidden="true"></image>
<svg viewBox="0 0 1 1" preserveAspectRatio="none" width="${width}" height="${height}">${boxes}</svg></svg>
<figcaption>page ${page}</figcaption></figure>`;
}

/** Points between a value and the box drawn around it. */
const MARGIN = 1.5;

function boxOf(
  { path }: RunValue,
  [place]: readonly RunPlace[],
  { page, width, height }: Picture,
  which: 'given' | 'true',
  row: string,
): Html[] {
  if (place === undefined || place.page !== page || place.box === null) return [];
  const [x, y] = [MARGIN / width, MARGIN / height];
  const [left, top, right, bottom] = place.box;
  return [
    html`<a class="${which}" id="${row}-${which}" href="#${row}" aria-label="${path}, ${which}"><title>${path}, ${which}</title><rect x="${left - x}" y="${top - y}" width="${right - left + 2 * x}" height="${bottom - top + 2 * y}"></rect></a>`,
  ];
}
