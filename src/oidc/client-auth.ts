/** How ix tells the issuer that it is the client it says it is. */
import { type ClientAuth, ClientSecretBasic, ClientSecretPost, None } from 'openid-client';

/** By `client_secret_basic`, which is the default of OpenID Connect, or by `client_secret_post` where the issuer takes that alone. */
export function clientAuth(secret: string | null): ClientAuth {
  if (secret === null) return None();
  const [basic, post] = [ClientSecretBasic(secret), ClientSecretPost(secret)];
  return (issuer, ...request) => {
    const methods = issuer.token_endpoint_auth_methods_supported;
    const takesPostAlone = methods?.includes('client_secret_post') === true && !methods.includes('client_secret_basic');
    (takesPostAlone ? post : basic)(issuer, ...request);
  };
}
