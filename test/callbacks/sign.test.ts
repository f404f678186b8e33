/** Signatures: the published vectors bit for bit, several secrets, and what is not a secret. */
import { createPublicKey, sign as signWith, verify as verifyWith } from 'node:crypto';
import { inspect } from 'node:util';
import fc from 'fast-check';
import { Webhook } from 'standardwebhooks';
import { describe, expect, it } from 'vitest';
import { parsePrivateKey, parseSecret, sign } from '../../src/callbacks/sign.ts';
import type { CallbackId } from '../../src/contracts/ids.ts';
import { masked, newSecret, publicKeyOf } from '../../src/jobs/signing-keys.ts';

/** Ids of published vectors, which are not ours. */
const id = (text: string): CallbackId => text as CallbackId;
const OLD = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';

const VECTORS = [
  {
    source: 'standard-webhooks/libraries, "sign function works"',
    secret: OLD,
    id: 'msg_p5jXN8AQM9LWM0D4loKWxJek',
    timestamp: 1614265330,
    body: '{"test": 2432232314}',
    signature: 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=',
  },
  {
    source: 'Svix documentation, the scheme Standard Webhooks took over',
    secret: 'whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD',
    id: 'msg_27UH4WbU6Z5A5EzD8u03UvzRbpk',
    timestamp: 1649367553,
    body: '{"email":"test@example.com","username":"test_user"}',
    signature: 'v1,tZ1I4/hDygAJgO5TYxiSd6Sd0kDW6hPenDe+bTa3Kkw=',
  },
];

describe('sign', () => {
  it.each(VECTORS)('meets the vector of $source', (vector) => {
    const secret = parseSecret(vector.secret, 'secret');
    expect(sign([secret], id(vector.id), vector.timestamp, Buffer.from(vector.body))).toBe(vector.signature);
  });

  it('gives what the standardwebhooks package gives, for any body, id and secret', () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ minLength: 24, maxLength: 64 }),
        fc.uuid(),
        fc.integer({ min: 0, max: 4_000_000_000 }),
        fc.json(),
        (key, uuid, seconds, body) => {
          const secret = `whsec_${Buffer.from(key).toString('base64')}`;
          expect(sign([parseSecret(secret, 'secret')], id(uuid), seconds, Buffer.from(body))).toBe(
            new Webhook(secret).sign(uuid, new Date(seconds * 1000), body),
          );
        },
      ),
    );
  });

  it('signs with each secret, in order, so that a receiver verifies with either', () => {
    const [now, body] = [Math.floor(Date.now() / 1000), '{"a":1}'];
    const next = newSecret();
    const header = sign([parseSecret(next, 'next'), parseSecret(OLD, 'old')], id('cb'), now, Buffer.from(body));
    expect(header.split(' ')).toHaveLength(2);
    const headers = { 'webhook-id': 'cb', 'webhook-timestamp': String(now), 'webhook-signature': header };
    for (const secret of [next, OLD]) expect(new Webhook(secret).verify(body, headers)).toEqual({ a: 1 });
    expect(() => new Webhook(newSecret()).verify(body, headers)).toThrow('No matching signature');
  });

  it('refuses to go unsigned', () => {
    expect(() => sign([], id('cb'), 0, Buffer.from('{}'))).toThrow('at least one secret');
  });
});

describe('parseSecret', () => {
  const base64 = (size: number) => Buffer.alloc(size, 0xfb).toString('base64');
  it.each([
    ['without its prefix', base64(32), 'does not start with whsec_'],
    ['another kind of key', `whsk_${base64(32)}`, 'does not start with whsec_'],
    ['nothing after the prefix', 'whsec_', 'it has 0'],
    ['too short', `whsec_${base64(23)}`, 'it has 23'],
    ['too long', `whsec_${base64(65)}`, 'it has 65'],
    ['not base64', `whsec_${'*'.repeat(44)}`, 'not base64'],
    ['base64url', `whsec_${Buffer.alloc(32, 0xfb).toString('base64url')}`, 'not base64'],
    ['without padding', `whsec_${base64(32).replaceAll('=', '')}`, 'not base64'],
    ['with a line end', `whsec_${base64(32)}\n`, 'not base64'],
  ])('%s: an error that names the setting and what was expected, and not the secret', (_, text, why) => {
    const parse = () => parseSecret(text, 'IX_CALLBACK_SECRET');
    expect(parse).toThrow(/^IX_CALLBACK_SECRET: expected whsec_ and base64 of 24–64 bytes/);
    expect(parse).toThrow(why);
    expect(parse).not.toThrow(base64(23).slice(0, 8));
  });

  it.each([24, 32, 64])('takes %d bytes', (size) => {
    expect(parseSecret(`whsec_${base64(size)}`, 'secret').symmetricKeySize).toBe(size);
  });

  it('gives what shows no key when logged', () => {
    const secret = newSecret();
    expect(inspect(parseSecret(secret, 'secret'), { depth: 9, showHidden: true })).not.toContain(secret.slice(6, 20));
  });
});

it('newSecret is 32 random bytes that parse', () => {
  expect(newSecret('hmac', (size) => Buffer.alloc(size, 1))).toBe(`whsec_${Buffer.alloc(32, 1).toString('base64')}`);
  expect(newSecret()).not.toBe(newSecret());
});

describe('ed25519', () => {
  const PRIVATE = newSecret('ed25519');
  const PUBLIC = publicKeyOf(PRIVATE) ?? '';
  /** What a receiver has: 32 bytes. */
  const publicKey = createPublicKey({
    format: 'jwk',
    key: { kty: 'OKP', crv: 'Ed25519', x: Buffer.from(PUBLIC.slice('whpk_'.length), 'base64').toString('base64url') },
  });

  it('signs v1a, which the public key verifies, beside v1', () => {
    const header = sign([parseSecret(OLD, 'old'), parsePrivateKey(PRIVATE, 'new')], id('cb'), 17, Buffer.from('{}'));
    expect(header).toMatch(/^v1,[A-Za-z0-9+/]{43}= v1a,[A-Za-z0-9+/]{86}==$/);
    const signature = Buffer.from(header.slice(header.indexOf('v1a,') + 4), 'base64');
    expect(verifyWith(null, Buffer.from('cb.17.{}'), publicKey, signature)).toBe(true);
    expect(verifyWith(null, Buffer.from('cb.18.{}'), publicKey, signature)).toBe(false);
  });

  it('meets the first vector of RFC 8032, section 7.1, whose message is empty but for what we put before it', () => {
    const seed = '9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60';
    const known = 'd75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a';
    const secret = `whsk_${Buffer.from(seed + known, 'hex').toString('base64')}`;
    expect(publicKeyOf(secret)).toBe(`whpk_${Buffer.from(known, 'hex').toString('base64')}`);
    expect(createPublicKey(parsePrivateKey(secret, 'vector')).export({ format: 'jwk' }).x).toBe(
      Buffer.from(known, 'hex').toString('base64url'),
    );
    expect(signWith(null, Buffer.alloc(0), parsePrivateKey(secret, 'vector')).toString('hex')).toBe(
      'e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b',
    );
  });

  it.each(['whsk_', `whsk_${Buffer.alloc(32, 1).toString('base64')}`])('%j is no private key', (text) => {
    expect(() => parsePrivateKey(text, 'secret s')).toThrow(/^secret s: expected whsk_ and base64 of 64 bytes/);
  });
});

it('a masked secret tells its kind and four characters of the key', () => {
  expect(masked(OLD)).toBe('whsec_MfKQ…');
  expect(publicKeyOf(OLD)).toBeNull();
});
