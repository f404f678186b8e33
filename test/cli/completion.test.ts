/** What a shell completes: the script that ix prints, run by a real bash. */
import { execFileSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { call, run } from './command.ts';

const { stdout: SCRIPT } = await run(['completion', 'bash']);

/** What bash offers after these words, the last of which is being written. */
function completed(...words: readonly string[]): string[] {
  const given = ['ix', ...words].map((word) => `'${word}'`).join(' ');
  const script = `${SCRIPT}\nCOMP_WORDS=(${given}); COMP_CWORD=${words.length}; _ix; printf '%s\\n' "\${COMPREPLY[@]}"`;
  return execFileSync('bash', ['-c', script], { encoding: 'utf8' }).split('\n').filter(Boolean);
}

test('commands, options, and what may stand behind them', () => {
  expect(completed('ex')).toEqual(['extract']);
  expect(completed('jobs', '')).toEqual(expect.arrayContaining(['list', 'show', 'watch', 'cancel', 'resubmit']));
  expect(completed('jobs', 'list', '--cre')).toEqual(['--created-after', '--created-before']);
  expect(completed('jobs', 'list', '--status', 'p')).toEqual(['pending']);
  expect(completed('jobs', 'list', '--client', 'acme', '-o', '')).toEqual(['table', 'wide', 'json', 'jsonl', 'csv']);
  expect(completed('use-cases', 'ch')).toEqual(['check']);
  // Of files the shell knows more.
  expect(completed('extract', 'sam')).toEqual([]);
});

test('fish and zsh have one, too', async () => {
  expect((await call(['completion', 'fish'])).stdout).toMatch(/^complete -c ix -n '__fish_use_subcommand' -a 'up api /);
  expect((await call(['completion', 'zsh'])).stdout).toMatch(/^autoload -U \+X bashcompinit/);
});
