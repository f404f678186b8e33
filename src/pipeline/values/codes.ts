/** Identification numbers that have a shape of their own: VAT ids, BICs, e-mail addresses, telephone numbers, web addresses. */
import { matchesOf } from './matches.ts';

/** A value with a shape of its own, found in a text; `start`/`end` in UTF-16 units. */
export interface FoundCode {
  readonly start: number;
  readonly end: number;
  readonly value: string;
}

/**
 * VAT identification numbers by country: the structures the EU's VIES and the British, Norwegian and Swiss offices publish.
 * Blanks and points inside are the office's own way of writing; the value keeps the Swiss points and drops the blanks.
 */
const VAT_ID = new RegExp(
  String.raw`(?<![\p{L}\d])(?:` +
    [
      String.raw`AT ?U ?\d{8}`,
      String.raw`BE ?[01]\d{3}[. ]?\d{3}[. ]?\d{3}`,
      String.raw`BG ?\d{9,10}`,
      String.raw`CHE[- ]?\d{3}\.?\d{3}\.?\d{3}`,
      String.raw`CY ?\d{8}[A-Z]`,
      String.raw`CZ ?\d{8,10}`,
      String.raw`(?:DE|EE|EL|PT) ?\d{3} ?\d{3} ?\d{3}`,
      String.raw`(?:DK|FI|HU|LU|MT|SI) ?\d{8}`,
      String.raw`ES ?[A-Z0-9]\d{7}[A-Z0-9]`,
      String.raw`FR ?[A-Z0-9]{2} ?\d{3} ?\d{3} ?\d{3}`,
      String.raw`GB ?\d{3} ?\d{4} ?\d{2}(?: ?\d{3})?`,
      String.raw`(?:HR|IT|LV) ?\d{11}`,
      String.raw`IE ?\d[A-Z0-9+*]\d{5}[A-Z]{1,2}`,
      String.raw`LT ?(?:\d{9}|\d{12})`,
      String.raw`NL ?\d{4}\.?\d{2}\.?\d{3}\.? ?B ?\d{2}`,
      String.raw`NO ?\d{3} ?\d{3} ?\d{3}`,
      String.raw`PL ?\d{3}[- ]?\d{3}[- ]?\d{2}[- ]?\d{2}`,
      String.raw`RO ?\d{2,10}`,
      String.raw`SE ?\d{12}`,
      String.raw`SK ?\d{10}`,
    ].join('|') +
    String.raw`)(?![\p{L}\d])`,
  'gu',
);

/** The same as they are written at home, without the country: any number of a series may look so. */
const AT_HOME = new RegExp(
  String.raw`(?<![\p{L}\d./-]|\d )(?:` +
    [
      String.raw`[A-HJNP-SUVW][- ]?\d{7}[\dA-J]`,
      String.raw`(?:\d|[XYZ])\d{7}[A-Z]`,
      String.raw`\d{9,11}`,
      String.raw`\d{3} \d{3} \d{3}`,
      String.raw`\d{3} \d{4} \d{2}`,
      String.raw`\d{3}-(?:\d{3}-\d{2}-\d{2}|\d{2}-\d{2}-\d{3})`,
      String.raw`[01]\d{3}\.\d{3}\.\d{3}`,
    ].join('|') +
    String.raw`)(?![\p{L}\d/]|[.,-]\d| \d)`,
  'gu',
);
const AT_HOME_TRACE = /\d{7}|\d{3}[ .-]\d{2,4}[ .-]\d{2}/;

/** Each of them begins so: most texts end here. */
const VAT_TRACE = /[A-Z]{2}[A-Z\d -]{0,4}\d/;

/** ISO 9362: four letters, the country, two letters or digits, and three more for a branch. */
const BIC = /(?<![\p{L}\d])[A-Z]{4}[A-Z]{2}[A-Z0-9]{2}(?:[A-Z0-9]{3})?(?![\p{L}\d])/gu;
const EMAIL = /(?<![\w.+-])[\w.+-]{1,64}@(?:[\p{L}\d-]{1,63}\.){1,8}\p{L}{2,24}(?![\p{L}\d])/gu;
const URL = /(?<![\p{L}\d@])(?:https?:\/\/|www\.)[^\s<>"'()|,;]{1,200}[^\s<>"'()|,;.:!?]/gu;
const PHONE = /(?<![\p{L}\d])(?:\+|\(|0)[\d()/ .-]{5,24}\d(?!\d)/gu;

/** Made when it is first asked: that takes 20 ms, which most processes and threads never have to spend. */
let countries: Intl.DisplayNames | undefined;
const known = new Map<string, boolean>();
const isCountry = (code: string): boolean => {
  countries ??= new Intl.DisplayNames('en', { type: 'region', fallback: 'none' });
  const is = known.get(code) ?? countries.of(code) !== undefined;
  // Two letters: there are 676 of them.
  known.set(code, is);
  return is;
};

function found(text: string, shape: RegExp, value: (written: string) => string = (written) => written): FoundCode[] {
  return matchesOf(text, shape).map((match) => ({ start: match.index, end: match.index + match[0].length, value: value(match[0]) }));
}

export function findVatIds(text: string): FoundCode[] {
  if (!VAT_TRACE.test(text)) return [];
  return found(text, VAT_ID, (written) => written.replace(/ /g, '').replace(/^(?!CHE)(.*)$/, (id) => id.replace(/\./g, '')));
}

/** VAT ids without their country: only a label makes them one. */
export function findHomeVatIds(text: string): FoundCode[] {
  return AT_HOME_TRACE.test(text) ? found(text, AT_HOME, (written) => written.replace(/ /g, '')) : [];
}

/** Words in capitals have this shape too ("RECHNUNG"): the country must exist, and a label must say what it is. */
export function findBics(text: string): FoundCode[] {
  return found(text, BIC).filter(({ value }) => isCountry(value.slice(4, 6)));
}

export const findEmails = (text: string): FoundCode[] => found(text, EMAIL);
export const findUrls = (text: string): FoundCode[] => found(text, URL);
export const findPhones = (text: string): FoundCode[] => found(text, PHONE);
