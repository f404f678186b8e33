/** Bar charts as inline SVG, made here: lengths are attributes, colours come from the style sheet, and each bar says what it is. */
import { html } from 'hono/html';
import { type Html, NOTHING } from './html.ts';
import { healthWords } from './words/health.ts';

export interface Bar {
  /** When it begins, ISO 8601. */
  readonly at: string;
  /** What it stands for: `12 done, 1 in error`; null: nothing was. */
  readonly label: string | null;
  /** Stacked from below. */
  readonly parts: readonly { readonly value: number; readonly kind: string }[];
}

export interface ChartOptions {
  /** Of its figures, on the page. */
  readonly id: string;
  readonly title: string;
  readonly summary: string;
  readonly bars: readonly Bar[];
  /** The largest value in words. */
  readonly top: string;
  /** What the colours mean, by the kinds of the parts. */
  readonly legend: readonly { readonly kind: string; readonly words: string }[];
  /** Said of a bar without anything. */
  readonly nothing: string;
}

const WIDTH = 600;
const HEIGHT = 120;
const GAP = 1;

const minute = (iso: string): string => `${iso.slice(11, 16)} UTC`;
/** The page's script shows the viewer's own zone instead. */
const minuteTime = (iso: string): Html => html`<time data-minute datetime="${iso}">${minute(iso)}</time>`;

export function chart({ id, title, summary, bars, top, legend, nothing }: ChartOptions): Html {
  const most = Math.max(0, ...bars.map((bar) => bar.parts.reduce((sum, part) => sum + part.value, 0)));
  const step = WIDTH / bars.length;
  const drawn = bars.map((bar, index) => {
    let y = HEIGHT;
    const rects = bar.parts.map(({ value, kind }) => {
      const height = most === 0 ? 0 : (value / most) * HEIGHT;
      y -= height;
      return height === 0
        ? NOTHING
        : html`<rect class="bar ${kind}" x="${(index * step).toFixed(2)}" y="${y.toFixed(2)}" width="${(step - GAP).toFixed(2)}" height="${height.toFixed(2)}"></rect>`;
    });
    return html`<g data-at="${bar.at}"><title>${minute(bar.at)}: ${bar.label ?? nothing}</title>${rects}<rect class="hit" x="${(index * step).toFixed(2)}" y="0" width="${step.toFixed(2)}" height="${HEIGHT}"></rect></g>`;
  });
  return html`<figure class="chart"><figcaption><strong>${title}</strong> <span class="quiet">${summary}</span></figcaption>
<div class="top">${top}</div>
<svg viewBox="0 0 ${WIDTH} ${HEIGHT}" preserveAspectRatio="none" role="img" aria-label="${title}: ${summary}">${drawn}</svg>
<div class="axis"><span>${bars[0] === undefined ? NOTHING : minuteTime(bars[0].at)}</span><span>${healthWords().nowAxis}</span></div>
<ul class="legend">${legend.map(({ kind, words }) => html`<li><svg viewBox="0 0 1 1" aria-hidden="true"><rect class="bar ${kind}" width="1" height="1"></rect></svg> ${words}</li>`)}</ul>
${figures(id, bars)}</figure>`;
}

/** The same in words, for the keyboard and for those who do not see bars. */
function figures(id: string, bars: readonly Bar[]): Html {
  const told = bars.filter(({ label }) => label !== null).toReversed();
  return html`<details class="figures" id="${id}"><summary>${healthWords().figures}</summary>${
    told.length === 0
      ? html`<p class="empty">${healthWords().nothingInTime}</p>`
      : html`<table><thead class="hidden"><tr><th scope="col">${healthWords().from}</th><th scope="col">${healthWords().what}</th></tr></thead><tbody>${told.map(({ at, label }) => html`<tr><th scope="row">${minuteTime(at)}</th><td>${label}</td></tr>`)}</tbody></table>`
  }</details>`;
}
