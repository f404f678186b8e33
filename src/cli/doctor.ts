/** `ix doctor`: what is wrong with this installation, and what to do about it. */
import type { Command } from 'commander';
import { CliError, EXIT } from './failure.ts';
import { printable } from './table.ts';

interface Options {
  readonly json?: true;
}

const MARKS = { ok: 'ok     ', warning: 'warning', fault: 'FAULT  ' } as const;

export function register(program: Command): void {
  program
    .command('doctor')
    .summary('say what is wrong with settings, database and host')
    .description(
      'Look at the settings, the database and this host as an ix would that starts here, and say what is wrong and what to do. ' +
        'Nothing is started, migrated or changed. Run it on each host, with the settings of the service.',
    )
    .option('--json', 'print the findings as JSON')
    .addHelpText(
      'after',
      `
Exit code: 0 no fault (there may be warnings), 1 a fault.

Example:
  IX_DATABASE_URL=postgres://ix:secret@db.example/ix ix doctor`,
    )
    .action(async ({ json }: Options) => {
      const { diagnose } = await import('../app/doctor/doctor.ts');
      const findings = await diagnose({ now: Date.now });
      const lines = findings.map(
        ({ check, level, found, remedy }) =>
          `${MARKS[level]}  ${printable(`${check}: ${found}`)}${remedy === null ? '' : `\n         → ${printable(remedy)}`}\n`,
      );
      process.stdout.write(json ? `${JSON.stringify({ findings }, null, 2)}\n` : lines.join(''));
      const faults = findings.filter(({ level }) => level === 'fault').length;
      if (faults > 0) throw new CliError(`${faults} ${faults === 1 ? 'fault' : 'faults'}`, EXIT.failed);
    });
}
