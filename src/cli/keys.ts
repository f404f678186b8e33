/** `ix keys …`: who may ask for what. */
import { type Command, InvalidArgumentError, Option } from 'commander';
import { OVERLAP_MAX_SECONDS } from '../contracts/callback.ts';
import { CreatedKeySchema, KEY_LIFE_MAX_SECONDS, type Key, KeyIdSchema, KeyListSchema, KeySchema } from '../contracts/key.ts';
import { ROLES } from '../contracts/scope.ts';
import type { IxClient } from './client.ts';
import { progressOn } from './progress.ts';
import { printable, table } from './table.ts';
import { KEY_FILE_OPTION, type TargetOptions, URL_OPTION, withIx } from './target.ts';

interface Shared extends TargetOptions {
  readonly json?: true;
}
interface CreateOptions extends Shared {
  readonly role: string;
  readonly client?: string;
  readonly name?: string;
  readonly days?: number;
  readonly requests?: number;
  readonly pending?: number;
  readonly upload?: number;
}

const JSON_OPTION = ['--json', "print ix's answer as JSON"] as const;
const DAY_SECONDS = 86_400;

export function register(program: Command): void {
  const keys = program
    .command('keys')
    .summary('who may ask for what: list, create, rotate, revoke keys')
    .description(
      'Keys of this ix. Without any it serves the machine it runs on and asks for none; with the first one every request needs a key. ' +
        'Where no ix runs, one is started for the occasion.',
    );

  keys
    .command('list')
    .description('List all keys there ever were, the newest first; never the keys themselves.')
    .option(...JSON_OPTION)
    .option(...URL_OPTION)
    .option(...KEY_FILE_OPTION)
    .action((options: Shared) =>
      asked(options, async (client) => {
        const { value, json } = await client.get('/v1/keys', KeyListSchema);
        process.stdout.write(options.json ? `${JSON.stringify(json, null, 2)}\n` : `${listText(value.keys)}\n`);
      }),
    );

  keys
    .command('create')
    .description('Make a key and print it: it is not shown again. A client may have two live ones.')
    .addOption(new Option('--role <role>', 'what it may do').choices(ROLES).default('client'))
    .option('--client <id>', 'the client that a key of role client is confined to')
    .option('--name <text>', 'what it is for')
    .option('--days <n>', 'days until it ends by itself (default: never)', whole(1, KEY_LIFE_MAX_SECONDS / DAY_SECONDS))
    .option('--requests <n>', 'requests it may send in a minute (default: any number)', whole(1, 2_000_000_000))
    .option('--pending <n>', 'jobs of its client that may wait (default: as IX_CLIENT_MAX_PENDING says)', whole(1, 2_000_000_000))
    .option('--upload <bytes>', 'bytes it may submit in a minute (default: any number)', whole(1, 2_000_000_000))
    .option(...JSON_OPTION)
    .option(...URL_OPTION)
    .option(...KEY_FILE_OPTION)
    .action((options: CreateOptions) => {
      const body = {
        role: options.role,
        client_id: options.client ?? null,
        name: options.name ?? null,
        expires_in_seconds: options.days === undefined ? null : options.days * DAY_SECONDS,
        max_requests_per_minute: options.requests ?? null,
        max_pending: options.pending ?? null,
        max_upload_bytes_per_minute: options.upload ?? null,
      };
      return asked(options, (client) => created(client, '/v1/keys', body, options));
    });

  keys
    .command('rotate')
    .description('Make a key like another one and print it; the other works on for the overlap.')
    .argument('<key>', 'the id of a key, as listed', keyId)
    .option('--overlap <hours>', 'how long the other works on', hours, 24)
    .option(...JSON_OPTION)
    .option(...URL_OPTION)
    .option(...KEY_FILE_OPTION)
    .action((id: string, options: Shared & { readonly overlap: number }) =>
      asked(options, (client) =>
        created(client, `/v1/keys/${id}/rotate`, { overlap_seconds: Math.round(options.overlap * 3600) }, options),
      ),
    );

  keys
    .command('revoke')
    .description('Let nobody in with a key from now on.')
    .argument('<key>', 'the id of a key, as listed', keyId)
    .option(...JSON_OPTION)
    .option(...URL_OPTION)
    .option(...KEY_FILE_OPTION)
    .action((id: string, options: Shared) =>
      asked(options, async (client) => {
        const { value, json } = await client.post(`/v1/keys/${id}/revoke`, null, KeySchema);
        process.stdout.write(options.json ? `${JSON.stringify(json, null, 2)}\n` : `${listText([value])}\n`);
      }),
    );
}

/** Done by the ix that runs, or by one that is started for it. */
async function asked(options: Shared, use: (client: IxClient) => Promise<void>): Promise<void> {
  const progress = progressOn(process.stderr);
  try {
    await withIx(options, progress, use);
  } finally {
    progress.clear();
  }
}

async function created(client: IxClient, path: string, body: unknown, { json: asJson }: Shared): Promise<void> {
  const { value, json } = await client.post(path, body, CreatedKeySchema);
  process.stdout.write(asJson ? `${JSON.stringify(json, null, 2)}\n` : `${value.key}\n`);
}

function listText(keys: readonly Key[]): string {
  if (keys.length === 0) return 'no keys: this ix serves the machine it runs on, and asks for none';
  return table(
    ['ID', 'ROLE', 'CLIENT', 'NAME', 'CREATED', 'LAST USED', 'STATE'],
    keys.map((key) => [
      key.key_id,
      key.role,
      printable(key.client_id ?? '-'),
      printable(key.name ?? '-'),
      key.created_at.slice(0, 19),
      key.last_used_at?.slice(0, 19) ?? 'never',
      stateOf(key),
    ]),
  );
}

function stateOf({ revoked_at, expires_at }: Key): string {
  if (revoked_at !== null) return `revoked ${revoked_at.slice(0, 19)}`;
  if (expires_at === null) return 'live';
  return Date.parse(expires_at) > Date.now() ? `until ${expires_at.slice(0, 19)}` : `expired ${expires_at.slice(0, 19)}`;
}

function keyId(value: string): string {
  const parsed = KeyIdSchema.safeParse(value);
  if (parsed.success) return parsed.data;
  throw new InvalidArgumentError('expected the id of a key, 12 lower-case letters and digits.');
}

function whole(min: number, max: number): (value: string) => number {
  return (value) => {
    const number = /^\d{1,10}$/.test(value) ? Number(value) : -1;
    if (number < min || number > max) throw new InvalidArgumentError(`expected a whole number, ${min} to ${max}.`);
    return number;
  };
}

function hours(value: string): number {
  const number = /^\d+(\.\d+)?$/.test(value) ? Number(value) : -1;
  const max = OVERLAP_MAX_SECONDS / 3600;
  if (number < 0 || number > max) throw new InvalidArgumentError(`expected hours, 0 to ${max}.`);
  return number;
}
