/** npm run screenshots: every page, wide and narrow, light and dark, into docs/screenshots/, of an ix that is started for it. */
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { pino } from 'pino';
import { startIx } from '../src/app/main.ts';
import { loadConfig } from '../src/config.ts';
import { launch } from '../test/ui/browser.ts';
import { makeScenes } from '../test/ui/scenes.ts';

const FOLDER = fileURLToPath(new URL('screenshots/', import.meta.url));
const SIZES = { wide: { width: 1280, height: 900 }, narrow: { width: 390, height: 844 } };

const dataDir = await mkdtemp(join(tmpdir(), 'ix-screenshots-'));
const config = loadConfig({ IX_DATA_DIR: dataDir, IX_PORT: '0', IX_EGRESS_ALLOW: '127.0.0.0/8' });
const ix = await startIx({ config, roles: { api: true, worker: true }, log: pino({ level: 'error' }, pino.destination(2)) });
const browser = await launch();
try {
  if (ix.address === null) throw new Error('ix has no address');
  await mkdir(FOLDER, { recursive: true });
  for (const { name, path, ready } of await makeScenes(ix.address)) {
    for (const [size, viewport] of Object.entries(SIZES)) {
      for (const colorScheme of ['light', 'dark'] as const) {
        const context = await browser.newContext({ viewport, colorScheme, baseURL: ix.address });
        const page = await context.newPage();
        await page.goto(path);
        await page.waitForSelector(ready);
        await page.waitForLoadState('networkidle');
        await page.screenshot({ path: join(FOLDER, `${name}-${size}-${colorScheme}.png`), fullPage: true });
        await context.close();
      }
    }
  }
} finally {
  await browser.close();
  await ix.stop();
  await rm(dataDir, { recursive: true, force: true });
}
