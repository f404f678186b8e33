/** IX_* environment → one typed, frozen Config. The only place that reads `process.env`. */
import { resolve } from 'node:path';
import { z } from 'zod';

/** One setting: how it is parsed, what it means to a person, and whether its value may be shown. */
interface Setting<T> {
  readonly schema: z.ZodType<T, string | undefined>;
  /** "integer, seconds", "URL": what docs/configuration.md shows and what an error says was expected. */
  readonly type: string;
  /** As it would be written in the environment; null = unset. */
  readonly fallback: string | null;
  readonly about: string;
  readonly secret?: boolean;
}

const integer = (min: number, max: number, fallback: number, unit: string, about: string): Setting<number> => ({
  schema: z.coerce.number<string | undefined>().int().min(min).max(max),
  type: `integer ${min}–${max}${unit === '' ? '' : `, ${unit}`}`,
  fallback: String(fallback),
  about,
});

const seconds = (min: number, max: number, fallback: number, about: string): Setting<number> => ({
  schema: z.coerce.number<string | undefined>().min(min).max(max),
  type: `number ${min}–${max}, seconds`,
  fallback: String(fallback),
  about,
});

const text = (type: string, fallback: string, about: string): Setting<string> => ({
  schema: z.string().min(1),
  type,
  fallback,
  about,
});

const optional = (type: string, about: string, secret = false): Setting<string | null> => ({
  schema: z
    .string()
    .optional()
    .transform((value) => value ?? null),
  type,
  fallback: null,
  about,
  secret,
});

const url = (protocols: RegExp, type: string, about: string, secret = false): Setting<string | null> => ({
  schema: z
    .url({ protocol: protocols })
    .optional()
    .transform((value) => value ?? null),
  type,
  fallback: null,
  about,
  secret,
});

const list = (type: string, about: string): Setting<readonly string[]> => ({
  schema: z.string().transform((value) =>
    value
      .split(',')
      .map((part) => part.trim())
      .filter((part) => part !== ''),
  ),
  type,
  fallback: '',
  about,
});

const choice = <T extends string>(values: readonly [T, ...T[]], fallback: T, about: string): Setting<T> => ({
  schema: z.enum(values) as z.ZodType<T, string | undefined>,
  type: values.join(' | '),
  fallback,
  about,
});

const UNIT_SECONDS = { s: 1, m: 60, h: 3600, d: 86_400 } as const;

/** `0s,5s,5m,2h` → seconds each. */
const durations = (fallback: string, about: string): Setting<readonly number[]> => ({
  schema: z.string().transform((value, context) =>
    value.split(',').map((part) => {
      const match = /^(\d+)([smhd])$/.exec(part.trim());
      if (match === null) {
        context.addIssue({ code: 'custom', message: `${JSON.stringify(part.trim())} is not a duration` });
        return z.NEVER;
      }
      return Number(match[1]) * UNIT_SECONDS[match[2] as keyof typeof UNIT_SECONDS];
    }),
  ),
  type: 'comma-separated durations (30s, 5m, 2h, 1d)',
  fallback,
  about,
});

