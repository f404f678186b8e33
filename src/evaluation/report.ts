/**
 * The report of an evaluation: one HTML page that holds all it shows, pictures of pages included. It has no script and asks nobody for anything,
 * which its own Content-Security-Policy keeps true.
 */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { html, raw } from 'hono/html';
import type { Differences } from './differences.ts';
import { type Figures, figuresByGroup, type Reliability, shareOf, summaryOf } from './figures.ts';
import { mistakesOf } from './mistakes.ts';
import type { Picture } from './pictures.ts';
import { documentSection } from './report-document.ts';
import type { Run } from './run.ts';

type Html = ReturnType<typeof html>;

const STYLE = readFileSync(new URL('report.css', import.meta.url), 'utf8');
const POLICY = `default-src 'none'; img-src data:; style-src 'sha256-${createHash('sha256').update(STYLE).digest('base64')}'; base-uri 'none'; form-action 'none'`;

export interface ReportOptions {
  readonly run: Run;
  /** Null: it is compared with no earlier run. */
  readonly differences: Differences | null;
  readonly pictures: readonly Picture[];
  /** What the files of truth say, by which figures are shown, too. */
  readonly groups: readonly string[];
}

/** @returns the text of the page, UTF-8. */
export async function reportOf({ run, differences, pictures, groups }: ReportOptions): Promise<string> {
  const { all, fields, levels, bins, calibration_error, documents, failed, pages, seconds_a_page, tokens_a_page } = summaryOf(run);
  const title = `${run.use_case}: evaluation of ${documents} documents`;
  const facts: readonly (readonly [name: string, value: string, bad?: boolean])[] = [
    ['right', percent(shareOf(all.right, all.said))],
    ['wrong', percent(shareOf(all.wrong + all.invented, all.said + all.invented + all.silent))],
    ['wrong at high trust', String(all.wrong_at_high), all.wrong_at_high > 0],
    ['right values at high trust', percent(shareOf(all.right_at_high, all.right))],
    ['values', String(all.said)],
    ['documents, pages', `${documents}, ${pages}`],
    ...(failed > 0 ? [['documents without an answer', String(failed), true] as const] : []),
    ...(seconds_a_page === null ? [] : [['a page', `${(seconds_a_page * 1000).toFixed(1)} ms`] as const]),
    ...(tokens_a_page === null ? [] : [['tokens a page', String(Math.round(tokens_a_page))] as const]),
  ];
  const page = await html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${POLICY}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${title}</title>
<style>${raw(STYLE)}</style>
</head>
<body>
<h1>${title}</h1>
<p class="quiet">ix ${run.ix}, engine ${run.engine}, ${run.made_at}</p>
<dl class="facts">${facts.map(([name, value, bad]) => html`<div class="${bad ? 'bad' : ''}"><dt>${name}</dt><dd>${value}</dd></div>`)}</dl>
${differences === null ? '' : differenceSection(differences)}
<h2>By field</h2>
${figureTable('field', { ...fields, all })}
${groups.map((group) => html`<h2>By ${group}</h2>${figureTable(group, figuresByGroup(run, group))}`)}
<h2>Trust and truth</h2>
<p>Of answers that ix calls likely right by some share, that share should be right.${calibration_error === null ? '' : ` On average the two are ${percent(calibration_error)} apart.`}</p>
<div class="two">${reliabilityTable('trust', levels)}${reliabilityTable(
    'probability',
    bins.filter(({ answers }) => answers > 0),
  )}</div>
<h2>Mistakes</h2>
${mistakeSections(run, pictures)}
</body>
</html>
`;
  return String(page);
}

function mistakeSections(run: Run, pictures: readonly Picture[]): Html | Html[] {
  const documents = mistakesOf(run);
  if (documents.length === 0) return html`<p>None.</p>`;
  const legend = html`<p class="quiet">On the pages: what ix took, red; where the true value stands, green and dashed, as far as the files of truth say so. Documents with mistakes at high trust come first.</p>`;
  return [
    legend,
    ...documents.map((document, n) =>
      documentSection(
        document,
        `d${n}`,
        pictures.filter((picture) => picture.document === document.name),
      ),
    ),
  ];
}

function figureTable(head: string, figures: Readonly<Record<string, Figures>>): Html {
  const rows = Object.entries(figures).map(
    ([name, one]) =>
      html`<tr class="${name === 'all' ? 'all' : ''}"><th scope="row">${name}</th>${[
        String(one.said),
        percent(shareOf(one.right, one.said)),
        percent(shareOf(one.null, one.said)),
        percent(shareOf(one.wrong, one.said)),
        `${one.invented} of ${one.invented + one.silent}`,
        percent(shareOf(one.right_at_high, one.right)),
        String(one.wrong_at_high),
      ].map((cell) => html`<td class="number">${cell}</td>`)}</tr>`,
  );
  const heads = ['said', 'right', 'null', 'wrong', 'invented', 'right at high trust', 'wrong at high trust'];
  return html`<div class="scroll" tabindex="0" role="region" aria-label="Figures by ${head}"><table><thead><tr><th scope="col">${head}</th>${heads.map((one) => html`<th scope="col" class="number">${one}</th>`)}</tr></thead><tbody>${rows}</tbody></table></div>`;
}

function reliabilityTable(head: string, rows: readonly Reliability[]): Html {
  const cells = rows.map(
    ({ name, answers, right, expected }) =>
      html`<tr><th scope="row">${name}</th><td class="number">${answers}</td><td class="number">${answers === 0 ? '–' : percent(shareOf(right, answers))}</td><td class="number">${expected === null ? '–' : percent(expected)}</td></tr>`,
  );
  return html`<div class="scroll" tabindex="0" role="region" aria-label="Answers by ${head}"><table><thead><tr><th scope="col">${head}</th><th scope="col" class="number">answers</th><th scope="col" class="number">right</th><th scope="col" class="number">expected</th></tr></thead><tbody>${cells}</tbody></table></div>`;
}

function differenceSection({ figures, values, only_before, only_now }: Differences): Html {
  const shown = figures.map(
    ({ field, figure, before, now, fell }) =>
      html`<tr><th scope="row">${field}</th><td>${figure}</td><td class="number">${percent(before)}</td><td class="number">${percent(now)}</td><td><span class="badge ${fell ? 'worse' : 'better'}">${fell ? 'worse' : 'better'}</span></td></tr>`,
  );
  const changes = values.map(
    ({ document, path, before, now }) =>
      html`<tr><th scope="row">${path}</th><td>${before.verdict} (${before.level})</td><td class="value">${text(before.given)}</td><td>${now.verdict} (${now.level})</td><td class="value">${text(now.given)}</td><td class="value">${document}</td></tr>`,
  );
  return html`<h2>Since the earlier run</h2>
${figures.length === 0 ? html`<p>No figure has changed.</p>` : html`<div class="scroll" tabindex="0" role="region" aria-label="Figures that have changed"><table><thead><tr><th scope="col">field</th><th scope="col">figure</th><th scope="col" class="number">before</th><th scope="col" class="number">now</th><td></td></tr></thead><tbody>${shown}</tbody></table></div>`}
${values.length === 0 ? '' : html`<h2>Values that are judged otherwise</h2><div class="scroll" tabindex="0" role="region" aria-label="Values that are judged otherwise"><table><thead><tr><th scope="col">field</th><th scope="col">before</th><th scope="col">value</th><th scope="col">now</th><th scope="col">value</th><th scope="col">document</th></tr></thead><tbody>${changes}</tbody></table></div>`}
${only_before.length + only_now.length === 0 ? '' : html`<p class="quiet">Not compared: ${only_before.length} documents of the earlier run alone, ${only_now.length} of this one alone.</p>`}`;
}

const text = (given: unknown): string => (given === null ? '–' : typeof given === 'string' ? given : JSON.stringify(given));
const percent = (share: number): string => `${(share * 100).toFixed(1)} %`;
