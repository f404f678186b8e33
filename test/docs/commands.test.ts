/** Every command the pages show is one that the command line, or npm, takes as it stands there. */
import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { Command } from 'commander';
import { describe, expect, test } from 'vitest';
import pkg from '../../package.json' with { type: 'json' };
import { call } from '../cli/command.ts';
import { ROOT, readPages } from './pages.ts';
import { commandsIn, withoutEnvironment } from './shell.ts';

const PAGES = await readPages();

interface CommandModule {
  readonly register: (program: Command) => void;
}

/** One file a command. main.ts itself cannot be imported: it parses its arguments at once. */
async function commandModules(): Promise<CommandModule[]> {
  const modules: CommandModule[] = [];
  for (const name of await readdir(join(ROOT, 'src/cli'))) {
    const path = join(ROOT, 'src/cli', name);
    if (!(await readFile(path, 'utf8')).includes('export function register(')) continue;
    const module: CommandModule = await import(pathToFileURL(path).href);
    modules.push(module);
  }
  return modules;
}

const MODULES = await commandModules();

/** The real commands with all their options and arguments, which do nothing. */
function program(): Command {
  const ix = new Command('ix').exitOverride().configureOutput({ writeOut: () => {}, writeErr: () => {} });
  for (const { register } of MODULES) register(ix);
  for (const command of leavesOf(ix)) command.action(() => {});
  return ix;
}

const leavesOf = (command: Command): Command[] => (command.commands.length === 0 ? [command] : command.commands.flatMap(leavesOf));

/** `ix jobs list` */
const nameOf = (command: Command): string => (command.parent === null ? command.name() : `${nameOf(command.parent)} ${command.name()}`);

/** Null: it is taken. */
async function refusal(words: readonly string[]): Promise<string | null> {
  const [name, ...rest] = words[0] === 'npx' ? words.slice(1) : words;
  if (name === 'ix') {
    return await program()
      .parseAsync(rest, { from: 'user' })
      .then(() => null)
      .catch((error: Error) => error.message);
  }
  if (name !== 'npm') return null;
  const [verb = '', script = ''] = rest;
  const known = verb === 'run' ? script in pkg.scripts : verb in pkg.scripts || ['ci', 'install', 'rebuild', 'pack', 'sbom'].includes(verb);
  return known ? null : 'package.json has no such script';
}

test('all commands are looked at', async () => {
  const { stdout } = await call(['--help']);
  const [, listed = ''] = stdout.split('Commands:\n');
  const names = Array.from(listed.matchAll(/^ {2}([a-z-]+)/gm), ([, name = '']) => name).slice(0, program().commands.length + 1);
  expect(names).toEqual([...names.slice(0, -1), 'help']);
  expect(names.slice(0, -1).sort()).toEqual(
    program()
      .commands.map((command) => command.name())
      .sort(),
  );
});

test('the help of every command fits into 80 columns', () => {
  const ix = program();
  const helps = [ix, ...ix.commands, ...leavesOf(ix)].map((command) => {
    let help = '';
    const writeOut = (text: string): void => {
      help += text;
    };
    command.configureOutput({ getOutHelpWidth: () => 80, writeOut }).outputHelp();
    return { name: nameOf(command), help };
  });
  expect(helps.flatMap(({ name, help }) => help.split('\n').flatMap((line) => (line.length > 80 ? [`${name}: ${line}`] : [])))).toEqual([]);
});

describe.each(PAGES.filter(({ blocks }) => blocks.some(({ info }) => info === 'sh')))('$path', ({ blocks }) => {
  const commands = blocks.filter(({ info }) => info === 'sh').flatMap(({ text }) => commandsIn(text));

  test.each(commands.map((words) => [words.join(' '), words] as const))('%s', async (_, words) => {
    expect(await refusal(withoutEnvironment(words))).toBeNull();
    const samples = words.flatMap((word) => /samples\/[\w.-]+/.exec(word) ?? []);
    expect(samples.filter((path) => !existsSync(join(ROOT, path)))).toEqual([]);
  });
});

test('what is wrong is refused', async () => {
  expect(await refusal(['ix', 'extrakt', 'a.pdf'])).toContain('unknown command');
  expect(await refusal(['npx', 'ix', 'extract', 'a.pdf', '-u', 'invoice', '--tabel'])).toContain('--tabel');
  expect(await refusal(['ix', 'extract', '-u', 'invoice'])).toContain('missing required argument');
  expect(await refusal(['npm', 'run', 'tests'])).not.toBeNull();
});

test('every command is in the documentation', () => {
  const all = PAGES.map(({ text }) => text).join('\n');
  expect(
    leavesOf(program())
      .map(nameOf)
      .filter((name) => !new RegExp(`\\b${name}\\b`).test(all)),
  ).toEqual([]);
});
