/** Pushes jobs into a running ix over HTTP: text invoices in batches, PDFs now and then, and again when it says that it is busy. */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { FormData, Pool } from 'undici';
import { invoice } from './documents.ts';
import { CLIENTS, clientName } from './history.ts';

const BATCH = 500;
const SAMPLES = join(import.meta.dirname, '../samples');

/** Filled in as text, which takes no time from what is measured beside. */
const TEMPLATE = JSON.stringify({ ...invoice('NUMBER'), ix_client_id: 'CLIENT' });
/** No two alike: whatever ix kept of a content it would keep of each. */
const invoiceOf = (n: number) => TEMPLATE.replace('NUMBER', `2026-${n}`).replace('CLIENT', clientName(n % CLIENTS));

interface Pdf {
  readonly name: string;
  readonly bytes: Buffer<ArrayBuffer>;
}

function formOf({ name, bytes }: Pdf): FormData {
  const form = new FormData();
  form.append('request', JSON.stringify({ use_case: 'invoice' }));
  form.append('files', new Blob([bytes], { type: 'application/pdf' }), name);
  return form;
}

export class Pusher {
  /** Jobs that ix has stored. */
  taken = 0;
  readonly #pool: Pool;
  readonly #pdfs: readonly Pdf[];
  readonly #pdfsEvery: number;
  #nextPdfs = 0;

  private constructor(pool: Pool, pdfs: readonly Pdf[], pdfsEvery: number) {
    this.#pool = pool;
    this.#pdfs = pdfs;
    this.#pdfsEvery = pdfsEvery;
  }

  /** @param pdfsEvery so many jobs come between two groups of PDFs, a job each; the first group is the first that is pushed. */
  static async open(url: string, pdfsEvery: number): Promise<Pusher> {
    const names = (await readdir(SAMPLES)).filter((name) => /^invoice-.*\.pdf$/.test(name));
    const pdfs = await Promise.all(names.map(async (name) => ({ name, bytes: await readFile(join(SAMPLES, name)) })));
    return new Pusher(new Pool(url, { connections: 1 + pdfs.length }), pdfs, pdfsEvery);
  }

  /** One batch, or one group of PDFs; `most` jobs of it. @throws when ix refuses them for another reason than being busy. */
  async push(most: number): Promise<void> {
    if (this.taken >= this.#nextPdfs) {
      this.#nextPdfs += this.#pdfsEvery;
      const pdfs = this.#pdfs.slice(0, most);
      await Promise.all(pdfs.map((pdf) => this.#post('/jobs', () => formOf(pdf))));
      this.taken += pdfs.length;
    } else {
      const jobs = Array.from({ length: Math.min(BATCH, most) }, (_, i) => invoiceOf(this.taken + i));
      const text = `{"jobs":[${jobs.join()}]}`;
      await this.#post('/jobs/batch', () => text, { 'content-type': 'application/json' });
      this.taken += jobs.length;
    }
  }

  async close(): Promise<void> {
    await this.#pool.close();
  }

  async #post(path: string, body: () => string | FormData, headers: Record<string, string> = {}): Promise<void> {
    for (;;) {
      const response = await this.#pool.request({ path, method: 'POST', headers, body: body() });
      const said = await response.body.text();
      if (response.statusCode === 201) return;
      const seconds = Number(response.headers['retry-after']);
      if (response.statusCode !== 503 || !(seconds > 0)) throw new Error(`POST ${path} answered ${response.statusCode}: ${said}`);
      await pause(seconds * 1000);
    }
  }
}
