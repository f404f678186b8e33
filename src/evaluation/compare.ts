/** Whether an answer says what is true: by the kind of the field, so that another spelling of the same value is right. */
import type { FieldDefinition } from '../contracts/use-case.ts';
import { kindOf } from '../pipeline/kinds/kinds.ts';
import { fold } from '../pipeline/values/fold.ts';
import { sameTime } from '../pipeline/values/time.ts';

/** What a true value has to look like; null: this one does. */
export function faultOfTruth(field: FieldDefinition, truth: string): string | null {
  const kind = kindOf(field);
  if (kind.numeric) return kind.canonicalise(truth) === null ? 'expected a number such as 1234.50' : null;
  if (kind.name === 'date') return kind.canonicalise(truth) === null ? 'expected a date as YYYY-MM-DD' : null;
  if (kind.name === 'datetime') return kind.canonicalise(truth) === null ? 'expected a date and time as YYYY-MM-DDTHH:MM' : null;
  if (kind.name === 'time') return kind.canonicalise(truth) === null ? 'expected a time as HH:MM' : null;
  return null;
}

/**
 * Numbers are compared by what they are worth ("12.5" is "12.50"), dates as they are in ISO form, times without seconds where one of the two has
 * none, accounts without blanks, and all other texts without case, accents, blanks and punctuation.
 */
export function sameValue(field: FieldDefinition, truth: string, given: unknown): boolean {
  const answer = typeof given === 'object' ? JSON.stringify(given) : String(given);
  const kind = kindOf(field);
  if (kind.numeric || kind.name === 'date') {
    const canonical = kind.canonicalise(truth);
    return canonical !== null && canonical === kind.canonicalise(answer);
  }
  if (kind.name === 'time') return answer !== '' && sameTime(truth, answer);
  if (kind.name === 'datetime') return sameMoment(truth, answer);
  return bare(truth) === bare(answer);
}

/** A day alone is its midnight. */
function sameMoment(one: string, other: string): boolean {
  const [day, time = '00:00'] = one.split('T');
  const [otherDay, otherTime = '00:00'] = other.split('T');
  return day === otherDay && sameTime(time, otherTime);
}

/** Signs alone are compared as they stand. */
const bare = (text: string): string => fold(text).replaceAll(' ', '') || text.normalize('NFKC').trim();
