/** The issuer of IX_OIDC_ISSUER: its settings fit together, and it alone may be reached beside what files and callbacks may. */
import type { Logger } from 'pino';
import type { Config } from '../config.ts';
import type { Issuer } from '../contracts/issuer.ts';
import { createEgress, type OwnPlace } from '../egress/egress.ts';
import { isLoopbackHost } from '../http/guard.ts';
import { StartError } from './start-error.ts';
import type { Stops } from './stops.ts';

/** Seconds that closing its connections may take. */
const STOP_SECONDS = 10;

/** Whether it answers is not waited for: keys work without it. Null: there is none. @throws StartError */
export async function openIssuerOf(config: Config, own: () => readonly OwnPlace[], log: Logger, stops: Stops): Promise<Issuer | null> {
  const { IX_OIDC_ISSUER: url, IX_OIDC_CLIENT_ID: clientId, IX_OIDC_AUDIENCE: audience, IX_OIDC_ROLES: roles } = config;
  if (url === null) {
    if (clientId === null && audience === null) return null;
    const set = clientId === null ? 'IX_OIDC_AUDIENCE' : 'IX_OIDC_CLIENT_ID';
    throw new StartError(`IX_OIDC_ISSUER is not set: expected the issuer that ${set} is for`);
  }
  const { protocol, hostname, port } = new URL(url);
  if (protocol !== 'https:' && !isLoopbackHost(hostname))
    throw new StartError(`IX_OIDC_ISSUER=${url}: expected https, as whoever can change what it says can sign in as anybody`);
  if (clientId === null && audience === null)
    throw new StartError('IX_OIDC_ISSUER lets nobody in: expected IX_OIDC_CLIENT_ID for people, IX_OIDC_AUDIENCE for machines, or both');
  if (roles.size === 0)
    throw new StartError('IX_OIDC_ROLES is not set: expected what makes whom the issuer knows a client, a reader … of ix');

  const place = `${hostname}:${port === '' ? (protocol === 'https:' ? '443' : '80') : port}`;
  const egress = createEgress({ allow: [...config.IX_EGRESS_ALLOW, place], own });
  stops.add('connections to the issuer', STOP_SECONDS, () => egress.close());
  // What few have is loaded by those.
  const { openIssuer } = await import('../oidc/issuer.ts');
  const issuer = openIssuer({
    url,
    clientId,
    clientSecret: config.IX_OIDC_CLIENT_SECRET,
    scope: config.IX_OIDC_SCOPE,
    audience,
    rules: { roleClaim: config.IX_OIDC_ROLE_CLAIM, roles, clientClaim: config.IX_OIDC_CLIENT_CLAIM },
    egress,
    log,
  });
  issuer.look().catch((error: unknown) => {
    const why = error instanceof Error ? error.message : String(error);
    log.warn({ why }, 'the issuer of IX_OIDC_ISSUER does not answer; keys work on');
  });
  return issuer;
}
