/** Bar charts as inline SVG, made here: lengths are attributes, colours come from the style sheet, and each bar says what it is. */
import { html } from 'hono/html';
import { type Html, NOTHING } from './html.ts';

export interface Bar {
  /** What it stands for, shown on hover and read aloud: `09:30 UTC: 12 done, 1 error`. */
  readonly label: string;
  /** Stacked from below. */
  readonly parts: readonly { readonly value: number; readonly kind: string }[];
}

export interface ChartOptions {
  readonly title: string;
  readonly summary: string;
  readonly bars: readonly Bar[];
  /** The largest value in words. */
  readonly top: string;
  readonly from: string;
  readonly to: string;
}

const WIDTH = 600;
const HEIGHT = 120;
const GAP = 1;

export function chart({ title, summary, bars, top, from, to }: ChartOptions): Html {
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
    return html`<g><title>${bar.label}</title>${rects}<rect class="hit" x="${(index * step).toFixed(2)}" y="0" width="${step.toFixed(2)}" height="${HEIGHT}"></rect></g>`;
  });
  return html`<figure class="chart"><figcaption><strong>${title}</strong> <span class="quiet">${summary}</span></figcaption>
<div class="top">${top}</div>
<svg viewBox="0 0 ${WIDTH} ${HEIGHT}" preserveAspectRatio="none" role="img" aria-label="${title}: ${summary}">${drawn}</svg>
<div class="axis"><span>${from}</span><span>${to}</span></div></figure>`;
}
