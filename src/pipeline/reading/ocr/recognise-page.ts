/** A thread's task: one page of a document as a picture, read by Tesseract. Its words come back in the units of the page as it is shown. */
import sharp, { type Sharp } from 'sharp';
import { IxError } from '../../../contracts/errors.ts';
import { drawOnce } from '../draw-page.ts';
import type { Run } from '../layout.ts';
import { faultOfFile, picturePage, pictureSize } from './images.ts';
import type { Pixels } from './pixels.ts';
import { readPixels } from './read-pixels.ts';
import type { Picture } from './recognised.ts';
import type { Straightening } from './straightening.ts';
import { isTesseractCrash, loadTesseract, type Tesseract } from './tesseract.ts';
import type { LineOfWords } from './tesseract-json.ts';

export interface RecognitionInput extends Picture {
  /** Codes of Tesseract, at least one. */
  readonly languages: readonly string[];
  /** False: a part of the page has a text layer, which says how the page lies. */
  readonly straighten: boolean;
  readonly maxMb: number;
}

export interface RecognisedPage extends Straightening {
  /** Of the page turned and straightened: points of a PDF, pixels of a picture. */
  readonly width: number;
  readonly height: number;
  readonly words: readonly Run[];
  /** Per cent. */
  readonly meanConfidence: number;
}

/** Pixels per inch that pages are read at: below, letters are too small for Tesseract; above, it only takes longer. */
const DPI = { least: 200, most: 300 };
const POINTS_PER_INCH = 72;
/** Of the picture that is read, pixels: A4 at 300 dpi. */
const LONGEST = 3508;
/** A picture is made larger by no more than this: it holds no more than it holds. */
const MOST_ENLARGED = 3;
/** A fresh Tesseract takes over after a page that made it take more. */
const KEEP_BELOW_BYTES = 256 * 2 ** 20;
/** Latin letters reach from 0.21 em below the baseline to 0.72 em above it, see glyphs.ts. */
const ASCENT = 0.72;
const DESCENT = 0.21;

/** In em: how large a middle dot is at most, and how far above the baseline it ends at least. */
const DOT = 0.25;
const RAISED = 0.1;
/** Times as long as wide: a dash is longer. */
const ROUND = 1.6;

sharp.cache(false);
sharp.concurrency(1);

let current: { readonly tesseract: Promise<Tesseract>; readonly maxMb: number } | null = null;

/** @throws IxError IX_000_008 when the page cannot be drawn or read. */
export default async function recognisePage(input: RecognitionInput): Promise<RecognisedPage> {
  const { languages, straighten, maxMb } = input;
  const { pixels, dpi, scale } = await pictureOf(input);
  if (current?.maxMb !== maxMb) current = { tesseract: loadTesseract(maxMb * 2 ** 20), maxMb };
  try {
    const tesseract = await current.tesseract;
    const read = await readPixels(tesseract, pixels, { dpi, languages, straighten });
    if (tesseract.memoryBytes > KEEP_BELOW_BYTES) current = null;
    const { turn, angle, meanConfidence, width, height } = read;
    const words = read.lines.flatMap((line) => runsOf(line, scale));
    return { turn, angle, meanConfidence, width: width / scale, height: height / scale, words };
  } catch (error) {
    // Its memory is in an unknown state.
    current = null;
    if (!isTesseractCrash(error)) throw error;
    throw new IxError('IX_000_008', `the page could not be recognised within ${maxMb} MiB (IX_PIPELINE_THREAD_MB)`, { cause: error });
  }
}

interface Drawn {
  readonly pixels: Pixels;
  readonly dpi: number;
  /** Pixels to a unit of the page. */
  readonly scale: number;
}

async function pictureOf({ bytes, kind, password, page, maxMb }: RecognitionInput): Promise<Drawn> {
  if (kind === 'pdf') {
    const drawn = await drawOnce({ bytes, password, page, dpi: DPI.least, maxMb });
    if (drawn?.pixels == null) throw new IxError('IX_000_008', 'there is no such page');
    const { width, height, pixels: data } = drawn.pixels;
    const scale = width / drawn.size.width;
    const grey = sharp(data, { raw: { width, height, channels: 4 } });
    return { pixels: await greyOf(grey), dpi: scale * POINTS_PER_INCH, scale };
  }
  const size = await pictureSize(bytes, page);
  const longest = Math.max(size.width, size.height);
  const wanted = Math.min(Math.max(size.dpi, DPI.least), DPI.most) / size.dpi;
  const scale = Math.min(wanted, LONGEST / longest, MOST_ENLARGED);
  const width = Math.max(1, Math.round(size.width * scale));
  const picture = await picturePage(bytes, page);
  const pixels = await faultOfFile(() => greyOf(scale === 1 ? picture : picture.resize({ width, kernel: 'lanczos3' })));
  return { pixels, dpi: Math.max(70, size.dpi * scale), scale: pixels.width / size.width };
}

async function greyOf(picture: Sharp): Promise<Pixels> {
  const { data, info } = await picture.greyscale().toColourspace('b-w').raw({ depth: 'uchar' }).toBuffer({ resolveWithObject: true });
  return { data, width: info.width, height: info.height };
}

/** Tesseract's own boxes reach into other lines where it cut letters wrong; the line says better how high its letters are. */
function runsOf({ ascent, words }: LineOfWords, scale: number): Run[] {
  const em = ascent / ASCENT;
  return words.map(({ text, left, right, top, bottom, baseline, confidence }) => ({
    text: isDot({ text, width: right - left, height: bottom - top, above: baseline - bottom }, em) ? '·' : text,
    u0: left / scale,
    u1: right / scale,
    baseline: baseline / scale,
    top: (baseline - ASCENT * em) / scale,
    bottom: (baseline + DESCENT * em) / scale,
    em: em / scale,
    endsWord: true,
    // 1 is a text layer's.
    confidence: Math.min(confidence / 100, 0.99),
  }));
}

/** A dot between the parts of a line is often read as another sign; its size and its height over the baseline say what it is. */
function isDot({ text, width, height, above }: { text: string; width: number; height: number; above: number }, em: number): boolean {
  const isRound = Math.max(width, height) <= ROUND * Math.min(width, height);
  return /^[^\p{L}\p{N}]$/u.test(text) && isRound && height <= DOT * em && above >= RAISED * em;
}
