/** `ix extract` against a running ix. */
import { once } from 'node:events';
import { openAsBlob } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { pino } from 'pino';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import statementTruth from '../../samples/statement-en.json' with { type: 'json' };
import { type RunningIx, startIx } from '../../src/app/main.ts';
import { IxClient } from '../../src/cli/client.ts';
import { follow } from '../../src/cli/follow.ts';
import { stepText } from '../../src/cli/watch.ts';
import { loadConfig } from '../../src/config.ts';
import { ResponseIXSchema } from '../../src/contracts/response.ts';
import { PICTURES } from '../ocr/pictures.ts';
import { createDatabase, type TestDatabase } from '../support/database.ts';
import { call, freePort, portOf, run, sample, start } from './command.ts';

const STATEMENT = sample('statement-en.pdf');
let database: TestDatabase;
let ix: RunningIx;
let folder: string;
/** The settings under which a command finds the running ix by itself. */
let env: Record<string, string>;

beforeAll(async () => {
  database = await createDatabase();
  ix = await startIx({
    config: loadConfig({ IX_DATABASE_URL: database.url, IX_PORT: '0' }),
    roles: { api: true, worker: true },
    log: pino({ level: 'silent' }),
  });
  env = { IX_PORT: new URL(ix.address ?? '').port };
  folder = await mkdtemp(join(tmpdir(), 'ix-test-cli-'));
});

afterAll(async () => {
  await ix.stop();
  await database.drop();
  await rm(folder, { recursive: true });
});

async function file(name: string, content: string | Uint8Array): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, content);
  return path;
}

/** A text in which nothing is to be found. */
const letter = (): Promise<string> => file('letter.txt', 'Dear Ann,\n\nsee you soon.\n\nBest, Tom\n');
/** The first bytes of a PNG. */
const image = (): Promise<string> => file('image.png', Uint8Array.from([137, 80, 78, 71, 13, 10, 26, 10, 0, 0, 0, 13, 73, 72, 68, 82]));

test('prints each field with its value, page and box, and whether it was verified', async () => {
  const { code, stdout, stderr } = await run(['extract', STATEMENT, '--use-case', 'bank_statement_header'], { env });
  // Where it takes long, how far it is.
  expect(stderr.replaceAll(/^ix: statement-en\.pdf: (?:pending|running).*\n/gm, '')).toBe('');
  const rows = new Map(stdout.split('\n').map((line) => [line.split(/ {2,}/)[0]?.replace(' *', ''), line.split(/ {2,}/)]));
  const { account_type, ...checkable } = statementTruth.truth;
  for (const [field, value] of Object.entries(checkable)) {
    expect(rows.get(field)?.slice(1, 5), field).toEqual([value, expect.stringMatching(/^(?:high|check|low)$/), '1', 'yes']);
    expect(rows.get(field)?.slice(5).join(' '), field).toMatch(/^( ?\d+\.\d){4}$/);
  }
  // One of a choice's values is not what stands in the document: there is nothing to verify.
  expect(rows.get('account_type')?.slice(1, 5)).toEqual([account_type, 'low', '1', 'n/a']);
  expect(stdout).toMatch(/^statement-en\.pdf: bank_statement_header, done in \d+\.\d\d s \(job [0-9a-f-]{36}\)\n/);
  expect(stdout).toContain('9 of 9 fields found');
  expect(stdout).toContain('bank_name *');
  expect(code).toBe(0);
});

/** What `--json` prints of each job. */
const ShownSchema = z.array(z.looseObject({ job_id: z.uuid().nullable(), file: z.string(), status: z.string() }));
const resultsOf = (stdout: string) =>
  ShownSchema.parse(JSON.parse(stdout)).map(({ job_id, file, status, ...response }) => ({ job_id, file, status, response }));

test('--json prints a list, also of one: its job, its file, and the response with its values in the order of the use case', async () => {
  const { code, stdout } = await call(['extract', STATEMENT, '-u', 'bank_statement_header', '--json'], { env });
  const [only, ...more] = resultsOf(stdout);
  expect(only).toMatchObject({ job_id: expect.any(String), file: STATEMENT, status: 'done' });
  const result = ResponseIXSchema.parse(only?.response).ix_result?.result ?? {};
  expect(Object.entries(result)).toEqual(Object.entries(statementTruth.truth));
  expect([code, more]).toEqual([0, []]);
});

