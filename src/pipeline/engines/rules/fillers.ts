/** What may stand between a label and its value without changing what is said: "(inkl. USt.)", "19 %", "in EUR", "vom 28.02.2026". */
import { fold } from '../../values/fold.ts';
import type { Document } from './document.ts';
import type { Cell } from './layout.ts';
import type { Kind } from './plan.ts';

const WORDS = new Set(
  (
    'a am an auf through thru at aus the der die das dem den des ist is are was lautet betragt in im of von vom zum zur by on per pro und and bis until to ' +
    'hohe uber for fur inkl inklusive incl including inc excl exkl exklusive excluding ex ohne mit with gesetzl gesetzlicher gesetzliche ' +
    'ust mwst vat tax steuer gst umsatzsteuer mehrwertsteuer versicherungsteuer usd eur euro chf gbp dated nr no # ca abzug stand as'
  ).split(' '),
);

/** More than this between a label and its value is a text of its own. */
const LONGEST = 200;
/** Marks of bullets, leaders and separators. */
const MARKS = /^[\s.:;,=#*()[\]<>|_•·…→>+-]*$/;

/** True where the text between a label and its value, or after a label, says nothing of its own. */
export function isFiller(text: string): boolean {
  if (text.length > LONGEST) return false;
  if (MARKS.test(text)) return true;
  const words = fold(text.replace(/\([^()]{0,60}\)/g, ' ')).split(' ');
  return words.length <= 8 && words.every((word) => word === '' || WORDS.has(word));
}

/** The stretch [from, to) of a cell with dates, rates and currencies blanked out: for amounts these are circumstances, not values. */
export function withoutCircumstances(document: Document, cell: Cell, from: number, to: number, kind: Kind): string {
  const stretch = cell.text.slice(from, to);
  if (stretch.length > LONGEST || MARKS.test(stretch)) return stretch;
  if (kind !== 'amount' && kind !== 'rate' && kind !== 'count') return stretch;
  const rates = document.amounts(cell).filter(({ percent }) => percent);
  let text = '';
  let at = from;
  const circumstances = [...document.dates(cell), ...rates, ...document.currencies(cell)].sort((a, b) => a.start - b.start);
  for (const { start, end } of circumstances) {
    if (start < at || end > to) continue;
    text += `${cell.text.slice(at, start)} `;
    at = end;
  }
  return (text + cell.text.slice(at, to)).replaceAll('%', ' ');
}
