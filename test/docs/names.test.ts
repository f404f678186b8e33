/** Settings, error codes and kinds of problems: what the pages name exists, and what exists is in the page that lists it. */
import { describe, expect, test } from 'vitest';
import { allSettings } from '../../src/config.ts';
import { IX_ERRORS } from '../../src/contracts/errors.ts';
import { PROBLEMS } from '../../src/http/problem.ts';
import { type Page, readPage, readPages } from './pages.ts';

/** What the tests themselves are told is no setting of ix. */
const OF_TESTS = ['IX_TEST_DATABASE_URL', 'IX_TEST_POSTGRES_IMAGE'];
const SETTINGS = [...allSettings().flatMap(({ name, secret }) => (secret ? [name, `${name}_FILE`] : [name])), ...OF_TESTS];
const CODES = Object.keys(IX_ERRORS);

/** Not in examples of programs: the environment of a receiver is its own. */
function namesIn({ prose, blocks }: Page, pattern: RegExp): string[] {
  const ours = blocks.filter(({ info }) => !['js', 'ts', 'python', 'go'].includes(info));
  const text = [prose, ...ours.map((block) => block.text)].join('\n');
  return [...new Set(Array.from(text.matchAll(pattern), ([name]) => name))];
}

describe.each(await readPages())('$path', (page) => {
  test('settings exist', () => {
    expect(namesIn(page, /\bIX_[A-Z][A-Z_]*[A-Z]\b/g).filter((name) => !SETTINGS.includes(name))).toEqual([]);
  });

  test('error codes exist', () => {
    expect(namesIn(page, /\bIX_\d+_\d+\b/g).filter((code) => !CODES.includes(code))).toEqual([]);
  });

  test('kinds of problems exist', () => {
    const kinds = namesIn(page, /(?<=\/docs\/problems\/)[\w-]+/g);
    expect(kinds.filter((kind) => !(kind in PROBLEMS))).toEqual([]);
  });
});

/** The first cells of a page's table rows that are code alone. */
const listed = ({ prose }: Page): string[] => Array.from(prose.matchAll(/^\| `([^`]+)` +\|/gm), ([, name = '']) => name);

test('docs/jobs.md says of every error code what to do', async () => {
  const rows = listed(await readPage('docs/jobs.md')).filter((name) => name.startsWith('IX_'));
  expect(rows).toEqual(CODES);
});

test('docs/http.md lists every kind of problem with its status', async () => {
  const { prose } = await readPage('docs/http.md');
  const rows = Array.from(prose.matchAll(/^\| `([a-z-]+)` +\| (\d{3}) +\|/gm), ([, kind, status]) => [kind, Number(status)]);
  expect(Object.fromEntries(rows)).toEqual(Object.fromEntries(Object.entries(PROBLEMS).map(([kind, { status }]) => [kind, status])));
});
