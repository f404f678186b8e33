/** A thread's task: one page of a PDF or a picture as people see it, and as its boxes lie on it: turned and straightened where it was so read. */
import sharp, { type Sharp } from 'sharp';
import { IxError } from '../../contracts/errors.ts';
import type { Line } from '../../contracts/response.ts';
import { type PageFrame, pageFrame, SCRATCH_BYTES } from './glyphs.ts';
import { layOut } from './layout.ts';
import { objectsOf } from './objects.ts';
import { faultOfFile, picturePage, pictureSize } from './ocr/images.ts';
import { type Straightening, straightenedSize } from './ocr/straightening.ts';
import { paint } from './paint.ts';
import { openPdf } from './pdf-page.ts';
import { isCrash, loadPdfium, OutOfMemory, type Pdfium } from './pdfium.ts';
import { seenGlyphs } from './seen.ts';
import { readUpright } from './upright.ts';

/** What a page is drawn from, and as what. */
export interface Showing extends Straightening {
  readonly kind: 'pdf' | 'image';
  /** What opens the document; null: nothing was sent. */
  readonly password: string | null;
}

const AS_IT_IS: Showing = { kind: 'pdf', password: null, turn: 0, angle: 0 };

export interface DrawingInput {
  readonly bytes: Uint8Array;
  /** 1-based. */
  readonly page: number;
  /** Null: only how many pages there are and how large this one is. */
  readonly dpi: number | null;
  readonly maxMb: number;
  /** Not said: a PDF as it is. */
  readonly showing?: Showing;
}

export interface PageImage {
  /** Pages of the document. */
  readonly pages: number;
  /** Of the page as it is drawn, in points. */
  readonly width: number;
  readonly height: number;
  /** Null where no image was asked for. */
  readonly png: Uint8Array | null;
  /** What its text layer says, where no image was asked for; none of a picture. In points. */
  readonly lines: readonly Line[];
}

const POINTS_PER_INCH = 72;
/** Pixels of one image at most: A3 at 300 dpi is 17 million, 4 bytes each in PDFium's memory. Larger pages are rendered smaller. */
const PIXELS_MAX = 20_000_000;

let current: Promise<Pdfium> | null = null;

/** @returns null: there is no such page. @throws IxError IX_000_008 when it cannot be drawn. */
export default async function drawPage(input: DrawingInput): Promise<PageImage | null> {
  const { kind, ...straightening } = input.showing ?? AS_IT_IS;
  const drawn = await (kind === 'pdf' ? pdfPage(input) : pictureAsPage(input));
  if (drawn === null) return null;
  const { picture, pages, lines } = drawn;
  const size = { pages, lines, ...straightenedSize(drawn, straightening) };
  if (picture === null) return { ...size, png: null };
  const straight = picture.rotate(straightening.turn + straightening.angle, { background: '#fff' });
  return { ...size, png: await faultOfFile(() => straight.png({ compressionLevel: 6 }).toBuffer()) };
}

interface Drawable {
  readonly pages: number;
  /** Points, before it is turned. */
  readonly width: number;
  readonly height: number;
  readonly picture: Sharp | null;
  readonly lines: readonly Line[];
}

async function pdfPage(input: DrawingInput): Promise<Drawable | null> {
  const drawn = await drawOnce({ ...input, password: (input.showing ?? AS_IT_IS).password });
  if (drawn === null) return null;
  const { lines } = drawn;
  if (drawn.pixels === null) return { ...drawn.size, picture: null, lines };
  const { pixels, width, height } = drawn.pixels;
  return { ...drawn.size, lines, picture: sharp(pixels, { raw: { width, height, channels: 4 } }).removeAlpha() };
}

