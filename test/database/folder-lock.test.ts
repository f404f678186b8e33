/** The lock of a data folder: one holder, seen from everywhere, free as soon as the holder is gone. */
import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { lockFolder } from '../../src/database/folder-lock.ts';
import { ELSEWHERE } from '../support/namespaces.ts';

let folder: string;
const started: Holder[] = [];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ix-lock-'));
});
afterEach(async () => {
  for (const holder of started.splice(0)) await holder.kill();
  await rm(folder, { recursive: true, force: true });
});

const MODULE = new URL('../../src/database/folder-lock.ts', import.meta.url);

/** Another process that takes the lock and keeps it, beside a child that outlives it by some seconds; it says `locked`, or why not. */
const SCRIPT = `
  import { spawn } from 'node:child_process';
  const { lockFolder } = await import(${JSON.stringify(MODULE.href)});
  const error = await lockFolder(process.argv[1]).then(() => null, (error) => error);
  if (error !== null) console.log(error.message);
  else {
    spawn('sleep', ['5'], { stdio: 'ignore', detached: true });
    console.log('locked');
    setInterval(() => {}, 1000);
  }`;

class Holder {
  readonly #process: ChildProcessByStdio<null, Readable, null>;
  readonly #said: Promise<string>;

  constructor(before: readonly string[] = []) {
    const [program = process.execPath, ...args] = [...before, process.execPath, '--input-type=module', '-e', SCRIPT, folder];
    this.#process = spawn(program, args, { stdio: ['ignore', 'pipe', 'inherit'] });
    this.#said = once(this.#process.stdout.setEncoding('utf8'), 'data').then(([text]) => String(text).trim());
    started.push(this);
  }

  /** What it said, once it has the lock or not. */
  get said(): Promise<string> {
    return this.#said;
  }

  get pid(): number | undefined {
    return this.#process.pid;
  }

  async kill(): Promise<void> {
    if (!this.#process.kill('SIGKILL')) return;
    await once(this.#process, 'exit');
  }
}

const inUse = (pid: number | undefined): string =>
  `The data folder ${folder} is in use by another ix process (pid ${pid} on host ${hostname()}). Stop it first, or set IX_DATA_DIR to another folder for a second ix.`;

test('it is seen from other network, pid and ipc namespaces, with the pid and host of its holder', async () => {
  const lock = await lockFolder(folder);
  expect(await new Holder(ELSEWHERE).said).toBe(inUse(process.pid));
  // A refusal in the same process costs the holder nothing either.
  await expect(lockFolder(folder)).rejects.toThrow(inUse(process.pid));
  expect(await new Holder(ELSEWHERE).said).toBe(inUse(process.pid));
  await lock.release();
  expect(await readdir(folder)).toEqual(['ix.lock']);
  expect(await new Holder(ELSEWHERE).said).toBe('locked');
});

test('it goes with its holder, however that dies, and not with the children it leaves', async () => {
  const holder = new Holder();
  expect(await holder.said).toBe('locked');
  await expect(lockFolder(folder)).rejects.toThrow(inUse(holder.pid));
  await holder.kill();
  await (await lockFolder(folder)).release();
});

test('of four that come at once one gets it', async () => {
  const said = await Promise.all(Array.from({ length: 4 }, () => new Holder().said));
  expect(said.filter((text) => text === 'locked')).toHaveLength(1);
});
