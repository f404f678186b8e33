/** The log: for people on a terminal, for programs elsewhere; and an outage of the database in two lines. */
import { WriteStream } from 'node:tty';
import { expect, test } from 'vitest';
import { lineForPeople } from '../../src/app/log.ts';
import { Outage } from '../../src/app/outage.ts';
import { run } from '../cli/command.ts';
import { Network } from '../queue/network.ts';
import { createDatabase } from '../support/database.ts';
import { Ix } from './ix.ts';

const plain: WriteStream = Object.assign(Object.create(WriteStream.prototype), { isTTY: false });

test('a line for people: time, level, words, facts; an error with its stack; nothing that a terminal would obey', () => {
  const line = { level: 'warn', time: '2026-11-24T12:00:05.123Z', pid: 7, job_id: 'a', name: '\u001b[2Jx', n: [1], msg: 'it happened' };
  expect(lineForPeople(JSON.stringify(line), plain)).toBe('12:00:05 warn  it happened  job_id=a name= [2Jx n=[1]\n');
  const err = { type: 'Error', message: 'no', stack: 'Error: no\n    at x' };
  expect(lineForPeople(JSON.stringify({ level: 'error', time: line.time, pid: 7, err, msg: 'failed' }), plain)).toBe(
    '12:00:05 error failed\n  Error: no\n      at x\n',
  );
});

test('elsewhere it is JSON, with the level by name; each use case that is loaded is told, and the end', async () => {
  const database = await createDatabase();
  const ix = new Ix(['up'], { IX_PORT: '0', IX_DATABASE_URL: database.url, IX_WORKER_USE_CASES: 'invoice,nope' });
  await ix.until(() => ix.stdout.includes('http'));
  await run(['health'], { env: { IX_PORT: new URL(ix.stdout.split('\n')[0] ?? '').port } });
  await fetch(`${ix.stdout.split('\n')[0]}/metrics`);
  ix.kill('SIGTERM');
  expect(await ix.ended()).toBe(0);
  const lines = ix.stderr
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
  expect(lines.flatMap(({ level, use_case }) => (use_case === undefined ? [] : [[level, use_case]]))).toEqual([
    ['info', 'bank_statement_header'],
    ['info', 'invoice'],
    ['info', 'letter'],
    ['info', 'receipt'],
  ]);
  expect(lines.flatMap(({ level, use_cases }) => (use_cases === undefined ? [] : [[level, use_cases]]))).toEqual([['warn', ['nope']]]);
  expect(lines.map(({ msg }) => msg)).not.toContain('request');
  expect(lines.slice(-2).map(({ msg }) => msg)).toEqual(['the worker has stopped; jobs handed back: 0', 'ix has stopped']);
  await database.drop();
});

test('while the database is away there is one line, and one when it is back', async () => {
  const database = await createDatabase();
  const network = await Network.to(database.url);
  const ix = new Ix(['up'], { IX_PORT: '0', IX_DATABASE_URL: network.url });
  await ix.until(() => ix.stdout.includes('http'));
  const before = ix.stderr.length;
  await network.cut();
  await ix.until(() => ix.stderr.includes('the database is away'));
  // Each is refused, and none is a line of its own.
  const address = ix.stdout.split('\n')[0];
  for (let i = 0; i < 5; i++) expect((await fetch(`${address}/jobs`)).status).toBe(503);
  await network.mend();
  await ix.until(() => ix.stderr.includes('the database is back after'));
  const lines = ix.stderr
    .slice(before)
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
  expect(lines.filter(({ level }) => level !== 'info').map(({ msg }) => msg)).toEqual([
    'the database is away; ix tries again until it is back',
  ]);
  ix.kill('SIGTERM');
  await ix.ended();
  await network.cut();
  await database.drop();
});

test('what may come from the database is told as it was meant when the database is there', async () => {
  const outage = new Outage();
  const told: string[] = [];
  const deadlock = Object.assign(new Error('deadlock detected'), { code: '40P01' });
  outage.take(deadlock, () => told.push('before it is watched'));
  const looked = Promise.withResolvers<boolean>();
  outage.watch({ away: () => told.push('away'), back: () => told.push('back'), probe: () => looked.promise });
  outage.take(new Error('a bug'), () => told.push('a bug'));
  outage.take(deadlock, () => told.push('a deadlock'));
  outage.take(deadlock, () => told.push('another'));
  expect(told).toEqual(['before it is watched', 'a bug']);
  looked.resolve(true);
  await looked.promise;
  await Promise.resolve();
  expect(told.slice(2)).toEqual(['a deadlock', 'another']);
  outage.stop();
});
