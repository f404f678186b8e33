/** Addresses written out in a submission that may not be reached: refused where they are handed in, since the job could only fail there. */
import type { Submission } from '../contracts/request.ts';
import { pointerTo } from './faults.ts';
import { type Fault, invalid } from './problem.ts';

/** Why nothing would be sent to that URL, as far as it alone tells; null: it may be reached, or its name has to be looked up first. */
export type RefusalOf = (url: string) => string | null;

/** @throws Problem 422 naming each place. */
export function refuseUnreachable(
  submissions: readonly { readonly submission: Submission; readonly at: readonly PropertyKey[] }[],
  refusalOf: RefusalOf,
): void {
  const faults = submissions.flatMap(({ submission: { callback_url, context }, at }): Fault[] => {
    const urls: [string, readonly PropertyKey[]][] = context.files.flatMap((file, i) =>
      'url' in file ? [[file.url, ['context', 'files', i]]] : [],
    );
    if (callback_url !== null) urls.push([callback_url, ['callback_url']]);
    return urls.flatMap(([url, place]) => {
      const detail = refusalOf(url);
      return detail === null ? [] : [{ pointer: pointerTo([...at, ...place]), detail: `expected a URL that may be reached: ${detail}` }];
    });
  });
  if (faults.length > 0) throw invalid(faults);
}
