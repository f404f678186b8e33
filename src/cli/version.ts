/** `ix version`: what runs here. */
import type { Command } from 'commander';
import ix from '../../package.json' with { type: 'json' };

export function register(program: Command): void {
  program
    .command('version')
    .summary('the version of ix, and of its Node')
    .description('Print the version of ix, and of the Node it runs on.')
    .action(() => void process.stdout.write(`ix ${ix.version}, Node ${process.versions.node}, ${process.platform} ${process.arch}\n`));
}
