/**
 * The keys by which secrets are kept in the tables: AES-256-GCM, so that a dump, a backup or a look at the tables gives nothing away, and a value
 * that was changed, or moved to another row, does not open.
 *
 *   sealed:<key id>:<base64url of nonce (12 bytes), tag (16 bytes), ciphertext>
 *
 * The first key seals, all of them open. Without any key values are kept as they are; such values are read with keys, too.
 */
import {
  createCipheriv,
  createDecipheriv,
  createHash,
  createHmac,
  createSecretKey,
  hkdfSync,
  type KeyObject,
  randomBytes,
} from 'node:crypto';

export interface SecretKey {
  /** Stands in each value that the key has sealed. */
  readonly id: string;
  /** 32 bytes. */
  readonly key: KeyObject;
}

/** @param id without one it is made of the key, and tells nothing of it. */
export const secretKey = (
  bytes: Buffer,
  id = createHash('sha256').update('ix key id').update(bytes).digest('hex').slice(0, 8),
): SecretKey => ({
  id,
  key: createSecretKey(bytes),
});

/** A value cannot be read: its key is not here, or another; or it was changed. Nothing of it is lost by that. */
export class Unopenable extends Error {
  override readonly name = 'Unopenable';
}

const PREFIX = 'sealed:';
const ALGORITHM = 'aes-256-gcm';
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

interface Keys {
  readonly seals: KeyObject;
  readonly digests: KeyObject;
}

export class Keyring {
  readonly #keys: ReadonlyMap<string, Keys>;

  /** @param keys the first seals; none: values are kept as they are. */
  constructor(keys: readonly SecretKey[]) {
    this.#keys = new Map(keys.map(({ id, key }) => [id, { seals: derived(key, 'ix seal'), digests: derived(key, 'ix digest') }]));
  }

  /** Whether there is a key to seal with. */
  get seals(): boolean {
    return this.#keys.size > 0;
  }

  /** @param place where it is kept, such as a column and a row's id: it opens there and nowhere else. */
  seal(text: string, place: string): string {
    const [first] = this.#keys;
    if (first === undefined) return text;
    const [id, { seals }] = first;
    const nonce = randomBytes(NONCE_BYTES);
    const cipher = createCipheriv(ALGORITHM, seals, nonce).setAAD(Buffer.from(place));
    const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
    return `${PREFIX}${id}:${Buffer.concat([nonce, cipher.getAuthTag(), sealed]).toString('base64url')}`;
  }

  /** @throws Unopenable naming IX_SECRET_KEY and the key. */
  open(kept: string, place: string): string {
    const id = sealedBy(kept);
    if (id === null) return kept;
    const keys = this.#keys.get(id);
    if (keys === undefined) {
      throw new Unopenable(
        `IX_SECRET_KEY: the key ${JSON.stringify(id)}, by which a secret in the database was sealed, is not among its keys`,
      );
    }
    const bytes = Buffer.from(kept.slice(PREFIX.length + id.length + 1), 'base64url');
    try {
      const decipher = createDecipheriv(ALGORITHM, keys.seals, bytes.subarray(0, NONCE_BYTES), { authTagLength: TAG_BYTES })
        .setAAD(Buffer.from(place))
        .setAuthTag(bytes.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES));
      return decipher.update(bytes.subarray(NONCE_BYTES + TAG_BYTES), undefined, 'utf8') + decipher.final('utf8');
    } catch (cause) {
      const message = `IX_SECRET_KEY: its key ${JSON.stringify(id)} does not open what a key of that name has sealed; it is another key, or the value was changed`;
      throw new Unopenable(message, { cause });
    }
  }

  /** Whether a value is as `seal` would keep it now. */
  isCurrent(kept: string): boolean {
    const [first] = this.#keys.keys();
    return sealedBy(kept) === (first ?? null);
  }

  /**
   * A digest that tells equal texts without the text being guessed from it: keyed, by each of the keys in turn, and last, for what was stored
   * without one, as it is given. The first is to be stored.
   */
  digests(digest: Buffer): [Buffer, ...Buffer[]] {
    const keyed = [...this.#keys.values()].map((keys) => createHmac('sha256', keys.digests).update(digest).digest());
    const [first = digest, ...others] = [...keyed, digest];
    return [first, ...others];
  }
}

/** The id of the key; null: the value is kept as it is. */
function sealedBy(kept: string): string | null {
  return kept.startsWith(PREFIX) ? kept.slice(PREFIX.length, kept.indexOf(':', PREFIX.length)) : null;
}

/** One key for each purpose, of the one that is configured (RFC 5869). */
const derived = (key: KeyObject, purpose: string): KeyObject => createSecretKey(Buffer.from(hkdfSync('sha256', key, '', purpose, 32)));
