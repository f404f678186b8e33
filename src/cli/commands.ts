/** The commands, each loaded when it is asked for: what the others need is not read to run one. */
import { Command } from 'commander';
import ix from '../../package.json' with { type: 'json' };

interface CommandModule {
  readonly register: (program: Command) => void;
}

/** In the order of `ix --help`. */
const COMMANDS: Readonly<Record<string, () => Promise<CommandModule>>> = {
  up: () => import('./up.ts'),
  api: () => import('./api.ts'),
  worker: () => import('./worker.ts'),
  migrate: () => import('./migrate.ts'),
  backup: () => import('./backup.ts'),
  health: () => import('./health.ts'),
  doctor: () => import('./doctor.ts'),
  extract: () => import('./extract.ts'),
  submit: () => import('./submit.ts'),
  jobs: () => import('./jobs.ts'),
  'use-cases': () => import('./use-cases.ts'),
  eval: () => import('./eval.ts'),
  reviews: () => import('./reviews.ts'),
  callbacks: () => import('./callbacks.ts'),
  secrets: () => import('./secrets.ts'),
  keys: () => import('./keys.ts'),
  clients: () => import('./clients.ts'),
  completion: () => import('./completion.ts'),
  version: () => import('./version.ts'),
};

/** `ix` with the command of this name; with all of them where it names none. */
export async function programFor(name?: string): Promise<Command> {
  const program = new Command('ix')
    .description('Documents in, structured and grounded JSON out, as durable jobs inside one Postgres.')
    .version(ix.version)
    .exitOverride()
    .showHelpAfterError('(ix --help lists the commands, ix COMMAND --help explains one)')
    .addHelpText(
      'after',
      `
First steps:
  ix up                  start ix here: database, API and worker
  ix extract samples/statement-en.pdf --use-case bank_statement_header
  ix jobs list           what has been submitted

Settings are environment variables (IX_PORT, IX_DATABASE_URL, ...):
docs/configuration.md`,
    );
  const named = Object.entries(COMMANDS).find(([known]) => known === name);
  const wanted = named === undefined ? Object.values(COMMANDS) : [named[1]];
  for (const { register } of await Promise.all(wanted.map((load) => load()))) register(program);
  return program;
}
