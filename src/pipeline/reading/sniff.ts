/** A file's type, from its bytes alone: names and declared types are not believed. */
import { fileTypeFromBuffer } from 'file-type';
import { IxError } from '../../contracts/errors.ts';
import { delimiterOf } from './csv-shape.ts';
import { SAMPLE_BYTES, type TextEncoding, textEncoding } from './encoding.ts';

/** What is read: each has its reader in readers/readers.ts. */
export type BinaryKind = 'pdf' | 'image' | 'docx' | 'xlsx' | 'pptx' | 'odf' | 'mail';
export type TextualKind = 'text' | 'html' | 'xml' | 'csv';
export type FileKind = BinaryKind | TextualKind;
export type Sniffed = { readonly kind: BinaryKind } | { readonly kind: TextualKind; readonly encoding: TextEncoding };

/** Told with whatever is refused. */
const READ =
  'PDF, pictures (PNG, JPEG, TIFF, WebP, BMP, GIF, HEIC), DOCX, XLSX, PPTX, ODT, ODS, ODP, HTML, XML, CSV, e-mail (EML) and plain text are read';
const IMAGES = new Set(['image/png', 'image/jpeg', 'image/tiff', 'image/webp', 'image/bmp', 'image/gif', 'image/heic', 'image/heif']);
/** Made of text characters, but not to be read as text. */
const CODED = new Set(['application/rtf', 'application/postscript', 'application/eps']);
/** Hold other files, which nobody should take for the whole. */
const ARCHIVE = /zip|tar|7z|rar|gzip|compress|lz|xz|zst|cpio|arj|ace|archive|cab|diskimage|iso9660|deb|rpm|asar/;

/** @throws IxError IX_000_005 with the type found as detail, IX_000_008 when the file is empty, IX_000_009 when it is encrypted whole. */
export async function sniff(bytes: Uint8Array): Promise<Sniffed> {
  if (bytes.length === 0) throw new IxError('IX_000_008', 'the file is empty');
  const mime = (await fileTypeFromBuffer(bytes))?.mime;
  if (mime === 'application/pdf') return { kind: 'pdf' };
  if (mime === 'application/x-cfb') throw compoundFile(bytes);
  if (isZip(bytes)) return zipped(mime ?? 'application/zip');
  if (mime !== undefined && ARCHIVE.test(mime)) throw unsupported(`${mime}, an archive; send the files in it by themselves`);
  if (isMail(bytes)) return { kind: 'mail' };
  if (isPdf(bytes)) return { kind: 'pdf' };
  // Text comes before the other types: their marks may be words ("BM" starts a bitmap, and an invoice of BMW), but their
  // bytes are never all text.
  const encoding = mime !== undefined && CODED.has(mime) ? null : textEncoding(bytes);
  if (encoding !== null) return { kind: textualKind(new TextDecoder(encoding).decode(bytes.subarray(0, SAMPLE_BYTES))), encoding };
  if (mime === undefined) throw unsupported('unknown binary data (if it is text, send it as UTF-8)');
  if (IMAGES.has(mime)) return { kind: 'image' };
  throw unsupported(mime);
}

const unsupported = (what: string): IxError => new IxError('IX_000_005', `${what}; ${READ}`);

/** A local file header, or the end of an archive without files. */
const isZip = ([p, k, type]: Uint8Array): boolean => p === 0x50 && k === 0x4b && (type === 3 || type === 5 || type === 7);

const OFFICE: readonly (readonly [RegExp, BinaryKind])[] = [
  [/wordprocessingml|ms-word\..*macroenabled/, 'docx'],
  [/spreadsheetml|ms-excel\..*macroenabled/, 'xlsx'],
  [/presentationml|ms-powerpoint\..*macroenabled/, 'pptx'],
  [/opendocument\.(?:text|spreadsheet|presentation)/, 'odf'],
];

function zipped(mime: string): Sniffed {
  const kind = OFFICE.find(([pattern]) => pattern.test(mime))?.[1];
  if (kind !== undefined) return { kind };
  throw unsupported(mime === 'application/zip' ? 'a ZIP archive; send the files in it by themselves' : mime);
}

/** What a compound file (MS-CFB) is, by the names of streams in it. */
const STREAMS: readonly (readonly [string, string])[] = [
  ['WordDocument', 'a Word 97–2003 document (DOC); save it as DOCX'],
  ['Workbook', 'an Excel 97–2003 workbook (XLS); save it as XLSX'],
  ['PowerPoint Document', 'a PowerPoint 97–2003 presentation (PPT); save it as PPTX'],
  ['__substg1.0_', 'an Outlook message (MSG); save it as EML'],
];

function compoundFile(bytes: Uint8Array): IxError {
  const file = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  const has = (name: string) => file.includes(Buffer.from(name, 'utf16le'));
  if (has('EncryptedPackage'))
    return new IxError('IX_000_009', 'an Office file that opens only with a password; such files are not opened, send it without');
  return unsupported(STREAMS.find(([name]) => has(name))?.[1] ?? 'application/x-cfb, a compound file');
}

/** Names that stand in the head of every mail, and that of others, each at the start of a line. */
const HEADER = /^[!-9;-~]+:[ \t]*\S?/;
const TELLING = /^(?:received|return-path|message-id|mime-version|delivered-to|dkim-signature|content-type|x-mailer|user-agent):/i;
const USUAL = /^(?:from|to|subject|date|cc|reply-to|sender):/i;

/** Its first lines are headers, those among them that a person would not write in a letter, too. */
function isMail(bytes: Uint8Array): boolean {
  const head = Buffer.from(bytes.subarray(0, SAMPLE_BYTES))
    .toString('latin1')
    .replace(/^(?:\xef\xbb\xbf)?(?:From [^\n]*\n)?/, '');
  const lines = head.split(/\r?\n/);
  const end = lines.findIndex((line, index) => !HEADER.test(line) && !(index > 0 && /^[ \t]/.test(line)));
  const headers = end === -1 ? lines : lines.slice(0, end);
  return headers.some((line) => TELLING.test(line)) && headers.some((line) => USUAL.test(line));
}

/** Markup by how it begins, CSV by its rows. */
function textualKind(sample: string): TextualKind {
  const start = sample.replace(/^\ufeff?(?:\s+|<!--.*?-->)*/s, '');
  const markup = start.replace(/^<\?xml\b[^>]*\?>(?:\s+|<!--.*?-->|<\?.*?\?>)*/s, '');
  if (/^<(?:!doctype\s+html|(?:html|head|body|table|div|p|h[1-6]|meta|title|style|center|font|span|br|pre|ul|ol)[\s/>])/i.test(markup))
    return 'html';
  if (start !== markup || /^<(?:!DOCTYPE\s|[\p{L}_][\p{L}\p{N}_.:-]*(?:\s[^<>]*)?\/?>)/u.test(markup)) return 'xml';
  return delimiterOf(sample) === null ? 'text' : 'csv';
}

/** A header, or objects as only PDFs have them: what came before may be a mail's head, and bytes may be damaged. Text that just names one is none. */
function isPdf(bytes: Uint8Array): boolean {
  const sample = Buffer.from(bytes.subarray(0, SAMPLE_BYTES)).toString('latin1');
  return /\b\d+ \d+ obj\b/.test(sample) && (/%PDF-\d/.test(sample) || /^endobj\b/m.test(sample));
}