test('several files are a job each, answered in their order, whatever became of them', async () => {
  const names = ['invoice-de.pdf', 'invoice-en.txt', 'invoice-us.pdf'].map(sample);
  const bad = await image();
  const { code, stdout } = await call(['extract', names[0] ?? '', bad, ...names.slice(1), '-u', 'invoice', '--jsonl'], { env });
  const lines = ShownSchema.parse(
    stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line)),
  );
  expect(lines.map(({ file, status }) => [file, status])).toEqual([
    [names[0], 'done'],
    [bad, 'error'],
    [names[1], 'done'],
    [names[2], 'done'],
  ]);
  expect(
    lines.map(({ ix_result }) => z.object({ result: z.object({ invoice_number: z.string() }) }).safeParse(ix_result).data?.result),
  ).toEqual([{ invoice_number: 'RE-2026-0417' }, undefined, { invoice_number: 'FS-2026-031' }, { invoice_number: 'INV-10583' }]);
  expect(code).toBe(1);
});

test('a document from standard input, with fields named on the command line, for a client', async () => {
  const args = [
    'extract',
    '-',
    '--field',
    'sum:decimal:Endbetrag,Grand total',
    '--field',
    'ref:string:Our sign',
    '--client',
    'desk',
    '--json',
  ];
  const { code, stdout, stderr } = await run(args, { env, stdin: 'Our sign: AB/77\nGrand total  1,204.50\n' });
  expect(stderr).toBe('');
  const [only] = resultsOf(stdout);
  expect(only).toMatchObject({ file: '-', response: { ix_client_id: 'desk', ix_result: { result: { sum: '1204.50', ref: 'AB/77' } } } });
  expect(code).toBe(0);
});

test('--explain says why a field is empty, on the terminal and in the answer', async () => {
  const text = await file('soon.txt', 'Our sign: AB/77\nDue date: soon\n');
  const args = ['extract', text, '--field', 'due:date:Due date', '--field', 'ref:string:Our sign', '--explain'];
  const { stdout, stderr } = await call(args, { env });
  expect(stderr).toBe('');
  expect(stdout).toContain(
    [
      'due is empty: a label was found, and nothing beside or below it that the field can hold (kind: date)',
      '  looked for  Due date | due',
      '  label       "Due date" in p1_l1: Due date: soon',
    ].join('\n'),
  );
  expect(stdout).not.toContain('ref is empty');
  expect((await call(args.slice(0, -1), { env })).stderr).toBe('--explain says why a field is empty\n');
  const [only] = resultsOf((await call([...args, '--json'], { env })).stdout);
  const { explanations } = ResponseIXSchema.parse(only?.response);
  expect(explanations).toMatchObject({ 'result.ref': { outcome: 'found' }, 'result.due': { labels_found: [{ label: 'Due date' }] } });
});

test('--use-case-file: a definition of its own, without a folder, a setting or a restart', async () => {
  const order = await file(
    'po.json',
    JSON.stringify({
      name: 'purchase_order',
      title: 'Purchase order',
      fields: [
        { name: 'order_number', type: 'string', required: true, labels: ['Purchase order'] },
        { name: 'colour', type: 'string', required: true, labels: ['Colour'] },
      ],
    }),
  );
  const text = await file('po.txt', 'Purchase order: PO-4711\n');
  const { code, stdout } = await call(['extract', text, '--use-case-file', order], { env });
  expect(stdout).toMatch(/^po\.txt: purchase_order, done/);
  expect(stdout).toMatch(/^order_number \* +PO-4711 /m);
  expect(stdout).toMatch(/^colour \* +- /m);
  expect(code).toBe(3);
});

