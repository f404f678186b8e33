/** Signing in to the pages, with a key or by the issuer. */
import { html } from 'hono/html';
import { NOBODY } from '../contracts/scope.ts';
import { type Html, NOTHING } from './html.ts';
import { notice, page } from './page-frame.ts';

export interface SignInPage {
  /** Where to go then, a path of ours. */
  readonly to: string;
  /** What people know the issuer by; null: keys alone let in. */
  readonly issuer: string | null;
  /** Why the key or the issuer let nobody in. */
  readonly wrong?: string;
  /** Whoever comes has just signed out of ix, but not of the issuer. */
  readonly left?: boolean;
}

export const signInPage = ({ to, issuer, wrong, left = false }: SignInPage): Html =>
  page({
    scope: NOBODY,
    title: 'Sign in',
    here: null,
    body: html`<h1>Sign in</h1>
${wrong === undefined ? NOTHING : notice('error', 'Not signed in:', `${wrong}.`)}
${left && issuer !== null ? signedOut(issuer) : NOTHING}
${
  issuer === null
    ? NOTHING
    : html`<div class="card sign-in">
<div class="buttons"><a class="button primary" href="/ui/sign-in/oidc?${new URLSearchParams({ to }).toString()}">Sign in at ${issuer}</a></div>
</div>`
}
<form class="card sign-in" method="post" action="/ui/sign-in">
<input type="hidden" name="to" value="${to}">
<label>Key <input type="password" name="key" required autocomplete="current-password" spellcheck="false" maxlength="1024" placeholder="ix_…"></label>
<div class="buttons"><button${issuer === null ? html` class="primary"` : NOTHING}>Sign in${issuer === null ? '' : ' with a key'}</button></div>
<p class="quiet">Keys are made by admins: <code>ix keys create</code>. What a key may do is what you may do here.</p>
</form>`,
  });

const signedOut = (issuer: string): Html =>
  notice('info', 'Signed out of ix.', html`${issuer} may still know you. <a href="/ui/sign-out/oidc">Sign out there too</a>`);
