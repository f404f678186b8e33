/** `ix callbacks …`: what was sent and what came of it, sending again, pausing and resuming endpoints, a receiver to try with. */
import { type Command, InvalidArgumentError, Option } from 'commander';
import {
  type Callback,
  type CallbackAttempt,
  CallbackIdSchema,
  CallbackListSchema,
  CallbackSchema,
  type CallbackSummary,
  type Endpoint,
  EndpointListSchema,
  EndpointSchema,
  JobCallbacksSchema,
  RedeliveredSchema,
} from '../contracts/callback.ts';
import { CALLBACK_STATUSES, LIST_LIMIT_MAX } from '../contracts/job.ts';
import { CliError, EXIT } from './failure.ts';
import { printable, table } from './table.ts';
import { KEY_FILE_OPTION, runningIx, type TargetOptions, URL_OPTION } from './target.ts';

interface Shared extends TargetOptions {
  readonly json?: true;
}
interface ListOptions extends Shared {
  readonly status: readonly string[];
  readonly client?: string;
  readonly limit: number;
}
interface RedeliverOptions extends Shared {
  readonly failed?: true;
  readonly client?: string;
  readonly after?: string;
  readonly before?: string;
  readonly perSecond: number;
}

const JSON_OPTION = ['--json', "print ix's answer as JSON"] as const;

