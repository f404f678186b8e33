/** Reads plain texts, and decodes what other readers take apart. */
import { IxError } from '../../../contracts/errors.ts';
import { readText } from '../text.ts';
import type { FileToRead, Reader, ReadingLimits } from './reader.ts';

/** Decoded, cleaned and cut up, a text takes up to 16 times its bytes; its lines and words about 300 bytes each. See also ../pdf.ts. */
const TEXT_BYTES_PER_MB = 65_536;
const PARTS_PER_MB = 2000;

/** Most lines and words of a file, together. */
export const partsMax = ({ maxMb }: ReadingLimits): number => maxMb * PARTS_PER_MB;

export const textReader: Reader = {
  read: async (file, { limits }) => ({ pages: readText(decoded(file, limits), partsMax(limits)), unread: [] }),
};

/** @throws IxError IX_000_008 when it is too long. */
export function decoded({ bytes, type }: FileToRead, { maxMb }: ReadingLimits): string {
  if (bytes.length > maxMb * TEXT_BYTES_PER_MB) {
    const words = `a text of ${bytes.length} bytes is too long for the memory of a parsing thread (IX_PIPELINE_THREAD_MB)`;
    throw new IxError('IX_000_008', words);
  }
  return new TextDecoder('encoding' in type ? type.encoding : 'utf-8').decode(bytes);
}
