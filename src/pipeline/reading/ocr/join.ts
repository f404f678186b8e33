/** A page read both ways, its text layer and its picture → one set of words. */
import { fold } from '../../values/fold.ts';
import { rectangleOf } from '../box.ts';
import { type Glyph, glyphArea } from '../glyphs.ts';
import { layOut, type Run } from '../layout.ts';
import type { Doubt, Part } from './doubts.ts';
import type { RecognisedPage } from './recognise-page.ts';

/** Per cent. A picture that is read worse says nothing against a text layer. */
const CLEAR = 70;
/** A text layer and its picture agree when so much of the layer's words stand in the picture too: both misread some. */
const AGREE = 0.5;
/** Letters of a word that is compared: shorter ones are alike by chance. */
const TELLING = 3;

export interface Joined {
  readonly glyphs: readonly Glyph[];
  readonly recognised: readonly Run[];
  /** What the picture was read for, in words that go on from "page 1: "; null: it added nothing. */
  readonly note: string | null;
}

export function join(doubt: Exclude<Doubt, { why: 'no-text' }>, glyphs: readonly Glyph[], page: RecognisedPage): Joined {
  const { words } = page;
  if (doubt.why === 'unmapped') {
    const left = glyphs.filter((glyph) => !words.some((word) => holds(partOf(word), glyphArea(glyph))));
    return { glyphs: left, recognised: words, note: 'its fonts do not say which letters they show; it was read by OCR' };
  }
  if (doubt.why === 'pictures') {
    const within = words.filter((word) => doubt.pictures.some((picture) => holds(picture, partOf(word))));
    const recognised = beside(glyphs, within);
    return { glyphs, recognised, note: recognised.length === 0 ? null : 'what its pictures say was read by OCR' };
  }
  const { claimed } = doubt;
  if (page.meanConfidence < CLEAR || agrees([...claimed], words)) return { glyphs, recognised: [], note: null };
  const painted = glyphs.filter((glyph) => !claimed.has(glyph));
  return {
    glyphs: painted,
    recognised: beside(painted, words),
    note: 'its text layer does not say what its picture shows; the picture was read by OCR',
  };
}

/** Of the words those that no glyph already says. */
function beside(glyphs: readonly Glyph[], words: readonly Run[]): Run[] {
  const areas = glyphs.map(glyphArea);
  return words.filter((word) => {
    const part = partOf(word);
    return !areas.some((area) => holds(part, area));
  });
}

function agrees(claimed: readonly Glyph[], words: readonly Run[]): boolean {
  const read = words.map((word) => ({ text: fold(word.text), part: partOf(word) }));
  const telling = layOut(claimed)
    .flatMap((line) => line.words)
    .map(({ text, bounding_box }) => ({ text: fold(text), part: rectangleOf(bounding_box) }))
    .filter(({ text }) => text.length >= TELLING);
  const found = telling.filter(({ text, part }) =>
    read.some((word) => word.text === text && (holds(word.part, part) || holds(part, word.part))),
  );
  return found.length >= AGREE * telling.length;
}

const partOf = ({ u0, u1, top, bottom }: Run): Part => ({ left: u0, right: u1, top, bottom });

/** The middle of `inner` lies in `outer`. */
function holds(outer: Part, inner: Part): boolean {
  const [x, y] = [(inner.left + inner.right) / 2, (inner.top + inner.bottom) / 2];
  return outer.left <= x && x <= outer.right && outer.top <= y && y <= outer.bottom;
}
