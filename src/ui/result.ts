/** A job's result as rows: each field with its value, how far it can be trusted, and why. */
import { html } from 'hono/html';
import type { FieldProvenance, FieldTrust, ResponseIX, Source, TrustLevel } from '../contracts/response.ts';
import { type Html, NOTHING } from './html.ts';

export type Verdict = 'verified' | 'agreed' | 'not-found' | 'unchecked' | 'empty';

export interface ResultRow {
  /** `closing_balance`, `items.0.amount` */
  readonly path: string;
  readonly value: unknown;
  /** Null for an answer from before trust was told. */
  readonly trust: FieldTrust | null;
  readonly verdict: Verdict;
  readonly why: string;
  readonly sources: readonly Source[];
}

export const TRUST_WORDS: Record<TrustLevel, string> = { high: 'high', check: 'check', low: 'low', none: 'none' };

export const VERDICT_WORDS: Record<Verdict, string> = {
  verified: 'verified',
  agreed: 'agreed',
  'not-found': 'not found',
  unchecked: 'not checked',
  empty: 'empty',
};

/** The leaves of the result. @param order names of the top fields as their use case has them: the database keeps no order. */
export function resultRows({ ix_result, provenance, trust }: ResponseIX, order: readonly string[] = []): ResultRow[] {
  const rank = (path: string): number => {
    const at = order.indexOf(path.split('.')[0] ?? '');
    return at === -1 ? order.length : at;
  };
  return rowsOf(ix_result?.result ?? {}, provenance, trust).sort((a, b) => rank(a.path) - rank(b.path));
}

function rowsOf(result: Readonly<Record<string, unknown>>, provenance: ResponseIX['provenance'], trusts: ResponseIX['trust']): ResultRow[] {
  return leaves(result, []).map(([path, value]) => {
    const field = provenance?.fields[`result.${path}`];
    const verdict = verdictOf(value, field);
    const trust = trusts?.[`result.${path}`] ?? null;
    return { path, value, trust, verdict, why: whyOf(verdict, field), sources: field?.sources ?? [] };
  });
}

function leaves(value: unknown, path: readonly string[]): [string, unknown][] {
  const inner = typeof value === 'object' && value !== null ? Object.entries(value) : [];
  // An empty list says that there are none: it is a value.
  if (inner.length === 0) return path.length === 0 ? [] : [[path.join('.'), value]];
  return inner.flatMap(([key, part]) => leaves(part, [...path, key]));
}

function verdictOf(value: unknown, field: FieldProvenance | undefined): Verdict {
  if (value === null) return 'empty';
  if (field?.provenance_verified === true) return 'verified';
  if (field?.text_agreement === true) return 'agreed';
  if (field?.provenance_verified === false || field?.text_agreement === false) return 'not-found';
  return 'unchecked';
}

function whyOf(verdict: Verdict, field: FieldProvenance | undefined): string {
  switch (verdict) {
    case 'empty':
      return 'Nothing in the document was found for it.';
    case 'verified':
      return 'Read again at its place in the document.';
    case 'agreed':
      return 'Stands in the document’s text, but no single place could be verified.';
    case 'not-found':
      return 'Does not stand in the document: check it by hand.';
    case 'unchecked':
      return field === undefined ? 'No provenance was asked for.' : 'A value like this cannot be checked against the text.';
  }
}

export const shown = (value: unknown): Html | string => {
  if (value === null) return html`<span class="quiet">–</span>`;
  if (typeof value === 'string') return value;
  return Array.isArray(value) && value.length === 0 ? html`<span class="quiet">none</span>` : JSON.stringify(value);
};

/** Where the viewer shows a source. */
export type SourceUrl = (source: Pick<Source, 'file_index' | 'page'>) => string;

/** Rows and the page's boxes carry the same `data-field`: the script lights both up. @param beside what stands below a value. */
export function resultTable(
  rows: readonly ResultRow[],
  beside: (row: ResultRow) => Html | string,
  urlOf: SourceUrl,
  fragmentOf: SourceUrl,
): Html {
  if (rows.length === 0) return html`<p class="empty">The job has no fields to show.</p>`;
  return html`<div class="scroll"><table class="result">
<thead><tr><th scope="col">Field</th><th scope="col">Value</th><th scope="col">Trust</th><th scope="col">In the document</th><th scope="col">Why</th></tr></thead>
<tbody>${rows.map((row) => resultRow(row, beside(row), urlOf, fragmentOf))}</tbody>
</table></div>`;
}

function resultRow(
  { path, value, trust, verdict, why, sources }: ResultRow,
  beside: Html | string,
  urlOf: SourceUrl,
  fragmentOf: SourceUrl,
): Html {
  const [first] = sources;
  const place =
    first === undefined
      ? NOTHING
      : html`<q class="snippet">${first.snippet}</q> on <a class="place" href="${urlOf(first)}" hx-get="${fragmentOf(first)}" hx-target="#viewer" hx-swap="outerHTML" data-show="${path}" aria-label="page ${first.page}: show ${path} there">page ${first.page}</a>`;
  return html`<tr id="field-${path}" data-field="${path}" tabindex="${first === undefined ? '-1' : '0'}">
<th scope="row">${breakable(path)}</th>
<td class="value">${shown(value)}${beside}</td>
<td>${trust === null ? NOTHING : html`<span class="badge trust-${trust.level}">${TRUST_WORDS[trust.level]}</span>`}</td>
<td><span class="badge ${verdict}">${VERDICT_WORDS[verdict]}</span></td>
<td class="why">${place}${verdict === 'verified' && first !== undefined ? NOTHING : html` ${why}`}${(trust?.reasons ?? []).map((reason) => html`<br>${reason}`)}${elsewhere(trust)}</td>
</tr>`;
}

/** What the value may be instead. */
function elsewhere(trust: FieldTrust | null): Html | string {
  const values = (trust?.runners_up ?? []).map(({ value }) => String(value));
  return values.length === 0 ? NOTHING : html`<br><span class="quiet">Or: ${values.join(', ')}</span>`;
}

/** Long names break after their underscores and dots. */
export const breakable = (path: string): Html => html`${path.split(/(?<=[_.])/).map((part) => html`${part}<wbr>`)}`;
