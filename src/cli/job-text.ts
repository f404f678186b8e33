/** Jobs for people: a table of many, and all there is to say about one. */
import type { Job, JobSummary } from '../contracts/job.ts';
import type { UseCaseFields } from './client.ts';
import { aheadOf, resultText } from './result.ts';
import { printable, type TableOptions, table, widthOf } from './table.ts';

/** The columns of a list: the few that fit a terminal, or all. */
export function jobTable(jobs: readonly JobSummary[], form: 'table' | 'wide', now: number, options: TableOptions): string {
  if (form === 'wide') return table(WIDE, jobs.map(wideRow));
  const rows = jobs.map((job) => [ageOf(job.created_at, now), job.status, job.job_id, job.display_name ?? job.request_id, job.error ?? '']);
  return table(['AGE', 'STATUS', 'JOB', 'FILE', 'WHY'], rows, { ...options, shrink: ['FILE', 'WHY'] });
}

const WIDE = ['CREATED', 'STATUS', 'JOB', 'CLIENT', 'USE CASE', 'REQUEST ID', 'FILE', 'TOOK', 'CODE', 'WHY'];

const wideRow = (job: JobSummary): string[] => [
  instant(job.created_at),
  job.status,
  job.job_id,
  job.client_id,
  job.use_case ?? '',
  job.request_id,
  job.display_name ?? '',
  job.started_at === null || job.finished_at === null
    ? ''
    : `${((Date.parse(job.finished_at) - Date.parse(job.started_at)) / 1000).toFixed(2)} s`,
  job.code ?? '',
  job.error ?? '',
];

const UNITS = [
  ['d', 86_400],
  ['h', 3600],
  ['m', 60],
  ['s', 1],
] as const;

/** `45s`, `3m`, `2h`, `12d`: whole units, cut. */
export function ageOf(iso: string, now: number): string {
  const seconds = Math.max(0, Math.floor((now - Date.parse(iso)) / 1000));
  const [unit, size] = UNITS.find(([, size]) => seconds >= size) ?? ['s', 1];
  return `${Math.floor(seconds / size)}${unit}`;
}

/** @param why it still waits; null: it does not. */
export function jobText(job: Job, fields: UseCaseFields | null, why: string | null): string {
  const facts: [string, string | null][] = [
    ['job', job.job_id],
    ['client', job.client_id],
    ['request id', job.request_id],
    ['use case', job.use_case ?? job.request.use_case_inline?.name ?? null],
    ['file', job.display_name],
    ['status', job.status],
    ['waits', why],
    ['place in line', job.queue === null ? null : `${aheadOf(job.queue)}, ${job.queue.total_active} pending or running in all`],
    ['priority', job.priority === 0 ? null : String(job.priority)],
    ['lost runs', job.attempts === 0 ? null : String(job.attempts)],
    ['worker', job.worker_id],
    ['created', instant(job.created_at)],
    ['started', job.started_at === null ? null : instant(job.started_at)],
    ['finished', job.finished_at === null ? null : instant(job.finished_at)],
    ['cancel asked', job.cancel_requested_at === null ? null : instant(job.cancel_requested_at)],
    ['copy of', job.origin_job_id],
    [
      'callback',
      job.callback_url === null ? null : `${job.callback_url}${job.callback_status === null ? '' : ` (${job.callback_status})`}`,
    ],
  ];
  const known = facts.flatMap(([name, value]) => (value === null ? [] : [`${name.padEnd(14)}${printable(value)}`]));
  return job.response === null ? known.join('\n') : `${known.join('\n')}\n\n${resultText(job, fields, widthOf(process.stdout))}`;
}

/** Seconds are enough for people; UTC, as everywhere. */
export const instant = (iso: string): string => `${iso.slice(0, 19).replace('T', ' ')}Z`;
