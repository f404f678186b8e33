/** The receiver that docs/callbacks.md shows for Node: run as it stands, against signatures that ix makes. */
import { spawnSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { parseSecret, sign } from '../../src/callbacks/sign.ts';
import { newCallbackId } from '../../src/contracts/ids.ts';
import { blockOf, ROOT, readPage } from './pages.ts';

const SECRET = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';
const BODY = '{"type":"job.done","data":{"name":"Müller"}}';
const snippet = blockOf(await readPage('docs/callbacks.md'), 'js');

/** What the snippet's process says of `body` when that of ix was signed `ago` seconds ago. */
function receive(body: string, ago = 0) {
  const [id, sent] = [newCallbackId(), Math.floor(Date.now() / 1000) - ago];
  const headers = {
    'webhook-id': id,
    'webhook-timestamp': String(sent),
    'webhook-signature': sign([parseSecret(SECRET, 'SECRET')], id, sent, Buffer.from(BODY)),
  };
  const given = `const [rawBody, request] = [${JSON.stringify(body)}, { headers: ${JSON.stringify(headers)} }];`;
  const script = `${given}\n${snippet}\nconsole.log(JSON.stringify(event));`;
  const { stdout, stderr, status } = spawnSync(process.execPath, ['--input-type=module', '-e', script], {
    cwd: ROOT,
    env: { WEBHOOK_SECRET: SECRET },
    encoding: 'utf8',
  });
  return { stdout, stderr, status };
}

test('takes what ix signed', () => {
  expect(receive(BODY)).toEqual({ stdout: `${BODY}\n`, stderr: '', status: 0 });
});

test.each([
  ['another body', BODY.replace('done', 'gone'), 0, 'No matching signature found'],
  ['one that is ten minutes old', BODY, 600, 'Message timestamp too old'],
])('refuses %s', (_, body, ago, words) => {
  const { stdout, stderr, status } = receive(body, ago);
  expect([stdout, status]).toEqual(['', 1]);
  expect(stderr).toContain(words);
});
