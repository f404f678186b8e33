/** `ix eval`: figures, differences between runs, and a report that a browser opens without a network. */
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import invoiceTruth from '../../samples/invoice-us.json' with { type: 'json' };
import { evaluateFolder } from '../../src/cli/eval-folder.ts';
import { CliError, EXIT } from '../../src/cli/failure.ts';
import { launch } from '../ui/browser.ts';
import { call, ROOT, run, sample } from './command.ts';

let folder: string;
let mine: string;
let first: string;
let second: string;

const truthIs = (truth: Readonly<Record<string, unknown>>): Promise<void> =>
  writeFile(join(mine, 'invoice-us.json'), JSON.stringify({ use_case: 'invoice', customer: 'acme', truth }));

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ix-test-eval-'));
  [mine, first, second] = [join(folder, 'mine'), join(folder, 'first'), join(folder, 'second')];
  await mkdir(mine);
  await cp(sample('invoice-us.pdf'), join(mine, 'invoice-us.pdf'));
  await writeFile(join(mine, 'notes.md'), 'no document');
  await truthIs(invoiceTruth.truth);
});
afterAll(() => rm(folder, { recursive: true }));

const evaluated = (...more: string[]) => call(['eval', mine, '-u', 'invoice', ...more]);

test('figures by field and by what the truth says of its documents, in 80 columns', async () => {
  const { code, stdout, stderr } = await run(['eval', mine, '-u', 'invoice', '--by', 'customer', '--out', first]);
  expect(stdout).toMatch(/^invoice, engine auto: 1 document, 1 page, [\d.]+ ms a page\n/);
  expect(stdout).toMatch(/^gross_amount +1 +100\.0% +0\.0% +0\.0% +0\/0 +\d+\.0% +0$/m);
  expect(stdout).toMatch(/^acme +\d+ +100\.0%/m);
  expect(stdout.split('\n').filter((line) => line.length > 80)).toEqual([]);
  expect(stderr).toBe('ix: 1 file without truth beside it is left out\n');
  expect(code).toBe(0);
});

test('what has become worse since an earlier run is told, and ends with 1', async () => {
  const place = { page: 1, box: [10, 20, 110, 40] };
  await truthIs({ ...invoiceTruth.truth, gross_amount: { value: '1.00', places: [place] }, due_date: null });
  const { code, stdout } = await evaluated('--against', join(first, 'run.json'), '--out', second);
  expect(stdout).toMatch(/^gross_amount +right +100\.0% +0\.0% +worse$/m);
  const wrong =
    /^WRONG +gross_amount \[\w+ [\d.]+\] {2}invoice-us\.pdf\n {4}given "[\d.]+" \(page 1, [\d. ]+\)\n {4}true {2}"1\.00" \(page 1, 1\.6 2\.5 18\.0 5\.1\)$/m;
  expect(stdout).toMatch(wrong);
  expect(stdout).toMatch(/^INVENTED due_date/m);
  expect(code).toBe(1);
});

test('what has become better is told, too, and ends with 0', async () => {
  await truthIs(invoiceTruth.truth);
  const { code, stdout } = await evaluated('--against', join(second, 'run.json'), '--json');
  const { differences } = JSON.parse(stdout);
  expect(differences.figures).toContainEqual({ field: 'gross_amount', figure: 'right', before: 0, now: 1, fell: false });
  expect(differences.values.map(({ path }: { path: string }) => path)).toEqual(['due_date', 'gross_amount']);
  expect(code).toBe(0);
});

test('the report opens without a network, may do nothing, and shows the pages with boxes', async () => {
  const html = await readFile(join(second, 'index.html'), 'utf8');
  expect(html).not.toMatch(/<script|style=|https?:/);
  const browser = await launch();
  try {
    const context = await browser.newContext({ offline: true, viewport: { width: 390, height: 800 }, colorScheme: 'dark' });
    const page = await context.newPage();
    const [complaints, requests]: [string[], string[]] = [[], []];
    page.on('console', (message) => complaints.push(message.text()));
    page.on('request', (request) => requests.push(request.url()));
    await page.goto(pathToFileURL(join(second, 'index.html')).href);
    await page.evaluate("document.querySelector('svg image').decode()");
    const places = await page.locator('svg a').evaluateAll((boxes) => boxes.map((box) => box.getAttribute('aria-label')));
    expect(places.toSorted()).toEqual(['due_date, given', 'gross_amount, given', 'gross_amount, true']);
    // From a mistake to its box.
    await page.locator('tr', { hasText: 'gross_amountwrong' }).getByRole('link').first().click();
    expect(await page.locator(':target').getAttribute('aria-label')).toBe('gross_amount, given');
    expect(await page.evaluate('getComputedStyle(document.documentElement).backgroundColor')).toBe('rgb(15, 19, 26)');
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(390);
    expect(complaints).toEqual([]);
    expect(requests.filter((url) => !url.startsWith('data:') && !url.startsWith('file:'))).toEqual([]);
  } finally {
    await browser.close();
  }
});

test('a use case of a file; a document that cannot be read ends with 1', async () => {
  const file = join(folder, 'number.json');
  await writeFile(file, JSON.stringify({ name: 'number_only', fields: [{ name: 'number', type: 'string', role: 'invoice_number' }] }));
  const own = join(folder, 'own');
  await mkdir(own);
  await cp(sample('invoice-us.txt'), join(own, 'a.txt'));
  await writeFile(join(own, 'a.json'), JSON.stringify({ number: invoiceTruth.truth.invoice_number }));
  await writeFile(join(own, 'broken.pdf'), '%PDF-1.7 and no more');
  await writeFile(join(own, 'broken.json'), JSON.stringify({ number: '4711' }));
  const { code, stdout } = await call(['eval', own, '--use-case-file', file, '--json']);
  const { use_case, documents, summary } = JSON.parse(stdout);
  expect(use_case).toBe('number_only');
  expect(summary).toMatchObject({ all: { said: 2, right: 1, null: 1 }, documents: 2, failed: 1 });
  expect(documents[1].error).toMatch(/^IX_000_008/);
  expect(code).toBe(1);
});

test.each([
  ['no use case', {}, /--use-case NAME or --use-case-file FILE/],
  [
    'a use case that is not there',
    { useCase: 'no' },
    /--use-case no: no such use case; there are: bank_statement_header, invoice, letter, receipt/,
  ],
  ['a run that is none', { useCase: 'invoice', against: join(ROOT, 'package.json') }, /not a run that ix eval --json or --out has written/],
  ['a folder without documents', { useCase: 'receipt' }, /no documents with truth for receipt/],
])('wrong usage ends with 2: %s', async (_, options, message) => {
  const failure = await evaluateFolder(mine, { engine: 'auto', by: [], ...options }).catch((error: unknown) => error);
  if (!(failure instanceof CliError)) throw new Error('expected a CliError', { cause: failure });
  expect(failure.message).toMatch(message);
  expect(failure.exitCode).toBe(EXIT.usage);
});

test('a file of truth is refused by its name and field', async () => {
  await truthIs({ gross_amount: '1.234,00' });
  await expect(evaluateFolder(mine, { useCase: 'invoice', engine: 'auto', by: [] })).rejects.toThrow(
    `${join(mine, 'invoice-us.json')}: gross_amount: expected a number such as 1234.50, not "1.234,00"`,
  );
});
