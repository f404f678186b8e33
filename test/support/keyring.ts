/** The key of tests that do not ask what a key is for. */
import { Keyring, secretKey } from '../../src/store/keyring.ts';

export const KEYRING = new Keyring([secretKey(Buffer.alloc(32, 7), 'test')]);
