/** `ix secrets …`: what callbacks of a client are signed with. */
import { type Command, InvalidArgumentError, Option } from 'commander';
import { NameSchema } from '../contracts/bounds.ts';
import {
  type ClientSecret,
  ClientSecretListSchema,
  CreatedSecretSchema,
  OVERLAP_MAX_SECONDS,
  SECRET_KINDS,
} from '../contracts/callback.ts';
import { CliError, EXIT } from './failure.ts';
import { table } from './table.ts';
import { KEY_FILE_OPTION, runningIx, type TargetOptions, URL_OPTION } from './target.ts';

interface Shared extends TargetOptions {
  readonly client: string;
  readonly json?: true;
}

const CLIENT_OPTION = ['--client <id>', 'whose secrets', 'default'] as const;
const JSON_OPTION = ['--json', "print ix's answer as JSON"] as const;
/** Hours. */
const OVERLAP = 24;

export function register(program: Command): void {
  const secrets = program
    .command('secrets')
    .summary('the secrets callbacks are signed with: list, create, rotate, revoke')
    .description('What callbacks are signed with. A client without a secret of its own has them signed with the server’s.');

  secrets
    .command('list')
    .description('List the secrets in use of a client, masked.')
    .option(...CLIENT_OPTION)
    .option(...JSON_OPTION)
    .option(...URL_OPTION)
    .option(...KEY_FILE_OPTION)
    .action(async (options: Shared) => {
      const client = await runningIx(options);
      const { value, json } = await client.get(pathOf(options.client), ClientSecretListSchema);
      process.stdout.write(options.json ? `${JSON.stringify(json, null, 2)}\n` : `${listText(value.secrets)}\n`);
    });

  for (const [verb, what] of [
    ['create', 'Make a secret and print it: it is not shown again. What signed before signs on for the overlap.'],
    ['rotate', 'The same as create: a new secret, and the earlier ones sign beside it for the overlap.'],
  ] as const) {
    secrets
      .command(verb)
      .description(what)
      .option(...CLIENT_OPTION)
      .addOption(
        new Option('--kind <kind>', 'hmac (v1), or ed25519 (v1a), which prints the public key').choices(SECRET_KINDS).default('hmac'),
      )
      .option('--overlap <hours>', 'how long the earlier secrets sign beside the new one', hours, OVERLAP)
      .option(...JSON_OPTION)
      .option(...URL_OPTION)
      .option(...KEY_FILE_OPTION)
      .action(async (options: Shared & { readonly kind: string; readonly overlap: number }) => {
        const client = await runningIx(options);
        const body = { kind: options.kind, overlap_seconds: Math.round(options.overlap * 3600) };
        const { value, json } = await client.post(pathOf(options.client), body, CreatedSecretSchema);
        process.stdout.write(options.json ? `${JSON.stringify(json, null, 2)}\n` : `${value.secret ?? value.public_key ?? ''}\n`);
      });
  }

  secrets
    .command('revoke')
    .description('Sign nothing with a secret from now on.')
    .argument('<secret>', 'the id of a secret, as listed')
    .option(...CLIENT_OPTION)
    .option(...JSON_OPTION)
    .option(...URL_OPTION)
    .option(...KEY_FILE_OPTION)
    .action(async (id: string, options: Shared) => {
      const client = await runningIx(options);
      const { value, json } = await client.post(`${pathOf(options.client)}/${encodeURIComponent(id)}/revoke`, null, ClientSecretListSchema);
      process.stdout.write(options.json ? `${JSON.stringify(json, null, 2)}\n` : `${listText(value.secrets)}\n`);
    });
}

function pathOf(client: string): string {
  const name = NameSchema.safeParse(client);
  if (name.success) return `/clients/${encodeURIComponent(name.data)}/secrets`;
  throw new CliError(`--client ${client}: ${name.error.issues[0]?.message}`, EXIT.usage);
}

function listText(secrets: readonly ClientSecret[]): string {
  if (secrets.length === 0) return 'no secrets of its own: callbacks are signed with the server’s';
  return table(
    ['CREATED', 'KIND', 'SECRET', 'ID', 'SIGNS UNTIL'],
    secrets.map((secret) => [
      secret.created_at.slice(0, 19),
      secret.kind,
      secret.public_key ?? secret.masked,
      secret.secret_id,
      secret.expires_at?.slice(0, 19) ?? 'rotated or revoked',
    ]),
  );
}

function hours(value: string): number {
  const number = /^\d+(\.\d+)?$/.test(value) ? Number(value) : -1;
  const max = OVERLAP_MAX_SECONDS / 3600;
  if (number < 0 || number > max) throw new InvalidArgumentError(`expected hours, 0 to ${max}.`);
  return number;
}
