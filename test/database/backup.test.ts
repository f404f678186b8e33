/** A backup of the embedded database while it is written to: what was stored before its end is in the copy, and an ix starts on it. */
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { pino } from 'pino';
import { expect, test } from 'vitest';
import { backUp } from '../../src/database/backup.ts';
import { startEmbedded } from '../../src/database/embedded.ts';
import { run } from '../cli/command.ts';

const log = pino({ level: 'silent' });

test('a copy made under writes has all that was acknowledged before it began, is consistent, and starts', async () => {
  const parent = await mkdtemp(join(tmpdir(), 'ix-backup-'));
  await chmod(parent, 0o711);
  const [dataDir, copy] = [join(parent, 'data'), join(parent, 'copy')];
  const live = await startEmbedded({ dataDir, log });
  const client = new pg.Client({ connectionString: live.url });
  await client.connect();
  await client.query('CREATE TABLE kept (n int PRIMARY KEY, filler text)');
  let stored = 0;
  let writing = true;
  const writer = (async () => {
    while (writing) await client.query(`INSERT INTO kept SELECT $1, repeat('x', 2000)`, [stored]).then(() => stored++);
  })();
  await client.query('SELECT 1');
  const before = stored;
  const { code, stdout, stderr } = await run(['backup', copy], { env: { IX_DATA_DIR: dataDir } });
  const during = stored;
  writing = false;
  await writer;
  await client.end();
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  expect(stdout).toMatch(/copy: \d+ MB\n$/);
  expect(during).toBeGreaterThan(before);
  await expect(backUp(dataDir, copy)).rejects.toThrow(/copy: is there already/);
  await live.stop();
  await expect(backUp(dataDir, `${copy}-2`)).rejects.toThrow(/no ix runs there\. Copy the folder as it is: cp -a /);

  const restored = await startEmbedded({ dataDir: copy, log });
  const reader = new pg.Client({ connectionString: restored.url });
  await reader.connect();
  const { rows } = await reader.query<{ count: number; last: number }>('SELECT count(*)::int AS count, max(n) AS last FROM kept');
  await reader.end();
  await restored.stop();
  // All up to some moment within the backup, without a gap.
  expect(rows[0]?.count).toBe((rows[0]?.last ?? 0) + 1);
  expect(rows[0]?.count).toBeGreaterThanOrEqual(before);
  await rm(parent, { recursive: true, force: true });
});
