/**
 * A fuzz of a whole ix: random strings at every place where its API, as its own OpenAPI document tells of it, and its pages take one. Whatever
 * is sent, it is answered, never with a failure of ix; and jobs that were taken come to their end.
 */
import { setTimeout as delay } from 'node:timers/promises';
import { z } from 'zod';
import { PAGES } from './pages.ts';
import type { Components } from './places.ts';
import { Random } from './random.ts';
import { type FuzzRequest, type Known, requestFor } from './request.ts';
import { type Answer, BEARER, send } from './send.ts';
import { componentsOf, DocumentSchema, describe, operationsOf, type Slot, slotsOf } from './slots.ts';

export interface FuzzOptions {
  readonly address: string;
  readonly seed: number;
  readonly requests: number;
  /** Sends this one alone, of a run that showed it to go wrong. */
  readonly only?: number | undefined;
  /** Told of each that goes wrong, when it does. */
  readonly onFault?: (fault: Fault) => void;
}

export interface Fault {
  readonly nth: number;
  readonly slot: string;
  /** What was wrong with the answer. */
  readonly what: string;
  readonly request: FuzzRequest | null;
}

export interface FuzzReport {
  readonly faults: readonly Fault[];
  /** Requests by the status they were answered with. */
  readonly statuses: ReadonlyMap<number, number>;
  readonly places: number;
  /** Places that had a random string at least once. */
  readonly visited: number;
  /** Jobs that were taken. */
  readonly jobs: number;
  readonly seconds: number;
}

/** Requests on their way at a time: their submits are to share transactions. */
const WIDTH = 16;
/** One in so many requests is an ordinary submit, which nothing beside it may spoil. */
const ORDINARY = 10;
/** Of each request line with its headers; Node's own bound, 16 KiB, is answered before ix is asked, and the rest is not read. */
const CUT_OFF_BYTES = 14_000;
const PATIENCE_MS = 120_000;
const LOOK_MS = 100;

const SUBMISSION = { use_case: 'receipt', context: { texts: ['Total 12.00 EUR'] } };
const JobSchema = z.looseObject({ job_id: z.string(), status: z.string() });
const BatchSchema = z.looseObject({ jobs: z.array(z.looseObject({ job_id: z.string() })) });
const BulkSchema = z.looseObject({ applied: z.number() });
const DeletedSchema = z.looseObject({ jobs: z.number() });
const ListSchema = z.looseObject({ total: z.number() });
const InvalidSchema = z.looseObject({
  errors: z.array(z.union([z.looseObject({ pointer: z.string() }), z.looseObject({ parameter: z.string() })])).min(1),
});

export async function fuzz({ address, seed, requests, only, onFault = () => {} }: FuzzOptions): Promise<FuzzReport> {
  const started = performance.now();
  const document = DocumentSchema.parse(await json(await ask(address, 'GET', '/openapi.json')));
  const components = componentsOf(document);
  const slots = new Random(seed).shuffled(slotsOf([...operationsOf(document), ...operationsOf(PAGES)], components));
  const known = await knownOf(address);
  const faults: Fault[] = [];
  const statuses = new Map<number, number>();
  const visited = new Set<Slot>();
  const jobs = new Set<string>();
  let copies = 0;

  const tell = (fault: Fault): void => {
    faults.push(fault);
    onFault(fault);
  };
  const one = async (nth: number): Promise<void> => {
    const { slot, request } = nthOf(nth, seed, slots, components, known);
    if (slot !== null) visited.add(slot);
    const answer = await send(address, request).catch((error: Error) => error);
    const what = answer instanceof Error ? unanswered(answer, request) : wrongWith(answer, slot);
    if (!(answer instanceof Error)) {
      statuses.set(answer.status, (statuses.get(answer.status) ?? 0) + 1);
      for (const id of jobsOf(answer, slot)) jobs.add(id);
      copies += copiesOf(answer, slot);
    }
    if (what !== null) tell({ nth, slot: slot === null ? 'an ordinary submit' : describe(slot), what, request });
  };

  const all = only === undefined ? Array.from({ length: requests }, (_, nth) => nth) : [only];
  const next = all.values();
  await Promise.all(
    Array.from({ length: WIDTH }, async () => {
      for (const nth of next) await one(nth);
    }),
  );
  for (const what of await afterwards(address, jobs.add(known.parameters.job_id ?? '').size + copies))
    tell({ nth: requests, slot: 'afterwards', what, request: null });
  const seconds = (performance.now() - started) / 1000;
  return { faults, statuses, places: slots.length, visited: visited.size, jobs: jobs.size, seconds };
}

/** Every place has its turn, over and over. */
function nthOf(nth: number, seed: number, slots: readonly Slot[], components: Components, known: Known) {
  const random = new Random(seed, nth);
  const slot = nth % ORDINARY === 0 ? undefined : slots[(nth - Math.ceil(nth / ORDINARY)) % slots.length];
  if (slot === undefined) {
    const body = { ...SUBMISSION, ix_client_id: `ordinary ${nth % 7}` };
    return { slot: null, request: { method: 'POST', target: '/jobs', headers: JSON_TYPE, body: Buffer.from(JSON.stringify(body)) } };
  }
  const others = slots.filter(({ operation }) => operation === slot.operation);
  return { slot, request: requestFor(random, slot, others, components, known) };
}

/** Null: nothing is. */
function wrongWith({ status, headers, body }: Answer, slot: Slot | null): string | null {
  if (slot === null && status !== 201 && status !== 503) return `expected 201 or 503, got ${status}: ${body.slice(0, 500)}`;
  if (status >= 500 && status !== 503) return `${status}: ${body.slice(0, 500)}`;
  if (status !== 422 || !String(headers['content-type']).startsWith('application/problem+json')) return null;
  if (body.includes('/docs/problems/no-document')) return null;
  return InvalidSchema.safeParse(JSON.parse(body)).success ? null : `422 that names neither pointer nor parameter: ${body.slice(0, 500)}`;
}

