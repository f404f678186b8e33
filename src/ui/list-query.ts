/** The state of the jobs list ↔ its URL: filters, place and whether it is live. Whatever stands there, the page can be shown. */
import { z } from 'zod';
import { CursorSchema, NAME_MAX, upTo } from '../contracts/bounds.ts';
import { IX_ERROR_CODES, type IxErrorCode } from '../contracts/errors.ts';
import {
  CALLBACK_STATUSES,
  type CallbackStatus,
  JOB_STATUSES,
  type JobStatus,
  SEARCH_TEXT_MAX,
  SEARCH_TEXT_MIN,
} from '../contracts/job.ts';
import { TRUST_LEVELS, type TrustLevel } from '../contracts/response.ts';
import { badText } from '../http/json.ts';
import type { JobFilter } from '../store/job-filter.ts';
import { visible } from './show.ts';
import { commonWords } from './words/common.ts';
import { jobsWords } from './words/jobs.ts';

export interface ListQuery {
  readonly statuses: readonly JobStatus[];
  readonly client: string;
  readonly useCase: string;
  readonly text: string;
  /** Jobs that ended with it; empty: any. */
  readonly code: IxErrorCode | '';
  /** How the id of the worker begins that runs a job now; empty: any. */
  readonly worker: string;
  /** What came of the callback; empty: anything. */
  readonly callback: CallbackStatus | '';
  /** Jobs with a value of that trust; high: with no other. Empty: any. */
  readonly trust: TrustLevel | '';
  /** As it stands in the URL: ISO 8601 in UTC. */
  readonly after: string;
  readonly before: string;
  /** Only what a person should look at. */
  readonly needsReview: boolean;
  readonly cursor: string | null;
  readonly live: boolean;
  /** What could not be followed, in words. */
  readonly problems: readonly string[];
}

/** Jobs on a page. */
export const PAGE_SIZE = 50;

/** A name that nothing can have is no mistake here: nothing is found. */
const NameFilter = upTo(NAME_MAX, z.string());
const TextFilter = upTo(SEARCH_TEXT_MAX, z.string());

/** What may stand in the search field as `code:IX_000_007`, and the parameter it stands for. */
const QUALIFIERS: Readonly<Record<string, string>> = {
  code: 'code',
  client: 'client',
  use_case: 'use_case',
  state: 'status',
  status: 'status',
  worker: 'worker',
  callback: 'callback',
  trust: 'trust',
};

/** `code:IX_000_007 march` is the code and the text: qualifiers go where their parameters are, a value in quotes may hold blanks. */
function withQualifiers(given: URLSearchParams): URLSearchParams {
  const params = new URLSearchParams(given);
  const rest = (params.get('q') ?? '').replaceAll(
    /(?<=^|\s)(\w+):(?:"([^"]*)"|(\S+))/g,
    (whole, name: string, quoted?: string, plain?: string) => {
      const parameter = QUALIFIERS[name.toLowerCase()];
      if (parameter === undefined) return whole;
      const value = quoted ?? plain ?? '';
      if (parameter === 'status' && value !== 'any') params.append('status', value);
      else params.set(parameter, value);
      return '';
    },
  );
  if (params.has('q')) params.set('q', rest.trim());
  return params;
}

export function parseListQuery(given: URLSearchParams): ListQuery {
  const params = withQualifiers(given);
  const problems: string[] = [];
  const w = jobsWords();
  const text = (name: string, filter = NameFilter): string => {
    const value = (params.get(name) ?? '').trim();
    const why = badText(value) ?? filter.safeParse(value).error?.issues[0]?.message;
    if (why === undefined) return value;
    problems.push(w.cannotSearch(name, why));
    return '';
  };
  const instant = (name: string): string => {
    const value = text(name);
    if (value === '') return '';
    const parsed = new Date(/[zZ]|[+-]\d\d:?\d\d$/.test(value) || value.length <= 10 ? value : `${value}Z`);
    if (!Number.isNaN(parsed.getTime()) && parsed.getUTCFullYear() >= 1 && parsed.getUTCFullYear() <= 9999) return parsed.toISOString();
    problems.push(w.noTime(name));
    return '';
  };
  const q = text('q', TextFilter);
  if (q.length > 0 && q.length < SEARCH_TEXT_MIN) problems.push(w.tooShort(SEARCH_TEXT_MIN));
  const cursor = params.get('cursor') ?? '';
  const isPlace = CursorSchema.safeParse(cursor).success;
  if (cursor !== '' && !isPlace) problems.push(w.noPlace);
  return {
    statuses: JOB_STATUSES.filter((status) => params.getAll('status').includes(status)),
    client: text('client'),
    useCase: text('use_case'),
    text: q,
    code: codeOf(params.get('code') ?? '', problems),
    worker: text('worker'),
    callback: callbackOf(params.get('callback') ?? '', problems),
    trust: trustOf(params.get('trust') ?? '', problems),
    after: instant('after'),
    before: instant('before'),
    needsReview: params.get('needs_review') === 'true',
    cursor: isPlace ? cursor : null,
    live: params.get('live') !== 'off',
    problems,
  };
}

