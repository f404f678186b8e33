/** A line as engines read it: without what nobody sees, each letter in one spelling; and where that stands in the line as it was sent. */
import type { Line, Word } from '../../contracts/response.ts';

/** Control characters but the tab, and what only formats: zero-width blanks, soft hyphens, marks of direction. Joiners belong to words. */
const UNSEEN = /[[\p{Cc}[\p{Cf}&&\p{Default_Ignorable_Code_Point}]]--[\t\u200c\u200d]]/gv;
/** Unbreakable blanks, as wide as others or narrower. */
const BLANK = /[\u00a0\u2007\u202f]/g;
/** Most lines are of nothing else: Latin letters in one piece, figures, common punctuation. */
const PLAIN = /^[\t\x20-\x7e\xa1-\xac\xae-\u02ff\u2010-\u2027\u2030-\u205e\u20a0-\u20bf]*$/;
const UNREAD = /[[\u00a0\u2007\u202f\p{Cc}[\p{Cf}&&\p{Default_Ignorable_Code_Point}]]--[\t\u200c\u200d]]/v;
/** What may become one character in NFC: a letter with its marks, the parts of a Hangul syllable. Else one character. */
const CLUSTER = /[\u1100-\u115f\uac00-\ud7a3][\u1160-\u11ff]*\p{M}*|\P{M}?\p{M}+|./gsv;
const WORD = /\S+/g;

/** Where the UTF-16 units of a line as read come from: unit i from [starts[i], ends[i]) of the line as sent. */
export interface Origins {
  readonly starts: readonly number[];
  readonly ends: readonly number[];
}

export interface LineAsRead {
  readonly line: Line;
  /** Null: each unit stands where it stood. */
  readonly origins: Origins | null;
}

/** Most lines are read as they were sent. Words keep their boxes. */
export function asRead(sent: Line): LineAsRead {
  if (PLAIN.test(sent.text) || (!UNREAD.test(sent.text) && sent.text.normalize('NFC') === sent.text)) return { line: sent, origins: null };
  const { text, starts, ends } = readable(sent.text);
  const words: Word[] = [];
  let at = 0;
  WORD.lastIndex = 0;
  for (let match = WORD.exec(text); match !== null; match = WORD.exec(text)) {
    const [start, end] = [match.index, match.index + match[0].length];
    while ((sent.words[at]?.char_span[1] ?? Number.POSITIVE_INFINITY) <= (starts[start] ?? 0)) at++;
    const word = sent.words[at];
    if (word !== undefined) words.push({ ...word, text: match[0], char_span: [start, end] });
  }
  return { line: { ...sent, text, words }, origins: { starts, ends } };
}

function readable(sent: string): Origins & { readonly text: string } {
  let text = '';
  const starts: number[] = [];
  const ends: number[] = [];
  CLUSTER.lastIndex = 0;
  for (let match = CLUSTER.exec(sent); match !== null; match = CLUSTER.exec(sent)) {
    const [cluster] = match;
    const start = match.index;
    const end = start + cluster.length;
    // A soft hyphen shows where its line ends with it.
    const read = cluster === '\u00ad' && end === sent.length ? '-' : cluster.normalize('NFC').replace(UNSEEN, '').replace(BLANK, ' ');
    for (let unit = 0; unit < read.length; unit++) {
      const same = read.length === cluster.length;
      starts.push(same ? start + unit : start);
      ends.push(same ? start + unit + 1 : end);
    }
    text += read;
  }
  return { text, starts, ends };
}
