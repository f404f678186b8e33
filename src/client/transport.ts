/** Requests to ix: the key, what to do when it is busy or away, and what its answers mean. By `fetch` alone. */
import { IxProblem, IxUnreachable } from './failures.ts';
import type { Content } from './upload.ts';

export interface ClientOptions {
  /** Sent with every request, `ix_…`. A page that ix itself serves needs none: its session is sent by the browser. */
  readonly key?: string | null | undefined;
  /** How often a request is sent again that nobody answered, or that was refused for now (429, 503); 2. Only what is safe to send again is. */
  readonly retries?: number;
  /** In place of the global one. */
  readonly fetch?: typeof fetch;
}

export interface Ask {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent as JSON. */
  readonly json?: unknown;
  /** Sent as it is. Made anew for each attempt, since a stream can be read once. */
  readonly body?: () => Content;
  /** Sent again it has the same effect as sent once. Absent: GET has, others have not. */
  readonly again?: boolean;
  readonly signal?: AbortSignal | undefined;
}

const FIRST_PAUSE_MS = 500;
/** Longer than that nobody is made to wait without having been asked. */
const LONGEST_PAUSE_SECONDS = 60;

export class Transport {
  /** Without a slash at its end. */
  readonly url: string;
  readonly retries: number;
  readonly #key: string | null;
  readonly #fetch: typeof fetch;

  constructor(url: string, { key = null, retries = 2, fetch: given }: ClientOptions = {}) {
    this.url = url.replace(/\/+$/, '');
    this.retries = retries;
    this.#key = key;
    // Browsers insist on being its owner.
    this.#fetch = given ?? ((...args) => fetch(...args));
  }

  /** The answer, whatever its status. @throws IxUnreachable; what `signal` was aborted with */
  async fetch(path: string, ask: Ask = {}): Promise<Response> {
    const { method = 'GET', again = method === 'GET', signal } = ask;
    for (let attempt = 0; ; attempt++) {
      const last = !again || attempt >= this.retries;
      const answer = await this.#once(path, ask).catch((error: unknown) => {
        signal?.throwIfAborted();
        if (last) throw error;
        return null;
      });
      const later = answer === null || answer.status === 429 || answer.status === 503;
      const seconds = answer === null ? null : retryAfterOf(answer);
      if (answer !== null && (!later || last || (seconds ?? 0) > LONGEST_PAUSE_SECONDS)) return answer;
      await answer?.body?.cancel();
      await pause(seconds === null ? FIRST_PAUSE_MS * 2 ** attempt : seconds * 1000, signal);
    }
  }

  /** The answer, which is a good one. @throws IxProblem, and as `fetch` */
  async ask(path: string, ask: Ask = {}): Promise<Response> {
    const answer = await this.fetch(path, ask);
    if (!answer.ok) throw await this.problemOf(answer);
    return answer;
  }

  /** The answer's JSON. @throws as `ask` */
  async json<T>(path: string, ask: Ask = {}): Promise<T> {
    return this.read<T>(await this.ask(path, ask));
  }

  /** Null, where it has no content. @throws IxUnreachable where it is no JSON: whatever answered was not ix. */
  async read<T>(answer: Response): Promise<T> {
    try {
      const json: T = JSON.parse(answer.status === 204 ? 'null' : await answer.text());
      return json;
    } catch (cause) {
      if (!(cause instanceof SyntaxError)) throw cause;
      throw this.#foreign(answer.status, cause);
    }
  }

  async problemOf(answer: Response): Promise<IxProblem | IxUnreachable> {
    if (!/^application\/(?:problem\+)?json\b/.test(answer.headers.get('Content-Type') ?? '')) {
      await answer.body?.cancel();
      return this.#foreign(answer.status);
    }
    return new IxProblem(answer.status, await this.read(answer), retryAfterOf(answer));
  }

  async #once(path: string, { method = 'GET', headers = {}, json, body, signal }: Ask): Promise<Response> {
    const all = new Headers(headers);
    if (this.#key !== null) all.set('Authorization', `Bearer ${this.#key}`);
    const init: RequestInit & { duplex?: 'half' } = { method, headers: all, redirect: 'error' };
    if (signal !== undefined) init.signal = signal;
    if (json !== undefined) {
      all.set('Content-Type', 'application/json');
      init.body = JSON.stringify(json);
    } else if (body !== undefined) {
      const { content, headers: own = {} } = body();
      for (const [name, value] of Object.entries(own)) all.set(name, value);
      init.body = content;
      if (content instanceof ReadableStream) init.duplex = 'half';
    }
    try {
      return await this.#fetch(this.url + path, init);
    } catch (error) {
      signal?.throwIfAborted();
      throw new IxUnreachable(`no ix answers at ${this.url} (${whyOf(error)})`, null, error);
    }
  }

  #foreign(status: number, cause?: unknown): IxUnreachable {
    return new IxUnreachable(`${this.url} answers, but not as ix does (${status}, not JSON)`, status, cause);
  }
}

/** Node tells in the cause what happened; browsers do not tell. */
function whyOf(error: unknown): string {
  const cause = error instanceof Error ? (error.cause ?? error) : error;
  if (!(cause instanceof Error)) return String(cause);
  return cause.message === '' && 'code' in cause ? String(cause.code) : cause.message;
}

/** Null where there is none, or one that names a time. */
function retryAfterOf(answer: Response): number | null {
  const given = answer.headers.get('Retry-After');
  return given !== null && /^\d+$/.test(given) ? Number(given) : null;
}

/** @throws what `signal` is aborted with */
export async function pause(ms: number, signal?: AbortSignal): Promise<void> {
  signal?.throwIfAborted();
  await new Promise<void>((settle) => {
    const timer = setTimeout(settle, ms);
    signal?.addEventListener('abort', () => settle(clearTimeout(timer)), { once: true });
  });
  signal?.throwIfAborted();
}
