/** The Python client, where there is a Python: the same verbs against a real server, and its verifier against signatures that ix makes. */
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parseSecret, sign } from '../../src/callbacks/sign.ts';
import { newCallbackId } from '../../src/contracts/ids.ts';
import { type Listening, listen } from '../../src/http/server.ts';
import { Api } from '../http/api.ts';
import { REVIEWABLE } from '../support/reviewable.ts';

const CLIENTS = fileURLToPath(new URL('../../clients', import.meta.url));
const hasPython = spawnSync('python3', ['-c', 'import sys; sys.exit(sys.version_info < (3, 9))']).status === 0;

let api: Api;
let server: Listening;
beforeAll(async () => {
  api = await Api.open({
    pages: {
      page: async () => null,
      text: async () => null,
      original: async () => ({ name: 'a.txt', bytes: Buffer.from('Invoice 4711') }),
    },
  });
  server = await listen(api.app, { host: '127.0.0.1', port: 0 });
});
afterAll(async () => {
  await server.close();
  await api.close();
});

/** What a program prints as JSON, a line at a time. @param given its `given`. @param heard told of each line. */
async function python(program: string, given: unknown, heard: (line: unknown) => Promise<unknown> = async () => {}): Promise<unknown[]> {
  const head =
    'import json, sys\nfrom ix_client import *\ngiven = json.load(sys.stdin)\ndef say(*told): print(json.dumps(told), flush=True)\n';
  const child = spawn('python3', ['-B', '-c', head + program], { cwd: CLIENTS, stdio: ['pipe', 'pipe', 'pipe'] });
  child.stdin.end(JSON.stringify(given));
  const errors = text(child.stderr);
  const lines: unknown[] = [];
  let rest = '';
  for await (const piece of child.stdout.setEncoding('utf8')) {
    const whole = (rest + piece).split('\n');
    rest = whole.pop() ?? '';
    for (const line of whole) {
      lines.push(JSON.parse(line));
      await heard(lines.at(-1));
    }
  }
  if (child.exitCode === null) await once(child, 'exit');
  expect(await errors).toBe('');
  return lines;
}

