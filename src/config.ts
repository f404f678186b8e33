/** IX_* environment → one typed, frozen Config. The only place that reads `process.env`. */
import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { ENGINES } from './contracts/request.ts';
import {
  choice,
  choices,
  durations,
  folder,
  folders,
  integer,
  list,
  networks,
  ocrLanguages,
  optionalFile,
  optionalFolder,
  optionalPort,
  optionalText,
  optionalUrl,
  postgresUrl,
  retentions,
  roles,
  type SettingAbout,
  seconds,
  secretKeys,
  setting,
  settingAbout,
  text,
  webhookSecret,
} from './setting-kinds.ts';

/** Every setting there is, in the order the documentation lists them. */
export const ConfigSchema = z.object({
  IX_DATABASE_URL: postgresUrl('The PostgreSQL that holds everything. Unset: ix runs an embedded PostgreSQL 18 under IX_DATA_DIR.'),
  IX_LISTEN_DATABASE_URL: postgresUrl(
    'A direct connection to the same database, for notifications and the lock of migrations, when IX_DATABASE_URL leads through a pooler in transaction mode (PgBouncer). Unset: IX_DATABASE_URL is direct.',
  ),
  IX_DATA_DIR: folder('.ix', 'Where the embedded PostgreSQL keeps its data, password, key and log.'),
  IX_HOST: text(
    'host name or address',
    '127.0.0.1',
    'The address the API listens on. Anything but loopback is refused while there is neither a key nor IX_ADMIN_KEY nor IX_OIDC_ISSUER.',
  ),
  IX_PORT: integer(0, 65_535, 8994, '', 'The port the API listens on; 0 takes a free one.'),
  IX_METRICS_PORT: optionalPort(
    'A port of its own for `/metrics`, `/livez`, `/readyz` and `/healthz` of this process, worker or API; 0 takes a free one. Unset: none; an API answers them on IX_PORT as well.',
  ),
  IX_METRICS_HOST: text(
    'host name or address',
    '127.0.0.1',
    'The address IX_METRICS_PORT listens on. Whoever reaches it may read the numbers: they name use cases, and no clients, documents or addresses.',
  ),
  IX_LOG_LEVEL: choice(
    ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'],
    'info',
    'Least severe log line that is written, to standard error: JSON, one a line; on a terminal lines for people.',
  ),
  IX_DB_POOL: integer(
    4,
    200,
    10,
    'connections',
    'Most database connections one process opens for its work; it opens one more to be notified, and two more for the queues.',
  ),
  IX_STOP_GRACE_SECONDS: seconds(
    0,
    3600,
    20,
    'How long requests, jobs and callbacks under way may go on after ix is told to stop. What is left then is handed back and runs elsewhere.',
  ),
  IX_WORKER_CONCURRENCY: integer(1, 1000, 64, 'jobs', 'Jobs one worker process runs at a time.'),
  IX_WORKER_USE_CASES: list(
    'comma-separated names of use cases',
    'The jobs a worker runs, by the name of their use case, inline ones too; the others are left to other workers. Empty: all.',
  ),
  IX_WORKER_ENGINES: choices(
    ENGINES,
    'The jobs a worker runs, by the engine their request names (`auto` when it names none); the others are left to other workers. Empty: all.',
  ),
  IX_CLIENT_MAX_RUNNING: integer(
    0,
    100_000,
    0,
    'jobs',
    'Jobs of one client that may run at a time, over all hosts; the jobs of others are run past them. 0: no ceiling.',
  ),
  IX_CLIENT_MAX_PENDING: integer(
    0,
    100_000_000,
    0,
    'jobs',
    'Jobs of one client that may wait; a submit that would make it more is answered 429. 0: no limit.',
  ),
  IX_PIPELINE_THREADS: integer(1, 64, 2, 'threads', 'Threads of one process in which documents are read and extracted.'),
  IX_PIPELINE_THREAD_MB: integer(
    64,
    8192,
    512,
    'MiB',
    'Heap limit of one such thread; a document that needs more ends its job, not the process.',
  ),
  IX_PIPELINE_REQUEST_TIMEOUT_SECONDS: seconds(
    1,
    86_400,
    300,
    'Deadline of one pipeline run. Past it the job ends with IX_003_002. Each page that OCR reads has it anew, and waiting for a thread does not count.',
  ),
  IX_LEASE_SECONDS: seconds(
    1,
    3600,
    30,
    'A running job whose worker sent no heartbeat for this long is taken back. Heartbeats go out every third of it.',
  ),
  IX_MAX_ATTEMPTS: integer(
    1,
    100,
    3,
    'runs',
    'A job that lost a run is a suspect, of which a worker runs one at a time. With this many runs lost as the one suspect of a worker it ends with IX_003_001.',
  ),
  IX_RETENTION_DAYS: integer(0, 36_500, 90, 'days', 'Finished jobs older than this are deleted; 0 keeps them for ever.'),
  IX_RETENTION_RULES: retentions(
    'Days for the finished jobs of a client or of a use case, e.g. `client:acme=365,use_case:receipt=7`; 0 keeps them for ever. The client’s holds where both do, IX_RETENTION_DAYS where none does.',
  ),
  IX_FILE_MAX_BYTES: integer(1, 1_000_000_000, 52_428_800, 'bytes', 'Largest file taken, uploaded or fetched.'),
  IX_FILE_ROOTS: folders('comma-separated folders', 'file:// URLs are read only below these folders; empty: none are.'),
  IX_FETCH_TIMEOUT_SECONDS: seconds(1, 3600, 60, 'Deadline of fetching one file: connect, headers and body.'),
  IX_PDF_MAX_PAGES: integer(1, 10_000, 100, 'pages', 'A PDF with more pages ends its job with IX_000_006.'),
  IX_OCR_CONCURRENCY: integer(
    0,
    64,
    2,
    'pages',
    'Pages of pictures and scans that one process recognises at a time, each in a thread of its own; 0 switches OCR off.',
  ),
  IX_OCR_LANGUAGES: ocrLanguages(
    'deu,eng',
    'What OCR reads where a request names no languages, the likeliest first: the fewer, the faster.',
  ),
  IX_EGRESS_ALLOW: list(
    'comma-separated host names, addresses and CIDRs, each with a port or without',
    'Addresses outside the public internet that files and callbacks may reach all the same, e.g. `intranet.example,10.0.0.0/8:443`. The ports of ix and of its database are never reached.',
  ),
  IX_CALLBACK_SCHEDULE: durations(
    '0s,5s,5m,30m,2h,5h,10h,14h,20h,24h',
    'Wait before each delivery attempt, counted from the one before it; as many attempts as entries.',
  ),
  IX_CALLBACK_TIMEOUT_SECONDS: seconds(1, 300, 15, 'Deadline of one delivery: connect, headers and body.'),
  IX_CALLBACK_JITTER_PERCENT: integer(0, 100, 10, 'percent', 'Each wait of the schedule is spread by this much to either side.'),
  IX_CALLBACK_RETRY_AFTER_MAX_SECONDS: seconds(
    0,
    604_800,
    86_400,
    'Longest time a receiver may put the next attempt off by Retry-After (with 429 or 503). It never comes before its place in the schedule.',
  ),
  IX_CALLBACK_CONCURRENCY: integer(
    1,
    1000,
    64,
    'deliveries',
    'Callbacks one process delivers at a time; at most half of them to endpoints that are slow or failing.',
  ),
  IX_CALLBACK_HOST_CONCURRENCY: integer(
    1,
    1000,
    8,
    'deliveries',
    'Callbacks under way at a time to one scheme, host and port, over all processes. An endpoint starts with one and earns the others.',
  ),
  IX_CALLBACK_PAUSE_AFTER: integer(
    0,
    100,
    10,
    'attempts',
    'An endpoint is paused when four in five of its last attempts, this many of them, have failed; 0: never.',
  ),
  IX_CALLBACK_PROBE_SECONDS: seconds(
    1,
    86_400,
    30,
    'A paused endpoint is tried again with one callback after this long, then after twice as long each time, at most 15 minutes.',
  ),
  IX_CALLBACK_PAYLOAD: choice(['full', 'thin'], 'full', 'What a callback carries: the whole job, or its ids and where it is.'),
  IX_CALLBACK_MAX_BYTES: integer(
    1000,
    100_000_000,
    1_048_576,
    'bytes',
    'A callback with the whole job that would be larger carries its ids and where it is instead, and says so.',
  ),
  IX_PUBLIC_URL: optionalUrl(
    'Where callers reach this ix, e.g. `https://ix.example.com`: put before paths in thin callbacks (unset: they carry the path alone). Pages of this origin are ours; https there keeps sessions to https. An issuer sends browsers back to it.',
  ),
  IX_TRUST_PROXY: networks(
    'Proxies before this ix, whose X-Forwarded-For, -Proto and -Host are believed, e.g. `10.0.0.0/8`. What anybody else says there is not looked at.',
  ),
  IX_TLS_CERT: optionalFile(
    'The certificate, with those between it and the root, by which ix itself serves https; with IX_TLS_KEY. Unset: http, for a proxy before it to encrypt.',
  ),
  IX_TLS_KEY: optionalFile('The private key of IX_TLS_CERT.'),
  IX_CALLBACK_SIGNING: choice(
    ['signed', 'unsigned'],
    'signed',
    'Callbacks are signed (Standard Webhooks); `unsigned` sends all of them without a signature.',
  ),
  IX_CALLBACK_SECRET: webhookSecret(
    'Signs callbacks of clients without a secret of their own. Unset: ix makes one at first start and keeps it in the database.',
  ),
  IX_LLM_BASE_URL: optionalUrl(
    'An OpenAI-compatible model server, with the path under which it has `/chat/completions`, e.g. `http://127.0.0.1:11434/v1`. Documents are sent there for `engine: llm`, and for `engine: auto` where the rules leave fields open. It may be reached without IX_EGRESS_ALLOW. Unset: no model is asked.',
  ),
  IX_LLM_MODEL: optionalText(
    /./,
    'name of a model',
    'The model that is asked when a request names none. Unset: the first one the server lists.',
  ),
  IX_LLM_API_KEY: optionalText(/./, 'text', 'Sent to the model server as a bearer token. Unset: none is sent.', true),
  IX_LLM_CONTEXT_TOKENS: integer(
    0,
    10_000_000,
    0,
    'tokens',
    'Window of the model: what a prompt and its answer may have together. 0: what the server says, or 8192 where it does not.',
  ),
  IX_LLM_TIMEOUT_SECONDS: seconds(
    1,
    86_400,
    300,
    'Deadline of one request to the model server, and the longest time ix waits for one that is busy.',
  ),
  IX_SECRET_KEY: secretKeys(
    'Seals what is secret in the database: header values of files, URLs with queries, callback secrets. `openssl rand -base64 32` makes one. Unset: with the embedded PostgreSQL ix makes one and keeps it in IX_DATA_DIR; with IX_DATABASE_URL these are kept in the clear.',
  ),
  IX_ADMIN_KEY: setting(
    z
      .string()
      .regex(/^[\x21-\x7e]{32,1024}$/, 'not such a text')
      .optional()
      .transform((value) => value ?? null),
    'text of 32–1024 characters of ASCII without blanks',
    null,
    'Whoever sends it as a key is an admin, as long as it is set: so the first key can be made. With it every request needs a key.',
    true,
  ),
  IX_KEY: setting(
    z
      .string()
      .optional()
      .transform((value) => value ?? null),
    'key of ix',
    null,
    'The key that commands send to the ix they talk to. An ix itself does not read it.',
    true,
  ),
  IX_OIDC_ISSUER: optionalUrl(
    'An OpenID provider that vouches for people and machines, as the `iss` of its tokens spells it. https, or http on this machine. With it every request needs a key, a session or a token; it may be reached as if IX_EGRESS_ALLOW named its host and port.',
  ),
  IX_OIDC_CLIENT_ID: optionalText(
    /^[\x20-\x7e]{1,255}$/,
    'text of 1–255 characters of ASCII',
    'What ix is to the issuer: with it people sign in to the pages there. The redirect URI to register is IX_PUBLIC_URL and `/ui/sign-in/oidc/done`.',
  ),
  IX_OIDC_CLIENT_SECRET: optionalText(
    /^[\x20-\x7e]{1,1024}$/,
    'text of 1–1024 characters of ASCII',
    'The secret of IX_OIDC_CLIENT_ID. Unset: ix is a public client, protected by PKCE alone.',
    true,
  ),
  IX_OIDC_SCOPE: text(
    'OAuth scopes, blanks between them',
    'openid profile email',
    'What is asked of the issuer when somebody signs in; `openid` must be in it, and what makes it put the role into the ID token.',
  ),
  IX_OIDC_AUDIENCE: optionalText(
    /^[\x20-\x7e]{1,1024}$/,
    'text of 1–1024 characters of ASCII',
    'The `aud` of tokens that are for this ix: with it JWTs that the issuer signed are taken as `Authorization: Bearer`, for machines.',
  ),
  IX_OIDC_ROLE_CLAIM: text(
    'name of a claim',
    'roles',
    'The claim, a text or a list of texts, that IX_OIDC_ROLES reads. Dots lead into objects: `realm_access.roles`.',
  ),
  IX_OIDC_ROLES: roles(
    'What the role claim makes of somebody, e.g. `ix-admins=admin,accounting=reader`; of several the strongest. Who has none of the values may do nothing.',
  ),
  IX_OIDC_CLIENT_CLAIM: text(
    'name of a claim',
    'ix_client_id',
    'The claim that names the client of whoever has role client, who may do nothing without it. Dots lead into objects.',
  ),
  IX_USE_CASES_DIR: optionalFolder('Use cases of your own: one JSON file each, loaded at start.'),
});