test('exit code 5: --timeout is over; why the job waits, and that it goes on', async () => {
  const own = await createDatabase();
  const idle = await startIx({
    config: loadConfig({ IX_DATABASE_URL: own.url, IX_PORT: '0' }),
    roles: { api: true, worker: false },
    log: pino({ level: 'silent' }),
  });
  const { code, stdout, stderr } = await call([
    'extract',
    STATEMENT,
    '-u',
    'invoice',
    '--timeout',
    '0.2',
    '--json',
    '--url',
    idle.address ?? '',
  ]);
  const [only] = resultsOf(stdout);
  expect(only).toMatchObject({ file: STATEMENT, status: 'pending' });
  expect(stderr).toBe(
    `ix: ${STATEMENT}: not done after 0.2 s, still pending: no worker is connected: start one with \`ix worker\` (it goes on: ix jobs watch ${only?.job_id})\n`,
  );
  expect(code).toBe(5);
  await idle.stop();
  await own.drop();
});

test('--together makes one job of them', async () => {
  const cover = await file('cover.txt', 'Please find the statement attached.\n');
  const { stdout } = await call(['extract', cover, STATEMENT, '-u', 'bank_statement_header', '--together', '--json'], { env });
  const [only] = resultsOf(stdout);
  expect(only?.file).toBe(`${cover}, ${STATEMENT}`);
  const { provenance } = ResponseIXSchema.parse(only?.response);
  expect(provenance?.fields['result.account_iban']?.sources[0]).toMatchObject({ file_index: 1, page: 1 });
});

test('--text prints what was read, too', async () => {
  const { stdout } = await call(['extract', STATEMENT, '-u', 'bank_statement_header', '--text'], { env });
  expect(stdout).toContain('<page file="0" number="1">');
  expect(stdout).toContain('Toft & Daughters Books');
});

test('exit code 3: done, but a required field was not found', async () => {
  const { code, stdout } = await call(['extract', await letter(), '-u', 'invoice'], { env });
  expect(stdout).toMatch(/^invoice_number \* +- +none$/m);
  expect(code).toBe(3);
});

test('exit code 1: a job ended in error, in its words; the others are printed all the same', async () => {
  const { code, stdout, stderr } = await call(['extract', await image(), STATEMENT, '-u', 'bank_statement_header'], { env });
  expect(stdout).toMatch(/^image\.png: .*, error/m);
  expect(stdout).toContain('IX_000_008: file is unreadable or corrupt');
  expect(stdout).toContain('9 of 9 fields found');
  expect(stderr).toBe('');
  expect(code).toBe(1);
});