function codeOf(text: string, problems: string[]): IxErrorCode | '' {
  const code = IX_ERROR_CODES.find((known) => known === text.trim().toUpperCase());
  if (code === undefined && text.trim() !== '') problems.push(jobsWords().noCode(text.trim()));
  return code ?? '';
}

function callbackOf(text: string, problems: string[]): CallbackStatus | '' {
  const status = CALLBACK_STATUSES.find((known) => known === text.trim().toLowerCase());
  if (status === undefined && text.trim() !== '') problems.push(jobsWords().noState(text.trim(), CALLBACK_STATUSES.join(', ')));
  return status ?? '';
}

function trustOf(text: string, problems: string[]): TrustLevel | '' {
  const level = TRUST_LEVELS.find((known) => known === text.trim().toLowerCase());
  if (level === undefined && text.trim() !== '') problems.push(jobsWords().noTrust(text.trim()));
  return level ?? '';
}

/** What the store is asked; no status chosen is any status. */
export function filterOf(query: ListQuery): JobFilter {
  return {
    statuses: query.statuses.length === 0 ? undefined : query.statuses,
    clientId: query.client === '' ? undefined : query.client,
    useCase: query.useCase === '' ? undefined : query.useCase,
    text: query.text.length < SEARCH_TEXT_MIN ? undefined : query.text,
    code: query.code === '' ? undefined : query.code,
    worker: query.worker === '' ? undefined : query.worker,
    callbackStatus: query.callback === '' ? undefined : query.callback,
    createdAfter: query.after === '' ? undefined : new Date(query.after),
    createdBefore: query.before === '' ? undefined : new Date(query.before),
    needsReview: query.needsReview ? true : undefined,
    trust: query.trust === '' ? undefined : query.trust,
  };
}

/** The pairs of the URL without what is empty; a change of a filter starts at the first page again. */
export function pairsOf(query: ListQuery): [string, string][] {
  const pairs: [string, string][] = [
    ...query.statuses.map((status): [string, string] => ['status', status]),
    ['client', query.client],
    ['use_case', query.useCase],
    ['q', query.text],
    ['code', query.code],
    ['worker', query.worker],
    ['callback', query.callback],
    ['trust', query.trust],
    ['after', query.after],
    ['before', query.before],
    ['needs_review', query.needsReview ? 'true' : ''],
    ['cursor', query.cursor ?? ''],
    ['live', query.live ? '' : 'off'],
  ];
  return pairs.filter(([, value]) => value !== '');
}

export function listUrl(query: ListQuery): string {
  const search = new URLSearchParams(pairsOf(query)).toString();
  return search === '' ? '/ui/jobs' : `/ui/jobs?${search}`;
}

export const isFiltered = (query: ListQuery): boolean =>
  query.statuses.length > 0 ||
  query.needsReview ||
  [query.client, query.useCase, query.text, query.code, query.worker, query.callback, query.trust, query.after, query.before].some(
    (value) => value !== '',
  );

/** The filter in words, for a person who is about to act on all that match. */
export function filterWords(query: ListQuery): string {
  const [{ is, or, needsReview, everyJob }, { states, callbackStates, trust }] = [jobsWords(), commonWords()];
  const parts = [
    query.statuses.length === 0 ? '' : is.state(query.statuses.map((status) => states[status]).join(or)),
    query.needsReview ? needsReview : '',
    query.client === '' ? '' : is.client(visible(query.client)),
    query.useCase === '' ? '' : is.useCase(visible(query.useCase)),
    query.text.length < SEARCH_TEXT_MIN ? '' : is.text(visible(query.text)),
    query.code === '' ? '' : is.code(query.code),
    query.worker === '' ? '' : is.worker(visible(query.worker)),
    query.callback === '' ? '' : is.callback(callbackStates[query.callback]),
    query.trust === '' ? '' : is.trust(trust[query.trust]),
    query.after === '' ? '' : is.after(query.after),
    query.before === '' ? '' : is.before(query.before),
  ].filter((part) => part !== '');
  return parts.length === 0 ? everyJob : parts.join(', ');
}
