/** Opens the ZIP archives that office files are: part by part, within bounds that no archive can talk its way out of. */
import { type Entry, fromBufferPromise, type ZipFile } from 'yauzl';
import { IxError } from '../../../contracts/errors.ts';
import { parseXml, type XmlElement, xmlMax } from '../xml-tree.ts';

/** Office files have some hundred parts, those with many pictures some thousand. */
const ENTRIES_MAX = 10_000;
/** XML shrinks to a twentieth or less, but hardly ever to this part; a bomb's does to a thousandth. Small parts may be what they like. */
const EXPANSION_MAX = 250;
const EXPANSION_FROM_BYTES = 2 ** 20;

export interface Zip {
  /** The tree of a part; null: there is no such part. @throws IxError IX_000_008 damaged, or too large. */
  xml(name: string): Promise<XmlElement | null>;
}

/** @throws IxError IX_000_008 damaged or with too many parts, IX_000_009 encrypted. */
export async function openZip(bytes: Uint8Array, maxMb: number): Promise<Zip> {
  const { file, entries } = await opened(bytes);
  // Of all parts that are read, together.
  let left = xmlMax(maxMb);
  return {
    async xml(name) {
      const entry = entries.get(name);
      if (entry === undefined) return null;
      if (entry.isEncrypted()) throw new IxError('IX_000_009', 'the file is encrypted; send it without a password');
      const { uncompressedSize, compressedSize } = entry;
      if (uncompressedSize > EXPANSION_FROM_BYTES && uncompressedSize > compressedSize * EXPANSION_MAX)
        throw new IxError('IX_000_008', `a part of the file expands more than ${EXPANSION_MAX} times; it is taken for a ZIP bomb`);
      if (uncompressedSize > left)
        throw new IxError(
          'IX_000_008',
          `the parts of the file take more than ${xmlMax(maxMb)} bytes, too many for the memory of a parsing thread (IX_PIPELINE_THREAD_MB)`,
        );
      left -= uncompressedSize;
      return parseXml(await content(file, entry), xmlMax(maxMb));
    },
  };
}

async function opened(bytes: Uint8Array): Promise<{ readonly file: ZipFile; readonly entries: ReadonlyMap<string, Entry> }> {
  const entries = new Map<string, Entry>();
  try {
    const file = await fromBufferPromise(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length), { lazyEntries: true });
    for await (const entry of file.eachEntry()) {
      if (entries.size === ENTRIES_MAX) throw new IxError('IX_000_008', `the file has more than ${ENTRIES_MAX} parts`);
      // Programs write the case of some names as they like; of two equal ones the first counts.
      if (!entries.has(entry.fileName)) entries.set(entry.fileName, entry);
    }
    return { file, entries };
  } catch (error) {
    throw damaged(error);
  }
}

/** Not longer than the archive says: yauzl ends a part that is. */
async function content(file: ZipFile, entry: Entry): Promise<string> {
  const chunks: Uint8Array[] = [];
  try {
    for await (const chunk of await file.openReadStreamPromise(entry)) chunks.push(chunk);
  } catch (error) {
    throw damaged(error);
  }
  const whole = Buffer.concat(chunks);
  const wide = whole[0] === 0xff && whole[1] === 0xfe ? 'utf-16le' : whole[0] === 0xfe && whole[1] === 0xff ? 'utf-16be' : 'utf-8';
  return new TextDecoder(wide).decode(whole);
}

function damaged(error: unknown): IxError {
  if (error instanceof IxError) return error;
  const why = error instanceof Error ? error.message : String(error);
  return new IxError('IX_000_008', `the file is a damaged ZIP archive: ${why}`, { cause: error });
}
