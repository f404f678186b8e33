/** A small receiver for those who integrate: verifies each callback as a receiver should, and prints what came. */
import { createHmac, createPublicKey, timingSafeEqual, verify } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import { loadConfig } from '../config.ts';
import { CliError, EXIT } from './failure.ts';
import { printable } from './table.ts';
import { readSecret } from './target.ts';

export interface ListenOptions {
  readonly port: number;
  /** A file with `whsec_…` or `whpk_…`, `-` for standard input; absent: IX_CALLBACK_SECRET. */
  readonly secretFile?: string;
  /** What to answer to a callback whose signature holds. */
  readonly status: number;
}

/** Seconds a timestamp may be off: five minutes, as the libraries of Standard Webhooks have it. */
const TOLERANCE = 300;

/** Until the process is interrupted. Prints the address first, then a block for each callback. */
export async function listenForCallbacks({ port, secretFile, status }: ListenOptions): Promise<void> {
  const key = secretFile === undefined ? loadConfig().IX_CALLBACK_SECRET : await readSecret('--secret-file', secretFile);
  if (key !== null && !/^(whsec|whpk)_[A-Za-z0-9+/]+={0,2}$/.test(key))
    throw new CliError('--secret-file: expected whsec_… or whpk_…', EXIT.usage);
  const server = createServer(async (request, response) => {
    const body = await bodyOf(request);
    const fault = key === null ? null : faultOf(key, request, body);
    const code = fault === null ? status : 401;
    response.writeHead(code).end();
    const verdict = fault ?? (key === null ? 'signature not verified: no secret given' : 'signature holds');
    process.stdout.write(
      `\n${request.method} ${shownTarget(request.url ?? '')} ${request.headers['webhook-id'] ?? 'without webhook-id'}: ${verdict}; answered ${code}\n`,
    );
    process.stdout.write(`${pretty(body)}\n`);
  });
  server.listen(port, '127.0.0.1');
  try {
    await once(server, 'listening');
  } catch (error) {
    throw new CliError(`--port ${port}: ${error instanceof Error ? error.message : String(error)}`, EXIT.failed, { cause: error });
  }
  // Without a reader there is nothing left to do.
  process.stdout.on('error', () => server.close().closeAllConnections());
  const address = server.address();
  process.stdout.write(`http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : port}/\n`);
  await once(server, 'close');
}

/** The path; what a callback URL has behind it is its receiver's secret. */
const shownTarget = (target: string): string => target.replace(/\?.+$/s, '?***');

async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks);
}

/** What is wrong with the signature, in words; null: nothing. */
function faultOf(key: string, { headers }: IncomingMessage, body: Buffer): string | null {
  const { 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': signatures } = headers;
  if (typeof id !== 'string' || typeof timestamp !== 'string' || typeof signatures !== 'string')
    return 'not signed: a webhook header is missing';
  if (!(Math.abs(Date.now() / 1000 - Number(timestamp)) <= TOLERANCE))
    return `webhook-timestamp ${timestamp} is more than ${TOLERANCE} s off`;
  const content = Buffer.concat([Buffer.from(`${id}.${timestamp}.`), body]);
  return signatures.split(' ').some((signature) => holds(key, content, signature)) ? null : 'SIGNATURE DOES NOT HOLD: another secret?';
}

function holds(key: string, content: Buffer, signature: string): boolean {
  const [version, encoded = ''] = signature.split(',');
  const given = Buffer.from(encoded, 'base64');
  const bytes = Buffer.from(key.slice(key.indexOf('_') + 1), 'base64');
  if (key.startsWith('whpk_')) {
    if (version !== 'v1a') return false;
    return verify(
      null,
      content,
      createPublicKey({ format: 'jwk', key: { kty: 'OKP', crv: 'Ed25519', x: bytes.toString('base64url') } }),
      given,
    );
  }
  const expected = createHmac('sha256', bytes).update(content).digest();
  return version === 'v1' && given.length === expected.length && timingSafeEqual(given, expected);
}

function pretty(body: Buffer): string {
  try {
    return JSON.stringify(JSON.parse(body.toString()), null, 2).split('\n').map(printable).join('\n');
  } catch {
    return printable(body.toString());
  }
}
