/** A request with a random string in one place, or in a few; the rest of it is in order. */
import { type Components, placed, plain, resolve } from './places.ts';
import type { Random } from './random.ts';
import { MULTIPART, type Operation, type Place, type Slot } from './slots.ts';
import { json, text } from './values.ts';

export interface FuzzRequest {
  readonly method: string;
  /** With the query, as it goes out. */
  readonly target: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer | null;
}

/** What is in order: of parameters by name, and of bodies by media type and path, beyond the least that a schema asks for. */
export interface Known {
  readonly parameters: Readonly<Record<string, string>>;
  readonly bodies: Readonly<Record<string, unknown>>;
}

type Filled = { readonly place: Place; readonly value: unknown };

/** @param others of the same operation: some of them are filled too. */
export function requestFor(random: Random, slot: Slot, others: readonly Slot[], components: Components, known: Known): FuzzRequest {
  const more = random.chance(0.2) ? random.shuffled(others).slice(0, 1 + random.below(3)) : [];
  const filled = [...more, slot].map(({ place }): Filled => {
    // Only JSON has anything but strings.
    const any =
      place.in === 'body' && slot.operation.body?.type === 'application/json' && random.chance(place.path.length === 0 ? 0.5 : 0.1);
    return { place, value: any ? json(random) : text(random) };
  });
  const { operation } = slot;
  const body = bodyOf(random, operation, filled, components, known);
  const headers: Record<string, string> = { ...(body === null ? {} : { 'Content-Type': body.type }) };
  for (const { place, value } of filled) if (place.in === 'header') headers[place.name] = sendable(String(value));
  return { method: operation.method, target: targetOf(random, operation, filled, known), headers, body: body?.bytes ?? null };
}

/** What Node's client refuses to send in a header goes without saying. */
const sendable = (value: string): string => value.replace(/[^\t\x20-\x7e\x80-\xff]/g, '');

/** Percent-encoded as it should be, or as it is as far as Node's client sends it. */
function inTarget(random: Random, value: string): string {
  return random.chance(0.8) ? encodeURIComponent(value.toWellFormed()) : value.replace(/[^\x21-\xff]/g, '');
}

function targetOf(random: Random, { path, parameters }: Operation, filled: readonly Filled[], known: Known): string {
  const given = new Map(
    filled.flatMap(({ place, value }) => ('name' in place ? [[`${place.in} ${place.name}`, String(value)] as const] : [])),
  );
  const asked = path.replaceAll(/\{(\w+)\}/g, (_, name: string) => {
    const value = given.get(`path ${name}`);
    return value === undefined ? encodeURIComponent(known.parameters[name] ?? 'x') : inTarget(random, value);
  });
  const query = parameters.flatMap(({ in: where, name }) => {
    const value = given.get(`query ${name}`);
    return where !== 'query' || value === undefined ? [] : [`${name}=${inTarget(random, value)}`];
  });
  for (const { place, value } of filled) if (place.in === 'query name') query.push(`${inTarget(random, String(value))}=x`);
  return query.length === 0 ? asked : `${asked}?${query.join('&')}`;
}

interface Body {
  readonly type: string;
  readonly bytes: Buffer;
}

function bodyOf(random: Random, { path, body }: Operation, filled: readonly Filled[], components: Components, known: Known): Body | null {
  if (body === null) return null;
  const start = known.bodies[`${body.type} ${path}`] ?? plain(body.schema, components);
  const value = filled.reduce(
    (before, { place, value: here }) => (place.in === 'body' ? placed(before, body.schema, components, place.path, here) : before),
    start,
  );
  if (typeof value === 'string') return { type: body.type, bytes: Buffer.from(value) };
  if (body.type === MULTIPART) return multipart(random, value, resolve(body.schema, components), filled);
  if (body.type === 'application/json') return { type: body.type, bytes: Buffer.from(JSON.stringify(value)) };
  return {
    type: body.type,
    bytes: Buffer.from(new URLSearchParams(pairsOf(value).map(([name, one]): [string, string] => [name, one.toWellFormed()])).toString()),
  };
}

/** A form's fields; one that is an array is given as often as it has items. */
function pairsOf(value: unknown): [string, string][] {
  return Object.entries(value ?? {}).flatMap(([name, inner]) =>
    [inner].flat().map((one): [string, string] => [name, typeof one === 'string' ? one : JSON.stringify(one)]),
  );
}

/** Fields that are objects go as JSON, `files` as files. */
function multipart(random: Random, value: unknown, { properties = {} }: ReturnType<typeof resolve>, filled: readonly Filled[]): Body {
  const boundary = `--fuzz${random.bytes(16).toString('hex')}`;
  const around = (what: string): string | undefined => {
    const found = filled.findLast(({ place }) => place.in === 'part' && place.what === what);
    return found === undefined ? undefined : String(found.value);
  };
  const parts = pairsOf(value).map(([name, content]) => {
    if (properties[name]?.type !== 'array') return `Content-Disposition: form-data; name="${name}"\r\n\r\n${content}`;
    const head = `form-data; name="${around('name') ?? name}"; filename="${around('filename') ?? 'a.txt'}"`;
    return `Content-Disposition: ${head}\r\nContent-Type: ${around('type') ?? 'text/plain'}\r\n\r\n${around('content') ?? content}`;
  });
  const text = `${parts.map((part) => `--${boundary}\r\n${part}\r\n`).join('')}--${boundary}--\r\n`;
  return { type: `${MULTIPART}; boundary=${boundary}`, bytes: Buffer.from(text.toWellFormed()) };
}