export type Config = Readonly<z.output<typeof ConfigSchema>>;

/** A setting is wrong: the message names each one, its value (secrets masked) and what was expected. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    const what = problems.length === 1 ? 'a setting is wrong' : 'settings are wrong';
    super(`${what}:\n${problems.map((problem) => `  ${problem}`).join('\n')}`);
    this.problems = problems;
  }
}

/** Settings by name; undefined: not given. */
export type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Parses the settings. An empty value counts as unset.
 * @param over settings that win over those of `env`.
 * @throws ConfigError naming every wrong value and every IX_ name that is not a setting.
 */
export function loadConfig(env: Environment = process.env, over: Environment = {}): Config {
  const { given, problems: unread } = withFiles({ ...givenIn(env), ...givenIn(over) });
  const unknown = Object.keys(given).filter((name) => name.startsWith('IX_') && !(name in ConfigSchema.shape));
  const problems = [...unread, ...unknown.map((name) => `${name}: no such setting${nearest(name)}`)];
  const parsed = ConfigSchema.safeParse(given);
  if (!parsed.success) problems.unshift(...parsed.error.issues.map((issue) => wrongValue(issue, given)));
  if (parsed.success && sharesPort(parsed.data)) {
    problems.push(`IX_METRICS_PORT="${parsed.data.IX_METRICS_PORT}": expected another port than IX_PORT, which the API listens at`);
  }
  if (!parsed.success || problems.length > 0) throw new ConfigError(problems);
  return Object.freeze(parsed.data);
}

