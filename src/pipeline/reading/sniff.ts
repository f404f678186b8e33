/** A file's type, from its bytes alone: names and declared types are not believed. */
import { fileTypeFromBuffer } from 'file-type';
import { IxError } from '../../contracts/errors.ts';
import { type TextEncoding, textEncoding } from './encoding.ts';

export type Sniffed = { readonly kind: 'pdf' } | { readonly kind: 'text'; readonly encoding: TextEncoding };

/** Whether bytes are a PDF behind something else is decided on this many of them. */
const SAMPLE_BYTES = 65_536;
const AS_UTF8 = 'if it is text, send it as UTF-8';
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
  if (found === undefined) throw new IxError('IX_000_005', `unknown binary data; PDF and plain text are read; ${AS_UTF8}`);
  const images = found.mime.startsWith('image/') ? 'images are not read yet, ' : '';
  throw new IxError('IX_000_005', `${found.mime}; ${images}PDF and plain text are`);
}

/** A header, or objects as only PDFs have them: what came before may be a mail's head, and bytes may be damaged. Text that just names one is none. */
function isPdf(bytes: Uint8Array): boolean {
  const sample = Buffer.from(bytes.subarray(0, SAMPLE_BYTES)).toString('latin1');
  return /\b\d+ \d+ obj\b/.test(sample) && (/%PDF-\d/.test(sample) || /^endobj\b/m.test(sample));
}
