/** Where a provider of a test keeps what it gave out: in memory, as long as the test lasts. */
import type { Adapter, AdapterPayload } from 'oidc-provider';

/** One for each provider; it makes one adapter for each kind of thing. */
export function memory(): (kind: string) => Adapter {
  const kept = new Map<string, AdapterPayload>();
  return (kind) => {
    const find = async (id: string) => kept.get(`${kind} ${id}`);
    return {
      find,
      upsert: async (id, payload) => void kept.set(`${kind} ${id}`, payload),
      findByUid: async (uid) => Array.from(kept.values()).find((payload) => payload.uid === uid),
      findByUserCode: async (userCode) => Array.from(kept.values()).find((payload) => payload.userCode === userCode),
      consume: async (id) => void Object.assign((await find(id)) ?? {}, { consumed: Math.floor(Date.now() / 1000) }),
      destroy: async (id) => void kept.delete(`${kind} ${id}`),
      revokeByGrantId: async (grantId) => {
        for (const [key, payload] of kept) if (payload.grantId === grantId) kept.delete(key);
      },
    };
  };
}