/** Every setting there is, in the order the documentation lists them. */
export const SETTINGS = {
  IX_DATABASE_URL: url(
    /^postgres(ql)?$/,
    'postgres:// URL',
    'The PostgreSQL that holds everything. Unset: ix runs an embedded PostgreSQL 18 under IX_DATA_DIR.',
    true,
  ),
  IX_DATA_DIR: {
    ...text('folder', '.ix', 'Where the embedded PostgreSQL keeps its data, password and log.'),
    schema: z
      .string()
      .min(1)
      .transform((path) => resolve(path)),
  },
  IX_HOST: text('host name or address', '127.0.0.1', 'The address the API listens on. Anything but loopback is refused until keys exist.'),
  IX_PORT: integer(0, 65_535, 8994, '', 'The port the API listens on; 0 takes a free one.'),
  IX_LOG_LEVEL: choice(
    ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'],
    'info',
    'Least severe log line that is written (JSON, one a line, to standard error).',
  ),
  IX_DB_POOL: integer(4, 200, 10, 'connections', 'Most database connections one process opens; one more listens for notifications.'),
  IX_WORKER_CONCURRENCY: integer(1, 1000, 8, 'jobs', 'Jobs one worker process runs at a time.'),
  IX_PIPELINE_THREADS: integer(1, 64, 2, 'threads', 'Worker threads of one process that parse documents.'),
  IX_PIPELINE_THREAD_MB: integer(
    64,
    8192,
    512,
    'MiB',
    'Heap limit of one parsing thread; a document that needs more ends its job, not the process.',
  ),
  IX_PIPELINE_REQUEST_TIMEOUT_SECONDS: seconds(1, 86_400, 300, 'Deadline of one pipeline run. Past it the job ends with IX_003_002.'),
  IX_LEASE_SECONDS: seconds(
    1,
    3600,
    30,
    'A running job whose worker sent no heartbeat for this long is taken back. Heartbeats go out every third of it.',
  ),
  IX_MAX_ATTEMPTS: integer(1, 100, 3, 'runs', 'Runs a job may lose to dying workers before it ends with IX_003_001.'),
  IX_RETENTION_DAYS: integer(0, 36_500, 90, 'days', 'Finished jobs older than this are deleted; 0 keeps them for ever.'),
  IX_FILE_MAX_BYTES: integer(1, 1_000_000_000, 52_428_800, 'bytes', 'Largest file taken, uploaded or fetched.'),
  IX_FILE_ROOTS: list('comma-separated folders', 'file:// URLs are read only below these folders; empty: none are.'),
  IX_FETCH_TIMEOUT_SECONDS: seconds(1, 3600, 60, 'Deadline of fetching one file: connect, headers and body.'),
  IX_PDF_MAX_PAGES: integer(1, 10_000, 100, 'pages', 'A PDF with more pages ends its job with IX_000_006.'),
  IX_EGRESS_ALLOW: list(
    'comma-separated host names and CIDRs',
    'Addresses outside the public internet that files and callbacks may reach all the same, e.g. `intranet.example,10.0.0.0/8`.',
  ),
  IX_CALLBACK_SCHEDULE: durations(
    '0s,5s,5m,30m,2h,5h,10h,14h,20h,24h',
    'Wait before each delivery attempt, counted from the one before it; as many attempts as entries.',
  ),
  IX_CALLBACK_TIMEOUT_SECONDS: seconds(1, 300, 15, 'Deadline of one delivery: connect, headers and body.'),
  IX_CALLBACK_CONCURRENCY: integer(1, 1000, 16, 'deliveries', 'Callbacks one process delivers at a time.'),
  IX_CALLBACK_SECRET: optional(
    '`whsec_` and base64 of 24–64 bytes',
    'Signs callbacks (Standard Webhooks). Unset: ix makes one at first start and keeps it in the database; `ix secret` prints it.',
    true,
  ),
  IX_USE_CASES_DIR: optional('folder', 'Use cases of your own: one JSON file each, loaded at start.'),
} satisfies Record<string, Setting<unknown>>;

type Settings = typeof SETTINGS;
type Value<S> = S extends Setting<infer T> ? T : never;
export type Config = { readonly [K in keyof Settings]: Value<Settings[K]> };

/** A setting is wrong: the message names each one, its value (secrets masked) and what was expected. */
export class ConfigError extends Error {
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(
      `ix cannot start: ${problems.length === 1 ? 'a setting is wrong' : 'settings are wrong'}\n${problems.map((p) => `  ${p}`).join('\n')}`,
    );
    this.name = 'ConfigError';
    this.problems = problems;
  }
}

/**
 * Parses the settings. An empty value counts as unset.
 * @throws ConfigError naming every wrong value and every IX_ name that is not a setting.
 */
export function loadConfig(env: Readonly<Record<string, string | undefined>> = process.env): Config {
  const problems: string[] = [];
  const config: Record<string, unknown> = {};
  for (const [name, setting] of Object.entries(SETTINGS) as [string, Setting<unknown>][]) {
    const given = env[name] === '' ? undefined : env[name];
    const parsed = setting.schema.safeParse(given ?? setting.fallback ?? undefined);
    if (parsed.success) config[name] = parsed.data;
    else
      problems.push(
        `${name}=${setting.secret ? '***' : JSON.stringify(given)}: expected ${setting.type} (${parsed.error.issues[0]?.message})`,
      );
  }
  for (const name of Object.keys(env)) {
    if (name.startsWith('IX_') && !(name in SETTINGS)) problems.push(`${name}: no such setting${nearest(name)}`);
  }
  if (problems.length > 0) throw new ConfigError(problems);
  return Object.freeze(config) as Config;
}

/** ", did you mean IX_PORT?" when a known name is at most three edits away. */
function nearest(name: string): string {
  let best: { name: string; distance: number } | null = null;
  for (const known of Object.keys(SETTINGS)) {
    const distance = editDistance(name, known);
    if (distance <= 3 && (best === null || distance < best.distance)) best = { name: known, distance };
  }
  return best === null ? '' : `, did you mean ${best.name}?`;
}

function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      next[j] = Math.min((row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1, (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}
