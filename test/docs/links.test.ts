/** Every link leads somewhere, and every file the prose names is there. */
import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { basename, dirname, join, normalize } from 'node:path';
import { describe, expect, test } from 'vitest';
import { anchorsOf, codesOf, type Page, ROOT, readPages } from './pages.ts';

const PAGES = await readPages();
const SOURCES = new Set((await readdir(join(ROOT, 'src'), { recursive: true })).map((path) => basename(path)));

/** What running ix or its bench makes: a fresh clone has none of it. */
const MADE = (await readFile(join(ROOT, '.gitignore'), 'utf8')).split('\n').filter((line) => line.endsWith('/'));

const linksOf = ({ prose }: Page): string[] => Array.from(prose.matchAll(/\[[^\]]*\]\(([^)\s]+)\)/g), ([, target = '']) => target);

/** Null: it leads somewhere. */
function brokenLink(page: Page, target: string): string | null {
  const [file = '', anchor] = target.split('#');
  const path = file === '' ? page.path : normalize(join(dirname(page.path), file));
  if (!existsSync(join(ROOT, path))) return `${target}: there is no ${path}`;
  if (anchor === undefined) return null;
  const to = PAGES.find((one) => one.path === path);
  return to !== undefined && anchorsOf(to).includes(anchor) ? null : `${target}: ${path} has no such heading`;
}

describe.each(PAGES)('$path', (page) => {
  test('links', () => {
    const inside = linksOf(page).filter((target) => !/^[a-z]+:/.test(target));
    expect(inside.map((target) => brokenLink(page, target)).filter((broken) => broken !== null)).toEqual([]);
  });

  test('named files', () => {
    const paths = codesOf(page).filter((code) => /^(?:src|test|docs|migrations|samples|bench)\/[\w./-]*$/.test(code));
    expect(paths.filter((path) => !existsSync(join(ROOT, path)) && !MADE.some((folder) => path.startsWith(folder)))).toEqual([]);
    const names = codesOf(page).filter((code) => /^[\w-]+\.ts$/.test(code));
    expect(names.filter((name) => !SOURCES.has(name))).toEqual([]);
  });
});

test('the index names every page of docs', () => {
  const index = PAGES.find(({ path }) => path === 'docs/README.md');
  const linked = index === undefined ? [] : linksOf(index).map((target) => normalize(join('docs', target.split('#')[0] ?? '')));
  const pages = PAGES.map(({ path }) => path).filter((path) => path.startsWith('docs/') && path !== 'docs/README.md');
  expect(pages.length).toBeGreaterThan(5);
  expect(pages.filter((path) => !linked.includes(path))).toEqual([]);
});
