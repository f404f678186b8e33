/** Plain text → contract pages without size: lines with their words, at no place. */
import type { BoundingBox, Line, Page } from '../../contracts/response.ts';

/** A text has no geometry: width, height and all boxes are 0, the unit is `none`. */
const NOWHERE: BoundingBox = [0, 0, 0, 0, 0, 0, 0, 0];

/** Control characters that break neither lines nor pages, and zero-width ones. */
const INVISIBLE = /[[\p{Cc}\u200b\u2060\ufeff]--[\t\n\v\f\r\u0085]]/gv;

/**
 * A form feed starts a page, each line break a line (blank ones too: they part paragraphs). Line texts keep their leading blanks,
 * tabs and columns; blanks at their end go, and no-break spaces become plain ones.
 * `file_index` is 0: whoever knows the text's place sets it.
 */
export function readText(text: string): Page[] {
  const clean = text.normalize('NFC').toWellFormed().replace(INVISIBLE, '');
  const pages = clean.split('\f').map((page) => page.split(/\r\n|[\n\r\v\u0085\u2028\u2029]/));
  // A form feed often ends a page instead of starting one.
  if (pages.length > 1 && pages.at(-1)?.every((line) => line.trim() === '')) pages.pop();
  return pages.map((lines, index) => ({
    page_no: index + 1,
    file_index: 0,
    width: 0,
    height: 0,
    unit: 'none',
    rotation: 0,
    lines: withoutBlankEnd(lines.map(toLine)),
  }));
}

function toLine(raw: string): Line {
  const text = raw.replace(/[\u00a0\u2007\u202f]/g, ' ').trimEnd();
  const words = text.split(/\s+/).filter((word) => word !== '');
  return { text, bounding_box: NOWHERE, words: words.map((word) => ({ text: word, bounding_box: NOWHERE, confidence: 1 })) };
}

function withoutBlankEnd(lines: Line[]): Line[] {
  return lines.slice(0, lines.findLastIndex((line) => line.text !== '') + 1);
}
