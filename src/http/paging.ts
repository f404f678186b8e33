/** The `Link` of a page of a listing (RFC 8288). */
import type { Context } from 'hono';
import type { AppEnv } from './deps.ts';

/** For `answers` of routes that list by cursor. */
export const LINK = { Link: 'The next page, and the previous one where the listing goes both ways (RFC 8288).' };

/** By cursor, whichever way this page was come to. Relative, so that they hold behind a proxy too. */
export function linksOf(
  c: Context<AppEnv>,
  cursors: { readonly next: string | null; readonly prev?: string | null },
): Record<string, string> {
  const url = new URL(c.req.url);
  const links = Object.entries(cursors).flatMap(([rel, cursor]) => {
    if (cursor === null) return [];
    const search = new URLSearchParams(url.searchParams);
    search.delete('offset');
    search.set('cursor', cursor);
    return [`<${url.pathname}?${search}>; rel="${rel}"`];
  });
  return links.length === 0 ? {} : { Link: links.join(', ') };
}
