/** The package as somebody installs it: it runs below node_modules, says what it is made of, and its notes are those of the changelog. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import pkg from '../../package.json' with { type: 'json' };
import { notices, partsOf } from '../../packaging/notices.ts';
import { notesOf } from '../../packaging/release-notes.ts';
import { tryPackage } from '../../packaging/try.ts';
import { ROOT, readPages } from '../docs/pages.ts';

const textOf = (file: string) => readFile(join(ROOT, file), 'utf8');

test('npm pack, an empty folder, and ix runs: threads, migrations, the embedded PostgreSQL', { timeout: 300_000 }, async () => {
  const { version, extracted, pages } = await tryPackage('linked');
  expect(version).toBe(pkg.version);
  expect(extracted).toContain('9 of 9 fields found');
  // All of docs/, the README and the changelog.
  expect(pages).toBe((await readPages()).filter(({ path }) => /^docs\/|^README|^CHANGELOG/.test(path)).length);
});

test('NOTICES.md names every package that an installation brings, and those under the LGPL apart', async () => {
  const parts = partsOf(await textOf('package-lock.json'));
  expect(await textOf('NOTICES.md'), 'npm run notices').toBe(notices(parts));
  // Of ix's own choice only what may be left out.
  const lesser = parts.flatMap(({ name, licence }) => (licence.includes('LGPL') && !name.startsWith('@img/sharp') ? [name] : []));
  expect(lesser).toEqual(['libheif-js']);
  expect(Object.keys(pkg.optionalDependencies)).toEqual(lesser);
  expect(Object.keys(pkg.dependencies).filter((name) => !parts.some((part) => part.name === name))).toEqual([]);
});

test('nothing of another kind of licence comes in', async () => {
  const known = /^(MIT|MIT-0|ISC|0BSD|BSD-0-Clause|BSD-2-Clause|BSD-3-Clause|Apache-2\.0|LGPL-3\.0(-or-later)?|CC0-1\.0|BlueOak-1\.0\.0)$/;
  const terms = (licence: string) => licence.replaceAll(/[()]/g, '').split(/ (?:AND|OR) /);
  const others = partsOf(await textOf('package-lock.json')).filter(({ licence }) => !terms(licence).every((term) => known.test(term)));
  expect(others).toEqual([]);
});

test('the notes of a release are its section of the changelog', async () => {
  expect(notesOf('# Changelog\n\n## [2.0.0] - 2027-01-01\n\nNew.\n\n## [1.0.0]\n\nFirst.\n', '2.0.0')).toBe('New.\n');
  expect(notesOf(await textOf('CHANGELOG.md'), pkg.version)).toContain('### Added');
  expect(() => notesOf('# Changelog\n\n## [1.0.0]\n', '1.0.0')).toThrow('expected a section "## [1.0.0]"');
});
