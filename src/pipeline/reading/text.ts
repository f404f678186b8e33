/** Plain text → contract pages without size: lines with their words, at no place. */
import { IxError } from '../../contracts/errors.ts';
import type { BoundingBox, Line, Page, Word } from '../../contracts/response.ts';

/** A text has no geometry: width, height and all boxes are 0, the unit is `none`. */
const NOWHERE: BoundingBox = [0, 0, 0, 0, 0, 0, 0, 0];

/** \r\n is one break. */
const BREAK = /\r\n|[\n\r\v\f\u0085\u2028\u2029]/g;
const WORD = /\S+/g;

/**
 * A form feed starts a page, each line break a line (blank ones too: they part paragraphs). Lines are as they were sent, but for blanks
 * at their end, and {@link storable}. See as-read.ts.
 * `file_index` is 0: whoever knows the text's place sets it.
 * @param maxParts most lines and words, together.
 * @throws IxError IX_000_008 when there are more.
 */
export function readText(text: string, maxParts = 1_000_000): Page[] {
  const whole = storable(text);
  const pages: Line[][] = [[]];
  let parts = 0;
  let start = 0;
  const addLine = (end: number) => {
    const line = toLine(whole.slice(start, end), maxParts - parts);
    parts += 1 + line.words.length;
    if (parts > maxParts) throw new IxError('IX_000_008', `the text has more than ${maxParts} lines and words`);
    pages.at(-1)?.push(line);
  };
  BREAK.lastIndex = 0;
  for (let match = BREAK.exec(whole); match !== null; match = BREAK.exec(whole)) {
    addLine(match.index);
    if (match[0] === '\f') pages.push([]);
    start = match.index + match[0].length;
  }
  addLine(whole.length);
  // A form feed often ends a page instead of starting one.
  if (pages.length > 1 && pages.at(-1)?.every((line) => line.text === '')) pages.pop();
  return pages.map(pageOf);
}

/** Without U+0000 and halves of characters, which no answer could hold: U+FFFD stands for them. */
export const storable = (text: string): string => text.toWellFormed().replaceAll('\0', '\ufffd');

/** A page without a size; blank lines at its end go. @param index from 0, within its file. */
export function pageOf(lines: Line[], index: number): Page {
  return {
    page_no: index + 1,
    file_index: 0,
    width: 0,
    height: 0,
    unit: 'none',
    origin: 'text',
    rotation: 0,
    lines: withoutBlankEnd(lines),
  };
}

/** Stops one word past `room`. */
export function toLine(raw: string, room: number): Line {
  const text = raw.trimEnd();
  const words: Word[] = [];
  WORD.lastIndex = 0;
  for (let match = WORD.exec(text); match !== null && words.length <= room; match = WORD.exec(text)) {
    const [word] = match;
    words.push({ text: word, bounding_box: NOWHERE, confidence: 1, char_span: [match.index, match.index + word.length] });
  }
  return { text, bounding_box: NOWHERE, words };
}

function withoutBlankEnd(lines: Line[]): Line[] {
  return lines.slice(0, lines.findLastIndex((line) => line.text !== '') + 1);
}