const sharesPort = ({ IX_PORT, IX_HOST, IX_METRICS_PORT, IX_METRICS_HOST }: Config): boolean =>
  IX_PORT !== 0 && IX_METRICS_PORT === IX_PORT && IX_METRICS_HOST === IX_HOST;

const givenIn = (env: Environment): Environment =>
  Object.fromEntries(Object.entries(env).filter(([, value]) => value !== undefined && value !== ''));

/** Secrets may be in files, as container engines hand them over: NAME_FILE says where the value of NAME is. */
function withFiles(given: Environment): { readonly given: Environment; readonly problems: readonly string[] } {
  const values = { ...given };
  const problems: string[] = [];
  for (const { name, secret } of allSettings()) {
    const file = secret ? given[`${name}_FILE`] : undefined;
    if (file === undefined) continue;
    delete values[`${name}_FILE`];
    if (given[name] !== undefined) {
      problems.push(`${name}_FILE: expected it or ${name}, not both`);
      continue;
    }
    try {
      values[name] = readFileSync(file, 'utf8').replace(/\r?\n$/, '');
    } catch (error) {
      const why = error instanceof Error && 'code' in error ? error.code : error;
      problems.push(`${name}_FILE=${JSON.stringify(file)}: expected a file with the value of ${name} (${why})`);
    }
    if (values[name] === '') problems.push(`${name}_FILE=${JSON.stringify(file)}: expected the value of ${name} in it; it is empty`);
  }
  return { given: values, problems };
}

