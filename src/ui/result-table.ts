/** A job's result as people read it: a row for each field, a table for each list, and beside each value where it stands and what speaks against it. */
import { html } from 'hono/html';
import type { Source } from '../contracts/response.ts';
import { placeWords } from './documents.ts';
import { type Html, NOTHING } from './html.ts';
import { breakable, isDoubtful, type ResultRow, shown } from './result.ts';
import { commonWords } from './words/common.ts';
import { jobWords } from './words/job.ts';

export interface ResultLinks {
  /** What the documents of the job are called. */
  readonly names: readonly string[];
  /** Where the viewer shows a source: of the whole page, and of the viewer alone. */
  readonly page: (source: Source) => string;
  readonly fragment: (source: Source) => string;
  /** What stands below a value. */
  readonly beside: (row: ResultRow) => Html | string;
}

/** Rows and the page's boxes carry the same `data-field`: the script lights both up. */
export function resultTables(rows: readonly ResultRow[], links: ResultLinks): Html {
  if (rows.length === 0) return html`<p class="empty">${jobWords().noFields}</p>`;
  const single = rows.filter(({ path }) => listOf(path) === null);
  const lists = Map.groupBy(
    rows.filter(({ path }) => listOf(path) !== null),
    ({ path }) => listOf(path)?.name ?? '',
  );
  return html`${single.length === 0 ? NOTHING : fieldTable(single, links)}${[...lists].map(([name, items]) => listTable(name, items, links))}`;
}

/** `items.0.amount` is `amount` of item 0 of the list `items`; null: of no list. */
function listOf(path: string): { readonly name: string; readonly item: number; readonly column: string } | null {
  const [, name, item, column] = /^(.*?)\.(\d+)(?:\.(.*))?$/.exec(path) ?? [];
  return name === undefined ? null : { name, item: Number(item), column: column ?? '' };
}

function fieldTable(rows: readonly ResultRow[], links: ResultLinks): Html {
  const w = jobWords();
  return html`<div class="scroll"><table class="result">
<thead><tr><th scope="col">${w.field}</th><th scope="col">${w.value}</th><th scope="col">${w.trust}</th><th scope="col">${w.inDocument}</th></tr></thead>
<tbody>${rows.map((row) => fieldRow(row, links))}</tbody>
</table></div>`;
}

function fieldRow(row: ResultRow, links: ResultLinks): Html {
  const { path, trust, verdict, sources } = row;
  return html`<tr id="field-${path}" data-field="${path}" tabindex="${sources.length === 0 ? '-1' : '0'}"${isDoubtful(row) ? html` class="doubtful"` : NOTHING}>
<th scope="row"><a class="permalink" href="#field-${path}">${breakable(path)}</a>${required(row)}</th>
<td class="value">${copied(row)}${links.beside(row)}</td>
<td class="trust">${trust === null ? NOTHING : html`<span class="badge trust-${trust.level}">${commonWords().trust[trust.level]}</span> `}<span class="badge ${verdictClass(row)}">${commonWords().verdicts[verdict]}</span></td>
<td class="why">${reasons(row, links)}</td>
</tr>`;
}

/** What stands there word for word may be the wrong words, or mean something else. */
const verdictClass = (row: ResultRow): string => (row.verdict === 'verified' && isDoubtful(row) ? 'doubted' : row.verdict);

const required = ({ required, value }: ResultRow): Html | string =>
  required && value === null ? html` <span class="badge missing">${jobWords().missing}</span>` : NOTHING;

const copied = ({ path, value }: ResultRow): Html =>
  value === null
    ? html`${shown(value)}`
    : html`<span id="value-${path}">${shown(value)}</span> <button type="button" class="copy scripted" data-copy="value-${path}" aria-label="${jobWords().copy(path)}">${commonWords().copy}</button>`;