const WRONG: readonly [what: string, args: readonly string[], message: RegExp][] = [
  [
    'a use case that does not exist',
    [STATEMENT, '-u', 'bank'],
    /^ix: no use case "bank"; there are: bank_statement_header, invoice, letter, receipt\n$/,
  ],
  ['a file that does not exist', ['nowhere.pdf', '-u', 'invoice'], /^ix: nowhere\.pdf: no such file\n$/],
  ['a folder', [tmpdir(), '-u', 'invoice'], /^ix: .*: not a file\n$/],
  ['no use case', [STATEMENT], /^ix: --use-case NAME, --use-case-file FILE or --field NAME:TYPE says what to extract/],
  ['two ways to say what', [STATEMENT, '-u', 'invoice', '--field', 'a'], /^ix: expected one of --use-case, --use-case-file and --field/],
  ['a field of no type', [STATEMENT, '--field', 'sum:money'], /^error: option '--field .*"money" is no type, expected string, integer/],
  ['a field without a name', [STATEMENT, '--field', ':date'], /^error: option '--field .*expected a name/],
  ['a use case file that is not there', [STATEMENT, '--use-case-file', 'po.json'], /^ix: --use-case-file use case file .*po\.json: ENOENT/],
  ['a client that is none', [STATEMENT, '-u', 'invoice', '--client', '..'], /^ix: .*statement-en\.pdf: --client: expected a name/],
  ['no file', ['-u', 'invoice'], /^error: missing required argument 'file'\n/],
  [
    'two forms of output',
    [STATEMENT, '-u', 'invoice', '--json', '--table'],
    /^error: option '--json' cannot be used with option '--table'\n/,
  ],
  ['an option that does not exist', [STATEMENT, '-u', 'invoice', '--jsn'], /^error: unknown option '--jsn'\n/],
  ['an address that is none', [STATEMENT, '-u', 'invoice', '--url', 'localhost:8994'], /^ix: --url localhost:8994: expected http:\/\//],
];
test.each(WRONG)('exit code 2: %s', async (_, args, message) => {
  const { code, stdout, stderr } = await call(['extract', ...args], { env });
  expect(stderr).toMatch(message);
  expect(stdout).toBe('');
  expect(code).toBe(2);
});

test('exit code 2: a wrong setting', async () => {
  const { code, stderr } = await call(['extract', STATEMENT, '-u', 'invoice'], { env: { IX_PORT: 'http' } });
  expect(stderr).toContain('IX_PORT="http": expected integer 0–65535');
  expect(code).toBe(2);
});

test('exit code 4: no ix answers at --url', async () => {
  const url = `http://127.0.0.1:${await freePort()}`;
  const { code, stderr } = await call(['extract', STATEMENT, '-u', 'invoice', '--url', url]);
  expect(stderr).toBe(`ix: no ix answers at ${url} (connection refused)\n`);
  expect(code).toBe(4);
});

test('the steps of a job that takes long are told as they go by', async () => {
  const scan = await file('scan.png', (await PICTURES['100 dpi']?.('receipt-us', 1)) ?? Buffer.alloc(0));
  const client = new IxClient(ix.address ?? '');
  const submitted = await client.submit({ use_case: 'receipt' }, [{ given: scan, name: 'scan.png', content: await openAsBlob(scan) }]);
  const told = new Set<string>();
  const { value } = await follow(client, submitted, { onState: ({ status }, about) => told.add(`${status}, ${about}`) });
  expect(value.status).toBe('done');
  expect([...told]).toContain('running, ocr');
  expect(stepText({ step: 'ocr', page: 3, pages: 10 })).toBe('ocr, page 3 of 10');
}, 120_000);

test('without a running ix it starts one for the occasion, and stops it', async () => {
  const own = await createDatabase();
  const port = await freePort();
  // As where a worker of the same settings runs.
  const taken = createServer().listen(0, '127.0.0.1');
  await once(taken, 'listening');
  const { code, stdout, stderr } = await run(['extract', STATEMENT, '-u', 'bank_statement_header'], {
    env: { IX_DATABASE_URL: own.url, IX_PORT: String(port), IX_METRICS_PORT: String(portOf(taken)) },
  });
  taken.close();
  const lines = stderr.trimEnd().split('\n');
  // Between them it may tell how far it is, where that takes long.
  const [begin, end] = [lines.at(0), lines.at(-1)];
  expect(begin).toBe(
    `ix: no ix answers at http://127.0.0.1:${port} (connection refused): starting one for this command over the database of IX_DATABASE_URL`,
  );
  expect(end).toMatch(/^ix: stopped it again after \d+\.\d s; `ix up` starts one that stays$/);
  expect(stdout).toContain('9 of 9 fields found');
  expect(code).toBe(0);
  // Fails when anything is still connected.
  await own.drop();
});

test.each([
  ['SIGINT', 130],
  ['SIGHUP', 129],
] as const)('interrupted by %s while its own ix works, it stops that first, and the job is kept', async (signal, exitCode) => {
  const own = await createDatabase();
  const silent = createServer(() => {}).listen(0, '127.0.0.1');
  await once(silent, 'listening');
  const port = await freePort();
  const env = { IX_DATABASE_URL: own.url, IX_PORT: String(port), IX_EGRESS_ALLOW: '127.0.0.1/32', IX_STOP_GRACE_SECONDS: '0' };
  const extraction = start(['extract', `http://127.0.0.1:${portOf(silent)}/never.pdf`, '-u', 'invoice'], { env });
  await once(silent, 'request');
  extraction.child.kill(signal);
  const { code, stdout, stderr } = await extraction.ended;
  // Before it, what it waits for where that takes long.
  expect(stderr).toMatch(/\nix: stopped it again .*\nix: interrupted; what was submitted is not lost: the next `ix up` goes on with it\n$/);
  expect({ code, stdout }).toEqual({ code: exitCode, stdout: '' });
  silent.closeAllConnections();
  silent.close();

  const client = new pg.Client({ connectionString: own.url });
  await client.connect();
  const { rows } = await client.query('SELECT status, display_name FROM ix_jobs');
  expect(rows).toEqual([{ status: 'pending', display_name: 'never.pdf' }]);
  await client.end();
  await own.drop();
});
