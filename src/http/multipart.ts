/** multipart/form-data (RFC 7578) as it arrives: the library finds the parts, what makes a part well-formed is decided here. */
import { once } from 'node:events';
import { Dicer } from '@fastify/busboy';
import { Problem } from './problem.ts';

export interface PartHead {
  /** The form field. */
  readonly name: string;
  /** As the sender named the file, without folders; null = no file name. */
  readonly filename: string | null;
}

/** Takes the next piece of a part's content. A throw refuses the whole body. */
export type Take = (chunk: Uint8Array) => void;

/** The `boundary` of a Content-Type (RFC 2046: 1–70 characters); null when there is none. */
export function boundaryOf(contentType: string): string | null {
  const match = /;\s*boundary=(?:"([^"]{1,70})"|([^\s;"]{1,70}))\s*(?:;|$)/i.exec(contentType);
  return match?.[1] ?? match?.[2] ?? null;
}

/**
 * Reads the body to its end, holding no more of it than a chunk or two and one part's headers (their first 80 KB, dicer's bound).
 * @param open called once a part's head is known, in the order of the parts: where its content goes, or a throw that refuses the body.
 * @param settle called between chunks, which wait for it.
 * @throws Problem 400 when this is no well-formed multipart body; what `open` or a Take threw. Either way it reads no further.
 */
export async function readParts(
  chunks: AsyncIterable<Uint8Array>,
  boundary: string,
  open: (head: PartHead) => Take,
  settle: () => Promise<void> = async () => {},
): Promise<void> {
  // Dicer, not Busboy on top of it: that one passes over parts it cannot read, and a document would be gone without a word.
  const dicer = new Dicer({ boundary });
  const refusal = new AbortController();
  // The first one counts. A throw out of a stream's listener would end the process.
  const orRefuse = (step: () => void) => {
    try {
      step();
    } catch (error) {
      refusal.abort(error);
    }
  };
  const ended: Promise<void>[] = [];
  dicer.on('part', (part) => {
    let take: Take | null = null;
    part.on('header', (headers: Headers) =>
      orRefuse(() => {
        take = open(headOf(headers));
      }),
    );
    part.on('data', (chunk: Buffer) => orRefuse(() => take?.(chunk)));
    // Cut off in this part: dicer has the same error.
    part.on('error', () => {});
    ended.push(
      new Promise((resolve) => {
        part.on('end', () => {
          if (take === null) refusal.abort(malformed('a part has no headers'));
          resolve();
        });
      }),
    );
  });
  dicer.on('error', () => refusal.abort(malformed('expected the closing boundary, the body ended before it')));

  for await (const chunk of chunks) {
    if (!dicer.write(chunk)) await once(dicer, 'drain');
    refusal.signal.throwIfAborted();
    await settle();
  }
  await new Promise((resolve) => dicer.once('close', resolve).end());
  await Promise.all(ended);
  refusal.signal.throwIfAborted();
}

/** By lower-case name, in Latin-1. */
type Headers = Readonly<Record<string, readonly string[]>>;

function headOf(headers: Headers): PartHead {
  const [latin1] = headers['content-disposition'] ?? [];
  if (latin1 === undefined) throw malformed('a part has no Content-Disposition, expected in the lines after its boundary');
  const disposition = Buffer.from(latin1, 'latin1').toString('utf8');
  const name = parameterOf(disposition, 'name');
  if (!/^form-data\s*(?:;|$)/i.test(disposition) || name === null) {
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