/** Node ends the connection of a request whose head is too long, sometimes before the answer has been read. */
function unanswered(error: Error, { target, headers }: FuzzRequest): string | null {
  const head = target.length + Object.entries(headers).join().length;
  return head > CUT_OFF_BYTES && 'code' in error ? null : `no answer: ${error.message}`;
}

/** The ids of those that were made; a page leads to one that was there already, too. */
function jobsOf({ status, headers, body }: Answer, slot: Slot | null): string[] {
  const path = slot?.operation.path ?? '/jobs';
  // The page of one job, or of those of several documents.
  const to = /^\/ui\/(?:jobs\/|batch\?)(.*)$/.exec(String(headers.location))?.[1] ?? '';
  if (status === 303 && /submit$/.test(path)) return to.match(/[\da-f-]{36}/g) ?? [];
  if (status !== 201) return [];
  if (path === '/jobs/batch') return BatchSchema.parse(JSON.parse(body)).jobs.map(({ job_id }) => job_id);
  return path === '/jobs' || path.endsWith('/resubmit') ? [JobSchema.parse(JSON.parse(body)).job_id] : [];
}

/** How many more there are, or fewer, of which no answer tells the ids: resubmitted by a filter, or deleted. */
function copiesOf({ status, body }: Answer, slot: Slot | null): number {
  if (slot === null || status >= 300) return 0;
  const { path, method } = slot.operation;
  if (path === '/v1/jobs/resubmit') return BulkSchema.parse(JSON.parse(body)).applied;
  if (method.toUpperCase() !== 'DELETE') return 0;
  if (path === '/v1/jobs/{job_id}') return -1;
  return path === '/v1/clients/{client_id}' ? -DeletedSchema.parse(JSON.parse(body)).jobs : 0;
}

/** What does not hold when all was sent, in words: everything that was taken ends, and so does one more. */
async function afterwards(address: string, jobs: number): Promise<string[]> {
  const normal = await ask(address, 'POST', '/jobs', SUBMISSION, { Prefer: 'wait=60' });
  const { status } = JobSchema.parse(await json(normal));
  const wrong = status === 'done' ? [] : [`an ordinary job is ${status} after 60 s`];
  const until = performance.now() + PATIENCE_MS;
  let waiting = await count(address, 'status=pending&status=running');
  for (; waiting > 0 && performance.now() < until; waiting = await count(address, 'status=pending&status=running')) await delay(LOOK_MS);
  if (waiting > 0) wrong.push(`${waiting} jobs have not ended`);
  const stored = (await count(address, '')) - 1;
  return stored === jobs ? wrong : [...wrong, `${jobs} jobs were taken, and ${stored} are there`];
}

async function knownOf(address: string): Promise<Known> {
  const job = JobSchema.parse(
    await json(await ask(address, 'POST', '/jobs', { ...SUBMISSION, ix_client_id: 'fuzz', request_id: 'known' }, { Prefer: 'wait=60' })),
  );
  const some = '019a2f3e-5b1c-7c44-9d0e-2f6a1b3c4d5e';
  const parameters = {
    job_id: job.job_id,
    client_id: 'fuzz',
    request_id: 'known',
    name: 'invoice',
    image: '1.png',
    callback_id: some,
    secret_id: some,
    key_id: 'abcdefghijkl',
  };
  const endpoint = { client_id: 'fuzz', origin: 'http://127.0.0.1:1' };
  return {
    parameters: { ...parameters, act: 'pause', page: 'jobs' },
    bodies: {
      'application/json /jobs': SUBMISSION,
      'multipart/form-data /jobs': { request: { use_case: 'receipt' }, files: ['Total 12.00 EUR'] },
      'application/json /jobs/batch': { jobs: [SUBMISSION] },
      'application/json /endpoints/pause': endpoint,
      'application/json /endpoints/resume': endpoint,
      'application/json /clients/{client_id}/secrets': { overlap_seconds: 0 },
      'application/json /v1/keys': { role: 'reader' },
      'application/json /v1/keys/{key_id}/rotate': { overlap_seconds: 0 },
      'application/x-www-form-urlencoded /ui/keys': { role: 'reader' },
      'multipart/form-data /ui/submit': { use_case: 'receipt', text: 'Total 12.00 EUR' },
      'application/x-www-form-urlencoded /ui/jobs/bulk': {
        ...{ act: 'cancel', scope: 'matching', client: 'nobody' },
        ...{ confirm: 'yes', until: new Date().toISOString(), key: '0123456789abcdef' },
      },
      'application/x-www-form-urlencoded /ui/callbacks/{act}': endpoint,
    },
  };
}

const JSON_TYPE = { 'Content-Type': 'application/json' };

function ask(address: string, method: string, path: string, body: unknown = null, headers: Record<string, string> = {}): Promise<Response> {
  const sent = body === null ? {} : { body: JSON.stringify(body) };
  return fetch(`${address}${path}`, { method, headers: { ...BEARER, ...(body === null ? {} : JSON_TYPE), ...headers }, ...sent });
}

async function json(response: Response): Promise<unknown> {
  if (!response.ok) throw new Error(`${response.url}: ${response.status} ${await response.text()}`);
  return await response.json();
}

/** Jobs that match. */
const count = async (address: string, query: string): Promise<number> =>
  ListSchema.parse(await json(await ask(address, 'GET', `/jobs?limit=1&${query}`))).total;
