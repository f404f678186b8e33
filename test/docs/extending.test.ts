/** The walk-through of docs/extending.md, done: a ninth language and a new kind, one file each, in a copy of the sources. */
import { execFile } from 'node:child_process';
import { cp, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { beforeAll, expect, test } from 'vitest';
import { blockOf, ROOT, readPage } from './pages.ts';

const run = promisify(execFile);
const PAGE = await readPage('docs/extending.md');
const NODE = process.execPath;
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ix-extending-'));
  await cp(join(ROOT, 'src'), join(folder, 'src'), { recursive: true });
  await cp(join(ROOT, 'package.json'), join(folder, 'package.json'));
  await symlink(join(ROOT, 'node_modules'), join(folder, 'node_modules'));
  await writeFile(join(folder, 'src/pipeline/locales/sv.ts'), blockOf(PAGE, 'ts locale'));
  await writeFile(join(folder, 'src/pipeline/kinds/isin.ts'), blockOf(PAGE, 'ts kind'));
  return () => rm(folder, { recursive: true });
});

/** What the copy's rules find in a text. */
async function found(useCase: string, text: string): Promise<unknown> {
  const script = `
    import { readText } from './src/pipeline/reading/text.ts';
    import { extractByRules } from './src/pipeline/engines/rules/extract.ts';
    import { UseCaseInlineSchema } from './src/contracts/use-case.ts';
    import { useCaseFromInline } from './src/pipeline/use-cases/inline.ts';
    import { SHIPPED } from './src/pipeline/use-cases/registry.ts';
    const [useCase, text] = process.argv.slice(-2);
    const known = SHIPPED.find(({ name }) => name === useCase) ?? useCaseFromInline(UseCaseInlineSchema.parse(JSON.parse(useCase)));
    console.log(JSON.stringify(extractByRules({ pages: readText(text), unread: [] }, known).result));`;
  await writeFile(join(folder, 'extract.ts'), script);
  const { stdout } = await run(NODE, ['extract.ts', useCase, text], { cwd: folder });
  return JSON.parse(stdout);
}

test('a language', async () => {
  const result: unknown = JSON.parse(blockOf(PAGE, 'json result'));
  expect(await found('invoice', blockOf(PAGE, 'text document'))).toMatchObject(Object(result));
});

test('a kind', async () => {
  const text = 'Bought 10 shares of US0378331005, reference US0378331006';
  expect(PAGE.text).toContain(text);
  expect(await found(blockOf(PAGE, 'json use-case'), text)).toEqual({ security: 'US0378331005' });
});

test('both are what the types ask for', async () => {
  const compilerOptions = {
    extends: join(ROOT, 'tsconfig.json'),
    include: [],
    files: ['src/pipeline/locales/sv.ts', 'src/pipeline/kinds/isin.ts'],
  };
  await writeFile(join(folder, 'tsconfig.json'), JSON.stringify(compilerOptions));
  await expect(run(NODE, [join(ROOT, 'node_modules/typescript/bin/tsc'), '--noEmit', '-p', folder])).resolves.toBeDefined();
});