function reasons(row: ResultRow, links: ResultLinks): Html {
  const { verdict, why, doubts, sources } = row;
  const says = verdict === 'verified' && sources.length > 0 ? NOTHING : html` ${why}`;
  return html`${places(row, links)}${says}${doubts.map((doubt) => html`<span class="doubt">${doubt}</span>`)}${elsewhere(row, links)}`;
}

/** Each place once; the first one with its words. */
function places({ path, sources }: ResultRow, links: ResultLinks): Html | string {
  const [first, ...others] = sources;
  if (first === undefined) return NOTHING;
  const also = others.map((source, i) => placeLink(path, source, i + 1, links));
  return html`<q class="snippet">${first.snippet}</q> ${jobWords().on} ${placeLink(path, first, 0, links)}${also.length === 0 ? NOTHING : html`<span class="also"> ${jobWords().also} ${also.map((link, i) => html`${i === 0 ? NOTHING : ', '}${link}`)}</span>`}`;
}

const placeLink = (path: string, source: Source, index: number, links: ResultLinks): Html => {
  const words = placeWords(links.names, source);
  const which = index === 0 ? '' : jobWords().whichPlace(index + 1);
  return html`<a class="place" href="${links.page(source)}" hx-get="${links.fragment(source)}" hx-target="#viewer" hx-swap="outerMorph" data-show="${path}" data-source="${index}" data-file="${source.file_index}" data-page="${source.page}" aria-label="${jobWords().showThere(words, path)}${which}">${words}</a>`;
};

/** What the value may be instead, and where that stands. */
function elsewhere({ path, trust }: ResultRow, links: ResultLinks): Html | string {
  const others = trust?.runners_up ?? [];
  if (others.length === 0) return NOTHING;
  const one = ({ value, sources }: (typeof others)[number]) => {
    const [source] = sources;
    if (source === undefined) return html`${String(value)}`;
    const words = placeWords(links.names, source);
    return html`${String(value)} ${jobWords().on} <a class="place" href="${links.page(source)}" hx-get="${links.fragment(source)}" hx-target="#viewer" hx-swap="outerMorph" data-file="${source.file_index}" data-page="${source.page}" aria-label="${jobWords().mayBe(words, String(value), path)}">${words}</a>`;
  };
  return html`<span class="other">${jobWords().or} ${others.map((other, i) => html`${i === 0 ? NOTHING : ', '}${one(other)}`)}</span>`;
}

/** Items as rows, their parts as columns, in the order they come. */
function listTable(name: string, rows: readonly ResultRow[], links: ResultLinks): Html {
  const columns = [...new Set(rows.map(({ path }) => listOf(path)?.column ?? ''))];
  const items = Map.groupBy(rows, ({ path }) => listOf(path)?.item ?? 0);
  const cellAt = (cells: readonly ResultRow[], column: string) => {
    const row = cells.find(({ path }) => listOf(path)?.column === column);
    return row === undefined ? html`<td></td>` : cell(row, links);
  };
  return html`<h3>${breakable(name)} <span class="quiet">${items.size}</span></h3>
<div class="scroll"><table class="items"><thead><tr><th scope="col">#</th>${columns.map((column) => html`<th scope="col">${column === '' ? jobWords().value : breakable(column)}</th>`)}</tr></thead>
<tbody>${[...items].map(([item, cells]) => html`<tr><th scope="row">${item + 1}</th>${columns.map((column) => cellAt(cells, column))}</tr>`)}</tbody></table></div>`;
}

function cell(row: ResultRow, links: ResultLinks): Html {
  const { path, value, doubts, sources } = row;
  const [first] = sources;
  return html`<td id="field-${path}" data-field="${path}" tabindex="${first === undefined ? '-1' : '0'}" class="value${isDoubtful(row) ? ' doubtful' : ''}">${shown(value)}${required(row)}${links.beside(row)}${first === undefined ? NOTHING : html` ${placeLink(path, first, 0, links)}`}${doubts.map((doubt) => html`<span class="doubt">${doubt}</span>`)}${elsewhere(row, links)}</td>`;
}
