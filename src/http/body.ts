/** Reading a request body with bounds: never more of it in memory than was asked for, and never for longer than it may take. */
import type { Context } from 'hono';
import type { StagedUpload } from '../jobs/stage-upload.ts';
import type { StagedPieces } from '../store/staged-files.ts';
import type { AppEnv } from './deps.ts';
import type { Held } from './intake.ts';
import { Problem } from './problem.ts';
import { BULK_BYTES, type GiveWay, letOthersGo } from './traffic.ts';

export interface BodyLimit {
  /** Bytes. */
  readonly bytes: number;
  /** What is limited and which setting moves the limit, for the message. */
  readonly what: string;
  /** What a body may take at least, in seconds, however little of it has come; absent: BODY_SECONDS. */
  readonly seconds?: number;
}

/** A body may take this long, and a second more for each SECOND_BYTES of it that have come: less than a slow line (4 Mbit/s) needs. */
export const BODY_SECONDS = 30;
const SECOND_BYTES = 500_000;
/** Of the sender's time, whatever its size; what ix takes between chunks has deadlines of its own. */
export const BODY_SECONDS_MAX = 600;

export const tooLarge = (limit: BodyLimit): Problem => new Problem('too-large', `${limit.what}: expected at most ${limit.bytes} bytes`);

/**
 * The body's chunks, counted. A Content-Length above the limit is refused before a byte is read. Between chunks others have their turn, and what
 * the taker of a chunk needs for it is not counted as the sender's time.
 * @param held told of what will come and of what has.
 * @throws Problem 413 past the limit; 408 when it comes too slowly; 400 when the sender stops in the middle; 503 when `held` takes no more.
 */
export async function* chunksOf(c: Context<AppEnv>, limit: BodyLimit, held?: Held): AsyncGenerator<Uint8Array> {
  const length = Number(c.req.header('content-length') ?? 0);
  if (length > limit.bytes) throw tooLarge(limit);
  held?.expect(length);
  const chunks = sentIn(c);
  let size = 0;
  let giveWay: GiveWay = letOthersGo;
  const { seconds = BODY_SECONDS } = limit;
  let started = performance.now();
  try {
    for (;;) {
      const allowed = Math.min(seconds + size / SECOND_BYTES, BODY_SECONDS_MAX);
      const { done, value } = await nextOrRefuse(chunks, started + allowed * 1000 - performance.now());
      if (done) return;
      size += value.byteLength;
      if (size > limit.bytes) throw tooLarge(limit);
      held?.bytes(value.byteLength);
      const given = performance.now();
      yield value;
      if (held !== undefined && size > BULK_BYTES && giveWay === letOthersGo) giveWay = held.traffic.bulk();
      await giveWay(performance.now() - given);
      started += performance.now() - given;
    }
  } finally {
    // Where the sender is waited for still, this would wait for it, too.
    chunks.return?.().catch(() => {});
  }
}

/** Node's own stream of what comes over a socket: a web stream would copy each chunk of it. Not destroyed by who stops: it is still to be answered. */
function sentIn(c: Context<AppEnv>): AsyncIterator<Uint8Array> {
  const incoming = c.env?.incoming;
  return incoming === undefined ? (c.req.raw.body ?? new Blob([]).stream()).values() : incoming.iterator({ destroyOnReturn: false });
}

async function nextOrRefuse(chunks: AsyncIterator<Uint8Array>, ms: number) {
  const late = Promise.withResolvers<never>();
  const timer = setTimeout(() => late.reject(tooSlow()), Math.max(0, ms));
  try {
    return await Promise.race([chunks.next(), late.promise]);
  } catch (cause) {
    if (cause instanceof Problem) throw cause;
    throw new Problem('unreadable', `the body ended early: ${cause instanceof Error ? cause.message : String(cause)}`);
  } finally {
    clearTimeout(timer);
  }
}

/** What is sent is read no more: the connection has no other use. */
function tooSlow(): Problem {
  return new Problem('too-slow', 'the body comes too slowly: send it faster, or in smaller requests', { headers: { Connection: 'close' } });
}

/** The whole body. @throws as chunksOf. */
export async function readAll(c: Context<AppEnv>, limit: BodyLimit, held?: Held): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of chunksOf(c, limit, held)) chunks.push(chunk);
  return Buffer.concat(chunks);
}

