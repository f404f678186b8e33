/** Any operation of the API that takes and answers JSON, by its name: what it is given goes into its path, its query and its body. */
import { OPERATIONS } from './operations.ts';
import type { Ask, Transport } from './transport.ts';
import type { Operation } from './types.ts';

export interface Signal {
  /** Ends the wait; the call then throws what it was aborted with. */
  readonly signal?: AbortSignal | undefined;
}

export interface CallOptions extends Signal {
  /** ix answers when what it tells of has ended, or after so many seconds, 0–60. For operations that can wait. */
  readonly waitSeconds?: number;
  /** Of operations that take one; one is made up without it. */
  readonly idempotencyKey?: string;
  /** Sent again where nobody answered. Absent: what reads, what puts, and what has an `Idempotency-Key` is. */
  readonly again?: boolean;
}

type Value = string | number | boolean | Date;

/** What a request says of the operation. @param given parameters by name, and `body` */
export function asked<T>(transport: Transport, operation: Operation, given: object, options: CallOptions): Promise<T> {
  const { method, path, once } = OPERATIONS[operation];
  const { waitSeconds = 0, idempotencyKey, signal } = options;
  const parameters = new Map<string, unknown>(Object.entries(given));
  const key = idempotencyKey ?? (once && transport.retries > 0 ? newKey() : null);
  const { again = method === 'GET' || method === 'PUT' || (once && key !== null) } = options;
  const headers: Record<string, string> = { Accept: 'application/json' };
  if (waitSeconds > 0) headers.Prefer = `wait=${waitSeconds}`;
  if (key !== null) headers['Idempotency-Key'] = key;
  const json = parameters.get('body');
  parameters.delete('body');
  const target = path.replaceAll(/\{(\w+)\}/g, (_, name: string) => {
    const value = parameters.get(name);
    parameters.delete(name);
    return encodeURIComponent(String(value));
  });
  const ask: Ask = { method, headers, again, signal, ...(json === undefined ? {} : { json }) };
  return transport.json(target + queryOf(parameters), ask);
}

/** 32 hex digits. */
export const newKey = (): string =>
  Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('');

/** Lists are given as often as they have items; what is undefined is left out. */
export function queryOf(values: Iterable<readonly [string, unknown]>): string {
  const query = new URLSearchParams();
  for (const [name, value] of values) {
    for (const one of Array.isArray(value) ? value : [value]) {
      if (isValue(one)) query.append(name, one instanceof Date ? one.toISOString() : String(one));
    }
  }
  return query.size === 0 ? '' : `?${query}`;
}

const isValue = (value: unknown): value is Value => value !== undefined && value !== null;