async function pictureAsPage({ bytes, page, dpi }: DrawingInput): Promise<Drawable | null> {
  const { pages, width, height, dpi: own } = await pictureSize(bytes, page);
  if (page > pages) return null;
  const points = POINTS_PER_INCH / own;
  const size = { pages, width: width * points, height: height * points, lines: [] };
  if (dpi === null) return { ...size, picture: null };
  // Never larger than it is: the browser can do that, too.
  const scale = Math.min(1, dpi / own, Math.sqrt(PIXELS_MAX / (width * height)));
  const small = (await picturePage(bytes, page)).resize({ width: Math.max(1, Math.round(width * scale)) });
  const { data, info } = await faultOfFile(() => small.raw({ depth: 'uchar' }).toBuffer({ resolveWithObject: true }));
  // Turned by itself: libvips turns before it makes smaller.
  return { ...size, picture: sharp(data, { raw: { width: info.width, height: info.height, channels: info.channels } }) };
}

type DrawnPdf = Omit<DrawingInput, 'showing'> & Pick<Showing, 'password'>;

/** The page's size and its pixels: red, green, blue and 255. @returns and throws as above. */
export async function drawOnce(input: DrawnPdf): Promise<Drawn | null> {
  current ??= loadPdfium(input.maxMb * 2 ** 20);
  try {
    return draw(await current, input);
  } catch (error) {
    if (!isCrash(error)) throw error;
    // A trap inside WebAssembly leaves its memory in an unknown state.
    current = null;
    throw new IxError('IX_000_008', `the page could not be drawn within ${input.maxMb} MiB (IX_PIPELINE_THREAD_MB)`);
  }
}

export interface Drawn {
  readonly size: { readonly pages: number; readonly width: number; readonly height: number };
  readonly pixels: { readonly pixels: Uint8Array; readonly width: number; readonly height: number } | null;
  /** Of its text layer; none where its pixels were asked for. */
  readonly lines: readonly Line[];
}

function draw(pdfium: Pdfium, { bytes, password, page: number, dpi }: DrawnPdf): Drawn | null {
  const scratch = pdfium.wasmExports.malloc(SCRATCH_BYTES);
  if (scratch === 0) throw new OutOfMemory();
  const document = openPdf(pdfium, bytes, password);
  let page = 0;
  try {
    if (number > document.pages) return null;
    page = document.page(number - 1, scratch);
    if (page === 0) throw new IxError('IX_000_008', `page ${number} of the PDF is damaged`);
    const { frame, lines } = readAgain(pdfium, page, scratch, dpi === null);
    const { width, height } = frame;
    const size = { pages: document.pages, width, height };
    return { size, pixels: dpi === null ? null : pixelsOf(pdfium, page, width, height, dpi), lines };
  } finally {
    if (page !== 0) pdfium._FPDF_ClosePage(page);
    document.close();
    pdfium.wasmExports.free(scratch);
  }
}

/** As the page was read: turned upright where that was done. @param withText also what it says. */
function readAgain(
  pdfium: Pdfium,
  page: number,
  scratch: number,
  withText: boolean,
): { readonly frame: PageFrame; readonly lines: readonly Line[] } {
  const textPage = pdfium._FPDFText_LoadPage(page);
  if (textPage === 0) return { frame: pageFrame(pdfium, page, scratch), lines: [] };
  try {
    const { frame, glyphs } = readUpright(pdfium, page, textPage, scratch);
    const lines = withText ? layOut(seenGlyphs(pdfium, page, glyphs, frame, objectsOf(pdfium, page, scratch))) : [];
    return { frame, lines };
  } finally {
    pdfium._FPDFText_ClosePage(textPage);
  }
}

function pixelsOf(pdfium: Pdfium, page: number, pointsWide: number, pointsHigh: number, dpi: number) {
  const wanted = dpi / POINTS_PER_INCH;
  const scale = Math.min(wanted, Math.sqrt(PIXELS_MAX / (pointsWide * pointsHigh)));
  const width = Math.max(1, Math.round(pointsWide * scale));
  const height = Math.max(1, Math.round(pointsHigh * scale));
  return { pixels: paint(pdfium, page, { width, height }), width, height };
}
