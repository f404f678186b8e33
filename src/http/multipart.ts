/**
 * multipart/form-data (RFC 7578 over RFC 2046 §5.1), read as it arrives: one part in memory at a time, each within its own limit.
 *
 *     preamble ──delimiter──▶ headers ──blank line──▶ content ──delimiter──▶ headers …
 *                                                        └──delimiter and "--"──▶ epilogue, ignored
 */
import { type BodyLimit, tooLarge } from './body.ts';
import { Problem } from './problem.ts';

export interface PartHead {
  /** The form field. */
  readonly name: string;
  /** As the sender named the file, without folders; null = no file name. */
  readonly filename: string | null;
}

export interface Part extends PartHead {
  readonly bytes: Uint8Array;
}

const BLANK_LINE = Buffer.from('\r\n\r\n');
const HEADERS: BodyLimit = { bytes: 16_384, what: 'the headers of a part' };
const PREAMBLE: BodyLimit = { bytes: 16_384, what: 'what precedes the first part' };

/** The `boundary` of a Content-Type (RFC 2046: 1–70 characters); null when there is none. */
export function boundaryOf(contentType: string): string | null {
  const match = /;\s*boundary=(?:"([^"]{1,70})"|([^\s;"]{1,70}))\s*(?:;|$)/i.exec(contentType);
  return match?.[1] ?? match?.[2] ?? null;
}

/**
 * @param limitOf called once a part's head is known: how large its content may be, or a throw that refuses the part.
 * @throws Problem 400 when this is no well-formed multipart body, 413 when a part is over its limit.
 */
export async function* partsOf(
  chunks: AsyncIterable<Uint8Array>,
  boundary: string,
  limitOf: (head: PartHead) => BodyLimit,
): AsyncGenerator<Part> {
  const delimiter = Buffer.from(`\r\n--${boundary}`);
  const scanner = new Scanner(chunks[Symbol.asyncIterator]());
  try {
    await scanner.until(delimiter, PREAMBLE);
    while ((await scanner.peek(2)) !== '--') {
      const head = parseHead((await scanner.until(BLANK_LINE, HEADERS)).toString('utf8'));
      const bytes = await scanner.until(delimiter, limitOf(head));
      yield { ...head, bytes };
    }
  } finally {
    await scanner.close();
  }
}

/** The rest of a boundary's line (blanks alone), then one header a line. */
function parseHead(text: string): PartHead {
  const [padding = '', ...lines] = text.split('\r\n');
  if (padding.trim() !== '') throw malformed('expected nothing but blanks after a boundary');
  const disposition = lines.find((line) => /^content-disposition:/i.test(line));
  if (disposition === undefined) throw malformed('a part has no Content-Disposition');
  const name = parameterOf(disposition, 'name');
  if (!/^content-disposition:\s*form-data\s*(?:;|$)/i.test(disposition) || name === null) {
    throw malformed('expected Content-Disposition: form-data; name="…"');
  }
  const filename = parameterOf(disposition, 'filename');
  return { name, filename: filename === null ? null : (filename.split(/[\\/]/).at(-1) ?? '').replace(/\p{Cc}/gu, ' ') };
}

/** Quoted or bare; `\"` (curl) and %22 %0D %0A (browsers, WHATWG form encoding) are what they stand for. */
function parameterOf(disposition: string, name: string): string | null {
  for (const [, key, quoted, bare] of disposition.matchAll(/;\s*([^\s=;]+)=(?:"((?:\\"|[^"])*)"|([^\s;"]+))/g)) {
    if (key?.toLowerCase() !== name) continue;
    return (quoted ?? bare ?? '')
      .replaceAll('\\"', '"')
      .replaceAll('%22', '"')
      .replace(/%0D%0A|%0D|%0A/gi, ' ');
  }
  return null;
}

const malformed = (detail: string): Problem => new Problem('unreadable', `multipart: ${detail}`);

/** A stream of bytes, searched without holding more than what is asked for and one chunk. */
class Scanner {
  readonly #chunks: AsyncIterator<Uint8Array>;
  /** Read and not yet given out. Starts with a line break, so that a delimiter that opens the body is found like any other. */
  #pending: Buffer = Buffer.from('\r\n');

  constructor(chunks: AsyncIterator<Uint8Array>) {
    this.#chunks = chunks;
  }

  /** Everything before `delimiter`, which is consumed too. */
  async until(delimiter: Buffer, limit: BodyLimit): Promise<Buffer> {
    const found: Buffer[] = [];
    let size = 0;
    const keep = (bytes: Buffer) => {
      size += bytes.length;
      if (size > limit.bytes) throw tooLarge(limit);
      if (bytes.length > 0) found.push(bytes);
    };
    for (;;) {
      const index = this.#pending.indexOf(delimiter);
      if (index >= 0) {
        keep(this.#pending.subarray(0, index));
        this.#pending = this.#pending.subarray(index + delimiter.length);
        return found.length === 1 && found[0] !== undefined ? found[0] : Buffer.concat(found);
      }
      // The delimiter may straddle two chunks: its length less one stays.
      const safe = Math.max(0, this.#pending.length - delimiter.length + 1);
      keep(this.#pending.subarray(0, safe));
      this.#pending = this.#pending.subarray(safe);
      await this.#more();
    }
  }

  /** The next `count` bytes, as Latin-1, without consuming them. */
  async peek(count: number): Promise<string> {
    while (this.#pending.length < count) await this.#more();
    return this.#pending.subarray(0, count).toString('latin1');
  }

  async close(): Promise<void> {
    await this.#chunks.return?.();
  }

  async #more(): Promise<void> {
    const { done, value } = await this.#chunks.next();
    if (done) throw malformed('expected the closing boundary, the body ended before it');
    this.#pending = Buffer.concat([this.#pending, value]);
  }
}
