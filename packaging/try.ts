/**
 * `npm run try-package`: packs ix, installs the package in an empty folder from the registry, and lets it extract a sample there. With `--linked` the
 * packages it depends on are those of this folder, so that nothing is fetched.
 */
import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readdir, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const HERE = fileURLToPath(new URL('..', import.meta.url));
const execute = promisify(execFile);

interface Tried {
  readonly version: string;
  /** What `ix extract` printed of the sample. */
  readonly extracted: string;
  /** Pages of the guide that it serves. */
  readonly pages: number;
}

/** @throws when a step fails, with what it printed. */
export async function tryPackage(how: 'linked' | 'registry'): Promise<Tried> {
  const folder = await mkdtemp(join(tmpdir(), 'ix-package-'));
  try {
    const { stdout } = await execute('npm', ['pack', '--json', '--pack-destination', folder], { cwd: HERE });
    const tarball = (await readdir(folder)).find((name) => name.endsWith('.tgz'));
    if (tarball === undefined) throw new Error(`npm pack made no package: ${stdout}`);
    await writeFile(join(folder, 'package.json'), '{ "private": true }\n');
    if (how === 'registry') await execute('npm', ['install', '--no-audit', '--no-fund', join(folder, tarball)], { cwd: folder });
    else await link(folder, tarball);
    const ix = (...args: string[]) =>
      execute(process.execPath, ['node_modules/ix/src/cli/bin.js', ...args], {
        cwd: folder,
        env: { PATH: process.env.PATH, HOME: process.env.HOME, IX_PORT: '0' },
      });
    const version = await ix('--version');
    const extracted = await ix('extract', 'node_modules/ix/samples/statement-en.txt', '--use-case', 'bank_statement_header');
    const ask = "import('./node_modules/ix/dist/src/ui/guide.js').then(async ({ guide }) => console.log((await guide()).length))";
    const pages = await execute(process.execPath, ['-e', ask], { cwd: folder });
    return { version: version.stdout.trim(), extracted: extracted.stdout, pages: Number(pages.stdout) };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** As an installation leaves it: ix itself below node_modules, where Node runs no TypeScript. */
async function link(folder: string, tarball: string): Promise<void> {
  const modules = join(folder, 'node_modules');
  await mkdir(join(modules, 'ix'), { recursive: true });
  await execute('tar', ['xzf', join(folder, tarball), '-C', join(modules, 'ix'), '--strip-components=1']);
  for (const name of await readdir(join(HERE, 'node_modules'))) {
    if (name !== 'ix') await symlink(join(HERE, 'node_modules', name), join(modules, name));
  }
}

if (import.meta.main) {
  const { version, extracted } = await tryPackage(process.argv.includes('--linked') ? 'linked' : 'registry');
  process.stdout.write(`ix ${version} runs from its package:\n${extracted}`);
}
