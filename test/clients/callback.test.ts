/** Verifying callbacks: by ix/client, and by what the guide for receivers shows, against signatures that ix makes. */
import { describe, expect, test } from 'vitest';
import { parsePrivateKey, parseSecret, sign } from '../../src/callbacks/sign.ts';
import { CallbackRefused, SeenCallbacks, verifyCallback } from '../../src/client/index.ts';
import { newCallbackId } from '../../src/contracts/ids.ts';
import { newSecret, publicKeyOf } from '../../src/jobs/signing-keys.ts';

const SECRET = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';
const OTHER = 'whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD';
const BODY = '{"type":"job.done","timestamp":"2026-03-20T09:30:00.000000Z","data":{"job_id":"Müller"}}';
const NOW = Date.parse('2026-03-20T09:31:00Z');

const seconds = Math.floor(NOW / 1000);
const id = newCallbackId();
const headers = (sent = seconds, secrets = [parseSecret(SECRET, 'SECRET')], body = BODY) => ({
  'webhook-id': id,
  'webhook-timestamp': String(sent),
  'webhook-signature': sign(secrets, id, sent, Buffer.from(body)),
});
const now = () => NOW;
const refusal = (work: Promise<unknown>) =>
  work.then(
    () => null,
    (error: unknown) => (error instanceof CallbackRefused ? error.reason : error),
  );

describe('by ix/client', () => {
  test('takes what ix signed, with headers as a Request or as Node has them', async () => {
    for (const given of [headers(), new Headers(headers()), { ...headers(), 'Webhook-Id': undefined }]) {
      expect(await verifyCallback(SECRET, given, BODY, { now })).toEqual({ id, sentAt: new Date(NOW), event: JSON.parse(BODY) });
    }
    const bytes = new TextEncoder().encode(BODY);
    expect(await verifyCallback([OTHER, SECRET], headers(), bytes, { now })).toMatchObject({ id });
  });

  test('takes it while secrets are rotated, and ed25519', async () => {
    const both = headers(seconds, [parseSecret(OTHER, 'OTHER'), parseSecret(SECRET, 'SECRET')]);
    expect(await verifyCallback(SECRET, both, BODY, { now })).toMatchObject({ id });
    const [key, other] = [newSecret('ed25519'), newSecret('ed25519')];
    const signed = headers(seconds, [parsePrivateKey(key, 'KEY')]);
    expect(await verifyCallback(publicKeyOf(key) ?? '', signed, BODY, { now })).toMatchObject({ id });
    expect(await refusal(verifyCallback(publicKeyOf(other) ?? '', signed, BODY, { now }))).toBe('signature');
  });

  test.each([
    ['another body', headers(), `${BODY} `, 'signature'],
    ['another secret', headers(seconds, [parseSecret(OTHER, 'OTHER')]), BODY, 'signature'],
    ['another id', { ...headers(), 'webhook-id': newCallbackId() }, BODY, 'signature'],
    ['a signature that is none', { ...headers(), 'webhook-signature': 'v1,*** v1 v2,AAAA' }, BODY, 'signature'],
    ['one that is too old', headers(seconds - 301), BODY, 'late'],
    ['one of the future', headers(seconds + 301), BODY, 'late'],
    ['a time that is none', { ...headers(), 'webhook-timestamp': 'now' }, BODY, 'late'],
    ['no id', { ...headers(), 'webhook-id': undefined }, BODY, 'missing'],
    ['no headers', {}, BODY, 'missing'],
  ])('refuses %s', async (_, given, body, reason) => {
    expect(await refusal(verifyCallback(SECRET, given, body, { now }))).toBe(reason);
  });

  test('a secret that is none is a mistake of the receiver', async () => {
    for (const secret of ['', 'MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw', 'whsec_***'])
      await expect(verifyCallback(secret, headers(), BODY, { now })).rejects.toThrow(TypeError);
  });

  test('knows again what was dealt with', () => {
    const seen = new SeenCallbacks(2);
    expect(['a', 'a', 'b', 'c', 'a'].map((one) => seen.isNew(one))).toEqual([true, false, true, true, true]);
  });
});
