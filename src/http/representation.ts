/** How an answer is sent that is asked for again and again: with a version that saves it when it is known (ETag), and compressed. */
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import type { Context, MiddlewareHandler } from 'hono';
import type { AppEnv } from './deps.ts';
import { etagOf, hasVersion } from './etag.ts';
import type { Route } from './route.ts';

const deflate = promisify(gzip);

/** Bytes below which compressing costs more than it saves: what goes into one packet anyway. */
const GZIP_MIN_BYTES = 1400;
const TEXTS = /^(?:application\/(?:[\w.-]+\+)?json|text\/(?:html|plain|css|javascript))\b/;
/** Sent as it is made, line by line. */
const LINES = /^application\/x-ndjson\b/;

/** What such a route answers has a version: what is looked up, as JSON. How the service is, is asked anew each time. */
export const isVersioned = ({ method, tag, answers }: Route): boolean =>
  method === 'get' && tag !== 'Service' && answers[200]?.schema !== undefined && answers[200].media === undefined;

/** A JSON answer to GET with a weak ETag, unless it has one: 304 where the caller has this version already. */
export async function versioned(c: Context<AppEnv>, answer: Response): Promise<Response> {
  if (answer.status !== 200 || answer.headers.has('ETag')) return answer;
  const body = await answer.text();
  const headers = new Headers(answer.headers);
  const etag = `W/${etagOf(body)}`;
  headers.set('ETag', etag);
  if (!headers.has('Cache-Control')) headers.set('Cache-Control', 'private, no-cache');
  if (!hasVersion(c, etag)) return new Response(body, { headers });
  headers.delete('Content-Type');
  return new Response(null, { status: 304, headers });
}

/** Compresses what callers take compressed. Answers to anything but GET are left alone: submits are many, and their answers small. */
export const compressed = (): MiddlewareHandler<AppEnv> => async (c, next) => {
  await next();
  const type = c.res.headers.get('Content-Type') ?? '';
  const lines = LINES.test(type);
  if (c.req.method !== 'GET' || c.res.body === null || c.res.headers.has('Content-Encoding') || !(lines || TEXTS.test(type))) return;
  c.res.headers.append('Vary', 'Accept-Encoding');
  if (!takesGzip(c.req.header('accept-encoding') ?? '')) return;
  const { status } = c.res;
  const headers = new Headers(c.res.headers);
  headers.delete('Content-Length');
  if (lines) {
    headers.set('Content-Encoding', 'gzip');
    c.res = new Response(c.res.body.pipeThrough(new CompressionStream('gzip')), { status, headers });
    return;
  }
  const bytes = Buffer.from(await c.res.arrayBuffer());
  const worth = bytes.length >= GZIP_MIN_BYTES;
  if (worth) {
    headers.set('Content-Encoding', 'gzip');
    // A strong one is of the bytes as they are sent.
    const etag = headers.get('ETag');
    if (etag?.startsWith('"')) headers.set('ETag', `W/${etag}`);
  }
  // Hono would put the headers of the one before onto the next.
  c.res = undefined;
  c.res = new Response(worth ? await deflate(bytes) : bytes, { status, headers });
};

/** Whether `gzip` is named and not refused (`q=0`). */
function takesGzip(accepted: string): boolean {
  return accepted.split(',').some((coding) => {
    const [name, ...parameters] = coding.split(';').map((part) => part.trim().toLowerCase());
    return name === 'gzip' && !parameters.some((parameter) => /^q=0(?:\.0*)?$/.test(parameter));
  });
}
