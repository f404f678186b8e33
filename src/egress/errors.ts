/** What went wrong on the network, in words a submitter understands; never a header value, never a part of a URL but its host. */

import type { PeerCertificate } from 'node:tls';

/** `refused`: ix itself did not let it out. */
export type EgressFailure = 'refused' | 'network' | 'timeout' | 'too_large';

export class EgressError extends Error {
  readonly failure: EgressFailure;

  constructor(failure: EgressFailure, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'EgressError';
    this.failure = failure;
  }
}

/** By error code of Node (libuv, OpenSSL), of its HTTP parser and of undici. */
const WORDS: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'connection refused',
  ECONNRESET: 'connection closed by the other side before it answered in full',
  EPIPE: 'connection closed by the other side before it answered in full',
  UND_ERR_SOCKET: 'connection closed by the other side before it answered in full',
  ETIMEDOUT: 'connection timed out',
  UND_ERR_CONNECT_TIMEOUT: 'connection timed out',
  UND_ERR_HEADERS_TIMEOUT: 'timed out waiting for the answer',
  UND_ERR_BODY_TIMEOUT: 'timed out in the middle of the answer',
  EHOSTUNREACH: 'host unreachable',
  ENETUNREACH: 'network unreachable',
  EADDRNOTAVAIL: 'network unreachable',
  ENOTFOUND: 'host name not found',
  EAI_AGAIN: 'host name could not be looked up: DNS does not answer',
  CERT_HAS_EXPIRED: 'TLS certificate expired',
  CERT_NOT_YET_VALID: 'TLS certificate not valid yet',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'TLS certificate is self-signed',
  SELF_SIGNED_CERT_IN_CHAIN: 'TLS certificate chain ends in an unknown, self-signed authority',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'TLS certificate is signed by an unknown authority',
  UNABLE_TO_GET_ISSUER_CERT: 'TLS certificate is signed by an unknown authority',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'TLS certificate is signed by an unknown authority',
  ERR_TLS_CERT_ALTNAME_INVALID: 'TLS certificate is for another host name',
  EPROTO: 'TLS handshake failed',
  UND_ERR_HEADERS_OVERFLOW: 'the headers of the answer are too large',
  UND_ERR_INVALID_ARG: 'the request has a header or URL that HTTP does not allow',
  UND_ERR_NOT_SUPPORTED: 'the request has a header that is not supported',
  UND_ERR_ABORTED: 'cancelled',
  ABORT_ERR: 'cancelled',
};

/**
 * Why a certificate was refused, with its dates and names where they say more: "TLS certificate expired 2 days ago".
 * @param code of Node, as `authorizationError` has it.
 */
export function certificateError(code: string, certificate: Partial<PeerCertificate>, now: Date): EgressError {
  const words = WORDS[code] ?? `TLS certificate not accepted (${/^[A-Z_]+$/.test(code) ? code : 'unknown reason'})`;
  const days = (time: string | undefined) => Math.floor(Math.abs(now.getTime() - Date.parse(time ?? '')) / 86_400_000);
  const { valid_to, valid_from, subjectaltname } = certificate;
  let more = '';
  if (code === 'CERT_HAS_EXPIRED' && valid_to !== undefined) more = ` ${counted(days(valid_to))} ago`;
  if (code === 'CERT_NOT_YET_VALID' && valid_from !== undefined) more = `: valid in ${counted(days(valid_from))}`;
  if (code === 'ERR_TLS_CERT_ALTNAME_INVALID' && subjectaltname !== undefined) more = ` (${subjectaltname.slice(0, 200)})`;
  return new EgressError('network', `${words}${more}`);
}

const counted = (days: number): string => (days === 0 ? 'less than a day' : `${days} day${days === 1 ? '' : 's'}`);

/** One line, lower case, no full stop. Unknown errors are told by their code only: their messages may carry what is secret. */
export function explainNetworkError(error: unknown): string {
  if (error instanceof EgressError) return error.message;
  if (!(error instanceof Error)) return 'network error';
  if (error.name === 'TimeoutError') return 'timed out';
  // Several addresses were tried: the first failure stands for all.
  if (error instanceof AggregateError && error.errors.length > 0) return explainNetworkError(error.errors[0]);
  const code = 'code' in error && typeof error.code === 'string' ? error.code : null;
  const words = code === null ? undefined : WORDS[code];
  if (words !== undefined) return words;
  if (error.name === 'HTTPParserError') return 'the answer is not valid HTTP';
  if (code?.startsWith('ERR_SSL_') || code?.startsWith('ERR_TLS_')) return `TLS handshake failed (${code})`;
  if (error.cause instanceof Error) return explainNetworkError(error.cause);
  return code === null ? 'network error' : `network error (${code})`;
}
