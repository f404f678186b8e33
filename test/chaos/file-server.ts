/** A file server for jobs that name a URL: holds answers back, so that the jobs are in the middle of their runs for a while. */
import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import { invoiceText } from './texts.ts';

interface Fetch {
  readonly nth: number;
  readonly response: ServerResponse;
  /** Resolves when the connection is closed before it was answered. */
  readonly givenUp: Promise<void>;
}

export class FileServer {
  /** Every request so far, in order. */
  readonly fetches: Fetch[] = [];
  readonly #server = createServer((request, response) => this.#receive(Number(request.url?.slice(1)), response));
  #hold: number;
  #held: Fetch[] = [];
  readonly #waiting = new Set<{ count: number; resolve: () => void }>();

  readonly #holdMs: number;

  private constructor(hold: number, holdMs: number) {
    this.#hold = hold;
    this.#holdMs = holdMs;
  }

  /**
   * @param hold answers held back at most; one more, and the oldest is given.
   * @param holdMs and how long each is, at most.
   */
  static async open(hold: number, holdMs = Number.POSITIVE_INFINITY): Promise<FileServer> {
    const files = new FileServer(hold, holdMs);
    files.#server.listen(0, '127.0.0.1');
    await once(files.#server, 'listening');
    return files;
  }

  /** Where the text of the nth invoice is. */
  url(nth: number): string {
    const address = this.#server.address();
    if (address === null || typeof address === 'string') throw new Error('the file server has no port');
    return `http://127.0.0.1:${address.port}/${nth}`;
  }

  /** Resolves once `count` requests have come in all. */
  arrived(count: number): Promise<void> {
    return new Promise((resolve) => {
      if (this.fetches.length >= count) resolve();
      else this.#waiting.add({ count, resolve });
    });
  }

  answer(fetch: Fetch): void {
    this.#held = this.#held.filter((held) => held !== fetch);
    const { nth, response } = fetch;
    response.writeHead(200, { 'Content-Type': 'text/plain' }).end(invoiceText(nth));
  }

  /** Gives all answers, and from now on each at once. */
  holdNoMore(): void {
    this.#hold = 0;
    for (const fetch of this.#held) this.answer(fetch);
  }

  async close(): Promise<void> {
    this.#server.close();
    this.#server.closeAllConnections();
    await once(this.#server, 'close');
  }

  #receive(nth: number, response: ServerResponse): void {
    const givenUp = new Promise<void>((resolve) => response.once('close', () => response.writableFinished || resolve()));
    const fetched = { nth, response, givenUp };
    this.fetches.push(fetched);
    this.#held.push(fetched);
    const [oldest] = this.#held;
    if (this.#held.length > this.#hold && oldest !== undefined) this.answer(oldest);
    if (Number.isFinite(this.#holdMs)) setTimeout(() => this.#held.includes(fetched) && this.answer(fetched), this.#holdMs).unref();
    for (const waiter of this.#waiting) if (this.fetches.length >= waiter.count) waiter.resolve();
  }
}