/** What the standard variables of OpenTelemetry ask for: traces, sent to an address or by an exporter that they name, of a service of that name; null: none. */
export function tracesAsked(env: Environment = process.env): { readonly serviceName: string } | null {
  const given = givenIn(env);
  const asked = given.OTEL_TRACES_EXPORTER ?? given.OTEL_EXPORTER_OTLP_TRACES_ENDPOINT ?? given.OTEL_EXPORTER_OTLP_ENDPOINT;
  if (asked === undefined || asked === 'none' || given.OTEL_SDK_DISABLED === 'true') return null;
  return { serviceName: given.OTEL_SERVICE_NAME ?? 'ix' };
}

/**
 * The key that commands send: IX_KEY alone is looked at, as a command may talk to an ix whose settings are none of this machine's.
 * @throws ConfigError when its file cannot be read.
 */
export function commandKey({ IX_KEY, IX_KEY_FILE }: Environment = process.env): string | null {
  const { given, problems } = withFiles(givenIn({ IX_KEY, IX_KEY_FILE }));
  if (problems.length > 0) throw new ConfigError(problems);
  return given.IX_KEY ?? null;
}

function wrongValue({ path, message }: z.core.$ZodIssue, given: Environment): string {
  const name = String(path[0]);
  const about = aboutOf(name);
  return `${name}=${about.secret ? '***' : JSON.stringify(given[name])}: expected ${about.type} (${message})`;
}

/** Name and description of every setting, in order. */
export function allSettings(): readonly (SettingAbout & { name: string })[] {
  return Object.keys(ConfigSchema.shape).map((name) => ({ name, ...aboutOf(name) }));
}

function aboutOf(name: string): SettingAbout {
  const found = Object.entries(ConfigSchema.shape).find(([known]) => known === name);
  const about = found && settingAbout.get(found[1]);
  if (about === undefined) throw new Error(`${name} is not described`);
  return about;
}

/** ", did you mean IX_PORT?" when a known name is at most three edits away. */
function nearest(name: string): string {
  const [best] = Object.keys(ConfigSchema.shape)
    .map((known) => ({ known, distance: editDistance(name, known) }))
    .filter(({ distance }) => distance <= 3)
    .sort((a, b) => a.distance - b.distance);
  return best === undefined ? '' : `, did you mean ${best.known}?`;
}

/** Levenshtein. */
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
