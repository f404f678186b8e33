/** An evaluation for a terminal of 80 columns: figures by field, trust against truth, cost, and what was confused with what. */
import type { Differences, FigureChange } from '../evaluation/differences.ts';
import { type Figures, figuresByGroup, type Reliability, shareOf, summaryOf } from '../evaluation/figures.ts';
import { mistakesOf } from '../evaluation/mistakes.ts';
import type { Run, RunPlace, RunValue } from '../evaluation/run.ts';
import { printable, table } from './table.ts';

/** Mistakes that are listed; all of them stand in the JSON. */
const MOST_LISTED = 40;
const WIDTH = 80;
/** Of the name of a field: what is left of the width. */
const NAME_WIDTH = 26;
export const LEGEND = `SAID: values that the documents have, and of these RIGHT, NULL, WRONG
EXTRA: answers where the document has nothing, of all such fields
HIGH: right values of high trust; WRONG!: wrong or extra, and yet of high trust`;

export function evaluationText(run: Run, groups: readonly string[]): string {
  const summary = summaryOf(run);
  const { documents, failed, pages, seconds_a_page, tokens_a_page } = summary;
  const cost = [
    ...(seconds_a_page === null ? [] : [`${(seconds_a_page * 1000).toFixed(1)} ms a page`]),
    ...(tokens_a_page === null ? [] : [`${Math.round(tokens_a_page)} tokens a page`]),
  ];
  const parts = [
    `${run.use_case}, engine ${run.engine}: ${counted(documents, 'document')}, ${counted(pages, 'page')}, ${cost.join(', ')}`,
    ...run.documents.flatMap(({ name, error }) => (error === null ? [] : [`no answer for ${printable(name)}: ${printable(error)}`])),
    '',
    figureTable('FIELD', { ...summary.fields, all: summary.all }),
    LEGEND,
    '',
    reliabilityTable('TRUST', summary.levels),
    '',
    reliabilityTable(
      'PROBABILITY',
      summary.bins.filter(({ answers }) => answers > 0),
    ),
    ...(summary.calibration_error === null
      ? []
      : [`probability and share of right answers are ${percent(summary.calibration_error)} apart on average`]),
    ...groups.flatMap((group) => ['', figureTable(group.toUpperCase(), figuresByGroup(run, group))]),
    ...mistakes(run),
  ];
  return failed === documents ? parts.slice(0, 1 + failed).join('\n') : parts.join('\n');
}

/** What the columns are is told once, in {@link LEGEND}. */
export function figureTable(head: string, figures: Readonly<Record<string, Figures>>): string {
  const rows = Object.entries(figures).map(([name, one]) => [
    cut(name, NAME_WIDTH),
    String(one.said),
    percent(shareOf(one.right, one.said)),
    percent(shareOf(one.null, one.said)),
    percent(shareOf(one.wrong, one.said)),
    `${one.invented}/${one.invented + one.silent}`,
    percent(shareOf(one.right_at_high, one.right)),
    String(one.wrong_at_high),
  ]);
  return aligned([head, 'SAID', 'RIGHT', 'NULL', 'WRONG', 'EXTRA', 'HIGH', 'WRONG!'], rows);
}

function reliabilityTable(head: string, rows: readonly Reliability[]): string {
  return aligned(
    [head, 'ANSWERS', 'RIGHT', 'EXPECTED'],
    rows.map(({ name, answers, right, expected }) => [
      name,
      String(answers),
      answers === 0 ? '-' : percent(shareOf(right, answers)),
      expected === null ? '-' : percent(expected),
    ]),
  );
}

function mistakes(run: Run): string[] {
  const all = mistakesOf(run).flatMap(({ name, mistakes }) => mistakes.map((value) => ({ name, value })));
  const listed = all.slice(0, MOST_LISTED).flatMap(({ name, value }) => mistakeText(name, value));
  const more = all.length > MOST_LISTED ? [`… and ${all.length - MOST_LISTED} more (--json, --out)`] : [];
  return all.length === 0 ? [] : ['', ...listed, ...more];
}

function mistakeText(document: string, { verdict, path, given, truth, level, probability, given_at, true_at }: RunValue): string[] {
  const trust = given === null ? '' : ` [${level}${probability === null ? '' : ` ${probability}`}]`;
  const place = (places: readonly RunPlace[]): string => (places[0] === undefined ? '' : ` (${placeText(places[0])})`);
  return [
    `${verdict.toUpperCase().padEnd(8)} ${path}${trust}  ${printable(document)}`,
    ...(given === null ? [] : [cut(`    given ${JSON.stringify(given)}`, WIDTH - 32) + place(given_at)]),
    ...(truth === null ? [] : [cut(`    true  ${JSON.stringify(truth)}`, WIDTH - 32) + place(true_at)]),
  ].map(printable);
}

/** `page 2, 61.0 70.2 66.3 71.4`: per cent of the page, as `ix extract` prints them. */
const placeText = ({ page, box }: RunPlace): string =>
  `page ${page}${box === null ? '' : `, ${box.map((share) => (share * 100).toFixed(1)).join(' ')}`}`;

export function differencesText({ figures, values, only_before, only_now }: Differences): string {
  const rows = figures.map(({ field, figure, before, now, fell }: FigureChange) => [
    cut(field, NAME_WIDTH),
    figure,
    percent(before),
    percent(now),
    fell ? 'worse' : 'better',
  ]);
  const changes = values
    .slice(0, MOST_LISTED)
    .map(({ document, path, before, now }) =>
      printable(
        `${path}: ${before.verdict} [${before.level}] -> ${now.verdict} [${now.level}] ${JSON.stringify(before.given)} -> ${JSON.stringify(now.given)}  ${document}`,
      ),
    );
  return [
    figures.length === 0 ? 'No figure has changed.' : table(['FIELD', 'FIGURE', 'BEFORE', 'NOW', ''], rows),
    ...changes,
    ...(values.length > MOST_LISTED ? [`… and ${values.length - MOST_LISTED} more (--json, --out)`] : []),
    ...(only_before.length > 0 ? [`${counted(only_before.length, 'document')} of the earlier run alone`] : []),
    ...(only_now.length > 0 ? [`${counted(only_now.length, 'document')} of this run alone`] : []),
  ].join('\n');
}

/** The first column to the left, numbers to the right. */
function aligned(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = head.map((name, column) => Math.max(name.length, ...rows.map((row) => (row[column] ?? '').length)));
  const right = (row: readonly string[]): string[] => row.map((cell, column) => (column === 0 ? cell : cell.padStart(widths[column] ?? 0)));
  return table(right(head), rows.map(right));
}

const percent = (share: number): string => `${(share * 100).toFixed(1)}%`;
const counted = (count: number, what: string): string => `${count} ${what}${count === 1 ? '' : 's'}`;
const cut = (text: string, length: number): string => (text.length <= length ? text : `${text.slice(0, length - 1)}…`);
