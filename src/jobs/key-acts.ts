/** All that callers may do with keys and the audit, bound to one database: what the routes and the pages are given. */
import { listAudit } from './audit.ts';
import type { JobsDeps } from './deps.ts';
import { createKey, listKeys, revokeKey, rotateKey } from './keys.ts';

type Rest<Act extends (deps: JobsDeps, ...rest: never[]) => unknown> = Act extends (deps: JobsDeps, ...rest: infer R) => unknown
  ? R
  : never;

export type KeyActs = ReturnType<typeof keyActs>;

export function keyActs(deps: JobsDeps) {
  return {
    list: (...args: Rest<typeof listKeys>) => listKeys(deps, ...args),
    create: (...args: Rest<typeof createKey>) => createKey(deps, ...args),
    rotate: (...args: Rest<typeof rotateKey>) => rotateKey(deps, ...args),
    audit: (...args: Rest<typeof listAudit>) => listAudit(deps, ...args),
    revoke: (...args: Rest<typeof revokeKey>) => revokeKey(deps, ...args),
  };
}
