/** What the lines of a letter are: a name, a street, a town, contact data, the title of the document. */

import { findDates } from '../../values/date.ts';
import { fold } from '../../values/fold.ts';

/** Legal forms of companies, as registers and letter heads write them: Germany, Austria, Switzerland, UK, US, France, Benelux, Italy, Nordics. */
const LEGAL_FORM =
  /(?<![\p{L}\d])(?:g?GmbH|AG|KGaA|KG|OHG|GbR|UG|e\. ?K\.?|e\. ?V\.?|eG|SE|mbB|PartG|a\. ?G\.|Ltd|Limited|LLC|LLP|L\.P\.|Inc|Corp|Corporation|PLC|plc|N\.A\.|S\.A\.R\.L\.|SARL|S\.A\.|SA|SAS|S\.r\.l\.|Srl|S\.p\.A\.|SpA|B\.V\.|BV|N\.V\.|NV|Oy|AB|A\/S|ApS|Pty|GMBH|GESMBH|GesmbH|Co\.)(?![\p{L}\d])/u;

/** What each {@link TOWN} has; few texts do. */
const POSTAL_CODE = /\d{4}|\d[A-Z]{2}/;
/** A town with its postal code: continental ("DE 80333 München"), British at the end, American ("Boise, ID 83705"). */
const TOWN =
  /^(?:(?:[A-Z]{1,3}[- ])?\d{4,5}(?: ?[A-Z]{2})? ?\p{Lu}[\p{L} .()/-]{1,40}|[\p{L} .,'-]{2,40}[A-Z]{2} \d{5}(?:-\d{4})?|(?:[\p{L} .,'-]{0,40} )?[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2})$/u;
const STREET =
  /(?:stra(?:ss|ß)e|str\.?|stra(?:ss|ß)e|weg|gasse|allee|platz|ring|damm|ufer|markt|steig|hof|street|st\.|road|rd\.?|avenue|ave\.?|lane|drive|boulevard|blvd\.?|parkway|way|terrace|court|square|hill|rue|via|postfach|p\.?o\.? box)(?![\p{L}])[ .,]*\d*|\p{L}.* \d{1,4} ?[a-z]?$|^\d{1,5} \p{Lu}/iu;
const CONTACT =
  /(?:^|[^\p{L}])(?:tel|telefon|fon|phone|fax|telefax|mobil|mobile|e-?mail|mail|web|internet|www|http|hrb|hra|amtsgericht|registergericht|steuer-?nr|steuernummer|ust|vat|uid|iban|bic|blz|gln|gesch.ftsf.hrer(?:in)?)(?![\p{L}])|@|^\+?[\d() /-]{7,}$/iu;
const SALUTATION = /^(?:herrn?|frau|herrn? und frau|familie|mr|mrs|ms|miss)\.?$/i;
/** A line that greets a person or sends the letter into their hands. */
const GREETED = /^(?:herrn?|frau|familie|mr|mrs|ms|miss|attn|attention|z\. ?hd|c\/o)(?![\p{L}])/iu;
const ADDRESSEE = /^(?:firma|an|to|an die|z\. ?hd\.?|company)$/i;
const TITLE =
  /(?:^| )(?:\w*rechnung|\w*rechnungskorrektur|gutschrift|mahnung|lieferschein|angebot|auftragsbestatigung|quittung|beleg|bon|kassenbon|kontoauszug|auszug|invoice|tax invoice|credit note|receipt|statement|quote|order|seite|page|blatt|datum|date|copy|kopie|original|willkommen|welcome|freundliche[nr]?|grusse[n]?|grussen|regards|sincerely|faithfully|dear|sehr|dank|thank|thanks)(?: |$)/;

export const hasLegalForm = (text: string): boolean => LEGAL_FORM.test(text);
/** False for a text no part of which is a town. */
export const hasPostalCode = (text: string): boolean => POSTAL_CODE.test(text);
export const isTown = (text: string): boolean => text.length <= 70 && hasPostalCode(text) && TOWN.test(text.trim());
export const isStreet = (text: string): boolean => text.length <= 60 && STREET.test(text.trim()) && !hasLegalForm(text);
export const isContact = (text: string): boolean => CONTACT.test(text);
export const isSalutation = (text: string): boolean => SALUTATION.test(text.trim());
export const isGreeted = (text: string): boolean => GREETED.test(text.trim());
export const isAddressee = (text: string): boolean => ADDRESSEE.test(text.trim().replace(/[:,]$/, ''));

/** True for a line that may be the name of a person, a company or an office. */
export function isName(text: string): boolean {
  const trimmed = text.trim();
  if (trimmed.length < 3 || trimmed.length > 80 || trimmed.split(' ').length > 9) return false;
  if (!/^[\p{Lu}\d„"]|^[a-z]+\p{Lu}|^[\p{L}]/u.test(trimmed) || !/\p{L}{2}/u.test(trimmed)) return false;
  if (/[:;?!|€$£%#]|\s[·•●]\s|^\W|\d{5,}|^\S*\d{3}\S*$/u.test(trimmed)) return false;
  if (isContact(trimmed) || isTown(trimmed) || isSalutation(trimmed) || isAddressee(trimmed)) return false;
  if (
    findDates(trimmed).length > 0 ||
    trimmed
      .split(/, | - /)
      .slice(1)
      .some(isTown)
  )
    return false;
  if (hasLegalForm(trimmed)) return true;
  if (isStreet(trimmed) || TITLE.test(fold(trimmed))) return false;
  // A sentence ends with a stop; a name does not, but for a short form.
  return !/\p{Ll}{3}\.$/u.test(trimmed) && /^\p{L}/u.test(trimmed) && /\p{Lu}/u.test(trimmed);
}

/** Words that make a name a bank's; German ones end a compound ("Commerzbank"). */
const BANK =
  /(?:bank|banken|sparkasse|bankhaus|bancorp|banque|banca|banco|kreditbank|volksbank|raiffeisenkasse|postbank)(?![\p{L}])|(?<![\p{L}])(?:bank|credit union|building society|savings and loan|trust company)(?![\p{L}])/iu;
export const isBank = (text: string): boolean => BANK.test(text);