export function register(program: Command): void {
  const callbacks = program
    .command('callbacks')
    .summary('list, show, redeliver callbacks; pause and resume endpoints; try a receiver')
    .description('Callbacks: finished jobs that are sent to their callback URL. More: docs/callbacks.md');

  callbacks
    .command('list')
    .description('List callbacks, newest first, and the endpoints that are paused.')
    .addOption(
      new Option('--status <status>', 'only callbacks in this status; may be repeated')
        .choices(CALLBACK_STATUSES)
        .argParser(collectStatus)
        .default([], 'any'),
    )
    .option('--client <id>', 'only callbacks of this client')
    .option('--limit <n>', `most callbacks shown, 1 to ${LIST_LIMIT_MAX}`, limit, 50)
    .option(...JSON_OPTION)
    .option(...URL_OPTION)
    .option(...KEY_FILE_OPTION)
    .action(async (options: ListOptions) => {
      const client = await runningIx(options);
      const query = new URLSearchParams({ limit: String(options.limit) });
      for (const status of options.status) query.append('status', status);
      if (options.client !== undefined) query.set('client_id', options.client);
      const list = await client.get(`/callbacks?${query}`, CallbackListSchema);
      if (options.json) return print(list.json);
      const paused = new URLSearchParams({ paused: 'true', ...(options.client !== undefined && { client_id: options.client }) });
      const { value } = await client.get(`/endpoints?${paused}`, EndpointListSchema);
      process.stdout.write(`${[listText(list.value.callbacks), ...value.endpoints.map(pausedText)].join('\n')}\n`);
    });

  callbacks
    .command('show')
    .description('Show a callback, or those of a job, with every attempt.')
    .argument('<id>', 'a callback id or a job id')
    .option(...JSON_OPTION)
    .option(...URL_OPTION)
    .option(...KEY_FILE_OPTION)
    .action(async (given: string, options: Shared) => {
      const id = uuid(given);
      const client = await runningIx(options);
      const one = await client.find(`/callbacks/${id}`, CallbackSchema);
      const { value, json } =
        one === null
          ? await client.get(`/jobs/${id}/callbacks`, JobCallbacksSchema)
          : { value: { callbacks: [one.value] }, json: one.json };
      if (options.json) return print(json);
      process.stdout.write(`${value.callbacks.map(callbackText).join('\n\n') || 'this job has no callback'}\n`);
    });

  callbacks
    .command('redeliver')
    .description('Send the callback of a job again, or all that failed. They keep their id and begin their schedule anew.')
    .argument('[job]', 'a job id')
    .option('--failed', 'all callbacks that failed, oldest first')
    .option('--client <id>', 'with --failed: only of this client')
    .option('--after <time>', 'with --failed: only those made after this time (ISO 8601)', time)
    .option('--before <time>', 'with --failed: only those made before this time', time)
    .option('--per-second <n>', 'with --failed: how many are begun in a second, at most', perSecond, 10)
    .option(...JSON_OPTION)
    .option(...URL_OPTION)
    .option(...KEY_FILE_OPTION)
    .addHelpText(
      'after',
      '\nExamples:\n  ix callbacks redeliver 019a2f3e-5b1c-7c44-9d0e-2f6a1b3c4d5e\n  ix callbacks redeliver --failed --client acme --after 2026-11-01',
    )
    .action(async (job: string | undefined, options: RedeliverOptions) => {
      if ((job === undefined) === (options.failed === undefined)) throw new CliError('expected either a job id or --failed', EXIT.usage);
      const client = await runningIx(options);
      if (job !== undefined) {
        const { value, json } = await client.post(`/jobs/${uuid(job)}/callbacks/redeliver`, null, JobCallbacksSchema);
        return options.json ? print(json) : void process.stdout.write(`${value.callbacks.length} pending again\n`);
      }
      const body = {
        client_id: options.client ?? null,
        created_after: options.after ?? null,
        created_before: options.before ?? null,
        per_second: options.perSecond,
      };
      const { value, json } = await client.post('/callbacks/redeliver', body, RedeliveredSchema);
      if (options.json) return print(json);
      process.stdout.write(`${value.redelivered} pending again${value.more ? '; there are more: run this again' : ''}\n`);
    });

  for (const [verb, what] of [
    ['pause', 'Send nothing to an endpoint until it is resumed: its callbacks wait.'],
    ['resume', 'End the pause of an endpoint, whoever began it: what waits is sent at once.'],
  ] as const) {
    callbacks
      .command(verb)
      .description(what)
      .argument('<url>', 'the endpoint: a callback URL, or only its scheme, host and port')
      .option('--client <id>', 'whose endpoint', 'default')
      .option(...JSON_OPTION)
      .option(...URL_OPTION)
      .option(...KEY_FILE_OPTION)
      .action(async (origin: string, options: Shared & { readonly client: string }) => {
        const client = await runningIx(options);
        const { value, json } = await client.post(`/endpoints/${verb}`, { client_id: options.client, origin }, EndpointSchema);
        if (options.json) return print(json);
        process.stdout.write(
          `${verb === 'pause' ? pausedText(value) : `${value.origin} of client ${printable(value.client_id)} is not paused; ${value.pending} pending`}\n`,
        );
      });
  }

  callbacks
    .command('listen')
    .description('A receiver to try with: verifies each callback and prints what came. Listens on this machine only.')
    .option('--port <n>', 'where; 0 takes a free one', port, 8999)
    .option(
      '--secret-file <path>',
      'a file with the whsec_… or whpk_…, - for standard input (default: IX_CALLBACK_SECRET; without any, signatures are not verified)',
    )
    .option('--status <code>', 'answer with this status, to see what ix does then', status, 204)
    .addHelpText(
      'after',
      `
Example:
  IX_EGRESS_ALLOW=127.0.0.1:8999 ix up
  ix secrets create --client default | ix callbacks listen --secret-file -
  ix submit samples/invoice-us.pdf -u invoice \\
    --callback-url http://127.0.0.1:8999/`,
    )
    .action(async (options: { readonly port: number; readonly secretFile?: string; readonly status: number }) => {
      const { listenForCallbacks } = await import('./listen.ts');
      await listenForCallbacks(options);
    });
}

const print = (json: unknown): void => void process.stdout.write(`${JSON.stringify(json, null, 2)}\n`);

