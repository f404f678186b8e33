/** A page as an answer, with the policy that every page has. */
import type { Context } from 'hono';
import type { AppEnv } from '../http/deps.ts';
import type { PROBLEMS, ProblemKind } from '../http/problem.ts';
import type { Html } from './html.ts';
import { themed, themeOf } from './theme.ts';

/** Only what ix itself serves, and nothing that stands in a page: no inline script, style or handler. */
const CSP = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' blob:",
  "connect-src 'self'",
  "form-action 'self'",
  "frame-ancestors 'none'",
  "base-uri 'none'",
].join('; ');

export type Ui = Context<AppEnv>;

export type ErrorStatus = (typeof PROBLEMS)[ProblemKind]['status'];

export async function answer(
  c: Ui,
  body: Html,
  status: 200 | ErrorStatus = 200,
  headers: Readonly<Record<string, string>> = {},
): Promise<Response> {
  c.header('Content-Security-Policy', CSP);
  c.header('Cache-Control', 'no-store');
  // With the API's no-referrer a browser would send our own forms with `Origin: null`, as another site's.
  c.header('Referrer-Policy', 'same-origin');
  const theme = themeOf(c);
  return c.html(theme === null ? body : themed(String(await body), theme), status, headers);
}
