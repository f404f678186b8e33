/** The receivers that docs/callbacks.md shows, in each language there is here: run as they stand, against signatures that ix makes. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, describe, expect, test } from 'vitest';
import { parseSecret, sign } from '../../src/callbacks/sign.ts';
import { newCallbackId } from '../../src/contracts/ids.ts';
import { blockOf, ROOT, readPage } from './pages.ts';

const SECRET = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';
const BODY = '{"type":"job.done","data":{"name":"Müller"}}';
const PAGE = await readPage('docs/callbacks.md');
const snippet = blockOf(PAGE, 'js');

/** The headers of a callback with {@link BODY} that ix signed `ago` seconds ago. */
function signed(ago: number): Readonly<Record<string, string>> {
  const [id, sent] = [newCallbackId(), Math.floor(Date.now() / 1000) - ago];
  const signature = sign([parseSecret(SECRET, 'SECRET')], id, sent, Buffer.from(BODY));
  return { 'webhook-id': id, 'webhook-timestamp': String(sent), 'webhook-signature': signature };
}

/** What the snippet's process says of `body` when that of ix was signed `ago` seconds ago. */
function receive(body: string, ago = 0) {
  const headers = signed(ago);
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

const folder = mkdtempSync(join(tmpdir(), 'ix-receivers-'));
afterAll(() => rmSync(folder, { recursive: true }));
const has = (program: string, ...args: readonly string[]): boolean => spawnSync(program, args).status === 0;
const indented = (text: string): string => text.replaceAll(/^(?=.)/gm, '    ');
const block = (language: string): string => blockOf(PAGE, language);

/** A program around the block that reads `{headers, body}` and prints `taken` or `refused`; what the block leaves to its reader is in it. */
interface Receiver {
  readonly command: readonly [program: string, ...args: string[]];
  readonly file: string;
  readonly there: boolean;
  readonly program: () => string;
}

const RECEIVERS: Readonly<Record<string, Receiver>> = {
  TypeScript: {
    command: [process.execPath],
    file: 'receiver.mts',
    there: true,
    program: () => {
      const [head = '', ...rest] = block('ts')
        .replace('ix/client', pathToFileURL(join(ROOT, 'src/client/index.ts')).href)
        .split('\n');
      const given =
        "import { text } from 'node:stream/consumers';\nconst { headers, body: rawBody } = JSON.parse(await text(process.stdin));";
      const parts = 'const request = { headers };\nconst isNew = async () => true;\nconst dealWith = async () => {};';
      const ask = "const answer = await receive();\nconsole.log(answer.status === 204 ? 'taken' : 'refused');";
      return `${head}\n${given}\n${parts}\nasync function receive() {${rest.join('\n')}}\n${ask}`;
    },
  },
  Python: {
    command: ['python3', '-B'],
    file: 'receiver.py',
    there: has('python3', '-c', 'import sys; sys.exit(sys.version_info < (3, 9))'),
    program: () => `import json, os, sys
sys.path.insert(0, ${JSON.stringify(join(ROOT, 'clients'))})
class Response:
    def __init__(self, reason, status): pass
class request: pass
def receive(secret, raw_body, is_new, deal_with):
${indented(block('python'))}
given = json.load(sys.stdin)
request.headers = given["headers"]
taken = []
receive(os.environ["WEBHOOK_SECRET"], given["body"].encode(), lambda id: True, taken.append)
print("taken" if taken else "refused")
`,
  },
  Go: {
    command: ['go', 'run'],
    file: 'receiver.go',
    there: has('go', 'version'),
    program: () => `package main

import (
\t"crypto/hmac"
\t"crypto/sha256"
\t"encoding/base64"
\t"encoding/json"
\t"fmt"
\t"net/http"
\t"os"
\t"strconv"
\t"strings"
\t"time"
)

${block('go')}
func main() {
\tvar given struct {
\t\tHeaders map[string]string
\t\tBody    string
\t}
\tif err := json.NewDecoder(os.Stdin).Decode(&given); err != nil {
\t\tpanic(err)
\t}
\theaders := http.Header{}
\tfor name, value := range given.Headers {
\t\theaders.Set(name, value)
\t}
\tif verify(os.Getenv("WEBHOOK_SECRET"), headers, []byte(given.Body)) {
\t\tfmt.Println("taken")
\t} else {
\t\tfmt.Println("refused")
\t}
}
`,
  },
  Ruby: {
    command: ['ruby'],
    file: 'receiver.rb',
    there: has('ruby', '-ropenssl', '-rbase64', '-e', ''),
    program: () => `require "base64"
require "json"
require "openssl"
${block('ruby')}
given = JSON.parse($stdin.read)
puts verify(ENV["WEBHOOK_SECRET"], given["headers"], given["body"]) ? "taken" : "refused"
`,
  },
};

describe.each(Object.entries(RECEIVERS).filter(([, { there }]) => there))(
  '%s',
  (_, { command: [program, ...args], file, program: source }) => {
    const path = join(folder, file);
    writeFileSync(path, source());

    test.each([
      ['takes what ix signed', BODY, 0, 'taken'],
      ['refuses another body', BODY.replace('done', 'gone'), 0, 'refused'],
      ['refuses what is ten minutes old', BODY, 600, 'refused'],
    ])('%s', (_what, body, ago, said) => {
      const { PATH, HOME } = process.env;
      const env = { PATH, HOME, WEBHOOK_SECRET: SECRET };
      const { stdout, stderr, status } = spawnSync(program, [...args, path], {
        input: JSON.stringify({ headers: signed(ago), body }),
        env,
        encoding: 'utf8',
      });
      expect({ stdout, status }, stderr).toEqual({ stdout: `${said}\n`, status: 0 });
    });
  },
);
