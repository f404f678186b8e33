/** ZIP archives as programs write them, and as attackers do: what the directory says may be another thing than what is there. */
import { buffer } from 'node:stream/consumers';
import { crc32, deflateRawSync } from 'node:zlib';
import { fromBufferPromise } from 'yauzl';

export interface ZipOptions {
  /** Store instead of deflating. */
  readonly stored?: boolean;
  /** Size that the directory states for a part, in place of the real one. */
  readonly stated?: (name: string, size: number) => number;
  /** General purpose flags; 1: encrypted. */
  readonly flags?: number;
}

export function zipFile(
  parts: Readonly<Record<string, string | Uint8Array>>,
  { stored = false, stated, flags = 0 }: ZipOptions = {},
): Buffer {
  const files: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const [name, content] of Object.entries(parts)) {
    const bytes = Buffer.from(content);
    const packed = stored ? bytes : deflateRawSync(bytes);
    const size = stated?.(name, bytes.length) ?? bytes.length;
    const common = Buffer.alloc(26);
    common.writeUInt16LE(20, 0);
    common.writeUInt16LE(0x0800 | flags, 2);
    common.writeUInt16LE(stored ? 0 : 8, 4);
    common.writeUInt32LE(crc32(bytes), 10);
    common.writeUInt32LE(packed.length, 14);
    common.writeUInt32LE(size, 18);
    common.writeUInt16LE(Buffer.byteLength(name), 22);
    const local = Buffer.concat([Buffer.from('PK\x03\x04'), common, Buffer.from(name), packed]);
    const rest = Buffer.alloc(14);
    rest.writeUInt32LE(offset, 10);
    directory.push(Buffer.concat([Buffer.from('PK\x01\x02'), Buffer.from([20, 0]), common, rest, Buffer.from(name)]));
    files.push(local);
    offset += local.length;
  }
  const whole = Buffer.concat(directory);
  const end = Buffer.alloc(18);
  end.writeUInt16LE(files.length, 4);
  end.writeUInt16LE(files.length, 6);
  end.writeUInt32LE(whole.length, 8);
  end.writeUInt32LE(offset, 12);
  return Buffer.concat([...files, whole, Buffer.from('PK\x05\x06'), end]);
}

/** The parts of an archive, by their names. */
export async function unzipped(archive: Uint8Array): Promise<Record<string, Buffer>> {
  const file = await fromBufferPromise(Buffer.from(archive), { lazyEntries: true });
  const parts: Record<string, Buffer> = {};
  for await (const entry of file.eachEntry()) parts[entry.fileName] = await buffer(await file.openReadStreamPromise(entry));
  return parts;
}
