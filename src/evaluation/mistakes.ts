/** What was confused with what: the values of a run that are not as they should be, by document. */
import type { Run, RunValue } from './run.ts';

/** A document that has mistakes, and they alone. */
export interface Mistaken {
  readonly name: string;
  readonly error: string | null;
  readonly mistakes: readonly RunValue[];
}

export const isMistake = ({ verdict }: RunValue): boolean => verdict !== 'right' && verdict !== 'silent';

/** Something was given that is not so; a null is no such mistake. */
export const isWrong = ({ verdict }: RunValue): boolean => verdict === 'wrong' || verdict === 'invented';

/** Those with mistakes that nobody would look at come first, then those with wrong values, then those in which something was missed. */
export function mistakesOf({ documents }: Run): Mistaken[] {
  return documents
    .map(
      ({ name, error, values }): Mistaken => ({
        name,
        error,
        mistakes: values.filter(isMistake).toSorted((a, b) => gravityOf(b) - gravityOf(a)),
      }),
    )
    .filter(({ error, mistakes }) => error !== null || mistakes.length > 0)
    .toSorted((a, b) => worst(b) - worst(a));
}

const gravityOf = (value: RunValue): number => (isWrong(value) ? (value.level === 'high' ? 2 : 1) : 0);
const worst = ({ mistakes }: Mistaken): number => Math.max(-1, ...mistakes.map(gravityOf));
