/**
 * Every command that the pages show, pasted into bash, and every program, pasted into a file, run against an ix that this starts: `npm run examples`. Prints a table of them; the exit code
 * is 1 when one does not end as it should. (That each is taken as it stands is a test of its own, commands.test.ts, which takes a moment.)
 */
import { execFile, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { chmod, copyFile, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { createInterface } from 'node:readline';
import { blockOf, ROOT, readPage, readPages } from './pages.ts';

/** What is not run here, and why. */
const ELSEWHERE: readonly [command: RegExp, why: string][] = [
  [/^(?:[A-Z_]+=\S* )*ix (?:up|api|worker)\b|^npm start|&& npm start/, 'stays'],
  [/^ix callbacks listen|\| ix callbacks listen/, 'stays'],
  [/^IX_[A-Z_]+=\S*$/, 'settings alone'],
  [/@db\.example|^ix extract https:|\/var\/lib\/ix/, 'another host'],
  [
    /^(?:[A-Z_]+=\S* )*(?:docker|kubectl|npm|npx playwright|install|openssl|printf|chmod|git|useradd|cp|systemctl)\b|docker compose|npm run/,
    'containers and npm',
  ],
  [/secrets\/admin_key|\/run\/secrets/, 'a file of another host'],
  [/:9464\/|^PGPASSWORD|^source /, 'needs a second process, pg_dump, or this very shell'],
  [/^ix (?:eval mine|migrate|doctor|backup)/, 'takes its own database or data'],
];

/** Exit codes that are right though they are not 0. */
const CODES: readonly [command: RegExp, code: number][] = [
  // The samples stand in for what the page calls otherwise.
  [/^ix extract order\.pdf/, 3],
  [/^ix jobs cancel/, 2],
];

type Outcome = Pick<Ran, 'outcome' | 'well'>;

/** Programs of the pages by their language: those of clients are run here, receivers and extensions by tests of their own. */
const PROGRAMS: Readonly<Record<string, (page: string, text: string, port: string) => Promise<Outcome>>> = {
  ts: async (page, text, port) => (page === 'docs/clients.md' ? runProgram('example.ts', `'${process.execPath}'`, text, port) : RECEIVER),
  python: async (page, text, port) => (page === 'docs/clients.md' ? runProgram('example.py', 'python3', text, port) : RECEIVER),
  js: async () => RECEIVER,
  go: async () => RECEIVER,
  ruby: async () => RECEIVER,
  'ts locale': async () => EXTENSION,
  'ts kind': async () => EXTENSION,
};
const RECEIVER: Outcome = { outcome: 'by test/docs/verify.test.ts', well: true };
const EXTENSION: Outcome = { outcome: 'by test/docs/extending.test.ts', well: true };

interface Ran {
  readonly page: string;
  readonly command: string;
  readonly outcome: string;
  readonly well: boolean;
}

const folder = await mkdtemp(join(tmpdir(), 'ix-examples-'));
await chmod(folder, 0o711);
await prepare();
const key = randomBytes(24).toString('hex');
const server = spawn(process.execPath, [join(ROOT, 'src/cli/bin.js'), 'up'], {
  cwd: folder,
  env: {
    PATH: process.env.PATH,
    HOME: process.env.HOME,
    IX_PORT: '0',
    IX_DATA_DIR: join(folder, 'data'),
    IX_ADMIN_KEY: key,
    IX_LOG_LEVEL: 'error',
    // As the pages say.
    IX_EGRESS_ALLOW: '127.0.0.1:8999',
    IX_USE_CASES_DIR: join(folder, 'use-cases'),
  },
  stdio: ['ignore', 'pipe', 'inherit'],
});
try {
  const [line] = await once(createInterface({ input: server.stdout }), 'line');
  process.exitCode = await runAll(new URL(String(line)).port);
} finally {
  server.kill('SIGTERM');
  await once(server, 'exit');
  await rm(folder, { recursive: true, force: true });
}

/** @returns the exit code. */
async function runAll(port: string): Promise<number> {
  // What `ix jobs resubmit` finds by its code.
  await bash('ix submit https://no-such-host.invalid/x.pdf -u invoice --wait 60', port);
  // An endpoint is known once something was to be sent there.
  await bash('ix submit scan.pdf -u invoice --client acme --callback-url https://hooks.example.com/ix', port);
  const ran: Ran[] = [];
  for (const { path, blocks } of await readPages()) {
    for (const { info, text } of blocks) {
      if (info === 'sh') for (const command of commandsOf(text)) ran.push({ page: path, command, ...(await outcomeOf(command, port)) });
      const program = PROGRAMS[info];
      if (program !== undefined) ran.push({ page: path, command: `(${info}) ${text.slice(0, 60)}`, ...(await program(path, text, port)) });
    }
  }
  for (const { page, command, outcome, well } of ran) {
    process.stdout.write(`${well ? 'ok   ' : 'WRONG'} ${page.padEnd(22)} ${outcome.padEnd(28)} ${command.replace(/\s+/g, ' ')}\n`);
  }
  const wrong = ran.filter(({ well }) => !well).length;
  process.stdout.write(`${ran.length} examples, ${wrong} wrong\n`);
  return wrong === 0 ? 0 : 1;
}

/** The files that examples name, and commands as a shell finds them. */
async function prepare(): Promise<void> {
  const sample = (name: string) => join(ROOT, 'samples', name);
  await symlink(join(ROOT, 'samples'), join(folder, 'samples'));
  for (const name of ['scan.pdf', 'page1.pdf', 'page2.pdf', 'order.pdf', 'invoice.pdf'])
    await copyFile(sample('invoice-us.pdf'), join(folder, name));
  const useCases = await readPage('docs/use-cases.md');
  await writeFile(join(folder, 'purchase-order.json'), blockOf(useCases, 'json use-case'));
  await mkdir(join(folder, 'use-cases'));
  await copyFile(join(folder, 'purchase-order.json'), join(folder, 'use-cases/meter-reading.json'));
  await writeFile(join(folder, 'reading.txt'), blockOf(useCases, 'text document'));
  const first = await readPage('docs/first-use-case.md');
  await writeFile(join(folder, 'order.json'), blockOf(first, 'json order'));
  await writeFile(join(folder, 'order.txt'), blockOf(first, 'text order'));
  await writeFile(join(folder, 'invoices.ndjson'), `${JSON.stringify({ use_case: 'invoice', context: { texts: ['Total 12.00 EUR'] } })}\n`);
  await copyFile(join(ROOT, 'clients/ix_client.py'), join(folder, 'ix_client.py'));
  // ix/client as a package, of the sources.
  const client = join(folder, 'node_modules/ix');
  await mkdir(client, { recursive: true });
  await writeFile(join(client, 'package.json'), '{ "type": "module", "exports": { "./client": "./client.ts" } }');
  await symlink(join(ROOT, 'src/client/index.ts'), join(client, 'client.ts'));
  await writeFile(join(folder, 'package.json'), '{ "type": "module" }');
  await mkdir(join(folder, 'bin'));
  const ix = `#!/bin/sh\nexec '${process.execPath}' '${join(ROOT, 'src/cli/bin.js')}' "$@"\n`;
  await writeFile(join(folder, 'bin/ix'), ix, { mode: 0o755 });
  await writeFile(join(folder, 'bin/npx'), '#!/bin/sh\nexec "$@"\n', { mode: 0o755 });
}

/** One a line, but for what a quote or a backslash leads over several. */
function commandsOf(block: string): string[] {
  const commands: string[] = [];
  let open = '';
  for (const line of block.split('\n')) {
    open += open === '' ? line : `\n${line}`;
    const quotes = open.replace(/\\./g, '').match(/'/g)?.length ?? 0;
    if (open.endsWith('\\') || quotes % 2 === 1) continue;
    if (open.trim() !== '' && !open.startsWith('#')) commands.push(open.replace(/ +# .*$/, ''));
    open = '';
  }
  return commands;
}

async function runProgram(file: string, interpreter: string, text: string, port: string): Promise<Outcome> {
  await writeFile(join(folder, file), text.replaceAll('127.0.0.1:8994', `127.0.0.1:${port}`));
  const { code, stderr } = await bash(`${interpreter} ${file}`, port);
  if (code === 0) return { outcome: 'exit 0', well: true };
  return { outcome: `exit ${code}: ${stderr.trim().split('\n').at(-1)?.slice(0, 200)}`, well: false };
}

async function outcomeOf(command: string, port: string): Promise<Outcome> {
  const why = ELSEWHERE.find(([pattern]) => pattern.test(command))?.[1];
  if (why !== undefined) return { outcome: `not run: ${why}`, well: true };
  const expected = CODES.find(([pattern]) => pattern.test(command))?.[1] ?? 0;
  const { code, stderr, stdout } = await bash(await withRealNames(command, port), port);
  const answered = command.startsWith('curl') && !/"status":"?[45]\d\d/.test(stdout);
  if (code === expected && (!command.startsWith('curl') || answered)) return { outcome: `exit ${code}`, well: true };
  return { outcome: `exit ${code}: ${(stderr || stdout).trim().split('\n')[0]?.slice(0, 200)}`, well: false };
}

/** What a page can only make up is put in the place of: ports, ids, keys. */
async function withRealNames(command: string, port: string): Promise<string> {
  const made = async (what: string) => (await bash(what, port)).stdout.trim();
  let real = command.replaceAll('127.0.0.1:8994', `127.0.0.1:${port}`).replace(/^curl /, `curl -sS --max-time 60 `);
  if (command.startsWith('curl') && !command.includes('-H "Authorization'))
    real = real.replace(/^curl /, `curl -H "Authorization: Bearer $IX_KEY" `);
  if (/01a20c\w{2}-\S+|JOB_ID|\$JOB\b/.test(command)) {
    const job = await made(
      'ix submit samples/invoice-us.pdf -u invoice --client acme --callback-url https://example.com/hook --wait 60 | cut -f1',
    );
    real = real.replace(/01a20c4d-[0-9a-f-]+|JOB_ID|\$JOB\b/g, job);
  }
  if (/ix secrets revoke/.test(command))
    real = real.replace(/01a20c59-[0-9a-f-]+|SECRET_ID/, await made('ix secrets list --client acme --json | jq -r .secrets[0].secret_id'));
  if (command.includes('2f6kabcdefgh')) {
    await made('ix keys create --client spare');
    real = real.replace('2f6kabcdefgh', await made('ix keys list --json | jq -r .keys[0].key_id'));
  }
  return real;
}

interface Ended {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

function bash(command: string, port: string): Promise<Ended> {
  const PATH = [join(folder, 'bin'), process.env.PATH].join(delimiter);
  const env = { PATH, HOME: process.env.HOME, IX_PORT: port, IX_DATA_DIR: join(folder, 'data'), IX_KEY: key, IX_ADMIN_KEY: key };
  return new Promise((resolve) => {
    execFile('bash', ['-o', 'pipefail', '-c', command], { cwd: folder, env, timeout: 120_000 }, (error, stdout, stderr) => {
      resolve({ code: error === null ? 0 : Number(error.code ?? 1), stdout, stderr });
    });
  });
}
