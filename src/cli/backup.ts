/** `ix backup`: a copy of the embedded database's folder while ix runs on it. */
import { resolve } from 'node:path';
import type { Command } from 'commander';
import { loadConfig } from '../config.ts';
import { CliError, EXIT } from './failure.ts';

export function register(program: Command): void {
  program
    .command('backup')
    .summary('copy the embedded database while ix runs on it')
    .description(
      'Copy the data folder of an embedded database while its ix runs and goes on: what was stored when the copy ends is in it. ' +
        'The copy is a data folder itself: ix starts on it (IX_DATA_DIR).\n\n' +
        'Run it on the host of that ix, as its user, with its IX_DATA_DIR. A database of your own (IX_DATABASE_URL) is backed up by its own means.',
    )
    .argument('<folder>', 'where to; it must not be there yet')
    .addHelpText(
      'after',
      `
Exit codes: 0 complete, 1 it failed, 2 wrong usage or nothing runs there

Example:
  IX_DATA_DIR=/var/lib/ix ix backup /backups/ix-2026-11-30`,
    )
    .action(async (folder: string) => {
      const { IX_DATABASE_URL, IX_DATA_DIR } = loadConfig();
      if (IX_DATABASE_URL !== null) {
        throw new CliError('IX_DATABASE_URL is set: `ix backup` copies an embedded database; use pg_dump or a base backup', EXIT.usage);
      }
      const { backUp } = await import('../database/backup.ts');
      const into = resolve(folder);
      const bytes = await backUp(IX_DATA_DIR, into);
      process.stdout.write(`${into}: ${Math.ceil(bytes / 1_000_000)} MB\n`);
    });
}
