/** W3C Trace Context: which `traceparent` headers are passed on with a job. */

/** The header when it is valid (https://www.w3.org/TR/trace-context/#traceparent-header), else null: a broken one starts no trace. */
export function validTraceparent(header: string | undefined): string | null {
  const match = /^([0-9a-f]{2})-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})(-.+)?$/.exec(header ?? '');
  if (match === null) return null;
  const [, version, trace = '', parent = '', flags, extension] = match;
  if (version === 'ff' || (version === '00' && extension !== undefined)) return null;
  if (/^0+$/.test(trace) || /^0+$/.test(parent)) return null;
  // Later versions may say more: what is passed on is the part that version 00 has.
  return `00-${trace}-${parent}-${flags}`;
}
