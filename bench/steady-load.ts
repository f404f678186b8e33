/** Jobs over HTTP, one by one, as fast as they are taken or so many a second. */
import { setTimeout as delay } from 'node:timers/promises';
import { ASKED, invoiceText } from '../test/chaos/texts.ts';

/** Submits on their way at a time. */
const WIDTH = 32;
/** One job in so many has a callback. */
const CALLBACK_EVERY = 5;

export class SteadyLoad {
  readonly #address: string;
  readonly #callbackUrl: string;
  #nth = 0;

  constructor(address: string, callbackUrl: string) {
    this.#address = address;
    this.#callbackUrl = callbackUrl;
  }

  /** As fast as they are taken. */
  async full(seconds: number): Promise<void> {
    const end = performance.now() + 1000 * seconds;
    const lane = async () => {
      while (performance.now() < end) await this.#submit();
    };
    await Promise.all(Array.from({ length: WIDTH }, lane));
  }

  /** By the clock: what is late is made up for. */
  async steady(perSecond: number, signal: AbortSignal): Promise<void> {
    const start = performance.now();
    let taken = 0;
    const lane = async () => {
      while (!signal.aborted) {
        const at = start + (1000 * taken++) / perSecond;
        await delay(Math.max(0, at - performance.now()), undefined, { signal }).catch(() => {});
        if (!signal.aborted) await this.#submit();
      }
    };
    await Promise.all(Array.from({ length: WIDTH }, lane));
  }

  async #submit(): Promise<void> {
    const nth = this.#nth++;
    const callback = nth % CALLBACK_EVERY === 0 ? { callback_url: this.#callbackUrl } : {};
    const response = await fetch(`${this.#address}/jobs`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ ...ASKED, request_id: `job-${nth}`, context: { texts: [invoiceText(nth)] }, ...callback }),
    });
    if (response.status !== 201) throw new Error(`POST /jobs answered ${response.status}: ${await response.text()}`);
    await response.arrayBuffer();
  }
}
