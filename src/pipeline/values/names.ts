/** What the lines of a letter are: a name, a street, a town, contact data, the title of the document. */
import { alternation, foldedTexts, foldedWords, LEGAL_FORMS, oneOf, wordEnds } from '../locales/vocabulary.ts';
import { findDates } from './date.ts';
import { fold, foldWords } from './fold.ts';

/** In capitals too, where they are long enough to be no other word. */
const CAPITALS = LEGAL_FORMS.filter((form) => form.length > 2).map((form) => form.toUpperCase());
const LEGAL_FORM = new RegExp(String.raw`(?<![\p{L}\d])(?:${alternation([...LEGAL_FORMS, ...CAPITALS])})(?![\p{L}\d])`, 'u');

/** What each {@link TOWN} has; few texts do. */
const POSTAL_CODE = /\d{4}|\d[A-Z]{2}|\d{2}-\d{3}/;
/**
 * A town with its postal code: continental ("DE 80333 München", "00-950 Warszawa", "1000-205 Lisboa"), British before or behind it,
 * American ("Boise, ID 83705").
 */
const TOWN = new RegExp(
  '^(?:' +
    [
      String.raw`(?:[A-Z]{1,3}[- ])?(?:\d{4,5}(?:-\d{3})?|\d{2}-\d{3})(?: ?[A-Z]{2})? ?\p{Lu}[\p{L} .()/'’-]{1,40}`,
      String.raw`[\p{L} .,'-]{2,40}[A-Z]{2},? \d{5}(?:-\d{4})?`,
      String.raw`(?:[\p{L} .,'-]{0,40} )?[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}`,
      String.raw`[A-Z]{1,2}\d[A-Z\d]? \d[A-Z]{2} \p{Lu}[\p{L} .-]{1,40}`,
    ].join('|') +
    ')$',
  'u',
);
const STREET = new RegExp(
  String.raw`(?:(?<![\p{L}\d])(?:${oneOf('street')})|\p{L}{3}(?:${alternation(wordEnds('street'))}))(?![\p{L}])\.?[ .,]*\d*|\p{L}.* \d{1,4} ?[a-z]?$|^\d{1,5} \p{Lu}`,
  'iu',
);
const CONTACT = new RegExp(String.raw`(?<!\p{L})(?:${oneOf('contact')})(?![\p{L}])|@|^\+?[\d() /-]{7,}$`, 'iu');
/** A line that greets a person or sends the letter into their hands. */
const GREETED = new RegExp(String.raw`^(?:${oneOf('attention')})(?![\p{L}])`, 'iu');
const SALUTATIONS = foldedTexts('salutation');
const ADDRESSEES = foldedTexts('addressee');
const TITLES = foldedWords('title');
const TITLE_ENDS = wordEnds('title').map(fold);
const BANK = new RegExp(String.raw`(?:${oneOf('bank')})(?![\p{L}])`, 'iu');

/** A legal form and nothing else: "BHD". */
export const isLegalForm = (word: string): boolean => LEGAL_FORM.exec(word)?.[0] === word;
/** What follows is the rest of a name: "Co. (North) Ltd". */
export const beginsWithForm = (text: string): boolean => LEGAL_FORM.exec(text)?.index === 0;
export const hasLegalForm = (text: string): boolean => LEGAL_FORM.test(text);
/** False for a text no part of which is a town. */
export const hasPostalCode = (text: string): boolean => POSTAL_CODE.test(text);
export const isTown = (text: string): boolean => text.length <= 70 && hasPostalCode(text) && TOWN.test(text.trim());
export const isStreet = (text: string): boolean => text.length <= 60 && STREET.test(text.trim()) && !hasLegalForm(text);
export const isContact = (text: string): boolean => CONTACT.test(text);
export const isSalutation = (text: string): boolean => text.length <= 40 && SALUTATIONS.has(fold(text));
export const isGreeted = (text: string): boolean => GREETED.test(text.trim());
export const isAddressee = (text: string): boolean => text.length <= 40 && ADDRESSEES.has(fold(text));
export const isBank = (text: string): boolean => BANK.test(text);

/** Names a document, a greeting or thanks. */
const isTitle = (words: readonly string[]): boolean =>
  words.some((word) => TITLES.has(word) || TITLE_ENDS.some((end) => word.endsWith(end)));

export const isTitled = (text: string): boolean => isTitle(foldWords(text).words);

/** True for a line that may be the name of a person, a company or an office. */
export function isName(text: string): boolean {
  const trimmed = text.trim();
  if (trimmed.length < 3 || trimmed.length > 80 || trimmed.split(' ').length > 9) return false;
  if (!/^[\p{Lu}\d„"]|^[a-z]+\p{Lu}|^[\p{L}]/u.test(trimmed) || !/\p{L}{2}/u.test(trimmed)) return false;
  if (/[:;?!|€$£%#]|\s[·•●]\s|^\W|\d{5,}|^\S*\d{3}\S*$/u.test(trimmed)) return false;
  if (isContact(trimmed) || isTown(trimmed)) return false;
  const { words } = foldWords(trimmed);
  const folded = words.join(' ');
  if (SALUTATIONS.has(folded) || ADDRESSEES.has(folded)) return false;
  const parts = trimmed.split(/, | - /).slice(1);
  if (findDates(trimmed).length > 0 || parts.some(isTown)) return false;
  // The form alone is what is left of a name that was cut.
  if (hasLegalForm(trimmed)) return /[\p{L}\d]/u.test(trimmed.replace(LEGAL_FORM, ''));
  if (isStreet(trimmed) || isTitle(words)) return false;
  // A sentence ends with a stop; a name does not, but for a short form.
  return !/\p{Ll}{3}\.$/u.test(trimmed) && /^\p{L}/u.test(trimmed) && /\p{Lu}/u.test(trimmed);
}
