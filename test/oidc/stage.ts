/** The API and the pages of an ix that has an issuer, behind a proxy as far as it is told, and the provider that is its issuer. */
import { type Logger, pino } from 'pino';
import { pageActs } from '../../src/app/api.ts';
import type { Role } from '../../src/contracts/scope.ts';
import { createEgress, type Egress } from '../../src/egress/egress.ts';
import { type App, createApp } from '../../src/http/app.ts';
import { Front } from '../../src/http/front.ts';
import type { JobsDeps } from '../../src/jobs/deps.ts';
import { type OpenedIssuer, openIssuer } from '../../src/oidc/issuer.ts';
import { createUi } from '../../src/ui/app.ts';
import { Api } from '../http/api.ts';
import { AUDIENCE, CLIENT } from './provider.ts';

export const ADMIN_KEY = 'the-admin-key-of-a-test-with-an-issuer';
/** IX_PUBLIC_URL. */
export const PUBLIC_URL = 'https://ix.example.com';

const ROLES: readonly [string, Role][] = [
  ['ix-clients', 'client'],
  ['ix-readers', 'reader'],
  ['ix-admins', 'admin'],
];

export interface IxWithIssuer {
  readonly app: App;
  readonly api: Api;
  /** What was logged of the issuer. */
  readonly lines: readonly Record<string, unknown>[];
  close(): Promise<void>;
}

/** As the settings would have it. */
export const issuerAt = (url: string, egress: Egress, log: Logger): OpenedIssuer =>
  openIssuer({
    url,
    clientId: CLIENT.id,
    clientSecret: CLIENT.secret,
    scope: 'openid profile',
    audience: AUDIENCE,
    rules: { roleClaim: 'roles', roles: new Map(ROLES), clientClaim: 'ix_client_id' },
    egress,
    log,
  });

/** @param issuer IX_OIDC_ISSUER. */
export async function ixWith(issuer: string): Promise<IxWithIssuer> {
  const egress: Egress = createEgress({ allow: [new URL(issuer).host] });
  const found: JobsDeps[] = [];
  const lines: Record<string, unknown>[] = [];
  const opened = issuerAt(issuer, egress, pino({ level: 'debug' }, { write: (line: string) => lines.push(JSON.parse(line)) }));
  const front = new Front({ publicUrl: PUBLIC_URL, trustProxy: [] });
  const api = await Api.open(
    (jobs) => {
      found.push(jobs);
      return { front };
    },
    ADMIN_KEY,
    opened,
  );
  const [jobs] = found;
  if (jobs === undefined) throw new Error('the API has no acts');
  const deps = { ...api.deps, ...pageActs(jobs, api.deps.useCases, 30) };
  const app = createApp(deps).route('/', createUi(deps));
  return {
    app,
    api,
    lines,
    close: async () => {
      await egress.close();
      await api.close();
    },
  };
}
