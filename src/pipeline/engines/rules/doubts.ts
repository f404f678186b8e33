/** Which decisions want a look however likely they are: their evidence could not have failed, or a rival is near. */
import type { Features } from './features.ts';

/** A rival this likely keeps a value from being trusted. */
const RIVAL = 0.05;
/** Relations that lead to a value by less than a label of its own. */
const LOOSE = ['loose', 'next_line', 'not_last', 'compound', 'longer_heading', 'counted_later', 'open_sum'] as const;
/**
 * The same where the field has no role: with one, 5 of 751 answers of this kind were wrong on layouts left out of training, as many as of
 * those with a plain label beside them; without one, 41 of 1,420.
 */
const LOOSE_OF_OWN = ['sentence', 'below', 'broken', 'unanswered_label'] as const;
/** Roles whose amounts a document states together: alone, without a sum that closes, one of them is no more than labelled. */
const SUMMED: ReadonlySet<string | null> = new Set(['total_net', 'total_tax', 'total_gross']);

/** The part of a decision that its doubts hang on. */
export interface Decided {
  /** Name of the kind. */
  readonly kind: string;
  readonly role: string | null;
  readonly features: Features;
  /** Likelihood of the next option; 0 without one. */
  readonly next: number;
}

export const hasRival = ({ next }: Decided): boolean => next >= RIVAL;
/** A label leads to it, but not plainly. */
export const isLoose = ({ role, features }: Decided): boolean =>
  features.label === 1 &&
  features.adds_up !== 1 &&
  features.sole !== 1 &&
  (LOOSE.some((name) => features[name] !== undefined) || (role === null && LOOSE_OF_OWN.some((name) => features[name] !== undefined)));
/** No arithmetic confirms it, where a document would have some. */
export const isUnconfirmed = ({ role, features }: Decided): boolean => SUMMED.has(role) && features.adds_up !== 1;
/** A label that its field lists further down named it: another one may be meant. */
export const isSecondChoice = ({ features }: Decided): boolean => features.other_label === 1 && features.sole !== 1;

/** Words whose end is where the line ends, or a code that stands beside no amount. */
export const isVague = ({ kind, role, features }: Decided): boolean =>
  (kind === 'text' && role === null) ||
  (features.nowhere_beside === 1 && features.bounded !== 1) ||
  (features.heading_line === 1 && features.sole !== 1);

/** The amounts around it add up to it. */
export const isConfirmed = ({ adds_up, sums_up }: Features): boolean => adds_up === 1 || sums_up === 1;

/** None of these holds. */
export const isPlain = (decided: Decided): boolean =>
  ![hasRival, isLoose, isUnconfirmed, isSecondChoice, isVague].some((holds) => holds(decided));
