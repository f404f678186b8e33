/** A number of a series or of a register, letters and all: of an invoice, an order, a customer. */
import { oneOf } from '../locales/vocabulary.ts';
import { level } from '../values/fold.ts';
import { asItStands, type Kind, plainValue, type Stretch } from './kind.ts';

/** Blanks around a dash or slash between groups of a number belong to it: "05 158 004 - 11023 - 45". */
const REFERENCE = /[\p{L}\d][\p{L}\d./_#+:\\-]*(?: ?[-/] ?[\p{L}\d./_-]*\d[\p{L}\d./_-]*)*/u;
/** Groups that go on a short first one: up to the end of the stretch, or of three figures each. */
const HEAD = /^(?:\d{1,4}|\p{Lu}{1,6}\d{0,4})$/u;
const GROUPS = /^(?:[ \u00a0]\d{2,6}){1,8}(?=\s*$)|^(?:[ \u00a0]\d{3})+(?!\d|[.,]\d)/;
/** Letters that end it: "0815/26 KV". */
const LETTERS = /^[ \u00a0]\p{Lu}{1,3}(?=\s*$)/u;
/** What may stand between a label and its number: signs, "no.", "is". */
const LEAD = new RegExp(String.raw`^[\s.:;=#*|()–—：；＝｜-]*(?:(?:${oneOf('number')}|${oneOf('is')})(?=[\s.:：#°º])[\s.:：#°º]*)?`, 'iu');
const LONGEST = 60;

export default {
  name: 'reference',
  types: ['string'],
  formed: false,
  withoutLabel: null,
  numbered: true,
  /** The first token, where it has a digit; not a date, a rate, an amount of money, an address of the net. */
  find({ text, dates, amounts, currencies }, from, to) {
    const stretch = level(text.slice(from, to));
    const lead = LEAD.exec(stretch)?.[0].length ?? 0;
    const match = REFERENCE.exec(stretch.slice(lead));
    if (match === null) return [];
    const start = from + lead + match.index;
    const token = match[0].replace(/[.:/_+\\-]+$/, '');
    const rest = stretch.slice(lead + match.index + token.length);
    const groups = HEAD.test(token) ? (GROUPS.exec(rest)?.[0].length ?? 0) : 0;
    const letters = groups === 0 && /\d$/.test(token) ? (LETTERS.exec(rest)?.[0].length ?? 0) : 0;
    const isCurrency = currencies.some((currency) => currency.start === start + token.length + 1);
    const last = start + token.length + groups + (isCurrency ? 0 : letters);
    // "72/521 - 20/02/25": a date apart is none of its groups.
    const date = dates.find((other) => other.start > start && other.start < last && /\s$/.test(text.slice(0, other.start)));
    const value = text.slice(start, date?.start ?? last).replace(/[\s/-]+$/, '');
    const end = start + value.length;
    if (!/\d/.test(value) || value.length > LONGEST || /@|^www\.|^https?:/i.test(value)) return [];
    const within = (stretches: readonly Stretch[]) => stretches.some((other) => other.start <= start && end <= other.end + 1);
    if (within(dates)) return [];
    if (within(amounts.filter(({ percent, currency }) => percent || currency !== null || /[.,]\d{2}$/.test(value)))) return [];
    return [plainValue(start, end, value)];
  },
  canonicalise: asItStands,
} satisfies Kind;
