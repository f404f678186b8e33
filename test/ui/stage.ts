/** A whole ix on a database of its own, and a real browser in front of it that notes every request, CSP violation and error. */
import { pino } from 'pino';
import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core';
import { type RunningIx, startIx } from '../../src/app/main.ts';
import { loadConfig } from '../../src/config.ts';
import { createDatabase } from '../support/database.ts';
import { sharedBrowser } from './browser.ts';
import { ended, type Submission, type SubmittedFile, submitTo } from './submitter.ts';

export interface Watched {
  readonly page: Page;
  /** Requests to anything but this ix. */
  readonly foreign: string[];
  /** Violations of the content security policy, errors of scripts, and what the console calls an error. */
  readonly faults: string[];
  close(): Promise<void>;
}

export class UiStage {
  readonly address: string;
  readonly databaseUrl: string;
  #ix: RunningIx;
  readonly #start: () => Promise<RunningIx>;
  readonly #browser: Browser;
  readonly #contexts = new Set<BrowserContext>();
  readonly #open: Watched[] = [];
  readonly #drop: () => Promise<void>;

  private constructor(
    ix: RunningIx,
    start: () => Promise<RunningIx>,
    address: string,
    browser: Browser,
    databaseUrl: string,
    drop: () => Promise<void>,
  ) {
    this.#ix = ix;
    this.#start = start;
    this.address = address;
    this.#browser = browser;
    this.databaseUrl = databaseUrl;
    this.#drop = drop;
  }

  /** @param worker false: jobs wait for ever. */
  static async open({ worker = true, settings = {} }: { worker?: boolean; settings?: Record<string, string> } = {}): Promise<UiStage> {
    const { url, drop } = await createDatabase();
    const start = (port: string): Promise<RunningIx> => {
      const config = loadConfig({ IX_DATABASE_URL: url, IX_PORT: port, IX_EGRESS_ALLOW: '127.0.0.0/8', IX_DB_POOL: '6', ...settings });
      return startIx({ config, roles: { api: true, worker }, log: pino({ level: 'error' }, pino.destination(2)) });
    };
    const ix = await start('0');
    const { address } = ix;
    if (address === null) throw new Error('ix has no address');
    return new UiStage(ix, () => start(new URL(address).port), address, await sharedBrowser(), url, drop);
  }

  /** ix is gone; pages stay open. */
  async stop(): Promise<void> {
    await this.#ix.stop();
  }

  /** It is there again, at the same address. */
  async start(): Promise<void> {
    this.#ix = await this.#start();
  }

  async close(): Promise<void> {
    for (const context of this.#contexts) await context.close();
    await this.#ix.stop();
    await this.#drop();
  }

  /** A page that is open until {@link closePages}. */
  async page(path: string, options: BrowserContextOptions = {}): Promise<Page> {
    const watched = await this.visit(path, options);
    this.#open.push(watched);
    return watched.page;
  }

  /** @throws Error when one of them asked for something foreign, or had a fault. */
  async closePages(): Promise<void> {
    const seen = this.#open.splice(0);
    for (const { close } of seen) await close();
    const told = seen.flatMap(({ faults, foreign }) => [...faults, ...foreign]);
    if (told.length > 0) throw new Error(told.join('\n'));
  }

  async visit(path: string, options: BrowserContextOptions = {}): Promise<Watched> {
    const context = await this.#browser.newContext({ viewport: { width: 1280, height: 900 }, baseURL: this.address, ...options });
    this.#contexts.add(context);
    context.on('close', () => this.#contexts.delete(context));
    const [foreign, faults]: [string[], string[]] = [[], []];
    context.on('request', (request) => {
      if (!request.url().startsWith(this.address) && !request.url().startsWith('blob:')) foreign.push(request.url());
    });
    const page = await context.newPage();
    page.on('console', (message) => {
      if (message.type() === 'error') faults.push(`${page.url()}: ${message.text()}`);
    });
    page.on('pageerror', (error) => faults.push(`${page.url()}: ${error.message}`));
    page.on('dialog', (dialog) => {
      faults.push(`${page.url()}: a dialog says ${dialog.message()}`);
      void dialog.dismiss();
    });
    await page.addInitScript({
      content: "addEventListener('securitypolicyviolation', (e) => console.error('CSP: ' + e.violatedDirective + ' ' + e.blockedURI))",
    });
    await page.goto(path);
    return { page, foreign, faults, close: () => context.close() };
  }

  /** @returns the new job's id. */
  submit(submission: Submission, file?: SubmittedFile): Promise<string> {
    return submitTo(this.address, submission, file);
  }

  /** Resolves once the job has ended. */
  ended(jobId: string): Promise<void> {
    return ended(this.address, jobId);
  }
}
