/** What ix finds wrong with a request, in the words of the command line: the option that said it, not a place in a JSON body. */

/** Names in bodies and queries → the option that fills them, in whatever command. */
const OPTIONS: Readonly<Record<string, string>> = {
  ix_client_id: '--client',
  client_id: '--client',
  request_id: '--request-id',
  use_case: '--use-case',
  callback_url: '--callback-url',
  created_after: '--created-after',
  created_before: '--created-before',
  expires_in_seconds: '--days',
  max_requests_per_minute: '--requests',
  max_pending: '--pending',
  max_upload_bytes_per_minute: '--upload',
  overlap_seconds: '--overlap',
  origin: '<url>',
  ...Object.fromEntries(['priority', 'limit', 'cursor', 'q', 'status', 'code', 'role', 'name', 'kind'].map((name) => [name, `--${name}`])),
};

/** @param place a JSON Pointer into the body, or the name of a query parameter. */
export function faultName(place: string): string {
  const [first = '', ...rest] = place.replace(/^\//, '').split('/');
  if (first === 'use_case_inline') return `the use case, /${rest.join('/')}`;
  if (first === 'context' && rest[0] === 'files' && rest[1] !== undefined) return `file ${Number(rest[1]) + 1}`;
  return OPTIONS[first] ?? place;
}
