/** `npm run left-open -- --minutes 10`: a page that is left open through stops and starts of ix, on a database of its own. Exit code 0: it said nothing that was not so. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { pino } from 'pino';
import { startIx } from '../../src/app/main.ts';
import { loadConfig } from '../../src/config.ts';
import { startEmbedded } from '../../src/database/embedded.ts';
import { launch } from './browser.ts';
import { leaveOpen } from './left-open.ts';
import { submitTo } from './submitter.ts';

const { values } = parseArgs({ options: { minutes: { type: 'string', default: '10' } } });
const minutes = Number(values.minutes);
if (!(minutes >= 1)) throw new Error(`--minutes ${values.minutes}: expected a number, 1 or more`);
/** Seconds up, and as many down. */
const SECONDS = 30;

const dataDir = await mkdtemp(join(tmpdir(), 'ix-left-open-'));
const log = pino({ level: 'error' }, pino.destination(2));
const database = await startEmbedded({ dataDir, log });
const run = (port: string) =>
  startIx({ config: loadConfig({ IX_DATABASE_URL: database.url, IX_PORT: port }), roles: { api: true, worker: true }, log });
let ix = await run('0');
const { address } = ix;
if (address === null) throw new Error('ix has no address');
const browser = await launch();
try {
  const looks = await leaveOpen(
    {
      databaseUrl: database.url,
      page: async (path) => {
        const page = await browser.newPage({ baseURL: address });
        await page.goto(path);
        return page;
      },
      submit: (submission) => submitTo(address, submission),
      stop: () => ix.stop(),
      start: async () => {
        ix = await run(new URL(address).port);
      },
    },
    { rounds: Math.round((minutes * 60) / (2 * SECONDS)), seconds: SECONDS },
  );
  console.log(
    `${looks.live} looks while ix answered, ${looks.away} while the page said that it does not, ${looks.lies.length} that were not so`,
  );
  for (const lie of looks.lies) console.log(`- ${lie}`);
  process.exitCode = looks.lies.length === 0 && looks.away > 0 ? 0 : 1;
} finally {
  await browser.close();
  await ix.stop();
  await database.stop();
  await rm(dataDir, { recursive: true, force: true });
}
