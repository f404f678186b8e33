/** All that callers may do with keys and the audit, bound to one database: what the routes and the pages are given. */
import { listAudit } from './audit.ts';
import type { Authenticator } from './authenticator.ts';
import type { JobsDeps } from './deps.ts';
import { createKey, listKeys, revokeKey, rotateKey } from './keys.ts';

type Rest<Act extends (deps: JobsDeps, ...rest: never[]) => unknown> = Act extends (deps: JobsDeps, ...rest: infer R) => unknown
  ? R
  : never;

export type KeyActs = ReturnType<typeof keyActs>;

/** @param authenticator told of what was made before that is answered: who asks next is asked for a key. */
export function keyActs(deps: JobsDeps, authenticator: Authenticator) {
  return {
    list: (...args: Rest<typeof listKeys>) => listKeys(deps, ...args),
    create: async (...args: Rest<typeof createKey>) => {
      const created = await createKey(deps, ...args);
      await authenticator.look();
      return created;
    },
    rotate: (...args: Rest<typeof rotateKey>) => rotateKey(deps, ...args),
    audit: (...args: Rest<typeof listAudit>) => listAudit(deps, ...args),
    revoke: (...args: Rest<typeof revokeKey>) => revokeKey(deps, ...args),
  };
}
