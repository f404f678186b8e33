/** Which pages of a PDF are read as pictures too, since their text layer does not say, or may not say, all that they show. */
import { displayed, type Glyph, type Glyphs, type PageFrame } from '../glyphs.ts';
import type { Objects } from '../objects.ts';

/** A part of the page as displayed, points. */
export interface Part {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

export type Doubt =
  /** There is no text layer. */
  | { readonly why: 'no-text' }
  /** Fonts do not say which letters they show. */
  | { readonly why: 'unmapped' }
  /** A scanner's own reading lies unseen over its picture: `claimed` are its letters. */
  | { readonly why: 'layer'; readonly claimed: ReadonlySet<Glyph> }
  /** There is text, and pictures that may hold more. */
  | { readonly why: 'pictures'; readonly pictures: readonly Part[] };

/** Of the page. Pictures that take less are logos and signatures. */
const LARGE = 0.1;

/** @param glyphs what is left of `read.glyphs` once hidden text is gone. */
export function doubtOf(read: Glyphs, glyphs: readonly Glyph[], frame: PageFrame, objects: Objects): Doubt | null {
  if (read.unmapped > 0 || (glyphs.length === 0 && read.symbols > 0)) return { why: 'unmapped' };
  if (glyphs.length === 0) return { why: 'no-text' };
  const claimed = new Set(glyphs.filter(({ object }) => objects.sightOf(object) === 'unpainted'));
  if (claimed.size > 0) return { why: 'layer', claimed };
  const pictures = objects.pictures().map(({ left, bottom, right, top }): Part => {
    const whole = displayed(frame, left, bottom, right, top);
    return {
      left: Math.max(whole.left, 0),
      right: Math.min(whole.right, frame.width),
      top: Math.max(whole.top, 0),
      bottom: Math.min(whole.bottom, frame.height),
    };
  });
  const covered = pictures.reduce((sum, part) => sum + Math.max(0, part.right - part.left) * Math.max(0, part.bottom - part.top), 0);
  return covered >= LARGE * frame.width * frame.height ? { why: 'pictures', pictures } : null;
}