/** Bytes of a full piece. */
const PIECE_BYTES = 262_144;
const FIRST_PIECE_BYTES = 16_384;

/** What is staged at a time: four pieces. */
const STAGED_PIECES = 4;

/**
 * What arrives in chunks, within its limit, kept until all of it is there: however small they are, it takes little more than its size. Where
 * it can be staged, what is bulk is stored meanwhile, and no more of it kept than a megabyte or so.
 */
export class Content {
  readonly #limit: BodyLimit;
  readonly #staged: StagedUpload | null;
  readonly #full: Uint8Array<ArrayBuffer>[] = [];
  /** Being filled. */
  #piece = new Uint8Array(0);
  #filled = 0;
  #size = 0;

  constructor(limit: BodyLimit, staged: StagedUpload | null = null) {
    this.#limit = limit;
    this.#staged = staged;
  }

  /** Bytes taken. */
  get size(): number {
    return this.#size;
  }

  /** @throws Problem 413 past the limit */
  take(chunk: Uint8Array): void {
    if (this.#size + chunk.byteLength > this.#limit.bytes) throw tooLarge(this.#limit);
    for (let rest = chunk; rest.length > 0; ) {
      if (this.#filled === this.#piece.length) this.#begin();
      const part = rest.subarray(0, this.#piece.length - this.#filled);
      this.#piece.set(part, this.#filled);
      this.#filled += part.length;
      this.#size += part.length;
      rest = rest.subarray(part.length);
    }
  }

  /** Stores what has come, where there is enough of it. To be called between chunks. */
  async settle(): Promise<void> {
    if (this.#staged === null || this.#size <= BULK_BYTES) return;
    while (this.#full.length >= STAGED_PIECES) {
      const pieces = this.#full.splice(0, STAGED_PIECES);
      try {
        await this.#staged.add(pieces);
      } finally {
        give(pieces);
      }
    }
  }

  /** What of it is stored already; null: nothing. */
  get staged(): StagedPieces | null {
    return this.#staged?.stored ?? null;
  }

  /** As large as what there is already, so that small contents stay small and large ones have few pieces. */
  #begin(): void {
    if (this.#filled > 0) this.#full.push(this.#piece);
    const size = Math.min(PIECE_BYTES, Math.max(FIRST_PIECE_BYTES, this.#size));
    this.#piece = size < PIECE_BYTES ? new Uint8Array(size) : fullPiece();
    this.#filled = 0;
  }

  /** All of it that is not stored, in pieces of a megabyte or less; one of nothing when nothing came. */
  pieces(): Uint8Array[] {
    const last = this.#piece.subarray(0, this.#filled);
    return this.#size <= PIECE_BYTES ? [Buffer.concat([...this.#full, last])] : [...this.#full, last];
  }

  /** All of it in one piece. */
  whole(): Uint8Array {
    return Buffer.concat(this.pieces());
  }

  /** Gives the memory back at once, where waiting for the collector would have the next request find it taken. Its pieces are others' from then on. */
  free(): void {
    give([...this.#full.splice(0), this.#piece]);
    this.#piece = new Uint8Array(0);
    this.#filled = 0;
    // What a file has by then stays; what is left otherwise goes in time.
    this.#staged?.discard().catch(() => {});
  }
}

/** Full pieces that nobody uses, for whoever comes next: to have the system give and take such memory costs more than to fill it. */
const spare: Uint8Array<ArrayBuffer>[] = [];
/** 8 MiB: as much as some uploads hold at a time. */
const SPARE_MAX = 32;

/** One that can be resized is pages of its own, not a part of the heap that malloc keeps in fragments. */
const fullPiece = (): Uint8Array<ArrayBuffer> =>
  spare.pop() ?? new Uint8Array(new ArrayBuffer(PIECE_BYTES, { maxByteLength: PIECE_BYTES }));

/** To be called once with a piece: it may be another's afterwards. */
function give(pieces: readonly Uint8Array<ArrayBuffer>[]): void {
  for (const piece of pieces) {
    if (!piece.buffer.resizable) continue;
    if (spare.length < SPARE_MAX) spare.push(piece);
    else piece.buffer.resize(0);
  }
}
