/** Why fields of an answer are empty, for people. */
import type { FieldExplanation, ResponseIX } from '../contracts/response.ts';
import { printable } from './table.ts';

/** Labels that are named; the answer has them all. */
const MOST_LABELS = 12;

/** A paragraph for each field, cell of a row and list without a value; '' when there is none, or nothing was explained. */
export function whyEmptyText({ explanations }: Pick<ResponseIX, 'explanations'>): string {
  return Object.entries(explanations ?? {})
    .flatMap(([path, explanation]) => (explanation.outcome === 'found' ? [] : [paragraph(path.replace(/^result\./, ''), explanation)]))
    .join('\n\n');
}

function paragraph(field: string, { labels, labels_found, candidates, outcome }: FieldExplanation): string {
  const more = labels.length > MOST_LABELS ? ` and ${labels.length - MOST_LABELS} more` : '';
  return [
    `${field} is empty: ${outcome}`,
    `  looked for  ${labels.slice(0, MOST_LABELS).join(' | ')}${more}`,
    ...labels_found.map(({ label, segment_id, snippet }) => `  label       ${JSON.stringify(label)} in ${segment_id}: ${snippet}`),
    ...candidates.flatMap(({ value, likelihood, segment_id, snippet, reasons, lost }) => [
      `  candidate   ${JSON.stringify(value)}, ${likelihood === null ? '' : `${Math.round(likelihood * 100)} %, `}in ${segment_id ?? 'no line'}: ${snippet ?? ''}`,
      ...reasons.map((reason) => `              ${reason}`),
      `              lost: ${lost ?? 'it did not'}`,
    ]),
  ]
    .map(printable)
    .join('\n');
}
