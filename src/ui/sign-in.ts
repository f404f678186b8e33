/** The ways in to the pages and out again: with a key, or by the issuer, which a browser leaves for and comes back from. */
import { deleteCookie, getCookie, setCookie } from 'hono/cookie';
import { z } from 'zod';
import { IssuerAway, SignInRefused } from '../contracts/issuer.ts';
import { FIELDS_ONLY, readForm } from '../http/form.ts';
import { Problem } from '../http/problem.ts';
import { SESSION_COOKIE } from '../http/who-may.ts';
import { SESSION_SECONDS } from '../jobs/sessions.ts';
import { answer, type Ui } from './answer.ts';
import type { UiDeps } from './deps.ts';
import type { PageRoute } from './page-route.ts';
import { signInPage } from './sign-in-page.ts';
import { wayBack } from './way-back.ts';
import { adminWords } from './words/admin.ts';

/** What a browser keeps while its person is at the issuer. */
const BEGUN_COOKIE = 'ix_sign_in';
/** Of which nothing else is sent it. */
const BEGUN_PATH = '/ui/sign-in/oidc';
/** Seconds that somebody may take to sign in there. */
const BEGUN_SECONDS = 900;
/** Where the issuer sends the browser back to: what is registered there. */
const DONE = `${BEGUN_PATH}/done`;

const BegunSchema = z.strictObject({ state: z.string(), nonce: z.string(), verifier: z.string(), to: z.string() });

export const signInPages = (deps: UiDeps): readonly PageRoute[] => [
  {
    method: 'get',
    path: '/ui/sign-in',
    needs: 'public',
    handler: (c) =>
      answer(c, signInPage({ to: wayBack(c.req.query('to')), issuer: issuerOf(deps), left: c.req.query('left') !== undefined })),
  },
  {
    method: 'post',
    path: '/ui/sign-in',
    needs: 'public',
    handler: async (c) => {
      const { texts: form } = await readForm(c, FIELDS_ONLY);
      const opened = await deps.sessions.open((form.get('key') ?? '').trim(), getCookie(c, SESSION_COOKIE) ?? null);
      const to = wayBack(form.get('to'));
      if (typeof opened === 'string')
        return answer(c, signInPage({ to, issuer: issuerOf(deps), wrong: adminWords().refusals[opened] }), 401);
      return enter(deps, c, opened.token, to);
    },
  },
  {
    method: 'get',
    path: BEGUN_PATH,
    needs: 'public',
    handler: async (c) => {
      const to = wayBack(c.req.query('to'));
      return orAgain(deps, c, to, async () => {
        const { url, begun } = await signInOf(deps).begin(deps.front.urlOf(c, DONE));
        // The issuer sends the browser back from another site: Strict would not come with it.
        setCookie(c, BEGUN_COOKIE, JSON.stringify({ ...begun, to }), { ...begunOf(deps, c), maxAge: BEGUN_SECONDS });
        return c.redirect(url.href, 303);
      });
    },
  },
  {
    method: 'get',
    path: DONE,
    needs: 'public',
    handler: async (c) => {
      const begun = readBegun(getCookie(c, BEGUN_COOKIE));
      deleteCookie(c, BEGUN_COOKIE, begunOf(deps, c));
      return orAgain(deps, c, begun?.to ?? '/ui', async () => {
        const signIn = signInOf(deps);
        if (begun === null) throw new SignInRefused(adminWords().began);
        const returned = new URL(deps.front.urlOf(c, DONE) + new URL(c.req.url).search);
        const person = await signIn.finish(returned, begun);
        const opened = await deps.sessions.openFor(person, getCookie(c, SESSION_COOKIE) ?? null);
        if (opened === null) throw new SignInRefused(adminWords().noRole(signIn.name, person.by));
        return enter(deps, c, opened.token, begun.to);
      });
    },
  },
  {
    method: 'post',
    path: '/ui/sign-out',
    needs: 'public',
    handler: async (c) => {
      const token = getCookie(c, SESSION_COOKIE);
      const scope = token === undefined ? null : await deps.sessions.close(token);
      deleteCookie(c, SESSION_COOKIE, cookieOf(deps, c));
      return c.redirect(scope?.by.startsWith('person ') === true ? '/ui/sign-in?left' : '/ui/sign-in', 303);
    },
  },
  {
    method: 'get',
    path: '/ui/sign-out/oidc',
    needs: 'public',
    handler: (c) =>
      orAgain(deps, c, '/ui', async () => {
        const back = deps.front.urlOf(c, '/ui/sign-in');
        return c.redirect((await signInOf(deps).signOutUrl(back))?.href ?? back, 303);
      }),
  },
];

const issuerOf = ({ signIn }: UiDeps): string | null => signIn?.name ?? null;

/** @throws Problem 404 */
function signInOf({ signIn }: UiDeps): NonNullable<UiDeps['signIn']> {
  if (signIn === null) throw new Problem('not-found', 'nobody signs in by an issuer here: expected IX_OIDC_ISSUER and IX_OIDC_CLIENT_ID');
  return signIn;
}

/** What the issuer refuses, or does not answer, is said on the page on which somebody may sign in again, or with a key. */
async function orAgain(deps: UiDeps, c: Ui, to: string, run: () => Promise<Response>): Promise<Response> {
  try {
    return await run();
  } catch (error) {
    const issuer = issuerOf(deps);
    if (error instanceof SignInRefused) return answer(c, signInPage({ to, issuer, wrong: error.message }), 403);
    if (!(error instanceof IssuerAway)) throw error;
    deps.log.warn({ why: error.message }, 'the issuer does not answer');
    return answer(c, signInPage({ to, issuer, wrong: adminWords().issuerAway(issuer ?? '') }), 503);
  }
}

function enter(deps: UiDeps, c: Ui, token: string, to: string): Response {
  setCookie(c, SESSION_COOKIE, token, { ...cookieOf(deps, c), maxAge: SESSION_SECONDS });
  return c.redirect(to, 303);
}

function readBegun(cookie: string | undefined): z.output<typeof BegunSchema> | null {
  try {
    const begun = BegunSchema.parse(JSON.parse(cookie ?? ''));
    return { ...begun, to: wayBack(begun.to) };
  } catch {
    return null;
  }
}

/** No script reads it, no other site's form sends it, and where people come by https nothing else carries it. */
const cookieOf = (deps: UiDeps, c: Ui) => ({ path: '/', httpOnly: true, sameSite: 'Lax', secure: deps.front.isSecure(c) }) as const;

const begunOf = (deps: UiDeps, c: Ui) => ({ ...cookieOf(deps, c), path: BEGUN_PATH });
