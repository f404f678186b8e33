/** URLs as they may be shown: user, password, the values of the query and the fragment are masked, as they may hold secrets. */

const MASK = '***';

/**
 * `https://me:pw@e.com/a.pdf?sig=abc#x` → `https://***@e.com/a.pdf?sig=***#***`. A URL that holds none of these stays as it is written.
 * What is no URL, or has no host to tell of (`data:…`), is masked as a whole: no part of it is known to be harmless.
 */
export function shownUrl(text: string): string {
  const url = URL.parse(text);
  if (url === null) return MASK;
  if (url.host === '' && url.protocol !== 'file:') return `${url.protocol}${MASK}`;
  const user = url.username === '' && url.password === '' ? '' : `${MASK}@`;
  if (user === '' && url.search === '' && url.hash === '') return text;
  return `${url.protocol}//${user}${url.host}${url.pathname}${url.search === '' ? '' : `?${shownQuery(url.search.slice(1))}`}${url.hash === '' ? '' : `#${MASK}`}`;
}

/** Names stay, values go. A part without a value may be a secret itself, and so may one that ends in `=` alone, as base64 does. */
const shownQuery = (query: string): string =>
  query.replace(/[^&]+/g, (part) => {
    const [, name] = /^([^=]+)=+[^=]/.exec(part) ?? [];
    return name === undefined ? MASK : `${name}=${MASK}`;
  });

/** The file name in a URL: its last path part. Null where there is none, or where the URL may not be shown at all. */
export function fileNameIn(text: string): string | null {
  const url = URL.parse(text);
  if (url === null || (url.host === '' && url.protocol !== 'file:')) return null;
  const last = url.pathname.split('/').findLast((part) => part !== '') ?? url.host;
  if (last === '') return null;
  try {
    // %00 and its like: PostgreSQL holds no U+0000, and a listing shows no line breaks.
    return decodeURIComponent(last).replace(/\p{Cc}/gu, ' ');
  } catch {
    return last;
  }
}
