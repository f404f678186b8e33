/** A file's type, from its bytes alone: names and declared types are not believed. */
import { fileTypeFromBuffer } from 'file-type';
import { IxError } from '../../contracts/errors.ts';

export type TextEncoding = 'utf-8' | 'utf-16le' | 'utf-16be' | 'windows-1252';
export type Sniffed = { readonly kind: 'pdf' } | { readonly kind: 'image' } | { readonly kind: 'text'; readonly encoding: TextEncoding };

/** Whether bytes are a PDF behind something else, or look like text, is decided on this many of them. */
const SAMPLE_BYTES = 65_536;
/** In a text of Latin letters, accented ones stand alone or in pairs; runs of more, in more than this part, are words of another script. */
const FOREIGN = 0.5;
const AS_UTF8 = 'if it is text, send it as UTF-8';
const IMAGES = new Set(['image/png', 'image/jpeg', 'image/tiff', 'image/webp', 'image/bmp', 'image/gif']);
/** Made of text characters, but not to be read as text. */
const CODED = new Set(['application/rtf', 'application/postscript', 'application/eps']);

/** @throws IxError IX_000_005 with the type found as detail, IX_000_008 when the file is empty. */
export async function sniff(bytes: Uint8Array): Promise<Sniffed> {
  if (bytes.length === 0) throw new IxError('IX_000_008', 'the file is empty');
  const found = await fileTypeFromBuffer(bytes);
  if (found?.mime === 'application/pdf' || isPdf(bytes)) return { kind: 'pdf' };
  // Text comes before the other types: their marks may be words ("BM" starts a bitmap, and an invoice of BMW), but their
  // bytes are never all text.
  const encoding = found !== undefined && CODED.has(found.mime) ? null : textEncoding(bytes);
  if (encoding !== null) return { kind: 'text', encoding };
  if (found === undefined) throw new IxError('IX_000_005', `unknown binary data; PDF, pictures and plain text are read; ${AS_UTF8}`);
  if (IMAGES.has(found.mime)) return { kind: 'image' };
  const instead = found.mime.startsWith('image/') ? '; send the picture as JPEG, PNG, TIFF, WebP, BMP or GIF' : '';
  throw new IxError('IX_000_005', `${found.mime}${instead || '; PDF, pictures and plain text are read'}`);
}

/** A header, or objects as only PDFs have them: what came before may be a mail's head, and bytes may be damaged. Text that just names one is none. */
function isPdf(bytes: Uint8Array): boolean {
  const sample = Buffer.from(bytes.subarray(0, SAMPLE_BYTES)).toString('latin1');
  return /\b\d+ \d+ obj\b/.test(sample) && (/%PDF-\d/.test(sample) || /^endobj\b/m.test(sample));
}

/** Null when the bytes are no text. @throws IxError IX_000_005 when they are text in an encoding that is not known. */
function textEncoding(bytes: Uint8Array): TextEncoding | null {
  const sample = bytes.subarray(0, SAMPLE_BYTES);
  const wide = wideEncoding(sample);
  if (wide !== null) return isPlain(new TextDecoder(wide).decode(sample)) ? wide : null;
  if (!isPlain(Buffer.from(sample).toString('latin1'))) return null;
  if (isUtf8(bytes)) return 'utf-8';
  // What is left: one byte a character. These five stand for nothing in windows-1252.
  const text = Buffer.from(sample).toString('latin1');
  const high = text.match(/[\x80-\xff]/g)?.length ?? 0;
  const inRuns = text.match(/[\x80-\xff]{3,}/g)?.join('').length ?? 0;
  if (/[\x81\x8d\x8f\x90\x9d]/.test(text) || inRuns > FOREIGN * high)
    throw new IxError('IX_000_005', 'text in an encoding that is not known; send it as UTF-8');
  return 'windows-1252';
}

/** UTF-16 shows by its mark, or by its zeros: the upper halves of Latin letters, all at odd places or all at even ones. */
function wideEncoding(bytes: Uint8Array): 'utf-16le' | 'utf-16be' | null {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le';
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be';
  if (bytes.length < 4) return null;
  let [even, odd] = [0, 0];
  for (let at = 0; at + 1 < bytes.length; at += 2) {
    if (bytes[at] === 0) even++;
    if (bytes[at + 1] === 0) odd++;
  }
  const units = Math.floor(bytes.length / 2);
  if (even === 0 && odd > units * 0.8) return 'utf-16le';
  if (odd === 0 && even > units * 0.8) return 'utf-16be';
  return null;
}

/** No control characters but tab, the breaks of lines and pages, and those a text of one byte a character may have. */
const isPlain = (text: string): boolean => !/[\p{Cc}--[\t\n\v\f\r\x80-\x9f]]/v.test(text);

function isUtf8(bytes: Uint8Array): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return true;
  } catch {
    return false;
  }
}
