/** Folding: two spellings of the same words become the same string, and every folded character knows where it came from. */

/** A folded text; `starts[i]`/`ends[i]` is the [start, end) of the original characters behind folded character i (UTF-16 units). */
export interface Folded {
  readonly text: string;
  readonly starts: Int32Array;
  readonly ends: Int32Array;
}

const SPACE = 32;

/** Letters that NFKC and the removal of accents leave alone, though readers take them for plain ones. */
const SPELLED: Readonly<Record<string, string>> = { ß: 'ss', æ: 'ae', œ: 'oe', ø: 'o', đ: 'd', ł: 'l', ı: 'i', þ: 'th', ð: 'd' };

/** ASCII code → folded code: a–z and 0–9 stay, A–Z become small, all else is a blank. */
const ASCII = Uint8Array.from({ length: 128 }, (_, code) => {
  if ((code >= 48 && code <= 57) || (code >= 97 && code <= 122)) return code;
  return code >= 65 && code <= 90 ? code + 32 : SPACE;
});

/** The folded form of one character outside ASCII: NFKC, small, without accents; what is no letter or digit is blank. */
function foldCharacter(character: string): string {
  const plain = character
    .normalize('NFKC')
    .toLowerCase()
    .normalize('NFD')
    .replace(/\p{M}+/gu, '');
  return plain.replace(/[^a-z0-9]/gu, (part) => SPELLED[part] ?? (/[\p{L}\p{N}]/u.test(part) ? part : ' '));
}

/** A soft hyphen, a joiner or a combining mark is nothing at all, not a gap between words. */
const INVISIBLE = /^[\p{M}\u00ad\u200b-\u200d\u2060\ufeff]$/u;

const seen = new Map<string, string>();

function foldedOf(character: string): string {
  let folded = seen.get(character);
  if (folded === undefined) {
    folded = INVISIBLE.test(character) ? '' : foldCharacter(character);
    // Bounded: a hostile text could hold every character there is.
    if (seen.size < 4096) seen.set(character, folded);
  }
  return folded;
}

/**
 * Folds a text: NFKC, lower case, no accents, `ß` as `ss`, every run of other characters one blank, none at the ends.
 * "Rechnungs-Nr.:" → "rechnungs nr"; "Fälligkeit" → "falligkeit".
 */
export function fold(text: string): string {
  const { words } = foldWords(text);
  return (words.includes('#') ? words.filter((word) => word !== '#') : words).join(' ');
}

/** As {@link fold}, with the place of every folded character in the original. Linear in the length of the text. */
export function foldWithOffsets(text: string): Folded {
  let out = '';
  const starts: number[] = [];
  const ends: number[] = [];
  let gap = false;
  let gapAt = 0;
  const push = (letters: string, start: number, end: number) => {
    for (const letter of letters) {
      if (letter === ' ') {
        if (!gap) gapAt = start;
        gap = true;
        continue;
      }
      if (gap && out !== '') {
        out += ' ';
        starts.push(gapAt);
        ends.push(start);
      }
      gap = false;
      out += letter;
      for (let unit = 0; unit < letter.length; unit++) {
        starts.push(start);
        ends.push(end);
      }
    }
  };
  for (let i = 0; i < text.length; ) {
    const code = text.charCodeAt(i);
    if (code < 128) {
      push(String.fromCharCode(ASCII[code] ?? SPACE), i, i + 1);
      i += 1;
      continue;
    }
    const character = String.fromCodePoint(text.codePointAt(i) ?? SPACE);
    push(foldedOf(character), i, i + character.length);
    i += character.length;
  }
  return { text: out, starts: Int32Array.from(starts), ends: Int32Array.from(ends) };
}

const SAME_LENGTH: Readonly<Record<string, string>> = {
  '\u2010': '-',
  '\u2011': '-',
  '\u2012': '-',
  '\u2013': '-',
  '\u2014': '-',
  '\u2015': '-',
  '\u2212': '-',
  '\ufe63': '-',
  '\u2018': "'",
  '\u2019': "'",
  '\u02bc': "'",
  '\u2032': "'",
  '\u00b4': "'",
  '`': "'",
  ...Object.fromEntries(
    Array.from('\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000', (blank) => [blank, '\u00a0']),
  ),
};

/** What {@link level} looks at. */
const UNEVEN = /[`´\u02bc\u1680\u2000-\u200a\u2010-\u2015\u2018\u2019\u202f\u2032\u205f\u2212\u3000\ufe63\uff01-\uff5e]/g;

/**
 * The same text, unit for unit, with one spelling of what value parsers look at: full-width forms as ASCII, every dash `-`,
 * every apostrophe `'`, every unbreakable or thin blank U+00A0. Spans found in it are spans of the original.
 */
export function level(text: string): string {
  // The common text has nothing to level: one scan, no copy.
  if (text.search(UNEVEN) < 0) return text;
  return text.replace(UNEVEN, (unit) => {
    const code = unit.charCodeAt(0);
    return code >= 0xff01 && code <= 0xff5e ? String.fromCharCode(code - 0xfee0) : (SAME_LENGTH[unit] ?? unit);
  });
}

/** The words of a text, folded; `starts[i]`/`ends[i]` is the [start, end) of word i in the text (UTF-16 units). */
export interface FoldedWords {
  readonly words: readonly string[];
  readonly starts: readonly number[];
  readonly ends: readonly number[];
}

const HASH = 35;

/**
 * Splits a text into folded words as {@link fold} would show them, with their places. `#` is a word of its own: in "Invoice #" it
 * says what follows. Linear in the length of the text.
 */
export function foldWords(text: string): FoldedWords {
  const words: string[] = [];
  const starts: number[] = [];
  const ends: number[] = [];
  let word = '';
  let begin = -1;
  // The run of plain small letters and digits not yet copied into `word`.
  let run = -1;
  const close = (end: number) => {
    if (run >= 0) word += text.slice(run, end);
    run = -1;
    if (word === '') return;
    words.push(word);
    starts.push(begin);
    ends.push(end);
    word = '';
  };
  const append = (letters: string, at: number) => {
    if (word === '' && run < 0) begin = at;
    if (run >= 0) word += text.slice(run, at);
    run = -1;
    word += letters;
  };
  for (let i = 0; i < text.length; ) {
    const code = text.charCodeAt(i);
    if (code < 128) {
      const folded = ASCII[code] ?? SPACE;
      if (folded === SPACE) {
        close(i);
        if (code === HASH) {
          words.push('#');
          starts.push(i);
          ends.push(i + 1);
        }
      } else if (folded === code) {
        if (run < 0) {
          if (word === '') begin = i;
          run = i;
        }
      } else append(String.fromCharCode(folded), i);
      i += 1;
      continue;
    }
    const character = String.fromCodePoint(text.codePointAt(i) ?? SPACE);
    const folded = foldedOf(character);
    if (folded.includes(' ')) {
      // "㈱" is a letter in brackets: the brackets part it from what stands around it.
      for (const part of folded.split(/( )/)) {
        if (part === ' ') close(i);
        else if (part !== '') append(part, i);
      }
      if (folded.endsWith(' ')) close(i + character.length);
    } else if (folded !== '' || run >= 0) append(folded, i);
    i += character.length;
  }
  close(text.length);
  return { words, starts, ends };
}
