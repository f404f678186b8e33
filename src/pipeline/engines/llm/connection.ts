/** The connection to a model server: the `openai` client over the guarded way out, with nothing sent along but what the server needs. */
import OpenAI from 'openai';
import type { Egress } from '../../../egress/egress.ts';
import { excerpt, messageIn } from './wire.ts';

/** A model server and how to speak to it. */
export interface ServerOptions {
  /** `http://127.0.0.1:11434/v1`: what `/chat/completions` and `/models` are put behind. */
  readonly baseUrl: string;
  readonly apiKey: string | null;
  readonly egress: Egress;
  /** Of one request, seconds. */
  readonly timeoutSeconds: number;
}

/** Bytes of one answer: a whole window of text has less than a tenth of it. */
const ANSWER_BYTES = 16_777_216;
/** All that goes out: the client adds telemetry (`x-stainless-…`) and what the environment holds for it. */
const SENT_HEADERS = ['accept', 'content-type', 'authorization'];
/** The client insists on a key; this one is not sent. */
const NO_KEY = 'none';

/** The server led elsewhere, which is not followed. */
export class Redirected extends Error {
  override readonly name = 'Redirected';
}

/** A client that makes one request a call: no retry, no redirect, no telemetry. Deadlines are the egress's. */
export function openClient(server: ServerOptions): OpenAI {
  return new OpenAI({
    baseURL: server.baseUrl,
    apiKey: server.apiKey ?? NO_KEY,
    organization: null,
    project: null,
    webhookSecret: null,
    adminAPIKey: null,
    maxRetries: 0,
    // The egress is told first; this one only keeps the client's own, shorter one away.
    timeout: server.timeoutSeconds * 1000 + 5000,
    logLevel: 'off',
    fetch: fetchOver(server),
  });
}

/** `fetch` as the client calls it: GET and POST of text. The whole body is there when it resolves, so that a cut one is a network error. */
function fetchOver({
  egress,
  apiKey,
  timeoutSeconds,
}: ServerOptions): (input: string | URL | Request, init?: RequestInit) => Promise<Response> {
  return async (input, init = {}) => {
    const url = input instanceof Request ? input.url : String(input);
    const given = new Headers(init.headers);
    if (apiKey === null) given.delete('authorization');
    const headers = Object.fromEntries([...given].filter(([name]) => SENT_HEADERS.includes(name)));
    const {
      status,
      headers: answered,
      body,
    } = await egress.request(url, {
      method: init.method === 'POST' ? 'POST' : 'GET',
      headers: { ...headers, 'user-agent': 'ix' },
      ...(typeof init.body === 'string' && { body: init.body }),
      ...(init.signal instanceof AbortSignal && { signal: init.signal }),
      timeoutSeconds,
      maxBytes: ANSWER_BYTES,
      overflow: 'error',
    });
    if (status >= 300 && status < 400) throw new Redirected(`answered ${status}; redirects are not followed`);
    const type = answered['content-type'] ?? 'application/json';
    const wait = answered['retry-after'];
    return new Response(status === 204 ? null : status < 400 ? new Uint8Array(body) : errorBody(new TextDecoder().decode(body)), {
      status,
      headers: { 'content-type': status < 400 ? type : 'application/json', ...(wait !== undefined && { 'retry-after': wait }) },
    });
  };
}

/** What an error says, in the one form in which the client keeps it. */
function errorBody(text: string): string {
  return JSON.stringify({ error: { message: messageIn(jsonIn(text)) ?? excerpt(text) } });
}

function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
