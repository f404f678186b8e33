/** In which encoding a text is, from its bytes alone: read right, or refused with a word on what to send. */
import { isUtf8 } from 'node:buffer';
import { IxError } from '../../contracts/errors.ts';

/** As `TextDecoder` names it. */
export type TextEncoding = string;

/** What bytes are is told from the first bytes, 65,536 at most; only whether a text is UTF-8 is asked of all. */
export const SAMPLE_BYTES = 65_536;
/** In a text of Latin letters, accented ones stand alone or in pairs; runs of more, in more than this part, are words of another script. */
const FOREIGN = 0.5;
/** Of the characters outside ASCII, how many may stand where windows-1252 has none. */
const STRAY = 0.1;
/** Signs between letters, capitals amid words: what the letters of other encodings look like in this one. */
const STRAYS = /(?<=\p{L})[¡¢£¤¥¦§¨©«¬¯±²³¶¸¹»¼½¾¿÷×ƒ‚„†‡ˆ‰‹›](?=\p{L})|(?<=\p{L})[\p{Lu}--[A-Z]](?=[\p{Ll}--ß])/gv;
/** Scripts that are written together. */
const WRITINGS = [
  /[\p{Script=Latin}]/gu,
  /[\p{Script=Cyrillic}]/gu,
  /[\p{Script=Greek}]/gu,
  /[\p{Script=Hebrew}]/gu,
  /[\p{Script=Arabic}]/gu,
  /[\p{Script=Thai}]/gu,
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/gu,
  /[\p{Script=Hangul}\p{Script=Han}]/gu,
];
/** Of all letters of a text: in the wrong order of bytes they are of any script. */
const ONE_WRITING = 0.7;
/** What an XML or HTML file says of itself, in bytes that nearly all encodings share. */
const DECLARED = /^\s*<\?xml[^>]*\bencoding\s*=\s*["']([\w.:-]+)["']|<meta\b[^>]*\bcharset\s*=\s*["']?([\w.:-]+)/i;

/** Null when the bytes are no text. @throws IxError IX_000_005 when they are text in an encoding that is not known. */
export function textEncoding(bytes: Uint8Array): TextEncoding | null {
  const sample = bytes.subarray(0, SAMPLE_BYTES);
  const wide = wideEncoding(sample);
  if (wide !== null) return wide;
  const codes = Buffer.from(sample).toString('latin1');
  if (!isPlain(codes)) return null;
  if (isUtf8(bytes)) return 'utf-8';
  const declared = declaredEncoding(codes);
  if (declared !== null) return declared;
  // What is left: one byte a character. Five codes stand for nothing in windows-1252.
  const high = codes.match(/[\x80-\xff]/g)?.length ?? 0;
  const inRuns = codes.match(/[\x80-\xff]{3,}/g)?.join('').length ?? 0;
  const strays = new TextDecoder('windows-1252').decode(sample).match(STRAYS)?.length ?? 0;
  if (/[\x81\x8d\x8f\x90\x9d]/.test(codes) || inRuns > FOREIGN * high || strays > STRAY * high)
    throw new IxError('IX_000_005', 'text in an encoding that is not known; send it as UTF-8');
  return 'windows-1252';
}

/** Null for one that is not known, and for UTF-8, which the bytes are not. */
function declaredEncoding(text: string): TextEncoding | null {
  const [, xml, html] = DECLARED.exec(text) ?? [];
  try {
    const { encoding } = new TextDecoder(xml ?? html ?? 'utf-8');
    return encoding === 'utf-8' || encoding.startsWith('utf-16') ? null : encoding;
  } catch {
    return null;
  }
}

/** UTF-16 shows by its mark, or by a zero or another control code in bytes that are text when taken in pairs, in one of both orders. */
function wideEncoding(bytes: Uint8Array): 'utf-16le' | 'utf-16be' | null {
  const marked = bytes[0] === 0xff && bytes[1] === 0xfe ? 'utf-16le' : bytes[0] === 0xfe && bytes[1] === 0xff ? 'utf-16be' : null;
  if (marked !== null) return isPlain(new TextDecoder(marked).decode(bytes)) ? marked : null;
  if (bytes.length < 4 || bytes.length % 2 !== 0 || isPlain(Buffer.from(bytes).toString('latin1'))) return null;
  const [order, ...more] = (['utf-16le', 'utf-16be'] as const).filter((encoding) => isOneWriting(new TextDecoder(encoding).decode(bytes)));
  return more.length === 0 ? (order ?? null) : null;
}

function isOneWriting(text: string): boolean {
  if (!isPlain(text) || /[\p{Cn}\p{Co}\ufffd]/u.test(text)) return false;
  const letters = text.match(/\p{L}/gu)?.length ?? 0;
  const most = Math.max(...WRITINGS.map((writing) => text.match(writing)?.length ?? 0));
  return letters > 0 && most >= ONE_WRITING * letters;
}

/** No control characters but tab, the breaks of lines and pages, and those a text of one byte a character may have. */
const isPlain = (text: string): boolean => !/[\p{Cc}--[\t\n\v\f\r\x80-\x9f]]/v.test(text);
