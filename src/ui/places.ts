/** What is marked in a document: the places of the result's values, or of the candidates of one of them. */
import type { Job } from '../contracts/job.ts';
import type { Source } from '../contracts/response.ts';
import { resultRows } from './result.ts';
import { reviewedFields } from './review-choices.ts';
import { commonWords, type Verdict } from './words/common.ts';
import { viewerWords } from './words/viewer.ts';

/** Something whose places are marked: `field-` and its name is the id of what tells of it beside the document. */
export interface Marked {
  readonly name: string;
  readonly title: string;
  readonly label: string;
  readonly verdict: Verdict;
  readonly sources: readonly Source[];
}

/** @param field as in `response.trust`; null: all values of the result. */
export function placesOf(job: Job, field: string | null): Marked[] {
  const rows = job.response === null ? [] : resultRows(job.response);
  if (field === null) {
    return rows.map(({ path, value, verdict, sources }) => {
      return { name: path, title: path, label: `${path}: ${String(value)}, ${commonWords().verdicts[verdict]}`, verdict, sources };
    });
  }
  const reviewed = reviewedFields(job, rows).find(({ path }) => path === field);
  return (reviewed?.candidates ?? []).map(({ name, value, sources }) => {
    return {
      name,
      title: String(value),
      label: viewerWords().candidate(String(value)),
      verdict: name === 'own' ? 'agreed' : 'unchecked',
      sources,
    };
  });
}
