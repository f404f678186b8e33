/** Names of the shop at the head of a receipt: which of its first lines is the business. */
import { foldedWords } from '../../locales/vocabulary.ts';
import { findDates } from '../../values/date.ts';
import { fold } from '../../values/fold.ts';
import { beginsWithForm, hasLegalForm, isContact, isStreet, isTitled, isTown } from '../../values/names.ts';
import type { Name } from './blocks.ts';
import type { Document } from './document.ts';
import { type Features, featuresOf } from './features.ts';
import type { Cell } from './layout.ts';

/** Lines of a receipt's head that are looked at, from the top. */
const MOST_LINES = 14;
/** Lines below a name in which its address begins. */
const ADDRESS_LINES = 4;
const LONGEST = 70;
const TRADE = foldedWords('trade');
/** The number of a register behind a name, or in a line of its own: "(519537-X)". */
const REGISTER_BEHIND = /\s*[([]\s*(?=[^)\]]*\d)[\p{Lu}\d][\p{Lu}\d\s./-]*[)\]]?[\s.]*$/u;
const REGISTER = /^\W*(?=\D{0,8}\d{4})[\p{Lu}]{0,4}[\d\s-]{5,}[\p{Lu}\d-]{0,3}\W*$/u;

interface Line {
  readonly cell: Cell;
  readonly start: number;
  readonly text: string;
  readonly legal: boolean;
  readonly trade: boolean;
  readonly registered: boolean;
  /** It ends with a sign that more must follow, or within brackets. */
  readonly open: boolean;
  /** It begins with the end of a name: within brackets, or with a legal form. */
  readonly tail: boolean;
}

export interface ShopName extends Name {
  readonly features: Features;
}

/** The lines that may name the shop, one by one, and two that go on in each other. `cells` from top to bottom. */
export function shopNames(document: Document, cells: readonly Cell[]): ShopName[] {
  const head = cells.slice(0, MOST_LINES);
  const lines = head.map(lineOf);
  const tall = 1.25 * (head.map(({ em }) => em).sort((a, b) => a - b)[Math.floor(head.length / 2)] ?? 0);
  const first = lines.findIndex((line) => line !== null && !isTitled(line.text) && !isTown(line.text));
  return lines.flatMap((line, i): ShopName[] => {
    if (line === null) return [];
    const features = featuresOf({
      shop: true,
      first_line: i === first,
      line: i / MOST_LINES,
      legal_form: line.legal,
      trade: line.trade,
      register: line.registered || REGISTER.test(head[i + 1]?.text ?? ''),
      address_below: head.slice(i + 1, i + 1 + ADDRESS_LINES).some(({ text }) => isTown(text) || isStreet(text) || isContact(text)),
      address_above: head.slice(0, i).some(({ text }) => isTown(text)),
      is_address: isTown(line.text) || (isStreet(line.text) && !line.trade),
      title: isTitled(line.text),
      bare_form: TRADE.has(line.cell.folded.words[0] ?? '') || (line.legal && !/\s/.test(line.text)),
      one_word: !/\s/.test(line.text),
      digits: /\d/.test(line.text),
      tall: line.cell.em > tall,
      repeated_name: document.repeats(line.text),
    });
    const names: ShopName[] = line.open || line.tail ? [] : [{ text: line.text, parts: [partOf(line)], features }];
    const parts = [line];
    for (let next = lines[i + 1] ?? null; next !== null && parts.length < MOST_PARTS; next = lines[i + parts.length] ?? null) {
      const last = parts.at(-1) ?? line;
      if (!goesOn(last, next)) break;
      parts.push(next);
      if (next.open || lines[i + parts.length]?.tail === true) continue;
      const registered = next.registered || REGISTER.test(head[i + parts.length]?.text ?? '');
      const added = featuresOf({ legal_form: next.legal, trade: next.trade, register: registered });
      // Within brackets, or before a legal form, a name cannot have ended.
      const forced = parts.every(({ open }, at) => open || at === parts.length - 1 || parts[at + 1]?.tail === true);
      names.push({
        text: parts.map(({ text }) => text).join(' '),
        parts: parts.map(partOf),
        features: { ...features, ...added, ...(forced ? {} : { joined: 1 }) },
      });
    }
    return names;
  });
}

/** Lines that one name may have. */
const MOST_PARTS = 3;

/** "Corner House / Hardware Ltd": the second line says what the first one is; a name that stands there again is another one. */
function goesOn(line: Line, next: Line): boolean {
  if (next.cell.y0 - line.cell.y1 > line.cell.em || isTown(next.text)) return false;
  if (line.open || next.tail) return true;
  return !line.legal && (next.legal || next.trade) && !fold(next.text).includes(fold(line.text));
}

const partOf = ({ cell, start, text }: Line) => ({ cell, start, end: start + text.length });

/** A line that may be a name; null for one that says something else. */
function lineOf(cell: Cell): Line | null {
  const whole = cell.text.trimEnd();
  const marks = /^[^\p{L}\d]*/u.exec(whole)?.[0].length ?? 0;
  const start = whole.charAt(marks - 1) === '(' && whole.includes(')') ? marks - 1 : marks;
  const bare = whole.slice(start).replace(REGISTER_BEHIND, '');
  const text = bare.replace(/[\s,;:*=_-]+$/u, '');
  const [opened, closed] = [text.split('(').length, text.split(')').length];
  if (text.length > LONGEST || /[:：]$/.test(whole) || (text.match(/\p{L}/gu) ?? []).length < 3 || /[:;?@]|\d{5,}/.test(text)) return null;
  if (findDates(text).length > 0 || (isContact(text) && !hasLegalForm(text))) return null;
  const words = cell.folded.words;
  return {
    cell,
    start,
    text,
    legal: hasLegalForm(text),
    trade: words.some((word) => TRADE.has(word)),
    registered: bare.length < whole.length - start,
    open: /[&+]$/.test(whole) || opened > closed,
    tail: closed > opened || text.startsWith('(') || (beginsWithForm(text) && /\s/.test(text)),
  };
}
