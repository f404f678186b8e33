/** A cell's number as a spreadsheet shows it: a date, an amount with its decimals and currency, a share; plain enough to be read again. */

/** Formats that files do not spell out, by their numbers: ECMA-376 part 1, 18.8.30. */
const BUILT_IN: Readonly<Record<number, string>> = {
  ...{ 1: '0', 2: '0.00', 3: '#,##0', 4: '#,##0.00', 9: '0%', 10: '0.00%', 14: 'y-m-d', 15: 'y-m-d', 16: 'y-m-d', 17: 'y-m-d' },
  ...{ 18: 'h:m', 19: 'h:m', 20: 'h:m', 21: 'h:m', 22: 'y-m-d h:m', 37: '#,##0', 38: '#,##0', 39: '#,##0.00', 40: '#,##0.00' },
  ...{ 41: '#,##0', 42: '#,##0', 43: '#,##0.00', 44: '#,##0.00', 45: 'h:m', 46: 'h:m', 47: 'h:m' },
};
/** Dates in East Asian and Thai programs. */
const isLocalDate = (id: number): boolean => (id >= 27 && id <= 36) || (id >= 50 && id <= 58) || (id >= 71 && id <= 81);

export const builtInFormat = (id: number): string | null => BUILT_IN[id] ?? (isLocalDate(id) ? 'y-m-d' : null);

const MS_PER_DAY = 86_400_000;
/** Day 0 of the two calendars. (In the first one 1900 was a leap year: what lies before March of it is a day off, and in no document.) */
const EPOCH = { 1900: Date.UTC(1899, 11, 30), 1904: Date.UTC(1904, 0, 1) };
const LAST_DAY = 2_958_465;
/** A double has no more of them. */
const DIGITS = 15;

export interface NumberStyle {
  readonly format: string | null;
  readonly epoch: keyof typeof EPOCH;
}

/** @param written the number as the file has it. */
export function shownNumber(written: string, { format, epoch }: NumberStyle): string {
  const value = Number(written);
  if (written.trim() === '' || !Number.isFinite(value)) return written;
  const general = String(Number(value.toPrecision(DIGITS)));
  // Of the formats for positive, negative and other numbers the first says it all.
  const [section = ''] = (format ?? '').split(';');
  const bare = section.replace(/"[^"]*"|\\.|\[[^\]]*\]|[_*]./g, '');
  if (/[ymdhs]/i.test(bare) && !/[#0?]/.test(bare.replace(/s\.0+/i, '')))
    return value >= 0 && value < LAST_DAY + 1 ? shownTime(value, bare, epoch) : general;
  if (!/[#0?]/.test(bare) || /E[+-]/i.test(bare)) return general;
  const share = bare.includes('%');
  const decimals = /\.([0#?]*)/.exec(bare)?.[1]?.length ?? 0;
  const amount = value * (share ? 100 : 1);
  if (Math.abs(amount) >= 1e15 || decimals > DIGITS) return general;
  return `${plain(amount, decimals)}${share ? ' %' : currencyOf(section)}`;
}

/** Three decimals look like thousands in some countries; a fourth makes them clear. */
function plain(amount: number, decimals: number): string {
  const rounded = Number(amount.toPrecision(DIGITS)).toFixed(decimals);
  return decimals === 3 ? `${rounded}0` : rounded;
}

/** `[$€-407]`, `"€"`, `€`; also `[$CHF]`. */
function currencyOf(section: string): string {
  const stated = /\[\$([^\]-]+)/.exec(section)?.[1] ?? /\p{Sc}/u.exec(section)?.[0] ?? /"\s*([A-Z]{3})\s*"/.exec(section)?.[1];
  return stated === undefined ? '' : ` ${stated.trim()}`;
}

function shownTime(value: number, bare: string, epoch: NumberStyle['epoch']): string {
  const iso = new Date(EPOCH[epoch] + Math.round((value * MS_PER_DAY) / 1000) * 1000).toISOString();
  const [day = '', time = ''] = iso.split('T');
  const clock = /h|s/i.test(bare) ? time.slice(0, 5) : '';
  return [/[yd]/i.test(bare) ? day : '', clock].filter((part) => part !== '').join(' ') || day;
}
