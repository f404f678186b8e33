/** Whether bytes are text, and in which encoding. */
import { IxError } from '../../contracts/errors.ts';

/** As `TextDecoder` names it. */
export type TextEncoding = string;

/** What bytes are is decided on this many of them. */
export const SAMPLE_BYTES = 65_536;
/** In a text of Latin letters, accented ones stand alone or in pairs; runs of more, in more than this part, are words of another script. */
const FOREIGN = 0.5;
/** What an XML or HTML file says of itself, in bytes that nearly all encodings share. */
const DECLARED = /^\s*<\?xml[^>]*\bencoding\s*=\s*["']([\w.:-]+)["']|<meta\b[^>]*\bcharset\s*=\s*["']?([\w.:-]+)/i;

/** Null when the bytes are no text. @throws IxError IX_000_005 when they are text in an encoding that is not known. */
export function textEncoding(bytes: Uint8Array): TextEncoding | null {
  const sample = bytes.subarray(0, SAMPLE_BYTES);
  const wide = wideEncoding(sample);
  if (wide !== null) return isPlain(new TextDecoder(wide).decode(sample)) ? wide : null;
  const text = Buffer.from(sample).toString('latin1');
  if (!isPlain(text)) return null;
  if (isUtf8(bytes)) return 'utf-8';
  const declared = declaredEncoding(text);
  if (declared !== null) return declared;
  // What is left: one byte a character. These five stand for nothing in windows-1252.
  const high = text.match(/[\x80-\xff]/g)?.length ?? 0;
  const inRuns = text.match(/[\x80-\xff]{3,}/g)?.join('').length ?? 0;
  if (/[\x81\x8d\x8f\x90\x9d]/.test(text) || inRuns > FOREIGN * high)
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
