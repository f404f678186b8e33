/** The key of tests that do not ask what a key is for. */
import { Keyring, secretKey } from '../../src/store/keyring.ts';

const BYTES = Buffer.alloc(32, 7);

export const KEYRING = new Keyring([secretKey(BYTES, 'test')]);
/** IX_SECRET_KEY of a process that shares a database with them. */
export const SECRET_KEY = `test:${BYTES.toString('base64')}`;
