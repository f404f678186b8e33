/** IBANs: ISO 13616 lengths and the mod-97 check, and where they stand in a text, with or without blanks. */
import { level } from './fold.ts';
import { matchesOf } from './matches.ts';

/** An account number in IBAN form; `start`/`end` is its span in UTF-16 units, blanks inside included. */
export interface FoundIban {
  readonly start: number;
  readonly end: number;
  /** Capitals, no blanks. */
  readonly value: string;
  /** The country's length and the check digits are right. What fails is given all the same: it stands there. */
  readonly valid: boolean;
}

/** Length by country: SWIFT IBAN registry, release 99. */
const LENGTHS: Readonly<Record<string, number>> = Object.fromEntries(
  (
    'AD24 AE23 AL28 AT20 AZ28 BA20 BE16 BG22 BH22 BI27 BR29 BY28 CH21 CR22 CY28 CZ24 DE22 DJ27 DK18 DO28 EE20 EG29 ES24 FI18 FK18 FO18 ' +
    'FR27 GB22 GE22 GI23 GL18 GR27 GT28 HN28 HR21 HU28 IE22 IL23 IQ23 IS26 IT27 JO30 KW30 KZ20 LB28 LC32 LI21 LT20 LU20 LV21 LY25 MC27 ' +
    'MD24 ME22 MK19 MN20 MR27 MT31 MU30 NI28 NL18 NO15 OM23 PK24 PL28 PS29 PT25 QA29 RO24 RS22 RU33 SA24 SC31 SD18 SE24 SI19 SK24 SM27 ' +
    'SO23 ST25 SV28 TL23 TN24 TR26 UA29 VA22 VG24 XK20 YE30'
  )
    .split(' ')
    .map((entry) => [entry.slice(0, 2), Number(entry.slice(2))]),
);

/** The country's length and the remainder 1 of ISO 7064 mod 97-10. Takes capitals without blanks. */
export function isValidIban(iban: string): boolean {
  if (LENGTHS[iban.slice(0, 2)] !== iban.length || !/^[A-Z]{2}\d{2}[A-Z0-9]+$/.test(iban)) return false;
  let remainder = 0;
  for (const character of iban.slice(4) + iban.slice(0, 4)) {
    const digit = Number.parseInt(character, 36);
    remainder = (remainder * (digit > 9 ? 100 : 10) + digit) % 97;
  }
  return remainder === 1;
}

/** An account number as IBANs are compared: capitals, no blanks. */
export function compactIban(text: string): string {
  return level(text)
    .replace(/[\s\u00a0.|-]+/g, '')
    .toUpperCase();
}

/** The country and the check digits, each apart where every character has a box of its own, with or without the word itself before. */
const START = /(?<![\p{L}\d])(?:IBAN)?(?<own>[A-Za-z][ \u00a0|]?[A-Za-z][ \u00a0.|-]?\d[ \u00a0|]?\d)(?=[ \u00a0.|-]?[A-Za-z0-9])/gu;
/** What has fewer characters is none, nor the beginning of one. */
const SHORTEST = 12;
/** A BIC may follow without a blank. */
const BIC_AFTER = /^[A-Z]{6}[A-Z0-9]{2}(?:[A-Z0-9]{3})?(?![A-Za-z0-9])/;
const ALNUM = /[A-Za-z0-9]/;

/**
 * All IBANs in a text, in order, not overlapping. A run is taken up to its country's length over single blanks, dashes, points and
 * bars where the check digits vouch for it; one that stops early, goes on or fails the check is given as not valid when it starts
 * like an IBAN, has at least ten digits and blanks only.
 */
export function findIbans(text: string): FoundIban[] {
  const found: FoundIban[] = [];
  const flat = level(text);
  if (flat.length < SHORTEST || !/\d/.test(flat)) return found;
  let from = 0;
  for (const match of matchesOf(flat, START)) {
    const start = match.index + match[0].length - (match.groups?.own?.length ?? 0);
    const wanted = LENGTHS[compactIban(match.groups?.own ?? '').slice(0, 2)];
    if (start < from || wanted === undefined) continue;
    const iban = validFrom(flat, start, wanted) ?? failingFrom(flat, start, wanted);
    if (iban === null) continue;
    found.push(iban);
    from = iban.end;
  }
  return found;
}

function validFrom(flat: string, start: number, wanted: number): FoundIban | null {
  let value = '';
  let end = start;
  for (let i = start; i < flat.length && value.length < wanted; i++) {
    const unit = flat.charAt(i);
    if (ALNUM.test(unit)) {
      value += unit.toUpperCase();
      end = i + 1;
    } else if (!/[ \u00a0.|-]/.test(unit) || !ALNUM.test(flat.charAt(i + 1))) break;
  }
  if (value.length < wanted || !isValidIban(value)) return null;
  if (ALNUM.test(flat.charAt(end)) && !BIC_AFTER.test(flat.slice(end, end + 12))) return null;
  return { start, end, value, valid: true };
}

/** Without the check digits to vouch for it, only digits may follow the country: words after it are no part of it. */
function failingFrom(flat: string, start: number, wanted: number): FoundIban | null {
  const digits = /^[A-Za-z]{2}\d{2}(?:[ \u00a0]?\d)*/.exec(flat.slice(start))?.[0] ?? '';
  const value = compactIban(digits);
  const end = start + digits.length;
  if (value.length < 12 || value.length > wanted || /[\p{L}\d]/u.test(flat.charAt(end))) return null;
  return { start, end, value, valid: false };
}
