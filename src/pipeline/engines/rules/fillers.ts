/** What may stand between a label and its value without changing what is said: "(inkl. USt.)", "19 %", "in EUR", "vom 28.02.2026". */
import type { Kind } from '../../kinds/kind.ts';
import { foldedWords, RANGE_WORDS, WEEKDAYS } from '../../locales/vocabulary.ts';
import { fold } from '../../values/fold.ts';
import type { Document } from './document.ts';
import type { Cell } from './layout.ts';
import { isSpacedCell } from './letter-spaced.ts';

/** Words that say nothing of their own between a label and its value: articles, prepositions, names of taxes, days of the week. */
const WORDS = new Set([
  ...(['fillers', 'tax', 'remark', 'of', 'is', 'number'] as const).flatMap((name) => [...foldedWords(name)]),
  ...[...WEEKDAYS.keys()].map(fold),
  ...RANGE_WORDS.flatMap((word) => fold(word).split(' ')),
  '#',
]);

/** More than this between a label and its value is a text of its own. */
const LONGEST = 200;
/** Of letters that stand apart. */
const LONGEST_WORD = 24;
/** Marks of bullets, leaders and separators. */
const MARKS = /^[\s.:;,=#*()[\]<>|_•·…→>+-]*$/;

/** True where the text between a label and its value, or after a label, says nothing of its own. */
export function isFiller(text: string): boolean {
  if (text.length > LONGEST) return false;
  if (MARKS.test(text)) return true;
  if (isSpacedCell(text.trim()) && isMadeOf(WORDS, fold(text).replaceAll(' ', ''))) return true;
  const words = fold(text.replace(/\([^()]{0,60}\)/g, ' ')).split(' ');
  return words.length <= 8 && words.every((word) => word === '' || WORDS.has(word));
}

/** Letters apart that make up known words: "n a c h S t e u e r n". */
function isMadeOf(words: ReadonlySet<string>, letters: string): boolean {
  const reached = new Set([0]);
  for (let at = 0; at < letters.length; at++) {
    if (!reached.has(at)) continue;
    for (let end = at + 2; end <= Math.min(letters.length, at + LONGEST_WORD); end++)
      if (words.has(letters.slice(at, end))) reached.add(end);
  }
  return reached.has(letters.length);
}

/** The stretch [from, to) of a cell with dates, rates and currencies blanked out: for amounts these are circumstances, not values. */
export function withoutCircumstances(document: Document, cell: Cell, from: number, to: number, kind: Kind): string {
  const stretch = cell.text.slice(from, to);
  if (stretch.length > LONGEST || MARKS.test(stretch)) return stretch;
  if (kind.numeric !== true) return stretch;
  const { amounts, dates, currencies } = document.sight(cell);
  const rates = amounts.filter(({ percent }) => percent);
  let text = '';
  let at = from;
  const circumstances = [...dates, ...rates, ...currencies].sort((a, b) => a.start - b.start);
  for (const { start, end } of circumstances) {
    if (start < at || end > to) continue;
    text += `${cell.text.slice(at, start)} `;
    at = end;
  }
  return (text + cell.text.slice(at, to)).replaceAll('%', ' ');
}
