/** One picture of a page → its words: evened out, straightened, read, and turned where it reads badly as it lies. */
import sharp from 'sharp';
import { withEvenBackground } from './background.ts';
import { passedOver } from './passed-over.ts';
import type { Pixels } from './pixels.ts';
import { skewOf } from './skew.ts';
import type { Straightening } from './straightening.ts';
import type { Tesseract, Threshold, Turn } from './tesseract.ts';
import type { LineOfWords, ReadWord } from './tesseract-json.ts';

export interface PixelsReading extends Straightening {
  /** In pixels of the picture as it was read. */
  readonly lines: LineOfWords[];
  readonly width: number;
  readonly height: number;
  /** Per cent, over all words by their length; 0 without words. */
  readonly meanConfidence: number;
}

export interface PixelsOptions {
  /** Pixels per inch. */
  readonly dpi: number;
  /** Codes of Tesseract. */
  readonly languages: readonly string[];
  /** False: the picture is known to be upright and straight. */
  readonly straighten: boolean;
}

/** Per cent: pages that lie upright are read with 91 to 95 where they are good, others with 32 to 70. */
const UPRIGHT = 80;
/** Per cent: below, a word may be no letters at all. */
const DOUBTFUL = 70;
/** Per cent: below, what was passed over at first is no word. */
const GUESSED = 50;
/** Of Tesseract's own measure: from here on its orientation is right. */
const SURE = 6;
/** Degrees. Tesseract reads what is off by less as well as what is straight. */
const ASKEW = 0.2;
/** Of 255: darker is ink. */
const INK = 140;
/** Of a word's box: its letters leave a third free at the least. */
const SOLID = 0.8;

export async function readPixels(tesseract: Tesseract, picture: Pixels, options: PixelsOptions): Promise<PixelsReading> {
  const { dpi, languages, straighten } = options;
  const even = withEvenBackground(picture);
  const skew = straighten ? skewOf(even) : 0;
  const angle = Math.abs(skew) < ASKEW ? 0 : Math.round(skew * 100) / 100;
  const straight = angle === 0 ? even : await rotated(even, angle);
  const linesIn = async (pixels: Pixels, threshold: Threshold) =>
    (await tesseract.read(pixels, dpi, languages, threshold)).map((line) => ({
      ...line,
      words: line.words.filter((word) => word.text !== '' && !isSolid(pixels, word)),
    }));
  const read = async (pixels: Pixels, turn: Turn): Promise<Read> => {
    let lines = await linesIn(pixels, 'page');
    // Nothing was dark enough beside what is black, such as light print within a scanner's dark edge.
    if (lines.length === 0) lines = await linesIn(pixels, 'part');
    return { lines, pixels, turn, meanConfidence: meanOf(lines) };
  };
  const whole = async ({ lines, pixels, turn, meanConfidence }: Read): Promise<PixelsReading> => {
    const all = [...lines];
    for (const strip of passedOver(pixels, lines))
      all.push(
        ...(await linesIn(strip, 'page'))
          .map(plain)
          .filter((line) => meanOf([line]) >= DOUBTFUL)
          .map((line) => lowered(line, strip.top)),
      );
    return { lines: all, width: pixels.width, height: pixels.height, turn, angle, meanConfidence };
  };
  const first = await read(straight, 0);
  if (!straighten || first.meanConfidence >= UPRIGHT) return await whole(first);
  const orientation = await tesseract.orientation(straight, dpi);
  if (orientation === null || orientation.turn === 0 || orientation.confidence < SURE) return await whole(first);
  const second = await read(await rotated(straight, orientation.turn), orientation.turn);
  return await whole(second.meanConfidence > first.meanConfidence ? second : first);
}

interface Read {
  readonly lines: readonly LineOfWords[];
  readonly pixels: Pixels;
  readonly turn: Turn;
  readonly meanConfidence: number;
}

/** Without what may be parts of a picture beside it: nothing but pictures is passed over for a good reason. */
const plain = ({ ascent, words }: LineOfWords): LineOfWords => ({ ascent, words: words.filter(({ confidence }) => confidence >= GUESSED) });

/** As it stands on the page, of which it was read from a part that begins at `top`. */
const lowered = ({ ascent, words }: LineOfWords, top: number): LineOfWords => ({
  ascent,
  words: words.map((word) => ({ ...word, top: word.top + top, bottom: word.bottom + top, baseline: word.baseline + top })),
});

/** By degrees clockwise, about the middle, on white; as large as it has to be. */
export async function rotated({ data, width, height }: Pixels, degrees: number): Promise<Pixels> {
  const turned = await sharp(data, { raw: { width, height, channels: 1 } })
    .rotate(degrees, { background: '#fff' })
    .toColourspace('b-w')
    .raw()
    .toBuffer({ resolveWithObject: true });
  return { data: turned.data, width: turned.info.width, height: turned.info.height };
}

function meanOf(lines: readonly LineOfWords[]): number {
  let [sum, letters] = [0, 0];
  for (const { text, confidence } of lines.flatMap(({ words }) => words)) {
    sum += confidence * text.length;
    letters += text.length;
  }
  return letters === 0 ? 0 : sum / letters;
}

/** A square or a bar taken for letters: no letter is ink nearly all over. */
function isSolid({ data, width, height }: Pixels, { text, confidence, ...box }: ReadWord): boolean {
  if (confidence >= DOUBTFUL || !/[\p{L}\p{N}]/u.test(text)) return false;
  const [right, bottom] = [Math.min(width, box.right), Math.min(height, box.bottom)];
  let [ink, all] = [0, 0];
  for (let y = Math.max(0, box.top); y < bottom; y++)
    for (let x = Math.max(0, box.left); x < right; x++) {
      all++;
      if ((data[y * width + x] ?? 255) < INK) ink++;
    }
  return ink > SOLID * all;
}