function listText(callbacks: readonly CallbackSummary[]): string {
  if (callbacks.length === 0) return 'no callbacks';
  return table(
    ['CREATED', 'STATUS', 'ATTEMPTS', 'NEXT', 'CALLBACK', 'CLIENT', 'URL', 'LAST ERROR'],
    callbacks.map((callback) => [
      instant(callback.created_at),
      callback.paused ? 'paused' : callback.status,
      String(callback.attempts),
      callback.next_attempt_at === null ? '' : instant(callback.next_attempt_at),
      callback.callback_id,
      callback.client_id,
      callback.url,
      callback.last_error ?? '',
    ]),
  );
}

function callbackText(callback: Callback): string {
  const facts = [
    ['callback', callback.callback_id],
    ['job', callback.job_id ?? ''],
    ['event', callback.event],
    ['subscription', callback.subscription_id ?? ''],
    ['client', callback.client_id],
    ['url', callback.url],
    ['status', callback.paused ? `${callback.status}; its endpoint is paused` : callback.status],
    ['next attempt', callback.next_attempt_at === null ? '' : instant(callback.next_attempt_at)],
  ];
  const known = facts.flatMap(([name = '', value = '']) => (value === '' ? [] : [`${name.padEnd(14)}${printable(value)}`]));
  return [...known, '', callback.log.length === 0 ? 'no attempt yet' : callback.log.map(attemptText).join('\n')].join('\n');
}

function attemptText({ attempt, started_at, duration_ms, status_code, error, response_excerpt, next_attempt_at }: CallbackAttempt): string {
  const outcome = error ?? `delivered, answered ${status_code}`;
  const next = next_attempt_at === null ? '' : `; next at ${instant(next_attempt_at)}`;
  const body = response_excerpt === null ? '' : `\n     ${printable(response_excerpt).slice(0, 200)}`;
  return `${String(attempt).padStart(3)}  ${instant(started_at)}  ${String(duration_ms).padStart(6)} ms  ${printable(outcome)}${next}${body}`;
}

function pausedText({ client_id, origin, paused_at, paused_by, probe_at, pending, last_error }: Endpoint): string {
  const why = paused_by === 'operator' ? 'by hand' : `it keeps failing${last_error === null ? '' : ` (${printable(last_error)})`}`;
  const probe = probe_at === null ? '' : `, tried again at ${instant(probe_at)}`;
  return `paused since ${instant(paused_at ?? '')}: ${origin} of client ${printable(client_id)}, ${why}${probe}; ${pending} pending`;
}

/** Seconds are enough for people; UTC, as everywhere. */
const instant = (iso: string): string => `${iso.slice(0, 19).replace('T', ' ')}Z`;

function uuid(given: string): string {
  const id = CallbackIdSchema.safeParse(given);
  if (!id.success) throw new CliError(`${given}: expected an id, a UUID`, EXIT.usage);
  return id.data;
}

function collectStatus(value: string, earlier: readonly string[]): string[] {
  const statuses: readonly string[] = CALLBACK_STATUSES;
  if (!statuses.includes(value)) throw new InvalidArgumentError(`expected ${CALLBACK_STATUSES.join(', ')}.`);
  return [...earlier, value];
}

function whole(value: string, min: number, max: number): number {
  const number = /^\d+$/.test(value) ? Number(value) : -1;
  if (number < min || number > max) throw new InvalidArgumentError(`expected a whole number from ${min} to ${max}.`);
  return number;
}
const limit = (value: string): number => whole(value, 1, LIST_LIMIT_MAX);
const perSecond = (value: string): number => whole(value, 1, 1000);
const port = (value: string): number => whole(value, 0, 65_535);
const status = (value: string): number => whole(value, 200, 599);

function time(value: string): string {
  const at = Date.parse(value);
  if (Number.isNaN(at)) throw new InvalidArgumentError('expected a time, 2026-11-24 or 2026-11-24T12:00:00Z.');
  return new Date(at).toISOString();
}
