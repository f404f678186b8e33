/** Signing in to the pages, with a key or by the issuer. */
import { html } from 'hono/html';
import { NOBODY } from '../contracts/scope.ts';
import { type Html, NOTHING } from './html.ts';
import { notice, page } from './page-frame.ts';
import { adminWords } from './words/admin.ts';

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

export function signInPage({ to, issuer, wrong, left = false }: SignInPage): Html {
  const w = adminWords();
  return page({
    scope: NOBODY,
    title: w.signIn,
    here: null,
    body: html`<h1>${w.signIn}</h1>
${wrong === undefined ? NOTHING : notice('error', w.notIn, `${wrong}.`)}
${left && issuer !== null ? signedOut(issuer) : NOTHING}
${
  issuer === null
    ? NOTHING
    : html`<div class="card sign-in">
<div class="buttons"><a class="button primary" href="/ui/sign-in/oidc?${new URLSearchParams({ to }).toString()}">${w.signInAt(issuer)}</a></div>
</div>`
}
<form class="card sign-in" method="post" action="/ui/sign-in">
<input type="hidden" name="to" value="${to}">
<label>${w.key} <input type="password" name="key" required autocomplete="current-password" spellcheck="false" maxlength="1024" placeholder="ix_…"></label>
<div class="buttons"><button${issuer === null ? html` class="primary"` : NOTHING}>${issuer === null ? w.signIn : w.withKey}</button></div>
<p class="quiet">${w.madeByAdmins} <code>ix keys create</code>${w.mayDo}</p>
</form>`,
  });
}

const signedOut = (issuer: string): Html =>
  notice('info', adminWords().leftIx, html`${adminWords().stillKnown(issuer)} <a href="/ui/sign-out/oidc">${adminWords().leaveToo}</a>`);
