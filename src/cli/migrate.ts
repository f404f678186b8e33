/** `ix migrate`: the schema, and nothing else. */
import type { Command } from 'commander';
import { loadConfig } from '../config.ts';

export function register(program: Command): void {
  program
    .command('migrate')
    .summary("bring the database's schema up to date and end")
    .description(
      'Bring the schema of the database up to date and end. `ix up`, `ix api` and `ix worker` do so by themselves at their start; ' +
        'run this first where a roll-out should stop when it fails. Safe to run on many hosts at once.',
    )
    .addHelpText(
      'after',
      `
Example:
  IX_DATABASE_URL=postgres://ix:secret@db.example/ix ix migrate`,
    )
    .action(async () => {
      const [{ migrateOnly }, { createLog }] = await Promise.all([import('../app/migrate-only.ts'), import('../app/log.ts')]);
      const config = loadConfig();
      const ran = await migrateOnly(config, createLog(config.IX_LOG_LEVEL));
      process.stdout.write(ran.length === 0 ? 'nothing to do: the schema is up to date\n' : ran.map((name) => `${name}\n`).join(''));
    });
}