describe.runIf(hasPython)('Python', () => {
  test('submits, waits, watches, lists, acts', async () => {
    const program = `
ix = Ix(given)
progress = []
job = ix.submit({"use_case": "invoice", "ix_client_id": "py", "request_id": "r/1"}, files=[("a.txt", b"Invoice 4711")], on_progress=lambda *told: progress.append(told))
say(job["status"], job["request"]["context"]["files"][0]["display_name"], progress)
say(ix.wait(job["job_id"], seconds=0)["status"], ix.find("py", "r/1")["job_id"] == job["job_id"], ix.find("py", "r2"))
for event, told in ix.events(job["job_id"]):
    say(event, told["status"])
many = ix.submit_many([{"ix_client_id": "py", "context": {"texts": ["x"]}}] * 2)
say([one["request_id"] for one in ix.jobs(client_id="py", status=["pending", "done"])] == [one["request_id"] for one in reversed(many["jobs"])] + ["r/1"])
first, second = (one["job_id"] for one in many["jobs"])
say(ix.cancel(first)["response"]["code"], ix.resubmit(first, "copy")["origin_job_id"] == first)
say("end")
say(ix.wait(second)["status"], ix.review(second, done=True)["review"]["complete"], ix.callbacks(second))
ix.delete(first)
try:
    ix.job(first)
except IxProblem as problem:
    say(problem.status, problem.kind)
lines = list(ix.submit_lines({"ix_client_id": "lines", "priority": 1000 * (n == 5), "context": {"texts": ["x"]}} for n in range(1001)))
say([line["index"] for line in lines] == list(range(1001)), [(line["index"], line["status"]) for line in lines if line["status"] != "created"])
batch = lines[-1]["batch_id"]
watched = [(told["pending"], ix.cancel_batch(batch)["pending"]) if told["pending"] else told["error"] for told in ix.batch_events(batch)]
say(watched, ix.cancel_batch(batch)["error"], ix.wait_batch(batch)["finished_at"] is not None)
say(ix.bulk("cancel", {"client_id": "lines"})["matching"], ix.bulk("cancel", {"client_id": "lines"}, dry_run=False)["applied"])
say([ix.bulk("resubmit", {"batch_id": batch}, dry_run=False, idempotency_key="k")["applied"] for _ in range(2)])
progress = []
file = ix.upload(b"Invoice 4711", client_id="py", on_progress=lambda *told: progress.append(told))
job = ix.submit({"ix_client_id": "py", "context": {"files": [{"file_id": file["file_id"], "display_name": "a.txt"}]}})
say(progress, ix.document(job["job_id"], 0).decode(), ix.call("getFile", file_id=file["file_id"], client_id="py")["used"])
say([one["job_id"] == second for one in ix.reviews(client_id="py")])
say(ix.call("pause", kind="client", name="a/ü")["name"], len(ix.call("listPauses")["pauses"]), ix.call("resume", kind="client", name="a/ü"))
say(len({ix.call("createClientSecret", client_id="py", body={}, idempotency_key="k")["secret_id"] for _ in range(2)}))
pages = ix.pages("listAudit", limit=1)
say(next(pages)["entries"] != next(pages)["entries"])
try:
    ix.submit({"priority": 1000, "context": {"texts": ["x"]}})
except IxProblem as problem:
    say(problem.status, problem.body["errors"][0]["pointer"])
try:
    Ix("http://127.0.0.1:1", retries=0).job(first)
except IxUnreachable as error:
    say("refused" in str(error))
`;
    const lines = await python(program, server.address, async (line) => {
      if (JSON.stringify(line) === '["job","pending"]' || JSON.stringify(line) === '["end"]') await api.endAll(REVIEWABLE);
    });
    expect(lines).toEqual([
      ['pending', 'a.txt', [[12, 12]]],
      ['pending', true, null],
      ['job', 'pending'],
      ['job', 'done'],
      [true],
      ['IX_003_000', true],
      ['end'],
      ['done', true, { callbacks: [] }],
      [404, 'not-found'],
      [true, [[5, 'refused']]],
      [[[1, 0], 1], 1, true],
      [999, 999],
      [[1, 0]],
      [[[12, 12]], 'Invoice 4711', true],
      [[true]],
      ['a/ü', 1, null],
      [1],
      [true],
      [422, '/priority'],
      [true],
    ]);
  });

  test('verifies what ix signs, and refuses everything else, missing headers too', async () => {
    const secret = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';
    const body = '{"type":"job.done","data":{"name":"Müller"}}';
    const id = newCallbackId();
    const headers = (sent: number) => ({
      'Webhook-Id': id,
      'Webhook-Timestamp': String(sent),
      'Webhook-Signature': `v1a,x ${sign([parseSecret(secret, 'SECRET')], id, sent, Buffer.from(body))}`,
    });
    const good = headers(1000);
    const cases: [object, string][] = [
      [good, body],
      [good, `${body} `],
      [{ ...good, 'Webhook-Id': newCallbackId() }, body],
      [headers(1301), body],
      [headers(699), body],
      [{ ...good, 'Webhook-Timestamp': '١٠٠٠' }, body],
      [{}, body],
      [{ ...good, 'Webhook-Signature': null }, body],
      [{ ...good, 'Webhook-Signature': 'v1,Müller' }, body],
    ];
    const program = `
for headers, body in given["cases"]:
    try:
        callback_id, event = verify_callback(["whsec_AAAA", given["secret"]], headers, body.encode(), now=lambda: 1000)
        say(event["data"]["name"])
    except CallbackRefused as refused:
        say(refused.reason)
`;
    const said = await python(program, { secret, cases });
    const expected = ['Müller', 'signature', 'signature', 'late', 'late', 'late', 'missing', 'missing', 'signature'];
    expect(said).toEqual(expected.map((one) => [one]));
  });
});
